"""What came of carrying decisions over, as rows to be read: which were not, where they stood, and why. No Qt here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.language import say, tr
from reader.review.decision import Decision, Verdict
from reader.review.session import ReviewSession
from reader.review.words import kind_name
from reader.store.carrying import Conflict, Lost, Reason
from reader.store.quotes import Quote
from reader.store.writers.table import sheet
from reader.text.fix import Fix, Kind
from reader.ui.rows import shortened, visible

_LONGEST = 40
_NEAR = 4
"""Characters on each side of a place that are looked for with it."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """What came of it: how many decisions of the review called ``origin`` came over, and what did not.

    ``lost`` found no place here, ``conflicts`` were decided otherwise here, and that stays. Without ``origin`` it is a
    list that was left from another day.
    """

    origin: str
    carried: int
    lost: tuple[Lost, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def to_do(self) -> int:
        """How many the reader should look at: not those of which nothing is left to do."""
        return len(self.conflicts) + sum(entry.reason is not Reason.SETTLED for entry in self.lost)


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision that did not come over: ``before`` 〔``change``〕 ``after`` is how it stood there.

    ``why`` says why it did not. ``key`` is the finding in this document, where there is one; ``quote`` are words of
    the place in the old text, to be looked for in the new one. ``theirs`` can be decided here too, in a conflict.
    """

    kind: str
    decision: str
    before: str
    change: str
    after: str
    why: str
    key: str = ""
    quote: tuple[str, ...] = ()
    theirs: Decision | None = None


def entries(transfer: Transfer, session: ReviewSession | None) -> list[Entry]:
    """Conflicts first, then what found no place; what needs nothing comes last."""
    rows = [_conflict(conflict, session) for conflict in transfer.conflicts]
    lost = sorted(transfer.lost, key=lambda entry: entry.reason is Reason.SETTLED)
    return rows + [_lost(entry) for entry in lost]


def table(rows: Iterable[Entry]) -> bytes:
    """The rows for a spreadsheet."""
    header = (tr("Kind"), tr("Decision"), tr("Before it"), tr("Change"), tr("After it"), tr("Reason"))
    return sheet(header, ((row.kind, row.decision, row.before, row.change, row.after, row.why) for row in rows))


def summary(transfer: Transfer) -> str:
    """The sentence for the message bar."""
    said = ""
    if transfer.origin:
        said = tr("Decisions of {name} that came over: {count}.", name=transfer.origin, count=transfer.carried)
    settled = len(transfer.lost) - sum(entry.reason is not Reason.SETTLED for entry in transfer.lost)
    missing = len(transfer.lost) - settled
    if missing:
        said += " " + tr("Without a place here: {count}.", count=missing)
    if settled:
        said += " " + tr("Already so in this text: {count}.", count=settled)
    if transfer.conflicts:
        said += " " + tr("Decided otherwise here, which stays: {count}.", count=len(transfer.conflicts))
    return said.strip()


def _lost(entry: Lost) -> Entry:
    fix, quote = entry.fix, entry.quote
    words = (quote.before, quote.observed, quote.after) if quote is not None else ("", "", "")
    return Entry(
        kind_name(fix.kind),
        decided(entry.decision),
        visible(words[0]),
        change_of(fix, entry.decision, words[1]),
        visible(words[2]),
        say(entry.reason.sentence),
        quote=_sought(quote),
    )


def _conflict(conflict: Conflict, session: ReviewSession | None) -> Entry:
    fix, raw = conflict.fix, session.raw if session is not None else ""
    observed = fix.observed(raw)
    quote = Quote.of(raw, fix)
    why = tr(
        "Here: {ours}. There: {theirs}.",
        ours=_stance(conflict.own, conflict.ours, conflict.own.observed(raw)),
        theirs=_stance(fix, conflict.theirs, observed),
    )
    # Changes by hand are words of a person: they are made again, not taken over by a button.
    apart = Kind.MANUAL in (fix.kind, conflict.own.kind)
    return Entry(
        kind_name(fix.kind),
        decided(conflict.theirs),
        visible(quote.before),
        change_of(fix, conflict.theirs, observed),
        visible(quote.after),
        why,
        conflict.own.key,
        _sought(quote),
        None if apart or conflict.own.key != fix.key else conflict.theirs,
    )


def _stance(fix: Fix, decision: Decision, observed: str) -> str:
    return f"{decided(decision)} {change_of(fix, decision, observed)}"


def decided(decision: Decision) -> str:
    """The verdict in words."""
    if decision.postponed:
        return tr("Postponed")
    return {
        Verdict.ACCEPTED: tr("Accepted"),
        Verdict.REJECTED: tr("Original kept"),
        Verdict.PENDING: tr("To decide"),
    }[decision.verdict]


def change_of(fix: Fix, decision: Decision, observed: str) -> str:
    """``old → new`` as it was decided; only ``old`` where the original was kept or nothing is known to put there."""
    old = shortened(visible(observed), _LONGEST)
    if decision.verdict is not Verdict.ACCEPTED or not fix.options:
        return old or "∅"
    new = shortened(visible(fix.options[min(decision.option, len(fix.options) - 1)].text), _LONGEST)
    return f"{old or '∅'} → {new or '∅'}"


def _sought(quote: Quote | None) -> tuple[str, ...]:
    """Words of the place to look for in another version, the most telling first: some may still stand there."""
    if quote is None:
        return ()
    before, after = quote.before.rpartition("\n")[2], quote.after.partition("\n")[0]
    wanted = (
        before[-_NEAR:] + quote.observed + after[:_NEAR],
        before[-2 * _NEAR :],
        after[: 2 * _NEAR],
        quote.observed,
    )
    return tuple(words.strip() for words in wanted if len(words.strip()) > 1)


def standing(words: Iterable[str], session: ReviewSession) -> str:
    """The first of some words that stand in the text as it reads now, or in the original; the first of all if none."""
    sought = tuple(words)
    texts = (session.cleaned.text, session.raw)
    return next((each for each in sought if any(each in text for text in texts)), sought[0] if sought else "")
