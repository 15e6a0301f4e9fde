"""Numbering marks at the beginning of lines, also those that a recogniser damaged: the numbers around bear witness.

``二，清理整顿的原则``, ``〈三）`` and ``、（五）`` are the second, third and fifth of their series where one and three,
two, and four stand in their places. Nothing is repaired here: a heading's title is quoted as it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.text.numbering import Mark, System, mark_at, number_of


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark, and where in its line it begins: stray marks of the print may stand before it."""

    at: int
    mark: Mark


_HAN = "[〇零一二三四五六七八九十百]{1,5}"
_OPEN, _CLOSE = r"[（(〈《「［\[{【]", r"[）)〉》」］\]}】]"
_STRAY = r"[^\w\s（(〈《「［\[{【“‘]{0,2}"
_READINGS = tuple(
    (system, whole, re.compile(pattern))
    for system, whole, pattern in (
        (System.HAN_BRACKETS, True, rf"(?:\w(?=[（(])|{_STRAY})(?P<mark>{_OPEN}(?P<n>{_HAN}){_CLOSE}[）)]?)"),
        (System.HAN_BRACKETS, True, rf"{_STRAY}(?P<mark>{_OPEN}(?P<n>{_HAN})[：:；;！!])"),
        (System.HAN_BRACKETS, True, rf"{_STRAY}(?P<mark>(?P<n>{_HAN})[）)])"),
        (System.HAN_BRACKETS, False, rf"{_STRAY}(?P<mark>[（(](?P<n>{_HAN}))(?=[\u4e00-\u9fff])"),
        (System.DIGIT_BRACKETS, True, rf"{_STRAY}(?P<mark>{_OPEN}(?P<n>[1-9]\d?){_CLOSE}[）)]?)"),
        (System.HAN, True, rf"[^\w\s]{{0,2}}(?P<mark>(?P<n>{_HAN})[、丶])"),
        (System.HAN, False, rf"{_STRAY}(?P<mark>(?P<n>{_HAN})[.．·•，,：:。])"),
        (System.HAN, False, rf"(?P<mark>(?P<n>{_HAN})[“”\"])"),
        (System.DIGIT, False, rf"{_STRAY}(?P<mark>(?P<n>[1-9]\d?)[.．、，：。])(?!\d)"),
    )
)
"""Ways in which a mark is misread: stray marks before it, another bracket, another stop behind the number. Whether what
is left of it is hardly anything else."""

_SHORT = 26
"""A line of up to so many characters without a stop inside is no sentence: the number before it is witness enough."""

_AHEAD = 80
"""Lines that are searched for the next number of a series."""

_INNER_STOP = re.compile("[。，；].")


def marks_of(lines: Sequence[str]) -> list[Marked | None]:
    """The mark of each line, if it has one; a damaged one counts where it has its place in a series.

    A series goes on until a mark of a higher rank. What is hardly anything but a mark, and a short line, need the
    number before; any other line needs the numbers before and behind; a first number needs the second.
    """
    found: list[Marked | None] = [None if (mark := mark_at(line)) is None else Marked(0, mark) for line in lines]
    running: dict[System, int] = {}
    for row, line in enumerate(lines):
        if found[row] is None:
            found[row] = next(
                (
                    read
                    for read, whole in _readings(line)
                    if _has_place(read, line, running, whole=whole, ahead=lines[row + 1 : row + 1 + _AHEAD])
                ),
                None,
            )
        marked = found[row]
        if marked is not None and marked.mark.system.level:
            level = marked.mark.system.level
            running = {system: number for system, number in running.items() if system.level <= level}
            running[marked.mark.system] = marked.mark.number
    return found


def _readings(line: str) -> Iterator[tuple[Marked, bool]]:
    """What the beginning of a line may be as a damaged mark, and whether it is hardly anything else."""
    for system, whole, pattern in _READINGS:
        match = pattern.match(line)
        if match is not None and match.end() < len(line) and (number := number_of(match["n"])):
            yield Marked(match.start("mark"), Mark(system, number, len(match["mark"]))), whole


def _has_place(read: Marked, line: str, running: dict[System, int], *, whole: bool, ahead: Sequence[str]) -> bool:
    system, number = read.mark.system, read.mark.number
    short = len(line) <= _SHORT and not _INNER_STOP.search(line, read.at + read.mark.length)
    if number == 1:
        return system not in running and _goes_on(read.mark, ahead)
    return running.get(system) == number - 1 and (whole or short or _goes_on(read.mark, ahead))


def _goes_on(mark: Mark, ahead: Sequence[str]) -> bool:
    """Whether the next number of the series follows, be it damaged too, before a mark of a higher rank."""
    for line in ahead:
        strict = mark_at(line)
        marks = [strict] if strict is not None else [read.mark for read, _ in _readings(line)]
        if any(next_.system is mark.system and next_.number == mark.number + 1 for next_ in marks):
            return True
        if strict is not None and 0 < strict.system.level < mark.system.level:
            return False
    return False
