"""Walls of rare characters that a site puts into its texts against copying."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.detect.common import is_common
from reader.detect.furniture.finding import Finding
from reader.text.chars import HAN
from reader.text.fix import Kind
from reader.text.message import Message

_RUN = re.compile(rf"[{HAN}]{{24,}}")
"""Chinese characters without a mark; short rows are names."""

_RARE_SHARE = 0.6


def rare_walls(text: str) -> Iterator[Finding]:
    """Every run of characters without a mark of which most are outside the common ones, with its line if alone there.

    Common are the characters of the first level of GB 2312 and the traditional forms of these. Lists of names and of
    plants hold a few rare characters, no sentence holds so many.
    """
    reason = Message.of("A row of rare characters that says nothing: a site puts it into texts against copying.")
    for match in _RUN.finditer(text):
        # A wall may begin or end amid a sentence that lost its marks: only its own characters go.
        rare = [not is_common(char) for char in match[0]]
        bounds = _densest(rare)
        if bounds is None:
            continue
        start, end = match.start() + bounds[0], match.start() + bounds[1]
        # What a wall alone on its line begins and ends with may be a common character by chance.
        if start - match.start() <= _BY_CHANCE and match.end() - end <= _BY_CHANCE and _is_line(text, match):
            start, end = match.start(), match.end() + (match.end() < len(text))
        yield Finding(start, end, Kind.WATERMARK, "rare_wall", reason, 0.98)


_LEAST = 24
_ENDS_AFTER, _BY_CHANCE = 6, 3
"""So many common characters in a row end a wall; so many may stand at its ends."""


def _is_line(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return before in ("", "\n") and after in ("", "\n")


def _densest(rare: list[bool]) -> tuple[int, int] | None:
    """From the first to the last rare character of a wall, common ones in between allowed; None where there is none."""
    best: tuple[int, int] | None = None
    start, last, count = -1, -1, 0
    for at, is_rare in enumerate([*rare, *([False] * _ENDS_AFTER)]):
        if is_rare:
            if start < 0:
                start, count = at, 0
            last, count = at, count + 1
        elif start >= 0 and at - last >= _ENDS_AFTER:
            length = last + 1 - start
            if length >= _LEAST and count >= _RARE_SHARE * length and (best is None or length > best[1] - best[0]):
                best = start, last + 1
            start = -1
    return best

