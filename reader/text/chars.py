"""Classes of characters that the whole program agrees on."""

from __future__ import annotations

import re

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, for use inside a character class of a pattern."""

SENTENCE_ENDS = "。！？!?…"
"""Marks that can end a sentence; an ASCII full stop is left out, for it also stands in numbers and names."""

CLOSERS = "”’」』）)》〉】〕]\"'"
"""Marks that may follow the end of a sentence and still belong to it."""

NUMERALS = "〇零一二三四五六七八九十百千两"
"""Chinese numerals as headings use them."""


def is_han(char: str) -> bool:
    """Whether ``char`` is one Chinese character (〇 counts as a numeral, not as one)."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF
    )


_HAN = re.compile(f"[{HAN}]+")


def count_han(text: str) -> int:
    return sum(map(len, _HAN.findall(text)))


def ends_sentence(text: str) -> bool:
    """Whether ``text`` closes with a sentence end, closing quotes and brackets after it allowed.

    >>> ends_sentence("他说：“好。”"), ends_sentence("会议要"), ends_sentence("一是立足本级；")
    (True, False, False)
    """
    return text.rstrip().rstrip(CLOSERS).endswith(tuple(SENTENCE_ENDS))
