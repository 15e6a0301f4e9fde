#!/usr/bin/env python3
"""Measures the suspect finder on the annotated pages, apart from the rest of the engine.

    python packaging/training/evaluate.py --shared ../shared [SET ...]

prints, for the tables that are there, precision, recall, right characters and false alarms of both levels, by set and
by engine. ``ocr_dev``, ``ocr_old_dev`` and ``clean_dev`` were trained on: their figures in ``manifest.json`` come from
cross-validation (folds by source text), which ``train.py`` runs; the other sets were never trained on.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 (the repository must be on the path first)
import words  # noqa: E402
from noise import synthetic_pages  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from pages import Page, read_set  # noqa: E402
from ranker import Example, examples, recalibrated, train_candidates, train_places  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from reader.lm import channel, lexicon, model  # noqa: E402
from reader.lm.analysis import Analysis  # noqa: E402
from reader.lm.features import Sources  # noqa: E402
from reader.lm.judge import Judge  # noqa: E402
from reader.lm.model import Floats  # noqa: E402
from reader.lm.proposals import Generator  # noqa: E402
from reader.lm.suspects import DOUBTFUL, default_finder, is_sure  # noqa: E402

TRAINED_ON = ("ocr_dev", "ocr_old_dev", "clean_dev")
TESTED_ON = ("seed", "speech_dev", "speech_clean_dev")
FOLDS = 3
LEAST = 0.02
"""Only places with at least this probability decide the calibration: the great mass of sure nothings would rule it."""
HELD_OUT_PAGES = {"gov_reports": 30, "xi_speeches": 15, "shenlun": 30, "prose": 10, "bedtimenews": 10,
                  "nankai_news": 40, "seg_corpora": 30, "chinanews": 25, "policies": 10, "xwlb": 10}
GAP_PAGES = {"prose": 70, "bedtimenews": 70, "vcsum": 50, "mao_works": 60, "wiki_qa": 10}


def training_examples(shared: Path, out: Path, work: Path, say: Callable[[str], None]) -> dict[str, list[Example]]:
    """All pages, analysed: the annotated sets, ``held out`` and ``gap``."""
    pairs = channel.load(out / "channel")
    shipped = Sources(model.load(out / "lm"), pairs, lexicon.load(out / "lexicon"))
    generator = Generator(shipped.model, pairs)
    found = {}
    for name in TRAINED_ON + TESTED_ON:
        found[name] = examples(read_set(shared, name), shipped, generator)
        say(f"{name}: {len(found[name])} pages")
    found["held out"] = examples(synthetic_pages(shared, HELD_OUT_PAGES), shipped, generator)
    say(f"held out: {len(found['held out'])} pages")
    other = model.load(work / "gap")
    gap = Sources(other, pairs, words.train(shared, other.vocabulary))
    pages = synthetic_pages(shared, GAP_PAGES, seed=2, held_out=False)
    found["gap"] = examples(pages, gap, Generator(other, pairs))
    say(f"gap: {len(found['gap'])} pages")
    return found


def folds(found: dict[str, list[Example]]) -> dict[str, int]:
    """The fold of each source text, the same for all sets that hold pages of it."""
    texts = sorted({example.page.source for name in TRAINED_ON for example in found[name]})
    return {text: k % FOLDS for k, text in enumerate(texts)}


@dataclass(frozen=True)
class Judged:
    """What was said of the places of one page, and what is true."""

    page: Page
    wrong: NDArray[np.bool_]
    right: NDArray[np.bool_]
    """Whether the first candidate is the truth of a wrong place."""
    probability: NDArray[np.float64]
    share: Floats
    """Probability of the first candidate, given that the place is wrong."""

    @classmethod
    def of(cls, example: Example, analysis: Analysis, probability: NDArray[np.float64]) -> Judged:
        """What was said of one page; places where suspecting is neither right nor wrong are left out."""
        use = example.counted
        right = example.wrong & (example.points[analysis.proposals.candidates[:, 0]] == example.truth)
        return cls(example.page, example.wrong[use], right[use], probability[use], analysis.shares[use, 0])

    @classmethod
    def once(cls, example: Example, places: Judge) -> Judged:
        """A page as the first judge alone sees it."""
        return cls.of(example, example.analysis, places.probability(example.analysis.facts))

    def shown(self, level: str) -> NDArray[np.bool_]:
        """The places that are shown: by default (``sure``), or also on demand."""
        return is_sure(self.probability, self.share) if level == "sure" else self.probability >= DOUBTFUL


def figures_of(judged: Sequence[Judged], level: str) -> dict[str, float]:
    """Precision, recall, right characters and false alarms per 10,000 Han characters of one level."""
    shown = [page.shown(level) for page in judged]
    found = sum(int(s.sum()) for s in shown)
    hits = sum(int((s & page.wrong).sum()) for s, page in zip(shown, judged, strict=True))
    right = sum(int((s & page.right).sum()) for s, page in zip(shown, judged, strict=True))
    wanted = sum(len(page.page.truth) for page in judged)
    body = sum(page.page.body for page in judged)
    return {"precision": round(hits / found if found else 1.0, 4), "recall": round(hits / wanted if wanted else 1.0, 4),
            "right_character": round(right / hits if hits else 1.0, 4),
            "false_alarms_per_10k": round(1e4 * (found - hits) / max(body, 1), 2), "found": found, "wanted": wanted}


def report(name: str, judged: Sequence[Judged], say: Callable[[str], None]) -> dict[str, object]:
    """The figures of both levels, and precision by recall."""
    result: dict[str, object] = {}
    for level in ("sure", "with doubtful"):
        figures = figures_of(judged, level)
        result[level] = figures
        say(f"{name:28} {level:14} " + "  ".join(f"{key} {value}" for key, value in figures.items()))
    wanted = sum(len(page.page.truth) for page in judged)
    if wanted:
        probability = np.concatenate([page.probability for page in judged])
        order = np.argsort(-probability, kind="stable")
        hits = np.cumsum(np.concatenate([page.wrong for page in judged])[order])
        curve = {}
        for recall in np.arange(0.3, 1.0, 0.05):
            k = int(np.searchsorted(hits, recall * wanted))
            if k < len(hits):
                curve[f"{recall:.2f}"] = round(float(hits[k] / (k + 1)), 4)
        result["precision_at_recall"] = curve
    return result


def calibration(judged: Sequence[Judged], say: Callable[[str], None], bins: int = 10) -> dict[str, object]:
    """Reliability in ten bins of the confidences that are shown, and the expected calibration error."""
    probability = np.concatenate([page.probability for page in judged])
    wrong = np.concatenate([page.wrong for page in judged])
    shown = probability >= DOUBTFUL
    probability, wrong = probability[shown], wrong[shown]
    which = np.minimum((probability * bins).astype(int), bins - 1)
    rows, error = [], 0.0
    for k in range(bins):
        members = which == k
        if members.any():
            said, true = float(probability[members].mean()), float(wrong[members].mean())
            rows.append([round(said, 3), round(true, 3), int(members.sum())])
            error += abs(said - true) * members.mean()
    say(f"calibration error {error:.4f}; said, true, number: {rows}")
    return {"expected_calibration_error": round(float(error), 4), "bins": rows}


def cross_validated(found: dict[str, list[Example]], say: Callable[[str], None],
                    ) -> tuple[dict[str, list[Judged]], Floats, Judge]:
    """The pages of each set as the first judges alone see them, and the judges trained on all that may be trained on.

    On the sets that are trained on, both judges of each fold are made without the fold's source texts.
    """
    fold_of = folds(found)
    synthetic = found["held out"] + found["gap"]
    results: dict[str, list[Judged]] = {name: [] for name in found}
    for fold in range(FOLDS):
        rest = [e for name in TRAINED_ON for e in found[name] if fold_of[e.page.source] != fold] + synthetic
        weights, places = train_judges(rest)
        for name in TRAINED_ON:
            for example in found[name]:
                if fold_of[example.page.source] == fold:
                    example.rank(weights)
                    results[name].append(Judged.once(example, places))
        say(f"fold {fold + 1} of {FOLDS}")
    weights, places = train_judges([e for name in TRAINED_ON for e in found[name]] + synthetic)
    slope, shift = calibration_line(results)
    say(f"calibration: log-odds × {slope:.3f} + {shift:.3f}")
    for name in TESTED_ON:
        for example in found[name]:
            example.rank(weights)
            results[name].append(Judged.once(example, places))
    return moved(results, slope, shift), weights, recalibrated(places, slope, shift)


def calibration_line(results: dict[str, list[Judged]]) -> tuple[float, float]:
    """Slope and shift that bring the log-odds of the cross-validated pages nearest to the truth."""
    judged = [page for name in TRAINED_ON for page in results[name]]
    probability = np.clip(np.concatenate([page.probability for page in judged]), 1e-6, 1 - 1e-6)
    wrong = np.concatenate([page.wrong for page in judged])
    shown = probability > LEAST
    odds = np.log(probability / (1 - probability))
    line = LogisticRegression(C=1e6).fit(odds[shown, None], wrong[shown])
    return float(line.coef_[0, 0]), float(line.intercept_[0])


def moved(results: dict[str, list[Judged]], slope: float, shift: float) -> dict[str, list[Judged]]:
    """The judged pages with their log-odds stretched and shifted."""

    def probability(page: Judged) -> NDArray[np.float64]:
        before = np.clip(page.probability, 1e-9, 1 - 1e-9)
        after: NDArray[np.float64] = 1 / (1 + np.exp(-slope * np.log(before / (1 - before)) - shift))
        return after

    return {name: [replace(page, probability=probability(page)) for page in pages] for name, pages in results.items()}


def train_judges(found: list[Example]) -> tuple[Floats, Judge]:
    """The candidate judge, and the place judge on the order that the first gives."""
    weights = train_candidates(found)
    for example in found:
        example.rank(weights)
    return weights, train_places(found)


def all_figures(results: dict[str, list[Judged]], say: Callable[[str], None]) -> dict[str, object]:
    """The figures of each set and engine, and the calibration on the sets with cross-validation."""
    figures: dict[str, object] = {}
    for name, judged in results.items():
        if judged:
            figures[name] = report(name, judged, say)
            engines = sorted({page.page.engine for page in judged})
            for engine in engines if len(engines) > 1 else ():
                part = [page for page in judged if page.page.engine == engine]
                figures[f"{name} {engine}"] = report(f"{name} {engine}", part, say)
    held_out = [page for name in TRAINED_ON for page in results[name]]
    reliability = {"all": calibration(held_out, say)}
    for engine in sorted({page.page.engine for page in held_out} - {"none"}):
        reliability[engine] = calibration([page for page in held_out if page.page.engine == engine], say)
    reliability["speech_dev"] = calibration(results["speech_dev"] + results["speech_clean_dev"], say)
    figures["calibration"] = reliability
    return figures


def main() -> None:
    """Prints the figures of the shipped tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=[*TRAINED_ON, *TESTED_ON, "pages_dev"])
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("JIAODU_SHARED", ROOT.parent / "shared")))
    args = parser.parse_args()
    finder = default_finder()
    for name in args.sets:
        found = examples(read_set(args.shared, name), finder.sources, finder.generator)
        for example in found:
            example.rank(finder.candidate_weights)
        report(name, [Judged.of(example, *finder.judged(example.analysis)) for example in found], print)


if __name__ == "__main__":
    main()
