"""Tells web pages, saved in whatever way, from plain text. Pure functions of the first and last bytes.

To take a text for a page would destroy it: what looks like a tag would vanish. So a page must begin as one and go on as
one; a text that quotes a page, or has left-overs of tags in it, is a text.
"""

from __future__ import annotations

import codecs
import re

_HEAD = 1 << 16
_TAIL = 512
_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".asp", ".aspx", ".php", ".jsp")
"""Suffixes of files that are pages unless they have no tag at all."""

_LEAD = re.compile(
    r"(?:\s+|<!--.*?-->|<\?.*?>|<!\[[^>]*>|(?P<doctype><!doctype\s+html\b[^>]*>))*", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(
    r"<(/?)(a|article|base|blockquote|body|br|center|dd|div|dl|dt|em|font|form|frame|frameset|h[1-6]|head|header|hr|html"
    r"|iframe|img|input|li|link|main|meta|nav|ol|p|pre|script|section|span|strong|style|table|tbody|td|th|title|tr|ul)"
    r"(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_FRAME = frozenset(("html", "head", "body", "frameset"))
_BARE = re.compile(r"<!--.{0,2000}?-->|<[^<>]*>|\s+", re.DOTALL)
_FEW_TAGS = 3
_MANY_TAGS = 4

_HEADER = re.compile(rb"[!-9;-~]{1,60}:[^\n]{0,2000}\r?\n(?:[ \t][^\n]{0,2000}\r?\n)*")
_MIME = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_SAVED_PAGE = re.compile(
    rb"^content-type:\s*(?:multipart/(?:related|mixed|alternative)|text/html)\b", re.IGNORECASE | re.MULTILINE
)
_MOST_HEADERS = 100


def sniffed(data: bytes, suffix: str = "") -> str | None:
    """``html``, ``mhtml``, ``webarchive`` or ``gzip`` if ``data`` is one; nothing if it may be a plain text."""
    if data.startswith(b"\x1f\x8b\x08"):
        return "gzip"
    if data.startswith(b"bplist00"):
        return "webarchive" if b"WebMainResource" in data else None
    if _is_mhtml(data[:_HEAD]):
        return "mhtml"
    return "html" if is_web_page(_text(data[:_HEAD]), _text(data[-_TAIL:]), suffix.lower() in _SUFFIXES) else None


def is_web_page(head: str, tail: str, named_so: bool = False) -> bool:
    r"""Whether a text that begins with ``head`` and ends with ``tail`` is the code of a web page.

    ``named_so``: its name ends as those of pages do.

    >>> is_web_page("<!DOCTYPE html>\n<html><head><title>通知</title>", "</body></html>")
    True
    >>> is_web_page("<html> 是网页的第一个标签，<body> 里是正文。", "<body> 里是正文。")
    False
    """
    lead = _LEAD.match(head)
    start = lead.end() if lead else 0
    tags = list(_TAG.finditer(head))
    closed = sum(bool(tag[1]) for tag in tags)
    if named_so:
        return bool(tags)
    if not tags or tags[0].start() != start:
        return False
    names = {tag[2].lower() for tag in tags}
    frame = names & _FRAME
    declared = bool(lead and lead["doctype"])
    if tags[0][2].lower() in _FRAME and len(tags) > 1 and _words(head[tags[0].end() : tags[1].start()]):
        return False
    if declared or tags[0][2].lower() in _FRAME:
        # A text about pages begins so too, but it does not close what it opens.
        return len(tags) >= _FEW_TAGS and (len(frame) > 1 or declared) and (closed > 0 or len(names) > _MANY_TAGS)
    if tags[0][1]:
        return False
    # A piece of a page: all of it stands within its tags, and the words are between tags everywhere.
    ends_so = tail.rstrip("\0 \t\r\n\ufeff").endswith(">")
    return ends_so and len(tags) >= _MANY_TAGS and closed >= len(tags) // 4 and not _words_before_tags(head, tags)


def _words_before_tags(head: str, tags: list[re.Match[str]]) -> bool:
    """Whether words stand outside of all elements: nothing is open there."""
    depth = 0
    at = tags[0].start()
    for tag in tags:
        if depth <= 0 and _words(head[at : tag.start()]):
            return True
        at = tag.end()
        if tag[2].lower() not in _VOID and not tag[0].endswith("/>"):
            depth += -1 if tag[1] else 1
    return False


def _words(between: str) -> bool:
    return bool(_BARE.sub("", between))


_VOID = frozenset(("base", "br", "frame", "hr", "img", "input", "link", "meta"))


def _is_mhtml(head: bytes) -> bool:
    """Headers of a mail that holds a page, as browsers save pages in one file (RFC 2557)."""
    at = len(head) - len(head.lstrip())
    start, count = at, 0
    while count < _MOST_HEADERS and (match := _HEADER.match(head, at)):
        at, count = match.end(), count + 1
    headers = head[start:at]
    ended = head[at : at + 2] in (b"\r\n", b"\n") or head[at : at + 1] == b"\n" or at == len(head)
    return ended and bool(_MIME.search(headers)) and bool(_SAVED_PAGE.search(headers))


def _text(data: bytes) -> str:
    """Good enough to see tags, which are ASCII in all encodings but those of two bytes a character."""
    if data.startswith(codecs.BOM_UTF16_LE) or data[1:2] == b"\0":
        return data.decode("utf-16-le", "replace").lstrip("\ufeff")
    if data.startswith(codecs.BOM_UTF16_BE) or data[:1] == b"\0":
        return data.decode("utf-16-be", "replace").lstrip("\ufeff")
    return data.removeprefix(codecs.BOM_UTF8).decode("latin-1")
