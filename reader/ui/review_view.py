"""The review of one document: texts, list and card around one session, and what the keys do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from reader.language import say, tr
from reader.review.decision import State, Verdict
from reader.review.filters import Filter
from reader.review.session import Changed, ReviewSession, Step
from reader.text.fix import Fix, Kind, Level
from reader.text.message import Message
from reader.text.span import Span
from reader.ui.account import Account
from reader.ui.filter_bar import FilterBar
from reader.ui.find_bar import FindBar
from reader.ui.fix_card import FixCard
from reader.ui.fix_list import FixList
from reader.ui.hand_edit import NotExpressible, edited
from reader.ui.hand_marks import Marked, as_furniture, as_speech
from reader.ui.history import History
from reader.ui.order import arranged, sequence
from reader.ui.outline import Outline
from reader.ui.reading import Reading
from reader.ui.rows import row_of
from reader.ui.scopes import Alike, Scope, View, next_waiting, select
from reader.ui.summary import standing_line, summary_title
from reader.ui.theme import Theme

LIST_DELAY = 25
"""Milliseconds after a decision before list, counts and ruler follow: the text itself comes first."""

LOW, NARROW = 560, 1000
"""In a view of fewer pixels in height or width the card is a small one."""

LARGE_BATCH = 50
"""Groups of more findings are decided only after a question."""


class ReviewView(QWidget):
    """Draws the session and asks it to change; the only thing kept here is what the list is asked to show."""

    told = Signal(str)
    """Something to say in passing."""
    batch_done = Signal(str, object)
    """A group was decided: the sentence that says so, and the findings."""
    looked = Signal()
    """The folds or the lock are otherwise now."""

    def __init__(self, ask: Callable[[str, str, str], bool], parent: QWidget | None = None) -> None:
        """``ask`` puts a question, with the words of its two buttons, before something large is done."""
        super().__init__(parent)
        self._ask = ask
        self._session: ReviewSession | None = None
        self._alike: Alike | None = None
        self._sequence: tuple[tuple[object, ...], tuple[Fix, ...]] | None = None
        self._whole = False
        self._untouched = True
        self._holding = 0
        self._view = self._view_before = View()
        self._listing = QTimer(self)
        self._listing.setSingleShot(True)
        self._listing.setInterval(LIST_DELAY)
        self._listing.timeout.connect(self.draw_lists)
        self.reading = Reading()
        self.panes = self.reading.panes
        self.find_bar = FindBar()
        self.filters = FilterBar()
        self.list = FixList()
        self.outline = Outline()
        self.account = Account()
        self.history = History()
        self.card = FixCard()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
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
        self.side.addTab(self.history, tr("History"))
        self.side.currentChanged.connect(lambda _tab: self._draw_history())
        texts = QWidget()
        column = QVBoxLayout(texts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.reading, 1)
        column.addWidget(self.find_bar)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.addWidget(texts)
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

    def _connect(self) -> None:
        self.reading.pointed.connect(self.go_to)
        self.reading.edited.connect(self._on_edited)
        self.list.chosen.connect(self.go_to)
        self.find_bar.sought.connect(lambda text, back: self._find(text, backwards=back))
        self.find_bar.typed.connect(lambda text: self._find(text, here=True))
        self.find_bar.closed.connect(self.reading.clean.setFocus)
        self.filters.changed.connect(self._on_view)
        self.outline.pointed.connect(self.go_to_place)
        self.history.pointed.connect(self.go_to)
        self.history.taken_back.connect(self.take_back)
        self.account.pointed.connect(self.reading.open_fold)
        self.account.kind_chosen.connect(self._on_kind)
        card = self.card
        card.accept.connect(self.accept)
        card.keep.connect(self.keep)
        card.reopen.connect(self.reopen)
        card.postpone.connect(self.postpone)
        card.edit.connect(self.edit)
        card.group.connect(self.accept_group)
        card.option.connect(lambda number: self.choose(number + 1))
        for widget in self.places_for_keys:
            widget.installEventFilter(self)

    # What is shown

    @property
    def session(self) -> ReviewSession | None:
        return self._session

    @property
    def places_for_keys(self) -> tuple[QWidget, ...]:
        """Where bare keys decide: never in a field that is typed in, never on a button."""
        return self.reading.raw, self.reading.clean, self.list

    @property
    def current(self) -> Fix | None:
        """The finding that the keys are about."""
        return self.reading.current

    def show_session(self, session: ReviewSession) -> None:
        """Begin the review of another document."""
        self._session = session
        self._alike, self._whole, self._view = None, False, View(grouped=self._view.grouped)
        self._untouched = True
        self.filters.show_view(self._view)
        self.reading.set_view(self._view)
        self.reading.show_session(session)
        session.changed.connect(self._on_changed)
        self._first_of_all()
        self._draw_card()
        self.draw_lists()
        self.reading.clean.setFocus()

    def set_whole(self, whole: bool) -> None:
        """Whether the analysis is whole: only then "nothing was found" can be said."""
        self._whole = whole
        self._first_of_all()
        self.draw_lists()
        self._draw_card()

    def draw_lists(self) -> None:
        """Let the list, its counts, the outline and the ruler follow the session now."""
        self._listing.stop()
        session, fix = self._session, self.current
        if session is None:
            return
        chosen = select(session, self._view)
        self.filters.show_counts(chosen)
        items = arranged(session, self._groups(session), chosen.fixes, self._view)
        self.list.list_items(session, items, fix.key if fix is not None else "")
        self.outline.show_session(session)
        if fix is not None:
            self.outline.show_place(fix.span.start)
        self.reading.draw_ticks()
        self._draw_history()

    def dress(self, theme: Theme, size: float) -> None:
        """Put on a theme's colours and letters of ``size`` points."""
        self.reading.dress(theme, size)
        for part in (self.list, self.outline, self.history, self.card):
            part.dress(theme)
        self.draw_lists()
        self._draw_card()

    # Going

    def go_to(self, key: str) -> None:
        """Make a finding the current one and bring it into sight."""
        if self._session is None:
            return
        self._untouched = False
        self.reading.end_peeking()
        changed = self.current is None or self.current.key != key
        self.reading.set_current(key)
        if changed:
            self.list.select(key)
            self._draw_card()
        self.reading.reveal()
        fix = self.current
        if fix is not None:
            self.outline.show_place(fix.span.start)
            if QAccessible.isActive():
                # Marks are paint only; a screen reader is told the finding in words.
                sentence = row_of(self._session, fix).sentence
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.card, sentence))

    def go_on(self, *, backwards: bool = False) -> None:
        """Go to the next finding that waits, among those the filter shows."""
        if self._session is None:
            return
        fix = next_waiting(
            self._session, self._view, self.current, backwards=backwards, order=self._order(self._session)
        )
        if fix is not None:
            self.go_to(fix.key)
        elif self._session.pending:
            self.told.emit(tr("Nothing that the filter shows waits for a decision."))
        else:
            # Everything is decided: the card sums up.
            self.reading.set_current("")
            self._draw_card()

    def go_to_place(self, raw_offset: int) -> None:
        """Bring a place of the original into sight on both sides."""
        self.reading.go_to_place(raw_offset)
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
            self.reading.reveal()

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

    def take_back(self, step: Step, keys: tuple[str, ...] = ()) -> None:
        """Have what a step decided, on the findings of ``keys`` or on all, as it was before; the last one is undone."""
        session, keys = self._session, keys or tuple(step.news)
        if session is None:
            return
        if len(keys) == len(step.news) and session.position and session.steps[session.position - 1] is step:
            self.undo()
            return
        self.finish_editing()
        with self._at_once():
            session.reverse(step, Message.of("Take back an earlier decision"), keys)
            self.go_to(keys[0])
        self.draw_lists()
        self.told.emit(tr("Taken back: {step}", step=say(step.label)))

    def edit(self) -> None:
        """Edit the paragraph that the current finding is in."""
        self.reading.edit()

    def finish_editing(self) -> None:
        """Take what is being typed, before something else is done with the text."""
        if self.reading.editor is not None:
            self.reading.editor.commit()

    def mark_furniture(self) -> None:
        """Take what is selected out of the text, as not part of it."""
        self.finish_editing()
        session, span = self._session, self.reading.selected
        if session is None:
            return
        if not span.length:
            self.told.emit(tr("First select what is not part of the text."))
            return
        try:
            marked = as_furniture(session, span)
        except NotExpressible:
            self.told.emit(tr("An edit by hand reaches beyond the selection. Undo that one first, or select more."))
            return
        if marked is None or marked.removal is None:
            self.told.emit(tr("This is removed already."))
            return
        self._mark(marked, Message.of("Mark as furniture"))

    def mark_speech(self) -> None:
        """Bring back what is selected, or the removed stretch that is current."""
        self.finish_editing()
        session, span, fix = self._session, self.reading.selected, self.current
        if session is None:
            return
        if not span.length:
            if fix is not None and fix.kind.removes and session.state(fix) is State.ACCEPTED:
                self.keep()
            else:
                self.told.emit(tr("First select what is part of the text, in the original."))
            return
        try:
            marked = as_speech(session, span)
        except NotExpressible:
            self.told.emit(tr("Another removal reaches across this. Keep the whole stretch first."))
            return
        if marked is None:
            self.told.emit(tr("Nothing of this is removed."))
            return
        self._mark(marked, Message.of("Mark as text"))

    def _mark(self, marked: Marked, label: Message) -> None:
        session, removal = self._session, marked.removal
        if session is None:
            return
        self.reading.unselect()
        with self._at_once():
            if removal is None:
                session.decide(marked.rejected, Verdict.REJECTED, label)
            else:
                session.add(removal, label, instead_of=marked.rejected)
            shown = removal if removal is not None else marked.rejected[0]
            self.go_to(shown.key)
        self.told.emit(say(label))

    # Looking

    def toggle_folds(self) -> None:
        self.reading.toggle_folds()
        self.looked.emit()

    def toggle_lock(self) -> None:
        """Let the panes scroll together, or each alone."""
        self.panes.set_locked(not self.panes.locked)
        self.told.emit(tr("The panes scroll together.") if self.panes.locked else tr("The panes scroll apart."))
        self.looked.emit()

    def toggle_group(self) -> None:
        """List only the findings that make the same change as the current one, or all again."""
        session, fix = self._session, self.current
        if session is None:
            return
        if self._view.alike:
            view = self._view_before
            self.told.emit(tr("All findings are listed again."))
        elif fix is not None:
            group = self._groups(session).group(fix)
            if len(group) < 2:
                self.told.emit(tr("No other finding makes this change."))
                return
            doubtful = self._view.filter.doubtful or fix.level is Level.DOUBTFUL
            keys = frozenset(other.key for other in group)
            self._view_before = self._view
            view = View(Scope.ALL, Filter(doubtful=doubtful), keys, grouped=self._view.grouped)
            protected = sum(other.protected for other in group)
            said = tr("Only the {number} alike are listed. G lists all again.", number=len(group))
            if protected:
                said += " " + tr("{number} of them are protected and decided one by one.", number=protected)
            self.told.emit(said)
        else:
            return
        self.filters.show_view(view)
        self._on_view(view)

    @property
    def grouped(self) -> bool:
        """Whether groups come first, or everything as the text is read."""
        return self._view.grouped

    def toggle_order(self) -> None:
        """Go through groups first, or through everything as the text is read."""
        view = replace(self._view, grouped=not self._view.grouped)
        self.filters.show_view(view)
        self._on_view(view)
        self.told.emit(tr("Groups come first.") if view.grouped else tr("In the order of the text."))

    def check(self, sample: tuple[Fix, ...]) -> None:
        """List only some findings of a group that was decided, to see whether that was right."""
        if not self._view.alike:
            self._view_before = self._view
        keys = frozenset(fix.key for fix in sample)
        view = View(Scope.ALL, Filter(doubtful=True), keys, grouped=self._view.grouped)
        self.filters.show_view(view)
        self._on_view(view)
        self.go_to(sample[0].key)
        self.list.setFocus()
        self.told.emit(tr("Down goes on, X takes one back. G lists all again."))

    def restore_all(self) -> None:
        """Keep every removed stretch, as one step."""
        session = self._session
        if session is not None:
            gone = [fix for fix in session.cleaned.applied if fix.kind.removes]
            session.decide(gone, Verdict.REJECTED, Message.of("Bring all back"))

    def open_find(self) -> None:
        """Type what to find in the texts."""
        self.find_bar.open_bar()

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

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        super().resizeEvent(event)
        if self.card.set_compact(self.height() < LOW or self.width() < NARROW):
            self._draw_card()

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space and not event.modifiers():
            if event.isAutoRepeat():
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.reading.peek()
                return True
            if event.type() == QEvent.Type.KeyRelease:
                self.reading.end_peeking()
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self.reading.end_peeking()
        return False

    def show_history(self) -> None:
        """Show what was decided so far, with the keyboard in it."""
        self.side.setCurrentWidget(self.history)
        self.history.list.setFocus()

    # Inside

    def _draw_history(self) -> None:
        if self._session is not None and self.side.currentWidget() is self.history:
            self.history.show_session(self._session)

    def _on_changed(self, changed: Changed) -> None:
        removals = any(self.reading.in_fold(key) for key in changed.keys)
        with self._at_once():
            self.reading.draw(findings=changed.findings, removals=removals)
            if changed.findings:
                self._alike = None
                self._first_of_all()
                # The list must not ask for findings that are no more.
                self.draw_lists()
            else:
                self._listing.start()
            self._draw_card()

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Draw what several changes in a row ask for only once: a decision and going on are one thing to the eye."""
        self._holding += 1
        try:
            with self.reading.holding():
                yield
        finally:
            self._holding -= 1
        if not self._holding:
            self._draw_card()

    def _first_of_all(self) -> None:
        """Where nothing is current any more or yet, the first finding that waits becomes it.

        As long as the reader has done nothing, findings that come later and stand earlier take its place, and the
        text stays at its top; it moves once, when all are there, and not if the reader has scrolled meanwhile.
        """
        if self._session is None or (self.current is not None and not self._untouched):
            return
        fix = next_waiting(self._session, self._view, None, order=self._order(self._session))
        self.reading.set_current(fix.key if fix is not None else "")
        if not self._untouched or (self._whole and self.reading.at_top):
            self.reading.reveal()

    def _draw_card(self) -> None:
        session, fix = self._session, self.current
        if session is None or self._holding:
            return
        if fix is None:
            self.card.say_nothing(summary_title(session, whole=self._whole), standing_line(session, whole=self._whole))
        else:
            self.card.show_fix(session, fix, len(self._group(fix)))

    def _group(self, fix: Fix) -> tuple[Fix, ...]:
        """The waiting findings, among those the filter shows, that make the same change."""
        if self._session is None:
            return ()
        return self._groups(self._session).waiting(fix, self._view.filter)

    def _groups(self, session: ReviewSession) -> Alike:
        if self._alike is None:
            self._alike = Alike(session)
        return self._alike

    def _order(self, session: ReviewSession) -> tuple[Fix, ...]:
        """The order of going on."""
        if not (self._view.grouped or self._view.alike):
            return session.fixes
        key = (session.fixes, self._view.alike, self._view.grouped)
        if self._sequence is None or any(a is not b for a, b in zip(self._sequence[0], key, strict=True)):
            self._sequence = key, sequence(session, self._groups(session), self._view)
        return self._sequence[1]

    def _decide(self, verdict: Verdict, option: int | None = None) -> None:
        session, fix = self._session, self.current
        if session is None or fix is None:
            return
        if self.reading.editor is not None:
            self.finish_editing()
            self.reading.set_current(fix.key)
        self.reading.end_peeking()
        state = session.state(fix)
        if state is State.ASLEEP:
            self.told.emit(tr("This lies inside a removed stretch. Keep the stretch first."))
            return
        if verdict is Verdict.ACCEPTED and not fix.options:
            self.told.emit(tr("No repair is known here. X keeps the original, E edits it."))
            return
        listed = self.list.fixes.following(fix.key)
        with self._at_once():
            if verdict is Verdict.ACCEPTED:
                session.accept(fix, option)
            else:
                session.keep(fix)
            if state is State.PENDING or self._view.scope is Scope.WAITING:
                self.go_on()
            elif listed is not None:
                self.go_to(listed)

    def _decide_group(self, verdict: Verdict) -> None:
        session, fix = self._session, self.current
        if session is None or fix is None:
            return
        group = self._group(fix)
        if len(group) < 2:
            self._decide(verdict)
            return
        accepts = verdict is Verdict.ACCEPTED
        row = row_of(session, fix, context=0)
        change = row.kind if fix.kind.removes else f"{row.old} → {row.new or '∅'}"
        number = len(group)
        if number > LARGE_BATCH:
            verb = tr("Accept {number}", number=number) if accepts else tr("Keep {number}", number=number)
            question = tr("Decide on {number} findings at once: {change}?", number=number, change=change)
            if not self._ask(question, verb, tr("Decide one by one")):
                return
        session.decide(group, verdict, Message.of("Accept a group") if accepts else Message.of("Keep a group"))
        if accepts:
            said = tr("Accepted {number}: {change}.", number=number, change=change)
        else:
            said = tr("Kept the original {number} times: {change}.", number=number, change=change)
        self.batch_done.emit(said, group)
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
        touched = [fix for fix in session.fixes if fix.key in keys and session.state(fix) is not State.ASLEEP]
        if touched:
            self.go_to(touched[0].key)
            self._draw_card()

    def _on_edited(self, span: Span, text: str) -> None:
        session = self._session
        if session is None:
            return
        try:
            fix = edited(session, span, text)
        except NotExpressible:
            self.told.emit(tr("This change runs across an earlier one. Undo that one first, then edit again."))
            return
        if fix is not None:
            session.add(fix, Message.of("Edit by hand"))
            self.go_to(fix.key)

    def _find(self, text: str, *, backwards: bool = False, here: bool = False) -> None:
        if not text:
            self.find_bar.tell("")
            return
        number, total, removed = self.reading.find_words(text, backwards=backwards, here=here)
        if not total:
            self.find_bar.tell(tr("Not found"))
        elif removed:
            self.find_bar.tell(tr("{number} of {total}, only in what was removed", number=number, total=total))
        else:
            self.find_bar.tell(tr("{number} of {total}", number=number, total=total))

    def _on_view(self, view: View) -> None:
        if view.grouped is not self._view.grouped:
            self._view_before = replace(self._view_before, grouped=view.grouped)
        self._view = view
        self.reading.set_view(view)
        self.draw_lists()
        self._draw_card()
        self.looked.emit()

    def _on_kind(self, kind: str) -> None:
        view = View(Scope.ALL, grouped=self._view.grouped).of_kind(Kind(kind))
        self.filters.show_view(view)
        self._on_view(view)
        self.side.setCurrentIndex(0)
