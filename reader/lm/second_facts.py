"""Facts for a second look at the places that the first judge does not rule out.

They are few, so each candidate can be read in its whole window, and what the first judge said of the whole page can be
used: how many other places of the page are wrong, which recogniser the clear ones point to, what it said of the other
places where the same character stands.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from reader.lm.analysis import ENGINE_TRUST, Analysis
from reader.lm.channel import LOWEST_RATE
from reader.lm.features import CANDIDATE_FACTS, PLACE_FACTS, Sources
from reader.lm.lexicon import KINDS
from reader.lm.model import Floats
from reader.lm.proposals import REACH, UNRELATED, WIDTH
from reader.lm.vocabulary import UNKNOWN, code_points

Exact = NDArray[np.float64]

NEARBY = 30
"""So many characters to each side count as near: a blot or a fold spoils a few lines, not a page."""
NEVER = -9.0
"""Log-odds that stand for "no other place"."""
LIKENESS_COUNTS = 0.5
"""Glyph correlation from which likeness is measured: most pairs of characters reach it by chance."""

SECOND_CANDIDATE_FACTS = (
    *CANDIDATE_FACTS, "gain at place", "gain +1", "gain +2", "gain +3", "log p", "orders", "longest", "order",
    "word", "longer word", *KINDS, "freedom", "in names", "spoken", "surname", "weaker side", "stronger side",
    "left pair in document", "right pair in document", "rate here", "score here", "known pair", "marked likeness",
    "best gain", "gain rank", "root of gain", "worst fall",
)
_AT = {name: k for k, name in enumerate(SECOND_CANDIDATE_FACTS)}
_READ_AGAIN = SECOND_CANDIDATE_FACTS[len(CANDIDATE_FACTS):]

SECOND_PLACE_FACTS = (
    *PLACE_FACTS, "first odds", "rate of the rest", "clear elsewhere", "errors near",
    "same elsewhere", "same expected", "same agreed", "same others", "evidence", "evidence at this rate",
    "entropy", "share", "second share", "likeness by share", "rate by share", "best likeness", "highest gain",
    "second gain", "all gains", *(f"chosen: {name}" for name in _READ_AGAIN),
)


def log_sum(values: Exact) -> Exact:
    """Logarithm of the sum of exponentials of each row."""
    highest = values.max(axis=1)
    total: Exact = highest + np.log(np.exp(values - highest[:, None]).sum(axis=1))
    return total


def engines_of_the_rest(sources: Sources, analysis: Analysis, probability: Exact) -> Exact:
    """For each place, which recogniser the other places of the page point to; rows add up to one."""
    rates = sources.rates(analysis.proposals.pairs[:, 0]).astype(np.float64)
    rates -= rates.max(axis=1, keepdims=True)
    believed = probability * analysis.shares[:, 0] * (probability > 0.2)
    evidence = ENGINE_TRUST * rates * believed[:, None]
    rest = evidence.sum(axis=0) - evidence
    weights: Exact = np.exp(np.maximum(rest - rest.max(axis=1, keepdims=True), -4.0))
    weights /= weights.sum(axis=1, keepdims=True)
    return weights


def candidate_facts(sources: Sources, analysis: Analysis, rows: NDArray[np.int64], engines: Exact) -> Floats:
    """Facts about each candidate of some places; shape (rows, candidates, :data:`SECOND_CANDIDATE_FACTS`)."""
    model, lexicon = sources.model, sources.lexicon
    proposals, counts = analysis.proposals, analysis.counts
    windows, candidates = proposals.windows[rows], proposals.candidates[rows]
    shape = candidates.shape
    before = analysis.candidate_facts[rows, :, :len(CANDIDATE_FACTS)]
    mended = np.repeat(windows[:, None, :], shape[1], axis=1)
    mended[:, :, REACH] = candidates
    flat = mended.reshape(-1, WIDTH)
    evaluated = model.evaluate(flat)
    log_p, orders = evaluated[0].reshape(*shape, REACH + 1), evaluated[1].reshape(*shape, REACH + 1)
    gains = log_p - model.log_probabilities(windows)[:, None, :]
    word, kind = (found.reshape(shape) for found in lexicon.covering(flat))
    printed = np.concatenate([np.zeros(4, dtype=np.uint32), code_points(model.vocabulary.characters)])[candidates]
    known = proposals.pairs[rows] >= 0
    rates = np.exp(sources.rates(proposals.pairs[rows]).astype(np.float64))
    rate = np.log(np.maximum(np.einsum("nke,ne->nk", rates, engines), np.exp(LOWEST_RATE)))
    rate = np.where(known, rate, UNRELATED)
    gain = proposals.gains[rows]
    left = np.repeat(windows[:, REACH - 1, None], shape[1], axis=1)
    right = np.repeat(windows[:, REACH + 1, None], shape[1], axis=1)
    to_left, to_right = (before[:, :, CANDIDATE_FACTS.index(side)] for side in ("left", "right"))
    best = gain.max(axis=1, keepdims=True)
    columns = [
        *np.moveaxis(before, 2, 0), *np.moveaxis(gains, 2, 0), log_p[:, :, 0],
        orders.sum(axis=2), orders.max(axis=2), orders[:, :, 0],
        word, word - lexicon.covering(windows)[0][:, None].astype(np.float32),
        *(kind == k + 1 for k in range(len(KINDS))),
        sources.freedom[candidates], lexicon.in_names(printed), lexicon.as_spoken(printed), lexicon.is_surname(printed),
        np.minimum(to_left, to_right), np.maximum(to_left, to_right),
        np.log1p(counts.pairs(left, candidates)), np.log1p(counts.pairs(candidates, right)),
        rate, rate + gain, known,
        np.maximum(before[:, :, CANDIDATE_FACTS.index("likeness")] - LIKENESS_COUNTS, 0),
        gain == best, np.argsort(np.argsort(-gain, axis=1, kind="stable"), axis=1), np.sqrt(np.maximum(gain, 0)),
        np.minimum(gains.min(axis=2), 0),
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=2)


def place_facts(analysis: Analysis, rows: NDArray[np.int64], odds: Exact, utility: Exact, facts: Floats,
                ) -> Floats:
    """Facts about some places; shape (rows, :data:`SECOND_PLACE_FACTS`).

    ``odds`` are the first judge's of all places; ``utility`` and ``facts`` are those of the candidates of the rows,
    in the order of the utility.
    """
    probability = 1 / (1 + np.exp(-odds))
    own = probability[rows]
    rate = np.log((probability.sum() - own + 0.3) / (analysis.characters + 300))
    clear = np.log1p((probability > 0.5).sum() - (own > 0.5))
    shares = np.exp(utility - utility.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    evidence = log_sum(facts[:, :, _AT["score here"]].astype(np.float64))
    gain, likeness = facts[:, :, _AT["gain"]].astype(np.float64), facts[:, :, _AT["likeness"]]
    columns = [
        *analysis.facts[rows, :len(PLACE_FACTS)].T, odds[rows], rate, clear, _near(analysis, rows, probability) - own,
        *_same_character(analysis, rows, odds, probability),
        evidence, evidence + rate, -(shares * np.log(shares + 1e-9)).sum(axis=1), shares[:, 0], shares[:, 1],
        (shares * likeness).sum(axis=1), (shares * facts[:, :, _AT["rate here"]]).sum(axis=1), likeness.max(axis=1),
        *np.sort(gain, axis=1)[:, :-3:-1].T, log_sum(gain),
        *facts[:, 0, len(CANDIDATE_FACTS):].T,
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _near(analysis: Analysis, rows: NDArray[np.int64], probability: Exact) -> Exact:
    """The expected number of errors near each place, its own included."""
    order = np.argsort(analysis.proposals.places, kind="stable")
    at, here = analysis.proposals.places[order], analysis.proposals.places[rows]
    total = np.concatenate([[0.0], np.cumsum(probability[order])])
    near: Exact = (total[np.searchsorted(at, here + NEARBY, side="right")] - total[np.searchsorted(at, here - NEARBY)])
    return near


def _same_character(analysis: Analysis, rows: NDArray[np.int64], odds: Exact, probability: Exact,
                    ) -> tuple[Exact, Exact, Exact, Exact]:
    """What is said of the other unlikely places where the same character stands.

    The highest odds; how many of them are expected to be wrong; the highest probability of one for which the same
    candidate is among the first three; the logarithm of one more than how often it stands elsewhere in the document.
    """
    proposals = analysis.proposals
    highest = np.full(len(rows), NEVER)
    expected, agreed = np.zeros(len(rows)), np.zeros(len(rows))
    of_character: dict[int, list[int]] = defaultdict(list)
    for place, character in enumerate(proposals.observed.tolist()):
        of_character[character].append(place)
    for k, (row, character) in enumerate(zip(rows.tolist(), proposals.observed[rows].tolist(), strict=True)):
        others = np.array([place for place in of_character[character] if place != row], dtype=np.int64)
        if len(others):
            alike = (proposals.candidates[others, :3] == proposals.candidates[row, 0]).any(axis=1)
            highest[k] = odds[others].max()
            expected[k] = probability[others].sum()
            agreed[k] = (alike * probability[others]).max()
    here = proposals.windows[rows, REACH]
    elsewhere = np.where(here == UNKNOWN, 0, np.maximum(analysis.counts.single[here] - 1, 0))
    return highest, expected, agreed, np.log1p(elsewhere)
