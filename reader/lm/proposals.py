"""What may have stood at the unlikely places of a text: candidates for single characters.

Places are the Han characters whose own or whose followers' log-probability is low. For each, every character of the
vocabulary is rated by the bigrams on both sides and the channel at once (rows of a dense matrix); the best are then
judged by the full model over the window of three characters before and after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from reader.lm.channel import RATE, Channel, true_symbols
from reader.lm.model import LOG_P, Bigrams, Floats, Model
from reader.lm.vocabulary import BOUNDARY, FIRST_CHARACTER, Positions, Symbols, code_points

REACH = 3
"""The model looks three characters back, so a character bears on the three that follow."""
WIDTH = 2 * REACH + 1
UNRELATED = -12.5
"""Log P(observed | true) granted to a pair that no table knows."""
BATCH = 64
ROWS_KEPT = 256
"""Rows of probabilities that are kept on each side, 20 kB each: a few neighbours stand at most places of a text."""
CANDIDATE_SYMBOLS = 5000
"""Only the most frequent characters are proposed; the others stand fewer than thirty times in the training text."""
DOUBLE = np.float32(-1e4)
"""The gain of a candidate that was chosen twice: out of the running."""
TORN = -7.0
"""Log-probability of both pairs around a place below which its neighbours may be misread as well."""
HARD_SCORE, HARD_LOG_P, TOP_HARD = 4.0, -4.5, 240
"""Where the best score is below and the mean log-probability of what stands there is low, this many are judged."""
TOP, ONE_SIDED, KEPT = 24, 8, 10
"""Candidates rated by both sides and by each side alone that the full model judges, and how many are kept."""


@dataclass(frozen=True, eq=False)
class Proposals:
    """Candidates at the places of a text, best first; all arrays have one row per place."""

    places: NDArray[np.int64]
    """Index of each place into the symbols."""
    windows: Symbols
    """The place with three symbols on each side."""
    observed: NDArray[np.uint32]
    """Code point that stands there."""
    candidates: Symbols
    gains: Floats
    """Log-likelihood (nats) of the window with the candidate, less that with what stands there."""
    rates: Floats
    """Log P(observed | candidate) of the channel."""
    pairs: NDArray[np.int64]
    """Index of the pair in the channel, −1 if unknown there."""
    own: Floats
    """Log-probability of what stands there after the text before it."""

    @property
    def scores(self) -> Floats:
        """The order of the candidates: gain plus channel."""
        return self.gains + self.rates


def windows_at(symbols: Symbols, places: NDArray[np.int64], right: int = REACH) -> Symbols:
    """Each place with three symbols before and ``right`` after it, boundaries beyond the ends."""
    before, after = np.full(REACH, BOUNDARY, dtype=np.uint16), np.full(right, BOUNDARY, dtype=np.uint16)
    padded = np.concatenate([before, symbols, after])
    windows: Symbols = padded[places[:, None] + np.arange(REACH + 1 + right)]
    return windows


def unlikely_places(log_p: Floats, eligible: NDArray[np.bool_], share: float, threshold: float) -> NDArray[np.int64]:
    """Places worth a closer look.

    The eligible places with the lowest log-probability of the character and its followers (a mean per character),
    below ``threshold`` and at most the given ``share`` of all.
    """
    padded = np.concatenate([log_p, np.zeros(REACH, dtype=np.float32)])
    n = len(log_p)
    mean = (padded[:n] * 1.5 + padded[1:n + 1] * 1.5 + padded[2:n + 2] * 0.5 + padded[3:n + 3] * 0.5) / 4
    mean = np.where(eligible, mean, 0.0)
    count = round(share * float(eligible.sum()))
    if count == 0:
        return np.zeros(0, dtype=np.int64)
    limit = np.partition(mean, count - 1)[count - 1]
    return np.flatnonzero(eligible & (mean <= min(limit, threshold)))


def _most(rating: Floats, count: int) -> Symbols:
    """The ``count`` symbols with the highest rating in each row, in no order."""
    size = rating.shape[1]
    return np.argpartition(rating, size - count, axis=1)[:, size - count:].astype(np.uint16)


@dataclass(frozen=True, eq=False)
class Pool:
    """What bigrams and channel let through at each place, before the full model judges it.

    One row per place: the :data:`TOP` best rated, those that are looked at in hard cases only, those rated by one side
    alone (meaningless where ``torn`` is false), and in the last column what stands there.
    """

    symbols: Symbols
    fit: Floats
    """Log P(observed | symbol) above that of an unrelated pair."""
    torn: NDArray[np.bool_]
    """Whether the neighbours may be misread too, so that only one side tells the truth."""


class Generator:
    """Makes proposals with one model and one channel; keeps the dense rows of the text it works on."""

    def __init__(self, model: Model, channel: Channel) -> None:
        self.model, self.channel = model, channel
        self._true = true_symbols(channel, model.vocabulary)
        self._rate_levels = np.exp(RATE.astype(np.float64))
        self.size = min(CANDIDATE_SYMBOLS, len(model.vocabulary))
        han = [symbol >= FIRST_CHARACTER and "\u4e00" <= model.vocabulary.character(symbol) <= "\u9fff"
               for symbol in range(self.size)]
        self._open = np.where(han, np.float32(0), np.float32(-np.inf))
        self._row_after = lru_cache(maxsize=ROWS_KEPT)(self._after)
        self._row_before = lru_cache(maxsize=ROWS_KEPT)(self._before)

    def pair_rates(self, pairs: NDArray[np.int64], engine_weights: NDArray[np.float64]) -> Floats:
        """Log P(observed | true) of pairs for a mixture of recognisers."""
        rates = self._rate_levels[self.channel.rates[pairs]] @ engine_weights
        return np.log(rates).astype(np.float32)

    def _after(self, symbol: int) -> Floats:
        """Log p(· | symbol) of each symbol that is proposed."""
        model = self.model
        log_p: Floats = model.unigram_back_off[symbol] + model.unigrams[:self.size]
        a, b = int(model.row_starts[symbol]), int(model.row_starts[symbol + 1])
        b = a + int(np.searchsorted(model.successors[a:b], self.size))  # successors rise within a row
        log_p[model.successors[a:b]] = LOG_P[model.successor_log_p[a:b]]
        return log_p

    def _before(self, symbol: int) -> Floats:
        """Log p(symbol | ·) after each symbol that is proposed."""
        model = self.model
        starts, first, _, bigram_log_p = model.predecessors
        log_p: Floats = model.unigram_back_off[:self.size] + model.unigrams[symbol]
        a, b = int(starts[symbol]), int(starts[symbol + 1])
        b = a + int(np.searchsorted(first[a:b], self.size))
        log_p[first[a:b]] = LOG_P[bigram_log_p[a:b]]
        return log_p

    def _stacked(self, row: Callable[[int], Floats], symbols: Symbols) -> Floats:
        return np.array([row(symbol) for symbol in symbols.tolist()], dtype=np.float32).reshape(-1, self.size)

    def propose(self, symbols: Symbols, places: NDArray[np.int64], observed: NDArray[np.uint32],
                engine_weights: NDArray[np.float64], here: Symbols | None = None) -> Proposals:
        """The best candidates at each place, of those that bigrams and channel let through.

        ``here`` is what stands at each place, where ``symbols`` is a reading with corrections in it.
        """
        windows = windows_at(symbols, places)
        if here is not None:
            windows[:, REACH] = here
        parts = [self._pool(windows[a:a + BATCH], observed[a:a + BATCH], engine_weights)
                 for a in range(0, max(len(places), 1), BATCH)]
        pool = Pool(*(np.concatenate([getattr(part, name) for part in parts]) for name in Pool.__dataclass_fields__))
        candidates, gains, rates, pairs = self._best(pool, windows, observed, self._pairs_beside(symbols, places))
        own = np.zeros(len(places), dtype=np.float32)
        return Proposals(places, windows, observed, candidates, gains, rates, pairs, own)

    def _pairs_beside(self, symbols: Symbols, places: NDArray[np.int64]) -> dict[int, Bigrams]:
        """The bigrams of the windows that the middle has no part in, by their number; looked up once for the text."""
        edge = np.full(REACH, BOUNDARY, dtype=np.uint16)
        padded = np.concatenate([edge, symbols, edge])
        log_p, back_off, known = self.model.bigrams(padded[:-1], padded[1:])
        beside = [k for k in range(WIDTH - 1) if k not in (REACH - 1, REACH)]
        return {k: (log_p[places + k, None], back_off[places + k, None], known[places + k, None]) for k in beside}

    def _pool(self, windows: Symbols, observed: NDArray[np.uint32], engine_weights: NDArray[np.float64]) -> Pool:
        """Rates every character at each place of one batch of windows; keeps the best."""
        n = len(windows)
        here = windows[:, REACH].astype(np.int64)
        from_left = self._stacked(self._row_after, windows[:, REACH - 1])
        from_right = self._stacked(self._row_before, windows[:, REACH + 1])
        which, pairs = self.channel.rows(observed.astype("<u4").tobytes().decode("utf-32-le", "replace"))
        listed = self._true[pairs] < self.size
        which, pairs = which[listed], pairs[listed]
        fit = np.repeat(self._open[None, :], n, axis=0)
        fit[which, self._true[pairs]] = self.pair_rates(pairs, engine_weights) - np.float32(UNRELATED)
        inside = here < self.size
        row = np.flatnonzero(inside)
        torn = np.zeros(n, dtype=bool)
        torn[row] = (from_left[row, here[row]] < TORN) & (from_right[row, here[row]] < TORN)
        torn[~inside] = True
        fit[row, here[row]] = -np.inf
        rating = from_left + from_right
        rating += fit
        symbols = np.zeros((n, TOP_HARD + 2 * ONE_SIDED + 1), dtype=np.uint16)
        wide = _most(rating, TOP_HARD)
        inner = np.argpartition(np.take_along_axis(rating, wide, axis=1), TOP_HARD - TOP, axis=1)[:, ::-1]
        symbols[:, :TOP_HARD] = np.take_along_axis(wide, inner, axis=1)
        rows = np.flatnonzero(torn)
        if len(rows):
            unigrams = self.model.unigrams[:self.size]
            alone = symbols[rows, TOP_HARD:]
            alone[:, :ONE_SIDED] = _most(from_left[rows] + fit[rows], ONE_SIDED)
            alone[:, ONE_SIDED:-1] = _most(from_right[rows] + fit[rows] + unigrams, ONE_SIDED)
            symbols[rows, TOP_HARD:] = alone
        symbols[:, -1] = np.where(inside, here, 0)
        fits = np.take_along_axis(fit, symbols.astype(np.int64), axis=1)
        symbols[:, -1] = here
        return Pool(symbols, fits, torn)

    def _best(self, pool: Pool, windows: Symbols, observed: NDArray[np.uint32], beside: Mapping[int, Bigrams],
              ) -> tuple[Symbols, Floats, Floats, NDArray[np.int64]]:
        """Candidates, gains, rates and channel pairs of all places: the best of the pool by model and channel."""
        n = len(windows)
        candidates = np.zeros((n, KEPT), dtype=np.uint16)
        gains, rates = np.zeros((n, KEPT), dtype=np.float32), np.zeros((n, KEPT), dtype=np.float32)
        alone = list(range(TOP_HARD, TOP_HARD + 2 * ONE_SIDED))
        for rows, more in ((np.flatnonzero(~pool.torn), []), (np.flatnonzero(pool.torn), alone)):
            if not len(rows):
                continue
            judged = self._judge(pool, windows, rows, [*range(TOP), *more], beside)
            candidates[rows], gains[rows], rates[rows], stands = judged
            hard = (gains[rows, 0] + rates[rows, 0] < HARD_SCORE) & (stands < HARD_LOG_P)
            if hard.any():
                # what stands there is very unlikely and nothing much better has turned up: look further
                rows = rows[hard]
                judged = self._judge(pool, windows, rows, [*range(TOP_HARD), *more], beside)
                candidates[rows], gains[rows], rates[rows], _ = judged
        pairs = self.channel.find(np.repeat(observed, KEPT), self.points[candidates].ravel()).reshape(n, KEPT)
        return candidates, gains, rates, pairs

    def _judge(self, pool: Pool, windows: Symbols, rows: NDArray[np.int64], chosen: Sequence[int],
               beside: Mapping[int, Bigrams]) -> tuple[Symbols, Floats, Floats, Floats]:
        """The best of the ``chosen`` columns of the pool by the full model and the channel, best first.

        The last result is the mean log-probability of the place and its followers as they stand.
        """
        cut = np.ix_(rows, np.array([*chosen, pool.symbols.shape[1] - 1]))
        middle = pool.symbols[cut]
        columns = [windows[rows, j, None] for j in range(WIDTH)]
        columns[REACH] = middle
        pairs = {k: (log_p[rows], back_off[rows], known[rows]) for k, (log_p, back_off, known) in beside.items()}
        total: Floats = np.sum(self.model.evaluate_columns(columns, pairs)[0], axis=0, dtype=np.float32)
        gains = total[:, :-1] - total[:, -1:]
        stands: Floats = total[:, -1] / np.float32(WIDTH - REACH)
        rated = len(chosen) - 2 * ONE_SIDED if chosen[-1] >= TOP_HARD else len(chosen)
        for k in range(rated, len(chosen)):
            # rated by one side and among the best of both, or of the other side, as well
            gains[(middle[:, :k] == middle[:, k, None]).any(axis=1), k] = DOUBLE
        rates = pool.fit[cut][:, :-1] + np.float32(UNRELATED)
        order = np.argsort(-(gains + rates), axis=1, kind="stable")[:, :KEPT]
        best = np.take_along_axis(middle, order, axis=1)
        return best, np.take_along_axis(gains, order, axis=1), np.take_along_axis(rates, order, axis=1), stands

    @cached_property
    def points(self) -> NDArray[np.uint32]:
        """The code point of each symbol, 0 for the classes."""
        return np.concatenate([np.zeros(4, dtype=np.uint32), code_points(self.model.vocabulary.characters)])


def han(text: str, positions: Positions) -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
    """Which positions hold a Han character, and the code point at each position."""
    points = code_points(text)[positions]
    return ((points >= 0x3400) & (points <= 0x9FFF)) | (points >= 0x20000), points
