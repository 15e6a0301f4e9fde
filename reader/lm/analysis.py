"""From a text to the facts about its unlikely places; the same for training and for use.

Two passes. The first judges every place in the text as it stands. Where it finds a clearly better reading, the second
judges the neighbours again in the light of it, so that errors side by side do not hide each other. The clear cases
also tell what kind of recogniser made the page and how often it erred.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.lm.channel import ENGINES
from reader.lm.features import CANDIDATE_FACTS, DocumentCounts, PageFacts, Sources, candidate_rows, place_rows
from reader.lm.model import Floats, Reading
from reader.lm.neural import Opinion, Rescorer
from reader.lm.proposals import REACH, UNRELATED, Generator, Proposals, han, unlikely_places, windows_at
from reader.lm.vocabulary import Positions, Symbols

SHARE, THRESHOLD = 0.45, -4.0
"""At most this share of the Han characters is looked at, and only below this mean log-probability: on clean official
text a quarter, with more than 99 % of the errors of recognisers' pages among them."""
CLEAR = 5.0
"""Score (nats) from which a reading counts as clearly better: right in 95 of 100 cases on the pages of `ocr_dev`."""
PAIR_LOG_P = -6.0
"""Two neighbouring characters are judged together where both are this unlikely on average."""
TOGETHER = 3.0
EVEN = np.full(len(ENGINES), 1 / len(ENGINES))
ENGINE_TRUST = 0.5
"""How much of a confusion counts as evidence for a recogniser: those of one page are not independent."""


@dataclass(frozen=True, eq=False)
class Analysis:
    """The unlikely places of one text."""

    positions: Positions
    """Code point of each place in the text."""
    proposals: Proposals
    shares: Floats
    """Probability of each candidate to be the right one, given that the place is wrong and the truth among them."""
    facts: Floats
    candidate_facts: Floats
    page: PageFacts
    counts: DocumentCounts
    """Those of the whole document."""
    characters: int
    """Han characters of the text."""


def _reordered(proposals: Proposals, order: NDArray[np.int64]) -> Proposals:
    names = ("candidates", "gains", "rates", "pairs")
    return replace(proposals, **{name: np.take_along_axis(getattr(proposals, name), order, axis=1) for name in names})


def with_order(analysis: Analysis, rows: NDArray[np.int64], order: NDArray[np.int64], shares: Floats) -> Analysis:
    """The analysis with the candidates of some places in another order and with other shares."""

    def reordered(values: NDArray[Any]) -> NDArray[Any]:
        new = values.copy()
        index = order if values.ndim == 2 else order[:, :, None]
        new[rows] = np.take_along_axis(values[rows], index, axis=1)
        return new

    names = ("candidates", "gains", "rates", "pairs")
    proposals = replace(analysis.proposals, **{name: reordered(getattr(analysis.proposals, name)) for name in names})
    candidate_facts, facts, of_all = reordered(analysis.candidate_facts), analysis.facts.copy(), analysis.shares.copy()
    facts[rows, :len(CANDIDATE_FACTS)] = candidate_facts[rows, 0, :len(CANDIDATE_FACTS)]
    of_all[rows] = shares
    return replace(analysis, proposals=proposals, shares=of_all, facts=facts, candidate_facts=candidate_facts)


