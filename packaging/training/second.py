"""Trains the second look (see :mod:`reader.lm.second_look`) on what the first judges say of pages they never saw.

Every page, the synthetic ones too, belongs to a fold. The first judges of a fold are made without its pages, so that
what the second look learns from is said of strangers, as it will be in use. Its own figures come from the same folds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import evaluate
import numpy as np
from numpy.typing import NDArray
from ranker import Example, conditional_logit, recalibrated, train_line_and_trees

from reader.lm.analysis import Analysis
from reader.lm.judge import Judge
from reader.lm.model import Floats
from reader.lm.second_look import SecondLook, Seen

SYNTHETIC = ("held out", "gap")
RUN = 5
"""So many synthetic pages of a source that follow each other share a fold: they may be of one text."""
RIDGE = 3.0
LINE_SHARE, LINE_C = 0.3, 0.05
"""Weight and regularisation of the straight line beside the trees. Cross-validated loss on the pages of strange text
(`gap`) by its weight: 1304 at .5, 1303 at .4 and .3, 1307 at .2, 1319 without it."""
TREES = {"max_iter": 150, "learning_rate": 0.06, "max_leaf_nodes": 10, "l2_regularization": 5.0, "max_features": 0.3}
FORESTS = 3
"""Trees are grown so many times from different seeds and averaged."""
RIGHT_LINE_SHARE = 0.5
RIGHT_TREES = TREES | {"max_iter": 80, "max_leaf_nodes": 6}
"""Small: only the wrong places speak, some 4,500."""


@dataclass
class Once:
    """A page that the first judges have seen, in the fold in which they did not train on it."""

    example: Example
    fold: int
    analysis: Analysis
    odds: NDArray[np.float64]
    """The first judge's log-odds of all places."""
    seen: Seen
    facts: Floats
    """Facts about the places that are looked at again."""

    @property
    def first_right(self) -> NDArray[np.bool_]:
        """For each place that is looked at again, whether the candidate that now comes first is the truth of it."""
        return self.example.hits[self.seen.rows, 0]

    @property
    def right(self) -> NDArray[np.bool_]:
        """For each place that is looked at again and each candidate, whether it is the truth of a wrong place."""
        rows = self.seen.rows
        truth = np.where(self.example.wrong, self.example.truth, 0)[rows]
        symbols = self.analysis.proposals.candidates[rows]
        return (self.example.points[symbols] == truth[:, None]) & self.example.wrong[rows, None]


def folds(found: dict[str, list[Example]]) -> dict[tuple[str, int], int]:
    """The fold of each page by its set and number; −1 for pages that are never trained on."""
    of_text = evaluate.folds(found)
    result = {}
    for name, examples in found.items():
        for k, example in enumerate(examples):
            if name in evaluate.TRAINED_ON:
                result[name, k] = of_text[example.page.source]
            elif name in SYNTHETIC:
                result[name, k] = int(example.page.name.rsplit("-", 1)[1]) // RUN % evaluate.FOLDS
            else:
                result[name, k] = -1
    return result


def seen_once(found: dict[str, list[Example]], say: Callable[[str], None],
              ) -> tuple[dict[tuple[str, int], Once], Floats, Judge]:
    """Every page as the first judges see it that were not trained on it; and those that were trained on all."""
    fold_of = folds(found)
    once = {}
    for fold in (*range(evaluate.FOLDS), -1):
        rest = [found[name][k] for (name, k), its in fold_of.items() if its not in (fold, -1)]
        weights, places = evaluate.train_judges(rest)
        for (name, k), its in fold_of.items():
            if its == fold:
                example = found[name][k]
                example.rank(weights)
                odds = places.log_odds(example.analysis.facts)
                seen = Seen.of(example.sources, example.analysis, odds)
                once[name, k] = Once(example, fold, example.analysis, odds, seen, np.zeros((0, 0), dtype=np.float32))
        say(f"first judges, fold {fold}")
    return once, weights, places


def train_candidates(pages: Sequence[Once]) -> NDArray[np.float64]:
    """Weights of the candidate facts, from the wrong places with the truth among the candidates."""
    rows, right = [], []
    for page in pages:
        hits = page.right & page.example.counted[page.seen.rows, None]
        use = hits.any(axis=1)
        rows.append(page.seen.candidates[use])
        right.append(hits[use].argmax(axis=1))
    return conditional_logit(np.concatenate(rows), np.concatenate(right), RIDGE)


def train_places(pages: Sequence[Once]) -> Judge:
    """The judge of the places that are looked at again."""
    used = [(page, page.example.counted[page.seen.rows]) for page in pages]
    facts = np.concatenate([page.facts[counted] for page, counted in used])
    wrong = np.concatenate([page.example.wrong[page.seen.rows][counted] for page, counted in used])
    return train_line_and_trees(facts, wrong, LINE_C, LINE_SHARE, TREES, FORESTS)


def train_right(pages: Sequence[Once]) -> Judge:
    """The judge of first candidates, from the wrong places."""
    used = [(page, (page.example.counted & page.example.wrong)[page.seen.rows]) for page in pages]
    facts = np.concatenate([page.facts[wrong] for page, wrong in used])
    right = np.concatenate([page.first_right[wrong] for page, wrong in used])
    return train_line_and_trees(facts, right, LINE_C, RIGHT_LINE_SHARE, RIGHT_TREES, 1)


def judged_twice(found: dict[str, list[Example]], say: Callable[[str], None],
                 ) -> tuple[dict[str, list[evaluate.Judged]], Floats, Judge, SecondLook]:
    """The judged pages of each set (cross-validated where it was trained on), both first judges, the second look."""
    once, weights, places = seen_once(found, say)
    trained = [page for page in once.values() if page.fold >= 0]
    orders = {fold: train_candidates([page for page in trained if page.fold != fold])
              for fold in (*range(evaluate.FOLDS), -1)}
    for page in once.values():
        # the first analysis stays as it is: the facts of the second look are taken from it
        page.example.analysis, page.facts = page.seen.ordered(page.analysis, page.odds, orders[page.fold])
    looks = {}
    for fold in (*range(evaluate.FOLDS), -1):
        rest = [page for page in trained if page.fold != fold]
        looks[fold] = SecondLook(orders[fold], train_places(rest), train_right(rest))
    say("second look")
    results: dict[str, list[evaluate.Judged]] = {name: [] for name in found}
    for (name, _), page in once.items():
        looked, odds = looks[page.fold].judged(page.example.analysis, page.seen.rows, page.facts, page.odds)
        results[name].append(evaluate.Judged.of(page.example, looked, 1 / (1 + np.exp(-odds))))
    slope, shift = evaluate.calibration_line(results)
    say(f"calibration: log-odds × {slope:.3f} + {shift:.3f}")
    look = replace(looks[-1], places=recalibrated(looks[-1].places, slope, shift))
    return evaluate.moved(results, slope, shift), weights, places, look
