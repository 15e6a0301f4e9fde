"""Wrapped prints: tells line ends, paragraph ends and stray spaces apart by reading all gaps of a page together."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from reader.detect.fluency import gains
from reader.detect.gaps import Gap, Role, Verdict
from reader.detect.printwidth import PrintWidth
from reader.detect.sentences import Sentences
from reader.text.numbering import System

# Probabilities counted on the paragraph ends of official texts set at 24 to 30 characters a line. The first one and
# the shares of trust below are tuned on the wrapped development pages and on 112 texts set at 22 to 40 characters.
_P_PARAGRAPH = 0.2
_LEFT = {"wrap": (0.05, 0.13, 0.82), "paragraph": (0.80, 0.08, 0.12)}
_MARK_NEXT = {"wrap": 0.004, "paragraph": 0.25}
_FULL = {0: 0.72, -1: 0.15, 1: 0.06, -2: 0.05, 2: 0.01, -3: 0.01}
_INDENT_COLUMNS = 2
_LEAST_STRAY_RATE = 0.0005


@dataclass(frozen=True, slots=True)
class _Costs:
    """Negative log probabilities of one gap by what stands beside it, without the length of its line."""

    wrap: float
    paragraph: float
    stray: float
    rated: bool = True
    """Whether the page's rate of stray gaps counts; beside a masked word it does not."""

    def on(self, page: _Page, gap: Gap) -> _Costs:
        """The same with the habits of the page."""
        feeds = page.paragraph_feeds if gap.has_line_end else 1 - page.paragraph_feeds
        stray = self.stray - math.log(page.stray_rate) if self.rated else self.stray
        return _Costs(self.wrap, self.paragraph - math.log(feeds), stray, self.rated)


def wrapped_roles(found: Sequence[Gap], width: PrintWidth, sentences: Sentences) -> list[Verdict]:
    """The role of every gap in a print of known line width: the most probable reading of all gaps together.

    How common stray spaces are differs from page to page, so a first reading estimates it for a second one.
    """
    if not found:
        return []
    print_ = _Print.of(found, width, sentences)
    page = _Page(stray_rate=0.02, indented=0.5, paragraph_feeds=0.5)
    for _ in range(2):
        page = _measure_page(found, width, _read_lines(print_, page))
    return _read_lines(print_, page)


@dataclass(frozen=True, slots=True)
class _Page:
    """Habits of one page: the share of its gaps that are stray, of its paragraphs that begin set in, and of its
    paragraph ends that are line feeds.
    """

    stray_rate: float
    indented: float
    paragraph_feeds: float


def _measure_page(found: Sequence[Gap], width: PrintWidth, verdicts: Sequence[Verdict]) -> _Page:
    strays = sum(verdict.role is Role.STRAY for verdict in verdicts)
    ends = [gap for gap, verdict in zip(found, verdicts, strict=True) if verdict.role is Role.PARAGRAPH]
    feeds = (sum(gap.has_line_end for gap in ends) + 0.5) / (len(ends) + 1.0)
    flush = indented = 0
    start, after_paragraph = 0, True
    for gap, verdict in zip(found, verdicts, strict=True):
        if verdict.role is Role.STRAY:
            continue
        if verdict.role is Role.WRAP and after_paragraph:
            off = width.between(start, gap.start) - width.width
            flush += -1 <= off <= 1
            indented += -_INDENT_COLUMNS - 1 <= off < -1
        start, after_paragraph = gap.end, verdict.role is Role.PARAGRAPH
    share = (indented + 0.5) / (flush + indented + 1.0)
    rate = max(_LEAST_STRAY_RATE, min(0.2, (strays - 1) / len(found)))
    return _Page(rate, min(0.97, max(0.03, share)), min(0.97, max(0.05, feeds)))


