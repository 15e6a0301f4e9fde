"""Trains the two judges: which candidate is right, and whether the place is wrong at all.

The first is a conditional logit over the candidates of places known to be wrong; the second boosted trees over all
unlikely places. Both are exported as plain arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pages import Page
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier

from reader.lm.analysis import Analysis, analyse
from reader.lm.features import CANDIDATE_FACTS, Sources
from reader.lm.model import Floats
from reader.lm.proposals import Generator
from reader.lm.trees import Trees


@dataclass
class Example:
    """One page with what the analysis found on it."""

    page: Page
    analysis: Analysis
    positions: NDArray[np.int64]
    """Raw position of each place."""
    wrong: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    """False where the annotation says that suspecting is neither right nor wrong."""
    truth: NDArray[np.uint32]
    """True code point of wrong places, else 0."""


def first_weights() -> Floats:
    """Gain plus channel: the order of candidates before anything is trained."""
    weights = np.zeros(len(CANDIDATE_FACTS), dtype=np.float32)
    weights[CANDIDATE_FACTS.index("gain")] = weights[CANDIDATE_FACTS.index("rate")] = 1.0
    return weights


def examples(pages: Sequence[Page], sources: Sources, generator: Generator, weights: Floats) -> list[Example]:
    """Analyses pages."""
    result = []
    for page in pages:
        analysis = analyse(sources, generator, "\n".join(page.paragraphs), weights)
        raw = np.array([at for line in page.positions for at in [*line, -1]], dtype=np.int64)
        positions = raw[analysis.positions]
        wrong = np.array([at in page.truth for at in positions], dtype=bool)
        counted = np.array([at not in page.free for at in positions], dtype=bool)
        truth = np.array([ord(page.truth.get(at, "\0")) for at in positions.tolist()], dtype=np.uint32)
        result.append(Example(page, analysis, positions, wrong, counted, truth))
    return result


def train_candidates(found: Sequence[Example], points: NDArray[np.uint32]) -> Floats:
    """Weights of the candidate facts, by maximum conditional likelihood with a light ridge."""
    rows, right = [], []
    for example in found:
        candidates = points[example.analysis.proposals.candidates]
        hit = (candidates == example.truth[:, None]) & example.wrong[:, None]
        use = hit.any(axis=1)
        rows.append(example.analysis.candidate_facts[use])
        right.append(hit[use].argmax(axis=1))
    facts = np.concatenate(rows).astype(np.float64)
    index = np.concatenate(right)
    scale = facts.std(axis=(0, 1)) + 1e-9
    scaled = facts / scale

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        utility = scaled @ w
        utility -= utility.max(axis=1, keepdims=True)
        share = np.exp(utility)
        share /= share.sum(axis=1, keepdims=True)
        chosen = scaled[np.arange(len(index)), index]
        value = -np.log(share[np.arange(len(index)), index] + 1e-12).sum() + 0.5 * (w @ w)
        gradient = (share[:, :, None] * scaled).sum(axis=(0, 1)) - chosen.sum(axis=0) + w
        return float(value), gradient

    fitted = minimize(loss, np.zeros(facts.shape[2]), jac=True, method="L-BFGS-B")
    return (fitted.x / scale).astype(np.float32)


def table(found: Sequence[Example]) -> tuple[Floats, NDArray[np.bool_]]:
    """The facts of all counted places, and whether each is wrong."""
    return (np.concatenate([e.analysis.facts[e.counted] for e in found]),
            np.concatenate([e.wrong[e.counted] for e in found]))


def train_places(found: Sequence[Example], weight: Callable[[Page], float] = lambda _: 1.0, seed: int = 7) -> Trees:
    """The trees that say whether a place is wrong."""
    rows, wrong = table(found)
    weights = np.concatenate([np.full(int(e.counted.sum()), weight(e.page)) for e in found])
    model = HistGradientBoostingClassifier(
        max_iter=220, learning_rate=0.06, max_leaf_nodes=12, min_samples_leaf=40, l2_regularization=2.0,
        max_features=0.5, early_stopping=False, random_state=seed)
    model.fit(rows, wrong, sample_weight=weights)
    return exported(model)


def exported(model: HistGradientBoostingClassifier) -> Trees:
    """The fitted trees as plain arrays."""
    roots, feature, threshold, left, right, value = [], [], [], [], [], []
    at = 0
    for (tree,) in model._predictors:  # noqa: SLF001 (scikit-learn has no public export of its trees)
        nodes = tree.nodes
        leaf = nodes["is_leaf"].astype(bool)
        roots.append(at)
        feature.append(np.where(leaf, 0, nodes["feature_idx"]))
        threshold.append(nodes["num_threshold"])
        left.append(np.where(leaf, -1, nodes["left"].astype(np.int64) + at))
        right.append(np.where(leaf, -1, nodes["right"].astype(np.int64) + at))
        value.append(np.where(leaf, nodes["value"], 0.0))
        at += len(nodes)
    return Trees(
        np.array(roots, dtype=np.int32), np.concatenate(feature).astype(np.int16),
        np.concatenate(threshold).astype(np.float32), np.concatenate(left).astype(np.int32),
        np.concatenate(right).astype(np.int32), np.concatenate(value).astype(np.float32),
        float(np.ravel(model._baseline_prediction)[0]))  # noqa: SLF001 (as above)
