"""Trains the paragraph boundary model: ``python packaging/training/paragraphs.py --shared ../shared``.

Reads the paragraphs (one a line) of reports, speeches, policies, essays, news and laws, takes each place between two
sentences as an example, and writes ``resources/tables/paragraphs.npz``: a linear model for each register and one for
all of them over the hashed names of ``reader.detect.sentencerun``, and boosted trees over the facts of
``reader.detect.boundaryfacts``. The trees learn from scores of linear models that never saw the document. They
see every document twice: with nothing told but what marks tell, and with half of its paragraph starts told, as pages
that lost their lines still do by spaces.

Deterministic; about four minutes on one core. ``--held-out`` measures on a fifth of the documents that nothing was
trained on, and writes nothing.
"""

from __future__ import annotations

import argparse
import lzma
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from ranker import exported
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

from reader.detect.boundaryfacts import facts
from reader.detect.paragraphmodel import PAIR_SHARE, SENTENCE
from reader.detect.sentencerun import SLOTS, SentenceRun, pair_slots, place_slots
from reader.text.chars import ends_sentence
from reader.text.numbering import mark_at


@dataclass(frozen=True)
class Part:
    """A file of the corpus: the register it belongs to, how many lines are read, and what its places count for."""

    register: str
    lines: int
    weight: float
    titled: bool = False
    """Whether short articles follow one another, each under a title."""


PARTS = {
    "gov_reports": Part("reports", 7_000, 1.0),
    "xi_speeches": Part("speeches", 6_000, 2.0),
    "policies": Part("policies", 6_000, 2.0),
    "shenlun": Part("essays", 11_000, 0.7, titled=True),
    "mao_works": Part("talks", 6_200, 0.5),
    "nankai_news": Part("university", 16_000, 0.5, titled=True),
    "laws": Part("laws", 20_000, 0.5),
    "laws2": Part("laws", 4_000, 0.5),
    "xwlb": Part("news", 6_000, 0.2),
    "chinanews": Part("news", 6_000, 0.2, titled=True),
}
TOGETHER = ("gov_reports", "xi_speeches", "policies", "shenlun", "mao_works", "nankai_news")
"""The parts that the linear model of all registers learns from."""

FOLDS = 5
BLOCK = 300
"""Lines that go into the same fold, so that a document and its neighbours are never on both sides."""

SHORTEST, LONGEST = 15, 60
"""Lines of a document; the corpus does not say where documents end, but for titles."""

TOLD = 0.5
"""The share of paragraph starts that a document tells when it is seen the second time."""

MOST_STARTS = 0.85
"""Documents of more than six sentences of which more begin a paragraph were split into sentences by their source."""

RIDGE, RIDGE_TOGETHER = 0.1, 0.05


@dataclass(frozen=True, eq=False)
class Document:
    """Sentences, whether a paragraph begins with each, and which starts are told when it is seen the second time."""

    part: str
    fold: int
    run: SentenceRun
    starts: NDArray[np.bool_]
    told: NDArray[np.bool_]

    def seen(self) -> tuple[SentenceRun, SentenceRun]:
        """Its sentences as marks alone tell of them, and with the starts that are told."""
        return self.run, replace(self.run, cut=self.run.cut | self.told, told=self.run.told | self.told)


