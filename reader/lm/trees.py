"""Boosted decision trees as plain arrays: made in training, read here without any library for learning."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Trees:
    """A sum of regression trees, giving log-odds.

    All trees lie behind one another in flat arrays; ``roots`` are the first nodes. At an inner node a row goes left if
    its ``feature`` is not above ``threshold``; a leaf has ``left`` −1 and adds ``value``.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    base: float

    def log_odds(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The log-odds of each row of features (rows × features)."""
        n, trees = len(rows), len(self.roots)
        node = np.broadcast_to(self.roots, (n, trees)).copy()
        which = np.arange(n)[:, None]
        while True:
            inner = self.left[node] >= 0
            if not inner.any():
                break
            low = rows[which, self.feature[node]] <= self.threshold[node]
            node = np.where(inner, np.where(low, self.left[node], self.right[node]), node)
        total: NDArray[np.float64] = self.value[node].sum(axis=1, dtype=np.float64)
        return self.base + total
