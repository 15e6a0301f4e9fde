#!/usr/bin/env python3
"""Measures what the judges lose when one of the things that they learn from is left out.

    python packaging/training/ablation.py --shared ../shared --work build/training --out build/ablation.json
    python packaging/training/ablation.py --rows "pages: strange text" "lexicon: places"

Rows: ``pages`` one kind of training page, ``lexicon`` one kind of words, ``channel`` what is known of misreadings,
``facts`` a group of facts of the first judge, ``corpus`` a part of the text that the n-gram model is made from. Small
on purpose, so that a row takes half a minute: two folds, every second synthetic page, trees of the second look grown
once. Rows compare with the row ``nothing`` of their design only, never with the figures of the manifest. Needs the
shipped tables and the model that ``train.py --stages gap`` leaves in ``--work``.

The designs: ``pages``, ``lexicon`` and ``channel`` use both looks; ``facts`` use the first judge alone, because the
second look takes many of the same facts again; ``corpus`` a third of the text, a third of the n-grams, every second
page and the first judge alone, without synthetic pages. A place is shown by default as in :mod:`reader.lm.suspects`.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from unittest.mock import patch

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import confusions  # noqa: E402 (the repository must be on the path first; so below)
import corpus  # noqa: E402
import evaluate  # noqa: E402
import ngrams  # noqa: E402
import noise  # noqa: E402
import numpy as np  # noqa: E402
import second  # noqa: E402
import words  # noqa: E402
from evaluate import GAP_PAGES, HELD_OUT_PAGES, TESTED_ON, TRAINED_ON, Judged  # noqa: E402
from pages import Page, read_set  # noqa: E402
from ranker import Example, examples, first_weights  # noqa: E402

from reader.lm import channel, lexicon, model  # noqa: E402
from reader.lm.channel import ENGINES, RATE, Channel  # noqa: E402
from reader.lm.features import CANDIDATE_FACTS, PLACE_FACTS, Sources  # noqa: E402
from reader.lm.model import Floats  # noqa: E402
from reader.lm.proposals import Generator  # noqa: E402

Found = dict[str, list[Example]]
Results = dict[str, list[Judged]]
NOTHING = "nothing"
FOLDS, EVERY, FORESTS = 2, 2, 1
LIKENESS_STEPS = np.array([0.3, 0.4, 0.5, 0.6, 0.7, 0.8])

PAGE_KINDS = {
    "recognisers' pages": ("ocr_dev", "ocr_old_dev"), "pages of the older kind": ("ocr_old_dev",),
    "untouched pages": ("clean_dev",), "text that was not counted": ("held out",), "strange text": ("gap",),
    "both synthetic": ("held out", "gap"),
}
WORD_KINDS = {"places": ("place",), "idioms": ("idiom",), "terms": ("term",), "spoken and common": ("common", "spoken"),
              "all words": lexicon.KINDS}
FACTS = {
    "rates of misreadings": ("rate", *ENGINES, "doubt", *(f"page {name}" for name in ENGINES)),
    "glyph likeness": ("likeness",),
    "the document": ("pairs in document", "in document", "observed in document", "observed left in document",
                     "observed right in document"),
    "repetition": ("elsewhere", "same pair", "same pair share", "unlikely share"),
    "bonds": ("left", "right", "observed left", "observed right", "observed bound", "freedom", "candidate freedom"),
    "known n-grams": ("left known", "right known", "observed left known", "observed right known", "observed orders",
                      "observed longest", "candidate orders", "candidate longest"),
    "words": ("word", "word kind", "candidate word", "candidate word kind"),
    "names and titles": ("surname", "in names", "surname before", "surname two before", "title after", "title before",
                         "called"),
    "spoken characters": ("spoken", "candidate spoken"),
    "neighbours": ("neighbour", "second neighbour", "beside a number"),
    "rarity": ("unigram", "rarity", "unknown"),
    "the whole page": ("page log p", "page error rate"),
}
PARTS = {
    "news, television, 1998 papers": ("chinanews", "news_misc", "xwlb", "seg_corpora"),
    "statutes": ("laws", "laws2"), "technical translations": ("lctt", "goldminer", "weekly"),
    "encyclopedia, abstracts": ("wiki_qa", "csl_abstracts"), "university news": ("nankai_news",),
    "essays, commentary, meetings, Mao": ("prose", "bedtimenews", "vcsum", "mao_works"),
    "reports, leaders, policies, policy essays": ("gov_reports", "xi_speeches", "policies", "shenlun"),
}
SMALL_SIZES = {3: 1_000_000, 4: 1_700_000}
LARGE_SOURCE = 3000
"""Sources with more paragraphs than this are read by a third in the small design."""


@dataclass
class Blind(Example):
    """An example some of whose facts the first judge does not see."""

    hidden: frozenset[str] = frozenset()

    def rank(self, weights: Floats) -> None:
        """As before, the hidden facts zero everywhere."""
        super().rank(weights)
        facts, candidates = self.analysis.facts.copy(), self.analysis.candidate_facts.copy()
        facts[:, [name in self.hidden for name in PLACE_FACTS]] = 0
        candidates[:, :, [name in self.hidden for name in CANDIDATE_FACTS]] = 0
        self.analysis = replace(self.analysis, facts=facts, candidate_facts=candidates)


@dataclass(frozen=True)
class Bench:
    """The shipped tables and the pages, analysed once."""

    shared: Path
    work: Path

    @cached_property
    def shipped(self) -> Sources:
        """What is shipped."""
        tables = ROOT / "resources" / "tables"
        return Sources(model.load(tables / "lm"), channel.load(tables / "channel"), lexicon.load(tables / "lexicon"))

    @cached_property
    def strange(self) -> Sources:
        """The same with the model that never read the strange text."""
        other = model.load(self.work / "gap")
        return Sources(other, self.shipped.channel, words.train(self.shared, other.vocabulary))

    @cached_property
    def annotated(self) -> dict[str, list[Page]]:
        """The annotated pages of each set."""
        return {name: read_set(self.shared, name) for name in TRAINED_ON + TESTED_ON}

    def synthetic(self) -> dict[str, list[Page]]:
        """Every second synthetic page."""
        return {"held out": noise.synthetic_pages(self.shared, HELD_OUT_PAGES)[::EVERY],
                "gap": noise.synthetic_pages(self.shared, GAP_PAGES, seed=2, held_out=False)[::EVERY]}

    def sources(self, name: str) -> Sources:
        """What the pages of a set are read with."""
        return self.strange if name == "gap" else self.shipped

    @cached_property
    def pages(self) -> dict[str, list[Page]]:
        """All pages."""
        return self.annotated | self.synthetic()

    @cached_property
    def found(self) -> Found:
        """All pages, analysed with what is shipped."""
        return self.analysed(self.pages, self.shipped.channel)

    def analysed(self, pages: dict[str, list[Page]], pairs: Channel) -> Found:
        """Pages analysed with a table of misreadings."""
        generators = {key: Generator(sources.model, pairs)
                      for key, sources in ((True, self.strange), (False, self.shipped))}
        return {name: examples(some, replace(self.sources(name), channel=pairs), generators[name == "gap"])
                for name, some in pages.items()}


def quiet(_: str) -> None:
    """Says nothing."""


def twice(found: Found, left_out: Sequence[str] = ()) -> Results:
    """Both looks; the sets of ``left_out`` are judged and never learnt from."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(evaluate, "FOLDS", FOLDS))
        stack.enter_context(patch.object(second, "FORESTS", FORESTS))
        trained = tuple(name for name in TRAINED_ON if name not in left_out)
        stack.enter_context(patch.object(evaluate, "TRAINED_ON", trained))
        synthetic = tuple(name for name in second.SYNTHETIC if name not in left_out)
        stack.enter_context(patch.object(second, "SYNTHETIC", synthetic))
        if trained == ("clean_dev",):  # nothing wrong is left to calibrate on
            stack.enter_context(patch.object(evaluate, "calibration_line", lambda _: (1.0, 0.0)))
        return second.judged_twice(found, quiet)[0]


