"""Boosted decision trees as plain arrays: made in training, read here without any library for learning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

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

    @cached_property
    def _children(self) -> NDArray[np.int32]:
        """Where each node leads, two entries a node: for what is not above its threshold, and for what is.

        A leaf leads to itself, so that nobody has to ask on the way which nodes are leaves.
        """
        leaf = self.left < 0
        here = np.arange(len(self.left), dtype=np.int32)
        children = np.stack([np.where(leaf, here, self.left), np.where(leaf, here, self.right)], axis=1)
        return children.ravel().astype(np.int32)

    @cached_property
    def _depth(self) -> int:
        """Steps from a root to the farthest leaf."""
        depth, level = 0, self.roots
        while len(level := level[self.left[level] >= 0]):
            depth, level = depth + 1, np.concatenate([self.left[level], self.right[level]])
        return depth

    def log_odds(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The log-odds of each row of features (rows × features)."""
        node = np.repeat(self.roots[None, :], len(rows), axis=0)
        first = np.arange(len(rows))[:, None] * rows.shape[1]
        facts = rows.ravel()
        for _ in range(self._depth):
            above = ~(facts[first + self.feature[node]] <= self.threshold[node])
            node = self._children[2 * node + above]
        total: NDArray[np.float64] = self.value[node].sum(axis=1, dtype=np.float64)
        return self.base + total
