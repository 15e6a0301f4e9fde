"""Places where a wrong guess would be a wrong fact: numbers, dates and names."""

from __future__ import annotations

from reader.lm.lexicon import KINDS, LONGEST, default_lexicon
from reader.lm.model import default_model
from reader.text.apply import Cleaned
from reader.text.fix import Fix

_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾年月日号%％")
"""Characters that numbers and dates are written with; digits are known to Python."""

_NAME = 3
"""Characters of a name, the family name included; longer family names are in the list as two."""


def is_delicate(fix: Fix, cleaned: Cleaned) -> bool:
    """Whether the finding touches a number or a date, or may stand in the name of a person or a place.

    A place that the proposed reading makes part of a known word is no name; else it may be one if it follows a family
    name closely, is one itself, or the known word is the name of a place.
    """
    span = cleaned.offsets.span_to_clean(fix.span)
    observed, proposed = span.of(cleaned.text), fix.replacement
    before = cleaned.text[max(0, span.start - LONGEST) : span.start]
    after = cleaned.text[span.end : span.end + LONGEST]
    if any(char in _NUMERALS or char.isdigit() for char in observed + proposed):
        return True
    if any(char.isdigit() for char in before[-1:] + after[:1]):
        return True
    known = _words_over(before, proposed, after)
    if known:
        return "place" in known
    surnames = default_lexicon().surnames
    start = before[-(_NAME - 1) :]
    return any(char in surnames for char in start + observed + proposed) or start in surnames


def _words_over(before: str, proposed: str, after: str) -> set[str]:
    """The kinds of the known words that hold all of ``proposed``."""
    text, start, end = before + proposed + after, len(before), len(before) + len(proposed)
    symbols = default_model().vocabulary.symbols_of(text)
    kinds = set()
    for size in range(max(2, len(proposed)), LONGEST + 1):
        for first in range(max(0, end - size), min(start, len(text) - size) + 1):
            kind = default_lexicon().kind(symbols[first : first + size])
            if kind in KINDS:
                kinds.add(kind)
    return kinds
