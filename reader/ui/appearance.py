"""Which theme and which size of letters are in force: the reader's choice, else the system's."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from reader.language import tr
from reader.ui.theme import DARK, LIGHT, READING_SIZE, THEMES, Theme, style_sheet

SYSTEM = "system"
SMALLEST, LARGEST = 9.0, 40.0
"""Points."""


class Appearance(QObject):
    """Keeps the choice in the settings and announces changes."""

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.choice = str(settings.value("theme", SYSTEM))
        self.size = _number(settings.value("letters", READING_SIZE))
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_scheme)
        self._put_on()

    @staticmethod
    def choices() -> list[tuple[str, str]]:
        """Names of themes and what they are called."""
        return [
            (SYSTEM, tr("As the system")),
            ("light", tr("Light")),
            ("dark", tr("Dark")),
            ("sepia", tr("Sepia")),
        ]

    @property
    def theme(self) -> Theme:
        chosen = THEMES.get(self.choice)
        if chosen is not None:
            return chosen
        hints = QGuiApplication.styleHints()
        return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def choose(self, name: str) -> None:
        """Take a theme by name, or ``system``."""
        self.choice = name
        self._settings.setValue("theme", name)
        self._put_on()
        self.changed.emit()

    def zoom(self, steps: int) -> None:
        """Larger letters, or smaller ones for a negative number."""
        self._resize(min(LARGEST, max(SMALLEST, self.size + steps)))

    def usual_size(self) -> None:
        self._resize(READING_SIZE)

    def _resize(self, size: float) -> None:
        if size != self.size:
            self.size = size
            self._settings.setValue("letters", size)
            self.changed.emit()

    def _on_scheme(self) -> None:
        if self.choice == SYSTEM:
            self._put_on()
            self.changed.emit()

    def _put_on(self) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        theme = self.theme
        palette = QPalette()
        roles = QPalette.ColorRole
        for role, colour in (
            (roles.Window, theme.window), (roles.WindowText, theme.text), (roles.Base, theme.paper),
            (roles.AlternateBase, theme.panel), (roles.Text, theme.text), (roles.Button, theme.panel),
            (roles.ButtonText, theme.text), (roles.Highlight, theme.selection), (roles.HighlightedText, theme.text),
            (roles.ToolTipBase, theme.panel), (roles.ToolTipText, theme.text), (roles.PlaceholderText, theme.faint),
            (roles.Link, theme.good), (roles.Mid, theme.border), (roles.Dark, theme.border),
        ):  # fmt: skip
            palette.setColor(role, QColor(colour))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
        app.setPalette(palette)
        app.setStyleSheet(style_sheet(theme))


def _number(value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        return READING_SIZE
    return number if SMALLEST <= number <= LARGEST else READING_SIZE
