"""Several texts in one file: 第一篇：…, 篇二, 【篇三】 — where each begins, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.text.chars import ends_sentence
from reader.text.numbering import number_of
from reader.text.span import Span

_NUMBER = "[一二三四五六七八九十]{1,3}|[0-9]{1,2}"
_PART = re.compile(
    rf"[【\[（(]?(?:第(?P<a>{_NUMBER})篇|篇(?P<b>{_NUMBER})"
    rf"|(?:范文|讲话稿?|演讲稿|发言稿|心得体会)(?P<c>{_NUMBER})(?=[:：\s】\]）)]|$))"
    rf"[】\]）)]?[:：、\s]*(?P<title>.*)"
)
_COLLECTION = re.compile(
    rf"(?:精选|通用|合集|集锦|汇编|优秀|最新|推荐|共|[(（])\s*(?:{_NUMBER})\s*篇|(?:{_NUMBER})篇[)）]?$"
)
_SPEAKS = re.compile(r"(?:讲话|讲话稿|发言|发言稿|致辞|演讲稿|主持词|总结|报告|心得体会|范文)$")
_GREETING = re.compile(r".{1,24}[:：]$")
_LONGEST_TITLE = 60
_OPENS_WITHIN = 3
"""Lines behind a text's title among which its greeting stands."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of several texts: its title, where the title stands in the text, and the number of that line."""

    title: str
    span: Span
    row: int


def parts(lines: Sequence[tuple[Span, str]]) -> list[Part]:
    """The texts of a file, in order, if there are several; ``lines`` with their spans, empty ones left out.

    Their numbers run 1, 2, 3, and each is a text by its own greeting or by a title of its own, or the page calls itself
    a collection. The 第一篇, 第二篇 of a plan are parts of one text.
    """
    marked: list[tuple[int, re.Match[str]]] = []
    for row, (_, line) in enumerate(lines):
        match = _PART.match(line.strip()) if len(line) <= _LONGEST_TITLE else None
        if match is None or ends_sentence(line):
            continue
        if number_of(match["a"] or match["b"] or match["c"]) == len(marked) + 1:
            marked.append((row, match))
    if len(marked) < 2:
        return []
    collected = bool(lines) and _COLLECTION.search(lines[0][1]) is not None
    texts = sum(_is_text(lines, row, match["title"]) for row, match in marked)
    if not collected and texts < len(marked):
        return []
    return [_part(lines, row, match) for row, match in marked]


def _is_text(lines: Sequence[tuple[Span, str]], row: int, title: str) -> bool:
    if _SPEAKS.search(title.strip()):
        return True
    return any(_GREETING.fullmatch(line.strip()) for _, line in lines[row + 1 : row + 1 + _OPENS_WITHIN])


def _part(lines: Sequence[tuple[Span, str]], row: int, match: re.Match[str]) -> Part:
    """The part that begins on a line; its title is on the next one where the line holds the number alone."""
    if not match["title"].strip() and row + 1 < len(lines):
        span, following = lines[row + 1]
        title = following.strip()
        if 4 <= len(title) <= _LONGEST_TITLE and not ends_sentence(title) and not _GREETING.fullmatch(title):
            return Part(title, span, row + 1)
    span, line = lines[row]
    return Part(line.strip(), span, row)
