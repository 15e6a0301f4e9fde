"""Places where a wrong change does the most harm: quotations, titles, numbers, dates, names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from reader.lm.lexicon import LONGEST, default_lexicon
from reader.lm.model import default_model
from reader.text.span import Span

_PAIRS = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "「": "」", "『": "』"}

_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两")
_MEASURES = frozenset("年月日号时点分％%")

_TITLE = re.compile(
    "(?:同志|书记|主席|省长|市长|县长|区长|乡长|镇长|部长|厅长|局长|处长|科长|主任|院长|校长|总理|委员|代表|先生|女士|教授|博士)"
)
_LONGEST_NAME = 4


def protected_place(paragraph: str, start: int, end: int) -> bool:
    """Whether ``paragraph[start:end]`` is in a quotation or a title, or touches a number: never decided in a batch."""
    before = paragraph[:start]
    if any(before.rfind(opening) > before.rfind(closing) for opening, closing in _PAIRS.items()):
        return True
    around = paragraph[max(0, start - 1) : start] + paragraph[end : end + 1]
    return any(char.isdigit() for char in around)


def protected_from_rules(text: str, spans: Sequence[Span]) -> set[Span]:
    """Those stretches of a text that a rule must not change unasked.

    Nobody looked at these places when the rule was stated, so more is asked than of a finding that was judged there:
    also numbers and dates in Chinese numerals, places, and persons named before their title.
    """
    protected = _in_places(text, spans)
    for span in spans:
        first = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
        last = min((at for at in (text.find("\n", span.end), text.find("\r", span.end)) if at >= 0), default=len(text))
        paragraph, start, end = text[first:last], span.start - first, span.end - first
        if (
            protected_place(paragraph, start, end)
            or any(char.isdigit() for char in span.of(text))
            or _in_number(paragraph, start, end)
            or _in_person(paragraph, start, end)
        ):
            protected.add(span)
    return protected


def _in_number(text: str, start: int, end: int) -> bool:
    """A single numeral is mostly none (一定, 万一); two in a row, or one before a measure, are a number."""
    around = text[max(0, start - 1) : end + 1]
    return any(a in _NUMERALS and (b in _NUMERALS or b in _MEASURES) for a, b in pairwise(around))


def _in_person(text: str, start: int, end: int) -> bool:
    """Whether a family name and up to three characters stand before a title, and the stretch is in them."""
    surnames = default_lexicon().surnames
    for match in _TITLE.finditer(text, end, end + _LONGEST_NAME + 2):
        for length in range(1, _LONGEST_NAME + 1):
            first = match.start() - length
            if 0 <= first <= start and not surnames.isdisjoint((text[first], text[first : first + 2])):
                return True
    return False


def _in_places(text: str, spans: Sequence[Span]) -> set[Span]:
    """The stretches over which a known place name stands."""
    lexicon, symbols = default_lexicon(), default_model().vocabulary.symbols_of(text)
    found: set[Span] = set()
    for length in range(2, LONGEST + 1):
        windows = [
            (first, span)
            for span in spans
            for first in range(max(0, span.end - length), min(span.start, len(text) - length) + 1)
        ]
        if windows:
            starts = np.array([first for first, _ in windows])
            kinds = lexicon.kinds(symbols[starts[:, None] + np.arange(length)])
            found.update(span for (_, span), kind in zip(windows, kinds, strict=True) if kind == "place")
    return found
