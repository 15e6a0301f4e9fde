"""How likely a new paragraph begins between two sentences, where the print has left no trace of it.

A logistic model over how the next sentence begins, how the last one began and ended, the lengths, the words they
share, and how far the paragraph has come, trained by ``packaging/training/paragraphs.py`` on the paragraphs of
official reports, speeches, policies, essays and university news.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import repeat

from reader.assets import read_text
from reader.text.chars import HAN

SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]+[”’」』）)》\"']*|[^。！？!?]+$")
"""One sentence with its end and the closing marks after it; what follows the last end is a sentence too."""

_ORDINAL = re.compile(
    r"第[一二三四五六七八九十]+|[一二三四五六七八九十]+[是要、]|首先|其次|再次|最后|[（(][一二三四五六七八九十\d]"
)
_CLAUSE_END = re.compile("[，：；、]")
_PAIR = re.compile(rf"(?=([{HAN}]{{2}}))")
_MOST_STARTS = 30
_LEAST_MASS = 0.004
"""Readings less probable than this are given up; with it a place costs the same however long the text is."""


def place_features(previous: str, following: str, after: str) -> Iterator[str]:
    """Names of what the sentences around a place show: the last one, the next one, and the one after that."""
    yield "bias"
    for length in (1, 2, 3, 4, 5, 6):
        yield f"s{length}:{following[:length]}"
    for length in (1, 2, 4):
        yield f"p{length}:{previous[:length]}"
    for length in (1, 2, 3, 4):
        yield f"e{length}:{previous[-length:]}"
    yield f"pl:{_bucket(len(previous))}"
    yield f"nl:{_bucket(len(following))}"
    yield f"ll:{_bucket(len(previous)) // 2},{_bucket(len(following)) // 2}"
    clause = _CLAUSE_END.search(following)
    if clause is None:
        yield "ce:none"
    else:
        yield f"cl:{min(clause.start(), 20)}"
        yield f"ce:{following[max(0, clause.start() - 2) : clause.end()]}"
    yield f"ov:{_shared(previous, following)}"
    if after:
        yield f"x1:{after[:1]}"
        yield f"x2:{after[:2]}"
        yield f"ox:{_shared(following, after)}"
        yield f"xl:{_bucket(len(after))}"


def running_features(first: str, previous: str, following: str, so_far: int, sentences: int) -> Iterator[str]:
    """Names of what depends on where the paragraph began: with ``first``, ``so_far`` characters and sentences ago."""
    yield f"far:{_bucket(so_far)}"
    yield f"n:{min(sentences, 9)}"
    yield f"n,pl:{min(sentences, 3)},{_bucket(len(previous))}"
    yield f"n,nl:{min(sentences, 3)},{_bucket(len(following))}"
    if _ORDINAL.match(following):
        yield f"ordinal:{'again' if _ORDINAL.match(first) else 'new'}"
    if first[:2] == following[:2]:
        yield "same2"
    elif first[:1] == following[:1]:
        yield "same1"


@lru_cache(maxsize=1024)
def _bucket(length: int) -> int:
    return min(12, int(2 * math.log2(1 + length / 8)))


def _shared(one: str, other: str) -> int:
    """How much of the shorter sentence's pairs of characters the other has too, in six classes."""
    mine, theirs = _pairs(one), _pairs(other)
    return min(5, 12 * len(mine & theirs) // max(1, min(len(mine), len(theirs))))


@lru_cache(maxsize=256)
def _pairs(sentence: str) -> frozenset[str]:
    return frozenset(_PAIR.findall(sentence[:_LONGEST]))


_LONGEST = 400
"""Characters of a sentence that are looked through for pairs."""


@cache
def _weights() -> Mapping[str, float]:
    lines = read_text("tables/paragraphs.tsv").splitlines()
    return {name: float(weight) for name, weight in (line.split("\t") for line in lines if not line.startswith("#"))}


def _score(names: Iterator[str]) -> float:
    return sum(map(_weights().get, names, repeat(0.0)))


def start_log_odds(previous: str, following: str) -> float:
    """Log odds that a paragraph ends between two sentences when it has some sentences already.

    0 is even; the average over the sentence ends of formal Chinese is about -1.
    """
    return _score(place_features(previous, following, "")) + _score(running_features("", previous, following, 80, 2))


def end_probabilities(sentences: Sequence[str]) -> list[float]:
    """For each place between two of these sentences the probability that a paragraph ends there.

    Where the running paragraph began is itself uncertain, so all readings are carried along, each with its share.
    """
    found: list[float] = []
    ends = [0]
    for sentence in sentences:
        ends.append(ends[-1] + len(sentence))
    running = [(0, 1.0)]
    for place in range(1, len(sentences)):
        previous, following = sentences[place - 1], sentences[place]
        after = sentences[place + 1] if place + 1 < len(sentences) else ""
        fixed = _score(place_features(previous, following, after))
        ended, go_on = 0.0, []
        for start, mass in running[-_MOST_STARTS:]:
            so_far = ends[place] - ends[start]
            odds = fixed + _score(running_features(sentences[start], previous, following, so_far, place - start))
            share = mass / (1 + math.exp(-max(-30.0, min(30.0, odds))))
            ended += share
            if mass - share > _LEAST_MASS:
                go_on.append((start, mass - share))
        whole = ended + sum(mass for _, mass in go_on)
        found.append(ended / whole)
        running = [(start, mass / whole) for start, mass in go_on]
        running.append((place, ended / whole))
    return found
