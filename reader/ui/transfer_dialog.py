"""Shows which decisions did not come over, with the place as it was; the reader can go there or keep the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.language import tr
from reader.ui.transfer import Entry


class TransferDialog(QDialog):
    """Stays beside the window, so that what is clicked is seen there."""

    pointed = Signal(object)
    """The ``Entry`` whose place is to be shown."""
    taken = Signal(object)
    """The ``Entry`` of a conflict in which the other decision is to hold."""
    handed_out = Signal()
    """The list is wanted as a file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Decisions that did not come over"))
        self._entries: list[Entry] = []
        self._said = QLabel()
        self._said.setWordWrap(True)
        self.list = QTreeWidget()
        self.list.setHeaderLabels([tr("Decision"), tr("As it stood there"), tr("Why it did not come over")])
        self.list.setRootIsDecorated(False)
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.setAccessibleName(tr("Decisions that did not come over"))
        head = self.list.header()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.place = QLabel()
        self.place.setWordWrap(True)
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.place.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 8)
        buttons = QDialogButtonBox()
        self.go = self._button(buttons, tr("Look for it in the text"))
        self.take = self._button(buttons, tr("Decide as there"))
        self.keep = self._button(buttons, tr("Keep the list as a file…"))
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self._said)
        column.addWidget(self.list, 1)
        column.addWidget(self.place)
        column.addWidget(buttons)
        self.list.currentItemChanged.connect(lambda *_: self._show_place())
        self.list.itemActivated.connect(lambda *_: self._point())
        self.list.itemClicked.connect(lambda *_: self._point())
        self.go.clicked.connect(self._point)
        self.take.clicked.connect(self._take)
        self.keep.clicked.connect(self.handed_out)
        self.resize(820, 480)

    def show_entries(self, said: str, entries: list[Entry]) -> None:
        """Fill the list; ``said`` is the sentence above it."""
        self._entries = entries
        self._said.setText(said)
        self.list.clear()
        for entry in entries:
            stood = f"…{entry.before}〔{entry.change}〕{entry.after}…"
            item = QTreeWidgetItem([f"{entry.decision}\n{entry.kind}", stood, entry.why])
            for column in range(3):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                item.setToolTip(column, item.text(column))
            self.list.addTopLevelItem(item)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self._show_place()

    @property
    def current(self) -> Entry | None:
        item = self.list.currentItem()
        row = self.list.indexOfTopLevelItem(item) if item is not None else -1
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def _button(self, buttons: QDialogButtonBox, text: str) -> QPushButton:
        button = buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setAutoDefault(False)
        return button

    def _show_place(self) -> None:
        entry = self.current
        self.go.setEnabled(entry is not None and bool(entry.key or entry.quote))
        self.take.setVisible(any(each.theirs is not None for each in self._entries))
        self.take.setEnabled(entry is not None and entry.theirs is not None)
        self.keep.setEnabled(bool(self._entries))
        self.place.setText("" if entry is None else f"…{entry.before}〔{entry.change}〕{entry.after}…\n{entry.why}")

    def _point(self) -> None:
        if self.current is not None:
            self.pointed.emit(self.current)

    def _take(self) -> None:
        if self.current is not None and self.current.theirs is not None:
            self.taken.emit(self.current)
