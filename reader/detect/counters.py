"""Numbers that a site or a print counts its pieces with: splitter numbers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.detect.furniture.finding import Finding
from reader.text.chars import is_han
from reader.text.fix import Kind
from reader.text.message import Message


@dataclass(frozen=True, slots=True)
class Count:
    """A number that may be one of a series; ``start`` and ``end`` take in what goes with it."""

    start: int
    end: int
    number: int


_SPLITTER = re.compile(r"(?:^|[\n\r ]+)(\d{1,3})、", re.MULTILINE)
_STOPS = "。！？!?；;：:…”』」）)》】.．"

_DOUBLED = re.compile(r"\d[.．]$")
"""What stands before the number of a notice that the scraper numbered again (1. 1、)."""

PIECE = (180, 900)
"""Characters between two splitter numbers: sites cut their previews every 300 to 400; spliced text makes it more."""

_EVEN = 1.7
"""The longest piece is at most so many times the shortest."""


def splitters(text: str) -> Iterator[Finding]:
    """Numbers ``1、`` ``2、`` … that a site put where it cut the text into pieces, with their line ends.

    A real list stands after stops and has items of any length; this series is consecutive, evenly spaced, and cuts
    sentences and words.
    """
    found = [
        Count(m.start(), m.end(), int(m[1]))
        for m in _SPLITTER.finditer(text)
        if not _DOUBLED.search(text, max(0, m.start() - 3), m.start())
    ]
    if not any(count.number == 2 for count in found):
        yield from _only_piece(text)
    for chain in _chains(found, PIECE, _EVEN):
        later = chain[1:]
        cutting = [count for count in later if not _after_stop(text, count.start)]
        if len(cutting) < max(1, 0.5 * len(later)):
            continue
        if len(later) == 1 and not 250 <= later[0].start - chain[0].end <= 480:
            continue
        confidence = 0.985 if len(cutting) >= 2 else 0.97
        reason = Message.of(
            "One of {count} numbers in order that cut the text at even distances, amid its sentences.",
            count=len(chain),
        )
        for count in chain:
            if count is chain[0] and not _opens_line(text, count):
                continue
            start = count.start
            if count is chain[0]:
                start += len(text[start : count.end]) - len(text[start : count.end].lstrip())
            yield Finding(start, count.end, Kind.BOILERPLATE, "splitter_number", reason, confidence)


FIRST_PIECE = Message.of("The number that the site gave to the first piece of the text.")

_ONLY_PIECE = re.compile(
    r"^[ \t\u3000]*(1、\s*)"
    r"(?=(?:同志|各位|尊敬的|亲爱的|老师|同学|朋友|女士|先生|代表|委员|乡亲)[^。；：:\r\n]{0,24}[:：]"
    r"|[（(](?:19|20)\d\d年\d|新华(?:社|网)[^，。\r\n]{2,14}电)",
    re.MULTILINE,
)


def _only_piece(text: str) -> Iterator[Finding]:
    """The number of the first piece, where the page is too short to have a second one: a greeting bears no number."""
    match = _ONLY_PIECE.search(text)
    if match is not None:
        yield Finding(match.start(1), match.end(1), Kind.BOILERPLATE, "splitter_number", FIRST_PIECE, 0.98)


def _opens_line(text: str, count: Count) -> bool:
    return count.start == 0 or text[count.start] in "\r\n" or text[count.start - 1] in "\r\n"


def _after_stop(text: str, place: int) -> bool:
    before = text[max(0, place - 8) : place].rstrip()
    return not before or before[-1] in _STOPS


def _chains(found: Sequence[Count], reach: tuple[int, int], even: float) -> Iterator[list[Count]]:
    """Series k, k+1, k+2 … from 1, each within ``reach`` characters of the one before, at even distances."""
    by_number: dict[int, list[Count]] = {}
    for count in found:
        by_number.setdefault(count.number, []).append(count)
    used: set[int] = set()
    for first in by_number.get(1, ()):
        if first.start in used:
            continue
        chain, gaps = [first], list[int]()
        while True:
            last = chain[-1]
            options = [
                count
                for count in by_number.get(last.number + 1, ())
                if reach[0] <= count.start - last.end <= reach[1] and count.start not in used
            ]
            usual = sum(gaps) / len(gaps) if gaps else 360.0
            options = [
                count
                for count in options
                if max([*gaps, count.start - last.end]) <= even * min([*gaps, count.start - last.end])
            ]
            if not options:
                break
            best = min(options, key=lambda count: abs(count.start - last.end - usual))
            gaps.append(best.start - last.end)
            chain.append(best)
        if len(chain) > 1:
            used.update(count.start for count in chain)
            yield chain


_DASHED = re.compile(r"[—–－\-]{1,2} ?(\d{1,4}) ?[—–－\-]{1,2}")
_PAGE_OF = re.compile(
    r"第\s?([\d一二三四五六七八九十百]{1,5})\s?[页頁]\s?[,，/]?\s?(?:共|总)\s?[\d一二三四五六七八九十百]{1,5}\s?[页頁]。?"
)
_ALONE = re.compile(r"^[ \t\u3000]*(?:第 ?)?(\d{1,4})(?: ?[页頁])?[ \t\u3000]*$", re.MULTILINE)
_MEASURE = set(
    "个名户家人年月日时分秒元万亿千百十米吨亩公里斤件项条款次届期级号位岁倍成折天周世纪楼层路线点版章节册季度种类步"
    "大小多余来座所台辆艘架支张幅本部篇首起头只"
)
"""What follows a number that counts something."""


def page_numbers(text: str) -> Iterator[Finding]:
    """Page numbers of the print: between dashes, as page N of M, alone on a line or inside a sentence.

    Bare numbers go only as a rising series; 3个 and 第3季度 are none.
    """
    for match in _PAGE_OF.finditer(text):
        start, end = _whole_line(text, match.start(), match.end())
        yield _page(start, end, Message.of("Says which page of how many this is, as the print's foot does."), 0.98)
    dashed = [Count(m.start(), m.end(), int(m[1])) for m in _DASHED.finditer(text) if _set_off(text, m)]
    series = _in_series([count.number for count in dashed])
    for count, in_order in zip(dashed, series, strict=True):
        start, end = _whole_line(text, count.start, count.end)
        alone = text[start:end].strip() == text[count.start : count.end].strip() and (start, end) != (
            count.start,
            count.end,
        )
        if alone or in_order or _cuts_word(text, count):
            yield _page(start, end, Message.of("A number between dashes, as the print's foot has it."), 0.98)
    yield from _bare_numbers(text)


def _page(start: int, end: int, reason: Message, confidence: float) -> Finding:
    return Finding(start, end, Kind.BOILERPLATE, "page_number", reason, confidence)


def _set_off(text: str, match: re.Match[str]) -> bool:
    """Whether nothing numeric touches the dashes: 2018—2035 and 400-050-0827 are no page numbers."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def _cuts_word(text: str, count: Count) -> bool:
    """Whether the long dashes of the print's foot stand around a number between two characters (我—1—国)."""
    around = text[count.start - 1 : count.start] + text[count.end : count.end + 1] if count.start else ""
    dashes = text[count.start] + text[count.end - 1]
    return len(around) == 2 and all(map(is_han, around)) and set(dashes) <= {"—", "–"}


