"""Which two characters, printed side by side, make a third: 女口 for 如, 木几 for 机.

A recogniser that cuts a line into characters by the gaps between them takes the halves of a wide character for two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from reader.assets import resource_path

Points = NDArray[np.uint32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Components:
    """Rows of code points: left part, right part, the whole; rising."""

    rows: NDArray[np.uint16]

    @cached_property
    def _parts(self) -> NDArray[np.int64]:
        return _pair(self.rows[:, 0], self.rows[:, 1])

    @cached_property
    def _by_whole(self) -> Rows:
        return np.argsort(self.rows[:, 2], kind="stable")

    @cached_property
    def _wholes(self) -> NDArray[np.int64]:
        wholes: NDArray[np.int64] = self.rows[self._by_whole, 2].astype(np.int64)
        return wholes

    def of_parts(self, left: Points, right: Points) -> tuple[NDArray[np.int64], Rows]:
        """What neighbours may be one character: for each finding the index of the pair, and its row."""
        return _found(self._parts, _pair(left, right))

    def of_whole(self, whole: Points) -> tuple[NDArray[np.int64], Rows]:
        """Which two characters each may be made of: for each finding the index of the character, and its row."""
        which, at = _found(self._wholes, whole.astype(np.int64))
        return which, self._by_whole[at]


def _pair(left: NDArray[np.unsignedinteger], right: NDArray[np.unsignedinteger]) -> NDArray[np.int64]:
    return left.astype(np.int64) << 32 | right.astype(np.int64)


def _found(rising: NDArray[np.int64], keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every place at which each key stands: index of the key, place."""
    first, last = np.searchsorted(rising, keys, side="left"), np.searchsorted(rising, keys, side="right")
    count = last - first
    which = np.repeat(np.arange(len(keys)), count)
    within = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    return which, first[which] + within


@cache
def default_components() -> Components:
    """The table that is shipped in ``resources/tables/slips``."""
    return Components(np.load(resource_path("tables/slips/components.npy")))