def once(found: Found) -> Results:
    """The first judge alone."""
    with patch.object(evaluate, "FOLDS", FOLDS):
        return evaluate.cross_validated(found, quiet)[0]


def untrained(bench: Bench, sets: Sequence[str]) -> Results:
    """Both looks, trained without these sets."""
    return twice(bench.found, sets)


def with_lexicon(bench: Bench, left_out: Sequence[str] = (), **others: object) -> Results:
    """Both looks without some kinds of words, or with other fields of the lexicon.

    A word of several kinds has only the first of them, and goes with it.
    """
    every = words.read_words(bench.shared)
    kept = {word: kind for word, kind in every.items() if kind not in left_out}
    result: Found = {}
    with patch.object(words, "read_words", lambda _: kept):
        new = {key: replace(sources, lexicon=replace(words.train(bench.shared, sources.model.vocabulary), **others))
               for key, sources in ((True, bench.strange), (False, bench.shipped))}
    for name, some in bench.found.items():
        result[name] = [replace(example, sources=new[name == "gap"]) for example in some]
        for example in result[name]:
            example.rank(first_weights())
    return twice(result)


def with_channel(bench: Bench, pairs: Channel) -> Results:
    """Both looks with another table of misreadings, from the candidates on."""
    return twice(bench.analysed(bench.pages, pairs))


