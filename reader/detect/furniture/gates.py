"""Sentences that a site puts where it cut a passage out, or where it stops showing the text."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from reader.detect.furniture.finding import Finding
from reader.text.fix import Kind
from reader.text.message import Message

_TIMEOUT = 5.0
"""Seconds for one pass over the whole text. The patterns are linear; this is for what we did not think of."""

_SAYS_CUT = regex.compile(r"(?:省略|隐藏|隱藏|略去|屏蔽|删节|折叠)了?[约約]?\s?\d{1,6}\s?[余多]?个?字")
_STOPPED = regex.compile(
    r"未完|试读|試讀|预览.{0,8}(?:结束|完)|(?:还剩|還剩|剩余|余下).{0,8}(?:页|頁|字|%|内容|全文)|超出.{0,6}预览"
    r"|(?:阅读|查看|浏览|閱讀).{0,6}(?:全文|全部|完整|更多|剩余)"
    r"|(?:登录|登陆|登錄|注册|会员|开通|下载|购买|付费|支付).{0,10}(?:阅读|查看|可见|全文|全部|继续)"
    r"|继续阅读|繼續閱讀|全文[共约約]|仅显示|需要全文|请下$|部分内容"
)
_OPENERS, _CLOSERS = "(（[【〔", ")）]】〕"
_EDGE = frozenset("。！？!?\r\n…" + _CLOSERS)
_BEFORE, _BEHIND = 80, 60
"""Characters of a gate before and behind the words that say how much was cut out; addresses make it long."""

_DOTS = ("…", "...", "。。")
GAP_MARK = "……"
"""What stays in the text where a passage was cut out, as editors mark it."""


def passages_cut_out(text: str) -> Iterator[Finding]:
    """Each gate that stands for a passage cut out.

    The halves are never joined: dots that stood there stay, else dots are put, and what follows begins a new line.
    """
    for match in _SAYS_CUT.finditer(text, timeout=_TIMEOUT):
        start, end = _gate(text, match.start(), match.end())
        before, behind = text[max(0, start - 4) : start].rstrip(" \r\n"), text[end : end + 4].lstrip(" ")
        dots_before, dots_behind = before.endswith(_DOTS), behind.startswith(_DOTS)
        if not (text[start] in _OPENERS or dots_before or dots_behind):
            continue
        mark = "" if dots_before or dots_behind else GAP_MARK
        if not dots_behind and end < len(text) and text[end] not in "\r\n":
            mark += "\n"
        reason = Message.of("The site says that it cut a passage out here; the halves do not belong together.")
        yield Finding(start, end, Kind.BOILERPLATE, "preview_cut", reason, 0.985, mark)


def says_cut(line: str) -> bool:
    """Whether a line says how many characters were cut out."""
    return _SAYS_CUT.search(line, timeout=_TIMEOUT) is not None


def _gate(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole gate around the words that say it: its brackets, or up to dots, stops and line ends.

    Brackets within belong to it, such as the pinyin that converted pages put behind characters.
    """
    at, inner = start, 0
    while at > 0 and start - at < _BEFORE and (inner or text[at - 1] not in _EDGE or _closes_gloss(text, at)):
        at -= 1
        inner += (text[at] in _CLOSERS) - (text[at] in _OPENERS)
        if inner < 0:
            break
    to, inner = end, 0
    while to < len(text) and to - end < _BEHIND and (inner or text[to] not in _EDGE) and not text.startswith("...", to):
        inner += (text[to] in _OPENERS) - (text[to] in _CLOSERS)
        to += 1
    if to < len(text) and text[to] in _CLOSERS and text[at] in _OPENERS:
        return at, to + 1
    return (at, to) if text[at] in _OPENERS or at == 0 or text[at - 1] in _EDGE else (start, to)


_GLOSS = regex.compile(r"\([a-zà-ǜ]{1,6}\)$")


def _closes_gloss(text: str, at: int) -> bool:
    """Whether a gloss in brackets ends at ``at``."""
    return text[at - 1] == ")" and _GLOSS.search(text[max(0, at - 8) : at]) is not None


def stops_here(line: str) -> bool:
    """Whether a line after the text says that the site shows no more of it.

    >>> stops_here("(未完,全文共900字)"), stops_here("谢谢大家")
    (True, False)
    """
    return _STOPPED.search(line, timeout=_TIMEOUT) is not None