@dataclass(frozen=True, slots=True)
class _Print:
    """The gaps of a print with all about them that is the same for every reading."""

    found: Sequence[Gap]
    width: PrintWidth
    starts: Sequence[float]
    """How much sooner a paragraph is believed to end at each gap."""
    before: Sequence[float]
    """The column where each gap begins."""
    after: Sequence[float]
    """The column where it ends; one more for the start of the text, at index -1."""
    pushed: Sequence[bool]
    costs: Sequence[_Costs]
    lines: _Lines

    @classmethod
    def of(cls, found: Sequence[Gap], width: PrintWidth, sentences: Sentences) -> _Print:
        lines = _Lines(found)
        running = _running_series(found)
        costs = [_costs(gap, width, runs_on=gap.start in running) for gap in found]
        for j, cost in enumerate(costs):
            if lines.bonus(j, j + 1, Role.PARAGRAPH) >= _TELLING:
                # What stands before a whole line is hardly the middle of one.
                costs[j] = replace(cost, wrap=cost.wrap + 3.0, stray=cost.stray + 3.0)
            if lines.bonus(j - 1, j, Role.PARAGRAPH) >= _TELLING:
                # Such a line is whole, so the gap after it is hardly a stray one.
                costs[j] = replace(costs[j], stray=costs[j].stray + 3.0)
        return cls(
            found,
            width,
            _start_bonuses(found, sentences),
            [width.column[gap.start] for gap in found],
            [*(width.column[gap.end] for gap in found), 0.0],
            [_pushed_over(gap) for gap in found],
            costs,
            lines,
        )


def _read_lines(print_: _Print, page: _Page) -> list[Verdict]:
    """Dynamic programming over the lines the print may have had.

    A state is a gap taken as a line end or as a paragraph end; the gaps between two such are stray spaces. Linear in
    the number of gaps, for a line reaches only so far back.
    """
    found, width, lines, after = print_.found, print_.width.width, print_.lines, print_.after
    costs = [cost.on(page, gap) for cost, gap in zip(print_.costs, found, strict=True)]
    # What the best reading up to each gap costs that takes it for a line end, or for a paragraph end, and where it
    # comes from: the line end before it, and whether that is a paragraph end.
    wraps: list[float] = []
    ends: list[float] = []
    from_wrap: list[tuple[int, bool]] = []
    from_end: list[tuple[int, bool]] = []
    stray_sum = [0.0, *accumulate(cost.stray for cost in costs)]
    for j, cost in enumerate(costs):
        least_wrap = least_end = math.inf
        wrap_origin = end_origin = (-1, True)
        pushed = print_.pushed[j]
        shortest = width - (2 if pushed else 1)
        end_cost = cost.paragraph - print_.starts[j]
        for i in range(j - 1, -2, -1):
            length = print_.before[j] - after[i]
            skipped = stray_sum[j] - stray_sum[i + 1]
            too_long = 0.0 if length <= width + 1.5 else 8.0
            for is_end in (True, False) if i >= 0 else (True,):
                base = skipped + ((ends if is_end else wraps)[i] if i >= 0 else 0.0)
                wrap = base + cost.wrap + _wrap_cost(length - width, page.indented if is_end else 0.0, pushed)
                if wrap < least_wrap:
                    least_wrap, wrap_origin = wrap, (i, is_end)
                end = base + end_cost + too_long
                if length < shortest:
                    end -= lines.bonus(i, j, Role.PARAGRAPH if is_end else Role.WRAP)
                if end < least_end:
                    least_end, end_origin = end, (i, is_end)
            if length > width + 4 and i < j - 1:
                break
        wraps.append(least_wrap)
        ends.append(least_end)
        from_wrap.append(wrap_origin)
        from_end.append(end_origin)
    verdicts = [Verdict(Role.STRAY, 0.97)] * len(found)
    at, is_end = _last_line_end(print_, wraps, ends, stray_sum)
    while at >= 0:
        odds = (wraps[at] - ends[at]) * (1 if is_end else -1)
        trust = min(0.995, 1 / (1 + math.exp(-max(0.0, min(20.0, odds)))))
        verdicts[at] = Verdict(Role.PARAGRAPH if is_end else Role.WRAP, trust)
        at, is_end = (from_end if is_end else from_wrap)[at]
    return verdicts


def _last_line_end(
    print_: _Print, wraps: Sequence[float], ends: Sequence[float], stray_sum: Sequence[float]
) -> tuple[int, bool]:
    """The last gap that is no stray, and whether it ends a paragraph; the text after it may be as long as a line."""
    count, width = len(print_.found), print_.width
    at, at_is_end, least = -1, True, math.inf
    for j in range(count - 1, max(-2, count - 14), -1):
        length = width.column[-1] - print_.after[j]
        tail = stray_sum[count] - stray_sum[j + 1] + 6.0 * max(0, math.ceil((length - 2) / width.width) - 1)
        for is_end in (False, True):
            before = Role.PARAGRAPH if is_end else Role.WRAP
            form = print_.lines.bonus(j, count, before) if length < width.width - 1 else 0.0
            cost = tail - form + ((ends if is_end else wraps)[j] if j >= 0 else 0.0)
            if cost < least:
                at, at_is_end, least = j, is_end, cost
    return at, at_is_end


