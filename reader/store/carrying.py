"""What goes on of a review upon another text, and what does not; ``anchoring`` says how places are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from reader.review.decision import Decision, Verdict
from reader.review.restoring import put
from reader.review.session import ReviewSession
from reader.store.quotes import Quote
from reader.text.analysis import Analysis
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

    def apply(self, session: ReviewSession, label: Message) -> tuple[Conflict, ...]:
        """Decide in a session of the new text what is carried, as one step that undo takes back.

        What was decided in the session itself stays; where that is something else, it is returned. A change by hand is
        one conflict with each change by hand in the session that wants the same characters.
        """
        own, ours = session.decisions, {fix.key: fix for fix in session.manual}
        theirs = {fix.key: fix for fix in self.manual}
        news: dict[str, Decision] = {}
        conflicts: list[Conflict] = []
        for entry in self.carried:
            key = entry.now.key
            against = [fix for fix in ours.values() if key in theirs and key not in ours and _collide(fix, entry.now)]
            against = [fix for fix in against if own[fix.key].verdict is Verdict.ACCEPTED]
            if key in own:
                if not _same(own[key], entry.decision) or (key in theirs and ours.get(key) != theirs[key]):
                    conflicts.append(Conflict(entry.now, ours.get(key, entry.now), own[key], entry.decision))
            elif against:
                conflicts += [Conflict(entry.now, fix, own[fix.key], entry.decision) for fix in against]
            else:
                news[key] = entry.decision
        manual = (*session.manual, *(fix for key, fix in theirs.items() if key in news))
        put(session, news, manual, label, [entry.now for entry in self.carried if entry.now.key not in theirs])
        return tuple(conflicts)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision that is not taken over, because it was decided otherwise here: ``ours`` stays.

    ``fix`` is what the other review decided on; ``own`` is what was decided on here, another one where two changes by
    hand want the same characters.
    """

    fix: Fix
    own: Fix
    ours: Decision
    theirs: Decision


def as_they_are(review: Review, analysis: Analysis) -> Reanchored:
    """The decisions of a review on the very text that they were made on, whatever its analysis is by now."""
    made = {fix.key: fix for fix in analysis.fixes}
    by_hand = {fix.key: fix for fix in review.manual}
    carried: list[Carried] = []
    lost: list[Lost] = []
    for key, decision in review.decisions.items():
        before = by_hand.get(key) or review.found.get(key)
        if before is None:
            continue
        now = before if key in by_hand else made.get(key, before)
        number = _same_option(before, now, decision)
        if number is None:
            lost.append(Lost(before, decision, review.quote(key, before), Reason.NOT_FOUND))
        else:
            carried.append(Carried(before, now, replace(decision, option=number)))
    return Reanchored(tuple(carried), tuple(lost), review.manual)


def _same_option(before: Fix, now: Fix, decision: Decision) -> int | None:
    """The number that the decided option has in a finding of the same key; None if it has it no longer."""
    if before is now or not before.options:
        return decision.option
    edits = before.options[decision.option].edits
    return next((number for number, option in enumerate(now.options) if option.edits == edits), None)


def _same(a: Decision, b: Decision) -> bool:
    """Whether two decisions come to the same: the option counts only for what is accepted."""
    return (a.verdict, a.postponed) == (b.verdict, b.postponed) and (
        a.option == b.option or a.verdict is not Verdict.ACCEPTED
    )


def _collide(a: Fix, b: Fix) -> bool:
    return any(one.span.overlaps(other.span) or one.span == other.span for one in a.edits for other in b.edits)
