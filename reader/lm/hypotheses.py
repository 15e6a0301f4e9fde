"""What a recogniser may have done at a place besides taking one character for another, and how the text would read.

Slips change the number of characters: one was put in that is not printed (和和贯彻), one was left out (完性文件 for
完善性文件), one was read as two (女口 for 如), two as one, or one was put in beside a misread one (陈独和大 for
陈独秀).
Each hypothesis rewrites at most two characters and is judged over the whole window that the model sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reader.lm.components import Components
from reader.lm.model import LOG_P, Floats, Model
from reader.lm.proposals import CANDIDATE_SYMBOLS, REACH
from reader.lm.vocabulary import BOUNDARY, LATIN, UNKNOWN, Symbols

Places = NDArray[np.int64]

CANDIDATES = 12
"""Characters that the full model judges for one place, of those that the bigrams of both sides let through."""

BRIDGED = -3.0
"""Nats by which two pairs may be likelier than the one pair that stands there, at least, for what is left out to be
looked for: the whole window seldom gives back what the pairs deny."""
STRANGE = -6.0
"""Log-probability of a character after another below which they are hardly ever neighbours (女子 is a word)."""


class Slip(IntEnum):
    """What happened to the number of characters."""

    INSERTED = 0
    DROPPED = 1
    SPLIT = 2
    MERGED = 3
    STRAY = 4
    """A character put in beside one that is misread: two stand for one and only one of them is like it."""


@dataclass(frozen=True, eq=False)
class Hypotheses:
    """Rewritings of one text, all of one kind; one row each."""

    slip: Slip
    at: Places
    """Index of the first symbol concerned."""
    taken: int
    """How many symbols are rewritten."""
    put: Symbols
    """What is written instead; shape (rows, symbols put)."""
    gains: Floats
    """Log-likelihood (nats) of the window as rewritten, less that of the window as it stands."""
    margins: Floats
    """By how much the best rewriting of the place goes before the next; 20 where there is no other."""

    def kept(self, rows: NDArray[np.bool_] | Places) -> Hypotheses:
        """Only these rows."""
        return Hypotheses(self.slip, self.at[rows], self.taken, self.put[rows], self.gains[rows], self.margins[rows])


@dataclass(frozen=True, eq=False)
class Text:
    """The symbols of a text with the edges that windows need, and how likely each is after those before it."""

    model: Model
    symbols: Symbols

    @cached_property
    def padded(self) -> Symbols:
        """The symbols between boundaries."""
        edge = np.full(REACH, BOUNDARY, dtype=np.uint16)
        return np.concatenate([edge, self.symbols, edge])

    @cached_property
    def log_p(self) -> Floats:
        """Log-probability of each symbol, and of the boundaries after the last."""
        return self.model.log_probabilities(self.padded)

    @cached_property
    def sums(self) -> NDArray[np.float64]:
        """Running sums of :attr:`log_p`, from 0."""
        return np.concatenate([[0.0], np.cumsum(self.log_p, dtype=np.float64)])

    def stands(self, at: Places, taken: int) -> NDArray[np.float64]:
        """Log-likelihood of the symbols taken and the three after them."""
        if "log_p" in self.__dict__:
            return self.sums[at + taken + REACH] - self.sums[at]
        # A few places of a text that nobody has read yet: on most pages it need not be read at all.
        columns = [self.padded[at + k] for k in range(taken + 2 * REACH)]
        standing: NDArray[np.float64] = np.sum(self.model.evaluate_columns(columns)[0], axis=0, dtype=np.float64)
        return standing

    def gains(self, at: Places, taken: int, put: Symbols) -> Floats:
        """How much likelier (nats) the text is with ``put`` instead of ``taken`` symbols; any number of columns."""
        before = [self.padded[at + k] for k in range(REACH)]
        after = [self.padded[at + taken + REACH + k] for k in range(REACH)]
        columns = [*before, *(put[:, k] for k in range(put.shape[1])), *after]
        rewritten: Floats = np.sum(self.model.evaluate_columns(columns)[0], axis=0)
        return (rewritten - self.stands(at, taken)).astype(np.float32)


def inserted(text: Text, places: Places) -> Hypotheses:
    """Each place without its character."""
    gains = text.gains(places, 1, np.zeros((len(places), 0), dtype=np.uint16))
    return Hypotheses(Slip.INSERTED, places, 1, np.zeros((len(places), 0), dtype=np.uint16), gains,
                      np.full(len(places), 20, dtype=np.float32))  # fmt: skip


def between(text: Text, places: Places, taken: int, slip: Slip) -> Hypotheses:
    """Each place with the best single character instead of ``taken`` ones (0: put in between)."""
    rows: list[NDArray[np.int64]] = []
    put: list[Symbols] = []
    left, right = text.padded[places + REACH - 1], text.padded[places + taken + REACH]
    stands = text.model.bigrams(left, right)[0] if not taken else np.full(len(places), -np.inf)
    for row, (first, last, pair) in enumerate(zip(left.tolist(), right.tolist(), stands.tolist(), strict=True)):
        symbols = _bridges(text.model, first, last, pair + BRIDGED)
        if len(symbols):
            rows.append(np.full(len(symbols), row))
            put.append(symbols)
    which = np.concatenate([np.zeros(0, dtype=np.int64), *rows])
    symbols = np.concatenate([np.zeros(0, dtype=np.uint16), *put])[:, None]
    return _best(slip, places, taken, which, symbols, text.gains(places[which], taken, symbols))


def _bridges(model: Model, first: int, last: int, least: float) -> Symbols:
    """The characters that stand most readily after ``first`` and before ``last``; both pairs are known ones.

    None if not even the best makes two pairs of at least this log-probability together.
    """
    a, b = int(model.row_starts[first]), int(model.row_starts[first + 1])
    after = model.successors[a:b]
    starts, before, _, before_log_p = model.predecessors
    c, d = int(starts[last]), int(starts[last + 1])
    before, before_log_p = before[c:d], before_log_p[c:d]
    if not len(after) or not len(before):
        return after[:0]
    # Both rise: the shorter is looked up in the longer, many times quicker than a general intersection.
    short, long = (after, before) if len(after) < len(before) else (before, after)
    at = np.minimum(np.searchsorted(long, short), len(long) - 1)
    in_short = np.flatnonzero((long[at] == short) & (short > LATIN) & (short < CANDIDATE_SYMBOLS))
    in_long, bridges = at[in_short], short[in_short]
    here, there = (in_short, in_long) if short is after else (in_long, in_short)
    rating = LOG_P[model.successor_log_p[a:b][here]] + LOG_P[before_log_p[there]]
    if not len(rating) or rating.max() < least:
        return bridges[:0]
    if len(bridges) > CANDIDATES:
        bridges = bridges[np.argpartition(rating, len(rating) - CANDIDATES)[-CANDIDATES:]]
    return bridges


def halves(model: Model, symbols: Symbols, points: NDArray[np.uint32], components: Components) -> tuple[Places, Places]:
    """Neighbours that look like one character side by side and are hardly ever neighbours: place, row of components."""
    places, rows = components.of_parts(points[:-1], points[1:])
    strange = model.bigrams(symbols[places], symbols[places + 1])[0] < STRANGE
    return places[strange], rows[strange]


def joined(text: Text, places: Places, rows: Places, components: Components) -> Hypotheses:
    """The :func:`halves` of a text as the characters that they look like."""
    put = _symbols(text.model, components.rows[rows, 2])[:, None]
    return _best(Slip.SPLIT, np.arange(len(text.symbols)), 2, places, put, text.gains(places, 2, put))


def parted(text: Text, places: Places, points: NDArray[np.uint32], components: Components) -> Hypotheses:
    """Each place as the two characters that its character looks like side by side; ``points`` of the places."""
    which, rows = components.of_whole(points)
    put = _symbols(text.model, components.rows[rows, :2].ravel()).reshape(-1, 2)
    known = (put != UNKNOWN).all(axis=1)
    which, put = which[known], put[known]
    return _best(Slip.MERGED, places, 1, which, put, text.gains(places[which], 1, put))


def _symbols(model: Model, points: NDArray[np.uint16]) -> Symbols:
    return model.vocabulary.symbols_of(points.astype("<u2").tobytes().decode("utf-16-le"))


def _best(slip: Slip, places: Places, taken: int, which: Places, put: Symbols, gains: Floats) -> Hypotheses:
    """The best rewriting of each place, with its distance to the next."""
    order = np.lexsort((-gains, which))
    first = np.flatnonzero(np.diff(which[order], prepend=-1))
    following = first + 1
    same = (following < len(order)) & (which[order[np.minimum(following, len(order) - 1)]] == which[order[first]])
    best = order[first]
    margins = np.full(len(best), 20, dtype=np.float32)
    margins[same] = gains[best[same]] - gains[order[following[same]]]
    return Hypotheses(slip, places[which[best]], taken, put[best], gains[best], margins)
