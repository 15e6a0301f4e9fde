"""Which characters every reader knows."""

from __future__ import annotations

from functools import cache

from reader.detect.script import simplified_forms

_LAST_COMMON = 0xD7
"""The last row of the first level of GB 2312, the 3,755 common characters."""


@cache
def is_common(char: str) -> bool:
    """Whether a character is one of the first level of GB 2312, or the traditional form of one."""
    try:
        return simplified_forms().get(ord(char), char).encode("gb2312")[0] <= _LAST_COMMON
    except UnicodeEncodeError:
        return False
