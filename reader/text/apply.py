"""Applies fixes to the raw text; what cannot hold is returned with what stands in its way."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from reader.text.fix import Edit, Fix
from reader.text.offsets import OffsetMap


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


Entry = tuple[int, int, tuple[bool, int, str], int, Edit, Fix]
"""One edit of a fix: start, end, the fix's turn, which of its edits, the edit, the fix. Sorts in text order.

Plain numbers come first because these are compared very often; turn and number differ for any two edits at one place,
so that a comparison never gets to the edits themselves.
"""


def apply_fixes(raw: str, fixes: Iterable[Fix]) -> Cleaned:
    """Apply every fix that does not conflict with a stronger one; those without a repair change nothing.

    The order in which the fixes arrive does not matter: ``Fix.precedence`` says which is the stronger one. Two fixes
    with one key are one decision, of which the stronger form counts.

    :raises IndexError: if a fix reaches beyond the raw text
    """
    entries = sorted(_entries(_distinct(fixes)))
    if any(entry[1] > len(raw) for entry in entries):
        raise IndexError(f"a fix reaches beyond a text of {len(raw)}")
    contested = _contested(entries)
    held, asleep, set_aside = _settle(contested.values())
    taken = sorted([*(entry for entry in entries if entry[5].key not in contested), *held]) if contested else entries

    parts: list[str] = []
    done = 0
    for start, end, _, _, edit, _ in taken:
        parts += (raw[done:start], edit.replacement)
        done = end
    parts.append(raw[done:])
    offsets = OffsetMap.of((entry[4] for entry in taken), len(raw))
    applied = tuple(entry[5] for entry in taken if entry[3] == 0)
    return Cleaned("".join(parts), offsets, applied, tuple(asleep), tuple(set_aside))


def _distinct(fixes: Iterable[Fix]) -> Iterable[Fix]:
    by_key: dict[str, Fix] = {}
    for fix in fixes:
        if fix.edits:
            twin = by_key.setdefault(fix.key, fix)
            if twin is not fix:
                # The repr decides between forms of equal strength (another rule, say), so that arrival does not.
                by_key[fix.key] = min(twin, fix, key=lambda form: (form.precedence, repr(form)))
    return by_key.values()


def _entries(fixes: Iterable[Fix]) -> Iterable[Entry]:
    for fix in fixes:
        turn = fix.turn
        for n, edit in enumerate(fix.edits):
            yield (edit.span.start, edit.span.end, turn, n, edit, fix)


def _contested(entries: list[Entry]) -> dict[str, Fix]:
    """The fixes that stand in one heap with another fix, by key; all others can be applied without asking further.

    A heap is a run of edits each of which starts before the furthest end so far. Not everything in a heap collides,
    but nothing collides outside of one, and most fixes of a text stand alone.
    """
    contested: dict[str, Fix] = {}
    heap: dict[str, Fix] = {}
    reach = 0
    for start, end, _, _, _, fix in entries:
        if start >= reach:
            if len(heap) > 1:
                contested.update(heap)
            heap.clear()
        heap[fix.key] = fix
        reach = max(reach, end)
    if len(heap) > 1:
        contested.update(heap)
    return contested


def _settle(fixes: Iterable[Fix]) -> tuple[list[Entry], list[tuple[Fix, Fix]], list[tuple[Fix, Fix]]]:
    """Of fixes that may collide, the edits that hold in text order, and those that are asleep or set aside."""
    held: list[Entry] = []
    asleep: list[tuple[Fix, Fix]] = []
    set_aside: list[tuple[Fix, Fix]] = []
    for fix in sorted(fixes, key=attrgetter("precedence")):
        wanted = list(_entries([fix]))
        rivals = [(entry[4], rival) for entry in wanted if (rival := _rival(entry, held)) is not None]
        if not rivals:
            for entry in wanted:
                insort(held, entry)
        elif len(rivals) == len(wanted) and all(_hides(edit, rival) for edit, rival in rivals):
            asleep.append((fix, rivals[0][1]))
        else:
            set_aside.append((fix, rivals[0][1]))
    return held, asleep, set_aside


def _rival(entry: Entry, held: list[Entry]) -> Fix | None:
    """The fix that already changes what ``entry`` would change, if any."""
    start, end = entry[0], entry[1]
    at = bisect_left(held, entry)
    if at < len(held) and held[at][0] < end:
        return held[at][5]
    # Where something is held that inserts at this place, nothing held reaches over it: one look to the left is enough.
    return held[at - 1][5] if at and held[at - 1][1] > start else None


def _hides(edit: Edit, rival: Fix) -> bool:
    if not rival.kind.removes:
        return False
    return any(not gone.replacement and gone.span.contains(edit.span) for gone in rival.edits)
