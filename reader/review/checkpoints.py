"""Named states of a review: what differs between two of them, and how to return to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reader.review.decision import Decision, Verdict
from reader.review.restoring import found_in, restore, undecided
from reader.review.session import ReviewSession
from reader.text.apply import apply_fixes
from reader.text.fix import Fix
from reader.text.message import Message

_LONGEST = 4_000
"""Code points up to which two versions of a paragraph are compared character by character."""


@dataclass(frozen=True)
class Checkpoint:
    """What held in a review at one moment, under the reader's ``name`` for it.

    ``found`` are the findings that were decided, ``manual`` the changes made by hand; ``progress`` is how many findings
    were decided, of how many.
    """

    name: str
    when: datetime
    decisions: Mapping[str, Decision]
    manual: tuple[Fix, ...] = ()
    found: Mapping[str, Fix] = field(default_factory=dict)
    progress: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, session: ReviewSession, name: str = "") -> Checkpoint:
        """What holds now."""
        by_hand = {fix.key for fix in session.manual}
        found = {fix.key: fix for fix in session.fixes if fix.key in session.decisions and fix.key not in by_hand}
        return cls(name, datetime.now(UTC), dict(session.decisions), session.manual, found, session.progress)


def return_to(checkpoint: Checkpoint, session: ReviewSession) -> None:
    """Make hold again what held at the checkpoint, as one step: undo leads back to where the review stood."""
    label = Message.of("Return to {name}", name=checkpoint.name)
    restore(session, checkpoint.decisions, checkpoint.manual, label, checkpoint.found.values())


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding that is decided otherwise; a change by hand that is not there counts as rejected."""

    fix: Fix
    before: Decision
    after: Decision


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: what it reads before and after; the same where nothing changed."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """A paragraph of the cleaned text that reads otherwise, or is there only ``before`` or only ``after`` (else None).

    ``number_before`` and ``number_after`` count the lines of the cleaned texts from 0: which one it is, or before which
    one it would stand.
    """

    number_before: int
    number_after: int
    before: str | None
    after: str | None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What of the paragraph is the same and what is not, in order."""
        return tuple(_pieces(self.before or "", self.after or ""))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two states of a review: decisions in text order, and paragraphs of the cleaned text."""

    decisions: tuple[Difference, ...]
    paragraphs: tuple[ParagraphChange, ...]

    @property
    def counts(self) -> Mapping[tuple[Verdict, Verdict], int]:
        """How many findings went from which verdict to which (options alone: from one to the same)."""
        return Counter((entry.before.verdict, entry.after.verdict) for entry in self.decisions)


def compare(session: ReviewSession, before: Checkpoint, after: Checkpoint | None = None) -> Comparison:
    """What differs between two checkpoints of a session, or (None) between one and now."""
    after = after or Checkpoint.of(session)
    # A finding that is only known because it was decided on is none of a state in which it was not.
    fixes = tuple({**state.found, **found_in(session)} for state in (before, after))
    hands = ({fix.key: fix for fix in before.manual}, {fix.key: fix for fix in after.manual})
    changed: list[Difference] = []
    for key in before.decisions.keys() | after.decisions.keys():
        fix = hands[1].get(key) or hands[0].get(key) or fixes[1].get(key) or fixes[0].get(key)
        if fix is None:
            continue
        states = (
            _holding(key, before, hands[0], fixes[0]),
            _holding(key, after, hands[1], fixes[1]),
        )
        otherwise = hands[0].get(key) != hands[1].get(key) and key in hands[0] and key in hands[1]
        if _said(states[0]) != _said(states[1]) or otherwise:
            changed.append(Difference(fix, *states))
    changed.sort(key=lambda entry: (entry.fix.span, entry.fix.key))
    texts = (_text(session, before, fixes[0]), _text(session, after, fixes[1]))
    return Comparison(tuple(changed), tuple(_paragraphs(texts[0].split("\n"), texts[1].split("\n"))))


def _holding(key: str, state: Checkpoint, manual: Mapping[str, Fix], fixes: Mapping[str, Fix]) -> Decision:
    """The decision that holds about a finding in a state; of a change by hand that is not made: the original."""
    said = state.decisions.get(key)
    if key in manual or key in fixes:
        return undecided(fixes.get(key)) if said is None else said
    return undecided(None)


def _said(decision: Decision) -> tuple[Verdict, int, bool]:
    option = decision.option if decision.verdict is Verdict.ACCEPTED else 0
    return decision.verdict, option, decision.postponed


def _text(session: ReviewSession, state: Checkpoint, fixes: Mapping[str, Fix]) -> str:
    """The cleaned text as a state makes it."""
    holding = {**fixes, **{fix.key: fix for fix in state.manual}}
    decided = ((fix, state.decisions.get(key) or undecided(fix)) for key, fix in holding.items())
    accepted = [fix.choosing(decision.option) for fix, decision in decided if decision.verdict is Verdict.ACCEPTED]
    return apply_fixes(session.raw, accepted).text


def _paragraphs(before: list[str], after: list[str]) -> Iterator[ParagraphChange]:
    from rapidfuzz.distance import Levenshtein  # what opens a document needs this module, and not that

    for block in Levenshtein.opcodes(before, after):
        if block.tag == "equal":
            continue
        olds: Iterable[str | None] = before[block.src_start : block.src_end]
        news: Iterable[str | None] = after[block.dest_start : block.dest_end]
        for step, (old, new) in enumerate(_side_by_side(list(olds), list(news))):
            yield ParagraphChange(
                min(block.src_start + step, block.src_end), min(block.dest_start + step, block.dest_end), old, new
            )


def _side_by_side(olds: list[str | None], news: list[str | None]) -> Iterator[tuple[str | None, str | None]]:
    size = max(len(olds), len(news))
    return zip(olds + [None] * (size - len(olds)), news + [None] * (size - len(news)), strict=True)


def _pieces(before: str, after: str) -> Iterator[Piece]:
    if max(len(before), len(after)) > _LONGEST:
        yield Piece(before, after)
        return
    from rapidfuzz.distance import Levenshtein  # as above

    for block in Levenshtein.opcodes(before, after):
        yield Piece(before[block.src_start : block.src_end], after[block.dest_start : block.dest_end])
