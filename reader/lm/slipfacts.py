"""Plain facts about a hypothesis that characters were put in, left out, split or merged, as numbers to weigh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reader.lm.features import Sources
from reader.lm.hypotheses import Hypotheses, Places, Slip, Text, between
from reader.lm.model import Floats, Model
from reader.lm.proposals import REACH
from reader.lm.vocabulary import LATIN, Symbols, code_points

FACTS = (
    "gain", "margin", "own", "loosest", "left freedom", "right freedom", "extra freedom", "extra share",
    "bound before", "bound after", "word before", "word after", "repeated", "error rate", "beside a suspect",
    "on a suspect", "habit", "doubled", "over a substitution", "page tesseract", "page ppocr",
)
FARTHEST = 5.0
"""Margins between two readings above this say no more."""

FEW = 2.0
"""Misread characters granted to an unknown kind of recogniser before asking which it was."""


@dataclass(frozen=True, eq=False)
class Page:
    """What is known of a page before its slips are weighed."""

    model: Model
    symbols: Symbols
    points: NDArray[np.uint32]
    """The code point of each symbol."""
    suspected: NDArray[np.float64]
    """For each symbol how likely it is misread."""
    error_rate: float
    """Logarithm of the share of characters that are probably misread."""
    engines: NDArray[np.float64]
    """How likely each kind of recogniser made the page; little for all where little tells."""
    repeated: Callable[[int, int], int]
    """How often the symbols from one index up to another stand in the document as they stand here."""

    @cached_property
    def text(self) -> Text:
        """The page as the language model reads it; looked at only where there is something to weigh."""
        return Text(self.model, self.symbols)


def engine_weights(sources: Sources, observed: str, true: str) -> NDArray[np.float64]:
    """How likely each kind of recogniser made a page on which these characters stand for those; 0 if there are none."""
    pairs = sources.channel.find(code_points(observed), code_points(true))
    rates = sources.rates(pairs).astype(np.float64)
    if not len(rates):
        return np.zeros(rates.shape[1])
    evidence = 0.5 * (rates - rates.max(axis=1, keepdims=True)).sum(axis=0)
    weights: NDArray[np.float64] = np.exp(np.maximum(evidence - evidence.max(), -4.0))
    weights *= len(observed) / (len(observed) + FEW) / weights.sum()
    return weights


def slip_facts(sources: Sources, page: Page, found: Hypotheses, habits: Floats) -> Floats:
    """One row of :data:`FACTS` for each hypothesis; ``habits`` as in :class:`reader.lm.slips.Weighing`."""
    text, at, taken = page.text, found.at, found.taken
    left, right = text.padded[at + REACH - 1], text.padded[at + taken + REACH]
    freedom = [_freedom(sources, side) for side in (left, right)]
    extra = _extra(text, found, habits)
    standing, rewritten = _standing(text, at, taken), [left, *found.put.T, right]
    columns = [
        found.gains, np.minimum(found.margins, FARTHEST), text.log_p[at], np.minimum(*freedom), *freedom,
        _freedom(sources, extra), sources.model.unigrams[extra],
        _bound(sources, standing), _bound(sources, rewritten),
        *_words(sources, text, found),
        np.log1p([page.repeated(k, k + taken) - 1 for k in at.tolist()]),
        np.full(len(at), page.error_rate),
        _around(page.suspected, at - 1, at + taken), _around(page.suspected, at, at + taken - 1),
        habits[extra], (standing[1] == left) | (standing[-2] == right) if taken else extra == right,
        _over_substitution(text, found), *(np.full(len(at), weight) for weight in page.engines[:2]),
    ]  # fmt: skip
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _freedom(sources: Sources, symbols: Symbols) -> Floats:
    """How often each symbol stands bound to no neighbour; numbers, marks and line ends always do."""
    return np.where(symbols > LATIN, sources.freedom[symbols], np.float32(1))


def _standing(text: Text, at: Places, taken: int) -> list[Symbols]:
    return [text.padded[at + REACH - 1 + k] for k in range(taken + 2)]


def _extra(text: Text, found: Hypotheses, habits: Floats) -> Symbols:
    """The character that is too many or missing; of two the one that recognisers put in more readily."""
    if found.slip is Slip.DROPPED:
        return found.put[:, 0]
    first = text.symbols[found.at]
    if found.taken == 1:
        return first
    second = text.symbols[found.at + 1]
    return np.where(habits[first] >= habits[second], first, second).astype(np.uint16)


def _bound(sources: Sources, symbols: list[Symbols]) -> Floats:
    """The closest tie between two neighbours, in nats above chance."""
    ties = [sources.model.bigrams(a, b)[0] - sources.model.unigrams[b] for a, b in pairwise(symbols)]
    closest: Floats = np.max(ties, axis=0)
    return closest


def _words(sources: Sources, text: Text, found: Hypotheses) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """The longest known word over the place as it stands, and as rewritten."""
    at, taken, put = found.at, found.taken, found.put
    reach = np.arange(-REACH, REACH + 1)
    padded = np.concatenate([text.padded, np.full(REACH, text.padded[-1])])
    standing = padded[np.minimum(at[:, None] + REACH + reach, len(padded) - 1)]
    before = text.padded[at[:, None] + np.arange(REACH)]
    after = padded[at[:, None] + taken + REACH + np.arange(REACH + 1)]
    rewritten = np.concatenate([before, put, after], axis=1)[:, : 2 * REACH + 1]
    return sources.lexicon.covering(standing)[0], sources.lexicon.covering(rewritten)[0]


def _around(suspected: NDArray[np.float64], first: Places, last: Places) -> NDArray[np.float64]:
    """The most likely misreading from one index to another, both included."""
    most = np.zeros(len(first))
    for step in range(int((last - first).max(initial=-1)) + 1):
        inside = (first + step >= 0) & (first + step <= np.minimum(last, len(suspected) - 1))
        most = np.maximum(most, np.where(inside, suspected[np.clip(first + step, 0, len(suspected) - 1)], 0))
    return most


def _over_substitution(text: Text, found: Hypotheses) -> Floats:
    """How much better (nats) the text reads than with one other character at the place and all characters kept.

    Not asked for what was left out: there a misread neighbour shows as a suspect.
    """
    best = np.full(len(found.at), 0, dtype=np.float32)
    if found.slip is Slip.DROPPED:
        return best
    for step in range(found.taken):
        single = between(text, found.at + step, 1, found.slip)
        rows = np.searchsorted(found.at, single.at - step)
        best[rows] = np.maximum(best[rows], single.gains)
    return found.gains - best
