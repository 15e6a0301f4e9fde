"""Slips that a page makes more than once: the same wrong character in the same word, in different surroundings.

Each place alone may be too weak to show (硕环境 could be a name). Two places where the same look-alike would mend the
same pair of characters, a pair that the training text knows and that it hardly knows as it stands, support each other.
Names and terms repeat too, but as a whole: with the same neighbours on both sides, or with a candidate that makes no
known pair, or as what stands before 县, 河, 村. Measured on the development pages this shows 4 places more on the real
page, all right, and 2 on the other 322 pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reader.lm.analysis import Analysis
from reader.lm.features import PLACE_FACTS
from reader.lm.model import Model
from reader.lm.proposals import REACH
from reader.lm.vocabulary import LATIN, UNKNOWN

_LEAST = 0.03
"""Probability from which a place takes part."""
_SUPPORT = 2.4
"""Log-odds that places of one slip add to the strongest of them."""
_LOOKS_ALIKE = 0.75
_LEAST_COUNT, _LEAST_RATIO = 20.0, 20.0
"""How often the mended pair must stand in the training text, and how much oftener than the pair as it stands."""
_CONVINCED = 0.9
"""The share of the common candidate among the candidates of each place."""

PLACE_ENDS = "省市县区乡镇村庄屯堡寨沟岭坡坪峪河江川溪湖海港湾洲岛山峰桥路街城州旗"
"""What names of places end in: the character before one of them belongs to a name, and a name repeats with its text."""

_LIKENESS = PLACE_FACTS.index("likeness")


def with_repeats(
    model: Model, analysis: Analysis, probability: NDArray[np.float64]
) -> tuple[Analysis, NDArray[np.float64]]:
    """The analysis and the probabilities, those of repeated slips raised and their common candidate put first."""
    raised = probability.copy()
    candidates, shares = analysis.proposals.candidates.copy(), analysis.shares.copy()
    facts = analysis.facts.copy()
    for rows, symbol in _slips(model, analysis, probability):
        strongest = max(float(probability[row]) for row in rows)
        supported = 1 / (1 + (1 - strongest) / strongest * np.exp(-_SUPPORT))
        for row in rows:
            raised[row] = max(raised[row], supported)
            at = int(np.flatnonzero(candidates[row] == symbol)[0])
            candidates[row, [0, at]] = candidates[row, [at, 0]]
            shares[row, [0, at]] = shares[row, [at, 0]]
            rest = float(shares[row, 1:].sum())
            if shares[row, 0] < _CONVINCED and rest:
                shares[row, 1:] *= (1 - _CONVINCED) / rest
                shares[row, 0] = _CONVINCED
            facts[row, _LIKENESS] = max(facts[row, _LIKENESS], _LOOKS_ALIKE)
    proposals = replace(analysis.proposals, candidates=candidates)
    return replace(analysis, proposals=proposals, shares=shares, facts=facts), raised


def _slips(
    model: Model, analysis: Analysis, probability: NDArray[np.float64]
) -> Iterator[tuple[Sequence[int], int]]:
    """Rows that share a slip, and the symbol that mends them all."""
    windows, observed = analysis.proposals.windows, analysis.proposals.observed
    groups: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for row in np.flatnonzero((probability >= _LEAST) & (probability < 0.5)).tolist():
        for side in (-1, 1):
            neighbour = int(windows[row, REACH + side])
            character = model.vocabulary.character(neighbour) if neighbour > LATIN else ""
            if character.isalpha() and not (side > 0 and character in PLACE_ENDS):
                groups[side, int(observed[row]), neighbour].append(row)
    for (side, _, neighbour), rows in groups.items():
        if len(rows) < 2 or not _surroundings_differ(model, windows, rows, -side):
            continue
        for symbol in _common(analysis, rows):
            here = int(windows[rows[0], REACH])
            mended, standing = (_count(model, char, neighbour, side) for char in (symbol, here))
            if mended >= _LEAST_COUNT and mended >= _LEAST_RATIO * standing:
                yield rows, symbol
                break


def _surroundings_differ(model: Model, windows: NDArray[np.uint16], rows: Sequence[int], side: int) -> bool:
    """Whether the other neighbours are not all one character; marks and ends of paragraphs are no neighbours."""
    others = [int(windows[row, REACH + side]) for row in rows]
    words = [other for other in others if other > LATIN and model.vocabulary.character(other).isalpha()]
    return len(words) < len(others) or len(set(words)) > 1


def _common(analysis: Analysis, rows: Sequence[int]) -> list[int]:
    """Candidates among the first two of every row that look like the observed character, the likeliest first."""
    first_two = [set(analysis.proposals.candidates[row, :2].tolist()) for row in rows]
    alike = {
        int(analysis.proposals.candidates[row, 0]) for row in rows if analysis.facts[row, _LIKENESS] >= _LOOKS_ALIKE
    }
    return sorted(set.intersection(*first_two) & alike)


def _count(model: Model, symbol: int, neighbour: int, side: int) -> float:
    """About how often the pair stands in the training text."""
    if symbol == UNKNOWN:
        return 0.0
    pair = (neighbour, symbol) if side < 0 else (symbol, neighbour)
    first, second = (np.array([part], dtype=np.uint16) for part in pair)
    log_p, _, known = model.bigrams(first, second)
    if not known[0]:
        return 0.0
    return float(np.exp(log_p[0] + model.unigrams[first[0]])) * model.trained_on