def pairs_mended(generator: Generator, symbols: Symbols, proposals: Proposals,
                 ) -> tuple[NDArray[np.int64], Symbols]:
    """Places of two misreadings side by side, and what each should be.

    All combinations of the candidates of two neighbouring unlikely places are judged at once; a pair counts where it
    reads better by :data:`TOGETHER` than the better of the single corrections, and clearly better than the text.
    """
    following = np.searchsorted(proposals.places, proposals.places + 1)
    following = np.minimum(following, len(proposals.places) - 1)
    first = np.flatnonzero((proposals.places[following] == proposals.places + 1)
                           & (np.minimum(proposals.own, proposals.own[following]) < PAIR_LOG_P)
                           & (proposals.own + proposals.own[following] < 2 * PAIR_LOG_P + 4))
    if not len(first):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint16)
    second = following[first]
    kept = proposals.candidates.shape[1]
    wide = windows_at(symbols, proposals.places[first], right=REACH + 1)
    # What is the same for all combinations is looked up once: the columns broadcast.
    columns = [wide[:, j, None, None] for j in range(wide.shape[1])]
    columns[REACH] = proposals.candidates[first][:, :, None]
    columns[REACH + 1] = proposals.candidates[second][:, None, :]
    mended: Floats = np.sum(np.broadcast_arrays(*generator.model.evaluate_columns(columns)[0]), axis=0)
    stands = generator.model.log_probabilities(wide).sum(axis=1)
    score = (mended.reshape(len(first), -1) - stands[:, None] + np.repeat(proposals.rates[first], kept, axis=1)
             + np.tile(proposals.rates[second], (1, kept)))
    best = score.argmax(axis=1)
    value = score[np.arange(len(first)), best]
    single = np.maximum(np.maximum(proposals.scores[first, 0], proposals.scores[second, 0]), 0.0)
    good = (value > CLEAR) & (value - single > TOGETHER)
    places = np.concatenate([proposals.places[first[good]], proposals.places[second[good]]])
    chosen = np.concatenate([proposals.candidates[first[good], best[good] // kept],
                             proposals.candidates[second[good], best[good] % kept]])
    return places, chosen


def with_neighbours_mended(generator: Generator, symbols: Symbols, proposals: Proposals) -> Proposals:
    """The proposals, those near a clearly better reading judged again with that reading in their neighbourhood."""
    clear = proposals.scores[:, 0] > CLEAR
    mended = symbols.copy()
    mended[proposals.places[clear]] = proposals.candidates[clear, 0]
    places, chosen = pairs_mended(generator, symbols, proposals)
    mended[places] = chosen
    mended_places = np.flatnonzero(mended != symbols)
    if not len(mended_places):
        return proposals
    near = np.zeros(len(symbols) + 2 * REACH + 1, dtype=np.int32)
    np.add.at(near, mended_places, 1)
    np.add.at(near, mended_places + 2 * REACH + 1, -1)
    own = np.zeros(len(symbols), dtype=np.int32)
    own[mended_places] = 1
    others = np.cumsum(near)[REACH:REACH + len(symbols)] - own
    again = np.flatnonzero(others[proposals.places] > 0)
    if not len(again):
        return proposals
    redone = generator.propose(mended, proposals.places[again], proposals.observed[again], EVEN,
                               here=symbols[proposals.places[again]])
    merged = {name: getattr(proposals, name).copy() for name in Proposals.__dataclass_fields__}
    for name, values in merged.items():
        if name != "own":
            values[again] = getattr(redone, name)
    return Proposals(**merged)


def engine_weights(sources: Sources, proposals: Proposals) -> NDArray[np.float64]:
    """How likely each kind of recogniser made the page, from what the clear cases were confused with."""
    clear = proposals.scores[:, 0] > CLEAR
    rates = sources.rates(proposals.pairs[clear, 0]).astype(np.float64)
    below = rates - rates.max(axis=1, keepdims=True) if len(rates) else np.zeros((0, len(ENGINES)))
    evidence = ENGINE_TRUST * below.sum(axis=0)
    weights: NDArray[np.float64] = np.exp(np.maximum(evidence - evidence.max(), -4.0))
    weights /= weights.sum()
    return weights


def page_facts(log_p: Floats, proposals: Proposals, characters: int, engines: NDArray[np.float64]) -> PageFacts:
    """What the places say of the whole page; the error rate counts each place by a first guess from its score."""
    guess = 1 / (1 + np.exp(-0.8 * (proposals.scores[:, 0].astype(np.float64) - 4.5)))
    rate = (guess.sum() + 0.3) / (characters + 300)
    return PageFacts(float(np.median(log_p)) if len(log_p) else 0.0, float(np.log(rate)),
                     tuple(float(weight) for weight in engines))


@dataclass(frozen=True, eq=False)
class Draft:
    """The proposals of a text before they are ranked."""

    reading: Reading
    counts: DocumentCounts
    proposals: Proposals
    engines: NDArray[np.float64]
    characters: int


def draft(sources: Sources, generator: Generator, text: str, counts: DocumentCounts | None = None) -> Draft:
    """The unlikely places of a text with their candidates; ``counts`` as for :func:`analyse`."""
    reading = sources.model.read(text)
    if counts is None:
        counts = DocumentCounts.of(reading.symbols, len(sources.model.vocabulary))
    eligible, points = han(text, reading.positions)
    places = unlikely_places(reading.log_p, eligible, SHARE, THRESHOLD)
    proposals = replace(generator.propose(reading.symbols, places, points[places], EVEN), own=reading.log_p[places])
    proposals = with_neighbours_mended(generator, reading.symbols, proposals)
    engines = engine_weights(sources, proposals)
    known = proposals.pairs >= 0
    rates = np.full(proposals.rates.shape, UNRELATED, dtype=np.float32)
    rates[known] = generator.pair_rates(proposals.pairs[known], engines)
    return Draft(reading, counts, replace(proposals, rates=rates), engines, int(eligible.sum()))


def ranked(sources: Sources, drafted: Draft, candidate_weights: Floats, opinion: Opinion | None = None) -> Analysis:
    """The proposals in the order of the candidate judge, with the facts about each place.

    With the ``opinion`` of a network its facts come last, for judges that were trained with them.
    """
    proposals, counts = drafted.proposals, drafted.counts
    candidate_facts = candidate_rows(sources, proposals, counts)
    if opinion is not None:
        candidate_facts = np.concatenate([candidate_facts, opinion.gains[:, :, None]], axis=2)
    utility = candidate_facts @ candidate_weights
    order = np.argsort(-utility, axis=1, kind="stable")
    proposals = _reordered(proposals, order)
    utility = np.take_along_axis(utility, order, axis=1)
    candidate_facts = np.take_along_axis(candidate_facts, order[:, :, None], axis=1)
    shares = np.exp(utility - utility.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    page = page_facts(drafted.reading.log_p, proposals, drafted.characters, drafted.engines)
    margin = utility[:, 0] - utility[:, 1]
    facts = place_rows(sources, proposals, candidate_facts[:, 0, :len(CANDIDATE_FACTS)], margin, counts, page)
    if opinion is not None:
        facts = np.concatenate([facts, opinion.place_facts(candidate_facts[:, 0, -1])], axis=1)
    return Analysis(drafted.reading.positions[proposals.places], proposals, shares, facts, candidate_facts, page,
                    counts, drafted.characters)


def analyse(sources: Sources, generator: Generator, text: str, candidate_weights: Floats,
            counts: DocumentCounts | None = None, rescorer: Rescorer | None = None) -> Analysis:
    """The unlikely places of a text with their candidates and facts.

    ``counts`` are those of the whole document where ``text`` is only a part of it.
    """
    drafted = draft(sources, generator, text, counts)
    asked = rescorer.opinion(sources.model, drafted.reading.symbols, drafted.proposals) if rescorer else None
    return ranked(sources, drafted, candidate_weights, asked)
