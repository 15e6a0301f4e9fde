"""Counts n-grams by sorting packed keys.

An n-gram of up to four symbols of 14 bits packs into the upper 56 bits of a uint64, its weight into the lower 8; one
sort of the whole array brings equal n-grams together. 120 million keys take about a gigabyte and some seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.lm.vocabulary import BOUNDARY, SYMBOL_BITS, UNKNOWN

Keys = NDArray[np.uint64]
WEIGHT_BITS = 8


@dataclass(frozen=True)
class Counts:
    """The n-grams of one order: packed keys in rising order, weighted counts, plain occurrences."""

    order: int
    keys: Keys
    weighted: NDArray[np.float64]
    plain: NDArray[np.uint32]


def packed(symbols: NDArray[np.uint16], order: int) -> Keys:
    """The key of the n-gram that starts at each place."""
    length = len(symbols) - order + 1
    keys = np.zeros(length, dtype=np.uint64)
    for k in range(order):
        keys <<= np.uint64(SYMBOL_BITS)
        keys |= symbols[k:k + length]
    return keys


def _usable(symbols: NDArray[np.uint16], order: int) -> NDArray[np.bool_]:
    """Where an n-gram may start: no unknown symbol in it, a boundary at most at its ends."""
    length = len(symbols) - order + 1
    usable = np.ones(length, dtype=bool)
    for k in range(order):
        part = symbols[k:k + length]
        usable &= part != UNKNOWN
        if 0 < k < order - 1:
            usable &= part != BOUNDARY
    return usable


def count(symbols: NDArray[np.uint16], weights: NDArray[np.uint8], order: int) -> Counts:
    """Counts the n-grams of one order; the weight is that of an n-gram's last symbol."""
    keys = packed(symbols, order)
    keys <<= np.uint64(WEIGHT_BITS)
    keys |= weights[order - 1:]
    keys = keys[_usable(symbols, order)]
    keys.sort()
    starts = np.flatnonzero(np.diff(keys >> np.uint64(WEIGHT_BITS), prepend=np.uint64(2**64 - 1)))
    weight = (keys & np.uint64((1 << WEIGHT_BITS) - 1)).astype(np.uint8)
    weighted = np.add.reduceat(weight, starts, dtype=np.int64).astype(np.float64)
    plain = np.diff(starts, append=len(keys)).astype(np.uint32)
    return Counts(order, keys[starts] >> np.uint64(WEIGHT_BITS), weighted, plain)
