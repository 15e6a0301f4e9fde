"""A narrow ruler beside the cleaned text: where findings wait, and which part is on the screen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.language import tr
from reader.ui.theme import LIGHT, Theme

WIDTH = 14


class Overview(QWidget):
    """Places are shares of the whole text, 0 to 1."""

    pointed = Signal(float)
    """A click, as a share of the whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("Overview of the text"))
        self._ticks: list[tuple[float, str]] = []
        self._view = (0.0, 1.0)
        self._theme = LIGHT

    def dress(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_ticks(self, ticks: list[tuple[float, str]]) -> None:
        """Places with the colour of each, the ones to see best last."""
        self._ticks = ticks
        self.update()

    def set_view(self, first: float, last: float) -> None:
        """Which part of the text is on the screen."""
        self._view = (first, last)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        return QSize(WIDTH, 100)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        painter = QPainter(self)
        height = self.height()
        painter.fillRect(self.rect(), QColor(self._theme.window))
        first, last = self._view
        seen = QColor(self._theme.border)
        painter.fillRect(QRectF(0, first * height, self.width(), max(4.0, (last - first) * height)), seen)
        for share, colour in self._ticks:
            painter.fillRect(QRectF(3, share * (height - 3), self.width() - 6, 2.5), QColor(colour))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        self.pointed.emit(min(1.0, max(0.0, event.position().y() / max(1, self.height()))))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        self.mousePressEvent(event)
