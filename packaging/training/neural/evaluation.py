"""What the judges of suspects gain by the network: figures with and without it, on the same pages.

The network has seen the corpus only. The judges that take its facts are made anew in each fold, without the fold's
source texts, exactly as :mod:`evaluate` does for the shipped ones.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import evaluate
import numpy as np
from pages import read_set
from ranker import Example

from reader.lm import judge, neural
from reader.lm.analysis import ranked
from reader.lm.features import CANDIDATE_FACTS, PLACE_FACTS
from reader.lm.model import Floats
from reader.lm.neural import Opinion, Rescorer
from reader.lm.suspects import Finder

PRECISION = 0.95
MEASURED = ("ocr_dev", "ocr_old_dev", "speech_dev", "clean_dev", "speech_clean_dev")


@dataclass
class Reheard(Example):
    """A page whose doubtful places the network has been asked about."""

    opinion: Opinion

    def rank(self, weights: Floats) -> None:
        """Orders the candidates anew with what the network said."""
        self.analysis = ranked(self.sources, self.draft, weights, self.opinion)


def first_weights() -> Floats:
    """Gain plus channel, and nothing for the network, before anything is trained."""
    names = (*CANDIDATE_FACTS, *neural.CANDIDATE_FACTS)
    return np.array([name in ("gain", "rate") for name in names], dtype=np.float32)


def reheard(examples: Sequence[Example], rescorer: Rescorer) -> list[Reheard]:
    """The same pages with the network's opinion of their proposals."""
    result = []
    for example in examples:
        opinion = rescorer.opinion(example.sources.model, example.draft.reading.symbols, example.draft.proposals)
        page = Reheard(*(getattr(example, field.name) for field in fields(Example)), opinion)
        page.rank(first_weights())
        result.append(page)
    return result


def recall_at(judged: Sequence[evaluate.Judged], precision: float = PRECISION) -> float:
    """The highest share of all errors that is found with at least this precision."""
    wanted = sum(len(page.page.truth) for page in judged)
    order = np.argsort(-np.concatenate([page.probability for page in judged]), kind="stable")
    hits = np.cumsum(np.concatenate([page.wrong for page in judged])[order])
    good = hits[hits >= precision * np.arange(1, len(hits) + 1)]
    return round(float(good.max(initial=0)) / max(wanted, 1), 4)


def curve_of(judged: Sequence[evaluate.Judged]) -> dict[str, float]:
    """Recall at several precisions."""
    return {f"{precision:.2f}": recall_at(judged, precision) for precision in (0.8, 0.85, 0.9, 0.95, 0.98, 0.99)}


Figures = dict[str, dict[str, dict[str, float]]]
"""By set, ``shown`` by default and ``recall_at_precision``."""


def figures(results: dict[str, list[evaluate.Judged]], say: Callable[[str], None]) -> Figures:
    """Recall by precision, and what is shown by default, of each set."""
    found: Figures = {}
    for name in MEASURED:
        shown = evaluate.figures_of(results[name], "sure")
        found[name] = {"shown": shown, "recall_at_precision": curve_of(results[name])}
        say(f"{name}: {found[name]}")
    return found


def measured(found: dict[str, list[Example]], rescorer: Rescorer | None, folder: Path | None,
             say: Callable[[str], None], stranger: Rescorer | None = None) -> Figures:
    """Cross-validated figures of the given pages, with the network's facts where one is given.

    The judges that were made of all pages are written to ``folder``, where the reader looks for them. A ``stranger``
    is a network that never read the sources of the pages ``gap``: it is asked about these, so that the judges see what
    a network says of text that it is not at home in.
    """
    if rescorer is None:
        results, _, _ = evaluate.cross_validated(found, say)
        return figures(results, say)
    pages = {name: reheard(examples, stranger if stranger is not None and name == "gap" else rescorer)
             for name, examples in found.items()}
    results, weights, places = evaluate.cross_validated(pages, say)
    if folder is not None:
        np.save(folder / "candidates-neural.npy", weights)
        judge.save(places, folder / "places-neural.npz", (*PLACE_FACTS, *neural.PLACE_FACTS))
    return figures(results, say)


def speed(finder: Finder, shared: Path, name: str) -> dict[str, float]:
    """Characters a second of processor time with and without the network, and how much of the text it is asked about.

    Each way is timed three times on all pages of a set, in turns; the best counts.
    """
    texts = ["\n".join(page.paragraphs) for page in read_set(shared, name)]
    characters = sum(map(len, texts))
    spent: dict[bool, list[float]] = {False: [], True: []}
    plain = Finder(finder.sources, finder.generator, finder.candidate_weights[:len(CANDIDATE_FACTS)], finder.places)
    for turn in range(6):
        with_network = bool(turn % 2)
        began = time.process_time()
        for text in texts:
            (finder if with_network else plain).analyse(text)
        spent[with_network].append(time.process_time() - began)
    asked = sum(int((finder.analyse(text).facts[:, len(PLACE_FACTS)] > 0).sum()) for text in texts)
    return {"without": round(characters / min(spent[False])), "with": round(characters / min(spent[True])),
            "share_asked": round(asked / characters, 4)}
