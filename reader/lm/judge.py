"""How likely a place is wrong: a logistic model and boosted trees on the same facts, averaged.

The logistic model carries the trend into regions where few examples lie (a page with three errors in two thousand
characters); the trees know the exceptions. The weighted mean of both log-odds is better than either.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reader.lm.features import PLACE_FACTS
from reader.lm.model import Floats
from reader.lm.trees import Trees

_AT = {name: k for k, name in enumerate(PLACE_FACTS)}


def widened(facts: Floats) -> NDArray[np.float64]:
    """The facts with the products and bends that a straight line needs."""
    exact = facts.astype(np.float64)

    def fact(name: str) -> NDArray[np.float64]:
        return exact[:, _AT[name]]

    rate = np.maximum(np.maximum(fact("tesseract"), fact("ppocr")), fact("classic"))
    more = [
        rate, fact("gain") * fact("likeness"), fact("gain") ** 2 / 10, fact("likeness") > 0, fact("likeness") ** 2,
        fact("observed bound") ** 2, fact("doubt") > 0, np.maximum(fact("doubt"), -3), np.maximum(fact("neighbour"), 0),
        np.minimum(fact("margin"), 3), np.maximum(fact("elsewhere"), 0), fact("gain") * fact("page error rate") / 10,
        fact("likeness") * fact("rarity"), fact("surname before") * fact("freedom"),
        fact("surname") * fact("rarity"), fact("surname") * fact("title after"), fact("surname") * fact("title before"),
        fact("surname") * fact("called"), fact("in names") * fact("rarity"), fact("same pair") * fact("likeness"),
        fact("same pair") * fact("surname"), fact("spoken") * fact("freedom"), np.maximum(fact("elsewhere"), -4),
    ]
    return np.column_stack([exact, *more])


@dataclass(frozen=True, eq=False)
class Judge:
    """The fitted judge of places."""

    centre: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float
    trees: Trees
    line_share: float = 0.5
    """The weight of the straight line in the mean."""
    widens: bool = True
    """Whether the line is given products of facts too."""

    def log_odds(self, facts: Floats) -> NDArray[np.float64]:
        """The log-odds of each place to be wrong."""
        if not len(facts):
            return np.zeros(0)
        given = widened(facts) if self.widens else facts.astype(np.float64)
        line = ((given - self.centre) / self.scale) @ self.weights + self.bias
        return self.line_share * line + (1 - self.line_share) * self.trees.log_odds(facts)

    def probability(self, facts: Floats) -> NDArray[np.float64]:
        """The probability of each place to be wrong."""
        probability: NDArray[np.float64] = 1 / (1 + np.exp(-self.log_odds(facts)))
        return probability


def save(judge: Judge, path: Path, facts: tuple[str, ...] = PLACE_FACTS) -> None:
    """Writes a judge of the given facts as one .npz file."""
    trees = judge.trees
    np.savez_compressed(
        path, centre=judge.centre, scale=judge.scale, weights=judge.weights, bias=np.float64(judge.bias),
        roots=trees.roots, feature=trees.feature, threshold=trees.threshold, left=trees.left, right=trees.right,
        value=trees.value, base=np.float64(trees.base), line_share=np.float64(judge.line_share),
        widens=np.bool_(judge.widens), facts=np.array(facts))


def load(path: Path, facts: tuple[str, ...] = PLACE_FACTS) -> Judge:
    """Reads what :func:`save` wrote.

    Raises ValueError if it was trained on other facts than this version takes.
    """
    with np.load(path) as arrays:
        if tuple(arrays["facts"].tolist()) != facts:
            raise ValueError(f"{path} was trained on other facts; run packaging/training/train.py --stages ranker")
        trees = Trees(arrays["roots"], arrays["feature"], arrays["threshold"], arrays["left"], arrays["right"],
                      arrays["value"], float(arrays["base"]))
        return Judge(arrays["centre"], arrays["scale"], arrays["weights"], float(arrays["bias"]), trees,
                     float(arrays["line_share"]), bool(arrays["widens"]))