def documents(shared: Path) -> list[Document]:
    chance = random.Random(7)  # noqa: S311  (draws what is told, no secret)
    found = []
    for name, part in PARTS.items():
        lines = read(shared, name, part.lines)
        at = 0
        while at < len(lines):
            end = article_end(lines, at, at + chance.randint(SHORTEST, LONGEST), titled=part.titled)
            sentences, starts, known = split(lines[at:end])
            places = [start for start, told in zip(starts, known, strict=True) if not told]
            broken = len(places) > 6 and sum(places) > MOST_STARTS * len(places) and part.register != "laws"
            if len(sentences) > 3 and not broken:
                told = [start and not marked and chance.random() < TOLD
                        for start, marked in zip(starts, known, strict=True)]
                run = SentenceRun.of(sentences, known)
                found.append(Document(name, at // BLOCK % FOLDS, run, np.array(starts), np.array(told)))
            at = end
    return found


def read(shared: Path, part: str, most: int) -> list[str]:
    with lzma.open(shared / "corpus" / f"{part}.txt.xz", "rt", encoding="utf-8") as file:
        return [line.strip() for line, _ in zip(file, range(most), strict=False) if line.strip()]


def article_end(lines: Sequence[str], start: int, end: int, *, titled: bool) -> int:
    """Where the document from ``start`` ends: at ``end``, or before the next title."""
    end = min(end, len(lines))
    for at in range(start + 6, end) if titled else ():
        line = lines[at]
        if len(line) >= 10 and not ends_sentence(line) and mark_at(line) is None and line[-1] not in "：；，":
            return at
    return end


def split(lines: Sequence[str]) -> tuple[list[str], list[bool], list[bool]]:
    """The sentences, whether a paragraph begins with each, and whether its mark or the line before it tells so."""
    sentences: list[str] = []
    starts: list[bool] = []
    known: list[bool] = []
    told = True
    for line in lines:
        whole = ends_sentence(line)
        parts = SENTENCE.findall(line) if whole else [line]
        sentences += parts
        starts += [True] + [False] * (len(parts) - 1)
        known += [told or not whole or mark_at(line) is not None] + [False] * (len(parts) - 1)
        told = not whole
    return sentences, starts, known


def matrix(found: Sequence[Document]) -> csr_matrix:
    """The names of all sentences of some documents, a row each."""
    columns, rows, counts = [], [], []
    base = 0
    for document in found:
        run = document.run
        single = place_slots(run)
        after, before = pair_slots(run)
        within = run.owner + 1 < len(run)
        columns += [single.ravel(), after, before[within]]
        rows += [np.repeat(np.arange(len(run)), single.shape[1]) + base, run.owner + base, run.owner[within] + 1 + base]
        counts += [np.ones(single.size, dtype=np.float32),
                   np.full(len(after) + int(within.sum()), PAIR_SHARE, dtype=np.float32)]
        base += len(run)
    made = csr_matrix((np.concatenate(counts), (np.concatenate(rows), np.concatenate(columns))), shape=(base, SLOTS))
    made.sum_duplicates()
    return made


def fitted(rows: csr_matrix, starts: NDArray[np.bool_], ridge: float) -> NDArray[np.float64]:
    """Weights of a logistic regression, the bias last."""
    signs = np.where(starts, 1.0, -1.0)
    turned = rows.T.tocsr()

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = signs * (rows @ weights[:-1] + weights[-1])
        pull = -signs / (1 + np.exp(margin))
        value = ridge * np.logaddexp(0, -margin).sum() + 0.5 * (weights[:-1] @ weights[:-1])
        return float(value), np.r_[ridge * (turned @ pull) + weights[:-1], ridge * pull.sum()]

    result = minimize(loss, np.zeros(SLOTS + 1), jac=True, method="L-BFGS-B", options={"maxiter": 40, "maxcor": 6})
    return np.asarray(result.x)


@dataclass(eq=False)
class Table:
    """All sentences of one part in a row: their names, the truth, and the scores that no model gave itself."""

    found: list[Document]
    rows: csr_matrix
    starts: NDArray[np.bool_]
    is_open: NDArray[np.bool_]
    fold: NDArray[np.int64]
    scores: NDArray[np.float64]

    @classmethod
    def of(cls, found: list[Document], registers: int) -> Table:
        fold = np.concatenate([np.full(len(document.run), document.fold) for document in found])
        return cls(found, matrix(found), np.concatenate([document.starts for document in found]),
                   ~np.concatenate([document.run.cut for document in found]), fold, np.zeros((len(fold), registers)))

    def pieces(self) -> Iterator[tuple[Document, NDArray[np.float64]]]:
        at = 0
        for document in self.found:
            yield document, self.scores[at : at + len(document.run)]
            at += len(document.run)


def train_linear(tables: dict[str, Table], registers: dict[str, list[str]]) -> NDArray[np.float64]:
    """The linear models (slots and bias × registers); fills in the scores, for each document by models without it."""
    models = []
    for column, (register, parts) in enumerate(registers.items()):
        ridge = RIDGE_TOGETHER if register == "together" else RIDGE
        rows = vstack([tables[part].rows[tables[part].is_open] for part in parts]).tocsr()
        starts = np.concatenate([tables[part].starts[tables[part].is_open] for part in parts])
        fold = np.concatenate([tables[part].fold[tables[part].is_open] for part in parts])
        whole = fitted(rows, starts, ridge)
        models.append(whole)
        for table in tables.values():
            table.scores[:, column] = table.rows @ whole[:-1] + whole[-1]
        for held in range(FOLDS):
            without = fitted(rows[fold != held], starts[fold != held], ridge)
            for part in parts:
                here = tables[part].fold == held
                tables[part].scores[here, column] = tables[part].rows[here] @ without[:-1] + without[-1]
        print(register, len(starts), flush=True)
    return np.stack(models, axis=1)


def examples(table: Table, *, held: int | None = None, inside: bool = True) -> tuple[NDArray[np.float32],
                                                                                     NDArray[np.bool_]]:
    """The facts and the truth of all open places, of the fold ``held`` only or of all others."""
    rows, starts = [], []
    for document, scores in table.pieces():
        for run in document.seen() if held is None or (document.fold == held) is inside else ():
            rows.append(facts(run, scores)[~run.cut])
            starts.append(document.starts[~run.cut])
    return np.concatenate(rows), np.concatenate(starts)


def train_trees(tables: dict[str, Table], held: int | None = None) -> HistGradientBoostingClassifier:
    rows, starts, weights = [], [], []
    for name, table in tables.items():
        some, truth = examples(table, held=held, inside=False)
        rows.append(some)
        starts.append(truth)
        weights.append(np.full(len(truth), PARTS[name].weight))
    model = HistGradientBoostingClassifier(
        max_iter=200, learning_rate=0.07, max_leaf_nodes=16, min_samples_leaf=60, l2_regularization=5.0,
        max_features=0.4, early_stopping=False, random_state=7)
    return model.fit(np.concatenate(rows), np.concatenate(starts), sample_weight=np.concatenate(weights))


def report(name: str, starts: NDArray[np.bool_], probability: NDArray[np.float64]) -> None:
    figures = [f"{name:12} {len(starts):6} places, {starts.mean():.3f} starts",
               f"AUC {roc_auc_score(starts, probability):.3f} AP {average_precision_score(starts, probability):.3f}"]
    for least in (0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        taken = probability >= least
        hits = int((taken & starts).sum())
        precision, recall = hits / max(1, int(taken.sum())), hits / int(starts.sum())
        figures.append(f"{least}: {precision:.3f}/{recall:.3f}/{2 * hits / int(taken.sum() + starts.sum()):.3f}")
    print(" | ".join(figures), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("JIAODU_SHARED", "../shared")))
    parser.add_argument("--out", type=Path, default=Path("resources/tables/paragraphs.npz"))
    parser.add_argument("--held-out", action="store_true")
    arguments = parser.parse_args()
    registers: dict[str, list[str]] = {}
    for name, part in PARTS.items():
        registers.setdefault(part.register, []).append(name)
    registers["together"] = list(TOGETHER)
    by_part: dict[str, list[Document]] = {}
    for document in documents(arguments.shared):
        by_part.setdefault(document.part, []).append(document)
    tables = {name: Table.of(found, len(registers)) for name, found in by_part.items()}
    linear = train_linear(tables, registers)
    if arguments.held_out:
        trees = train_trees(tables, held=0)
        for name, table in tables.items():
            rows, starts = examples(table, held=0)
            report(name, starts, trees.predict_proba(rows)[:, 1])
        return
    trees = exported(train_trees(tables))
    scale = (np.abs(linear[:-1]).max(axis=0) / 127).astype(np.float32)
    np.savez_compressed(
        arguments.out, weights=np.round(linear[:-1] / scale).astype(np.int8), scale=scale, bias=linear[-1],
        trees_roots=trees.roots, trees_feature=trees.feature, trees_threshold=trees.threshold, trees_left=trees.left,
        trees_right=trees.right, trees_value=trees.value, trees_base=trees.base)
    print(f"{len(trees.feature)} nodes, {arguments.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
