"""Packs a choice of the corpus into one small file, so that a machine elsewhere can train on it."""

from __future__ import annotations

import lzma
from pathlib import Path

import corpus
import numpy as np

from reader.lm.vocabulary import BOUNDARY, Symbols, Vocabulary

LARGEST = 60 * 2**20
FULL_WEIGHT = 6
"""Sources of this weight or more (see ``corpus.WEIGHTS``) are taken whole."""
STEEPNESS = 1.5
BLOCK = 40
"""Paragraphs are taken or left in blocks of so many, so that what stands together stays together."""


def share_of(source: str) -> float:
    """The share of a source that is taken: all of the register of speeches, a fifth of statutes and translations."""
    weight = corpus.WEIGHTS.get(source, corpus.UNIT)
    return float(min(1.0, (weight / FULL_WEIGHT) ** STEEPNESS))


def chosen(paragraphs: list[str], share: float) -> list[str]:
    """The given share of the paragraphs, in blocks spread evenly."""
    return [line for i, line in enumerate(paragraphs)
            if int((i // BLOCK + 1) * share) > int((i // BLOCK) * share)]


def pack(shared: Path, path: Path, left_out: frozenset[str] = frozenset()) -> dict[str, float]:
    """Writes the chosen paragraphs, one a line; what n-grams are not counted on is left out here too.

    ``left_out`` are sources of which nothing is taken. Returns the megabytes of text by source. Raises ValueError if
    the file would be larger than :data:`LARGEST`.
    """
    sizes = {}
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8", preset=6) as file:
        for source in corpus.sources(shared):
            if source in left_out:
                continue
            text = "\n".join(chosen(corpus.paragraphs(shared, source, held_out=False), share_of(source))) + "\n"
            sizes[source] = round(len(text.encode()) / 1e6, 1)
            file.write(text)
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path} has {path.stat().st_size / 2**20:.0f} MiB; lower packed.FULL_WEIGHT's shares")
    return sizes


def load(path: Path, vocabulary: Vocabulary) -> Symbols:
    """The symbols of the packed text, with one boundary between paragraphs."""
    parts = []
    with lzma.open(path, "rt", encoding="utf-8") as file:
        while text := file.read(1 << 24):
            parts.append(vocabulary.encode(text)[0])
    symbols = np.concatenate(parts)
    doubled = np.zeros(len(symbols), dtype=bool)
    doubled[1:] = (symbols[1:] == BOUNDARY) & (symbols[:-1] == BOUNDARY)
    return symbols[~doubled]
