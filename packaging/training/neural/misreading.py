"""Puts recognition errors into rows of symbols; the tables are those of ``noise.Noise``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from noise import STRANGE, Noise
from numpy.typing import NDArray

from reader.lm.vocabulary import FIRST_CHARACTER, UNKNOWN, Symbols, Vocabulary

CLEAN = 0.2
"""Share of the rows without errors."""
LOWEST, HIGHEST = 0.002, 0.04
"""The share of misread characters in the others, drawn evenly."""
DROPPED, INSERTED = 0.04, 0.03
"""For each misread character so many are lost, and so many put in, on average (see shared/ocr/README.md)."""
NOTHING = 0xFFFF
"""The truth of a character that was put in."""


@dataclass(frozen=True, eq=False)
class Damaged:
    """Rows of symbols as a recogniser would have read them."""

    observed: Symbols
    truth: Symbols
    """What was printed; :data:`NOTHING` where nothing was."""


class Draws:
    """For each symbol what it is misread as, to be drawn for many at once."""

    def __init__(self, tables: dict[str, tuple[list[str], NDArray[np.float64]]], vocabulary: Vocabulary) -> None:
        size = len(vocabulary)
        kept = {int(vocabulary.symbols_of(true)[0]): options for true, options in tables.items()}
        kept.pop(UNKNOWN, None)
        order = sorted(kept)
        self.known = np.zeros(size, dtype=bool)
        self.known[order] = True
        self.rank = np.zeros(size, dtype=np.int64)
        self.rank[order] = np.arange(len(order))
        # One rising line for all symbols: symbol k's options lie between k and k + 1.
        self.ends = np.concatenate([k + np.cumsum(kept[symbol][1]) / kept[symbol][1].sum()
                                    for k, symbol in enumerate(order)])
        self.options = np.concatenate([vocabulary.symbols_of("".join(kept[symbol][0])) for symbol in order])

    def draw(self, symbols: Symbols, random: np.random.Generator) -> Symbols:
        """One misreading of each of the given symbols, all of which must be known."""
        at = np.searchsorted(self.ends, self.rank[symbols] + random.random(len(symbols)), side="right")
        drawn: Symbols = self.options[np.minimum(at, len(self.options) - 1)]
        return drawn


class Misreader:
    """Damages rows of symbols the way recognisers do."""

    def __init__(self, noise: Noise, vocabulary: Vocabulary) -> None:
        self.printed = [Draws(tables, vocabulary) for tables in noise.printed]
        self.near = Draws(noise.near, vocabulary)
        self.rate = np.ones((len(noise.rate), len(vocabulary)))
        for engine, rates in enumerate(noise.rate):
            symbols = vocabulary.symbols_of("".join(rates))
            self.rate[engine, symbols] = list(rates.values())
        self.rate[:, UNKNOWN] = 0
        self.characters = np.array([symbol >= FIRST_CHARACTER and "\u3400" <= vocabulary.character(symbol) <= "\u9fff"
                                    for symbol in range(len(vocabulary))])
        self.han = np.flatnonzero(self.characters).astype(np.uint16)

    def damage(self, rows: Symbols, random: np.random.Generator) -> Damaged:
        """Rows of the same shape; each is read by one recogniser at one rate of errors.

        What is lost moves the rest of its row up, and the row's last symbol is repeated at the end.
        """
        count, length = rows.shape
        engine = random.integers(len(self.printed), size=count)
        level = np.where(random.random(count) < CLEAN, 0.0, random.uniform(LOWEST, HIGHEST, count))
        chance = level[:, None] * self.rate[engine[:, None], rows]
        hit = self.characters[rows] & (random.random(rows.shape) < chance)
        observed = rows.copy()
        strange = random.random(rows.shape) < STRANGE
        for which in range(len(self.printed)):
            draws = self.printed[which]
            mine = hit & (engine == which)[:, None]
            usual = mine & ~strange & draws.known[rows]
            observed[usual] = draws.draw(rows[usual], random)
            other = mine & ~usual & self.near.known[rows]
            observed[other] = self.near.draw(rows[other], random)
        truth = rows.copy()
        times = np.ones(rows.shape, dtype=np.int64)
        times[(random.random(rows.shape) < level[:, None] * DROPPED) & self.characters[rows]] = 0
        times[random.random(rows.shape) < level[:, None] * INSERTED] = 2
        for row in np.flatnonzero((times != 1).any(axis=1)).tolist():
            places = np.repeat(np.arange(length), times[row])
            extra = np.flatnonzero(np.diff(places, prepend=-1) == 0)
            characters = random.choice(self.han, len(extra))
            observed[row], truth[row] = (_fitted(line, places, extra, more, length) for line, more in (
                (observed[row], characters), (truth[row], np.full(len(extra), NOTHING, dtype=np.uint16))))
        return Damaged(observed, truth)


def _fitted(line: Symbols, places: NDArray[np.int64], extra: NDArray[np.int64], more: Symbols, length: int) -> Symbols:
    """A row with its places dropped or doubled; the doubled ones hold what was put in; cut or filled to its length."""
    moved = line[places]
    moved[extra] = more
    filled: Symbols = np.append(moved, np.repeat(line[-1:], max(0, length - len(moved))))
    return filled[:length]
