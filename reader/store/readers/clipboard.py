"""Reads what was copied: its code as a web page where that holds more than the plain text beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.store.readers import Refused
from reader.store.readers.web import from_code
from reader.text.source import Source

_OFFSET = re.compile(r"(StartFragment|EndFragment):\s*(-?\d{1,10})", re.IGNORECASE)
_START, _END = "<!--StartFragment-->", "<!--EndFragment-->"
_SPACE = re.compile(r"\s+")


def read_clipboard(html: str | None, text: str | None) -> Source:
    """The copied text, as a source that did not come from a file: ``raw`` empty if there was none.

    ``html`` may have the header in which Windows says where the copied piece begins and ends (CF_HTML). It is read
    where it holds more than ``text``: characters (the numbers of lists), lines, or headings. Otherwise the plain text
    is what the other program meant to give.
    """
    plain = Source.of_text((text or "").replace("\r\n", "\n"))
    if not html:
        return plain
    try:
        page = from_code(fragment(html), b"", "", "html")
    except Refused:
        return plain
    if not _holds_more(page, plain):
        return plain
    return replace(Source.of_text(page.raw), headings=page.headings, remarks=page.remarks)


def _holds_more(page: Source, plain: Source) -> bool:
    in_page, in_plain = (_SPACE.sub("", source.raw) for source in (page, plain))
    if len(in_page) != len(in_plain):
        return len(in_page) > len(in_plain)
    return bool(page.headings) or _lines(page.raw) > _lines(plain.raw)


def _lines(text: str) -> int:
    return sum(bool(line.strip()) for line in text.split("\n"))


def fragment(html: str) -> str:
    """The copied piece of a page's code; all of it where nothing says which. Style sheets before it are kept."""
    start, end = html.find(_START), html.rfind(_END)
    if 0 <= start < end:
        return _sheets(html[:start]) + html[start + len(_START) : end]
    if not html.startswith("Version:"):
        return html
    said = {name.lower(): int(value) for name, value in _OFFSET.findall(html[:1000])}
    data = html.encode("utf-8", "surrogatepass")
    first, last = said.get("startfragment", -1), said.get("endfragment", -1)
    if 0 < first < last <= len(data):
        head = data[:first].decode("utf-8", "replace")
        return _sheets(head) + data[first:last].decode("utf-8", "replace")
    return html[html.find("<") :] if "<" in html else html


def _sheets(head: str) -> str:
    pieces: Sequence[str] = re.findall(r"<style\b[^<>]{0,200}>[^<]*(?:<!--[^<]*)?</style>", head, re.IGNORECASE)
    return "".join(pieces)
