"""A compact, memory-mapped map from n-gram keys to small numbers that answers whole arrays of keys at once.

It is a binary fuse map (Graf and Lemire, *Binary Fuse Filters*, 2022): every key owns three slots, and the exclusive
or of the three gives its fingerprint and its value. Keys are not stored, so an entry costs 1.13 slots; a key that was
never put in passes for one with probability 2^-16, which callers lower further by asking for an n-gram only where its
parts are known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

_MIX_1, _MIX_2, _MIX_3 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53), np.uint64(0x9E3779B97F4A7C15)
_33, _18, _32, _48 = np.uint64(33), np.uint64(18), np.uint64(32), np.uint64(48)


@dataclass(frozen=True)
class Layout:
    """Where the slots of a key are: three neighbouring segments of equal length, a power of two."""

    segment_length: int
    segments: int
    seed: int

    @property
    def slots(self) -> int:
        return (self.segments + 2) * self.segment_length

    def hashed(self, keys: Keys) -> Keys:
        """A 64-bit hash of each key (the finaliser of MurmurHash3)."""
        mixed = keys + np.uint64(self.seed)
        mixed ^= mixed >> _33
        mixed *= _MIX_1
        mixed ^= mixed >> _33
        mixed *= _MIX_2
        mixed ^= mixed >> _33
        return mixed

    def places(self, hashed: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """The three slots of each hashed key."""
        mask = np.uint64(self.segment_length - 1)
        first = ((hashed >> _32) * np.uint64(self.segments * self.segment_length)) >> _32
        second = (first + np.uint64(self.segment_length)) ^ ((hashed >> _18) & mask)
        third = (first + np.uint64(2 * self.segment_length)) ^ (hashed & mask)
        return first.view(np.int64), second.view(np.int64), third.view(np.int64)


def fingerprints(hashed: Keys) -> NDArray[np.uint16]:
    """Sixteen bits that tell a key from strangers in the same slots."""
    return ((hashed * _MIX_3) >> _48).astype(np.uint16)


@dataclass(frozen=True, eq=False)
class Table:
    """The slots of one map: fingerprints, and one or more columns of bytes."""

    layout: Layout
    marks: NDArray[np.uint16]
    columns: tuple[NDArray[np.uint8], ...]

    def find(self, keys: Keys) -> tuple[NDArray[np.bool_], tuple[NDArray[np.uint8], ...]]:
        """Which keys are there, and of those, in their order, the bytes of each column."""
        hashed = self.layout.hashed(keys)
        a, b, c = self.layout.places(hashed)
        found = (self.marks[a] ^ self.marks[b] ^ self.marks[c]) == fingerprints(hashed)
        a, b, c = a[found], b[found], c[found]
        return found, tuple(column[a] ^ column[b] ^ column[c] for column in self.columns)
