"""Parses the code of a web page within bounds, and says what of it is to be read."""

from __future__ import annotations

from typing import Any

from lxml import etree

from reader.store.readers import Refused
from reader.store.readers.web_mending import mended
from reader.store.readers.web_page import Page
from reader.store.readers.web_steps import Frames, Op, Region, Step
from reader.store.readers.web_style import Hidden
from reader.text.chars import count_han
from reader.text.message import Message

_MOST_WORK = 1_000_000_000
"""Steps of the parser: for each end tag it looks for its beginning through all that is open. About a second."""

_PIECE = 1 << 16

LIMIT = 40_000_000
"""Code points of a page without its pictures; the largest of people's pages have a tenth."""
LARGE = Message.of(
    "{name} is a web page of more than {limit} million characters. Open it in a browser, select all, copy, and paste.",
    limit=LIMIT // 1_000_000,
)
DEEP = Message("{name} is nested so deeply that it cannot be read. Open it in a browser, select all, copy, and paste.")


def parsed(code: str, frame: Frames | None = None) -> Page:
    """The steps of a page.

    :raises Refused: if the page is too large, or is made to keep a parser busy
    """
    code = mended(code)
    if len(code) > LIMIT:
        raise Refused(LARGE)
    page = Page(frame)
    target: Any = page  # what the types of lxml ask for is wider than what it calls
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True)
    data = code.encode("utf-8")
    work = 0
    for at in range(0, len(data), _PIECE):
        piece = data[at : at + _PIECE]
        ends = piece.count(b"</")
        if work + ends * page.depth > _MOST_WORK:
            raise Refused(DEEP)
        page.deepest = page.depth
        parser.feed(piece)
        work += ends * page.deepest
    if data:
        parser.close()
    return page


_ENOUGH = 100
"""Chinese characters of a text that is worth reading, though the page hides it until a click, or a script has run.

What sites hide in a text against copying are single words; what they hide whole are notices, and texts to be folded
out. WeChat hides each article until its script has run.
"""
_LITTLE = 20


def wanted(page: Page) -> tuple[list[Op], int, int]:
    """The steps of what is to be read, and how many Chinese characters the page hides: left out, and read all the same.

    Nothing is lost unseen: a hidden stretch of some length is read, and so is one that is longer than all that is seen.
    """
    if len(page.hidden) == 1:
        return page.ops, 0, 0
    region = 0
    seen = 0
    for op in page.ops:
        if isinstance(op, Region):
            region = op
        elif not region and isinstance(op, str):
            seen += count_han(op)
    shown = [count >= _ENOUGH or count >= (max(_LITTLE, seen) if seen else 1) for count in page.hidden]
    shown[0] = True
    ops: list[Op] = []
    region = 0
    for op in page.ops:
        if isinstance(op, Region):
            region = op
        elif shown[region] or (isinstance(op, Step) and page.regions[region][0] is not Hidden.ALL):
            # The box of a text that is invisible is there all the same, and begins and ends lines.
            ops.append(op)
    counts = list(zip(page.hidden, shown, strict=True))[1:]
    return ops, sum(n for n, is_shown in counts if not is_shown), sum(n for n, is_shown in counts if is_shown)
