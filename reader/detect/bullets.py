"""Bullets of a word processor that came through as letters or question marks: their font was lost. Asked about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from reader.detect.furniture.finding import Finding
from reader.text.chars import HAN
from reader.text.fix import Kind
from reader.text.message import Message

_BULLET = re.compile(
    rf"^[ \t\u3000]*([nluvqØü?？\uf06c\uf06e\uf0d8\uf0b7])(?:[ \t\u3000]+|(?=[{HAN}“（]))(?=[{HAN}“（\d])", re.MULTILINE
)
"""What the bullets ■ ● ◆ ➢ ✓ of Wingdings are in an ordinary font."""

_LEAST = 3
"""Lines that must begin so."""

BULLET = "•"


def bullets(text: str) -> Iterator[Finding]:
    """A question for every letter or question mark that opens a line where a bullet stood.

    Only where several lines begin with the same one, near each other. Left alone: a single n, and lines that begin
    with a letter of a word.
    """
    found: defaultdict[str, list[re.Match[str]]] = defaultdict(list)
    for match in _BULLET.finditer(text):
        found[match[1]].append(match)
    for sign, places in found.items():
        if len(places) < _LEAST:
            continue
        reason = Message.of(
            "“{sign}” opens {count} lines here: a bullet whose font was lost.", sign=sign, count=len(places)
        )
        for match in places:
            yield Finding(match.start(1), match.end(), Kind.MARKUP, "lost_bullet", reason, 0.9, BULLET)
