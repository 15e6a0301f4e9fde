"""Words that the site or an editor masked: marked with their place, never filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.text.chars import HAN
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.section import Notice, NoticeKind
from reader.text.span import Span

_MASK = re.compile(
    r"[*＊]{2,}|[×✕╳]{2,}|(?<![A-Za-z])[Xx]{2,}(?![A-Za-z])|[＃#]{2,}|[_＿]{3,}|[□■◇○●]{2,}"
    rf"|(?<=[{HAN}])[*＊×](?=[{HAN}])"
    r"|(?<!\d)(?:(?:19|20)\d?|1920)[*×xX＊]{1,2}(?=\s?年)"
)
"""Runs of one masking sign; a single star or cross between two Chinese characters; a year with letters in it."""

_SIGN = re.compile("[*＊×✕╳Xx＃#_＿□■◇○●]")
"""No masked word is without one of these; to look for one character takes a twentieth of the time."""

_LONGEST = 12
"""Longer rows of one sign are rules drawn across the page, not words."""

_PRODUCT = re.compile(r"\d\s*[×*]\s*\d")


def masked_words(seen: Projection) -> Iterator[Notice]:
    """A notice for every masked word; the signs stay in the text as they are.

    Left alone: rows of signs that fill a line, and products of numbers (3×5). 某 is a word that honest editors write.
    """
    if _SIGN.search(seen.text) is None:
        return
    for match in _MASK.finditer(seen.text):
        if match.end() - match.start() > _LONGEST or _fills_line(seen.text, match.start(), match.end()):
            continue
        if _PRODUCT.match(seen.text[max(0, match.start() - 1) : match.end() + 1]):
            continue
        spans = seen.spans(match.start(), match.end())
        message = Message.of(
            "A word is masked here ({signs}). It is left as it is; nothing is guessed.", signs=match.group()
        )
        yield Notice(NoticeKind.MASKED, Span(spans[0].start, spans[-1].end), message)


def _fills_line(text: str, start: int, end: int) -> bool:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start : len(text) if line_end < 0 else line_end]
    return not re.search(rf"[{HAN}A-Za-z0-9]", line)
