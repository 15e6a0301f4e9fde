"""Bold letters that a print made by printing twice: 公文的格式公文的格式, 一一、、认认清清, 20002000年."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from reader.text.chars import HAN

_PERIODS = range(20, 3, -1)
"""Characters of a run that bold overprint doubles; shorter ones are words (好好, 一步一步)."""

_LEAST, _ONE_IN = 3, 5_000
"""So many on a page, and in a longer text one for so many characters."""

_DOUBLED = re.compile(rf"(?:([{HAN}、，（）])\1){{3,}}")
_MARKS = "、，（）"
_LEAST_PAIRS = 5
"""Characters that are doubled one by one, where no mark is among them: 认认真真踏踏实实 is a way of speaking."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\1(?!\d)")


def overprints(squeezed: str) -> list[tuple[int, int, str]]:
    """Stretches that stand twice or four times at once, as ``start, end`` and what they read printed once.

    Only where a page has several of them, whole words and single characters counted together.
    """
    letters = _letters(squeezed)
    found = [*_years(squeezed), *letters, *_runs(squeezed, [end for _, end, _ in letters])]
    apart: list[tuple[int, int, str]] = []
    for item in sorted(found, key=lambda item: (item[0], -item[1])):
        if not apart or item[0] >= apart[-1][1]:
            apart.append(item)
    return apart if len(apart) >= max(_LEAST, len(squeezed) // _ONE_IN) else []


def _runs(squeezed: str, ends_of_letters: Sequence[int]) -> list[tuple[int, int, str]]:
    """Doubled words; one that begins with the last of letters doubled one by one begins behind it."""
    behind = {end - 1: end for end in ends_of_letters}
    codes = np.frombuffer(squeezed.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    han = (codes >= 0x4E00) & (codes <= 0x9FFF)
    found: list[tuple[int, int, str]] = []
    for period in _PERIODS:
        if len(codes) < 2 * period:
            continue
        doubled = np.zeros(len(codes) - period + 2, dtype=np.bool_)
        doubled[1:-1] = (codes[:-period] == codes[period:]) & han[:-period]
        ends = np.flatnonzero(doubled[1:] != doubled[:-1])
        for start, end in zip(ends[0::2].tolist(), ends[1::2].tolist(), strict=True):
            start = behind.get(start, start)
            copies_more = (end - start) // period
            words = squeezed[start : start + period]
            if copies_more in (1, 3) and len(set(words)) > 2:
                found.append((start, start + period * (1 + copies_more), words))
    return found


def _letters(squeezed: str) -> list[tuple[int, int, str]]:
    found = []
    for match in _DOUBLED.finditer(squeezed):
        once = match[0][::2]
        marked = any(mark in once for mark in _MARKS)
        if (marked or len(once) >= _LEAST_PAIRS) and all(a != b for a, b in pairwise(once)):
            found.append((match.start(), match.end(), once))
    return found


def _years(squeezed: str) -> list[tuple[int, int, str]]:
    return [(match.start(), match.end(), match[1]) for match in _YEAR.finditer(squeezed)]
