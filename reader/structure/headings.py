"""Title and headings of a cleaned text, one paragraph a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reader.structure.marks import marks_of
from reader.structure.several import parts
from reader.text.chars import count_han, ends_sentence
from reader.text.numbering import Mark, System, mark_at
from reader.text.span import Span

_STOPS = "。！？；："
_LONG_SENTENCE = 18
"""A run-in heading whose first sentence is longer than this ends at its first comma; official headings are shorter."""

_LONGEST_LINE = 40
"""A numbered line without a stop is a heading up to this length; longer ones are paragraphs that lost their stop."""

_LONGEST_HEADING = 26
_LEAST_BODY, _LEAST_PARAGRAPH = 40, 14


@dataclass(frozen=True, slots=True)
class Heading:
    """A title (level 0) or heading; ``span`` in code points of the cleaned text."""

    level: int
    title: str
    span: Span
    mark: Mark | None = None


def headings(text: str) -> Iterator[Heading]:
    """Title and headings in order; where a file holds several texts, the title of each.

    The title is the first line unless that is a paragraph of the text. A numbered paragraph is a heading as a whole if
    it ends without a stop or is short; where it runs on, its title ends at the first stop or, if the first sentence
    is long, at its first comma. 一是, 二是 stay in their paragraph; articles (第十条) are no headings. A short line
    without number and stop is a heading if whole paragraphs stand before and after it.
    """
    lines = lines_of(text)
    several = {part.row: part for part in parts(lines)}
    first_body = next((n for n, (span, line) in enumerate(lines) if _is_body(line)), len(lines))
    listed: dict[System, int] = {}
    marks = marks_of([line for _, line in lines])
    stops = _stops([line[marked.at :] for (_, line), marked in zip(lines, marks, strict=True) if marked])
    for n, (span, line) in enumerate(lines):
        if n in several:
            yield Heading(0, several[n].title, several[n].span)
            listed.clear()
            continue
        if n == 0 and _is_title(line):
            yield Heading(0, line.strip(), span, mark_at(line))
            continue
        marked = marks[n]
        if marked is not None:
            own, mark = line[marked.at :], marked.mark
            if _is_list_item(own, mark, listed):
                listed[mark.system] = _last_number(own, mark)
            elif mark.system.level and len(own) > mark.length and not _DATED.match(own, mark.length):
                start, length = span.start + marked.at, _title_length(own, mark, stops)
                yield Heading(mark.system.level, own[:length], Span(start, start + length), mark)
        elif n > first_body and _is_unnumbered_heading(lines, n):
            yield Heading(1, line, span)


def _is_list_item(line: str, mark: Mark, listed: Mapping[System, int]) -> bool:
    """Whether a numbered line is an item of an enumeration: it ends with a semicolon, follows one that does, or the
    next number follows after a semicolon.
    """
    if line.endswith(("；", ";")) or listed.get(mark.system) == mark.number - 1:
        return True
    return _last_number(line, mark) > mark.number


_ITEM = re.compile("[；;]")


def _last_number(line: str, mark: Mark) -> int:
    """The number of the last item of an enumeration that runs on in one line."""
    number = mark.number
    for stop in _ITEM.finditer(line):
        following = mark_at(line, stop.end())
        if following is not None and following.system is mark.system and following.number == number + 1:
            number += 1
    return number


_DOT_AS_STOP = re.compile(rf"[^{_STOPS}·•．]{{2,{_LONG_SENTENCE + 2}}}[·•．](?=[\u4e00-\u9fff][^{_STOPS}]{{12}})")
_HABIT = 3


def _stops(numbered: Sequence[str]) -> re.Pattern[str]:
    """What ends a title in a text with these numbered lines: stops, a full stop of Latin text between two Chinese
    characters, and dots where several of the lines run on behind one: a recogniser saw its stops so. A name with a dot
    in it (马克·吐温) hardly stands in the headings of three.
    """
    dots = "·•．" if sum(_DOT_AS_STOP.match(line) is not None for line in numbered) >= _HABIT else ""
    return re.compile(rf"[{_STOPS}{dots}]|(?<=[\u4e00-\u9fff])[.．](?=[\u4e00-\u9fff])")


def lines_of(text: str) -> list[tuple[Span, str]]:
    """The lines of a text that are not empty, with their spans."""
    lines = []
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        if bare.strip():
            lines.append((Span(at, at + len(bare)), bare))
        at += len(line)
    return lines


def _is_body(line: str) -> bool:
    return len(line) >= _LEAST_BODY and ends_sentence(line)


def _is_title(line: str) -> bool:
    """Whether the first line is a title and not the first paragraph of a text that has none."""
    return len(line) <= 60 or not ends_sentence(line)


_USUAL = re.compile(
    "(?:总体(?:要求|目标|思路)|指导(?:思想|原则)|基本(?:原则|思路|要求)|(?:工作|主要|发展|行动)(?:目标|任务|要求|原则|措施|思路)"
    "|重点(?:任务|工作)|保障措施|组织(?:领导|实施|保障)|实施步骤)(?=[以坚到按为全深认贯围通在加紧着本（各]|[\u4e00-\u9fff]{2}是)"
)
"""Headings that official texts bear by custom; they end here also where the line end behind them was lost."""


def _title_length(line: str, mark: Mark, stops: re.Pattern[str]) -> int:
    usual = _USUAL.match(line, mark.length)
    if usual:
        return usual.end()
    found = stops.search(line, mark.length)
    stop = found.start() if found else len(line)
    runs_on = stop < len(line) - 1 or ends_sentence(line)
    if stop <= (_LONG_SENTENCE if runs_on else _LONGEST_LINE):
        return stop
    comma = line.find("，", mark.length, stop)
    return stop if comma < 0 else comma


_NOT_A_HEADING = re.compile(
    r"[\d〇○零一二三四五六七八九十]{4}年|[〔\[（(]\d{4}[〕\]）)]|电$|^附件|^附表|^附：|同志们|[：，、；,:;]|^（.*）$|^\(.*\)$|^——|负责）$|^[图表]?\d"
)


_DATED = re.compile(r"\s*(?:[（(]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日|新华(?:社|网).{2,12}电)")
"""A date or the date line of news: what stands before it is a number of the site's and no heading's; a line without
number before it is who signed."""


def _is_unnumbered_heading(lines: Sequence[tuple[Span, str]], n: int) -> bool:
    line = lines[n][1]
    if n + 1 >= len(lines) or not 2 <= count_han(line) <= _LONGEST_HEADING or len(line) > _LONGEST_HEADING + 4:
        return False
    if ends_sentence(line) or _NOT_A_HEADING.search(line):
        ordinal = re.match(r"第[一二三四五六七八九十]+，", line)
        if ordinal is None or ends_sentence(line):
            return False
    before, after = lines[n - 1][1], lines[n + 1][1]
    if _DATED.match(after):
        return False
    return ends_sentence(before) and len(after) >= _LEAST_PARAGRAPH and (ends_sentence(after) or n + 2 == len(lines))
