"""Finds punctuation that a recogniser misread: a middle dot for 、 or 。, 丶 for 、, 【2018】 for 〔2018〕.

A mark is judged by how well the text reads with it and with each mark that it may stand for, over the window that the
language model sees. A page on which many dots are wrong makes the next one likelier to be wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.lm.model import Model, default_model
from reader.lm.proposals import REACH, windows_at
from reader.lm.vocabulary import Symbols

MAY_BE = {"·": "、。", "•": "、。", "丶": "、", "．": "，。、", "‧": "、。"}
"""What a printed mark may have been: small dots and strokes that recognisers of these fonts take for each other."""
YEAR_BRACKETS = re.compile(r"[【\[［](?=(?:19|20)\d\d[】\]］])|(?<=[【\[［]\d{4})[】\]］](?=第?\s*\d+\s*号)")
MIXED_BRACKETS = re.compile(
    r"(?<=[\u4e00-\u9fff])([(（〔【\[［{｛《〈「])\s?(?:19|20)\d\d\s?([)）〕】\]］}｝》〉」])(?=\s?第?\s?\d{1,4}\s?号)")
"""The brackets of a year before a document's number. Two round ones are how many sites write it, and stay."""
TRUST = 0.8
"""How far the model's log-odds are trusted: it knows three characters on each side."""
RARE_DOT = 1.0
"""Nats in favour of the mark as printed: a middle dot in a name (卡尔·马克思) is rarer in training than in truth."""
SHOWN = 0.5
"""Confidence from which a mark is shown."""
HABIT = 3
"""How many different places there must be. On the recognisers' pages of `ocr_dev` 341 marks are shown, all wrong:
97 % of the wrong dots and strokes, 86 % of the dots with the right mark. Nothing is shown on untouched pages."""


@dataclass(frozen=True)
class MisreadMark:
    """One mark that is probably misread; offsets are code points within its paragraph."""

    paragraph: int
    start: int
    end: int
    observed: str
    candidates: tuple[tuple[str, float], ...]
    """Marks with the probability that each is what was printed, likeliest first."""
    confidence: float
    """Probability that the mark is wrong."""


def find_misread_marks(paragraphs: Sequence[str]) -> Iterator[MisreadMark]:
    """The marks of a document that are probably misread, in the order of the text.

    A dot that reads badly once or twice is a name or a plate that the model does not know (重工•起重); a recogniser
    misreads a mark all over the page. Below :data:`HABIT` different places no dot is shown.
    """
    model = default_model()
    dots = [mark for number, paragraph in enumerate(paragraphs) for mark in _dots(model, number, paragraph)]
    contexts = {(mark.observed, paragraphs[mark.paragraph][max(0, mark.start - 2):mark.end + 2]) for mark in dots}
    places = Counter(observed for observed, _ in contexts)
    brackets = [mark for number, paragraph in enumerate(paragraphs) for mark in _brackets(number, paragraph)]
    shown = [mark for mark in dots if places[mark.observed] >= HABIT] + brackets
    yield from sorted(shown, key=lambda mark: (mark.paragraph, mark.start))


def _dots(model: Model, number: int, paragraph: str) -> Iterator[MisreadMark]:
    symbols, positions = model.vocabulary.encode(paragraph)
    at = np.array([k for k, place in enumerate(positions.tolist()) if paragraph[place] in MAY_BE
                   and 0 < place < len(paragraph)], dtype=np.int64)
    for k, scores in zip(at.tolist(), _scores(model, symbols, at, paragraph, positions), strict=True):
        place = int(positions[k])
        observed = paragraph[place]
        options = MAY_BE[observed]
        share = np.exp(TRUST * (scores - scores.max()))
        share /= share.sum()
        wrong = float(1 - share[0])
        if wrong >= SHOWN:
            ranked = sorted(zip(options, share[1:].tolist(), strict=True), key=lambda pair: -pair[1])
            yield MisreadMark(number, place, place + 1, observed, tuple(ranked), wrong)


def _scores(model: Model, symbols: Symbols, at: NDArray[np.int64], paragraph: str, positions: NDArray[np.int64],
            ) -> Iterator[NDArray[np.float64]]:
    """For each mark the log-likelihood of its window as printed and with each option."""
    for k in at.tolist():
        observed = paragraph[int(positions[k])]
        marks = model.vocabulary.symbols_of(observed + MAY_BE[observed])
        windows = np.repeat(windows_at(symbols, np.array([k])), len(marks), axis=0)
        windows[:, REACH] = marks
        scores = model.log_probabilities(windows).sum(axis=1).astype(np.float64)
        scores[0] += RARE_DOT
        yield scores


def _brackets(number: int, paragraph: str) -> Iterator[MisreadMark]:
    places = {match.start(): "〔" if match.group() in "【[［" else "〕" for match in YEAR_BRACKETS.finditer(paragraph)}
    for match in MIXED_BRACKETS.finditer(paragraph):
        if not (match[1] in "(（" and match[2] in ")）"):
            places |= {match.start(1): "〔", match.start(2): "〕"}
    for place, right in sorted(places.items()):
        if paragraph[place] != right:
            yield MisreadMark(number, place, place + 1, paragraph[place], ((right, 0.95),), 0.95)
