"""One row for each decision about a text: where, what, why, what became of it and who said so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from reader.language import say, tr
from reader.review.decision import State, Verdict
from reader.review.headings import level_of
from reader.review.session import ReviewSession
from reader.review.words import kind_name, state_name
from reader.store.writers.words import PROGRAM, change_name
from reader.text.fix import Fix, Kind, Level

_CONTEXT = 12
"""Code points of the original on either side of a finding."""


class Places:
    """Line and column, both counted from 1, of offsets in a text; a form feed ends no line, as in editors."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|[\r\n]", text))]

    def of(self, offset: int) -> str:
        line = bisect_right(self._starts, offset)
        return f"{line}:{offset - self._starts[line - 1] + 1}"


@dataclass(frozen=True, slots=True)
class Row:
    """One finding, in the language spoken; ``original`` is what it is about, between ``before`` and ``after``."""

    place: str
    offset: int
    kind: str
    change: str
    original: str
    replacement: str
    before: str
    after: str
    reason: str
    confidence: float
    state: State
    decision: str
    who: str


def rows(session: ReviewSession, author: str = "") -> Iterator[Row]:
    """The findings in text order, without those that nobody asked to see: doubtful ones nobody decided on."""
    places = Places(session.raw)
    for finding in session.fixes:
        if not is_hidden(session, finding):
            yield _row(session, finding, places, author or tr("Reader"))


def is_hidden(session: ReviewSession, fix: Fix) -> bool:
    """Whether a finding is a doubt that is shown only on demand and that nobody decided on."""
    return fix.level is Level.DOUBTFUL and session.decision(fix).verdict is Verdict.PENDING


def _row(session: ReviewSession, finding: Fix, places: Places, author: str) -> Row:
    raw, decision, state = session.raw, session.decision(finding), session.state(finding)
    fix = finding.choosing(decision.option) if finding.options else finding
    span = fix.span
    original = _GAP.join(span.of(raw) for span in fix.spans) if _is_scattered(fix) else fix.observed(raw)
    who = author if decision.by_reader else PROGRAM
    return Row(
        place=places.of(span.start),
        offset=span.start,
        kind=kind_name(fix.kind),
        change=change_name(fix, original),
        original=original,
        replacement=_replacement(fix),
        before=raw[max(0, span.start - _CONTEXT) : span.start],
        after=raw[span.end : span.end + _CONTEXT],
        reason=say(fix.reason),
        confidence=fix.confidence,
        state=state,
        decision=state_name(state),
        who="" if decision.verdict is Verdict.PENDING else who,
    )


_GAP = "…"
"""Stands for what lies between the places of one finding."""


def _is_scattered(fix: Fix) -> bool:
    """Whether a finding is about several places of which each reads for itself, such as a pair of brackets."""
    return len(fix.edits) > 1 and fix.replacement == "".join(edit.replacement for edit in fix.edits)


def _replacement(fix: Fix) -> str:
    """What the finding would put there; for a mark as heading, which changes no character, what it says."""
    if fix.kind is not Kind.HEADING:
        return (
            _GAP.join(edit.replacement for edit in fix.edits)
            if _is_scattered(fix) and fix.replacement
            else fix.replacement
        )
    level = level_of(fix)
    if level is None:
        return tr("No heading")
    return tr("Title") if level == 0 else tr("Heading of level {level}", level=level)
