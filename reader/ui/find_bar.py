"""Finds words in the texts: first in the cleaned one, and in the original what was removed from it."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from reader.language import tr


def matches(text: str, sought: str) -> list[int]:
    """Where ``sought`` begins in ``text``, one after the other; capitals count as small letters.

    >>> matches("问题和问题", "问题")
    [0, 3]
    """
    # Not lower(): it makes two characters of some, and every place behind them would be off.
    return [match.start() for match in re.finditer(re.escape(sought), text, re.IGNORECASE)] if sought else []


class FindBar(QFrame):
    """A line to type in; Enter goes on, Shift+Enter back, Esc closes."""

    sought = Signal(str, bool)
    """What to find, and whether backwards."""
    typed = Signal(str)
    """What is to be found is another text now."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find in the text"))
        self.field.setAccessibleName(tr("Find in the text"))
        self.field.setMaximumWidth(320)
        self._count = QLabel()
        self._count.setObjectName("faint")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 4)
        layout.addWidget(self.field)
        for text, name, backwards in (("‹", tr("Previous place"), True), ("›", tr("Next place"), False)):
            button = QPushButton(text)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setFixedWidth(34)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, back=backwards: self.sought.emit(self.field.text(), back))
            layout.addWidget(button)
        layout.addWidget(self._count, 1)
        close = QPushButton("×")
        close.setObjectName("quiet")
        close.setAccessibleName(tr("Close"))
        close.clicked.connect(self.close_bar)
        layout.addWidget(close)
        self.field.textChanged.connect(self.typed)
        self.field.installEventFilter(self)
        self.hide()

    def open_bar(self) -> None:
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def close_bar(self) -> None:
        self.hide()
        self.closed.emit()

    def tell(self, text: str) -> None:
        """Say what was found."""
        self._count.setText(text)

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                    self.sought.emit(self.field.text(), back)
                    return True
            elif event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return False
