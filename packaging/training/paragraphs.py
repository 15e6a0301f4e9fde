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
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from reader.detect.paragraphmodel import SENTENCE, place_features, running_features

PARTS = {"gov_reports": 7_000, "xi_speeches": 6_000, "policies": 6_000, "shenlun": 11_000, "mao_works": 6_200,
         "nankai_news": 20_000}
LEAST_COUNT, LEAST_WEIGHT = 12, 0.06


def examples(lines: list[str]) -> Iterator[tuple[list[str], bool]]:
    """Features and whether a paragraph ends there, for every sentence end of the text that ``lines`` make up."""
    split = [SENTENCE.findall(line) for line in lines]
    for here, below, last in zip(split, split[1:], [*split[2:], [""]], strict=False):
        coming = [*here, *below, *last]
        far = 0
        for at, sentence in enumerate(here):
            far += len(sentence)
            following, after = coming[at + 1], coming[at + 2]
            names = place_features(sentence, following, after)
            yield [*names, *running_features(here[0], sentence, following, far, at + 1)], at + 1 == len(here)


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
    counts = Counter(name for names in rows for name in names)
    known = {name: at for at, name in enumerate(sorted(name for name, n in counts.items() if n >= LEAST_COUNT))}
    columns = [[known[name] for name in names if name in known] for names in rows]
    order = list(range(len(rows)))
    random.Random(7).shuffle(order)  # noqa: S311  (a split for measuring, no secret)
    cut = len(order) * 9 // 10
    chosen = [columns[i] for i in order]
    starts = np.cumsum([0, *map(len, chosen)])
    flat = np.fromiter(chain.from_iterable(chosen), dtype=np.int32, count=int(starts[-1]))
    matrix = csr_matrix((np.ones(len(flat), dtype=np.float32), flat, starts), shape=(len(chosen), len(known)))
    truth = [labels[i] for i in order]
    model = LogisticRegression(C=0.2, max_iter=200, solver="liblinear", random_state=7)
    model.fit(matrix[:cut], truth[:cut])
    scores = model.decision_function(matrix[cut:])
    print(f"{len(rows)} places, {sum(labels) / len(labels):.3f} of them paragraph ends")
    print(f"held out: AUC {roc_auc_score(truth[cut:], scores):.3f}, "
          f"average precision {average_precision_score(truth[cut:], scores):.3f}")
    weights = dict(zip(known, model.coef_[0], strict=True))
    weights["bias"] = weights.get("bias", 0.0) + float(model.intercept_[0])
    kept = {name: weight for name, weight in weights.items() if abs(weight) >= LEAST_WEIGHT or name == "bias"}
    lines = [f"{name}\t{weight:.2f}" for name, weight in sorted(kept.items()) if "\t" not in name and "\n" not in name]
    arguments.out.write_text("\n".join(["# made by packaging/training/paragraphs.py", *lines]) + "\n", encoding="utf-8")
    print(f"{len(lines)} weights, {arguments.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
