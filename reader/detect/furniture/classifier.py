"""How much a line reads like furniture: a logistic regression over n-grams and form.

Trained by ``packaging/training/furniture.py`` on phrases of document-sharing sites against lines of official texts,
news and speeches, among them the sentences that talk about websites, downloads and copyright.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reader.assets import resource_path
from reader.detect.furniture.features import ORDERS, characterwise, form, ngrams, normalised

TABLE = "tables/furniture.npz"
_AT_ONCE = 20_000
"""Lines scored in one go, to keep the memory even."""


@dataclass(frozen=True, eq=False)
class Classifier:
    """Weights (natural log-odds) of the hashed n-grams and of the form of a line."""

    weights: NDArray[np.float32]
    form_weights: NDArray[np.float32]
    bias: float
    traditional: dict[int, int] = field(default_factory=dict)

    def log_odds(self, lines: Sequence[str]) -> NDArray[np.float32]:
        """For each line the log-odds that it is furniture rather than a line of a speech, seen by itself."""
        if not lines:
            return np.zeros(0, dtype=np.float32)
        scores = [self._score(lines[at : at + _AT_ONCE]) for at in range(0, len(lines), _AT_ONCE)]
        return np.concatenate(scores)

    def per_character(self, text: str) -> NDArray[np.float64]:
        """What each character adds to the log-odds: the weights of all n-grams that it is part of, shared out evenly.

        Divided by the root of the number of n-grams, the sum over a stretch is near what :meth:`log_odds` says of its
        words.
        """
        buckets, _ = ngrams([characterwise(text)])
        size = len(text) + 2
        weights = np.zeros(size)
        at = 0
        for order in ORDERS:
            count = max(0, size - order + 1)
            share = self.weights[buckets[at : at + count]] / order
            at += count
            for offset in range(order):
                weights[offset : offset + count] += share
        return weights[1:-1]

    def _score(self, lines: Sequence[str]) -> NDArray[np.float32]:
        plain = [normalised(line, self.traditional) for line in lines]
        buckets, owners = ngrams(plain)
        sums = np.bincount(owners, weights=self.weights[buckets], minlength=len(plain))
        counts = np.bincount(owners, minlength=len(plain))
        total = sums / np.sqrt(np.maximum(counts, 1)) + form(plain) @ self.form_weights + self.bias
        return total.astype(np.float32)


@cache
def default_classifier() -> Classifier:
    """The classifier that ships with the program."""
    with np.load(resource_path(TABLE)) as table:
        pairs = zip(table["traditional"].tolist(), table["simplified"].tolist(), strict=True)
        return Classifier(
            table["weights"].astype(np.float32), table["form"].astype(np.float32), float(table["bias"]), dict(pairs)
        )
