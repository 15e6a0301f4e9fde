"""Paragraph ends that left no white space behind, in texts that lost all their lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.detect.fluency import gains
from reader.detect.gaps import Gap
from reader.detect.plain import stretches_without_lines
from reader.text.chars import CLOSERS, NUMERALS, SENTENCE_ENDS
from reader.text.numbering import System, mark_at

_MARKS = re.compile(
    rf"第[{NUMERALS}\d]{{1,6}}[编章节条]|[{NUMERALS}]{{1,4}}、|[（(][{NUMERALS}]{{1,4}}[）)]|(?<!\d)\d{{1,2}}[.．、](?!\d)"
)
_BEFORE_MARK = SENTENCE_ENDS + CLOSERS + "：:；;"

HEADING_LENGTH = 40
"""Headings are shorter than this in official texts."""


def places(text: str, taken: Sequence[int]) -> Iterator[tuple[int, float, str]]:
    """Where a paragraph ends although nothing shows it: the place, the confidence and the rule's name, in text order.

    Before heading marks that follow a sentence end or a heading, and around lines of a telling form. Only in lines
    longer than paragraphs are. ``taken`` (sorted) are places that end a paragraph already.
    """
    stretches = stretches_without_lines(text)
    yield from _in_short_lines(text, taken, stretches)
    # Where most of the text has its paragraphs, a long line is hardly more than a long paragraph.
    lost = sum(stop - start for start, stop in stretches) > _LEAST_SHARE * len(text)
    for start, stop in stretches:
        edges = [start, *taken[bisect_left(taken, start + 1) : bisect_left(taken, stop)], stop]
        for left, right in pairwise(edges):
            yield from _inside(text, left, right) if lost else _in_long_paragraph(text, left, right)


def _in_short_lines(
    text: str, taken: Sequence[int], stretches: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, float, str]]:
    long_ones = {start for start, _ in stretches}
    start = 0
    for line in text.split("\n"):
        stop = start + len(line)
        if start not in long_ones:
            edges = [start, *taken[bisect_left(taken, start + 1) : bisect_left(taken, stop)], stop]
            for left, right in pairwise(edges):
                for at in _between_lines(text, left, right):
                    yield at, 0.95, "heading-mark"
        start = stop + 1


_LEAST_SHARE = 0.6

def _in_long_paragraph(text: str, left: int, right: int) -> Iterator[tuple[int, float, str]]:
    yield from ((at, 0.95, "heading-mark") for at in _marked_places(text, left, right))


def _inside(text: str, left: int, right: int) -> Iterator[tuple[int, float, str]]:
    certain = dict.fromkeys(_marked_places(text, left, right), (0.95, "heading-mark"))
    for at in _form_places(text, left, right):
        certain.setdefault(at, (0.9, "line-form"))
    for at in _fluent_places(text, left, right):
        certain.setdefault(at, (0.9, "line-form"))
    for at in _heading_ends(text, left, right):
        certain.setdefault(at, (0.8, "line-form"))
    yield from ((at, *certain[at]) for at in sorted(certain) if at != left)


_FORMS = re.compile(
    r"[（(]\d{4}年\d{1,2}月\d{1,2}日[^（()）。，]{0,10}[）)]"
    r"|新华(?:社|网)[\u4e00-\u9fff]{2,8}\d{1,2}月\d{1,2}日电"
)
"""Lines by their form: a date in brackets under a title, the date line of news."""

_TEXT_FOLLOWS = re.compile("全文如下[：:]")

_REPORT = re.compile(r"\s*(?:记者|国家主席|国务院|中共中央|习近平|李克强|\d)")
"""The words of a news report that go on behind its date line."""

_DOCUMENT_NUMBER = re.compile(r"(?P<code>[\u4e00-\u9fff]{2,8})〔\d{4}〕\s?\d{1,4}号")
"""国办发〔2019〕3号; where its code begins is for the language model to say."""

_TITLE_END = re.compile(
    "[\u4e00-\u9fff]*(?:通知|意见|通报|批复|决定|方案|办法|规定|报告|请示|公告|的函)(?=[\u4e00-\u9fff]{2,6}$)"
)

_ADDRESSEES = re.compile(r"[^。；！？：:\n]{2,80}(?:政府|机构|单位|部门|委员会|办公室|公司|学校|[厅局委部院])[：:]")

_SIGNATURE = re.compile(
    rf"(?<=[。！])(?P<name>[\u4e00-\u9fff]{{2,14}})?"
    rf"(?P<date>\d{{4}}年\d{{1,2}}月\d{{1,2}}日|[一二][{NUMERALS}○]{{3}}年[{NUMERALS}]{{1,3}}月[{NUMERALS}]{{1,3}}日)"
    r"(?![，、的至到起以前后，])"
)
"""Who signed and when, after the last sentence."""

_WHOM = (
    "(?:(?:全体|各位)?(?:同志|朋友|女士|先生|老师|同学|乡亲|同胞|姐妹|家长|校友|战友)们?"
    "|各位(?:代表|委员|来宾|嘉宾|领导|员工))"
)
_GREETING = re.compile(
    rf"(?<=[^，、；])(?:(?:尊敬的|亲爱的|各位|全体)[^。，：！？；]{{1,40}}[，：]){{0,16}}(?:{_WHOM}[、，]?){{1,6}}[：:]"
    rf"|(?<=[。！？])(?:{_WHOM}们?[、，]?){{2,6}}！"
)
_NEXT_GREETED = re.compile(r"，(?=尊敬的|亲爱的|各位|全体)|(?<=[^们士生]，)(?=女士们|同志们|老师们|同学们)")
"""Within a greeting, where those greeted have lines of their own."""

_INNER = "，。、；：！？）》”’,;:!?)（《“‘(\n"
_LEAST_GAIN = 3.0
"""Nats by which a line end must make the text likelier; nine in ten places above it are ends of headings, names or
date lines, measured at all places between two characters of 65 official texts and speeches."""


def _form_places(text: str, left: int, right: int) -> Iterator[int]:
    """Before and after lines of a telling form, where no punctuation shows that they stand inside a sentence."""
    for match in _FORMS.finditer(text, left, right):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if match.start() > left and before not in "，、；：（《“(关于按照根据和":
            yield match.start()
            if match.end() < right and after not in _INNER + "和及的等文" and not _REPORT.match(text, match.end()):
                yield match.end()
    for match in _TEXT_FOLLOWS.finditer(text, left, right):
        if match.end() < right:
            yield match.end()
    for match in _DOCUMENT_NUMBER.finditer(text, left, right):
        yield from _around_document_number(text, match, right)
    for match in _GREETING.finditer(text, left, right):
        if match.start() == left or text[match.start() - 1] not in "，、；向对为和":
            if match.start() > left:
                yield match.start()
            yield from (inner.end() for inner in _NEXT_GREETED.finditer(text, match.start(), match.end()))
            if match.end() < right:
                yield match.end()
    for match in _SIGNATURE.finditer(text, left, right):
        yield match.start()
        yield match.start("date")
        if match.end() < right:
            yield match.end()


def _around_document_number(text: str, match: re.Match[str], right: int) -> Iterator[int]:
    """A document number under a title is a line; the addressees after it are one too. One in brackets is a citation."""
    title_end = _TITLE_END.match(match["code"])
    if title_end is not None:
        likeliest = match.start("code") + title_end.end()
    else:
        starts = range(match.start("code"), match.end("code") - 1)
        likeliest = max(zip(gains(text, starts, "\n"), starts, strict=True))[1]
    before, after = text[likeliest - 1 : likeliest], text[match.end() : match.end() + 1]
    if not before or before in "，、；：（《“(照据和以" or (after and after in _INNER):
        return
    yield likeliest
    if match.end() < right:
        yield match.end()
    addressees = _ADDRESSEES.match(text, match.end(), right)
    if addressees is not None and addressees.end() < right:
        yield addressees.end()


def _fluent_places(text: str, left: int, right: int) -> Iterator[int]:
    """Places inside a sentence where the language model sees a line end: after headings, titles and names."""
    solid = [char not in _INNER and not char.isspace() for char in text[left:right]]
    places = [left + at for at in range(2, len(solid) - 2) if solid[at - 1] and solid[at]]
    for at, gain in zip(places, gains(text, places, "\n", _LEAST_GAIN), strict=True):
        if gain > _LEAST_GAIN:
            yield at


def _marked_places(text: str, left: int, right: int) -> Iterator[int]:
    last: dict[System, int] = {}
    for match in _MARKS.finditer(text, left, right):
        at = match.start()
        mark = mark_at(text, at)
        if mark is None or at == left:
            continue
        before = text[at - 1]
        after_stop = Gap(text, at, at).ends_sentence or before in "：:"
        follows = mark.number in (1, last.get(mark.system, 0) + 1)
        if mark.system is System.DIGIT:
            # 1. 2. 3. in order, each after a stop: a list; anything else may be a number of the text.
            if not (follows and (after_stop or before in "；;")):
                continue
        elif not after_stop and not (follows and before in "；;"):
            # Without a stop before it only if a heading of a higher rank ends there: 二、具体措施（三）...
            heading = _heading_level(text, left, at)
            if heading is None or not (mark.system in (System.ARTICLE, System.CHAPTER) or heading < mark.system.level):
                continue
        last[mark.system] = mark.number
        yield at


def _between_lines(text: str, left: int, right: int) -> Iterator[int]:
    """一、 and （一） after a sentence end in a line of any length: no paragraph of official texts goes on so."""
    for at in _marked_places(text, left, right):
        mark = mark_at(text, at)
        if mark is not None and mark.system in (System.HAN, System.HAN_BRACKETS) and text[at - 1] in SENTENCE_ENDS:
            yield at


def _heading_ends(text: str, left: int, right: int) -> Iterator[int]:
    """Where a heading 一、 without a stop runs into its paragraph: the place that the language model likes best.

    Left alone: headings whose first sentence is as short as a heading, for they end at their stop.
    """
    for match in _TOP_MARKS.finditer(text, left, right):
        if match.start() > left and text[match.start() - 1] not in _BEFORE_MARK:
            continue
        start = match.end()
        window = text[start : min(right, start + HEADING_LENGTH + _SHORT_SENTENCE)]
        stop = min((at for char in _ENDS_HEADING if (at := window.find(char)) >= 0), default=len(window))
        if stop <= _SHORT_SENTENCE:
            continue
        places = [
            at
            for at in range(start + 2, start + min(stop - 2, HEADING_LENGTH))
            if text[at - 1] not in _INNER and text[at] not in _INNER and mark_at(text, at) is None
        ]
        if places and _NEXT_MARK.search(window[:stop]) is None:
            gain, at = max(zip(gains(text, places, "\n"), places, strict=True))
            if gain > _LEAST_HEADING_GAIN:
                yield at


_TOP_MARKS = re.compile(rf"[{NUMERALS}]{{1,3}}、")
_NEXT_MARK = re.compile(rf"[（(][{NUMERALS}]{{1,3}}[）)]|第[{NUMERALS}]{{1,3}}[章条]")
_ENDS_HEADING = "。！？；：!?;:"
_SHORT_SENTENCE = 18
_LEAST_HEADING_GAIN = -1.0
"""Nats; of 134 headings that were glued to their paragraphs 58 are found so, at 6 wrong places and with 16 false ends
in 200 paragraphs that begin with a number."""


def _heading_level(text: str, left: int, at: int) -> int | None:
    """The level of the heading that ends at ``at``, if what stands before it is one: a mark and no stop since."""
    window = text[max(left, at - HEADING_LENGTH) : at]
    cut = max((window.rfind(char) for char in "。！？；：）"), default=-1)
    mark = mark_at(window[cut + 1 :].lstrip())
    return None if mark is None else mark.system.level
