"""What stands twice: titles, teasers, outlines, whole openings, and letters printed over themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from reader.detect.furniture.finding import Finding
from reader.detect.furniture.lines import Line
from reader.detect.furniture.title import SHORTEST, Title, copies, squeeze
from reader.text.chars import ends_sentence, is_han
from reader.text.fix import Kind
from reader.text.message import Message

_SHORTEST, _SHORT = 6, 8
"""A title of fewer characters may be the subject of the first sentence: 政府工作报告指出…"""

_OPENERS = "（(《“‘「『一二三四五六七八九十1234567890—-第同各尊亲女老"

_FIRST_PIECE = Message.of("The number that the site gave to the first piece of the text.")


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
            yield Finding(line.start, start, Kind.BOILERPLATE, "splitter_number", _FIRST_PIECE, 0.98)
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

_COMPARED = 60
"""Characters of a teaser that must come again; further on something may be spliced into the text."""


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
        words = _first(_without_title(cut, title), _COMPARED)
        if row == own or len(words) < _TEASER or (cut == text and ends_sentence(cut)):
            continue
        for other in range(row + 1, min(len(bare), row + 1 + _AHEAD)):
            below = _first("".join(bare[other : other + _LINES]), _COMPARED + 1)
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
    if title is None or len(title.squeezed) < SHORTEST:
        return text
    pattern = r"\s*".join(map(re.escape, title.squeezed))
    match = re.match(rf"(?:{pattern}\s*)+", text)
    return text[match.end() :] if match else text


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


_OVERPRINT = (4, 20)
"""Characters of a run that bold overprint doubles; shorter ones are words (好好, 一步一步)."""

_LEAST_OVERPRINTS, _ONE_IN = 3, 5_000
"""So many on a page, and in a longer text one for so many characters."""


def overprints(squeezed: str) -> list[tuple[int, int]]:
    """Runs of Chinese characters that stand twice or four times at once, where a page has several of them.

    These are bold letters that a print makes by printing twice. The spans cover the copies to drop.
    """
    codes = np.frombuffer(squeezed.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    han = (codes >= 0x4E00) & (codes <= 0x9FFF)
    found: list[tuple[int, int]] = []
    for period in range(_OVERPRINT[1], _OVERPRINT[0] - 1, -1):
        if len(codes) < 2 * period:
            continue
        same = (codes[:-period] == codes[period:]) & han[:-period] & han[period:]
        ends = np.flatnonzero(np.diff(np.r_[False, same, False].astype(np.int8)))
        for start, end in zip(ends[0::2].tolist(), ends[1::2].tolist(), strict=True):
            copies_more = (end - start) // period
            words = squeezed[start : start + period]
            if copies_more in (1, 3) and len(set(words)) > 2:
                span = (start + period, start + period * (1 + copies_more))
                if not any(a < span[1] and start < b for a, b in found):
                    found.append(span)
    least = max(_LEAST_OVERPRINTS, len(squeezed) // _ONE_IN)
    return sorted(found) if len(found) >= least else []


def outline_rows(lines: Sequence[Line], upto: int) -> list[int]:
    """Rows of an outline that a site prints above the text: headings in a row that all come again below, in order."""
    rows: list[int] = []
    for row, line in enumerate(lines[:upto]):
        if _HEADING.match(line.text) and line.length <= 40:
            if rows and row != rows[-1] + 1:
                if len(rows) >= _LEAST_OUTLINE:
                    break
                rows = []
            rows.append(row)
        elif len(rows) >= _LEAST_OUTLINE:
            break
    if len(rows) < _LEAST_OUTLINE:
        return []
    below = [squeeze(line.text) for line in lines[rows[-1] + 1 :]]
    at = 0
    for row in rows:
        words = squeeze(lines[row].text)
        found = next((k for k in range(at, len(below)) if words in below[k][: len(words) + 4000]), None)
        if found is None:
            return []
        at = found
    return rows


_HEADING = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}[章节部]|\d{1,2}[.、．]"
)
_LEAST_OUTLINE = 3
