"""What is marked in either pane, and which look each mark has."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reader.review.decision import State
from reader.review.session import ReviewSession
from reader.text.fix import Edit, Fix, Kind, Level
from reader.text.offsets import Side
from reader.text.section import Notice
from reader.text.span import Span


class Look(StrEnum):
    """What a mark tells about its finding."""

    PENDING = "pending"
    DOUBTFUL = "doubtful"
    ACCEPTED = "accepted"
    AUTOMATIC = "automatic"
    MANUAL = "manual"
    KEPT = "kept"
    REMOVED = "removed"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one pane's text to be marked; an empty one is a place where something was put in or taken out."""

    span: Span
    look: Look
    key: str = ""
    """The finding; empty for a notice."""


def look_of(session: ReviewSession, fix: Fix) -> Look:
    """The look of a finding, by its state and by whose decision it is."""
    state = session.state(fix)
    if state is State.KEPT or state is State.SET_ASIDE:
        return Look.KEPT
    if state is State.ASLEEP:
        return Look.REMOVED
    if state is State.PENDING:
        return Look.DOUBTFUL if fix.level is Level.DOUBTFUL or not fix.options else Look.PENDING
    if fix.kind.removes:
        return Look.REMOVED
    if fix.kind is Kind.MANUAL:
        return Look.MANUAL
    return Look.ACCEPTED if fix.key in session.decisions else Look.AUTOMATIC


class MarkIndex:
    """The findings and notices of a session by place, so that only those near the viewport are looked at.

    Holds no verdicts: looks are asked of the session when marks are drawn. Make a new one when the list of findings is
    a new one.
    """

    def __init__(self, session: ReviewSession) -> None:
        self._session = session
        self._fixes = session.fixes
        self._starts = [fix.span.start for fix in self._fixes]
        # A long removal may begin far before the viewport: remember how far back the search has to go.
        self._reach: list[int] = []
        reach = 0
        for fix in self._fixes:
            reach = max(reach, fix.span.end)
            self._reach.append(reach)

    def near(self, raw_span: Span) -> Iterator[Fix]:
        """The findings that touch a stretch of the raw text."""
        first = bisect_left(self._reach, raw_span.start)
        last = bisect_left(self._starts, raw_span.end + 1)
        for fix in self._fixes[first:last]:
            if fix.span.end >= raw_span.start:
                yield fix

    def raw_marks(self, window: Span, *, doubtful: bool) -> list[Mark]:
        """The marks of the original's pane that touch ``window`` (a stretch of the raw text), weakest first."""
        marks = []
        for fix in self.near(window):
            look = look_of(self._session, fix)
            if _hidden(fix, look, doubtful=doubtful) or self._session.state(fix) is State.ASLEEP:
                continue
            marks += [Mark(span, look, fix.key) for span in fix.spans if _touch(span, window)]
        marks += [Mark(notice.span, Look.NOTICE) for notice in self._notices(window)]
        return sorted(marks, key=_strength)

    def clean_marks(self, window: Span, *, doubtful: bool, automatic: bool, current: str = "") -> list[Mark]:
        """The marks of the cleaned text's pane that touch ``window`` (a stretch of the cleaned text), weakest first.

        Without ``automatic``, what the program did by itself is marked in the original only: a line under every comma
        would drown the questions in the text that is read. The ``current`` finding is always marked.
        """
        offsets = self._session.cleaned.offsets
        raw_window = Span(offsets.to_raw(window.start, Side.BEFORE), offsets.to_raw(window.end, Side.AFTER))
        marks = []
        for fix in self.near(raw_window):
            look = look_of(self._session, fix)
            if fix.key != current and (
                _hidden(fix, look, doubtful=doubtful)
                or look is Look.REMOVED
                or (look is Look.AUTOMATIC and not automatic)
            ):
                continue
            marks += [Mark(span, look, fix.key) for span in clean_spans(self._session, fix) if _touch(span, window)]
        for notice in self._notices(raw_window):
            marks.append(Mark(offsets.span_to_clean(notice.span), Look.NOTICE))
        return sorted(marks, key=_strength)

    def at_raw(self, raw_offset: int) -> Fix | None:
        """The finding about the character at ``raw_offset``: the smallest that is awake."""
        touching = [
            fix
            for fix in self.near(Span(raw_offset, min(raw_offset + 1, len(self._session.raw))))
            if self._session.state(fix) is not State.ASLEEP and any(_covers(span, raw_offset) for span in fix.spans)
        ]
        return min(touching, key=_size, default=None)

    def at_clean(self, clean_offset: int) -> Fix | None:
        """The finding about the character at ``clean_offset``; those that left nothing there do not count."""
        offsets = self._session.cleaned.offsets
        after = min(clean_offset + 1, offsets.clean_length)
        start, end = offsets.to_raw(clean_offset, Side.BEFORE), offsets.to_raw(after, Side.AFTER)
        touching = [
            fix
            for fix in self.near(Span(start, max(start, end)))
            if look_of(self._session, fix) is not Look.REMOVED
            and any(span.start <= clean_offset < span.end for span in clean_spans(self._session, fix))
        ]
        return min(touching, key=_size, default=None)

    def notice_at(self, raw_offset: int) -> Notice | None:
        """The notice about a place of the raw text."""
        return next((notice for notice in self._notices(Span(raw_offset, raw_offset))), None)

    def _notices(self, window: Span) -> Iterator[Notice]:
        for notice in self._session.notices:
            if _touch(notice.span, window) and notice.span.length < len(self._session.raw):
                yield notice


def clean_spans(session: ReviewSession, fix: Fix) -> tuple[Span, ...]:
    """Where a finding stands in the cleaned text; empty spans where it took something out."""
    offsets = session.cleaned.offsets
    spans: list[Span] = []
    edits: tuple[Edit, ...] = ()
    if session.state(fix) is State.ACCEPTED:
        edits = fix.edits if len(fix.options) < 2 else fix.choosing(session.decision(fix).option).edits
    for raw_span in [edit.span for edit in edits] or fix.spans:
        span = offsets.span_to_clean(raw_span)
        if spans and spans[-1].end >= span.start:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, span.end))
        else:
            spans.append(span)
    return tuple(spans)


def _hidden(fix: Fix, look: Look, *, doubtful: bool) -> bool:
    return look is Look.DOUBTFUL and fix.level is Level.DOUBTFUL and not doubtful


def _covers(span: Span, offset: int) -> bool:
    return span.start <= offset < span.end or (not span.length and offset <= span.start <= offset + 1)


def _size(fix: Fix) -> tuple[bool, int]:
    return not fix.span.length, fix.span.length


def _touch(span: Span, window: Span) -> bool:
    return span.start <= window.end and window.start <= span.end


_ORDER = {look: rank for rank, look in enumerate(
    (Look.REMOVED, Look.AUTOMATIC, Look.NOTICE, Look.KEPT, Look.ACCEPTED, Look.MANUAL, Look.DOUBTFUL, Look.PENDING)
)}  # fmt: skip


def _strength(mark: Mark) -> tuple[int, Span]:
    return _ORDER[mark.look], mark.span