def _whole_line(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with its line end where it is alone on its line, else the stretch itself."""
    left, right = start, end
    while left > 0 and text[left - 1] in " \t\u3000":
        left -= 1
    while right < len(text) and text[right] in " \t\u3000":
        right += 1
    if (left > 0 and text[left - 1] not in "\r\n") or (right < len(text) and text[right] not in "\r\n"):
        return start, end
    if text.startswith("\r\n", right):
        return left, right + 2
    return left, min(right + 1, len(text))


def _in_series(numbers: Sequence[int]) -> list[bool]:
    marks = [False] * len(numbers)
    for at, (a, b) in enumerate(pairwise(numbers)):
        if b == a + 1:
            marks[at] = marks[at + 1] = True
    return marks


def _bare_numbers(text: str) -> Iterator[Finding]:
    alone = [(m.start(), m.end(), int(m[1])) for m in _ALONE.finditer(text)]
    inside = [
        (m.start(), m.end(), int(m[1]))
        for m in re.finditer(r"(?<=[\u4e00-\u9fff，、])[ \n]?(\d{1,3})[ \n]?(?=[\u4e00-\u9fff])", text)
        if not (m[0].startswith("\n") and m[0].endswith("\n"))
        and text[m.end()] not in _MEASURE
        and text[max(0, m.start() - 1)] not in "第约近达共月年增高为至到"
    ]
    for found, least in ((alone, 3), (inside, 4)):
        for run in _rising(found, least):
            if found is inside and _are_labels(text, run):
                continue
            reason = Message.of(
                "One of {count} bare numbers that rise by one at even distances: the print's page numbers.",
                count=len(run),
            )
            for start, end, _ in run:
                whole = _whole_line(text, start, end)
                yield _page(*whole, reason, 0.975 if len(run) > least else 0.9)


def _are_labels(text: str, run: Sequence[tuple[int, int, int]]) -> bool:
    """Whether the numbers belong to words that stand before most of them: 专栏1, 专栏2, or 表1, 表2."""
    words = Counter(text[max(0, start - 2) : start] for start, _, _ in run)
    return words.most_common(1)[0][1] > len(run) / 2


def _rising(found: Sequence[tuple[int, int, int]], least: int) -> Iterator[list[tuple[int, int, int]]]:
    """Runs k, k+1, … at even distances of a page (300–3,000 characters)."""
    waiting: dict[int, list[tuple[int, int, int]]] = {}
    done: list[list[tuple[int, int, int]]] = []
    for item in found:
        run = waiting.pop(item[2], None)
        if run is not None and 300 <= item[0] - run[-1][0] <= 3000 and _even(run, item):
            run.append(item)
        else:
            run = [item]
            done.append(run)
        waiting[item[2] + 1] = run
    yield from (run for run in done if len(run) >= least)


def _even(run: Sequence[tuple[int, int, int]], item: tuple[int, int, int]) -> bool:
    gaps = [b[0] - a[0] for a, b in pairwise([*run, item])]
    return max(gaps) <= 2.0 * min(gaps)
