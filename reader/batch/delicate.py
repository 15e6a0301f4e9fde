"""Places where a wrong guess would be a wrong fact: numbers, dates and names."""

from __future__ import annotations

from collections.abc import Iterator

from reader.lm.lexicon import LONGEST, default_lexicon
from reader.lm.model import default_model
from reader.text.apply import Cleaned
from reader.text.fix import Fix

_NUMERALS = frozenset("〇○零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾年月日号%％")
"""Characters that numbers and dates are written with; digits are known to Python."""

_GIVEN = 2
"""Characters of a given name at most."""


def is_delicate(fix: Fix, cleaned: Cleaned) -> bool:
    """Whether the finding touches a number or a date, or may stand in the name of a person or a place.

    A place that the proposed reading makes part of a known word is no name, unless the word is the name of a place, or
    has two characters and follows a family name that is no part of another word (张建国). Elsewhere a family name, or
    what follows one closely, may be a name.
    """
    span = cleaned.offsets.span_to_clean(fix.span)
    observed, proposed = span.of(cleaned.text), fix.replacement
    before = cleaned.text[max(0, span.start - LONGEST) : span.start]
    after = cleaned.text[span.end : span.end + LONGEST]
    if any(char in _NUMERALS or char.isdigit() for char in observed + proposed):
        return True
    if any(char.isdigit() for char in before[-1:] + after[:1]):
        return True
    text, start, end = before + proposed + after, len(before), len(before) + len(proposed)
    surnames = default_lexicon().surnames
    words = list(_words_over(text, start, end))
    if any(kind == "place" for _, _, kind in words):
        return True
    if words:
        first, size, _ = max(words, key=lambda word: word[1])
        return (
            size <= _GIVEN
            and text[first - 1 : first] in surnames
            and all(kind == "place" for _, _, kind in _words_over(text, first - 1, first))
        )
    near = before[-_GIVEN:]
    return near in surnames or any(char in surnames for char in near + observed + proposed)


def _words_over(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The known words that hold all of ``text[start:end]``: where each begins, its length, and what it is."""
    symbols = default_model().vocabulary.symbols_of(text)
    for size in range(max(2, end - start), LONGEST + 1):
        for first in range(max(0, end - size), min(start, len(text) - size) + 1):
            kind = default_lexicon().kind(symbols[first : first + size])
            if kind:
                yield first, size, kind
