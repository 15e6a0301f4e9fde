"""Applies fixes to the raw text; what cannot hold is returned with what stands in its way."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass

from reader.text.fix import Edit, Fix, Layer
from reader.text.offsets import OffsetMap
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The cleaned text, how it lines up with the raw one, and what became of every fix."""

    text: str
    offsets: OffsetMap
    applied: tuple[Fix, ...]
    """In text order."""
    asleep: tuple[tuple[Fix, Fix], ...]
    """Each fix that lies inside a removed stretch, with the removal: it wakes when the stretch is kept."""
    set_aside: tuple[tuple[Fix, Fix], ...]
    """Each fix that wants a character which a stronger fix has, with that fix."""


Taken = list[tuple[Edit, tuple[int, str], Fix]]
"""Edits in effect, in text order, never overlapping; the middle part orders insertions at one place."""


def apply_fixes(raw: str, fixes: Iterable[Fix]) -> Cleaned:
    """Apply every fix that does not conflict with a stronger one; those without a repair change nothing.

    The order in which the fixes arrive does not matter: what a person wrote goes first, then removals (the longer
    first, so that a block hides what lies in it), then layer by layer, the safer and more confident first.
    """
    applied: list[Fix] = []
    asleep: list[tuple[Fix, Fix]] = []
    set_aside: list[tuple[Fix, Fix]] = []
    taken: Taken = []
    by_key = {fix.key: fix for fix in fixes if fix.edits}
    for fix in sorted(by_key.values(), key=_preference):
        rivals = [rival for edit in fix.edits if (rival := _rival(edit, fix, taken)) is not None]
        if not rivals:
            applied.append(fix)
            for edit in fix.edits:
                insort(taken, (edit, _turn(fix), fix), key=_place)
        elif len(rivals) == len(fix.edits) and all(_hides(edit, r) for r, edit in zip(rivals, fix.edits, strict=True)):
            asleep.append((fix, rivals[0]))
        else:
            set_aside.append((fix, rivals[0]))

    parts: list[str] = []
    done = 0
    for edit, _, _ in taken:
        parts += [raw[done : edit.span.start], edit.replacement]
        done = edit.span.end
    parts.append(raw[done:])
    applied.sort(key=lambda fix: (fix.edits, fix.key))
    offsets = OffsetMap.of((edit for edit, _, _ in taken), len(raw))
    return Cleaned("".join(parts), offsets, tuple(applied), tuple(asleep), tuple(set_aside))


def _preference(fix: Fix) -> tuple[object, ...]:
    rank = -2 if fix.layer is Layer.MANUAL else -1 if fix.kind.removes else int(fix.layer)
    size = sum(edit.span.length for edit in fix.edits) if fix.kind.removes else 0
    return (rank, -size, -fix.safety, -fix.confidence, fix.edits, fix.key)


def _turn(fix: Fix) -> tuple[int, str]:
    """Who writes first where two fixes insert at one place: marks before paragraph breaks, else by kind and key."""
    writes_break = any("\n" in edit.replacement for edit in fix.edits)
    return (int(writes_break), fix.key)


def _place(entry: tuple[Edit, tuple[int, str], Fix]) -> tuple[Span, tuple[int, str]]:
    return entry[0].span, entry[1]


def _rival(edit: Edit, fix: Fix, taken: Taken) -> Fix | None:
    """The fix that already changes what ``edit`` would change, if any."""
    at = bisect_left(taken, (edit.span, _turn(fix)), key=_place)
    # Insertions at one place may stand in a row, so look past all of them on the left.
    left = at - 1
    while left >= 0 and not taken[left][0].span.length and taken[left][0].span.start == edit.span.start:
        left -= 1
    for neighbour, _, owner in taken[max(left, 0) : at]:
        if neighbour.span.overlaps(edit.span):
            return owner
    for neighbour, _, owner in taken[at:]:
        if neighbour.span.start > edit.span.end:
            break
        if neighbour.span.overlaps(edit.span):
            return owner
    return None


def _hides(edit: Edit, rival: Fix) -> bool:
    if not rival.kind.removes:
        return False
    return any(not gone.replacement and gone.span.contains(edit.span) for gone in rival.edits)
