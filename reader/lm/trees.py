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
    def _steps(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The feature each node asks for, and where it leads: two entries a node, for what is not above and what is.

        A leaf leads to itself, so that nobody has to ask on the way which nodes are leaves. Both are as wide as numpy's
        own indices: narrower ones are widened anew at each of a thousand steps.
        """
        leaf = self.left < 0
        here = np.arange(len(self.left))
        children = np.stack([np.where(leaf, here, self.left), np.where(leaf, here, self.right)], axis=1)
        return self.feature.astype(np.intp), children.ravel().astype(np.intp)

    @cached_property
    def _depth(self) -> int:
        """Steps from a root to the farthest leaf."""
        depth, level = 0, self.roots
        while len(level := level[self.left[level] >= 0]):
            depth, level = depth + 1, np.concatenate([self.left[level], self.right[level]])
        return depth

    def log_odds(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The log-odds of each row of features (rows × features)."""
        feature, children = self._steps
        node = np.repeat(self.roots[None, :].astype(np.intp), len(rows), axis=0)
        first = np.arange(len(rows))[:, None] * rows.shape[1]
        facts = rows.ravel()
        # ``take`` is twice as fast as indexing with an array.
        for _ in range(self._depth):
            at = feature.take(node)
            at += first
            above = ~(facts.take(at) <= self.threshold.take(node))
            node *= 2
            node += above
            node = children.take(node)
        total: NDArray[np.float64] = self.value.take(node).sum(axis=1, dtype=np.float64)
        return self.base + total
