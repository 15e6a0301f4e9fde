"""The second look: places that the first judge does not rule out are judged again, knowing what it said of the page.

The first judge sees every unlikely place by itself. On a page of lively speech hundreds of them are a little unlikely,
and on a page with two hundred errors hardly any is; what one place is worth can only be said when all have been seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reader.lm import judge
from reader.lm.analysis import Analysis, with_order
from reader.lm.features import Sources
from reader.lm.judge import Judge
from reader.lm.model import Floats
from reader.lm.second_facts import (
    SECOND_CANDIDATE_FACTS,
    SECOND_PLACE_FACTS,
    Exact,
    candidate_facts,
    engines_of_the_rest,
    place_facts,
)

NOT_RULED_OUT = -5.3
"""Log-odds of the first judge from which a place is looked at again (a probability of .005): with 98 to 100 of 100
errors of recognisers' pages, at one in ten of their unlikely places and one in a hundred of untouched pages."""


@dataclass(frozen=True, eq=False)
class Seen:
    """The places that are looked at again, with the facts about their candidates."""

    rows: NDArray[np.int64]
    """Index of each into the places of the analysis."""
    candidates: Floats

    @classmethod
    def of(cls, sources: Sources, analysis: Analysis, odds: Exact) -> Seen:
        """What is to be looked at after the first judge has given its log-odds."""
        rows = np.flatnonzero(odds > NOT_RULED_OUT)
        engines = engines_of_the_rest(sources, analysis, 1 / (1 + np.exp(-odds)))[rows]
        return cls(rows, candidate_facts(sources, analysis, rows, engines))

    def ordered(self, analysis: Analysis, odds: Exact, weights: Exact) -> tuple[Analysis, Floats]:
        """The analysis with the candidates of these places in their new order and shares, and the facts of the places.

        ``weights`` are those of the candidate facts.
        """
        utility = self.candidates.astype(np.float64) @ weights
        order = np.argsort(-utility, axis=1, kind="stable")
        utility = np.take_along_axis(utility, order, axis=1)
        facts = np.take_along_axis(self.candidates, order[:, :, None], axis=1)
        places = place_facts(analysis, self.rows, odds, utility, facts)
        shares = np.exp(utility - utility.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        return with_order(analysis, self.rows, order, shares.astype(np.float32)), places


@dataclass(frozen=True, eq=False)
class SecondLook:
    """The judges of the second look."""

    candidate_weights: Exact
    places: Judge
    """Whether a place is wrong."""
    right: Judge
    """Whether the first candidate is the right one where the place is wrong; the truth may be none of the candidates,
    as it often is where several characters in a row were misread."""

    def look(self, sources: Sources, analysis: Analysis, odds: Exact) -> tuple[Analysis, Exact]:
        """The analysis and the log-odds, those of the places that were looked at again replaced."""
        seen = Seen.of(sources, analysis, odds)
        if not len(seen.rows):
            return analysis, odds
        ordered, facts = seen.ordered(analysis, odds, self.candidate_weights)
        return self.judged(ordered, seen.rows, facts, odds)

    def judged(self, ordered: Analysis, rows: NDArray[np.int64], facts: Floats, odds: Exact) -> tuple[Analysis, Exact]:
        """The same, for places whose candidates are in order and whose facts are at hand."""
        again, shares = odds.copy(), ordered.shares.copy()
        again[rows] = self.places.log_odds(facts)
        shares[rows] = believed(shares[rows], 1 / (1 + np.exp(-self.right.log_odds(facts))))
        return replace(ordered, shares=shares), again


def believed(shares: Floats, first: Exact) -> Floats:
    """Shares of candidates, one row a place, changed so that the first one of each row is ``first``.

    The others keep their proportions to each other and never gain on the first; a row may add up to less than one.
    """
    before = shares[:, :1].astype(np.float64)
    first = first[:, None]
    rest = np.minimum(first / before, (1 - first) / np.maximum(1 - before, 1e-9))
    return np.concatenate([first, shares[:, 1:] * rest], axis=1).astype(np.float32)


def save(look: SecondLook, folder: Path) -> None:
    """Writes the judges to a folder."""
    np.savez(folder / "second-candidates.npz", weights=look.candidate_weights, facts=np.array(SECOND_CANDIDATE_FACTS))
    judge.save(look.places, folder / "second-places.npz", SECOND_PLACE_FACTS)
    judge.save(look.right, folder / "second-right.npz", SECOND_PLACE_FACTS)


def load(folder: Path) -> SecondLook:
    """Reads what :func:`save` wrote.

    Raises ValueError if they were trained on other facts than this version takes.
    """
    path = folder / "second-candidates.npz"
    with np.load(path) as arrays:
        if tuple(arrays["facts"].tolist()) != SECOND_CANDIDATE_FACTS:
            raise ValueError(f"{path} was trained on other facts; run packaging/training/train.py --stages ranker")
        weights = arrays["weights"]
    places, right = (judge.load(folder / f"second-{name}.npz", SECOND_PLACE_FACTS) for name in ("places", "right"))
    return SecondLook(weights, places, right)