def level_rates(pairs: Channel) -> Channel:
    """The pairs that look alike, each as frequent as all of its likeness together: no single confusion is known."""
    keep = pairs.likeness > 0
    row = np.repeat(np.arange(len(pairs.observed)), np.diff(pairs.starts.astype(np.int64)))[keep]
    likeness, rates = pairs.likeness[keep], np.exp(RATE.astype(np.float64))[pairs.rates[keep]]
    levels, level = np.unique(np.digitize(likeness / 255, LIKENESS_STEPS), return_inverse=True)
    log_rate = np.log(np.stack([rates[level == step].mean(axis=0) for step in range(len(levels))]))[level]
    steps = np.clip(np.round((log_rate - RATE[0]) / -RATE[0] * (len(RATE) - 1)), 0, 255).astype(np.uint8)
    used, first = np.unique(row, return_index=True)
    starts = np.append(first, len(row)).astype(np.uint32)
    return Channel(pairs.observed[used], starts, pairs.true[keep], steps, likeness)


def with_pairs(bench: Bench, *, engine: int | None) -> Channel:
    """The table of misreadings without what one engine printed, or (``None``) without glyph likeness."""
    counts, likeness = confusions.read_pairs(bench.shared)
    if engine is None:
        likeness = {}
    else:
        for values in counts.values():
            values[engine] = 0
        counts = {pair: values for pair, values in counts.items() if values.any()}
    # an engine that printed nothing has no errors to take a share of: its rates are the lowest there are
    with patch.object(confusions, "read_pairs", lambda _: (counts, likeness)), np.errstate(divide="ignore"):
        return confusions.train(bench.shared, bench.shipped.model.vocabulary)


def redrawn(bench: Bench, target: object, name: str, value: object) -> Results:
    """Both looks with synthetic pages that are drawn otherwise (the others, and the strange text, read as before)."""
    with patch.object(target, name, value):
        pages = bench.synthetic()
    return twice(bench.found | bench.analysed(pages, bench.shipped.channel))


def blinded(bench: Bench, hidden: Sequence[str]) -> Results:
    """The first judge without some facts."""
    found = {name: [Blind(**vars(example), hidden=frozenset(hidden)) for example in some]
             for name, some in bench.found.items()}
    for some in found.values():
        for example in some:
            example.rank(first_weights())
    return once(found)


