"""The lines of a text that hold something, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the white space at its ends; ``start`` and ``end`` are its place in the text it was cut from.

    ``whole_start`` and ``whole_end`` take in the white space around it and its line end, so that taking them out
    leaves no empty line behind.
    """

    start: int
    end: int
    text: str
    whole_start: int
    whole_end: int

    @property
    def length(self) -> int:
        return self.end - self.start


def lines_of(text: str) -> list[Line]:
    r"""The lines of ``text`` that are not blank.

    >>> [(line.start, line.text, line.whole_start, line.whole_end) for line in lines_of("甲\r\n\n  乙 ")]
    [(0, '甲', 0, 3), (6, '乙', 4, 8)]
    """
    lines: list[Line] = []
    for match in _LINE.finditer(text):
        whole = match[0]
        bare = whole.strip()
        if bare:
            start = match.start() + len(whole) - len(whole.lstrip())
            end = match.end()
            end += 2 if text.startswith("\r\n", end) else 1 if end < len(text) else 0
            lines.append(Line(start, start + len(bare), bare, match.start(), end))
    return lines
