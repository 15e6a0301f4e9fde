"""Which findings to show: by kind, state, confidence, section, or the text they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.review.decision import State
from reader.review.session import ReviewSession
from reader.text.fix import Fix, Kind, Level
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class Filter:
    """An empty set means "all". ``text`` is sought in the original and in every proposal.

    ``within`` is a raw span, and a finding belongs to it where it begins; at its end only what is put in there.
    """

    kinds: frozenset[Kind] = frozenset()
    states: frozenset[State] = frozenset()
    least_confidence: float = 0.0
    doubtful: bool = False
    within: Span | None = None
    text: str = ""

    def passes(self, session: ReviewSession, fix: Fix) -> bool:
        if self.kinds and fix.kind not in self.kinds:
            return False
        if self.states and session.state(fix) not in self.states:
            return False
        if fix.level is Level.DOUBTFUL and not self.doubtful:
            return False
        if fix.confidence < self.least_confidence:
            return False
        if self.within is not None and not begins_in(fix, self.within):
            return False
        return not self.text or any(self.text in said for said in _said(session, fix))

    def select(self, session: ReviewSession) -> tuple[Fix, ...]:
        """The findings that pass, in text order."""
        return tuple(fix for fix in session.fixes if self.passes(session, fix))


def begins_in(fix: Fix, within: Span) -> bool:
    """Whether a finding belongs to a raw span; see ``Filter``."""
    start = fix.span.start
    return within.start <= start < within.end or (start == within.end and not fix.span.length)


def _said(session: ReviewSession, fix: Fix) -> Iterable[str]:
    yield fix.observed(session.raw)
    for option in fix.options:
        yield option.text
