"""What may have stood at the unlikely places of a text: candidates for single characters.

Places are the Han characters whose own or whose followers' log-probability is low. For each, every character of the
vocabulary is rated by the bigrams on both sides and the channel at once (rows of a dense matrix); the best are then
judged by the full model over the window of three characters before and after.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reader.lm.channel import RATE, Channel, true_symbols
from reader.lm.model import LOG_P, Floats, Model
from reader.lm.vocabulary import BOUNDARY, Positions, Symbols, code_points

REACH = 3
"""The model looks three characters back, so a character bears on the three that follow."""
WIDTH = 2 * REACH + 1
UNRELATED = -12.5
"""Log P(observed | true) granted to a pair that no table knows."""
BATCH = 192


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

    @property
    def scores(self) -> Floats:
        """The order of the candidates: gain plus channel."""
        return self.gains + self.rates


def _padded(symbols: Symbols) -> Symbols:
    edge = np.full(REACH, BOUNDARY, dtype=np.uint16)
    return np.concatenate([edge, symbols, edge])


def windows_at(symbols: Symbols, places: NDArray[np.int64]) -> Symbols:
    """Each place with three symbols on each side, boundaries beyond the ends."""
    windows: Symbols = _padded(symbols)[places[:, None] + np.arange(WIDTH)]
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


class Generator:
    """Makes proposals with one model and one channel; keeps the dense rows of the text it works on."""

    def __init__(self, model: Model, channel: Channel) -> None:
        self.model, self.channel = model, channel
        self._true = true_symbols(channel, model.vocabulary)
        self._rate_levels = np.exp(RATE.astype(np.float64))
        self._allowed = np.array([False] * 4 + ["\u4e00" <= ch <= "\u9fff" for ch in model.vocabulary.characters])

    def pair_rates(self, pairs: NDArray[np.int64], engine_weights: NDArray[np.float64]) -> Floats:
        """Log P(observed | true) of pairs for a mixture of recognisers."""
        rates = self._rate_levels[self.channel.rates[pairs]] @ engine_weights
        return np.log(rates).astype(np.float32)

    def _forward(self, symbols: Symbols) -> tuple[Floats, NDArray[np.int64]]:
        """Rows log p(· | symbol) of the different symbols, and which row each symbol has."""
        model = self.model
        unique, row = np.unique(symbols, return_inverse=True)
        rows = model.unigram_back_off[unique][:, None] + model.unigrams[None, :]
        for k, symbol in enumerate(unique.tolist()):
            a, b = model.row_starts[symbol], model.row_starts[symbol + 1]
            rows[k, model.successors[a:b]] = LOG_P[model.successor_log_p[a:b]]
        return rows, row

    def _backward(self, symbols: Symbols) -> tuple[Floats, NDArray[np.int64]]:
        """Rows log p(symbol | ·) of the different symbols, and which row each symbol has."""
        model = self.model
        unique, row = np.unique(symbols, return_inverse=True)
        starts, first, log_p = model.predecessors
        rows = model.unigram_back_off[None, :] + model.unigrams[unique][:, None]
        for k, symbol in enumerate(unique.tolist()):
            a, b = starts[symbol], starts[symbol + 1]
            rows[k, first[a:b]] = LOG_P[log_p[a:b]]
        return rows, row

    def propose(self, symbols: Symbols, places: NDArray[np.int64], observed: NDArray[np.uint32],
                engine_weights: NDArray[np.float64], top: int = 32, kept: int = 6,
                here: Symbols | None = None) -> Proposals:
        """The ``kept`` best candidates at each place, of the ``top`` that bigrams and channel let through.

        ``here`` is what stands at each place, where ``symbols`` is a reading with corrections in it.
        """
        windows = windows_at(symbols, places)
        if here is not None:
            windows[:, REACH] = here
        parts = [self._propose(windows[a:a + BATCH], observed[a:a + BATCH], engine_weights, top, kept)
                 for a in range(0, max(len(places), 1), BATCH)]
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
        return Proposals(places, windows, observed, *columns)

    def _propose(self, windows: Symbols, observed: NDArray[np.uint32], engine_weights: NDArray[np.float64],
                 top: int, kept: int) -> tuple[NDArray[np.generic], ...]:
        n, size = len(windows), len(self.model.vocabulary)
        here = windows[:, REACH]
        forward, row = self._forward(windows[:, REACH - 1])
        rating = forward[row]
        backward, row = self._backward(windows[:, REACH + 1])
        rating += backward[row]
        text = observed.astype("<u4").tobytes().decode("utf-32-le", "replace")
        which, pairs = self.channel.rows(text)
        rates = self.pair_rates(pairs, engine_weights)
        rating[which, self._true[pairs]] += rates - np.float32(UNRELATED)
        rating[:, ~self._allowed] = -np.inf
        rating[np.arange(n), here] = -np.inf
        top = min(top, size - 1)
        chosen = np.argpartition(rating, size - top, axis=1)[:, size - top:].astype(np.uint16)

        whole = np.repeat(windows[:, None, :], top + 1, axis=1)
        whole[:, :top, REACH] = chosen
        log_p = self.model.log_probabilities(whole.reshape(-1, WIDTH)).reshape(n, top + 1, WIDTH - REACH)
        total = log_p.sum(axis=2)
        gains = total[:, :top] - total[:, top:]
        points = self.points[chosen]
        pair = self.channel.find(np.repeat(observed, top), points.ravel()).reshape(n, top)
        rate = np.full((n, top), UNRELATED, dtype=np.float32)
        rate[pair >= 0] = self.pair_rates(pair[pair >= 0], engine_weights)
        order = np.argsort(-(gains + rate), axis=1, kind="stable")[:, :kept]

        def ranked(values: NDArray[np.generic]) -> NDArray[np.generic]:
            return np.take_along_axis(values, order, axis=1)

        return ranked(chosen), ranked(gains), ranked(rate), ranked(pair)

    @cached_property
    def points(self) -> NDArray[np.uint32]:
        """The code point of each symbol, 0 for the classes."""
        return np.concatenate([np.zeros(4, dtype=np.uint32), code_points(self.model.vocabulary.characters)])


def han(text: str, positions: Positions) -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
    """Which positions hold a Han character, and the code point at each position."""
    points = code_points(text)[positions]
    return ((points >= 0x3400) & (points <= 0x9FFF)) | (points >= 0x20000), points
