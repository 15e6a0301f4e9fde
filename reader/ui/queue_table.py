"""The rows of a queue as Qt wants them; nothing is kept of them here but their order."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from reader.language import tr
from reader.review.words import notice_name
from reader.text.section import NoticeKind
from reader.ui.queue_state import Entry, Queue, State
from reader.ui.theme import LIGHT, Theme

Index = QModelIndex | QPersistentModelIndex
NAME, STATE, PENDING, REMOVED, NOTICES = range(5)
_SIGNS = {
    State.FAILED: "✗",
    State.EYES: "◆",
    State.CLEANING: "▸",
    State.WAITING: "·",
    State.DONE: "○",
    State.REVIEWED: "✓",
}


def state_name(state: State) -> str:
    """What a state is called."""
    return {
        State.FAILED: tr("Failed"),
        State.EYES: tr("Needs eyes"),
        State.CLEANING: tr("Being cleaned"),
        State.WAITING: tr("Waiting"),
        State.DONE: tr("Nothing to decide"),
        State.REVIEWED: tr("Reviewed"),
    }[state]


def notices_said(entry: Entry) -> str:
    """The notices of a document, those that come most often first; or why it failed."""
    if entry.failure:
        return entry.failure
    if entry.facts is None:
        return ""
    counts = sorted(entry.facts.notices.items(), key=lambda item: (-item[1], item[0]))
    names = ((notice_name(NoticeKind(kind)), count) for kind, count in counts)
    return tr(", ").join(f"{name} ×{count}" if count > 1 else name for name, count in names)


class QueueTable(QAbstractTableModel):
    """The documents ``shown`` of a queue, by their numbers."""

    def __init__(self, queue: Queue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.queue = queue
        self.theme: Theme = LIGHT
        self.shown: list[int] = []
        self._rows: dict[int, int] = {}

    def show(self, queue: Queue, shown: list[int]) -> bool:
        """Show these documents; returns whether rows came or went, after which nothing is selected."""
        if queue is self.queue and shown == self.shown:
            self._say_changed()
            return False
        if queue is self.queue and len(shown) == len(self.shown) and set(shown) == set(self.shown):
            self._move(shown)
            return False
        self.beginResetModel()
        self.queue, self.shown = queue, shown
        self._rows = {number: row for row, number in enumerate(shown)}
        self.endResetModel()
        return True

    def row_of(self, number: int | None) -> int | None:
        """Where a document is listed."""
        return None if number is None else self._rows.get(number)

    def number_at(self, row: int) -> int | None:
        return self.shown[row] if 0 <= row < len(self.shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802  (Qt's own signature)
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802  (Qt's own signature)
        return 0 if parent.isValid() else NOTICES + 1

    def headerData(  # noqa: N802  (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in (PENDING, REMOVED) else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Document"), tr("State"), tr("To decide"), tr("Removed"), tr("Notices"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        number = self.number_at(index.row())
        if number is None:
            return None
        entry, column = self.queue.entries[number], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell(entry, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(entry.path) if column == NAME else notices_said(entry) if column == NOTICES else None
        if role == Qt.ItemDataRole.AccessibleTextRole and column == NAME:
            return ". ".join(filter(None, (entry.name, state_name(entry.state), notices_said(entry))))
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(entry.state, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (PENDING, REMOVED):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _colour(self, state: State, column: int) -> QColor | None:
        theme = self.theme
        if state is State.FAILED and column in (STATE, NOTICES):
            return QColor(theme.warn)
        if column == NOTICES or state in (State.WAITING, State.CLEANING):
            return QColor(theme.faint)
        if column != STATE:
            return None
        return QColor({State.EYES: theme.pending.colour, State.REVIEWED: theme.good}.get(state, theme.faint))

    def _move(self, shown: list[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        numbers = [self.shown[index.row()] for index in before]
        self.shown = shown
        self._rows = {number: row for row, number in enumerate(shown)}
        after = [
            self.index(self._rows[number], index.column()) for number, index in zip(numbers, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _say_changed(self) -> None:
        if self.shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.shown) - 1, NOTICES))


def _cell(entry: Entry, column: int) -> str:
    if column == NAME:
        return entry.name
    if column == STATE:
        return f"{_SIGNS[entry.state]} {state_name(entry.state)}"
    if column == NOTICES:
        return notices_said(entry)
    if entry.facts is None:
        return ""
    if column == PENDING:
        return str(entry.pending) if entry.pending else ""
    return f"{entry.facts.removed_share:.0%}"