_RUNS = 3
"""From this number on a mark that follows its predecessor belongs to a running series."""


def _running_series(found: Sequence[Gap]) -> set[int]:
    """Where gaps begin before the next number of a series of which two numbers stood before: 一、 二、 三、"""
    last: dict[System, int] = {}
    running = set()
    for gap in found:
        mark = gap.next_mark
        if mark is None or mark.system is System.DIGIT:
            continue
        if mark.number >= _RUNS and last.get(mark.system) == mark.number - 1:
            running.add(gap.start)
        if mark.number == 1 or last.get(mark.system) == mark.number - 1:
            last[mark.system] = mark.number
    return running


def _costs(gap: Gap, width: PrintWidth, *, runs_on: bool) -> _Costs:
    """``runs_on``: whether the next number of a running series follows; then a comma before it was a stop."""
    rated = True
    mark = gap.next_mark
    itemised = mark is not None and (gap.before in "；;：:" or runs_on)
    left = 0 if gap.ends_sentence or itemised else 1 if (gap.ends_clause or gap.ends_with_colon) else 2
    wrap = -math.log(1 - _P_PARAGRAPH) - math.log(_LEFT["wrap"][left])
    end = -math.log(_P_PARAGRAPH) - math.log(_LEFT["paragraph"][left]) + math.log(width.width)
    stray = 0.0
    if gap.before in "，、," and not runs_on:
        end += 4.0
    if mark is not None and mark.system is not System.DIGIT:
        wrap -= math.log(_MARK_NEXT["wrap"])
        end -= math.log(_MARK_NEXT["paragraph"])
        stray += 5.0
    elif mark is not None:
        wrap += 2.0
        end += 1.0
    if gap.ends_sentence:
        stray += 3.0
    if _REMARK.match(gap.text, gap.end):
        end += 5.0
    if gap.beside_mask:
        stray = 1.0
        end += 6.0
        rated = False
    if _GREETING.match(gap.text, gap.end):
        wrap += 3.0
        stray += 3.0
    # Pages that keep full lines apart by spaces keep paragraphs apart by line feeds, or not at all.
    feeds = min(0.997, max(0.003, width.by_line_feed))
    if gap.has_line_end:
        wrap -= math.log(feeds)
        stray -= math.log(0.02 if feeds < 0.5 else 0.2)
    else:
        wrap -= math.log(1 - feeds)
    if gap.is_blank_line:
        wrap += 2.0
        stray += 3.0
    if gap.indents:
        wrap += 5.0
        stray += 3.0
    return _Costs(wrap, end, stray, rated)


@lru_cache(maxsize=4096)
def _wrap_cost(off: float, indented: float, pushed: bool) -> float:
    """How improbable a full line is that differs by ``off`` columns from the width, if a share of such are set in.

    ``pushed``: whether typesetting rules may have pushed the next character over the line end.
    """
    flush = _full_line_share(off, pushed) * (1 - indented)
    return -math.log(flush + (_full_line_share(off + _INDENT_COLUMNS, pushed) * indented if indented else 0.0))


def _full_line_share(off: float, pushed: bool) -> float:
    low = math.floor(off)
    part = off - low
    share = _FULL.get(low, 1e-5) * (1 - part) + _FULL.get(low + 1, 1e-5) * part
    return max(1e-5, share if pushed or off > -0.6 else share * _SHORT_WITHOUT_REASON)


_SHORT_WITHOUT_REASON = 0.1
_NEVER_FIRST = "，。、；：！？）》”’」』〉】〕,.;:!?)…"


def _pushed_over(gap: Gap) -> bool:
    """Whether the line could be short because the next character may not end a line or not leave its neighbour.

    An opening bracket may not stand last; a character goes along with the mark after it; a Latin word stays whole.
    """
    after, following = gap.after, gap.text[gap.end + 1 : gap.end + 2]
    if not after or after in "“‘（《「『〈【〔([—…" or after.isascii():
        return bool(after)
    return bool(following) and following in _NEVER_FIRST


