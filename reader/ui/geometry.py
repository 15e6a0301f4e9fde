"""Where the window stands on the screen and how its parts share it: kept in the settings."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

TITLE_BAR = 36
"""Pixels that the system's frame may take of a screen's height; a window that hides its status bar hides the ledger."""

USUAL_WIDTH, USUAL_HEIGHT = 1280, 860


def fit_on_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window of its own this size, or what the screen has room for."""
    room = window.screen().availableGeometry()
    window.resize(min(width, room.width()), min(height, room.height() - TITLE_BAR))


def restore_geometry(window: QMainWindow, splitters: dict[str, QSplitter], settings: QSettings) -> None:
    """Put the window where it stood last, else as large as is comfortable and fits."""
    geometry = settings.value("window/geometry")
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)
    else:
        room = window.screen().availableGeometry()
        window.resize(min(USUAL_WIDTH, room.width()), min(USUAL_HEIGHT, room.height() - TITLE_BAR))
        if room.width() <= USUAL_WIDTH or room.height() <= USUAL_HEIGHT:
            window.setWindowState(Qt.WindowState.WindowMaximized)
    for name, splitter in splitters.items():
        state = settings.value(f"window/{name}")
        if isinstance(state, QByteArray):
            splitter.restoreState(state)


def keep_geometry(window: QMainWindow, splitters: dict[str, QSplitter], settings: QSettings) -> None:
    """Write down where the window stands."""
    settings.setValue("window/geometry", window.saveGeometry())
    for name, splitter in splitters.items():
        settings.setValue(f"window/{name}", splitter.saveState())
