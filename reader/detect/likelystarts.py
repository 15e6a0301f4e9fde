"""Paragraph ends after sentences of texts that lost their lines, where nothing tells of them but the sentences."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.detect.paragraphmodel import SENTENCE, start_log_odds
from reader.detect.plain import LEAST_PROBABILITY, proper_paragraphs, stretches_without_lines

_LEAST_SHARE = 0.6
_LEAST_IN_PARAGRAPH = 0.85
"""Probability that the model must give to an end inside a paragraph that is long, in a text that has paragraphs."""

_REMARK = re.compile(r"\s*[（(][^（()）]{2,200}[）)]")
"""A remark in brackets after a sentence end belongs to it: 。（财政部负责）"""


def likely_starts(text: str, known: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Where in lines longer than paragraphs one probably begins, with the probability, in text order.

    ``known`` (rising) are places inside lines where one begins for other reasons. All sentences of the text are judged
    together, for its habits show in all of them. Where most of the text has its paragraphs, or any has a line of its
    own, a long line is hardly more than a long paragraph.
    """
    stretches = stretches_without_lines(text)
    if not stretches:
        return
    lost = sum(stop - start for start, stop in stretches) > _LEAST_SHARE * len(text)
    lost = lost and not proper_paragraphs(text.split("\n"))
    least = LEAST_PROBABILITY if lost else _LEAST_IN_PARAGRAPH
    found, sentences, cut = _sentences(text, known)
    starts = [start for start, _ in stretches]
    for at, is_known, odds in zip(found, cut, start_log_odds(sentences, cut), strict=True):
        stretch = bisect_right(starts, at) - 1
        if is_known or stretch < 0 or at >= stretches[stretch][1] or _REMARK.match(text, at):
            continue
        probability = 1 / (1 + math.exp(-odds))
        if probability >= least:
            yield at, round(probability, 2)


def _sentences(text: str, known: Sequence[int]) -> tuple[list[int], list[str], list[bool]]:
    """Where the sentences of a text begin, the sentences, and whether a paragraph is known to begin with each."""
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    edges = sorted({*line_starts, *known, len(text)})
    found: list[int] = []
    sentences: list[str] = []
    cut: list[bool] = []
    for left, right in pairwise(edges):
        at, begins = left, True
        for sentence in SENTENCE.findall(text[left:right]):
            bare = "".join(sentence.split())
            if bare:
                found.append(at)
                sentences.append(bare)
                cut.append(begins)
                begins = False
            at += len(sentence)
    return found, sentences, cut