def _start_bonuses(found: Sequence[Gap], sentences: Sentences) -> list[float]:
    """How much sooner a paragraph is believed to end at each gap because of the words around it.

    After a sentence end the paragraph model says how paragraphs begin; elsewhere the language model says whether a
    heading, a name or a date line ends there. Commas never end a paragraph but in greetings.
    """
    open_ends = [gap.start for gap in found if not gap.ends_sentence and not gap.ends_clause]
    likelier = dict(zip(open_ends, gains(found[0].text, open_ends, "\n"), strict=True))
    bonuses = []
    for gap in found:
        if gap.ends_sentence:
            odds = _TRUST_IN_STARTS * (sentences.start_log_odds(gap.end) + _AVERAGE_START)
        else:
            usual = _AVERAGE_AT_COLON if gap.ends_with_colon else _AVERAGE_GAIN
            odds = _TRUST_IN_MODEL * (likelier.get(gap.start, usual) - usual)
        bonuses.append(max(-3.0, min(5.0, odds)))
    return bonuses


_TRUST_IN_STARTS = 1.0
_TRUST_IN_MODEL = 0.6
_AVERAGE_GAIN = -9.0
_AVERAGE_AT_COLON = -6.0
"""Line ends are common after colons, and hardly less so where the paragraph goes on."""
_AVERAGE_START = 0.7
"""Minus the log odds of a paragraph start at the sentence ends of the model's training texts."""

_LINE_FORMS = (
    (
        re.compile(
            r"[（(]?[\d〇○零一二三四五六七八九十]{4}\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?"
            r"[\d一二三四五六七八九十]{1,3}\s?日[^。！？；]{0,12}$"
        ),
        6.0,
    ),
    (re.compile(r".{1,12}[〔\[（(【]\d{4}[〕\]）)】]\s?\d{1,4}号$"), 6.0),
    (re.compile(r"新华(?:社|网).{2,20}电$"), 5.0),
    (re.compile(r"附[件表]\d{0,2}[：:][^。！？；]{2,40}$"), 5.0),
    (re.compile(r"(?:谢谢|谢谢大家|谢谢各位|谢谢同志们)[。！!]$"), 4.0),
    (re.compile(r"[（(][^。（(]{2,16}[）)]$"), 3.0),
    (re.compile(r"(?:尊敬的|亲爱的|各位|全体|女士们|先生们|老师们|同志们|朋友们|同学们)[^。！？：；]{0,40}，$"), 7.0),
)
"""Forms of whole lines that are paragraphs of their own though no sentence ends: dates, numbers of documents, date
lines of news, enclosures, thanks, remarks in brackets, whom a speech greets one a line; with the log odds they add.
They say as much of the line end before them, so they count only after a paragraph end."""

_OPEN_FORMS = (
    (re.compile(r"[^。！？；]{2,30}[：:]$"), 4.0),
    (
        re.compile(
            r"[^。，！？；：,;:]{2,18}(?:人民政府|办公[厅室]|委员会|党委|[省市县区乡镇州]委|部|厅|[^结格布大]局|公司|大学|学院)$"
        ),
        3.0,
    ),
    (re.compile(r"[^。，！？；：,;:]{1,12}$"), 2.0),
)
"""The same for forms that may also be the rest of a longer line: announcements with a colon, names, short headings."""


_TELLING = 5.0
"""A form that adds this much makes a whole line all but certain."""

_REMARK = re.compile(r"[（(][^（()）]{0,160}(?:负责|负责部门[^（()）]{1,60}|牵头|配合|适用范围[^（()）]{1,60})[）)]")
"""Who is to do it, in brackets after the sentence."""

_GREETING = re.compile(
    r"(?:尊敬的|亲爱的|各位)?[^。，：:,\s]{0,12}(?:同志|朋友|先生|女士|老师|同学|代表|委员|乡亲|战友|来宾|校友|家长)们?"
    r"(?:[、，,][^。：:\s]{1,16})*[：:！!]"
)


class _Lines:
    """The bonus for lines of a telling form, looked up once for each pair of gaps."""

    def __init__(self, found: Sequence[Gap]) -> None:
        self._found = found
        self._known: dict[tuple[int, int], tuple[float, float]] = {}

    def bonus(self, i: int, j: int, before: Role) -> float:
        """Log odds that the text between gaps ``i`` and ``j`` is a paragraph, by its form and what gap ``i`` is.

        Gap -1 is the start of the text, the one after the last its end.
        """
        known = self._known.get((i, j))
        if known is None:
            found = self._found
            text = found[0].text
            start = found[i].end if i >= 0 else 0
            line = "".join(text[start : found[j].start if j < len(found) else len(text)].split())
            open_form = max((bonus for form, bonus in _OPEN_FORMS if form.match(line)), default=0.0)
            whole = max((bonus for form, bonus in _LINE_FORMS if form.match(line)), default=0.0)
            known = self._known[i, j] = (max(whole, open_form), open_form)
        return known[0] if before is Role.PARAGRAPH else known[1]
