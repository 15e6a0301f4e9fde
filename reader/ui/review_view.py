"""The review of one document: texts, list and card around one session; going from finding to finding, and deciding."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from reader.language import say, tr
from reader.review.decision import State, Verdict
from reader.review.session import Changed, ReviewSession, Step
from reader.text.fix import Fix
from reader.text.message import Message
from reader.ui.course import Course
from reader.ui.deciding import refusal, travel, undoes
from reader.ui.drawer import Drawer
from reader.ui.fix_card import FixCard
from reader.ui.pane_pair import PanePair
from reader.ui.peek_key import PeekKey
from reader.ui.reading import Reading
from reader.ui.rows import row_of
from reader.ui.scopes import Scope, View
from reader.ui.side import Side
from reader.ui.summary import standing_line, summary_title
from reader.ui.texts import Texts
from reader.ui.theme import Theme
from reader.ui.typography import Typography

LIST_DELAY = 25
"""Milliseconds after a decision before list, counts and ruler follow: the text itself comes first."""

MANY = 3_000
"""With so many findings list, counts and ruler are drawn one after the other, or no key would be answered meanwhile."""

DONE = object()

LOW, NARROW = 560, 1000
"""In a view of fewer pixels in height or width the card is a small one."""


class ReviewView(QWidget):
    """Draws the session and asks it to change: goes from finding to finding and decides on the current one."""

    told = Signal(str)
    """Something to say in passing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: ReviewSession | None = None
        self._whole = False
        self._untouched = True
        self._holding = 0
        self._listing = QTimer(self)
        self._listing.setSingleShot(True)
        self._listing.setInterval(LIST_DELAY)
        self._listing.timeout.connect(self._draw_a_list)
        self._lists: Iterator[None] | None = None
        self.course = Course()
        self.texts = Texts()
        self.side = Side()
        self.card = FixCard()
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.addWidget(self.texts)
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
        self.drawer = Drawer(self, self.across, self.side, self.reading.clean)
        self._connect()

    def _connect(self) -> None:
        self.reading.pointed.connect(self.go_to)
        self.side.list.chosen.connect(self.go_to)
        self.side.asked.connect(self.drawer.open)
        self.side.outline.pointed.connect(self.go_to_place)
        self.side.history.pointed.connect(self.go_to)
        self.side.history.taken_back.connect(self.take_back)
        card = self.card
        card.accept.connect(self.accept)
        card.keep.connect(self.keep)
        card.reopen.connect(self.reopen)
        card.postpone.connect(self.postpone)
        card.option.connect(lambda number: self.choose(number + 1))
        PeekKey(self.reading, self.places_for_keys)

    # What is shown

    @property
    def session(self) -> ReviewSession | None:
        return self._session

    @property
    def reading(self) -> Reading:
        """Both texts with their marks."""
        return self.texts.reading

    @property
    def splitters(self) -> dict[str, QSplitter]:
        """What the reader can move, by the name it is kept under."""
        return {"panes": self.panes} if self.drawer.narrow else {"across": self.across, "panes": self.panes}

    @property
    def panes(self) -> PanePair:
        return self.reading.panes

    @property
    def places_for_keys(self) -> tuple[QWidget, ...]:
        """Where bare keys decide: never in a field that is typed in, never on a button."""
        return self.reading.raw, self.reading.clean, self.side.list

    @property
    def current(self) -> Fix | None:
        """The finding that the keys are about."""
        return self.reading.current

    def show_session(self, session: ReviewSession) -> None:
        """Begin the review of another document."""
        self._session = session
        self._whole, self._untouched = False, True
        self.course.begin(session)
        self.side.filters.show_view(self.course.view)
        self.reading.set_view(self.course.view)
        self.reading.show_session(session)
        session.changed.connect(self._on_changed)
        self._first_of_all()
        self._draw_card()
        self.draw_lists()
        self.reading.clean.setFocus()

    def show_view(self, view: View) -> None:
        """List, mark and go through what ``view`` lets through from now on."""
        self.course.look(view)
        self.reading.set_view(view)
        self.draw_lists()
        self._draw_card()

    def set_whole(self, whole: bool) -> None:
        """Whether the analysis is whole: only then "nothing was found" can be said."""
        self._whole = whole
        self._first_of_all()
        self._lists_later()
        self._draw_card()

    def draw_lists(self) -> None:
        """Let the list, its counts, the outline and the ruler follow the session now."""
        self._listing.stop()
        self._lists = None
        for _ in self._drawing_lists():
            pass

    def dress(self, theme: Theme, typography: Typography) -> None:
        """Put on a theme's colours, and set the texts anew."""
        self.reading.dress(theme, typography)
        self.side.dress(theme)
        self.card.dress(theme, typography)
        self.draw_lists()
        self._draw_card()

    def name_keys(self) -> None:
        """Keys are other ones now: buttons and sentences name those."""
        self.card.name_keys()
        self.side.filters.name_keys()
        self._draw_card()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Draw what several changes in a row ask for only once: a decision and going on are one thing to the eye."""
        self._holding += 1
        try:
            with self.reading.holding():
                yield
        finally:
            self._holding -= 1
        if not self._holding:
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
            self.side.list.select(key)
            self._draw_card()
        self.reading.reveal()
        fix = self.current
        if fix is not None:
            self.side.outline.show_place(fix.span.start)
            if QAccessible.isActive():
                # Marks are paint only; a screen reader is told the finding in words.
                sentence = row_of(self._session, fix).sentence
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.card, sentence))

    def go_on(self, *, backwards: bool = False) -> None:
        """Go to the next finding that waits, among those the filter shows."""
        if self._session is None:
            return
        fix = self.course.next_waiting(self.current, backwards=backwards)
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
        self.side.outline.show_place(raw_offset)

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

    def undo(self) -> None:
        self._travel(back=True)

    def redo(self) -> None:
        self._travel(back=False)

    def take_back(self, step: Step, keys: tuple[str, ...] = ()) -> None:
        """Have what a step decided, on the findings of ``keys`` or on all, as it was before; the last one is undone."""
        session, keys = self._session, keys or tuple(step.news)
        if session is None:
            return
        if undoes(session, step, keys):
            self.undo()
            return
        self.finish_editing()
        with self.at_once():
            every = len(keys) == len(step.news)
            session.reverse(step, Message.of("Take back an earlier decision"), None if every else keys)
            if keys:
                self.go_to(keys[0])
        self.draw_lists()
        self.told.emit(tr("Taken back: {step}", step=say(step.label)))

    def finish_editing(self) -> None:
        """Take what is being typed, before something else is done with the text."""
        if self.reading.editor is not None:
            self.reading.editor.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        super().resizeEvent(event)
        self.drawer.fit()
        if self.card.set_compact(self.height() < LOW or self.width() < NARROW):
            self._draw_card()

    # Inside

    def _on_changed(self, changed: Changed) -> None:
        removals = any(self.reading.in_fold(key) for key in changed.keys)
        with self.at_once():
            self.reading.draw(findings=changed.findings, removals=removals)
            if changed.findings:
                self.course.renew()
                self._first_of_all()
            self._lists_later()
            if not (changed.findings and self._has_many):
                self._draw_card()

    @property
    def _has_many(self) -> bool:
        return self._session is not None and len(self._session.fixes) >= MANY

    def _lists_later(self) -> None:
        """Let the lists follow soon: in one go, or where there are very many findings part by part."""
        self._lists = None
        self._listing.start(LIST_DELAY)

    def _draw_a_list(self) -> None:
        if not self._has_many:
            self.draw_lists()
            return
        if self._lists is None:
            self._lists = self._drawing_lists()
        if next(self._lists, DONE) is DONE:
            self._lists = None
        else:
            self._listing.start(0)

    def _drawing_lists(self) -> Iterator[None]:
        if self._session is not None:
            if self._has_many:
                self._draw_card()
                yield
            yield from self.side.drawing(self._session, self.course, self.current)
            self.reading.draw_ticks()

    def _first_of_all(self) -> None:
        """Where nothing is current any more or yet, the first finding that waits becomes it.

        As long as the reader has done nothing, findings that come later and stand earlier take its place, and the
        text stays at its top; it moves once, when all are there, and not if the reader has scrolled meanwhile.
        """
        if self._session is None or (self.current is not None and not self._untouched):
            return
        fix = self.course.next_waiting(None)
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
            self.card.show_fix(session, fix, len(self.course.waiting(fix)))

    def _decide(self, verdict: Verdict, option: int | None = None) -> None:
        session, fix = self._session, self.current
        if session is None or fix is None:
            return
        if self.reading.editor is not None:
            self.finish_editing()
            self.reading.set_current(fix.key)
        self.reading.end_peeking()
        why_not = refusal(session, fix, verdict)
        if why_not:
            self.told.emit(why_not)
            return
        waited = session.state(fix) is State.PENDING
        listed = self.side.list.fixes.following(fix.key)
        with self.at_once():
            if verdict is Verdict.ACCEPTED:
                session.accept(fix, option)
            else:
                session.keep(fix)
            if waited or self.course.view.scope is Scope.WAITING:
                self.go_on()
            elif listed is not None:
                self.go_to(listed)

    def _travel(self, *, back: bool) -> None:
        travelled = travel(self._session, back=back) if self._session is not None else None
        if travelled is None:
            return
        self.told.emit(travelled.said)
        if travelled.fix is not None:
            self.go_to(travelled.fix.key)
            self._draw_card()
