"""Bullets of a word processor that came through as letters or question marks: their font was lost. Asked about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from reader.detect.furniture.finding import Finding
from reader.text.chars import HAN
from reader.text.fix import Kind
from reader.text.message import Message

_SIGNS = "nluvqØü?？\uf06c\uf06e\uf0d8\uf0b7"
"""What the bullets ■ ● ◆ ➢ ✓ of Wingdings are in an ordinary font."""

_BULLET = re.compile(rf"^[ \t\u3000]*([{_SIGNS}])(?:[ \t\u3000]+|(?=[{HAN}“（]))(?=[{HAN}“（\d])", re.MULTILINE)
_ALONE = re.compile(rf"^[ \t\u3000]*([{_SIGNS}])[ \t\u3000]*(?:\r\n|[\r\n])[\s\u3000]*(?=[{HAN}“（\d])", re.MULTILINE)
"""A bullet on a line of its own, with the line end between it and its item."""

_LEAST = 3
"""Lines that must begin so."""

BULLET = "•"


def bullets(text: str) -> Iterator[Finding]:
    """A question for every letter or question mark that opens a line where a bullet stood, or stands before its line.

    Only where several lines have the same one. Left alone: a single n, and lines that begin with a letter of a word.
    """
    for pattern in (_BULLET, _ALONE):
        for sign, places in _often(pattern, text).items():
            reason = Message.of(
                "“{sign}” opens {count} lines here: a bullet whose font was lost.", sign=sign, count=len(places)
            )
            for match in places:
                end, bullet = (match.end(), f"{BULLET} ") if pattern is _ALONE else (match.end(1), BULLET)
                yield Finding(match.start(1), end, Kind.MARKUP, "lost_bullet", reason, 0.9, bullet)


def lone_signs(lines: Sequence[str]) -> frozenset[str]:
    """The signs that several of ``lines`` hold alone where they stand for a bullet of the line below."""
    return frozenset(_often(_ALONE, "\n".join(lines)))


def _often(pattern: re.Pattern[str], text: str) -> dict[str, list[re.Match[str]]]:
    found: defaultdict[str, list[re.Match[str]]] = defaultdict(list)
    for match in pattern.finditer(text):
        found[match[1]].append(match)
    return {sign: places for sign, places in found.items() if len(places) >= _LEAST}
