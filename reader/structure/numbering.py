"""Checks that the numbers of headings follow each other, and that what was announced is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.structure.headings import Heading
from reader.text.message import Message
from reader.text.numbering import System, number_of
from reader.text.span import Span

_ANNOUNCED = re.compile(
    r"(?:讲|谈|提|说|作|抓好|做好|强调)[^。；，]{0,12}?([二两三四五六七八九十])(?:个方面|点|个问题|条|件事|层意思)(?=[^。，；]{0,8}[。，：；])"
)

Finding = tuple[Span, Message]


def numbering_faults(text: str, found: Sequence[Heading]) -> Iterator[Finding]:
    """Missing, doubled and unordered numbers within each series of headings, and announced points that are missing.

    Yields a span of the cleaned text and what is wrong there. A series goes on until a heading of a higher rank.
    """
    running: dict[System, int] = {}
    top: list[int] = []
    for heading in found:
        mark = heading.mark
        if heading.level == 0:
            running.clear()  # numbers begin again with each text of a file
        if mark is None or heading.level == 0:
            continue
        for system in [system for system in running if system.level > mark.system.level]:
            del running[system]
        last = running.get(mark.system)
        running[mark.system] = mark.number
        if mark.system is System.HAN:
            top.append(mark.number)
        expected = 1 if last is None else last + 1
        if mark.number == expected or (last is not None and mark.number == 1):
            continue
        place = Span(heading.span.start, heading.span.start + mark.length)
        if last is None:
            yield (
                place,
                Message.of("Numbering starts at {number}; what came before may be missing.", number=mark.number),
            )
        elif mark.number == last:
            yield place, Message.of("Number {number} stands twice.", number=mark.number)
        else:
            yield place, Message.of("After number {last} comes {number}.", last=last, number=mark.number)
    yield from _announced(text, top)


def _announced(text: str, top: Sequence[int]) -> Iterator[Finding]:
    """“今天我讲三点” with fewer numbered parts than announced."""
    if not top or top[0] != 1:
        return
    match = _ANNOUNCED.search(text)
    if match is None:
        return
    announced = number_of(match[1]) or 0
    present = len(dict.fromkeys(top))
    if announced > present:
        yield (
            Span(match.start(), match.end()),
            Message.of(
                "{announced} points are announced, but only {present} can be found.",
                announced=announced,
                present=present,
            ),
        )
