"""Reads Markdown: a plain text, of which the headings are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reader.store.encodings import decode
from reader.text.source import MarkedHeading, Source
from reader.text.span import Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|[\r\n]|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_HASHES = re.compile(r" {0,3}(#{1,6})(?=[ \t\r\n]|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_NO_PARAGRAPH = re.compile(r"(?: {4}|\t| {0,3}(?:[>#|]|[-+*][ \t]|\d{1,9}[.)][ \t]|(?:[-*_][ \t]*){3,}$))")
_FRONT_MATTER = 500
"""Lines of a block of settings (``---``) at most; where it does not end, it is none."""


def read(data: bytes, name: str, encoding: str | None = None) -> Source:
    """The text as it stands, with the spans of its headings (without their marks); ``#`` is a title where it is alone.

    :raises LookupError: if there is no such encoding
    """
    source = decode(data, encoding, name, "md")
    found = list(headings(source.raw))
    shift = 1 if sum(heading.level == 1 for heading in found) == 1 else 0
    return replace(source, headings=tuple(replace(heading, level=heading.level - shift) for heading in found))


def headings(text: str) -> Iterator[MarkedHeading]:
    r"""Headings by ``#`` and by underlining, as CommonMark (0.31, 4.2 and 4.3) has them; none in code or front matter.

    >>> [heading.span.of("# 一 #\n\n二\n===\n") for heading in headings("# 一 #\n\n二\n===\n")]
    ['一', '二']
    """
    at = 0
    before: Span | None = None  # the only line of its paragraph so far, which an underlining would make a heading
    inside = False  # of a paragraph, a list, a quotation, or a table
    fence = ""
    settings_end = _front_matter_end(text)
    while at < len(text):
        match = _LINE.match(text, at)
        end = match.end() if match else len(text)
        line = text[at:end].rstrip("\r\n")
        start, at = at, end
        if start < settings_end:
            continue
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
            continue
        if mark and not (mark[1][0] == "`" and "`" in mark[2]):
            fence, before, inside = mark[1], None, False
            continue
        hashes = _HASHES.match(line)
        underline = _UNDERLINE.match(line)
        if hashes:
            span = _inner(line, hashes.end(), start)
            if span:
                yield MarkedHeading(span, len(hashes[1]))
            before, inside = None, False
        elif underline and before is not None:
            yield MarkedHeading(before, 1 if underline[1][0] == "=" else 2)
            before, inside = None, False
        else:
            stripped = line.strip()
            is_text = bool(stripped) and not _NO_PARAGRAPH.match(line)
            first = start + len(line) - len(line.lstrip())
            # Only a paragraph of one line is taken: of several, the underlining is more likely a rule.
            before = Span(first, first + len(stripped)) if is_text and not inside else None
            inside = bool(stripped)


def _inner(line: str, after: int, offset: int) -> Span | None:
    """The heading's words, without the closing hashes."""
    words = line[after:].rstrip(" \t")
    closed = words.rstrip("#")
    if closed != words and (not closed or closed[-1] in " \t"):
        words = closed
    stripped = words.strip()
    start = offset + after + len(words) - len(words.lstrip())
    return Span(start, start + len(stripped)) if stripped else None


def _front_matter_end(text: str) -> int:
    if not re.match(r"---[ \t]*\r?\n", text):
        return 0
    at = count = 0
    for match in _LINE.finditer(text):
        at, count = match.end(), count + 1
        if count > _FRONT_MATTER or not match[0]:
            return 0
        if count > 1 and match[0].rstrip() in ("---", "..."):
            return at
    return 0
