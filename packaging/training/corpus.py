"""Reads the training corpus as one long array of symbols.

Every corpus file is ``<source>.txt.xz`` with one paragraph a line. A fixed share of each source, in blocks of
consecutive paragraphs, is never counted: it measures the model and is the clean text into which the ranker's
synthetic errors are put, so that these are not errors in sentences that the model has learnt by heart.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reader.lm.vocabulary import BOUNDARY, UNKNOWN, Vocabulary, code_points

WEIGHTS = {
    "gov_reports": 8, "xi_speeches": 8, "vcsum": 8, "policies": 6, "shenlun": 6, "nankai_news": 6,
    "prose": 6, "bedtimenews": 6, "mao_works": 6, "xwlb": 4, "seg_corpora": 4,
    "chinanews": 3, "news_misc": 3, "wiki_qa": 3, "csl_abstracts": 3,
    "laws": 2, "laws2": 2, "lctt": 2, "goldminer": 2, "weekly": 2,
}
"""How much an occurrence counts, by source, in quarters: the register of speeches and official papers up, statutes
and translations of technical papers down (they are large and one-sided)."""

UNIT = 4
"""The weight of an ordinary source: weighted counts are in quarters of an occurrence."""

GAP = frozenset({"prose", "bedtimenews", "vcsum", "mao_works", "wiki_qa", "news_misc"})
"""The sources that a second model, used in training only, does without. On their text it meets lively speech that it
never read, as the shipped model will in its readers' documents; there the ranker learns to leave such text alone."""

BLOCK, STRIDE, HELD_OUT = 120, 50, 17
"""Of 50 blocks of 120 paragraphs one (number 17) is held out: 2 %."""

MIN_COUNT = 3
"""Characters seen less often than this, and in no word of the lists, have no symbol of their own; an n-gram with them
says nothing."""


def paragraphs(shared: Path, source: str, *, held_out: bool) -> list[str]:
    """The paragraphs of one source: those for counting, or those held out."""
    with lzma.open(shared / "corpus" / f"{source}.txt.xz", "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()
    offset = HELD_OUT if len(lines) >= BLOCK * STRIDE else 0
    return [line for i, line in enumerate(lines)
            if (((i // BLOCK) % STRIDE == offset) == held_out) and line]


def sources(shared: Path) -> list[str]:
    """The sources that are there, in a fixed order."""
    return sorted(path.name.removesuffix(".txt.xz") for path in (shared / "corpus").glob("*.txt.xz"))


def texts(shared: Path, left_out: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Weight and counted text of each source, paragraphs between line ends."""
    for source in sources(shared):
        if source not in left_out:
            yield WEIGHTS.get(source, UNIT), "\n" + "\n".join(paragraphs(shared, source, held_out=False)) + "\n"


def read(shared: Path, words: Mapping[str, int], left_out: frozenset[str] = frozenset(),
         ) -> tuple[Vocabulary, NDArray[np.uint16], NDArray[np.uint8]]:
    """The vocabulary, the symbols of all counted text, and the weight of each.

    ``words`` are counted too, each so many quarters of an occurrence, with nothing before or after them.
    """
    seen = np.zeros(0x110000, dtype=np.int64)
    kept = []
    for weight, text in texts(shared, left_out):
        seen += np.bincount(code_points(text), minlength=0x110000)
        kept.append((weight, text))
    for word in words:
        seen[code_points(word)] += MIN_COUNT
    frequent = np.argsort(-seen, kind="stable")[: int((seen >= MIN_COUNT).sum())]
    vocabulary = Vocabulary.of(map(chr, frequent.tolist()))
    parts, weights = [], []
    while kept:
        weight, text = kept.pop(0)
        symbols = vocabulary.encode(text)[0]
        doubled = np.zeros(len(symbols), dtype=bool)
        doubled[1:] = (symbols[1:] == BOUNDARY) & (symbols[:-1] == BOUNDARY)
        symbols = symbols[~doubled]
        parts.append(symbols)
        weights.append(np.full(len(symbols), weight, dtype=np.uint8))
    for word, weight in words.items():
        # twice, so that pruning does not take words for chance; unknown symbols keep neighbours apart
        symbols = np.append(vocabulary.symbols_of(word), np.uint16(UNKNOWN))
        parts += [symbols, symbols]
        weights += [np.full(len(symbols), max(1, weight // 2), dtype=np.uint8)] * 2
    return vocabulary, np.concatenate(parts), np.concatenate(weights)