def small_corpus(bench: Bench, left_out: Sequence[str] = (), *, listed: bool = True, sayings: bool = False) -> Results:
    """The first judge with a small n-gram model without some sources, the word lists, or with sayings as text."""
    all_paragraphs, all_texts = corpus.paragraphs, corpus.texts

    def third(shared: Path, source: str, *, held_out: bool) -> list[str]:
        lines = all_paragraphs(shared, source, held_out=held_out)
        return [line for i, line in enumerate(lines) if (i // 50) % (1 if len(lines) < LARGE_SOURCE else 3) == 0]

    def texts(shared: Path, without: frozenset[str]) -> Iterator[tuple[int, str]]:
        yield from all_texts(shared, without)
        if sayings:
            with lzma.open(shared / "lexicon" / "sayings.txt.xz", "rt", encoding="utf-8-sig") as file:
                lines = [line.strip() for line in file if line.strip()]
            yield 8, "\n" + "\n".join(line.replace("——", "\n") for line in lines) + "\n" + "\n".join(lines) + "\n"

    with ExitStack() as stack:
        stack.enter_context(patch.object(corpus, "paragraphs", third))
        stack.enter_context(patch.object(corpus, "texts", texts))
        if not listed:
            stack.enter_context(patch.object(words, "word_weights", lambda _: {}))
        trained = ngrams.train(bench.shared, quiet, SMALL_SIZES, frozenset(left_out))
    pairs = bench.shipped.channel
    sources = Sources(trained, pairs, words.train(bench.shared, trained.vocabulary))
    generator = Generator(trained, pairs)
    found: Found = {name: examples(some[::2] if name in ("ocr_dev", "ocr_old_dev", "clean_dev") else some,
                                   sources, generator) for name, some in bench.annotated.items()}
    return once(found | {"held out": [], "gap": []})


def plan(bench: Bench) -> dict[str, Callable[[], Results]]:
    """All rows, the most telling first."""
    rows: dict[str, Callable[[], Results]] = {NOTHING: lambda: twice(bench.found)}
    for name, sets in PAGE_KINDS.items():
        rows[f"pages: {name}"] = partial(untrained, bench, sets)
    rows["channel: glyph likeness"] = lambda: with_channel(bench, with_pairs(bench, engine=None))
    rows["channel: single confusions"] = lambda: with_channel(bench, level_rates(bench.shipped.channel))
    rows["lexicon: names"] = partial(with_lexicon, bench, surnames=frozenset(), name_characters={})
    rows["lexicon: spoken characters"] = partial(with_lexicon, bench, spoken={})
    for name, kinds in WORD_KINDS.items():
        rows[f"lexicon: {name}"] = partial(with_lexicon, bench, kinds)
    rows["pages: habits"] = partial(redrawn, bench, noise, "HABITS", 0.0)
    rows["pages: changed names"] = partial(redrawn, bench, noise.Names, "varied", lambda _, paragraph: paragraph)
    for k, name in enumerate(ENGINES):
        rows[f"channel: {name}"] = lambda k=k: with_channel(bench, with_pairs(bench, engine=k))
    rows[f"facts: {NOTHING}"] = partial(blinded, bench, ())
    for name, hidden in FACTS.items():
        rows[f"facts: {name}"] = partial(blinded, bench, hidden)
    rows[f"corpus: {NOTHING}"] = partial(small_corpus, bench)
    for name, left_out in PARTS.items():
        rows[f"corpus: {name}"] = partial(small_corpus, bench, left_out)
    rows["corpus: word lists"] = partial(small_corpus, bench, listed=False)
    rows["corpus: sayings, put in as text"] = partial(small_corpus, bench, sayings=True)
    return rows


def recall_at(judged: Sequence[Judged], precision: float) -> float:
    """The highest recall at which so many of the places above a threshold are wrong."""
    probability = np.concatenate([page.probability for page in judged])
    hits = np.cumsum(np.concatenate([page.wrong for page in judged])[np.argsort(-probability, kind="stable")])
    good = np.flatnonzero(hits >= precision * np.arange(1, len(hits) + 1))
    return round(float(hits[good[-1]]) / sum(len(page.page.truth) for page in judged), 3) if len(good) else 0.0


def loss(judged: Sequence[Judged]) -> float:
    """Sum over all places of minus the logarithm of what was given to the truth, in nats."""
    given = np.concatenate([np.where(page.wrong, page.probability, 1 - page.probability) for page in judged])
    return round(float(-np.log(np.maximum(given, 1e-6)).sum()), 1)


def row_of(results: Results) -> dict[str, float]:
    """The figures of one row."""
    row = {}
    for name, judged in results.items():
        if judged and name != "seed":
            row[f"{name} loss"] = loss(judged)
            figures = evaluate.figures_of(judged, "sure")
            row[f"{name} FA"] = figures["false_alarms_per_10k"]
            if figures["wanted"]:
                row |= {f"{name} R@{at}": recall_at(judged, at) for at in (0.8, 0.92, 0.95)}
                row |= {f"{name} {key}": figures[key] for key in ("precision", "recall", "right_character")}
    return row


def main() -> None:
    """Measures the rows that are asked for; those that are in the file already are kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("JIAODU_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "training", help="where the model `gap` lies")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "ablation.json")
    parser.add_argument("--rows", nargs="+", help="names of rows, or what they begin with (default: all)")
    args = parser.parse_args()
    rows: dict[str, dict[str, float]] = json.loads(args.out.read_text("utf-8")) if args.out.exists() else {}
    for name, measured in plan(Bench(args.shared, args.work)).items():
        if name in rows or (args.rows and not name.startswith(tuple(args.rows))):
            continue
        start = time.process_time()
        rows[name] = row_of(measured())
        print(f"{time.process_time() - start:5.0f} s  {name}  {rows[name]}", flush=True)
        args.out.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
