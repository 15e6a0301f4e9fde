"""Everything that was decided, the newest first; any single decision can be taken back, wherever it stands."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QListView, QPushButton, QVBoxLayout, QWidget

from reader.language import say, tr, tr_n
from reader.review.decision import Decision, Verdict
from reader.review.session import ReviewSession, Step
from reader.text.fix import Fix
from reader.ui.rows import row_of
from reader.ui.states_panel import StatesPanel
from reader.ui.theme import LIGHT, Theme

Index = QModelIndex | QPersistentModelIndex
BACK_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_U, Qt.Key.Key_X)


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision, or with an empty ``key`` a step that decided on several findings or stated rules."""

    step: Step
    key: str = ""
    inner: bool = False
    """Whether it is one of several in its step."""

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.key,) if self.key else tuple(self.step.news)


def entries(session: ReviewSession) -> list[Entry]:
    """The decisions in effect, the newest step first; below a step on several findings, each of them."""
    found: list[Entry] = []
    for step in reversed(session.steps[: session.position]):
        keys = [key for key in step.news if _fix(session, key) is not None]
        if len(step.news) > 1 or step.rules:
            found.append(Entry(step))
        if not step.rules:
            found += [Entry(step, key, len(step.news) > 1) for key in keys]
    return found


def holds(session: ReviewSession, entry: Entry) -> bool:
    """Whether the decision, or one of the step, is still the last one about its finding."""
    rules = entry.step.rules
    if not entry.key and rules:
        stated = session.rules.stated
        return all(rule in stated for rule in rules.added) and not any(rule in stated for rule in rules.removed)
    return any(session.decisions.get(key) == entry.step.news[key] for key in entry.keys)


class HistoryModel(QAbstractListModel):
    """The entries of one session; words are found when they are asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: ReviewSession | None = None
        self._entries: list[Entry] = []
        self.theme = LIGHT

    def show_session(self, session: ReviewSession) -> None:
        self.beginResetModel()
        self._session, self._entries = session, entries(session)
        self.endResetModel()

    def entry_at(self, row: int) -> Entry | None:
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802  (Qt's own signature)
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        session, entry = self._session, self.entry_at(index.row())
        if session is None or entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(session, entry)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            fix = _fix(session, entry.key)
            return f"{say(entry.step.label)}. {row_of(session, fix).sentence}" if fix else say(entry.step.label)
        if role == Qt.ItemDataRole.ForegroundRole and not holds(session, entry):
            return QColor(self.theme.faint)
        return None

    def _words(self, session: ReviewSession, entry: Entry) -> str:
        label = say(entry.step.label)
        fix = _fix(session, entry.key)
        if not entry.step.news:
            return label
        if fix is None:
            return tr_n("{label}: {count} finding", "{label}: {count} findings", len(entry.step.news), label=label)
        row = row_of(session, fix, context=6, longest=16)
        change = row.old if row.new is None else f"{row.old or '∅'} → {row.new or '∅'}"
        where = f"{row.before}〔{change}〕{row.after}"
        if entry.inner:
            return f"      {_verdict(entry.step.news[entry.key])} {where}"
        return f"{_verdict(entry.step.news[entry.key])} {tr('{label}: {place}', label=label, place=where)}"


class History(QWidget):
    """The list, and the button that takes a decision back."""

    pointed = Signal(str)
    """The finding of the decision that the reader went to."""
    taken_back = Signal(object, object)
    """A step and the keys of those of its decisions that the reader wants back as they were."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: ReviewSession | None = None
        self.model = HistoryModel(self)
        self.list = QListView()
        self.list.setAccessibleName(tr("History"))
        self.list.setAcceptDrops(False)
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(3)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setModel(self.model)
        self.button = QPushButton(tr("Take this back (Del)"))
        self.button.setAutoDefault(False)
        self.button.setEnabled(False)
        self.button.clicked.connect(self.take_back)
        self.states = StatesPanel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(6)
        column.addWidget(self.list, 1)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.states)
        self.list.installEventFilter(self)
        self.list.clicked.connect(self._on_pointed)
        self.list.activated.connect(self._on_pointed)
        self.list.selectionModel().currentChanged.connect(self._on_current)

    def dress(self, theme: Theme) -> None:
        self.model.theme = theme

    def show_session(self, session: ReviewSession) -> None:
        """Draw the history anew; the row that was current stays it by its number."""
        row = self.list.currentIndex().row()
        self._session = session
        self.model.show_session(session)
        if 0 <= row < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(row))
        self._on_current()

    def take_back(self) -> None:
        """Ask for what the current row decided to be as it was before."""
        entry = self.model.entry_at(self.list.currentIndex().row())
        if entry is not None and self._session is not None and holds(self._session, entry):
            self.taken_back.emit(entry.step, entry.keys)

    def eventFilter(self, watched: object, event: object) -> bool:  # noqa: N802  (Qt's name)
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress and event.key() in BACK_KEYS:
            if not event.isAutoRepeat() and not event.modifiers():
                self.take_back()
            return True
        return False

    def _on_pointed(self, index: QModelIndex) -> None:
        entry = self.model.entry_at(index.row())
        if entry is not None and self._session is not None:
            shown = [key for key in entry.keys if _fix(self._session, key) is not None]
            if shown:
                self.pointed.emit(shown[0])

    def _on_current(self, *_: object) -> None:
        entry = self.model.entry_at(self.list.currentIndex().row())
        self.button.setEnabled(entry is not None and self._session is not None and holds(self._session, entry))


def _fix(session: ReviewSession, key: str) -> Fix | None:
    try:
        return session.fix(key)
    except KeyError:
        return None


def _verdict(decision: Decision) -> str:
    """The sign that the list of findings has for it too."""
    return {Verdict.ACCEPTED: "✓", Verdict.REJECTED: "○", Verdict.PENDING: "◆"}[decision.verdict]
