"""The review of one document: panes, list and card around one session, and what the keys do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTabWidget, QVBoxLayout, QWidget

from reader.language import say, tr
from reader.review.decision import State, Verdict
from reader.review.session import Changed, ReviewSession
from reader.text.apply import apply_fixes
from reader.text.fix import Fix, Kind
from reader.text.message import Message
from reader.text.offsets import Side
from reader.text.span import Span
from reader.ui.account import Account
from reader.ui.display import show
from reader.ui.filter_bar import FilterBar
from reader.ui.fix_card import FixCard
from reader.ui.fix_list import FixList
from reader.ui.folds import folds
from reader.ui.hand_edit import NotExpressible, edited, paragraph_at
from reader.ui.lines import clean_lines, raw_lines
from reader.ui.marks import Look, Mark, MarkIndex, clean_spans, look_of
from reader.ui.outline import Outline
from reader.ui.overview import Overview
from reader.ui.pane_pair import PanePair
from reader.ui.paragraph_editor import ParagraphEditor
from reader.ui.rows import reason_of, row_of
from reader.ui.scopes import Alike, Scope, View, next_waiting, select
from reader.ui.summary import standing_line, summary_title
from reader.ui.text_pane import TextPane
from reader.ui.theme import LIGHT, READING_SIZE, Theme
from reader.ui.tie import counterpart, wanted_scroll

LIST_DELAY = 25
"""Milliseconds after a decision before list, counts and ruler follow: the text itself comes first."""
LARGE_BATCH = 50
"""Groups of more findings are decided only after a question."""


class ReviewView(QWidget):
    """Draws the session and asks it to change. The only thing it keeps is where the reader is."""

    told = Signal(str)
    """Something to say in passing."""
    batch_done = Signal(str)
    """A group was decided: the sentence that says so."""
    looked = Signal()
    """The folds or the lock are otherwise now."""

    def __init__(self, ask: Callable[[str, str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._session: ReviewSession | None = None
        self._index: MarkIndex | None = None
        self._alike: Alike | None = None
        self._current = ""
        self._opened: frozenset[str] = frozenset()
        self._folding = True
        self._peeking = False
        self._whole = False
        self._view = View()
        self._theme = LIGHT
        self._size = READING_SIZE
        self._editor: ParagraphEditor | None = None
        self._listing = QTimer(self)
        self._listing.setSingleShot(True)
        self._listing.setInterval(LIST_DELAY)
        self._listing.timeout.connect(self.draw_lists)

        self.panes = PanePair()
        self.overview = Overview()
        self.filters = FilterBar()
        self.list = FixList()
        self.outline = Outline()
        self.account = Account()
        self.card = FixCard()
        findings = QWidget()
        column = QVBoxLayout(findings)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.list, 1)
        self.side = QTabWidget()
        self.side.setDocumentMode(True)
        self.side.addTab(findings, tr("Findings"))
        self.side.addTab(self.outline, tr("Outline"))
        self.side.addTab(self.account, tr("Account"))
        reading = QWidget()
        row = QHBoxLayout(reading)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panes, 1)
        row.addWidget(self.overview)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.addWidget(reading)
        self.across.addWidget(self.side)
        self.across.setStretchFactor(0, 1)
        self.across.setStretchFactor(1, 0)
        self.across.setSizes([980, 300])
        self.across.setCollapsible(0, False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.across, 1)
        layout.addWidget(self.card)

        self.list.chosen.connect(self.go_to)
        self.filters.changed.connect(self._on_view)
        self.outline.pointed.connect(self.go_to_place)
        self.account.pointed.connect(self._on_removed_pointed)
        self.account.kind_chosen.connect(self._on_kind)
        self.overview.pointed.connect(self._on_overview)
        self.panes.raw.pointed.connect(self._on_raw_pointed)
        self.panes.raw.fold_pointed.connect(self._on_fold_pointed)
        self.panes.clean.pointed.connect(self._on_clean_pointed)
        self.panes.clean.entered.connect(self.edit_at)
        self.panes.raw.tip = self._raw_tip
        self.panes.clean.tip = self._clean_tip
        for pane in (self.panes.raw, self.panes.clean):
            pane.scrolled.connect(self._draw_spots)
            pane.laid_out.connect(self._draw_spots)
        self.panes.clean.scrolled.connect(self._draw_view)
        self.panes.clean.laid_out.connect(self._draw_view)
        for widget in self.places_for_keys:
            widget.installEventFilter(self)
        card = self.card
        for signal, deed in (
            (card.accept, self.accept), (card.keep, self.keep), (card.reopen, self.reopen), (card.edit, self.edit),
            (card.postpone, self.postpone), (card.group, self.accept_group),
        ):  # fmt: skip
            signal.connect(deed)
        card.option.connect(lambda number: self.choose(number + 1))

    # What is shown

    @property
    def session(self) -> ReviewSession | None:
        return self._session

    @property
    def places_for_keys(self) -> tuple[QWidget, ...]:
        """Where bare keys decide: never in a field that is typed in, never on a button."""
        return self.panes.raw, self.panes.clean, self.list

    @property
    def current(self) -> Fix | None:
        """The finding that the keys are about."""
        if self._session is None or not self._current:
            return None
        try:
            return self._session.fix(self._current)
        except KeyError:
            return None

    @property
    def folding(self) -> bool:
        """Whether long removed stretches are folded."""
        return self._folding

    @property
    def view(self) -> View:
        """What the list shows."""
        return self._view

    def show_session(self, session: ReviewSession) -> None:
        """Begin the review of another document."""
        self._end_editing()
        self._session = session
        self._current, self._opened, self._whole = "", frozenset(), False
        self._view = View()
        self.filters.show_view(self._view)
        session.changed.connect(self._on_changed)
        self._refresh(findings=True)
        self.draw_lists()
        for pane in (self.panes.raw, self.panes.clean):
            pane.scroll_to(0)
        self.panes.clean.setFocus()

    def set_whole(self, whole: bool) -> None:
        """Whether the analysis is whole: only then "nothing was found" can be said."""
        self._whole = whole
        if self._session is not None:
            self._first_of_all()
            self._draw_card()

    def dress(self, theme: Theme, size: float) -> None:
        """Put on a theme's colours and letters of ``size`` points."""
        self._theme, self._size = theme, size
        self.panes.dress(theme, size)
        for part in (self.overview, self.list, self.outline, self.card, self.filters):
            part.dress(theme)
        if self._session is not None:
            self.outline.show_session(self._session)
            self._draw_card()
            self._draw_ticks()

    # Going

    def go_to(self, key: str) -> None:
        """Make a finding the current one and bring it into sight."""
        if self._session is None:
            return
        self._end_peeking()
        before, self._current = self._current, key
        if before != key:
            if self._in_fold(before) or self._in_fold(key):
                self._draw_raw()
            self.panes.raw.set_current(key)
            self.panes.clean.set_current(key)
            self.list.select(key)
            self._draw_card()
        self._reveal()

    def go_on(self, *, backwards: bool = False) -> None:
        """Go to the next finding that waits, among those the filter shows."""
        if self._session is None:
            return
        fix = next_waiting(self._session, self._view.filter, self.current, backwards=backwards)
        if fix is not None:
            self.go_to(fix.key)
        elif self._session.pending:
            self.told.emit(tr("Nothing that the filter shows waits for a decision."))
        else:
            # Everything is decided: the card sums up.
            self._current = ""
            self.panes.raw.set_current("")
            self.panes.clean.set_current("")
            self._draw_spots()
            self._draw_card()

    def go_to_place(self, raw_offset: int) -> None:
        """Bring a place of the original into sight on both sides."""
        session = self._session
        if session is None:
            return
        clean = self.panes.clean
        place = session.cleaned.offsets.to_clean(min(raw_offset, len(session.raw)), Side.AFTER)
        top = clean.y_of(place)
        self.panes.bring(clean, max(0.0, top - clean.viewport().height() / 4))
        self.outline.show_place(raw_offset)

    # Deciding

    def accept(self) -> None:
        self._decide(Verdict.ACCEPTED)

    def keep(self) -> None:
        self._decide(Verdict.REJECTED)

    def choose(self, number: int) -> None:
        """Accept the alternative with this number, counted from 1."""
        fix = self.current
        if fix is not None and 1 <= number <= len(fix.options):
            self._decide(Verdict.ACCEPTED, option=number - 1)

    def reopen(self) -> None:
        fix = self.current
        if self._session is not None and fix is not None:
            self._session.reopen(fix)
            self._reveal()

    def postpone(self) -> None:
        """Leave the current finding for later, with a mark, and go on."""
        session, fix = self._session, self.current
        if session is None or fix is None:
            return
        session.postpone(fix)
        if session.decision(fix).postponed:
            self.go_on()

    def accept_group(self) -> None:
        self._decide_group(Verdict.ACCEPTED)

    def keep_group(self) -> None:
        self._decide_group(Verdict.REJECTED)

    def undo(self) -> None:
        self._travel(back=True)

    def redo(self) -> None:
        self._travel(back=False)

    # Looking

    def toggle_folds(self) -> None:
        """Show long removed stretches as one line each, or in full."""
        self._folding = not self._folding
        self._opened = frozenset()
        self._draw_raw()
        self._reveal()
        self.looked.emit()

    def toggle_lock(self) -> None:
        """Let the panes scroll together, or each alone."""
        self.panes.set_locked(not self.panes.locked)
        self.told.emit(tr("The panes scroll together.") if self.panes.locked else tr("The panes scroll apart."))
        self.looked.emit()

    def peek(self) -> None:
        """Show the current finding the other way round in the cleaned text, until ``end`` of peeking."""
        session, fix = self._session, self.current
        if session is None or fix is None or not fix.options or self._peeking or self._editor is not None:
            return
        if session.state(fix) is State.ASLEEP:
            return
        decision = session.decision(fix)
        without = [other for other in session.cleaned.applied if other.key != fix.key]
        applied = session.state(fix) is State.ACCEPTED
        reading = apply_fixes(session.raw, without if applied else [*without, fix.choosing(decision.option)])
        span = reading.offsets.span_to_clean(fix.span)
        look = Look.KEPT if applied else Look.ACCEPTED
        self._peeking = True
        shown = show(reading.text)
        pane = self.panes.clean
        mark = Mark(span, look, fix.key)
        pane.show_text(reading.text, shown, clean_lines(shown, session.sections), lambda _window: [mark])

    def search(self) -> None:
        """Type what the findings to be shown are about."""
        self.side.setCurrentIndex(0)
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def switch_pane(self) -> None:
        """Put the keyboard in the next of original, cleaned text and list."""
        places = self.places_for_keys
        at = next((number for number, widget in enumerate(places) if widget.hasFocus()), 0)
        places[(at + 1) % len(places)].setFocus()

    # Editing

    def edit(self) -> None:
        """Edit the paragraph of the cleaned text that the current finding is in, else the one in sight."""
        session, fix = self._session, self.current
        if session is None:
            return
        if fix is not None:
            self._reveal()
            self.edit_at(clean_spans(session, fix)[0].start)
        else:
            pane = self.panes.clean
            self.edit_at(int(pane.offset_at(pane.verticalScrollBar().value() + pane.viewport().height() / 3)))

    def edit_at(self, clean_offset: int) -> None:
        """Edit the paragraph of the cleaned text at ``clean_offset`` in its place."""
        session = self._session
        if session is None or self._editor is not None:
            return
        self._end_peeking()
        text = session.cleaned.text
        span = paragraph_at(text, min(clean_offset, len(text)))
        self._editor = ParagraphEditor(self.panes.clean, span, span.of(text), self._theme)
        self._editor.put_cursor(clean_offset)
        self._editor.committed.connect(self._on_edited)
        self._editor.given_up.connect(self._end_editing)

    @property
    def editor(self) -> ParagraphEditor | None:
        """The editor while a paragraph is being edited."""
        return self._editor

    def finish_editing(self) -> None:
        """Take what is being typed, before something else is done with the text."""
        if self._editor is not None:
            self._editor.commit()

    # Qt's calls

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space and not event.modifiers():
            if event.type() == QEvent.Type.KeyPress:
                if not event.isAutoRepeat():
                    self.peek()
                return True
            if event.type() == QEvent.Type.KeyRelease:
                if not event.isAutoRepeat():
                    self._end_peeking()
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self._end_peeking()
        return False

    # What the session says

    def _on_changed(self, changed: Changed) -> None:
        self._end_peeking()
        self._refresh(findings=changed.findings, removals=any(self._in_fold(key) for key in changed.keys))

    def _refresh(self, *, findings: bool, removals: bool = True) -> None:
        """Draw what the session says now: the text at once, the lists in a moment."""
        session = self._session
        if session is None:
            return
        if findings or self._index is None:
            self._index = MarkIndex(session)
            self._alike = None
        if findings or removals:
            self._draw_raw()
        else:
            self.panes.raw.draw_marks()
        self._draw_clean()
        if findings:
            self._first_of_all()
        self._draw_card()
        self._draw_spots()
        if findings:
            # The list must not ask for findings that are no more.
            self.draw_lists()
        else:
            self._listing.start()

    def draw_lists(self) -> None:
        """Let the list, its counts, the outline and the ruler follow the session now."""
        self._listing.stop()
        session = self._session
        if session is None:
            return
        chosen = select(session, self._view)
        self.filters.show_counts(chosen)
        self.list.list_fixes(session, chosen.fixes, self._current)
        self.outline.show_session(session)
        if self.current is not None:
            self.outline.show_place(self.current.span.start)
        self._draw_ticks()

    def _in_fold(self, key: str) -> bool:
        """Whether the finding may lie in a fold, or its removal makes or opens one."""
        if not key or self._session is None:
            return False
        try:
            fix = self._session.fix(key)
        except KeyError:
            return True
        return fix.kind.removes or self._session.state(fix) is State.ASLEEP

    def _first_of_all(self) -> None:
        """Where nothing is current any more or yet, the first finding that waits becomes it."""
        if self._session is None or self.current is not None:
            return
        self._current = ""
        fix = next_waiting(self._session, self._view.filter, None)
        if fix is not None:
            self.go_to(fix.key)

    def _draw_raw(self) -> None:
        session, index = self._session, self._index
        if session is None or index is None:
            return
        opened = self._opened | {self._current}
        shown = show(session.raw, folds(session, opened) if self._folding else ())
        doubtful = self._view.filter.doubtful
        self.panes.raw.show_text(
            session.raw, shown, raw_lines(shown), lambda window: index.raw_marks(window, doubtful=doubtful)
        )

    def _draw_clean(self) -> None:
        session, index = self._session, self._index
        if session is None or index is None:
            return
        pane, old = self.panes.clean, self.panes.offsets
        bar = pane.verticalScrollBar()
        # What stands at the top of the pane stays there, also where lines above it come or go.
        top = counterpart(pane.offset_at(bar.value()), old, to_clean=False)
        text = session.cleaned.text
        shown = show(text)
        doubtful, automatic = self._view.filter.doubtful, self._view.scope in (Scope.AUTOMATIC, Scope.ALL)
        pane.show_text(
            text,
            shown,
            clean_lines(shown, session.sections),
            lambda window: index.clean_marks(window, doubtful=doubtful, automatic=automatic, current=self._current),
        )
        self.panes.set_offsets(session.cleaned.offsets)
        if bar.value() and old.raw_length == len(session.raw):
            there = pane.y_of(counterpart(top, session.cleaned.offsets, to_clean=True))
            if abs(there - bar.value()) > pane.fontMetrics().height() * 2:
                pane.scroll_to(there)

    def _draw_card(self) -> None:
        session, fix = self._session, self.current
        if session is None:
            return
        if fix is None:
            self.card.say_nothing(summary_title(session, whole=self._whole), standing_line(session, whole=self._whole))
            return
        self.card.show_fix(session, fix, len(self._group(fix)))

    def _group(self, fix: Fix) -> tuple[Fix, ...]:
        """The waiting findings, among those the filter shows, that make the same change."""
        if self._session is None:
            return ()
        if self._alike is None:
            self._alike = Alike(self._session)
        return self._alike.waiting(fix, self._view.filter)

    def _draw_ticks(self) -> None:
        session = self._session
        if session is None or not session.raw:
            return
        length = max(1, len(session.cleaned.text))
        offsets = session.cleaned.offsets
        ticks: list[tuple[float, str]] = []
        waiting: list[tuple[float, str]] = []
        for fix in session.fixes:
            look = look_of(session, fix)
            if look in (Look.PENDING, Look.ACCEPTED, Look.MANUAL, Look.KEPT):
                share = offsets.to_clean(fix.span.start, Side.AFTER) / length
                tick = (share, self._theme.ink(look).colour)
                (waiting if look is Look.PENDING else ticks).append(tick)
        self.overview.set_ticks(ticks + waiting)

    def _draw_view(self) -> None:
        bar = self.panes.clean.verticalScrollBar()
        height = max(1, bar.maximum() + bar.pageStep())
        self.overview.set_view(bar.value() / height, (bar.value() + bar.pageStep()) / height)

    def _draw_spots(self) -> None:
        session, fix = self._session, self.current
        if session is None or fix is None:
            self.panes.set_spots(None)
            return
        raw: QRectF = self.panes.raw.rect_of(fix.spans[0])
        clean: QRectF = self.panes.clean.rect_of(clean_spans(session, fix)[0])
        self.panes.set_spots((raw, clean))

    def _reveal(self) -> None:
        """Bring the current finding into sight, moving as little as possible."""
        session, fix = self._session, self.current
        if session is None or fix is None:
            return
        removed = look_of(session, fix) is Look.REMOVED
        pane: TextPane = self.panes.raw if removed else self.panes.clean
        span = fix.span if removed else clean_spans(session, fix)[0]
        top, bottom = pane.extent(span)
        bar = pane.verticalScrollBar()
        wanted = wanted_scroll(top, bottom, bar.value(), pane.viewport().height())
        if wanted is not None and bar.maximum():
            self.panes.bring(pane, wanted)
        other: TextPane = self.panes.clean if removed else self.panes.raw
        top, bottom = other.extent(clean_spans(session, fix)[0] if removed else fix.spans[0])
        place = other.verticalScrollBar().value()
        if not (place <= top and bottom <= place + other.viewport().height()):
            locked = self.panes.locked
            self.panes.set_locked(False)
            other.scroll_to(top - other.viewport().height() / 3)
            if locked:
                self.panes.lock_as_is()
        self.outline.show_place(fix.span.start)
        self._draw_spots()

    # What the reader does

    def _decide(self, verdict: Verdict, option: int | None = None) -> None:
        session, fix = self._session, self.current
        if session is None or fix is None:
            return
        self._end_peeking()
        state = session.state(fix)
        if state is State.ASLEEP:
            self.told.emit(tr("This lies inside a removed stretch. Keep the stretch first."))
            return
        if verdict is Verdict.ACCEPTED and not fix.options:
            self.told.emit(tr("No repair is known here. X keeps the original, E edits it."))
            return
        listed = self.list.fixes.following(fix.key)
        if verdict is Verdict.ACCEPTED:
            session.accept(fix, option)
        else:
            session.keep(fix)
        if state is State.PENDING or self._view.scope is Scope.WAITING:
            self.go_on()
        elif listed is not None:
            self.go_to(listed)
        self._draw_spots()

    def _decide_group(self, verdict: Verdict) -> None:
        session, fix = self._session, self.current
        if session is None or fix is None:
            return
        group = self._group(fix)
        if len(group) < 2:
            self._decide(verdict)
            return
        row = row_of(session, fix, context=0)
        change = row.kind if fix.kind.removes else f"{row.old} → {row.new or '∅'}"
        number = len(group)
        if number > LARGE_BATCH:
            accepts = verdict is Verdict.ACCEPTED
            verb = tr("Accept {number}", number=number) if accepts else tr("Keep {number}", number=number)
            if not self._ask(tr("Decide on {number} findings at once: {change}?", number=number, change=change), verb):
                return
        label = Message.of("Accept a group") if verdict is Verdict.ACCEPTED else Message.of("Keep a group")
        session.decide(group, verdict, label)
        if verdict is Verdict.ACCEPTED:
            self.batch_done.emit(tr("Accepted {number}: {change}.", number=number, change=change))
        else:
            self.batch_done.emit(tr("Kept the original {number} times: {change}.", number=number, change=change))
        self.go_on()

    def _travel(self, *, back: bool) -> None:
        session = self._session
        if session is None:
            return
        label = session.undo_label if back else session.redo_label
        keys = session.undo() if back else session.redo()
        if label is None:
            return
        said = say(label)
        self.told.emit(tr("Undone: {step}", step=said) if back else tr("Done again: {step}", step=said))
        reader_own = [fix for fix in session.fixes if fix.key in keys and session.state(fix) is not State.ASLEEP]
        if reader_own:
            self._current = ""
            self.go_to(reader_own[0].key)

    def _on_edited(self, span: Span, text: str) -> None:
        session = self._session
        self._end_editing()
        if session is None:
            return
        try:
            fix = edited(session, span, text)
        except NotExpressible:
            self.told.emit(tr("This change runs across an earlier one. Undo that one first, then edit again."))
            return
        if fix is not None:
            session.add(fix, Message.of("Edit by hand"))
            self._current = ""
            self.go_to(fix.key)

    def _end_editing(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.hide()
            editor.deleteLater()
            self.panes.clean.setFocus()

    def _end_peeking(self) -> None:
        if self._peeking:
            self._peeking = False
            self._draw_clean()

    def _on_view(self, view: View) -> None:
        self._view = view
        if self._session is not None:
            self._draw_raw()
            self._draw_clean()
            self.draw_lists()
            self._draw_card()

    def _on_kind(self, kind: str) -> None:
        self._view = View(Scope.ALL).of_kind(Kind(kind))
        self.filters.show_view(self._view)
        self._on_view(self._view)
        self.side.setCurrentIndex(0)

    def _on_overview(self, share: float) -> None:
        bar = self.panes.clean.verticalScrollBar()
        height = bar.maximum() + bar.pageStep()
        self.panes.bring(self.panes.clean, share * height - bar.pageStep() / 2)

    def _on_raw_pointed(self, offset: int) -> None:
        fix = self._index.at_raw(offset) if self._index is not None else None
        if fix is not None:
            self.go_to(fix.key)

    def _on_clean_pointed(self, offset: int) -> None:
        fix = self._index.at_clean(offset) if self._index is not None else None
        if fix is not None:
            self.go_to(fix.key)

    def _on_fold_pointed(self, offset: int) -> None:
        fix = self._index.at_raw(offset) if self._index is not None else None
        if fix is not None:
            self._opened |= {fix.key}
            self.go_to(fix.key)

    def _on_removed_pointed(self, offset: int) -> None:
        self._on_fold_pointed(offset)

    def _raw_tip(self, offset: int) -> str:
        return self._tip(self._index.at_raw(offset), offset) if self._index is not None else ""

    def _clean_tip(self, offset: int) -> str:
        if self._index is None or self._session is None:
            return ""
        place = self._session.cleaned.offsets.to_raw(min(offset, len(self._session.cleaned.text)), Side.AFTER)
        return self._tip(self._index.at_clean(offset), place)

    def _tip(self, fix: Fix | None, raw_offset: int) -> str:
        if self._session is None or self._index is None:
            return ""
        if fix is not None:
            row = row_of(self._session, fix, context=0)
            return f"{row.state} · {row.kind}\n{reason_of(fix)}"
        notice = self._index.notice_at(raw_offset)
        return say(notice.message) if notice is not None else ""
