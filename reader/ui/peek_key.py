"""The key that shows the other reading in place as long as it is held."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from reader.ui.reading import Reading


class PeekKey(QObject):
    """Space, in the widgets that are given. It lives as long as ``reading``."""

    def __init__(self, reading: Reading, places: Iterable[QWidget]) -> None:
        super().__init__(reading)
        self._reading = reading
        for widget in places:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space and not event.modifiers():
            if event.isAutoRepeat():
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._reading.peek()
                return True
            if event.type() == QEvent.Type.KeyRelease:
                self._reading.end_peeking()
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self._reading.end_peeking()
        return False
