"""Facts about each unlikely place, as numbers for the ranker.

Every number is a plain fact that a reader could check: how much likelier the sentence is with the candidate, whether
recognisers confuse the pair, whether the characters stand together elsewhere in the document, whether a known word or
a name covers the place, what is going on beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reader.lm.channel import LOWEST_RATE, RATE, Channel
from reader.lm.lexicon import Lexicon
from reader.lm.model import LOG_P, Floats, Model
from reader.lm.proposals import REACH, Proposals
from reader.lm.vocabulary import DIGITS, LATIN, UNKNOWN, Symbols, code_points

TITLES = ("同志", "书记", "主任", "县长", "市长", "省长", "镇长", "乡长", "局长", "部长", "主席", "总理", "委员",
          "先生", "女士", "教授", "老师", "老汉", "大爷", "大娘", "厂长", "校长", "院长", "所长", "队长", "组长",
          "经理", "记者")

CALLED = "姓老小"
"""What a family name stands after."""
BOUND = 1.95
"""Pointwise mutual information (nats) from which two characters count as bound."""
LIKENESS_NONE = 0.0
ELSEWHERE_PLACES = 24
"""Of more places of one character only so many are compared with each other."""


@dataclass(frozen=True, eq=False)
class DocumentCounts:
    """How often pairs and single characters stand in the document."""

    keys: NDArray[np.uint32]
    counts: NDArray[np.int64]
    single: NDArray[np.int64]

    @classmethod
    def of(cls, symbols: Symbols, size: int) -> DocumentCounts:
        """Counts the pairs of one document."""
        pairs = symbols[:-1].astype(np.uint32) * np.uint32(size) + symbols[1:]
        keys, counts = np.unique(pairs, return_counts=True)
        return cls(keys, counts, np.bincount(symbols, minlength=size))

    def pairs(self, first: Symbols, second: Symbols) -> NDArray[np.int64]:
        """How often each pair stands in the document."""
        if not len(self.keys):
            return np.zeros(first.shape, dtype=np.int64)
        wanted = first.astype(np.uint32) * np.uint32(len(self.single)) + second
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[at] == wanted, self.counts[at], 0)


@dataclass(frozen=True, eq=False)
class Sources:
    """What the facts are taken from."""

    model: Model
    channel: Channel
    lexicon: Lexicon

    def rates(self, pairs: NDArray[np.int64]) -> Floats:
        """Log P(observed | true) by engine; the lowest rate for unknown pairs."""
        rates = RATE[self.channel.rates[np.maximum(pairs, 0)]]
        rates[pairs < 0] = LOWEST_RATE
        return rates

    @cached_property
    def _misread(self) -> NDArray[np.float64]:
        """By observed character and engine, the share of all printed text that is a misreading as this character."""
        truth = self.model.vocabulary.symbols_of(self.channel.true.astype("<u4").tobytes().decode("utf-32-le"))
        mass = np.exp(RATE)[self.channel.rates] * np.exp(self.model.unigrams[truth].astype(np.float64))[:, None]
        return np.add.reduceat(mass, self.channel.starts[:-1].astype(np.int64), axis=0)

    @cached_property
    def freedom(self) -> Floats:
        """For each symbol how often it stands free, bound to neither neighbour (硕 hardly ever does: 硕士, 丰硕).

        Bound is a pair that stands together seven times as often as chance would have it.
        """
        model = self.model
        size = len(model.vocabulary)
        first = (model.bigram_keys // np.uint32(size)).astype(np.int64)
        second = model.successors.astype(np.int64)
        log_p = LOG_P[model.successor_log_p]
        bound = log_p - model.unigrams[second] > BOUND
        joint = np.exp((log_p + model.unigrams[first])[bound].astype(np.float64))
        share = np.exp(model.unigrams.astype(np.float64))
        to_right = np.bincount(first[bound], joint, size) / share
        to_left = np.bincount(second[bound], joint, size) / share
        return np.clip((1 - to_right) * (1 - to_left), 0, 1).astype(np.float32)

    def doubt(self, observed: NDArray[np.uint32], engines: tuple[float, ...]) -> Floats:
        """Log-odds that a character is a misreading, wherever it stands, on a page of these recognisers."""
        at = np.minimum(np.searchsorted(self.channel.observed, observed), len(self.channel.observed) - 1)
        misread = np.where(self.channel.observed[at] == observed, self._misread[at] @ np.array(engines), 1e-9)
        text = observed.astype("<u4").tobytes().decode("utf-32-le")
        symbols = self.model.vocabulary.symbols_of(text)
        printed = np.where(symbols == 0, 1e-8, np.exp(self.model.unigrams[symbols].astype(np.float64)))
        return (np.log(misread + 1e-12) - np.log(printed)).astype(np.float32)

    def likeness(self, pairs: NDArray[np.int64]) -> Floats:
        """Glyph correlation of each pair; 0 where not among the nearest."""
        found = self.channel.likeness[np.maximum(pairs, 0)].astype(np.float32) / 255
        return np.where(pairs >= 0, found, np.float32(LIKENESS_NONE))


def candidate_rows(sources: Sources, proposals: Proposals, counts: DocumentCounts) -> Floats:
    """Facts about each candidate of each place; shape (places, candidates, facts), see :data:`CANDIDATE_FACTS`."""
    model, windows = sources.model, proposals.windows
    candidates = proposals.candidates
    left = np.repeat(windows[:, REACH - 1, None], candidates.shape[1], axis=1)
    right = np.repeat(windows[:, REACH + 1, None], candidates.shape[1], axis=1)
    before, _, known_before = model.bigrams(left, candidates)
    after, _, known_after = model.bigrams(candidates, right)
    rates = sources.rates(proposals.pairs)
    in_document = counts.pairs(left, candidates) + counts.pairs(candidates, right)
    best = proposals.gains.max(axis=1, keepdims=True)
    columns = [
        proposals.gains, proposals.gains - best, proposals.rates, *np.moveaxis(rates, 2, 0),
        sources.likeness(proposals.pairs), model.unigrams[candidates],
        before - model.unigrams[candidates], after - model.unigrams[right],
        known_before, known_after, np.log1p(in_document), np.log1p(counts.single[candidates]), _elsewhere(proposals),
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=2)


CANDIDATE_FACTS = ("gain", "gain behind", "rate", "tesseract", "ppocr", "classic", "likeness", "unigram", "left",
                   "right", "left known", "right known", "pairs in document", "in document", "elsewhere")


def _elsewhere(proposals: Proposals) -> Floats:
    """How well each candidate fits where else the same character stands unlikely: its mean score there.

    A habit of the recogniser shows at all places of a character: 硕 stands for 硬 at both. Zero where there is no other
    place; a candidate that is not among the best there counts as ten below.
    """
    n, kept = proposals.candidates.shape
    total = np.zeros((n, kept), dtype=np.float32)
    order = np.argsort(proposals.observed, kind="stable")
    observed = proposals.observed[order]
    edges = np.flatnonzero(np.diff(observed, prepend=-1, append=-1))
    for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if last - first < 2:
            continue
        rows = order[first:min(last, first + ELSEWHERE_PLACES)]
        same = proposals.candidates[rows][:, :, None, None] == proposals.candidates[rows][None, None, :, :]
        scores = np.clip(proposals.scores[rows], -10, 10)
        there = np.where(same, scores[None, None, :, :], np.float32(-10.0)).max(axis=3)
        count = len(rows)
        own = there[np.arange(count), :, np.arange(count)]
        total[rows] = (there.sum(axis=2) - own) / (count - 1)
    return total


def place_rows(sources: Sources, proposals: Proposals, chosen_facts: Floats, margin: Floats, counts: DocumentCounts,
               page: PageFacts) -> Floats:
    """Facts about each place with its first candidate; shape (places, facts), see :data:`PLACE_FACTS`."""
    model, lexicon, windows = sources.model, sources.lexicon, proposals.windows
    observed, candidate = windows[:, REACH], proposals.candidates[:, 0]
    left, right = windows[:, REACH - 1], windows[:, REACH + 1]
    corrected = windows.copy()
    corrected[:, REACH] = candidate
    before, _, known_before = model.bigrams(left, observed)
    after, _, known_after = model.bigrams(observed, right)
    observed_log_p, orders = model.evaluate(windows)
    candidate_log_p, candidate_orders = model.evaluate(corrected)
    word, word_kind = lexicon.covering(windows)
    candidate_word, candidate_kind = lexicon.covering(corrected)
    printed = np.concatenate([np.zeros(4, dtype=np.uint32), code_points(model.vocabulary.characters)])
    surname = lexicon.is_surname(printed)
    titles = {int(pair) for pair in _pair_keys(model.vocabulary.symbols_of("".join(TITLES)).reshape(-1, 2))}
    title_pairs = np.fromiter(titles, dtype=np.int64)
    title_after = np.zeros(len(windows), dtype=np.float32)
    for distance in (1, 2):
        following = _pair_keys(windows[:, REACH + distance:REACH + distance + 2])
        title_after = np.where(np.isin(following, title_pairs) & (title_after == 0), 1 / distance, title_after)
    title_before = np.isin(_pair_keys(windows[:, REACH - 2:REACH]), title_pairs)
    called = np.isin(left, model.vocabulary.symbols_of(CALLED))
    order = np.argsort(proposals.places)
    score = (proposals.gains[:, 0] + proposals.rates[:, 0])[order]
    at = proposals.places[order]
    beside = [np.empty(len(at), dtype=np.float32) for _ in range(2)]
    for k, distance in enumerate((1, 2)):
        near = np.full(len(at), -20.0, dtype=np.float32)
        for step in (-distance, distance):
            index = np.searchsorted(at, at + step)
            index_in = np.minimum(index, max(len(at) - 1, 0))
            there = (index < len(at)) & (at[index_in] == at + step) if len(at) else np.zeros(0, dtype=bool)
            near = np.where(there, np.maximum(near, score[index_in]), near)
        beside[k][order] = near
    classes = (DIGITS, LATIN)
    columns = [
        *np.moveaxis(chosen_facts, 1, 0), margin,
        *observed_log_p.T, *candidate_log_p.T[:2], observed_log_p.sum(axis=1), candidate_log_p.sum(axis=1),
        model.unigrams[observed], observed == 0, before - model.unigrams[observed], after - model.unigrams[right],
        known_before, known_after, orders.sum(axis=1), orders.max(axis=1), candidate_orders.sum(axis=1),
        candidate_orders.max(axis=1), np.log1p(counts.single[observed]),
        np.log1p(np.maximum(counts.pairs(left, observed) - 1, 0)),
        np.log1p(np.maximum(counts.pairs(observed, right) - 1, 0)),
        word, word_kind, candidate_word, candidate_kind,
        lexicon.is_surname(proposals.observed), lexicon.in_names(proposals.observed), surname[left],
        surname[windows[:, REACH - 2]], title_after, title_before, called,
        lexicon.as_spoken(proposals.observed), lexicon.as_spoken(printed[candidate]),
        np.isin(left, classes) | np.isin(right, classes), *beside,
        sources.doubt(proposals.observed, page.engines),
        sources.freedom[observed], sources.freedom[candidate],
        np.maximum(before - model.unigrams[observed], after - model.unigrams[right]),
        *_repetition(proposals, counts),
        *(np.full(len(windows), value, dtype=np.float32) for value in page.values()),
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _repetition(proposals: Proposals, counts: DocumentCounts) -> tuple[Floats, Floats, Floats]:
    """How often the same character is proposed for the same observed one, as a count and as a share of all its places.

    The third result is the share of the observed character's places that are unlikely.

    A worn type or a recogniser's habit gives the same error again and again; a rare word that is right gives the same
    observed character with ever different proposals.
    """
    keys = proposals.observed.astype(np.int64) << 16 | proposals.candidates[:, 0]
    _, which, times = np.unique(keys, return_inverse=True, return_counts=True)
    same = times[which].astype(np.float32)
    _, which, times = np.unique(proposals.observed, return_inverse=True, return_counts=True)
    places = times[which].astype(np.float32)
    unknown = proposals.windows[:, REACH] == UNKNOWN
    all_of = np.where(unknown, places, np.maximum(counts.single[proposals.windows[:, REACH]], places))
    return np.log1p(same - 1), (same / all_of).astype(np.float32), (places / all_of).astype(np.float32)


def _pair_keys(pairs: Symbols) -> NDArray[np.int64]:
    return pairs[:, 0].astype(np.int64) << 16 | pairs[:, 1]


@dataclass(frozen=True, eq=False)
class PageFacts:
    """What is known of the whole page."""

    mean_log_p: float
    error_rate: float
    """Log of the estimated share of misread characters."""
    engines: tuple[float, ...]
    """How likely each kind of recogniser made the page."""

    def values(self) -> tuple[float, ...]:
        """The facts in the order of the last of :data:`PLACE_FACTS`."""
        return (self.mean_log_p, self.error_rate, *self.engines)


PLACE_FACTS = (
    *CANDIDATE_FACTS, "margin",
    "log p", "log p +1", "log p +2", "log p +3", "candidate log p", "candidate log p +1", "window", "candidate window",
    "rarity", "unknown", "observed left", "observed right", "observed left known", "observed right known",
    "observed orders", "observed longest", "candidate orders", "candidate longest", "observed in document",
    "observed left in document", "observed right in document",
    "word", "word kind", "candidate word", "candidate word kind",
    "surname", "in names", "surname before", "surname two before", "title after",
    "title before", "called", "spoken", "candidate spoken",
    "beside a number", "neighbour", "second neighbour",
    "doubt", "freedom", "candidate freedom", "observed bound", "same pair", "same pair share",
    "unlikely share",
    "page log p", "page error rate", "page tesseract", "page ppocr", "page classic",
)
