"""Trains the paragraph boundary model: ``python packaging/training/paragraphs.py --shared ../shared``.

Reads the paragraphs (one a line) of official reports, speeches, policies, essays and university news, takes every
place between two sentences of a paragraph as a negative example and every paragraph end as a positive one, and writes
``resources/tables/paragraphs.tsv``: the weights of a logistic regression, names as ``reader.detect.paragraphmodel``
makes them. Deterministic; about three minutes on one core.
"""

from __future__ import annotations

import argparse
import lzma
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from reader.detect.paragraphmodel import SENTENCE, boundary_features

PARTS = {"gov_reports": 7_000, "xi_speeches": 6_000, "policies": 4_000, "shenlun": 6_000, "mao_works": 4_000,
         "nankai_news": 30_000}
LEAST_COUNT, LEAST_WEIGHT = 12, 0.08


def examples(lines: list[str]) -> Iterator[tuple[dict[str, float], bool]]:
    """Features and whether a paragraph ends there, for every sentence end of the text that ``lines`` make up."""
    for here, after in pairwise(lines):
        sentences = SENTENCE.findall(here)
        following = SENTENCE.findall(after)[0]
        first, far = sentences[0], 0
        for at, sentence in enumerate(sentences):
            far += len(sentence)
            last = at + 1 == len(sentences)
            then = following if last else sentences[at + 1]
            names = boundary_features(first, sentence, then, far, at + 1)
            yield dict.fromkeys(names, 1.0), last


def read(shared: Path, part: str, most: int) -> list[str]:
    with lzma.open(shared / "corpus" / f"{part}.txt.xz", "rt", encoding="utf-8") as file:
        lines = [line.strip() for line in file if line.strip()]
    return [line for line in lines[:most] if line[-1] in "。！？”）：；"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("resources/tables/paragraphs.tsv"))
    arguments = parser.parse_args()
    rows, labels = [], []
    for part, most in PARTS.items():
        for features, label in examples(read(arguments.shared, part, most)):
            rows.append(features)
            labels.append(label)
    counts: dict[str, int] = {}
    for features in rows:
        for name in features:
            counts[name] = counts.get(name, 0) + 1
    rows = [{name: one for name, one in features.items() if counts[name] >= LEAST_COUNT} for features in rows]
    order = list(range(len(rows)))
    random.Random(7).shuffle(order)  # noqa: S311  (a split for measuring, no secret)
    cut = len(order) * 9 // 10
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([rows[i] for i in order])
    truth = [labels[i] for i in order]
    model = LogisticRegression(C=0.5, max_iter=200, solver="liblinear")
    model.fit(matrix[:cut], truth[:cut])
    scores = model.decision_function(matrix[cut:])
    print(f"{len(rows)} places, {sum(labels) / len(labels):.3f} of them paragraph ends")
    print(f"held out: AUC {roc_auc_score(truth[cut:], scores):.3f}, "
          f"average precision {average_precision_score(truth[cut:], scores):.3f}")
    weights = dict(zip(vectorizer.feature_names_, model.coef_[0], strict=True))
    weights["bias"] = weights.get("bias", 0.0) + float(model.intercept_[0])
    kept = {name: weight for name, weight in weights.items() if abs(weight) >= LEAST_WEIGHT or name == "bias"}
    lines = [f"{name}\t{weight:.2f}" for name, weight in sorted(kept.items()) if "\t" not in name and "\n" not in name]
    arguments.out.write_text("\n".join(["# made by packaging/training/paragraphs.py", *lines]) + "\n", encoding="utf-8")
    print(f"{len(lines)} weights, {arguments.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
