"""What a printed character may have been: confusions that recognisers made, and glyphs that look alike.

Pairs are looked up from the *observed* side: 量 is only a distant neighbour of 虽 among all glyphs, but the third
among those that 虽 may stand for. Each pair carries, for three kinds of recogniser, how often the true character was
printed as the observed one, and how alike the two glyphs are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reader.assets import resource_path
from reader.lm.vocabulary import Symbols, Vocabulary, code_points

ENGINES = ("tesseract", "ppocr", "classic")

LOWEST_RATE = -14.0
"""Log P(observed | true) of a pair that was never seen, and the value of byte 0."""
RATE = np.linspace(LOWEST_RATE, 0, 256, dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Channel:
    """Sparse rows of pairs, one row for each observed character."""

    observed: NDArray[np.uint16]
    """Code points of the observed characters, rising."""
    starts: NDArray[np.uint32]
    true: NDArray[np.uint16]
    """Code point of each true character, rising within a row."""
    rates: NDArray[np.uint8]
    """Log P(observed | true) by engine as bytes of :data:`RATE`; shape (pairs, engines)."""
    likeness: NDArray[np.uint8]
    """Glyph correlation × 255; 0 if not among the nearest."""

    def rows(self, characters: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """All pairs of some observed characters: index into ``characters``, index of the pair."""
        points = np.minimum(code_points(characters), 0xFFFF).astype(np.uint16)
        at = np.minimum(np.searchsorted(self.observed, points), len(self.observed) - 1)
        known = self.observed[at] == points
        first = np.where(known, self.starts[at], 0).astype(np.int64)
        lengths = np.where(known, self.starts[at + 1], 0).astype(np.int64) - first
        which = np.repeat(np.arange(len(points)), lengths)
        ends = np.cumsum(lengths)
        pairs = np.arange(len(which)) - np.repeat(ends - lengths, lengths) + np.repeat(first, lengths)
        return which, pairs

    def find(self, observed: NDArray[np.uint32], true: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The index of each pair of code points, −1 where it is not in the table."""
        keys = observed.astype(np.int64) << 16 | true.astype(np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, -1)

    @cached_property
    def keys(self) -> NDArray[np.int64]:
        """Observed and true code point of each pair in one number, rising."""
        rows = np.repeat(self.observed.astype(np.int64), self.starts[1:] - self.starts[:-1])
        return rows << 16 | self.true


def true_symbols(channel: Channel, vocabulary: Vocabulary) -> Symbols:
    """The symbol of the true character of every pair."""
    return vocabulary.symbols_of(channel.true.astype("<u4").tobytes().decode("utf-32-le"))


def save(channel: Channel, folder: Path) -> None:
    """Writes the table as plain arrays."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("observed", "starts", "true", "rates", "likeness"):
        np.save(folder / f"{name}.npy", getattr(channel, name))


@cache
def load(folder: Path) -> Channel:
    """Opens a table that :func:`save` wrote, memory-mapped."""
    return Channel(*(np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)
                     for name in ("observed", "starts", "true", "rates", "likeness")))


def default_channel() -> Channel:
    """The table that is shipped in ``resources/tables/channel``."""
    return load(resource_path("tables/channel"))
