"""How a character is pronounced, where the package that knows it (pypinyin) is installed. No Qt here.

Look-alikes mostly sound otherwise (己 jǐ, 已 yǐ), so the sound tells a reader at once which of the two is meant.
"""

from __future__ import annotations

import os
from functools import cache

MOST = 2
"""So many pronunciations of a character are named; the usual ones come first."""


def pronunciations(char: str) -> tuple[str, ...]:
    """The pronunciations of one character in pinyin with tone marks, the usual first; empty where they are not known.

    The first call loads 0.8 MB of tables, which takes 80 ms: not while a key waits for its answer.
    """
    table = _table()
    return tuple(table.get(ord(char), "").split(",")[:MOST]) if len(char) == 1 and ord(char) in table else ()


@cache
def _table() -> dict[int, str]:
    # Both are the package's own switches: without its 47,000 phrases and without a copy it takes 13 MB and not 58.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    try:
        from pypinyin.constants import PINYIN_DICT
    except ImportError:
        return {}
    return PINYIN_DICT
