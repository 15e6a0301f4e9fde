"""Makes the lexicon from ``shared/lexicon``."""

from __future__ import annotations

import lzma
from collections import Counter
from pathlib import Path

import fuse
import numpy as np

from reader.lm.lexicon import KINDS, LONGEST, Lexicon, word_keys
from reader.lm.vocabulary import UNKNOWN, Vocabulary

FIELDS = {"diming": "place", "chengyu": "idiom"}
SPOKEN_MIN, COMMON_MIN = 30, 2000


def _lines(path: Path) -> list[str]:
    with lzma.open(path, "rt", encoding="utf-8-sig") as file:
        return file.read().splitlines()


def read_words(shared: Path) -> dict[str, str]:
    """Word -> kind; of several kinds the first of :data:`KINDS` is kept."""
    folder = shared / "lexicon"
    found: dict[str, str] = {}

    def add(word: str, kind: str) -> None:
        if 2 <= len(word) <= LONGEST and all("\u4e00" <= ch <= "\u9fff" for ch in word):
            old = found.get(word)
            if old is None or KINDS.index(kind) < KINDS.index(old):
                found[word] = kind

    for line in _lines(folder / "spoken_words.tsv.xz"):
        word, count = line.split("\t")[:2]
        if int(count) >= SPOKEN_MIN:
            add(word, "common" if int(count) >= COMMON_MIN else "spoken")
    for line in _lines(folder / "thuocl.tsv.xz"):
        parts = line.split("\t")
        add(parts[0], FIELDS.get(parts[-1], "term"))
    for word in _lines(folder / "idioms.txt.xz"):
        add(word.strip(), "idiom")
    for line in _lines(folder / "places.tsv.xz"):
        name = line.split("\t")[0]
        add(name, "place")
        for ending in ("省", "市", "县", "区", "镇", "乡", "街道", "村"):
            if name.endswith(ending) and len(name) - len(ending) >= 2:
                add(name.removesuffix(ending), "place")
    return found


def word_weights(shared: Path) -> dict[str, int]:
    """How much each word adds to the counts of n-grams, in quarters of an occurrence.

    A word of the lists counts once; a spoken one up to fifty times, a three-hundredth of its count in film subtitles.
    """
    weights = dict.fromkeys(read_words(shared), 4)
    for line in _lines(shared / "lexicon" / "spoken_words.tsv.xz"):
        word, count = line.split("\t")[:2]
        if word in weights:
            weights[word] = min(200, max(4, int(count) * 4 // 300))
    return weights


def surnames(shared: Path) -> frozenset[str]:
    """Chinese family names."""
    text = (shared / "lexicon" / "surnames.txt").read_text("utf-8-sig")
    return frozenset(name for name in text.split() if all("\u4e00" <= ch <= "\u9fff" for ch in name))


def name_characters(shared: Path) -> dict[str, int]:
    """How many names of places and historical persons hold each character."""
    folder = shared / "lexicon"
    names = [line.split("\t")[0] for line in _lines(folder / "places.tsv.xz")]
    terms = [line.split("\t") for line in _lines(folder / "thuocl.tsv.xz")]
    names += [parts[0] for parts in terms if parts[-1] == "lishimingren"]
    counts = Counter(ch for name in names for ch in set(name) if "\u4e00" <= ch <= "\u9fff")
    return dict(sorted(counts.items()))


def spoken_characters(shared: Path) -> dict[str, int]:
    """How often each character is a word of its own in film subtitles, where that is worth noting."""
    lines = (line.split("\t")[:2] for line in _lines(shared / "lexicon" / "spoken_words.tsv.xz"))
    return {word: int(count) for word, count in lines
            if len(word) == 1 and "\u4e00" <= word <= "\u9fff" and int(count) >= SPOKEN_MIN}


def train(shared: Path, vocabulary: Vocabulary) -> Lexicon:
    """The lexicon in the symbols of one vocabulary."""
    words = read_words(shared)
    keys: list[np.uint64] = []
    kinds: list[int] = []
    for size in range(2, LONGEST + 1):
        of_size = sorted(word for word in words if len(word) == size)
        symbols = vocabulary.symbols_of("".join(of_size)).reshape(-1, size)
        usable = (symbols != UNKNOWN).all(axis=1)
        keys.extend(word_keys(symbols[usable]).tolist())
        kinds.extend(KINDS.index(words[word]) + 1 for word, ok in zip(of_size, usable, strict=True) if ok)
    table = fuse.build(np.array(keys, dtype=np.uint64), [np.array(kinds, dtype=np.uint8)])
    return Lexicon(table, surnames(shared), name_characters(shared), spoken_characters(shared))
