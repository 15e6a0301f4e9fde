"""Fits the judge of lost full stops on held-out text: gaps where a stop was taken out, and gaps inside sentences."""

from __future__ import annotations

from pathlib import Path

import corpus
import numpy as np
from numpy.typing import NDArray
from pages import is_han
from sklearn.linear_model import LogisticRegression

from reader.lm.model import Model
from reader.lm.sentence import STOP, facts

SOURCES = ("gov_reports", "xi_speeches", "shenlun", "nankai_news", "prose", "bedtimenews", "policies", "seg_corpora")
PER_SOURCE = 800
PRIOR = 0.01
"""The share of line ends of damaged pages at which a full stop is missing, roughly: one on the seed page's 79 lines."""


def gaps(shared: Path, source: str, random: np.random.Generator) -> list[tuple[str, str, bool]]:
    """Left, right, and whether a stop was taken out between them; as many of one as of the other."""
    found: list[tuple[str, str, bool]] = []
    for paragraph in corpus.paragraphs(shared, source, held_out=True):
        ends = [i for i in range(1, len(paragraph) - 1)
                if paragraph[i] == STOP and is_han(paragraph[i - 1]) and is_han(paragraph[i + 1])]
        inner = [i for i in range(4, len(paragraph) - 4) if is_han(paragraph[i - 1]) and is_han(paragraph[i])]
        if not ends or not inner:
            continue
        end = int(random.choice(ends))
        found.append((paragraph[max(0, end - 80):end], paragraph[end + 1:end + 20], True))
        at = int(random.choice(inner))
        found.append((paragraph[max(0, at - 80):at], paragraph[at:at + 20], False))
        if len(found) >= 2 * PER_SOURCE:
            break
    return found


def train(shared: Path, model: Model, seed: int = 5) -> tuple[NDArray[np.float64], dict[str, float]]:
    """The weights, and precision and recall at even odds on a third of the gaps that was not fitted."""
    random = np.random.default_rng(seed)
    found = [gap for source in SOURCES for gap in gaps(shared, source, random)]
    rows = np.array([facts(model, left, right) for left, right, _ in found])
    lost = np.array([gap[2] for gap in found])
    test = random.random(len(found)) < 1 / 3
    fit = LogisticRegression(C=10.0, fit_intercept=False, max_iter=1000).fit(rows[~test], lost[~test])
    weights = fit.coef_[0].copy()
    weights[-1] += np.log(PRIOR / (1 - PRIOR))
    shown = rows[test] @ weights > 0
    hits, alarms = shown[lost[test]].mean(), shown[~lost[test]].mean()
    precision = PRIOR * hits / (PRIOR * hits + (1 - PRIOR) * alarms) if hits else 0.0
    return weights, {"recall": float(hits), "false_alarms_per_1000_gaps": 1000 * float(alarms),
                     "precision_at_prior": float(precision), "gaps": len(found)}
