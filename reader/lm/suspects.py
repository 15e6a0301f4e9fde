"""Finds characters that a recogniser probably misread, in clean running text.

The text is judged in pages of some thousand characters: each page's own rate of errors decides how much evidence one
place needs, so that a page without errors stays silent. What comes out are few places, each with its candidates, a
calibrated confidence and the facts behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reader.assets import resource_path
from reader.lm import judge, neural, second_look
from reader.lm.analysis import Analysis, analyse
from reader.lm.channel import RATE, default_channel
from reader.lm.features import PLACE_FACTS, DocumentCounts, Sources
from reader.lm.judge import Judge
from reader.lm.lexicon import default_lexicon
from reader.lm.model import Floats, default_model
from reader.lm.proposals import REACH, Generator
from reader.lm.repeated import with_repeats
from reader.lm.second_look import SecondLook
from reader.lm.vocabulary import LATIN, UNKNOWN, Symbols

Level = Literal["sure", "doubtful"]

SURE, CONVINCING, DOUBTFUL = 0.5, 0.35, 0.1
"""A place is shown by default from the first confidence up if its first candidate has at least the second; on demand
from the third."""
PAGE_CHARACTERS = 6000
"""Paragraphs are judged together up to about this many characters."""
LOOK_ALIKE = 0.55
"""Glyph correlation from which two characters count as look-alikes."""
CONFUSED = float(np.log(0.002))
"""Log P(observed | true) from which recognisers are said to confuse a pair."""
SHOWN_CANDIDATES = 3


@dataclass(frozen=True)
class Evidence:
    """Plain facts about a suspect, for the sentence that explains it.

    The contexts are the longest stretch (two to four characters) around the place that the training text knows
    with the candidate in it, and the same stretch as it stands. Counts of training text are estimates (the model
    keeps rounded probabilities): give them as "about".
    """

    proposed_context: str
    proposed_count: int
    """About how often the proposed stretch stands in the training text (111 million characters)."""
    observed_context: str
    observed_count: int
    """About how often the observed stretch stands in the training text; 0 if it was pruned or never seen."""
    look_alike: bool
    """Whether the two glyphs look alike in small print."""
    confused: bool
    """Whether recognisers are known to confuse the pair."""
    observed_in_document: int
    """How often the observed stretch stands in this document, this place included."""
    proposed_in_document: int
    """How often the proposed stretch stands in this document."""
    page_error_rate: float
    """Estimated share of misread characters on this page."""


@dataclass(frozen=True)
class Suspect:
    """One place that is probably misread; offsets are code points within its paragraph."""

    paragraph: int
    start: int
    end: int
    observed: str
    candidates: tuple[tuple[str, float], ...]
    """Candidates with the probability that each is what was printed, likeliest first. May add up to less than
    ``confidence``: the place may be wrong and the truth not among them."""
    confidence: float
    """Probability that the place is wrong (measured on recognisers' real output, see resources/tables/README.md)."""
    level: Level
    evidence: Evidence


@dataclass
class DocumentCache:
    """What was found before, kept between calls so that an unchanged page is not judged again.

    Give the same object to every call for one document: paragraphs that did not change and whose page did not change
    cost nothing, and a changed word list only filters.
    """

    pages: dict[tuple[str, ...], list[Suspect]] = field(default_factory=dict)
    limit: int = 4096

    def remember(self, page: tuple[str, ...], found: list[Suspect]) -> None:
        """Keeps a page's suspects; forgets the oldest beyond the limit."""
        self.pages[page] = found
        while len(self.pages) > self.limit:
            del self.pages[next(iter(self.pages))]


@dataclass(frozen=True, eq=False)
class Finder:
    """The loaded parts of the suspect finder."""

    sources: Sources
    generator: Generator
    candidate_weights: Floats
    places: Judge
    rescorer: neural.Rescorer | None = None
    """The network whose opinion both judges were trained with."""
    second: SecondLook | None = None
    """What judges the places that are left once more; judges that were trained with a network do without."""

    def judged(self, analysis: Analysis) -> tuple[Analysis, NDArray[np.float64]]:
        """The analysis with the best candidates first, and the probability of each place to be wrong."""
        odds = self.places.log_odds(analysis.facts)
        if self.second is not None:
            analysis, odds = self.second.look(self.sources, analysis, odds)
        return analysis, 1 / (1 + np.exp(-odds))

    def analyse(self, text: str, counts: DocumentCounts | None = None) -> Analysis:
        """The facts about the unlikely places of a text."""
        return analyse(self.sources, self.generator, text, self.candidate_weights, counts, self.rescorer)


@cache
def default_finder() -> Finder:
    """The finder that is shipped, with a network where one is installed (see :mod:`reader.lm.neural`)."""
    sources = Sources(default_model(), default_channel(), default_lexicon())
    generator = Generator(sources.model, sources.channel)
    folder = neural.installed()
    if folder is not None:
        return Finder(sources, generator, np.load(folder / "candidates-neural.npy"),
                      judge.load(folder / "places-neural.npz", (*PLACE_FACTS, *neural.PLACE_FACTS)),
                      neural.load(folder, sources.model.vocabulary))
    folder = resource_path("tables/ranker")
    return Finder(sources, generator, np.load(folder / "candidates.npy"), judge.load(folder / "places.npz"),
                  second=second_look.load(folder))


def _pages(paragraphs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Ranges of paragraphs that are judged together."""
    start, size = 0, 0
    for k, paragraph in enumerate(paragraphs):
        if k > start and size + len(paragraph) > PAGE_CHARACTERS:
            yield start, k
            start, size = k, 0
        size += len(paragraph)
    if start < len(paragraphs):
        yield start, len(paragraphs)


def _never() -> bool:
    return False


def find_suspects(paragraphs: Sequence[str], *, vocabulary: Collection[str] = (),
                  cancelled: Callable[[], bool] = _never, cache: DocumentCache | None = None) -> Iterator[Suspect]:
    """The places of a document that are probably misread, in the order of the text.

    ``paragraphs`` are cleaned: furniture and line-end spaces gone. Words of ``vocabulary`` (the reader's word list) are
    never suspected where they stand. ``cancelled`` is asked before each page of some thousand characters; when it says
    yes the search ends. With a ``cache`` pages that were judged before are not judged again.
    """
    for _, found in suspects_by_page(paragraphs, vocabulary=vocabulary, cancelled=cancelled, cache=cache):
        yield from found


def suspects_by_page(
    paragraphs: Sequence[str], *, vocabulary: Collection[str] = (), cancelled: Callable[[], bool] = _never,
    cache: DocumentCache | None = None,
) -> Iterator[tuple[int, list[Suspect]]]:
    """Like :func:`find_suspects`, page by page: how many paragraphs are done, and what was found since the last page.

    A page without suspects comes too, so that a caller can say how far it is and stop in between.
    """
    paragraphs = list(paragraphs)
    finder = default_finder()
    words = sorted({word for word in vocabulary if word}, key=len, reverse=True)
    counts: DocumentCounts | None = None
    for first, last in _pages(paragraphs):
        if cancelled():
            return
        page = tuple(paragraphs[first:last])
        found = cache.pages.get(page) if cache is not None else None
        if found is None:
            if counts is None:
                symbols = finder.sources.model.vocabulary.encode("\n".join(paragraphs))[0]
                counts = DocumentCounts.of(symbols, len(finder.sources.model.vocabulary))
            found = _judge(finder, page, counts)
            if cache is not None:
                cache.remember(page, found)
        yield last, [
            replace(suspect, paragraph=suspect.paragraph + first)
            for suspect in found
            if not _protected(page[suspect.paragraph], suspect.start, suspect.end, words)
        ]


def _protected(paragraph: str, start: int, end: int, words: Sequence[str]) -> bool:
    """Whether a word of the reader's list stands over the place."""
    return any(paragraph.find(word, max(0, end - len(word)), start + len(word)) >= 0 for word in words)


def _judge(finder: Finder, page: tuple[str, ...], counts: DocumentCounts) -> list[Suspect]:
    """The suspects of one page; paragraphs count from its first."""
    text = "\n".join(page)
    analysis, probability = finder.judged(finder.analyse(text, counts))
    analysis, probability = with_repeats(finder.sources.model, analysis, probability)
    sure = is_sure(probability, analysis.shares[:, 0])
    starts = np.cumsum([0, *(len(paragraph) + 1 for paragraph in page)])
    found = []
    rows = np.flatnonzero(probability >= DOUBTFUL).tolist()
    for row, evidence in zip(rows, _evidence(finder, analysis, rows, counts), strict=True):
        position = int(analysis.positions[row])
        paragraph = int(np.searchsorted(starts, position, side="right")) - 1
        start = position - int(starts[paragraph])
        confidence = float(probability[row])
        found.append(Suspect(
            paragraph, start, start + 1, text[position], _candidates(finder, analysis, row, confidence), confidence,
            "sure" if sure[row] else "doubtful", evidence))
    return found


def is_sure(probability: NDArray[np.float64], share: Floats) -> NDArray[np.bool_]:
    """Whether a place is shown by default: probably wrong, and with a candidate that convinces."""
    return (probability >= SURE) & (probability * share >= CONVINCING)


def _candidates(finder: Finder, analysis: Analysis, row: int, confidence: float) -> tuple[tuple[str, float], ...]:
    characters = finder.sources.model.vocabulary.character
    symbols, shares = analysis.proposals.candidates[row], analysis.shares[row]
    return tuple((characters(int(symbol)), confidence * float(share))
                 for symbol, share in zip(symbols[:SHOWN_CANDIDATES], shares, strict=False))


def _evidence(finder: Finder, analysis: Analysis, rows: Sequence[int], counts: DocumentCounts) -> Iterator[Evidence]:
    """The facts about these rows; the model is asked once for all of them."""
    windows = analysis.proposals.windows[rows]
    proposed = windows.copy()
    proposed[:, REACH] = analysis.proposals.candidates[rows, 0]
    stretches = _best_stretches(finder, proposed)
    cut = [(row, slice(*stretch)) for row, stretch in enumerate(stretches)]
    proposed_counts = _training_counts(finder, [proposed[at] for at in cut])
    observed_counts = _training_counts(finder, [windows[at] for at in cut])
    likeness = analysis.facts[rows, PLACE_FACTS.index("likeness")]
    character = finder.sources.model.vocabulary.character
    for n, (row, at) in enumerate(zip(rows, cut, strict=True)):
        pair = int(analysis.proposals.pairs[row, 0])
        rate = float(RATE[finder.sources.channel.rates[pair]].max()) if pair >= 0 else -np.inf
        spelt = "".join(character(int(s)) or "□" for s in proposed[at])
        middle = REACH - stretches[n][0]
        yield Evidence(
            spelt, proposed_counts[n],
            spelt[:middle] + chr(analysis.proposals.observed[row]) + spelt[middle + 1:], observed_counts[n],
            bool(likeness[n] >= LOOK_ALIKE), rate >= CONFUSED,
            _document_count(windows[at], counts), _document_count(proposed[at], counts),
            float(np.exp(analysis.page.error_rate)))


_STRETCHES = [(first, first + size) for size in (4, 3, 2) for first in range(REACH - size + 1, REACH + 1)]


def _best_stretches(finder: Finder, windows: Symbols) -> list[tuple[int, int]]:
    """For each window the stretch over the middle that a reader can look up.

    That is a known word, else the more closely bound pair.
    """
    model, lexicon = finder.sources.model, finder.sources.lexicon
    bound = []
    for first in (REACH - 1, REACH):
        one, two = windows[:, first], windows[:, first + 1]
        gain = model.bigrams(one, two)[0] - model.unigrams[two]
        bound.append(np.where(np.minimum(one, two) > LATIN, gain, -np.inf))
    pairs = np.where(bound[0] >= bound[1], REACH - 1, REACH).tolist()
    best = []
    for window, pair in zip(windows, pairs, strict=True):
        words = (part for part in _STRETCHES if window[slice(*part)].min() > LATIN)
        known = (part for part in words if lexicon.kind(window[slice(*part)]) not in ("", "place"))
        best.append(next(known, (pair, pair + 2)))
    return best


def _training_counts(finder: Finder, stretches: Sequence[Symbols]) -> list[int]:
    """About how often each stretch stands in the training text; 0 if one of its pairs is unknown."""
    if not stretches:
        return []
    model = finder.sources.model
    longest = max(map(len, stretches))
    padded = np.full((len(stretches), 3 + longest), UNKNOWN, dtype=np.uint16)
    inside = np.zeros((len(stretches), longest), dtype=bool)
    for row, stretch in enumerate(stretches):
        padded[row, 3:3 + len(stretch)] = stretch
        inside[row, :len(stretch)] = True
    known = model.bigrams(padded[:, 3:-1], padded[:, 4:])[2] | ~inside[:, 1:]
    log_p = np.where(inside, model.log_probabilities(padded), 0)[:, 1:].sum(axis=1) + model.unigrams[padded[:, 3]]
    counts = np.where(known.all(axis=1) & ((padded[:, 3:] != UNKNOWN) | ~inside).all(axis=1),
                      np.exp(log_p.astype(np.float64)) * model.trained_on, 0)
    return [round(count) for count in counts.tolist()]


def _document_count(stretch: Symbols, counts: DocumentCounts) -> int:
    """How often a stretch stands in the document: the rarest of its pairs."""
    return int(counts.pairs(stretch[:-1], stretch[1:]).min())
