"""Paragraph ends that left no white space behind, in texts that lost all their lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.detect.paragraphmodel import SENTENCE, boundary_log_odds
from reader.detect.plain import stretches_without_lines
from reader.text.chars import CLOSERS, NUMERALS, SENTENCE_ENDS
from reader.text.numbering import System, mark_at

_MARKS = re.compile(
    rf"第[{NUMERALS}\d]{{1,6}}[编章节条]|[{NUMERALS}]{{1,4}}、|[（(][{NUMERALS}]{{1,4}}[）)]|(?<!\d)\d{{1,2}}[.．、](?!\d)"
)
_BEFORE_MARK = SENTENCE_ENDS + CLOSERS + "：:；;"

_LEAST_ODDS = 0.8
"""Log odds that the model must give; a paragraph end with nothing to see is rarer than one with a space."""

HEADING_LENGTH = 40
"""Headings are shorter than this in official texts."""


def places(text: str, taken: Sequence[int]) -> Iterator[tuple[int, float, str]]:
    """Where a paragraph ends although nothing shows it: the place, the confidence and the rule's name, in text order.

    Before heading marks that follow a sentence end or a heading, and where the paragraph model is sure. Only in lines
    longer than paragraphs are. ``taken`` (sorted) are places that end a paragraph already.
    """
    for start, stop in stretches_without_lines(text):
        edges = [start, *taken[bisect_left(taken, start + 1) : bisect_left(taken, stop)], stop]
        for left, right in pairwise(edges):
            yield from _inside(text, left, right)


def _inside(text: str, left: int, right: int) -> Iterator[tuple[int, float, str]]:
    marked = sorted(_marked_places(text, left, right))
    edges = [left, *marked, right]
    for a, b in pairwise(edges):
        if a != left:
            yield a, 0.95, "heading-mark"
        yield from _likely_places(text, a, b)


def _marked_places(text: str, left: int, right: int) -> Iterator[int]:
    digit = 0
    for match in _MARKS.finditer(text, left, right):
        at = match.start()
        mark = mark_at(text, at)
        if mark is None or at == left:
            continue
        before = text[at - 1]
        after_stop = before in SENTENCE_ENDS or (
            before in CLOSERS and text[max(left, at - 3) : at - 1].strip(CLOSERS)[-1:] in SENTENCE_ENDS
        )
        if mark.system is System.DIGIT:
            # 1. 2. 3. in order, each after a stop: a list; anything else may be a number of the text.
            if (after_stop or before in "：:") and mark.number in (1, digit + 1):
                digit = mark.number
                yield at
            continue
        if after_stop or before in "：:":
            yield at
        elif mark.number == 1 or mark.system in (System.ARTICLE, System.CHAPTER):
            heading = _heading_start(text, left, at)
            if heading is not None:
                yield at


def _heading_start(text: str, left: int, at: int) -> int | None:
    """Where the heading begins that ends at ``at``, if what stands before it is one: a mark and no stop since."""
    window = text[max(left, at - HEADING_LENGTH) : at]
    cut = max((window.rfind(char) for char in "。！？；"), default=-1)
    line = window[cut + 1 :].lstrip()
    return at - len(line) if mark_at(line) is not None else None


def _likely_places(text: str, left: int, right: int) -> Iterator[tuple[int, float, str]]:
    first, far, count = "", 0, 0
    at = left
    parts = SENTENCE.findall(text[left:right])
    for number, sentence in enumerate(parts[:-1]):
        at += len(sentence)
        bare, following = sentence.strip(), parts[number + 1].strip()
        first, far, count = (bare if not count else first), far + len(bare), count + 1
        if not bare or bare[-1] not in SENTENCE_ENDS + CLOSERS:
            continue
        odds = boundary_log_odds(first, bare, following, far, count)
        if odds > _LEAST_ODDS:
            first, far, count = "", 0, 0
            yield at, 0.7, "likely-start"
