"""The named states of the review, below its history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from reader.language import tr
from reader.review.checkpoints import Checkpoint
from reader.ui.words import moment

_ROWS = 5


class StatesPanel(QWidget):
    """The newest first; what is done with one is asked for by signals."""

    name_asked = Signal()
    """The present state is to be given a name."""
    compare_asked = Signal(object)
    """The ``Checkpoint`` that the present state is to be compared with."""
    return_asked = Signal(object)
    """The ``Checkpoint`` that is to hold again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._states: list[Checkpoint] = []
        title = QLabel(tr("Named states"))
        title.setObjectName("faint")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Named states"))
        self.list.setAcceptDrops(False)
        self.empty = QLabel(tr("Give the present state a name, and you can compare with it and return to it."))
        self.empty.setObjectName("faint")
        self.empty.setWordWrap(True)
        self.name = self._button(tr("Name this state…"))
        self.compare = self._button(tr("Compare"))
        self.back = self._button(tr("Return to it"))
        self.name.clicked.connect(self.name_asked)
        self.compare.clicked.connect(lambda: self._ask(self.compare_asked))
        self.back.clicked.connect(lambda: self._ask(self.return_asked))
        self.list.itemActivated.connect(lambda _item: self._ask(self.compare_asked))
        self.list.currentRowChanged.connect(lambda _row: self._enable())
        rows = QGridLayout()
        rows.addWidget(self.name, 0, 0, 1, 2)
        rows.addWidget(self.compare, 1, 0)
        rows.addWidget(self.back, 1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 0)
        column.setSpacing(4)
        for part in (title, self.empty, self.list):
            column.addWidget(part)
        column.addLayout(rows)
        self.show_states(())

    def show_states(self, states: Sequence[Checkpoint]) -> None:
        """List these, the oldest first in ``states``; the newest is current."""
        self._states = list(reversed(states))
        self.list.clear()
        for state in self._states:
            done, total = state.progress
            said = tr("{done} of {total} decided", done=done, total=total)
            self.list.addItem(QListWidgetItem(f"{state.name}\n{moment(state.when)} · {said}"))
        self.list.setVisible(bool(self._states))
        self.empty.setVisible(not self._states)
        height = 2 * self.fontMetrics().lineSpacing() + 6
        # In a low window it gives way: the window must not grow by what is in the list.
        self.list.setMinimumHeight(height + 6)
        self.list.setMaximumHeight(height * min(_ROWS, max(1, len(self._states))) + 6)
        if self._states:
            self.list.setCurrentRow(0)
        self._enable()

    @property
    def current(self) -> Checkpoint | None:
        row = self.list.currentRow()
        return self._states[row] if 0 <= row < len(self._states) else None

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        return button

    def _enable(self) -> None:
        for button in (self.compare, self.back):
            button.setVisible(bool(self._states))
            button.setEnabled(self.current is not None)

    def _ask(self, signal: SignalInstance) -> None:
        if self.current is not None:
            signal.emit(self.current)
