"""The character n-gram model: log-probabilities of whole texts at once.

A back-off model of orders one to four (see ``packaging/training`` for how it is made). Probabilities and back-off
weights are single bytes; bigrams are sorted rows, trigrams and 4-grams hashed maps. Everything is memory-mapped, so
loading costs milliseconds and several processes share one copy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.assets import resource_path
from reader.lm.pairs import PairIndex
from reader.lm.table import Keys, Layout, Table
from reader.lm.vocabulary import BOUNDARY, SYMBOL_BITS, UNKNOWN, Positions, Symbols, Vocabulary

Floats = NDArray[np.float32]

LOWEST_LOG_P = -17.0
BACK_OFF_RANGE = (-7.5, 0.5)
_SHIFT = np.uint64(SYMBOL_BITS)
_SPARSE = 10
"""Symbols for each place that is asked about, from which the others are left out."""

LOG_P = np.linspace(LOWEST_LOG_P, 0, 256, dtype=np.float32)
"""Log-probability (nats) of each byte."""
BACK_OFF = np.linspace(*BACK_OFF_RANGE, 256, dtype=np.float32)
"""Log back-off weight (nats) of each byte."""

UNKNOWN_LOG_P = np.float32(-16.0)
"""A character outside the vocabulary: hardly ever seen in 100 million."""


Bigrams = tuple[Floats, Floats, NDArray[np.bool_]]
"""Log-probability of the second symbol after the first, log back-off weight of the pair, whether the pair is known."""


@dataclass(frozen=True)
class Reading:
    """A text as the model sees it."""

    symbols: Symbols
    positions: Positions
    log_p: Floats
    """Log-probability (nats) of each symbol after those before it."""


@dataclass(frozen=True, eq=False)
class Model:
    """A loaded model; use :func:`default_model` for the one that is shipped."""

    vocabulary: Vocabulary
    unigrams: Floats
    unigram_back_off: Floats
    row_starts: NDArray[np.uint32]
    successors: NDArray[np.uint16]
    successor_log_p: NDArray[np.uint8]
    bigram_back_off: NDArray[np.uint8]
    trigrams: Table
    fourgrams: Table
    trained_on: int
    """Size of the training text in (weighted) symbols."""

    @cached_property
    def bigram_keys(self) -> NDArray[np.uint32]:
        """First symbol × size + second symbol of each bigram, rising."""
        size = np.uint32(len(self.vocabulary))
        first = np.repeat(np.arange(len(self.vocabulary), dtype=np.uint32), self.row_starts[1:] - self.row_starts[:-1])
        return first * size + self.successors

    @cached_property
    def _known_pairs(self) -> PairIndex:
        return PairIndex.of(self.bigram_keys, len(self.vocabulary) ** 2 - 1)

    @cached_property
    def predecessors(self) -> tuple[NDArray[np.int64], NDArray[np.uint16], NDArray[np.int32], NDArray[np.uint8]]:
        """For each symbol where its row starts; the symbols seen before it; the index of the bigram; its probability.

        The last is a copy in this order: what is read together should lie together.
        """
        order = np.argsort(self.successors, kind="stable").astype(np.int32)
        starts = np.searchsorted(self.successors[order], np.arange(len(self.vocabulary) + 1))
        first = (self.bigram_keys[order] // np.uint32(len(self.vocabulary))).astype(np.uint16)
        return starts, first, order, self.successor_log_p[order]

    def bigrams(self, first: Symbols, second: Symbols, wanted: NDArray[np.bool_] | None = None) -> Bigrams:
        """Log p(second | first), log back-off of the pair as a history, whether the pair is known; any equal shapes.

        Where ``wanted`` is given, the other pairs are not looked up and count as unknown.
        """
        if wanted is None:
            return self._at_bigrams(first, second, self.bigram_index(first, second))
        index = np.full(first.shape, -1, dtype=np.int32)
        index[wanted] = self.bigram_index(first[wanted], second[wanted])
        return self._at_bigrams(first, second, index)

    def bigram_index(self, first: Symbols, second: Symbols) -> NDArray[np.int32]:
        """Where each pair stands among the bigrams, −1 where it is unknown."""
        return self._known_pairs.find(first.astype(np.uint32) * np.uint32(len(self.vocabulary)) + second)

    def _at_bigrams(self, first: Symbols, second: Symbols, index: NDArray[np.int32]) -> Bigrams:
        known = index >= 0
        backed_off = self.unigram_back_off[first] + self.unigrams[second]
        log_p = np.where(known, LOG_P[self.successor_log_p[index]], backed_off)
        return log_p, np.where(known, BACK_OFF[self.bigram_back_off[index]], np.float32(0)), known

    def _trigrams(self, keys: Keys, one: Bigrams, two: Bigrams) -> Bigrams:
        """The same as :meth:`bigrams` for triples with these keys, which are made of the pairs ``one`` and ``two``.

        An n-gram is asked for only where both its parts are known, so that a stranger passes for a known one less than
        once in ten million.
        """
        log_p, known = _spread(one[1] + two[0], keys.shape), _spread(one[2] & two[2], keys.shape)
        back_off = np.zeros(keys.shape, dtype=np.float32)
        found, (p_bytes, back_bytes) = self.trigrams.find(keys[known])
        known[known] = found
        log_p[known] = LOG_P[p_bytes]
        back_off[known] = BACK_OFF[back_bytes]
        return log_p, back_off, known

    def _fourgrams(self, keys: Keys, one: Bigrams, two: Bigrams, last: Symbols) -> tuple[Floats, NDArray[np.bool_]]:
        """Log-probability of the ``last`` symbol after the three before it, and whether the n-gram is known."""
        log_p, known = _spread(one[1] + two[0], keys.shape), _spread(one[2] & two[2], keys.shape)
        found, (p_bytes,) = self.fourgrams.find(keys[known])
        known[known] = found
        log_p[known] = LOG_P[p_bytes]
        unknown = last == UNKNOWN
        if unknown.any():
            log_p[np.broadcast_to(unknown, keys.shape)] = UNKNOWN_LOG_P
        return log_p, known

    def evaluate_columns(self, columns: Sequence[Symbols], pairs: Mapping[int, Bigrams] | None = None,
                         ) -> tuple[list[Floats], list[NDArray[np.int8]]]:
        """Log-probabilities of columns of symbols that stand side by side, and the length of the n-gram each rests on.

        Entry ``j`` of the results is column ``j + 3`` after the three before it. Columns broadcast against each other:
        one that is the same for all candidates of a place is looked up once. ``pairs`` are bigrams that are at hand
        already, by the number of their first column.
        """
        pairs = pairs or {}
        two = [pairs[j] if j in pairs else self.bigrams(*_alike(a, b))
               for j, (a, b) in enumerate(pairwise(columns))]
        keys = [_keys(a, b) for a, b in pairwise(columns)]
        keys = [(key << _SHIFT) | symbols for key, symbols in zip(keys, columns[2:], strict=False)]
        three = [self._trigrams(key, *parts) for key, parts in zip(keys, pairwise(two), strict=True)]
        keys = [(key << _SHIFT) | symbols for key, symbols in zip(keys, columns[3:], strict=False)]
        four = [self._fourgrams(key, *parts, last)
                for key, parts, last in zip(keys, pairwise(three), columns[3:], strict=True)]
        orders = [1 + pair[2].astype(np.int8) + triple[2] + known
                  for pair, triple, (_, known) in zip(two[2:], three[1:], four, strict=True)]
        return [log_p for log_p, _ in four], orders

    def evaluate(self, symbols: Symbols) -> tuple[Floats, NDArray[np.int8]]:
        """Log-probabilities of rows of symbols, and the length of the n-gram that each rests on.

        Entry ``[…, j]`` is symbol ``j + 3`` of a row after the three before it; rows have four symbols at least. All
        n-grams of one length are looked up together.
        """
        first, second = symbols[..., :-1], symbols[..., 1:]
        two = self.bigrams(first, second)
        keys = _keys(first, second)
        keys = (keys[..., :-1] << _SHIFT) | symbols[..., 2:]
        three = self._trigrams(keys, *_side_by_side(two))
        keys = (keys[..., :-1] << _SHIFT) | symbols[..., 3:]
        log_p, known = self._fourgrams(keys, *_side_by_side(three), symbols[..., 3:])
        return log_p, 1 + two[2][..., 2:].astype(np.int8) + three[2][..., 1:] + known

    def insertion_gains(
        self, symbols: Symbols, places: Positions, inserted: int, least: float = -np.inf
    ) -> Floats:
        """How many nats likelier a text of symbols is with one more written before each of ``places`` than without.

        N-grams of the text itself are looked up once for all places that they are near. A gain that cannot be above
        ``least`` is not worked out to the end: it comes out too high, but not above that.
        """
        if not len(places):
            return np.zeros(0, dtype=np.float32)
        edge = np.full(3, BOUNDARY, dtype=np.uint16)
        padded = np.concatenate([edge, symbols, edge])
        if len(places) * _SPARSE < len(symbols):
            # What lies between the places is left out; n-grams over the seams are near none of them.
            padded = padded[places[:, None] + np.arange(6)].ravel()
            places = np.arange(len(places)) * 6
        near = np.zeros(len(padded) - 1, dtype=np.bool_)
        near[places[:, None] + np.arange(5)] = True
        two = self.bigrams(padded[:-1], padded[1:], near)
        keys = _keys(padded[:-1], padded[1:])
        keys = (keys[:-1] << _SHIFT) | padded[2:]
        three = self._trigrams(keys, *_side_by_side(two))
        keys = (keys[:-1] << _SHIFT) | padded[3:]
        without, _ = self._fourgrams(keys, *_side_by_side(three), padded[3:])

        # The text around a place reads abc|def, ``new`` is written at the bar.
        a, b, c, d = (padded[places + k] for k in range(4))
        new = np.full(len(places), inserted, dtype=np.uint16)
        c_new, new_d = self.bigrams(c, new), self.bigrams(new, d)
        bc_new = self._trigrams(_keys(b, c, new), _at(two, places + 1), c_new)
        c_new_d = self._trigrams(_keys(c, new, d), c_new, new_d)
        gains: Floats = (
            self._fourgrams(_keys(a, b, c, new), _at(three, places), bc_new, new)[0]
            + self._fourgrams(_keys(b, c, new, d), bc_new, c_new_d, d)[0]
            - without[places] - without[places + 1] - without[places + 2]
        )  # fmt: skip
        # The logarithms to come are none above 0.
        left = np.flatnonzero(gains > least)
        places = places[left]
        c, new, d, e, f = c[left], new[left], d[left], padded[places + 4], padded[places + 5]
        new_de = self._trigrams(_keys(new, d, e), _at(new_d, left), _at(two, places + 3))
        gains[left] += (
            self._fourgrams(_keys(c, new, d, e), _at(c_new_d, left), new_de, e)[0]
            + self._fourgrams(_keys(new, d, e, f), new_de, _at(three, places + 3), f)[0]
        )
        return gains

    def log_probabilities(self, windows: Symbols) -> Floats:
        """The first result of :meth:`evaluate`."""
        return self.evaluate(windows)[0]

    def read(self, text: str) -> Reading:
        """The symbols of a text, where they stand, and how likely each is after those before it.

        A line end is a boundary: the text before it says nothing about the text after it.
        """
        symbols, positions = self.vocabulary.encode(text)
        padded = np.concatenate([np.full(3, BOUNDARY, dtype=np.uint16), symbols])
        return Reading(symbols, positions, self.log_probabilities(padded))

    def log_prob(self, text: str) -> float:
        """Log-probability (nats) of a text as a paragraph of its own, its end included."""
        return float(self.read(text + "\n").log_p.sum())

    def perplexity(self, text: str) -> float:
        """Perplexity per symbol of a text; 1.0 for a text without symbols. Official prose stands near 20–40."""
        log_p = self.read(text).log_p
        return float(np.exp(-log_p.mean())) if len(log_p) else 1.0

    def fluency_gain(self, left: str, middle: str, right: str) -> float:
        """How many nats the text after a stretch gains when the stretch is taken out.

        Compares ``right`` after ``left`` with ``right`` after ``middle``, over the first three symbols of ``right``.

        Positive where the halves belong together (问⟨watermark⟩题). Pass some ten characters of each side.
        """
        joined = self.read(left + right)
        apart = self.read(left + middle + right)
        near = min(3, len(right))
        after_joined = joined.log_p[joined.positions >= len(left)][:near]
        after_apart = apart.log_p[apart.positions >= len(left) + len(middle)][:near]
        return float(after_joined.sum() - after_apart.sum())


def _keys(first: Symbols, *others: Symbols) -> Keys:
    """The keys of n-grams of these symbols."""
    keys = first.astype(np.uint64)
    for symbols in others:
        keys = (keys << _SHIFT) | symbols
    return keys


def _at(grams: Bigrams, places: Positions) -> Bigrams:
    log_p, back_off, known = grams
    return log_p[places], back_off[places], known[places]


def _alike(a: Symbols, b: Symbols) -> tuple[Symbols, Symbols]:
    """Both in the shape that they have together."""
    if a.shape == b.shape:
        return a, b
    together = np.broadcast_arrays(a, b)
    return together[0], together[1]


def _side_by_side(grams: Bigrams) -> tuple[Bigrams, Bigrams]:
    """All n-grams of rows but the last of each row, and all but the first."""
    log_p, back_off, known = grams
    return (log_p[..., :-1], back_off[..., :-1], known[..., :-1]), (log_p[..., 1:], back_off[..., 1:], known[..., 1:])


def _spread(fresh: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """``fresh`` in ``shape``, to be written to; nothing is copied where it has that shape (asked for very often)."""
    return fresh if fresh.shape == shape else np.broadcast_to(fresh, shape).copy()


def save(model: Model, folder: Path) -> None:
    """Writes a model as plain arrays and ``model.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[np.generic]] = {
        "unigrams": model.unigrams, "unigram_back_off": model.unigram_back_off, "row_starts": model.row_starts,
        "successors": model.successors, "successor_log_p": model.successor_log_p,
        "bigram_back_off": model.bigram_back_off,
    }
    layouts = {}
    for name, table in (("trigrams", model.trigrams), ("fourgrams", model.fourgrams)):
        arrays[f"{name}_marks"] = table.marks
        arrays |= {f"{name}_{k}": column for k, column in enumerate(table.columns)}
        layouts[name] = {"segment_length": table.layout.segment_length, "segments": table.layout.segments,
                         "seed": table.layout.seed, "columns": len(table.columns)}
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    (folder / "characters.txt").write_text(model.vocabulary.characters, encoding="utf-8")
    facts = {"format": 1, "trained_on": model.trained_on, "tables": layouts}
    (folder / "model.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def load(folder: Path) -> Model:
    """Opens a model that :func:`save` wrote; the big arrays are memory-mapped.

    Raises FileNotFoundError if a file is missing, ValueError if the format is of another version.
    """
    facts = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    if facts["format"] != 1:
        raise ValueError(f"{folder} holds a model of format {facts['format']}; this version reads format 1")

    def array(name: str) -> NDArray[Any]:
        loaded: NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r")
        return loaded.view(np.ndarray)

    def table(name: str) -> Table:
        facts_of = facts["tables"][name]
        layout = Layout(facts_of["segment_length"], facts_of["segments"], facts_of["seed"])
        columns = tuple(array(f"{name}_{k}") for k in range(facts_of["columns"]))
        return Table(layout, array(f"{name}_marks"), columns)

    return Model(
        Vocabulary((folder / "characters.txt").read_text(encoding="utf-8")),
        array("unigrams"), array("unigram_back_off"), array("row_starts"), array("successors"),
        array("successor_log_p"), array("bigram_back_off"), table("trigrams"), table("fourgrams"), facts["trained_on"])


@cache
def default_model() -> Model:
    """The model that is shipped in ``resources/tables/lm``."""
    return load(resource_path("tables/lm"))
