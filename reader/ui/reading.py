"""The two texts of a document with their marks, folds and overview: where the reader reads and points."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader.language import say
from reader.review.decision import State
from reader.review.session import ReviewSession
from reader.text.apply import apply_fixes
from reader.text.fix import Fix
from reader.text.offsets import Side
from reader.text.span import Span
from reader.ui.display import Fold, show
from reader.ui.find_bar import matches
from reader.ui.folds import folds
from reader.ui.hand_edit import paragraph_at
from reader.ui.lines import clean_lines, raw_lines
from reader.ui.marks import Look, Mark, MarkIndex, clean_spans, look_of
from reader.ui.overview import Overview
from reader.ui.pane_pair import PanePair
from reader.ui.paragraph_editor import ParagraphEditor
from reader.ui.rows import reason_of, row_of
from reader.ui.scopes import Scope, View
from reader.ui.text_pane import Marks, TextPane
from reader.ui.theme import LIGHT, Theme
from reader.ui.tie import Walk, counterpart, wanted_scroll
from reader.ui.typography import Typography


class Reading(QWidget):
    """Draws what a session says its texts are. Keeps which finding is current, and what is folded."""

    pointed = Signal(str)
    """The key of a finding that the reader pointed at."""
    edited = Signal(object, str)
    """A paragraph (span of the cleaned text) was edited, and what was typed for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: ReviewSession | None = None
        self._index: MarkIndex | None = None
        self._view = View()
        self._theme = LIGHT
        self._current = ""
        self._opened: frozenset[str] = frozenset()
        self._folding = True
        self._peeking = False
        self._folds: tuple[Fold, ...] | None = None
        """What is folded in the original as it is shown now; None where it is not shown yet."""
        self._holding = 0
        self._editor: ParagraphEditor | None = None
        self._place: int | None = None
        """Where in the cleaned text the reader pointed since the current finding became it."""
        self._edited = Span(0, 0)
        """Where the paragraph being edited stands in the original: the cleaned text may change meanwhile."""
        self.panes = PanePair()
        self.overview = Overview()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panes, 1)
        row.addWidget(self.overview)
        self.overview.pointed.connect(self._on_overview)
        self.raw.pointed.connect(self._on_raw_pointed)
        self.raw.fold_pointed.connect(self.open_fold)
        self.clean.pointed.connect(self._on_clean_pointed)
        self.clean.entered.connect(self.edit_at)
        self.raw.tip = self._raw_tip
        self.clean.tip = self._clean_tip
        for pane in (self.raw, self.clean):
            pane.scrolled.connect(self._draw_spots)
            pane.laid_out.connect(self._draw_spots)
        self.clean.scrolled.connect(self._draw_view)
        self.clean.laid_out.connect(self._draw_view)

    @property
    def raw(self) -> TextPane:
        """The pane of the original."""
        return self.panes.raw

    @property
    def clean(self) -> TextPane:
        """The pane of the cleaned text."""
        return self.panes.clean

    @property
    def folding(self) -> bool:
        """Whether long removed stretches are folded."""
        return self._folding

    @property
    def at_top(self) -> bool:
        """Whether neither text is scrolled."""
        return not (self.raw.verticalScrollBar().value() or self.clean.verticalScrollBar().value())

    @property
    def current(self) -> Fix | None:
        """The current finding; None if there is none, or none any more."""
        if self._session is None or not self._current:
            return None
        try:
            return self._session.fix(self._current)
        except KeyError:
            return None

    @property
    def editor(self) -> ParagraphEditor | None:
        """The editor while a paragraph is being edited."""
        return self._editor

    # Drawing

    def show_session(self, session: ReviewSession) -> None:
        """Begin with another document, at its top."""
        self.end_editing()
        self.end_peeking()
        self._session, self._folds = session, None
        self._current, self._opened, self._place = "", frozenset(), None
        self.draw(findings=True)
        for pane in (self.raw, self.clean):
            pane.scroll_to(0)

    def draw(self, *, findings: bool, removals: bool = True) -> None:
        """Draw the texts as the session has them now.

        ``findings`` says that the list of findings is a new one, ``removals`` that the folds may be others.
        """
        session = self._session
        if session is None:
            return
        self.end_peeking()
        if findings or self._index is None:
            self._index = MarkIndex(session)
        if findings or removals:
            self._draw_raw()
        else:
            self.raw.draw_marks()
        self._draw_clean()
        self._draw_spots()

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Draw marks and the current finding's place once, at the end of several changes."""
        self._holding += 1
        try:
            with self.raw.holding(), self.clean.holding():
                yield
        finally:
            self._holding -= 1
        self._draw_spots()

    def draw_ticks(self) -> None:
        """Show on the overview where findings wait and where the reader decided."""
        session = self._session
        if session is None or not session.raw:
            return
        length = max(1, len(session.cleaned.text))
        places = Walk(session.cleaned.offsets)
        ticks: dict[tuple[float, str], None] = {}
        waiting: dict[tuple[float, str], None] = {}
        decided = session.decisions
        for fix in session.fixes:
            # Most findings are small things that the program did by itself: pass them by before asking more.
            if session.state(fix) is not State.PENDING and fix.key not in decided:
                continue
            look = look_of(session, fix)
            if look in (Look.PENDING, Look.ACCEPTED, Look.MANUAL, Look.KEPT):
                # No finer than pixels: in a book thousands would be painted over each other.
                share = round(places.to_clean(fix.span.start) / length, 3)
                (waiting if look is Look.PENDING else ticks)[share, self._theme.ink(look).colour] = None
        self.overview.set_ticks([*ticks, *waiting])

    def set_view(self, view: View) -> None:
        """Which findings are asked for decides which marks are shown."""
        self._view = view
        session, index = self._session, self._index
        if session is not None and index is not None:
            self.end_peeking()
            self.raw.set_marks(self._raw_marks(index))
            self.clean.set_marks(self._clean_marks(index))

    def dress(self, theme: Theme, typography: Typography) -> None:
        self._theme = theme
        self.panes.dress(theme, typography)
        self.overview.dress(theme)
        self.draw_ticks()

    def set_current(self, key: str) -> None:
        """Make a finding the current one; empty for none."""
        before, self._current = self._current, key
        if before == key:
            return
        self._place = None
        if self.in_fold(before) or self.in_fold(key):
            self._draw_raw()
        self.raw.set_current(key)
        self.clean.set_current(key)
        self._draw_spots()

    def in_fold(self, key: str) -> bool:
        """Whether the finding may lie in a fold, or its removal makes or opens one."""
        if not key or self._session is None:
            return False
        try:
            fix = self._session.fix(key)
        except KeyError:
            return True
        return fix.kind.removes or self._session.state(fix) is State.ASLEEP

    # Going

    def reveal(self) -> None:
        """Bring the current finding into sight on both sides, moving as little as possible."""
        session, fix = self._session, self.current
        if session is None or fix is None:
            return
        removed = look_of(session, fix) is Look.REMOVED
        pane, other = (self.raw, self.clean) if removed else (self.clean, self.raw)
        here, there = fix.span if removed else fix.spans[0], clean_spans(session, fix)[0]
        top, bottom = pane.extent(here if removed else there)
        bar = pane.verticalScrollBar()
        wanted = wanted_scroll(top, bottom, bar.value(), pane.viewport().height())
        if wanted is not None and bar.maximum():
            self.panes.bring(pane, wanted)
        top, bottom = other.extent(there if removed else here)
        place = other.verticalScrollBar().value()
        if not (place <= top and bottom <= place + other.viewport().height()):
            self.panes.bring_alone(other, top - other.viewport().height() / 3)
        self._draw_spots()

    def go_to_place(self, raw_offset: int) -> None:
        """Bring a place of the original into sight on both sides."""
        session = self._session
        if session is not None:
            place = session.cleaned.offsets.to_clean(min(raw_offset, len(session.raw)), Side.AFTER)
            top = self.clean.y_of(place)
            self.panes.bring(self.clean, max(0.0, top - self.clean.viewport().height() / 4))

    @property
    def selected(self) -> Span:
        """The stretch of the original that is selected in either pane, the one with the keyboard first."""
        panes = sorted((self.raw, self.clean), key=lambda pane: not pane.hasFocus())
        for pane in panes:
            span = pane.selected
            if span.length and self._session is not None:
                return span if pane is self.raw else self._session.cleaned.offsets.span_to_raw(span)
        return Span(0, 0)

    @property
    def place(self) -> int | None:
        """The place of the cleaned text that the reader means: selected, pointed at, or of the current finding."""
        session, fix = self._session, self.current
        if session is None:
            return None
        if self.selected.length:
            return session.cleaned.offsets.to_clean(self.selected.start, Side.AFTER)
        if self._place is not None:
            return min(self._place, len(session.cleaned.text))
        return clean_spans(session, fix)[0].start if fix is not None else None

    def point_at(self, pane: TextPane, offset: int) -> None:
        """The reader means this place of a pane's text, whatever finding may be there."""
        session = self._session
        if session is not None:
            self._place = offset if pane is self.clean else session.cleaned.offsets.to_clean(offset, Side.AFTER)

    def unselect(self) -> None:
        self.raw.unselect()
        self.clean.unselect()

    def find_words(self, sought: str, *, backwards: bool = False, here: bool = False) -> tuple[int, int, bool]:
        """Go to the next place of ``sought``, or with ``here`` to the first from where the reader is.

        Returns which of how many places it is, counted from 1, and whether it is one that was removed: the original is
        searched only where the cleaned text has none.
        """
        session = self._session
        if session is None:
            return 0, 0, False
        pane, text, removed = self.clean, session.cleaned.text, False
        found = matches(text, sought)
        if not found:
            pane, text, removed = self.raw, session.raw, True
            found = matches(text, sought)
        if not found:
            return 0, 0, False
        cursor = pane.textCursor()
        unit = cursor.selectionStart() if here or backwards else cursor.selectionEnd()
        place = pane.shown.positions.to_offset(unit)
        number = (bisect_left(found, place) - int(backwards)) % len(found)
        span = Span(found[number], found[number] + len(sought))
        if removed:
            fix = self._index.at_raw(span.start) if self._index is not None else None
            if fix is not None and fix.key not in self._opened:
                self._opened |= {fix.key}
                self._draw_raw()
        top, bottom = pane.extent(span)
        wanted = wanted_scroll(top, bottom, pane.verticalScrollBar().value(), pane.viewport().height())
        pane.point_out(span)
        if wanted is not None:
            self.panes.bring(pane, wanted)
        return number + 1, len(found), removed

    def open_fold(self, raw_offset: int) -> None:
        """Show the removed stretch at a place of the original in full, and make it current."""
        fix = self._index.at_raw(raw_offset) if self._index is not None else None
        if fix is not None:
            self._opened |= {fix.key}
            self.pointed.emit(fix.key)

    def toggle_folds(self) -> None:
        """Show long removed stretches as one line each, or in full."""
        self._folding = not self._folding
        self._opened = frozenset()
        self._draw_raw()
        self.reveal()

    # Peeking

    def peek(self) -> None:
        """Show the current finding the other way round in the cleaned text, until ``end_peeking``."""
        session, fix = self._session, self.current
        if session is None or fix is None or not fix.options or self._peeking or self._editor is not None:
            return
        if session.state(fix) is State.ASLEEP:
            return
        without = [other for other in session.cleaned.applied if other.key != fix.key]
        applied = session.state(fix) is State.ACCEPTED
        other_way = without if applied else [*without, fix.choosing(session.decision(fix).option)]
        reading = apply_fixes(session.raw, other_way)
        look = Look.KEPT if applied else Look.ACCEPTED
        mark = Mark(reading.offsets.span_to_clean(fix.span), look, fix.key)
        shown = show(reading.text)
        self._peeking = True
        self.clean.show_text(reading.text, shown, clean_lines(shown, session.sections), lambda _window: [mark])

    def end_peeking(self) -> None:
        if self._peeking:
            self._peeking = False
            self._draw_clean()

    # Editing

    def edit(self) -> None:
        """Edit the paragraph of the cleaned text that the current finding is in, else the one in sight."""
        session, fix = self._session, self.current
        if session is None:
            return
        if fix is not None:
            self.reveal()
            self.edit_at(clean_spans(session, fix)[0].start)
        else:
            bar = self.clean.verticalScrollBar()
            self.edit_at(int(self.clean.offset_at(bar.value() + self.clean.viewport().height() / 3)))

    def edit_at(self, clean_offset: int) -> None:
        """Edit the paragraph of the cleaned text at ``clean_offset`` in its place."""
        session = self._session
        if session is None or self._editor is not None:
            return
        self.end_peeking()
        text = session.cleaned.text
        span = paragraph_at(text, min(clean_offset, len(text)))
        self._edited = session.cleaned.offsets.span_to_raw(span)
        self._editor = ParagraphEditor(self.clean, span, span.of(text), self._theme)
        self._editor.put_cursor(clean_offset)
        self._editor.committed.connect(self._on_committed)
        self._editor.given_up.connect(self.end_editing)

    def end_editing(self) -> None:
        """Close the editor without taking anything from it."""
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.hide()
            editor.deleteLater()
            self.clean.setFocus()

    def _on_committed(self, span: Span, text: str) -> None:
        self.end_editing()
        session = self._session
        if session is None:
            return
        cleaned = session.cleaned
        if span.end > len(cleaned.text) or cleaned.offsets.span_to_raw(span) != self._edited:
            # Something was decided or found while the reader typed: take the paragraph where it is now.
            place = cleaned.offsets.span_to_clean(self._edited)
            first, last = paragraph_at(cleaned.text, place.start), paragraph_at(cleaned.text, place.end)
            span = Span(first.start, max(first.end, last.end))
        self.edited.emit(span, text)

    # Inside

    def _draw_raw(self) -> None:
        session, index = self._session, self._index
        if session is None or index is None:
            return
        folded = folds(session, self._opened | {self._current}) if self._folding else ()
        if folded == self._folds:
            # The original never changes: where the folds are the same, only marks can be others.
            self.raw.set_marks(self._raw_marks(index))
            return
        self._folds = folded
        shown = show(session.raw, folded)
        self.raw.show_text(session.raw, shown, raw_lines(shown), self._raw_marks(index))

    def _raw_marks(self, index: MarkIndex) -> Marks:
        doubtful = self._view.filter.doubtful
        return lambda window: index.raw_marks(window, doubtful=doubtful)

    def _clean_marks(self, index: MarkIndex) -> Marks:
        view = self._view
        doubtful, automatic = view.filter.doubtful, view.scope in (Scope.AUTOMATIC, Scope.ALL) and not view.alike
        return lambda window: index.clean_marks(window, doubtful=doubtful, automatic=automatic, current=self._current)

    def _draw_clean(self) -> None:
        session, index = self._session, self._index
        if session is None or index is None:
            return
        pane, old = self.clean, self.panes.offsets
        bar = pane.verticalScrollBar()
        scrolled = bool(bar.value())
        # What stands at the top of the pane stays there, also where lines above it come or go.
        top = counterpart(pane.offset_at(bar.value()), old, to_clean=False)
        text = session.cleaned.text
        shown = self.raw.shown if text == session.raw and not self._folds else show(text)
        pane.show_text(text, shown, clean_lines(shown, session.sections), self._clean_marks(index))
        self.panes.set_offsets(session.cleaned.offsets)
        if scrolled and old.raw_length == len(session.raw):
            there = pane.y_of(counterpart(top, session.cleaned.offsets, to_clean=True))
            if abs(there - bar.value()) > pane.fontMetrics().height() * 2:
                pane.scroll_to(there)

    def _draw_view(self) -> None:
        bar = self.clean.verticalScrollBar()
        height = max(1, bar.maximum() + bar.pageStep())
        self.overview.set_view(bar.value() / height, (bar.value() + bar.pageStep()) / height)

    def _draw_spots(self) -> None:
        if self._holding:
            return
        session, fix = self._session, self.current
        if session is None or fix is None:
            self.panes.set_spots(None)
            return
        raw: QRectF = self.raw.rect_of(fix.spans[0])
        clean: QRectF = self.clean.rect_of(clean_spans(session, fix)[0])
        self.panes.set_spots((raw, clean))

    def _on_overview(self, share: float) -> None:
        bar = self.clean.verticalScrollBar()
        self.panes.bring(self.clean, share * (bar.maximum() + bar.pageStep()) - bar.pageStep() / 2)

    def _on_raw_pointed(self, offset: int) -> None:
        fix = self._index.at_raw(offset) if self._index is not None else None
        if fix is not None:
            self.pointed.emit(fix.key)
        self.point_at(self.raw, offset)

    def _on_clean_pointed(self, offset: int) -> None:
        fix = self._index.at_clean(offset) if self._index is not None else None
        if fix is not None:
            self.pointed.emit(fix.key)
        self.point_at(self.clean, offset)

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
