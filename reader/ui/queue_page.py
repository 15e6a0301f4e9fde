"""The page of the window that shows a queue: how far it is, its documents with a filter, and what can be done."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from reader.language import say, tr
from reader.store.export import Format
from reader.ui.formats import TEXTS
from reader.ui.queue_desk import QueueDesk
from reader.ui.queue_state import Order, State
from reader.ui.queue_table import NAME, NOTICES, PENDING, REMOVED, STATE, QueueTable, state_name
from reader.ui.queue_words import Phase, headline
from reader.ui.theme import Theme

REDRAW = 300
"""Milliseconds between two drawings while documents are cleaned."""

AIMING = 1.5
"""Seconds after the mouse moved over the list in which no row moves away from under it."""

FORMS = (*TEXTS, Format.TRACKED, Format.REPORT, Format.CSV, Format.JSON)
_FILTERS: tuple[tuple[State, ...], ...] = (
    (),
    (State.EYES,),
    (State.DONE,),
    (State.REVIEWED,),
    (State.FAILED,),
    (State.WAITING, State.CLEANING),
)


class QueuePage(QWidget):
    """Draws what the queue desk says."""

    chosen = Signal(int)
    """The document of this number is to be opened."""
    export_asked = Signal(object)
    """All reviewed documents are to be saved in this ``Format``."""

    def __init__(self, desk: QueueDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._held: int | None = None
        self._aimed = 0.0
        self.table = QueueTable(desk.queue, self)
        self.list = _list(self.table)
        self.list.clicked.connect(self._on_clicked)
        self.list.installEventFilter(self)
        self.list.viewport().setMouseTracking(True)
        self.list.viewport().installEventFilter(self)
        self.list.selectionModel().currentRowChanged.connect(self._on_row)
        self.title, self.line, self.nothing = QLabel(), QLabel(), QLabel()
        self.search, self.orders = QLineEdit(), QComboBox()
        self.bar = QProgressBar()
        self.pause, self.stop, self.export = QPushButton(), QPushButton(tr("Stop")), QPushButton()
        self.scopes: dict[tuple[State, ...], QToolButton] = {}
        self._list_or_nothing = QStackedWidget()
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REDRAW)
        self._timer.timeout.connect(self.draw)
        desk.changed.connect(self._later)
        self.draw()

    # Asking

    @property
    def order(self) -> Order:
        """How the documents are listed."""
        return Order.NAME if self.orders.currentIndex() else Order.EYES_FIRST

    @property
    def current(self) -> int | None:
        """The number of the document that is selected."""
        index = self.list.currentIndex()
        return self.table.number_at(index.row()) if index.isValid() else None

    @property
    def ring(self) -> list[int]:
        """The documents among which the next one is looked for: those of the filter by name, in whatever state."""
        return self._desk.queue.listed(self.order, (), self.search.text())

    @property
    def _aiming(self) -> bool:
        return time.monotonic() - self._aimed < AIMING

    # Doing

    def select(self, number: int | None) -> None:
        """Have a document selected, and seen."""
        self._held = number
        row = self.table.row_of(number)
        if row is not None:
            self.list.setCurrentIndex(self.table.index(row, NAME))

    def dress(self, theme: Theme) -> None:
        self.table.theme = theme
        self._later()

    def draw(self) -> None:
        """Follow the queue."""
        desk, queue = self._desk, self._desk.queue
        desk.tick()
        scroll = self.list.verticalScrollBar().value()
        wanted = next(states for states, scope in self.scopes.items() if scope.isChecked())
        shown = queue.listed(self.order, wanted, self.search.text())
        if desk.phase is Phase.CLEANING and self._aiming and set(shown) == set(self.table.shown):
            shown = self.table.shown
        if self.table.show(queue, shown):
            self.select(self._held)
            self.list.verticalScrollBar().setValue(scroll)
        self.title.setText(_title(desk))
        self.line.setText(headline(queue, desk.phase, desk.pace))
        total = len(queue.entries)
        self.bar.setRange(0, total if desk.phase is not Phase.LOOKING else 0)
        self.bar.setValue(total - queue.open)
        going = desk.phase in (Phase.LOOKING, Phase.CLEANING, Phase.PAUSED)
        self.bar.setVisible(going)
        self.stop.setVisible(going)
        self.pause.setVisible(desk.phase in (Phase.CLEANING, Phase.PAUSED, Phase.STOPPED))
        self.pause.setText(tr("Pause") if desk.phase is Phase.CLEANING else tr("Go on"))
        self.export.setEnabled(bool(queue.counts[State.REVIEWED]))
        for states, scope in self.scopes.items():
            count = sum(queue.counts[state] for state in states) if states else total
            name = state_name(states[0]) if states else tr("All")
            scope.setText(f"{name} {count:,}")
            scope.setVisible(count > 0 or not states or scope.isChecked())
        self.nothing.setText(_nothing(desk.phase, total))
        self._list_or_nothing.setCurrentIndex(0 if self.table.shown else 1)
        if desk.phase is Phase.CLEANING and self.isVisible():
            self._timer.start()  # the time that is left goes down also while nothing comes

    # Qt's calls

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        # Not ``activated``: on some systems a click does that, too.
        if watched is self.list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            entering = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if entering and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                if self.current is not None and not event.isAutoRepeat():
                    self.chosen.emit(self.current)
                return True
        if watched is self.list.viewport() and event.type() == QEvent.Type.MouseMove:
            self._aimed = time.monotonic()
        return super().eventFilter(watched, event)

    # Inside

    def _build(self) -> None:
        self.title.setObjectName("heading")
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.nothing.setObjectName("faint")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.line.setWordWrap(True)
        self.search.setPlaceholderText(tr("Part of a name"))
        self.search.setAccessibleName(tr("Filter by name"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(260)
        self.search.textChanged.connect(lambda _text: self._later())
        self.search.returnPressed.connect(self.list.setFocus)
        self.orders.addItems([tr("Needs eyes first"), tr("By name")])
        self.orders.setAccessibleName(tr("Order"))
        self.orders.currentIndexChanged.connect(lambda _index: self.draw())
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self.pause.clicked.connect(self._pause_or_go_on)
        self.stop.clicked.connect(self._desk.stop)
        self.export.setText(tr("Export reviewed"))
        menu = QMenu(self.export)
        for form in FORMS:
            action = menu.addAction(say(form.label) + "…")
            action.triggered.connect(lambda _checked=False, form=form: self.export_asked.emit(form))
        self.export.setMenu(menu)
        filters = QHBoxLayout()
        group = QButtonGroup(self)
        for states in _FILTERS:
            scope = QToolButton()
            scope.setObjectName("scope")
            scope.setCheckable(True)
            scope.setChecked(not states)
            scope.clicked.connect(lambda _checked=False: self.draw())
            group.addButton(scope)
            filters.addWidget(scope)
            self.scopes[states] = scope
        filters.addStretch(1)
        filters.addWidget(self.search)
        filters.addWidget(self.orders)
        filters.addWidget(self.export)
        filters.setContentsMargins(10, 6, 10, 6)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 10, 6)
        for part in (self.bar, self.pause, self.stop):
            foot.addWidget(part)
        foot.insertWidget(0, self.line, 1)
        self._list_or_nothing.addWidget(self.list)
        self._list_or_nothing.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addLayout(filters)
        column.addWidget(self._list_or_nothing, 1)
        column.addLayout(foot)
        find = QAction(self)
        find.setShortcuts([QKeySequence("Ctrl+F"), QKeySequence("/")])
        find.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        find.triggered.connect(self._find)
        self.list.addAction(find)
        self.setFocusProxy(self.list)

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _later(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _pause_or_go_on(self) -> None:
        if self._desk.phase is Phase.CLEANING:
            self._desk.pause()
        else:
            self._desk.go_on()

    def _on_clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        number = self.table.number_at(index.row())
        if number is not None:
            self.chosen.emit(number)

    def _on_row(self, index: QModelIndex | QPersistentModelIndex) -> None:
        number = self.table.number_at(index.row())
        if index.isValid() and number is not None:
            self._held = number


def _list(table: QueueTable) -> QTreeView:
    view = QTreeView()
    view.setObjectName("queue")
    view.setModel(table)
    view.setRootIsDecorated(False)
    view.setUniformRowHeights(True)  # or every row of thousands would be measured
    view.setAllColumnsShowFocus(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setAccessibleName(tr("Documents of the queue"))
    header = view.header()
    header.setStretchLastSection(False)
    header.setSectionsMovable(False)
    for column in (NAME, NOTICES):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    # Measured once, not by the rows: of those there may be thousands.
    width = view.fontMetrics().horizontalAdvance
    longest = max(width(f"◆ {state_name(state)}") for state in State)
    for column, needed in ((STATE, longest), (PENDING, width("00,000")), (REMOVED, width("100%"))):
        title = width(str(table.headerData(column, Qt.Orientation.Horizontal)))
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        view.setColumnWidth(column, max(needed, title) + 28)
    return view


def _title(desk: QueueDesk) -> str:
    if not desk.paths:
        return tr("Queue")
    if len(desk.paths) == 1:
        return str(desk.paths[0])
    return tr("{name} and {count} more", name=str(desk.paths[0]), count=len(desk.paths) - 1)


def _nothing(phase: Phase, total: int) -> str:
    if phase is Phase.NONE:
        return tr("Drop a folder or several files here to clean them one after the other.")
    if phase is Phase.LOOKING:
        return tr("Looking for documents…")
    return tr("No document fits the filter.") if total else tr("There are no documents here.")
