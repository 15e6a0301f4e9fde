"""Reads saved web pages: the text in reading order, with all the furniture of the page, one line for each block.

Scripts are not run and nothing is loaded, not even the parts of the page that lie beside it. The window's title
(``<title>``) is not part of the text, for it carries the name of the site; it is told where the text lacks it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.store.readers import Refused
from reader.store.readers.lines import Line, to_source
from reader.store.readers.web_charset import decoded
from reader.store.readers.web_code import parsed, wanted
from reader.store.readers.web_layout import laid_out
from reader.store.readers.web_page import Page
from reader.store.readers.web_steps import Frames
from reader.text.message import Message
from reader.text.source import Source

_NO_TEXT = Message(
    "{name} is a web page without text: a script loads it when the page is shown. Open the page in a browser, select"
    " all, copy, and paste."
)
_PICTURES = Message("{name} is a web page that shows pictures only. Run character recognition on them first.")


def read(data: bytes, name: str, encoding: str | None = None) -> Source:
    """The text of a saved web page.

    :raises Refused: if the page has no text
    :raises LookupError: if there is no such encoding
    """
    code, remarks = decoded(data, encoding)
    return from_code(code, data, name, "html", remarks)


def from_code(
    code: str,
    data: bytes,
    name: str,
    format: str,  # noqa: A002
    remarks: Sequence[Message] = (),
    frames: Frames | None = None,
) -> Source:
    """The text of a page whose code is decoded; ``data`` are the bytes of the document that it came in.

    :raises Refused: if the page has no text
    """
    page = parsed(code, frames)
    ops, left_out, unfolded = wanted(page)
    lines, titles = laid_out(ops)
    if not any(line.text.strip() for line in lines):
        raise Refused(_why_empty(code, page))
    said = [*remarks, *_remarks(page, lines, left_out, unfolded)]
    return to_source(_ranked(lines, titles), data, name, format, said)


def _why_empty(code: str, page: Page) -> Message:
    if page.frames and page.frames[0]:
        address = page.frames[0][:200]
        return Message.of("{name} is only a frame; its text is in another file: {address}. Open that.", address=address)
    return _PICTURES if re.search(r"<img\b", code, re.IGNORECASE) and "<script" not in code.lower() else _NO_TEXT


def _ranked(lines: Sequence[Line], titles: int) -> list[Line]:
    """Headings with their levels: where only one stands at the top (h1), it is the title."""
    shift = 1 if titles == 1 else 0
    return [line if line.level is None else Line(line.text, line.level - shift) for line in lines]


def _remarks(page: Page, lines: Sequence[Line], left_out: int, unfolded: int) -> list[Message]:
    remarks: list[Message] = []
    if left_out:
        remarks.append(Message.of("{count} Chinese characters that the page hides were left out.", count=left_out))
    if unfolded:
        remarks.append(
            Message.of("{count} Chinese characters that the page hides at first are in the text.", count=unfolded)
        )
    if page.frames:
        n = len(page.frames)
        remarks.append(Message.of("Embedded pages were not read ({count}): they are not part of this file.", count=n))
    if not _has_title(lines, page.title):
        remarks.append(Message.of("The window's title is not in the text: {title}", title=page.title[:200]))
    return remarks


_PARTED = re.compile(r"[-_|—－｜]+")
_TITLE = 4
"""Code points that a title has at least; shorter words before a dash are names."""


def _has_title(lines: Sequence[Line], title: str) -> bool:
    """Whether the window's title, without the site's name behind it, stands in a line."""
    pieces = ["".join(piece.split()) for piece in _PARTED.split(title[:1000])]
    words = next((piece for piece in pieces if len(piece) >= _TITLE), "")
    return not words or any(words in "".join(line.text.split()) for line in lines)
