"""Builds the binary fuse maps that ``reader.lm.table`` reads.

Peeling is done in rounds over arrays: all keys that own a slot alone are taken off at once; in reverse order of the
rounds each key then sets its own slot so that the exclusive or of its three slots comes out right.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from reader.lm.table import Keys, Layout, Table, fingerprints


def _layout(n: int, seed: int) -> Layout:
    """Segment length and size for three hashes, from the reference implementation of the paper."""
    length = 1 << max(2, math.floor(math.log(max(n, 2)) / math.log(3.33) + 2.25))
    factor = max(1.125, 0.875 + 0.25 * math.log(1e6) / math.log(max(n, 2)))
    return Layout(length, max(1, math.ceil(n * factor / length) - 2), seed)


def _peel(places: NDArray[np.int64], slots: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]] | None:
    """Rounds of (keys, the slot each owns), or None if some keys cannot be taken off."""
    n = places.shape[1]
    degree = np.bincount(places.ravel(), minlength=slots).astype(np.int32)
    owner = np.zeros(slots, dtype=np.int64)
    for row in places:
        np.bitwise_xor.at(owner, row, np.arange(n))
    rounds, left = [], n
    alone = np.flatnonzero(degree == 1)
    while len(alone):
        keys, first = np.unique(owner[alone], return_index=True)
        rounds.append((keys, alone[first]))
        left -= len(keys)
        touched = places[:, keys].ravel()
        np.subtract.at(degree, touched, 1)
        np.bitwise_xor.at(owner, touched, np.tile(keys, 3))
        touched = np.unique(touched)
        alone = touched[degree[touched] == 1]
    return None if left else rounds


def build(keys: Keys, columns: list[NDArray[np.uint8]]) -> Table:
    """A map from unique keys to one byte per column."""
    for seed in range(1, 100):
        layout = _layout(len(keys), seed * 0x9E3779B9)
        hashed = layout.hashed(keys)
        places = np.stack(layout.places(hashed))
        rounds = _peel(places, layout.slots)
        if rounds is not None:
            break
    else:
        raise RuntimeError(f"no seed out of 100 gives a map of {len(keys)} keys: are they unique?")
    marks = np.zeros(layout.slots, dtype=np.uint16)
    filled: list[NDArray[np.uint8]] = [np.zeros(layout.slots, dtype=np.uint8) for _ in columns]
    wanted = fingerprints(hashed)
    for members, own in reversed(rounds):
        a, b, c = places[:, members]
        marks[own] = wanted[members] ^ marks[a] ^ marks[b] ^ marks[c]
        for slot, column in zip(filled, columns, strict=True):
            slot[own] = column[members] ^ slot[a] ^ slot[b] ^ slot[c]
    return Table(layout, marks, tuple(filled))
