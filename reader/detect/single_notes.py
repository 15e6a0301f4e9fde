"""Notes of sites that stand once amid the speech, in whatever words: 情⟨由某某网整理发布⟩况.

Three kinds of evidence, each in nats, add up. The words read like furniture to the classifier of lines. They begin as a
line does and not as the sentence before them goes on. And the sentence goes on over them better than out of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reader.detect.furniture.classifier import Classifier
from reader.detect.furniture.finding import Finding
from reader.detect.furniture.squeezed import Squeezed
from reader.detect.notes import IS_ADDRESS
from reader.detect.repeats import LEAST_HAN
from reader.detect.seams import Seams
from reader.lm.model import Model
from reader.text.chars import count_han, is_han
from reader.text.fix import Kind
from reader.text.message import Message

_WINDOW = 8
"""Characters over which the weights of n-grams are averaged to find words that may be a site's."""

_PEAK = 3.0
"""Log-odds of such a window from which its surroundings are looked at; one in a hundred of a speech has as much."""

_BEFORE, _BEHIND = 20, 20
"""Characters before and behind the peak where the note may begin and end."""

_LONGEST, _SHORTEST = 48, 4
_USUAL, _UNLIKELY_LENGTH = 18, 0.25
"""Characters that most notes have at most, and nats that each one more costs."""

_PAIRS = 60
"""Likeliest beginnings and ends of a place that are tried with each other."""

_READS_ON = 4.0
"""Nats that the three characters behind a note cost at least where the sentence reads on over it."""

_BEHIND_BEST = 16.0
"""Nats that edges may be behind the likeliest ones, before the whole sentence is read, to be tried."""

_TRIED = 6
"""Likeliest stretches of a place whose words are weighed."""

_ASK_FROM, _SURE_FROM = (10.0, 2.0), (16.0, 4.0, 2.0)
"""Nats of all evidence and of the words alone, from which a stretch is asked about and taken out; to be taken out, its
edges must be sure too: so many nats better than any others."""

_ASKED, _SURE = 0.85, 0.99
_DILUTED = 0.5
"""Log-odds that words may lose with more characters."""

