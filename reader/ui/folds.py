"""Which long removed stretches the original's pane folds to one line, and what that line says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reader.language import say, tr, tr_n
from reader.review.decision import State
from reader.review.session import ReviewSession
from reader.text.fix import Fix
from reader.text.span import Span
from reader.ui.display import Fold

LONG = 40
"""Removed stretches of fewer characters stay as they are: folding them would hide more than it tidies."""


@dataclass(frozen=True, slots=True)
class Removed:
    """Neighbouring removals with nothing but blanks between them."""

    span: Span
    fixes: tuple[Fix, ...]


def removed_stretches(session: ReviewSession) -> tuple[Removed, ...]:
    """All that is removed, in text order, neighbours put together."""
    return tuple(_joined(session))


def folds(session: ReviewSession, opened: frozenset[str]) -> tuple[Fold, ...]:
    """The stretches to fold; a stretch is open if ``opened`` has the key of one of its removals."""
    return tuple(
        Fold(stretch.span, label(stretch))
        for stretch in removed_stretches(session)
        if stretch.span.length >= LONG and not any(fix.key in opened for fix in stretch.fixes)
    )


def label(stretch: Removed) -> str:
    """One line that says how much is folded here, and why the first of it was removed."""
    size = tr_n("▸ {count} character removed", "▸ {count} characters removed", stretch.span.length)
    if len(stretch.fixes) > 1:
        size = tr("{size} in {number} pieces", size=size, number=len(stretch.fixes))
    return f"{size} · {say(stretch.fixes[0].reason)}"


def _joined(session: ReviewSession) -> Iterator[Removed]:
    start = end = 0
    held: list[Fix] = []
    for span, fix in _spans(session):
        if held and not session.raw[end : max(end, span.start)].strip():
            end = max(end, span.end)
            held.append(fix)
            continue
        if held:
            yield Removed(Span(start, end), _once(held))
        start, end, held = span.start, span.end, [fix]
    if held:
        yield Removed(Span(start, end), _once(held))


def _spans(session: ReviewSession) -> list[tuple[Span, Fix]]:
    gone = [fix for fix in session.cleaned.applied if fix.kind.removes and session.state(fix) is State.ACCEPTED]
    return sorted(((edit.span, fix) for fix in gone for edit in fix.edits if not edit.replacement), key=lambda p: p[0])


def _once(fixes: list[Fix]) -> tuple[Fix, ...]:
    return tuple({fix.key: fix for fix in fixes}.values())
