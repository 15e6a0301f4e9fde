"""Wording that is not the author's: words that a filter took out or swapped, machine-spun wording, lost punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from reader.detect.fluency import log_probabilities
from reader.text.chars import HAN, count_han
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.section import Notice, NoticeKind
from reader.text.span import Span

_FILTERED = re.compile(
    r"(?<![共国社])产党(?:人|员|的)|特色[.．·*＊]主义|特色主义(?=[^者])|(总书记|总理|主席|国务院|党中央)\1(?!\1)"
    r"|[(（]单字替换[)）]|三个代[.*＊]表|社会[.．*＊]主义"
)
"""Fixed words of party language with a hole, a sign or a double in them."""


def filtered_words(seen: Projection) -> Iterator[Notice]:
    """A notice for every word of party language that a word filter cut or swapped; the text stays as it is."""
    for match in _FILTERED.finditer(seen.text):
        message = Message.of(
            "A word filter changed the wording here ({words}). Nothing is guessed; compare a source.", words=match[0]
        )
        yield Notice(NoticeKind.MASKED, _place(seen, match.start(), match.end()), message)


_SPUN = {
    "中心": ("中央",), "宽敞": ("广大",), "布满": ("充满",), "其次": ("第二",), "进展": ("进行", "发展", "开展"),
    "局部": ("部分",), "熬炼": ("锻炼",), "讨论": ("研究",), "韩元": ("元",), "加油": ("鼓励",), "单薄": ("薄弱",),
    "仔细": ("认真",), "连续": ("继续",), "削减": ("减少",), "供应": ("提供",), "稳固": ("巩固",), "根底": ("基础",),
    "开掘": ("挖掘",), "标准": ("规范",), "缺乏": ("不足",), "增加": ("增强",), "完备": ("完善",), "开头": ("开始",),
    "准时": ("及时",), "需求": ("需要",), "力气": ("力量",), "力度": ("力量",), "根本": ("基本",), "详细": ("具体",),
    "乐观": ("积极",), "成心": ("故意",), "盼望": ("希望",), "阅历": ("经历",), "阅览": ("阅读",), "明显": ("显著",),
}  # fmt: skip
"""What spinning programs write, and the words of official prose that they write it for."""

_SPUN_WORD = re.compile("|".join(_SPUN))
_LEAST_GAIN = 5.5
"""How many nats a sentence gains with the usual word where it was spun."""

_LEAST_PLACES, _LEAST_WORDS = 3, 3
_ONE_IN = 2_000
"""Characters of a page for which such a place stands once at least; a writer picks an odd word now and then."""

_CONTEXT = 8
_MOST = 2_000
"""Places that are looked at; a longer text shows what it is by these."""


def spun_wording(seen: Projection) -> Iterator[Notice]:
    """One notice over the page if a program swapped its words to make it look new.

    Each word of the list must be far less likely where it stands than the word it is written for (中心文明委), several
    words must be so, and often for the length of the page. Nothing is changed: nobody knows which words are original.
    """
    text = seen.text
    places = list(islice(_SPUN_WORD.finditer(text), _MOST))
    if len({match[0] for match in places}) < _LEAST_WORDS:
        return
    gained = zip(places, _gains(text, places), strict=True)
    found = [(match.start(), match[0]) for match, gain in gained if gain >= _LEAST_GAIN]
    words = list(dict.fromkeys(word for _, word in found))
    read = min(len(text), found[-1][0]) if found else 0
    if len(found) < max(_LEAST_PLACES, read // _ONE_IN) or len(words) < _LEAST_WORDS:
        return
    message = Message.of(
        "The wording seems to be swapped by a program ({words}): this is not the original text. Do not quote it.",
        words="、".join(words[:5]),
    )
    yield Notice(NoticeKind.REWRITTEN, _place(seen, found[0][0], found[-1][0] + len(found[-1][1])), message)


def _gains(text: str, places: Sequence[re.Match[str]]) -> list[float]:
    """How many nats each place gains with the best of its usual words; all are read in one go, a line for each."""
    lines: list[tuple[str, str]] = []
    first: list[int] = []
    for match in places:
        left = text[max(0, match.start() - _CONTEXT) : match.start()].rpartition("\n")[2]
        right = text[match.end() : match.end() + _CONTEXT].partition("\n")[0]
        first.append(len(lines))
        lines += [("", left + word + right) for word in (match[0], *_SPUN[match[0]])]
    if not lines:
        return []
    sums = log_probabilities(lines)
    return [max(sums[a + 1 : b]) - sums[a] for a, b in zip(first, [*first[1:], len(lines)], strict=True)]


_BARE = re.compile(rf"[{HAN}A-Za-z0-9%％ \t\u3000“”《》（）()\-—]{{300,}}")
_LEAST_BARE = 300
"""Chinese characters without a stop or comma that no sentence has."""


def lost_punctuation(seen: Projection) -> Iterator[Notice]:
    """A notice for every paragraph that runs on without any mark; where the marks stood only its author knows."""
    for match in _BARE.finditer(seen.text):
        if count_han(match[0]) >= _LEAST_BARE and not re.search(r" \S{1,6} \S{1,6} ", match[0]):
            message = Message.of("The punctuation is lost here. None is put in; compare a source before you quote.")
            yield Notice(NoticeKind.GAP, _place(seen, match.start(), match.end()), message)


def _place(seen: Projection, start: int, end: int) -> Span:
    spans = seen.spans(start, end)
    return Span(spans[0].start, spans[-1].end)