_FEW, _ONE_IN = 3, 3_000
"""Different notes that a page may have, and for how many characters of text one more."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    seams: float
    """Nats by which both seams together speak for a note."""
    odds: float
    """Log-odds that the words are furniture."""
    ahead: float = 0.0
    """Nats by which it is likelier than any other stretch of the place."""

    @property
    def total(self) -> float:
        return self.seams + self.odds - _UNLIKELY_LENGTH * max(0, self.end - self.start - _USUAL)

    @property
    def worth_asking(self) -> bool:
        return self.total >= _ASK_FROM[0] and self.odds >= _ASK_FROM[1]

    @property
    def certainty(self) -> float:
        sure = self.total >= _SURE_FROM[0] and self.odds >= _SURE_FROM[1] and self.ahead >= _SURE_FROM[2]
        return _SURE if sure else _ASKED


def single_notes(text: str, hidden: NDArray[np.bool_], classifier: Classifier, model: Model) -> Iterator[Finding]:
    """Stretches that are probably a site's, each with how sure that is.

    ``hidden`` marks the characters that go anyway. None where the text speaks of sites itself, as a handbook does: a
    site puts a note or two into a page, not many.
    """
    squeezed = Squeezed.of(text, hidden)
    likely = [one for one in _likeliest(squeezed.text, Seams(squeezed.text, model), classifier) if one.worth_asking]
    found = [one for one in likely if _stands_amid(one, squeezed, text)]
    if len({squeezed.text[one.start : one.end] for one in found}) > _FEW + len(squeezed.text) // _ONE_IN:
        return
    reason = Message.of("Speaks of a site or its documents, and the sentence reads on without it.")
    for one in found:
        words = squeezed.text[one.start : one.end]
        told = count_han(words) >= LEAST_HAN or IS_ADDRESS.search(words) is not None
        start, end = squeezed.span(one.start, one.end)
        # Over a line end it may be a heading and what stands below it.
        certainty = one.certainty if told and _LINE_END.search(text, start, end) is None else _ASKED
        yield Finding(start, end, Kind.WATERMARK, "single-note", reason, certainty)


def _stands_amid(one: _Candidate, squeezed: Squeezed, whole: str) -> bool:
    """Whether the stretch stands between two characters of one line, is whole by itself, and no figure of speech.

    A note does not hold a sentence's end or half a pair of brackets; 十⟨一篇，一篇⟩一篇地读 repeats its neighbours.
    """
    text, places = squeezed.text, squeezed.places
    words = text[one.start : one.end]
    if not (is_han(text[one.start - 1]) and is_han(text[one.end])) or _NOT_WHOLE.search(_PAIR.sub("", words)):
        return False
    if text.startswith(words[-_ECHO:], one.end) or text.endswith(words[:_ECHO], 0, one.start):
        return False
    edges = ((places[at - 1], places[at]) for at in (one.start, one.end))
    return not any(_LINE_END.search(whole, int(before), int(behind)) for before, behind in edges)


_LINE_END = re.compile(r"[\r\n\u2028\u2029]")
_PAIR = re.compile(r"[（(][^（()）]*[)）]|【[^【】]*】|\[[^\[\]]*\]|《[^《》]*》|“[^“”]*”")
_NOT_WHOLE = re.compile(r"[。（()）【】\[\]《》“”]")
_ECHO = 2
"""Characters that a stretch has in common with what stands beside it."""


def _likeliest(text: str, seams: Seams, classifier: Classifier) -> list[_Candidate]:
    """The stretch at each place that is likeliest to be a note, whether it is one or not."""
    weights = classifier.per_character(text)
    # Longer ones are lines of furniture or speak of sites themselves.
    places = [(left, right) for left, right in _peaks(weights) if right - left <= _LONGEST]
    if not places:
        return []
    sums = np.concatenate([[0.0], np.cumsum(weights)])
    han = np.fromiter(map(is_han, text), np.bool_, len(text))
    around = [np.arange(max(1, left - _BEFORE), min(len(text) - 1, right + _BEHIND) + 1) for left, right in places]
    edges = np.concatenate(around).tolist()
    running, afresh = seams.leads_on(edges), seams.afresh(edges)
    pairs: list[tuple[int, int, int, float]] = []
    at = 0
    for place, (left, right), some in zip(range(len(places)), places, around, strict=True):
        leads_on, begins = running[at : at + len(some)], afresh[at : at + len(some)]
        at += len(some)
        starts = np.flatnonzero(han[some - 1] & (some < right - _SHORTEST))
        ends = np.flatnonzero(han[some] & (some >= left + _SHORTEST))
        lengths = some[ends][None, :] - some[starts][:, None]
        about = (sums[some[ends]][None, :] - sums[some[starts]][:, None]) / np.sqrt(4 * np.maximum(lengths, 1))
        about += (begins - leads_on)[starts][:, None] - leads_on[ends][None, :]
        about[(lengths < _SHORTEST) | (lengths > _LONGEST)] = -np.inf
        best = about.max(initial=-np.inf)
        for flat in np.argsort(-about, axis=None)[:_PAIRS].tolist():
            opened, closed = divmod(flat, len(ends))
            if about[opened, closed] < max(_ASK_FROM[0] + _READS_ON, best - _BEHIND_BEST):
                break
            first, last = starts[opened], ends[closed]
            own = float(begins[first] - leads_on[first] - leads_on[last])
            pairs.append((place, int(some[first]), int(some[last]), own))
    if not pairs:
        return []
    joins = seams.joins([(start, end) for _, start, end, _ in pairs]).tolist()
    tried: list[list[_Candidate]] = [[] for _ in places]
    for (place, start, end, own), join in zip(pairs, joins, strict=True):
        about_odds = float(sums[end] - sums[start]) / (4 * (end - start)) ** 0.5
        tried[place].append(_Candidate(start, end, own + join, about_odds))
    likely = [sorted(some, key=lambda one: -one.total)[:_TRIED] for some in tried]
    odds = iter(classifier.log_odds([text[one.start : one.end] for few in likely for one in few]).tolist())
    best = []
    for few in likely:
        weighed = [_Candidate(one.start, one.end, one.seams, next(odds)) for one in few]
        weighed.sort(key=lambda one: -one.total)
        if weighed:
            best.append(replace(weighed[0], ahead=_lead(*weighed)))
    return best


def _lead(best: _Candidate, *others: _Candidate) -> float:
    """How far the likeliest stretch is ahead of the next; not at all where a shorter one inside it has words that are
    more of a site's, for then it may hold characters of the speech.
    """
    diluted = any(
        best.start <= one.start and one.end <= best.end and one.odds > best.odds + _DILUTED for one in others
    )
    return 0.0 if diluted else best.total - max((one.total for one in others), default=-np.inf)


def _peaks(weights: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Where windows of words that may be a site's begin and end; windows that touch are one."""
    if len(weights) < _WINDOW:
        return []
    sums = np.concatenate([[0.0], np.cumsum(weights)])
    means = (sums[_WINDOW:] - sums[:-_WINDOW]) / np.sqrt(4 * _WINDOW)
    found: list[tuple[int, int]] = []
    for at in np.flatnonzero(means > _PEAK).tolist():
        if found and at <= found[-1][1]:
            found[-1] = (found[-1][0], at + _WINDOW)
        else:
            found.append((at, at + _WINDOW))
    return found
