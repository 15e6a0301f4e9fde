"""What the list and the card say about one finding."""

from __future__ import annotations

from dataclasses import dataclass

from reader.language import say, tr
from reader.review.decision import State
from reader.review.headings import level_of
from reader.review.session import ReviewSession
from reader.review.words import kind_name, level_name, state_name
from reader.text.fix import Fix, Kind
from reader.text.offsets import Side
from reader.ui.words import state_sign

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Row:
    """One finding in context: ``before`` 〔``old`` → ``new``〕 ``after``.

    ``new`` is None where a fault is seen and no repair is known; an empty ``new`` takes ``old`` away.
    """

    sign: str
    kind: str
    state: str
    before: str
    old: str
    new: str | None
    after: str
    confidence: str
    by_reader: bool
    postponed: bool

    @property
    def sentence(self) -> str:
        """The whole row as one sentence, for a screen reader."""
        if self.new is None:
            change = tr("“{old}” looks wrong", old=self.old)
        elif not self.old:
            change = tr("put in “{new}”", new=self.new)
        elif not self.new:
            change = tr("take out “{old}”", old=self.old)
        else:
            change = tr("“{old}” to “{new}”", old=self.old, new=self.new)
        return f"{self.state}. {self.kind}. {change}. {self.before}{self.old}{self.after}"


def row_of(session: ReviewSession, fix: Fix, *, context: int = 10, longest: int = 24) -> Row:
    """The row of a finding, with ``context`` characters on either side as the cleaned text reads now.

    A finding inside a removed stretch has the context of the raw text, for the cleaned one lacks the place.
    """
    state = session.state(fix)
    decision = session.decision(fix)
    shown = fix.choosing(decision.option) if fix.options else fix
    before, after = _context(session, fix, context)
    return Row(
        sign=state_sign(state, fix),
        kind=kind_name(fix.kind),
        state=state_name(state),
        before=visible(before),
        old=shortened(visible(_old(session, shown)), longest),
        new=_new(shown, longest),
        after=visible(after),
        confidence=f"{fix.confidence:.0%}",
        by_reader=decision.by_reader,
        postponed=decision.postponed,
    )


def _new(fix: Fix, longest: int) -> str | None:
    if fix.kind is Kind.HEADING:
        return level_name(level_of(fix))
    return shortened(visible(fix.replacement), longest) if fix.options else None


def visible(text: str) -> str:
    r"""``text`` on one line, line ends and blanks at its edges made visible.

    >>> visible("好\n"), visible(" ")
    ('好¶', '␣')
    """
    flat = text.replace("\r\n", "¶").replace("\n", "¶").replace("\r", "¶").replace("\t", "⇥")
    return "␣" * len(flat) if flat and not flat.strip(" ") else flat


def shortened(text: str, longest: int) -> str:
    """``text`` with its middle left out where it is too long.

    >>> shortened("一二三四五六七", 5)
    '一二…六七'
    """
    if len(text) <= longest:
        return text
    half = (longest - 1) // 2
    return f"{text[:half]}{ELLIPSIS}{text[-half:]}"


def _old(session: ReviewSession, fix: Fix) -> str:
    """What the finding would replace; spans of a finding whose repair is smaller are left to the context."""
    observed = fix.observed(session.raw)
    if fix.kind is Kind.HEADING:
        return observed
    if len(fix.options) and len(fix.edits) > 1 and len(fix.replacement) != len(observed):
        return "".join(edit.span.of(session.raw) for edit in fix.edits)
    return observed


def _context(session: ReviewSession, fix: Fix, context: int) -> tuple[str, str]:
    raw, span = session.raw, fix.span
    if session.state(fix) is State.ASLEEP or fix.kind.removes:
        before = raw[max(0, span.start - context) : span.start]
        after = raw[span.end : span.end + context]
    else:
        cleaned = session.cleaned
        start = cleaned.offsets.to_clean(span.start, Side.BEFORE)
        end = max(start, cleaned.offsets.to_clean(span.end, Side.AFTER))
        before = cleaned.text[max(0, start - context) : start]
        after = cleaned.text[end : end + context]
    return before, after


def reason_of(fix: Fix) -> str:
    """Why the finding is one, and what keeps it out of batches."""
    reason = say(fix.reason)
    if fix.protected:
        return f"{reason} {tr('It touches a number, a date, a name or a quotation: please decide on it by itself.')}"
    return reason
