"""What goes on of a review upon another text, and what does not: values, made by ``anchoring`` and ``project``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reader.review.decision import Decision
from reader.review.restoring import put
from reader.review.session import ReviewSession
from reader.store.quotes import Quote
from reader.text.fix import Fix
from reader.text.message import Message


@dataclass(frozen=True)
class Review:
    """The decisions of a review as they hold at one moment, and what is known of the text that they were made on.

    ``raw`` is that text, None where only ``quotes`` of it are known, by the key of each finding. ``found`` are the
    decided findings, ``manual`` the changes made by hand.
    """

    decisions: Mapping[str, Decision]
    found: Mapping[str, Fix]
    manual: tuple[Fix, ...] = ()
    raw: str | None = None
    characters: int = 0
    quotes: Mapping[str, Quote] = field(default_factory=dict)

    @classmethod
    def of(cls, session: ReviewSession) -> Review:
        """What holds in a session now."""
        by_hand = {fix.key for fix in session.manual}
        found = {fix.key: fix for fix in session.fixes if fix.key in session.decisions and fix.key not in by_hand}
        return cls(dict(session.decisions), found, session.manual, session.raw, len(session.raw))

    def quote(self, key: str, fix: Fix) -> Quote | None:
        """The place of a finding in words."""
        return self.quotes.get(key) or (None if self.raw is None else Quote.of(self.raw, fix))


class Reason(StrEnum):
    """Why a decision was not carried over."""

    GONE = "gone"
    """What it is about does not stand in the new text, or in other words."""
    SEVERAL = "several"
    """What it is about stands in several places, and nobody can say which one was meant."""
    OTHERWISE = "otherwise"
    """The place is there and reads otherwise."""
    SETTLED = "settled"
    """The new text reads at that place as it was decided."""
    NOT_FOUND = "not_found"
    """The place is there and reads the same, but the analysis of the new text finds nothing like it."""

    @property
    def sentence(self) -> Message:
        return _SENTENCES[self]


_SENTENCES = {
    Reason.GONE: Message("This passage is not in the new text."),
    Reason.SEVERAL: Message("This passage stands several times, and it is not clear which one was meant."),
    Reason.OTHERWISE: Message("The new text reads differently here. Look at it again."),
    Reason.SETTLED: Message("The new text already reads as you decided. There is nothing to do."),
    Reason.NOT_FOUND: Message("Nothing is found here in the new text. Decide again if you see the fault."),
}


@dataclass(frozen=True, slots=True)
class Carried:
    """A decision that goes on: the finding it was made on, the one it is about now, and the decision for that one."""

    before: Fix
    now: Fix
    decision: Decision


@dataclass(frozen=True, slots=True)
class Lost:
    """A decision that could not be placed: what was decided, where it stood, and why it is not carried over.

    ``quote`` is None only where nothing of the old text is known; offsets of ``fix`` are those of the old text.
    """

    fix: Fix
    decision: Decision
    quote: Quote | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Reanchored:
    """What of a review goes on upon another text, and what does not."""

    carried: tuple[Carried, ...]
    lost: tuple[Lost, ...]
    manual: tuple[Fix, ...] = ()

    @property
    def decisions(self) -> dict[str, Decision]:
        """The carried decisions by the key of the finding they are about now."""
        return {entry.now.key: entry.decision for entry in self.carried}

    def apply(self, session: ReviewSession, label: Message | None = None) -> None:
        """Decide in a session of the new text what is carried, as one step that undo takes back.

        What was decided in the session itself stays.
        """
        own = session.decisions
        news = {key: decision for key, decision in self.decisions.items() if key not in own}
        by_hand = {fix.key for fix in session.manual}
        manual = (*session.manual, *(fix for fix in self.manual if fix.key not in by_hand))
        put(session, news, manual, label or Message("Decisions of an earlier version"))
