"""Makes the table of confusions from what three recognisers printed for known texts, and from glyph pictures.

P(observed | true) is smoothed towards a back-off: the share of a character's errors that a pair of this glyph
likeness takes. A pair seen once in one font says little; the back-off keeps it from looking certain.
"""

from __future__ import annotations

import lzma
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reader.lm.channel import ENGINES, LOWEST_RATE, RATE, Channel
from reader.lm.vocabulary import Vocabulary

NAMES = {"tesseract-chi_sim": 0, "rapidocr-PP-OCRv4": 1, "classic-lda": 2}
PRIOR_RENDERINGS = 100.0
"""A character printed fewer times than this is judged mostly by the engine's average."""


def rows(path: Path) -> list[list[str]]:
    """The lines of a compressed table, without its head."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file][1:]


def read_pairs(shared: Path) -> tuple[dict[tuple[str, str], NDArray[np.float64]], dict[tuple[str, str], float]]:
    """Counts by engine and glyph likeness, by (observed, true)."""
    counts: dict[tuple[str, str], NDArray[np.float64]] = defaultdict(lambda: np.zeros(len(ENGINES)))
    for true, observed, count, engine, _ in rows(shared / "ocr" / "confusions.tsv.xz"):
        counts[observed, true][NAMES[engine]] += int(count)
    likeness = {(observed, true): float(score)
                for observed, _, true, score in rows(shared / "ocr" / "glyph_similarity_common.tsv.xz")}
    return counts, likeness


def _is_han(text: str) -> bool:
    return len(text) == 1 and "\u3400" <= text <= "\u9fff"


def train(shared: Path, vocabulary: Vocabulary) -> Channel:
    """The table of all pairs whose true character the model knows."""
    counts, likeness = read_pairs(shared)
    rendered: dict[str, NDArray[np.float64]] = defaultdict(lambda: np.zeros(len(ENGINES)))
    for true, engine, times, _ in rows(shared / "ocr" / "confusion_totals.tsv.xz"):
        rendered[true][NAMES[engine]] += int(times)
    known = set(vocabulary.characters)
    pairs = sorted(pair for pair in counts.keys() | likeness.keys()
                   if _is_han(pair[0]) and _is_han(pair[1]) and pair[1] in known and pair[0] != pair[1])
    overall = sum(rendered.values(), np.zeros(len(ENGINES)))
    errors = sum(counts.values(), np.zeros(len(ENGINES)))
    average = errors / overall
    # the share of all errors that goes to one pair of a given glyph likeness, by engine
    edges = np.array([0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.01])
    level = np.digitize([likeness.get(pair, 0.0) for pair in pairs], edges) - 1
    table = np.array([counts[pair] if pair in counts else np.zeros(len(ENGINES)) for pair in pairs])
    times = np.array([rendered[true] if true in rendered else np.zeros(len(ENGINES)) for _, true in pairs])
    prior = np.empty_like(table)
    for step in range(len(edges) - 1):
        members = level == step
        share = (table[members].sum(0) + 1) / (times[members].sum(0) + PRIOR_RENDERINGS * 10)
        prior[members] = np.minimum(share, average) if step == 0 else share
    rate = np.log((np.maximum(table - 0.5, 0) + PRIOR_RENDERINGS * prior) / (times + PRIOR_RENDERINGS))
    rate_bytes = np.clip(np.round((rate - LOWEST_RATE) / -LOWEST_RATE * (len(RATE) - 1)), 0, 255).astype(np.uint8)
    observed = np.array([ord(pair[0]) for pair in pairs], dtype=np.uint16)
    unique, first = np.unique(observed, return_index=True)
    return Channel(
        unique, np.append(first, len(pairs)).astype(np.uint32),
        np.array([ord(pair[1]) for pair in pairs], dtype=np.uint16), rate_bytes,
        np.array([round(255 * min(1.0, max(0.0, likeness.get(pair, 0.0)))) for pair in pairs], dtype=np.uint8),
    )
