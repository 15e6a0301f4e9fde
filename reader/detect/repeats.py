"""Strings that stand several times in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

SHORTEST = 6
"""Characters that must repeat, white space aside, before a string is looked at for its repetition alone."""

LEAST_HAN = 4
"""Chinese characters that a note has at least; terms in Latin letters repeat in any technical text."""

_PAGE, _EVEN = 150, 1.35
"""Characters of a page at least; the longest page is at most so many times the shortest."""

LONGEST = 120
_MOST_STRINGS = 4000
"""Repeated strings that are weighed at most; a watermark repeats more evenly than anything else and comes early."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A string that stands several times; ``starts`` are places in the squeezed text."""

    words: str
    starts: tuple[int, ...]

    @property
    def even(self) -> bool:
        """Whether the places are as far apart as the feet of pages, each time about as far."""
        gaps = [following - start for start, following in pairwise(self.starts)]
        return len(gaps) > 1 and min(gaps) >= _PAGE and max(gaps) <= _EVEN * min(gaps)


def repeats(squeezed: str, shortest: int = SHORTEST, times: int = 2) -> list[Repeat]:
    """Strings that stand at least ``times`` with different neighbours on both sides, each as long as it is common.

    The strings do not overlap themselves. Time is n log n in the length of the text.
    """
    size = len(squeezed) - shortest + 1
    if size < 2:
        return []
    codes = np.frombuffer(squeezed.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    mixed = np.zeros(size, dtype=np.uint64)
    for k in range(shortest):
        mixed = mixed * np.uint64(0x100000001B3) + codes[k : k + size]
        mixed ^= mixed >> np.uint64(29)
    order = np.argsort(mixed)
    ordered = mixed[order]
    first = np.concatenate([[0], 1 + np.flatnonzero(ordered[1:] != ordered[:-1])])
    counts = np.diff(first, append=len(ordered))
    before = np.concatenate([np.zeros(1, dtype=np.uint64), codes])[order]
    many = counts >= times
    lowest, highest = np.minimum.reduceat(before, first), np.maximum.reduceat(before, first)
    groups = np.flatnonzero(many & (lowest != highest))
    groups = groups[np.argsort(-counts[groups], kind="stable")][:_MOST_STRINGS]
    found: list[Repeat] = []
    for group in groups.tolist():
        places = sorted(order[first[group] : first[group] + counts[group]].tolist())
        if len(places) > 400 and np.median(np.diff(places)) < LONGEST:
            continue
        length = _common_length([squeezed[start : start + LONGEST] for start in places])
        kept: list[int] = []
        for start in places:
            if not kept or start >= kept[-1] + length:
                kept.append(start)
        if len(kept) >= times:
            found.append(Repeat(squeezed[kept[0] : kept[0] + length], tuple(kept)))
    return found


def _common_length(strings: Sequence[str]) -> int:
    """How many characters all of the strings begin with; the first and the last in order tell."""
    first, last = min(strings), max(strings)
    return next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
