"""Whether a text ends where its author ended it."""

from __future__ import annotations

import re

from reader.text.chars import CLOSERS, ends_sentence
from reader.text.numbering import mark_at

_CLOSING_LINE = re.compile(
    r"[\d〇○零一二三四五六七八九十]{4}\s?年.{1,8}日?[）)]?$|^附件|^附表|[（(][^（(]{1,40}[）)]$|^——|^单位：|：$|:$"
)
_LONGEST_LAST_LINE = 18
"""Signatures, names and closing calls without a stop are shorter than this many characters."""


def is_cut_off(text: str) -> bool:
    """Whether the last paragraph stops inside a sentence.

    A signature, a date, a list of enclosures, a short line without commas or a heading may end a text without a stop.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return False
    last = lines[-1]
    if ends_sentence(last) or _CLOSING_LINE.search(last):
        return False
    bare = last.rstrip(CLOSERS)
    mark = mark_at(bare)
    if mark is not None:
        return len(bare) <= mark.length or len(bare) > 30 or "。" in bare
    return len(bare) > _LONGEST_LAST_LINE or any(char in bare for char in "，、；。")
