"""How likely a new paragraph begins between two sentences, where the print has left no trace of it.

Linear models of several registers (reports, speeches, policies, essays, news, laws …) judge the words around each
place; boosted trees weigh their scores by the whole text's habits, by the neighbouring places, by the paragraph
starts that are known, by sentences that begin alike and by words that go on. Trained by
``packaging/training/paragraphs.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.assets import resource_path
from reader.detect.boundaryfacts import Floats, facts
from reader.detect.sentencerun import SentenceRun, pair_slots, place_slots
from reader.lm.trees import Trees

SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]+[”’」』）)》\"']*|[^。！？!?]+$")
"""One sentence with its end and the closing marks after it; what follows the last end is a sentence too."""

PAIR_SHARE = 0.25
"""What a pair of characters counts for among the names of a place."""

_TREE_ARRAYS = ("roots", "feature", "threshold", "left", "right", "value")
_AT_ONCE = 4000
"""Sentences that go through the trees together."""


@dataclass(frozen=True, eq=False)
class ParagraphModel:
    """``weights`` (slots × registers) and ``bias`` make the linear scores, ``trees`` the log odds."""

    weights: NDArray[np.float32]
    bias: Floats
    trees: Trees

    @classmethod
    def unpacked(cls, table: Mapping[str, NDArray[Any]]) -> ParagraphModel:
        """The model from the arrays that training wrote."""
        weights = table["weights"].astype(np.float32) * table["scale"]
        arrays = {name: table[f"trees_{name}"] for name in _TREE_ARRAYS}
        trees = Trees(**arrays, base=float(table["trees_base"]))
        return cls(weights, table["bias"], trees)

    def scores(self, run: SentenceRun) -> Floats:
        """Log odds that a paragraph begins with each sentence, by its words alone (sentences × registers)."""
        total = np.tile(self.bias, (len(run), 1))
        for column in place_slots(run).T:
            total += self.weights[column]
        after, before = pair_slots(run)
        total += PAIR_SHARE * _sums(self.weights[after], run.owner, len(run))
        within = run.owner + 1 < len(run)
        total += PAIR_SHARE * _sums(self.weights[before[within]], run.owner[within] + 1, len(run))
        return total

    def log_odds(self, run: SentenceRun) -> Floats:
        """Log odds that a paragraph begins with each sentence."""
        rows = facts(run, self.scores(run))
        parts = [self.trees.log_odds(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
        odds: Floats = np.concatenate(parts)
        return odds


def _sums(rows: NDArray[np.float32], owner: NDArray[np.int64], count: int) -> Floats:
    """The sum of the rows of each owner; ``owner`` rises."""
    summed = np.zeros((count, rows.shape[1]))
    if len(rows):
        starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        summed[owner[starts]] = np.add.reduceat(rows, starts, axis=0)
    return summed


@cache
def _model() -> ParagraphModel:
    with np.load(resource_path("tables/paragraphs.npz")) as table:
        return ParagraphModel.unpacked(table)


def start_log_odds(sentences: Sequence[str], cut: Sequence[bool]) -> list[float]:
    """For each sentence of a text the log odds that a paragraph begins with it.

    ``cut[i]`` says that one is known to begin with sentence ``i``; what comes out for such a sentence means nothing.
    The average over the places of formal Chinese that are not known is about -1.
    """
    if not sentences:
        return []
    odds: list[float] = _model().log_odds(SentenceRun.of(sentences, cut)).tolist()
    return odds
