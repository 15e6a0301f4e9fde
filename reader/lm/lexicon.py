"""Known words: places, persons, idioms, terms and spoken words of two to four characters, as a map of packed keys."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reader.assets import resource_path
from reader.lm.table import Keys, Layout, Table
from reader.lm.vocabulary import SYMBOL_BITS, Symbols

LONGEST = 4
KINDS = ("common", "spoken", "idiom", "place", "term")
"""What a word is; its number plus one is the value in the table. A word of several kinds has the first."""


def word_keys(words: Symbols) -> Keys:
    """The key of each row of symbols; the length is part of it, in the upper bits."""
    keys = np.zeros(words.shape[:-1], dtype=np.uint64)
    for k in range(words.shape[-1]):
        keys = (keys << np.uint64(SYMBOL_BITS)) | words[..., k]
    return keys | np.uint64(words.shape[-1] << 4 * SYMBOL_BITS)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words, and which characters are family names."""

    words: Table
    surnames: frozenset[str]
    name_characters: dict[str, int]
    """How many names of places and persons hold a character."""
    spoken: dict[str, int]
    """How often a character stands as a word of its own in film subtitles."""

    @cached_property
    def _surname_of(self) -> NDArray[np.bool_]:
        mask = np.zeros(0x10000, dtype=bool)
        mask[[ord(name) for name in self.surnames if len(name) == 1]] = True
        return mask

    @cached_property
    def _names_of(self) -> NDArray[np.float32]:
        counts = np.zeros(0x10000, dtype=np.float32)
        counts[[ord(ch) for ch in self.name_characters]] = list(self.name_characters.values())
        return np.log1p(counts)

    @cached_property
    def _spoken_of(self) -> NDArray[np.float32]:
        counts = np.zeros(0x10000, dtype=np.float32)
        counts[[ord(ch) for ch in self.spoken]] = list(self.spoken.values())
        return np.log1p(counts)

    def as_spoken(self, points: NDArray[np.uint32]) -> NDArray[np.float32]:
        """The logarithm of one more than the count of each code point as a spoken word of its own."""
        return self._spoken_of[np.minimum(points, 0xFFFF)]

    def is_surname(self, points: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Whether each code point is a family name."""
        return self._surname_of[np.minimum(points, 0xFFFF)]

    def in_names(self, points: NDArray[np.uint32]) -> NDArray[np.float32]:
        """The logarithm of one more than the number of names that hold each code point."""
        return self._names_of[np.minimum(points, 0xFFFF)]

    def _kinds(self, keys: Keys) -> NDArray[np.uint8]:
        """What the table holds for each key, 0 for those that are not there."""
        found, (kinds,) = self.words.find(keys.ravel())
        every = np.zeros(keys.size, dtype=np.uint8)
        every[found] = kinds
        return every.reshape(keys.shape)

    def kind(self, word: Symbols) -> str:
        """What kind of word these symbols are; empty if they are none."""
        if not 2 <= len(word) <= LONGEST:
            return ""
        return self.kinds(word[None, :])[0]

    def kinds(self, words: Symbols) -> list[str]:
        """What kind of word each row of symbols is; empty for those that are none."""
        # About one of 65,536 unknown words is taken for a known one; what its slot holds then may be no kind.
        return [KINDS[kind - 1] if 1 <= kind <= len(KINDS) else "" for kind in self._kinds(word_keys(words)).tolist()]

    def covering(self, windows: Symbols) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
        """The longest word over the middle of each window (0 if none), and its kind (0 if none)."""
        rows, width = windows.shape
        middle = width // 2
        length = np.zeros(rows, dtype=np.int8)
        kind = np.zeros(rows, dtype=np.int8)
        for size in range(2, LONGEST + 1):
            starts = range(max(0, middle - size + 1), min(middle, width - size) + 1)
            keys = np.stack([word_keys(windows[:, s:s + size]) for s in starts], axis=1)
            kinds = self._kinds(keys).max(axis=1)
            length[kinds > 0] = size
            kind = np.where(kinds > 0, kinds, kind).astype(np.int8)
        return length, kind


def save(lexicon: Lexicon, folder: Path) -> None:
    """Writes the lexicon as arrays and one JSON file."""
    folder.mkdir(parents=True, exist_ok=True)
    layout = lexicon.words.layout
    np.save(folder / "marks.npy", lexicon.words.marks)
    np.save(folder / "kinds.npy", lexicon.words.columns[0])
    facts = {"segment_length": layout.segment_length, "segments": layout.segments, "seed": layout.seed,
             "surnames": sorted(lexicon.surnames), "name_characters": lexicon.name_characters,
             "spoken": lexicon.spoken}
    (folder / "lexicon.json").write_text(json.dumps(facts, ensure_ascii=False) + "\n", encoding="utf-8")


@cache
def load(folder: Path) -> Lexicon:
    """Opens what :func:`save` wrote, memory-mapped."""
    facts = json.loads((folder / "lexicon.json").read_text(encoding="utf-8"))
    layout = Layout(facts["segment_length"], facts["segments"], facts["seed"])
    marks, kinds = (np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in ("marks", "kinds"))
    return Lexicon(Table(layout, marks, (kinds,)), frozenset(facts["surnames"]), facts["name_characters"],
                   facts["spoken"])


def default_lexicon() -> Lexicon:
    """The lexicon that is shipped in ``resources/tables/lexicon``."""
    return load(resource_path("tables/lexicon"))
