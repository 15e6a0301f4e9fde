"""What stands twice: titles, teasers, outlines and whole openings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.detect.counters import FIRST_PIECE
from reader.detect.furniture.finding import Finding
from reader.detect.furniture.lines import Line
from reader.detect.furniture.title import SHORTEST, Title, behind_copies, copies, squeeze
from reader.text.chars import ends_sentence, is_han
from reader.text.fix import Kind
from reader.text.message import Message

_SHORTEST, _SHORT = 6, 8
"""A title of fewer characters may be the subject of the first sentence: 政府工作报告指出…"""

_OPENERS = "（(《“‘「『一二三四五六七八九十1234567890—-第同各尊亲女老"


def title_copies(text: str, lines: Sequence[Line], title: Title, last_row: int) -> Iterator[Finding]:
    """The other copies of the title, up to line number ``last_row``: alone on a line, or glued to the first sentence.

    The copy above the text stays: it is where a reader looks for it.
    """
    for row, start, end in copies(lines, title):
        if row > last_row:
            break
        line = lines[row]
        reason = Message.of("The title stands here again.")
        if end >= line.end:
            mark = text[line.start : start].strip()
            if not mark or mark.endswith("、"):
                yield Finding(line.whole_start, line.whole_end, Kind.DUPLICATE, "title_repeated", reason, 0.985)
            else:
                yield Finding(start, end, Kind.DUPLICATE, "title_repeated", reason, 0.98)
            continue
        if start > line.start:
            yield Finding(line.start, start, Kind.BOILERPLATE, "splitter_number", FIRST_PIECE, 0.98)
        set_off = text[end - 1].isspace() or text[end] in _OPENERS
        sure = (set_off and len(title.squeezed) >= _SHORTEST) or len(title.squeezed) > _SHORT
        yield Finding(start, end, Kind.DUPLICATE, "title_repeated", reason, 0.98 if sure else 0.7)


_LEAST_BLOCK = 80
"""Characters of a block that is printed twice in a row at least; a verse's refrain is shorter."""

_LEAST_DIFFERENT = 20
"""Different characters in the first of them; fewer are a pattern, not a text."""

_TEASER = 24
"""Characters of a teaser at least, label and dots left out."""

_TEASER_LABEL = re.compile(r"^(?:【?(?:内容提示|内容提要|内容摘要|摘要|导读|简介|内容简介|描述)】?[:：]?\s*)")
_CUT_SHORT = re.compile(r"[….。]{2,}$|…$|\.\.\.$")
_AHEAD, _LINES = 12, 12
"""Lines behind a teaser among which its text begins again; lines that are read on from there."""

_DEEPEST = 40
"""Lines among which teasers stand."""

_COMPARED = 1_000
"""Characters of a teaser at most: what is longer and stands twice is a block."""


def teaser_rows(lines: Sequence[Line], title: Title | None) -> list[int]:
    """Rows of teasers: a line above the text that is the beginning of what stands below it, cut short.

    A copy of the title before the one or the other does not matter. A whole sentence without label or dots is no
    teaser: paragraphs of reports often begin alike.
    """
    heads = lines[: _DEEPEST + _AHEAD + _LINES]
    bare = [_without_title(line.text, title) for line in heads]
    own = title.row if title else -1
    rows: list[int] = []
    for row, text in enumerate(bare[:_DEEPEST]):
        cut = _CUT_SHORT.sub("", _TEASER_LABEL.sub("", text))
        words = "".join(_without_title(cut, title).split())
        if row == own or not _TEASER <= len(words) <= _COMPARED or (cut == text and ends_sentence(cut)):
            continue
        for other in range(row + 1, min(len(bare), row + 1 + _AHEAD)):
            if not bare[other].lstrip().startswith(words[0]):
                continue
            # All of it has to stand below: what only begins alike goes on with words of its own.
            below = _first("".join(bare[other : other + _LINES]), len(words) + 1)
            if len(below) > len(words) and below.startswith(words):
                rows.append(row)
                break
    return rows


def teasers(lines: Sequence[Line], rows: Iterable[int]) -> Iterator[Finding]:
    """One finding for each teaser, its line end included."""
    for row in rows:
        line = lines[row]
        reason = Message.of("The opening of the text, printed above it as a teaser and cut short.")
        yield Finding(line.whole_start, line.whole_end, Kind.DUPLICATE, "teaser", reason, 0.985)


def _without_title(text: str, title: Title | None) -> str:
    """``text`` without the title that it begins with."""
    words = title.squeezed if title is not None else ""
    return text[behind_copies(words, text, 0) :] if len(words) >= SHORTEST else text


def _first(text: str, size: int) -> str:
    return "".join(text[: 2 * size].split())[:size]


def doubled_beginning(squeezed: str) -> tuple[int, int] | None:
    """Where the text begins anew: a stretch of its beginning that stands twice in a row, as ``start, end`` to drop.

    Either the whole of it (the text or its opening block is printed twice), or cut short with dots.
    """
    if len(squeezed) < 2 * _LEAST_BLOCK:
        return None
    opening = squeezed[:_LEAST_BLOCK]
    again = squeezed.find(opening, 1)
    if again < _LEAST_BLOCK or len(set(opening)) < _LEAST_DIFFERENT:
        return None
    common = 0
    while again + common < len(squeezed) and common < again and squeezed[common] == squeezed[again + common]:
        common += 1
    gap = squeezed[common:again]
    if common == again or (len(gap) <= 8 and not any(map(is_han, gap))):
        return 0, again
    return None


@dataclass(frozen=True, slots=True)
class Outline:
    """Rows of an outline that is printed above the text; whether it is surely one."""

    rows: Sequence[int]
    sure: bool


def printed_outline(lines: Sequence[Line], upto: int) -> Outline | None:
    """The outline that a site prints above the text: headings in a row that all come again below, in order.

    It is sure where there are several, each comes again as a line or at the beginning of one, and the greeting or a
    paragraph follows. An agenda that the text takes up in other words is none.
    """
    rows: list[int] = []
    for row, line in enumerate(lines[:upto]):
        if _HEADING.match(line.text) and line.length <= _LONGEST_HEADING:
            if rows and row != rows[-1] + 1:
                if len(rows) >= _LEAST_OUTLINE:
                    break
                rows = []
            rows.append(row)
        elif len(rows) >= _LEAST_OUTLINE:
            break
    if len(rows) < _LEAST_OUTLINE:
        return None
    below = [squeeze(line.text) for line in lines[rows[-1] + 1 :]]
    at, alike = 0, 0
    for row in rows:
        words = squeeze(lines[row].text)
        found = next((k for k in range(at, len(below)) if words in below[k]), None)
        if found is None:
            return None
        alike += below[found].startswith(words)
        at = found
    following = below[0] if below else ""
    opens = bool(_GREETING.match(following)) or not _HEADING.match(following)
    return Outline(rows, sure=len(rows) >= _SURE_OUTLINE and alike == len(rows) and opens)


_HEADING = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}[章节部]|\d{1,2}[.、．]"
)
_GREETING = re.compile(r".{1,30}[：:]$")
_LONGEST_HEADING = 40
_LEAST_OUTLINE, _SURE_OUTLINE = 2, 3
