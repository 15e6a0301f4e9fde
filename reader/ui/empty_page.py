"""What the window shows while no document is open: where to drop one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from reader.language import tr
from reader.ui.keymap import way_to
from reader.ui.theme import LIGHT, Theme

MOST_RECENT = 5


class EmptyPage(QWidget):
    """One dashed field over the whole window, solid while something is dragged over it."""

    open_clicked = Signal()
    recent_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._hint = ""
        self._open = QPushButton(tr("Choose a file…"))
        self._open.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._open.clicked.connect(self.open_clicked)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.addStretch(3)
        layout.addSpacing(150)
        layout.addWidget(self._open, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(18)
        layout.addLayout(self._recent)
        layout.addStretch(2)
        self.setAccessibleName(tr("Drop a document here"))

    def dress(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_recent(self, paths: list[str]) -> None:
        """Offer the documents that were open last."""
        while self._recent.count():
            item = self._recent.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for path in paths[:MOST_RECENT]:
            place = Path(path)
            button = QPushButton(f"{place.name}   —   {place.parent}")
            button.setObjectName("quiet")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _checked=False, path=path: self.recent_clicked.emit(path))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_hint(self, hint: str) -> None:
        """What dropping would do now; empty while nothing is dragged."""
        self._hint = hint
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.window))
        field = QRectF(self.rect()).adjusted(28, 28, -28, -28)
        painter.setBrush(QColor(theme.pending.back or theme.paper) if self._hint else QColor(theme.paper))
        style = Qt.PenStyle.SolidLine if self._hint else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(theme.frame if self._hint else theme.faint), 2, style))
        painter.drawRoundedRect(field, 12, 12)
        top = self._open.geometry().top()
        large, small = QFont(self.font()), QFont(self.font())
        large.setPointSizeF(large.pointSizeF() + 8)
        small.setPointSizeF(small.pointSizeF() + 1)
        painter.setFont(large)
        painter.setPen(QColor(theme.text))
        centre = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        title = self._hint or tr("Drop a speech here, or press {key} to choose one", key=way_to("open"))
        painter.drawText(QRectF(field.left(), top - 150, field.width(), 60), centre, title)
        painter.setFont(small)
        painter.setPen(QColor(theme.faint))
        notes = [
            tr("Texts, web pages, Word, OpenDocument, RTF, PDF. {key} opens copied text.", key=way_to("paste")),
            tr("Several files or a folder make a queue."),
            tr("The original is never changed. Nothing leaves this computer."),
        ]
        painter.drawText(QRectF(field.left(), top - 88, field.width(), 64), centre, "\n".join(notes))
        painter.end()
