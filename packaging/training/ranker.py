"""Fits judges: which candidate is right, and whether the place is wrong at all.

The first is a conditional logit over the candidates of places known to be wrong; the second a logistic model and
boosted trees over the unlikely places. All are exported as plain arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pages import Page
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from reader.lm.analysis import Analysis, Draft, draft, ranked
from reader.lm.features import CANDIDATE_FACTS, Sources
from reader.lm.judge import Judge, widened
from reader.lm.model import Floats
from reader.lm.proposals import Generator
from reader.lm.trees import Trees


@dataclass
class Example:
    """One page with what the analysis found on it."""

    page: Page
    sources: Sources
    draft: Draft
    points: NDArray[np.uint32]
    """Code point of each symbol of the model that was used."""
    positions: NDArray[np.int64]
    """Raw position of each place."""
    wrong: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    """False where the annotation says that suspecting is neither right nor wrong."""
    truth: NDArray[np.uint32]
    """True code point of wrong places, else 0."""
    analysis: Analysis

    def rank(self, weights: Floats) -> None:
        """Orders the candidates anew and takes the facts of the places again."""
        self.analysis = ranked(self.sources, self.draft, weights)

    @property
    def hits(self) -> NDArray[np.bool_]:
        """For each place and candidate whether it is the truth of a wrong place."""
        hits: NDArray[np.bool_] = (self.points[self.analysis.proposals.candidates] == self.truth[:, None])
        return hits & self.wrong[:, None]


def first_weights() -> Floats:
    """Gain plus channel: the order of candidates before anything is trained."""
    weights = np.zeros(len(CANDIDATE_FACTS), dtype=np.float32)
    weights[CANDIDATE_FACTS.index("gain")] = weights[CANDIDATE_FACTS.index("rate")] = 1.0
    return weights


def examples(pages: Sequence[Page], sources: Sources, generator: Generator) -> list[Example]:
    """Analyses pages."""
    result = []
    for page in pages:
        drafted = draft(sources, generator, "\n".join(page.paragraphs))
        raw = np.array([at for line in page.positions for at in [*line, -1]], dtype=np.int64)
        positions = raw[drafted.reading.positions[drafted.proposals.places]]
        wrong = np.array([at in page.truth for at in positions.tolist()], dtype=bool)
        counted = np.array([at not in page.free for at in positions.tolist()], dtype=bool)
        truth = np.array([ord(page.truth.get(at, "\0")) for at in positions.tolist()], dtype=np.uint32)
        result.append(Example(page, sources, drafted, generator.points, positions, wrong, counted, truth,
                              ranked(sources, drafted, first_weights())))
    return result


def train_candidates(found: Sequence[Example]) -> Floats:
    """Weights of the candidate facts, by maximum conditional likelihood with a light ridge."""
    rows, right = [], []
    for example in found:
        hit = example.hits
        use = hit.any(axis=1)
        rows.append(example.analysis.candidate_facts[use])
        right.append(hit[use].argmax(axis=1))
    return conditional_logit(np.concatenate(rows), np.concatenate(right), 1.0).astype(np.float32)


def conditional_logit(facts: Floats, index: NDArray[np.int64], ridge: float) -> NDArray[np.float64]:
    """Weights of facts (cases, options, facts) by maximum conditional likelihood of the right options, with a ridge."""
    exact = facts.astype(np.float64)
    scale = exact.std(axis=(0, 1)) + 1e-9
    scaled = exact / scale
    cases = np.arange(len(index))

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        utility = scaled @ w
        utility -= utility.max(axis=1, keepdims=True)
        share = np.exp(utility)
        share /= share.sum(axis=1, keepdims=True)
        value = -np.log(share[cases, index] + 1e-12).sum() + 0.5 * ridge * (w @ w)
        gradient = (share[:, :, None] * scaled).sum(axis=(0, 1)) - scaled[cases, index].sum(axis=0) + ridge * w
        return float(value), gradient

    fitted = minimize(loss, np.zeros(exact.shape[2]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    weights: NDArray[np.float64] = fitted.x / scale
    return weights


def table(found: Sequence[Example]) -> tuple[Floats, NDArray[np.bool_]]:
    """The facts of all counted places, and whether each is wrong."""
    return (np.concatenate([e.analysis.facts[e.counted] for e in found]),
            np.concatenate([e.wrong[e.counted] for e in found]))


def train_places(found: Sequence[Example], seed: int = 7) -> Judge:
    """The judge that says whether a place is wrong."""
    rows, wrong = table(found)
    wide = widened(rows)
    centre, scale = wide.mean(axis=0), wide.std(axis=0) + 1e-9
    line = LogisticRegression(C=0.3, max_iter=400).fit((wide - centre) / scale, wrong)
    boosted = HistGradientBoostingClassifier(
        max_iter=120, learning_rate=0.1, max_leaf_nodes=12, min_samples_leaf=40, l2_regularization=2.0,
        max_features=0.5, early_stopping=False, random_state=seed)
    boosted.fit(rows, wrong)
    return Judge(centre, scale, line.coef_[0], float(line.intercept_[0]), exported(boosted))


def train_line_and_trees(facts: Floats, wrong: NDArray[np.bool_], strength: float, line_share: float,
                         trees: dict[str, float], forests: int) -> Judge:
    """A judge of plain facts; the trees are grown ``forests`` times from different seeds and averaged."""
    centre, scale = facts.mean(axis=0, dtype=np.float64), facts.std(axis=0, dtype=np.float64) + 1e-9
    line = LogisticRegression(C=strength, max_iter=600).fit((facts - centre) / scale, wrong)
    settings = {"min_samples_leaf": 40, "early_stopping": False}
    grown = [exported(HistGradientBoostingClassifier(**settings | {"random_state": seed} | trees).fit(facts, wrong))
             for seed in range(forests)]
    return Judge(centre, scale, line.coef_[0], float(line.intercept_[0]), averaged(grown), line_share, widens=False)


def averaged(parts: Sequence[Trees]) -> Trees:
    """One sum of trees that gives the mean of several."""
    shift = np.cumsum([0, *(len(part.feature) for part in parts[:-1])])

    def moved(children: str) -> NDArray[np.int32]:
        nodes = [getattr(part, children) for part in parts]
        return np.concatenate([np.where(part >= 0, part + at, -1) for part, at in zip(nodes, shift, strict=True)]
                              ).astype(np.int32)

    return Trees(
        moved("roots"), np.concatenate([part.feature for part in parts]),
        np.concatenate([part.threshold for part in parts]), moved("left"), moved("right"),
        np.concatenate([part.value / np.float32(len(parts)) for part in parts]).astype(np.float32),
        float(np.mean([part.base for part in parts])))


def recalibrated(judge: Judge, slope: float, shift: float) -> Judge:
    """The judge with its log-odds stretched and shifted, folded into its weights."""
    trees = replace(judge.trees, value=judge.trees.value * np.float32(slope), base=judge.trees.base * slope)
    bias = judge.bias * slope + shift / judge.line_share
    return replace(judge, weights=judge.weights * slope, bias=bias, trees=trees)


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
