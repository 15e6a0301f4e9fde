"""Text in the language of Word files (WordprocessingML, ECMA-376 part 1).

It is written as strings and not built of elements: a text of a million characters has hundreds of thousands of
elements, and only their text varies.
"""

from __future__ import annotations

import html
import re

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, in whatever form: control characters, lone surrogates and two non-characters."""

EASTERN = '<w:rFonts w:hint="eastAsia"/>'
"""Makes “ ” — …, which both scripts have, as wide as Chinese characters; Word heeds it in runs only, not in styles."""


def forbidden(text: str) -> int:
    """How many characters of ``text`` a Word file cannot hold; each is written as U+FFFD. Line ends do not count."""
    return len(_FORBIDDEN.findall(text)) - text.count("\f")


def escaped(text: str) -> str:
    """``text`` for the content of an element or an attribute in double quotes."""
    return html.escape(_FORBIDDEN.sub("\ufffd", text))


_LONGEST = 1_000_000
"""Code points in one element: XML parsers refuse text of more than ten million bytes, and pages without line ends
exist."""


def run(text: str, properties: str = EASTERN, *, deleted: bool = False) -> str:
    """One run of text without line ends; ``properties`` are its rPr in schema order, ``deleted`` that it is struck."""
    tag = "delText" if deleted else "t"
    opening, closing = f'<w:{tag} xml:space="preserve">', f"</w:{tag}>"
    pieces = (
        "".join(f"{opening}{escaped(piece[at : at + _LONGEST])}{closing}" for at in range(0, len(piece), _LONGEST))
        for piece in text.split("\t")
    )
    return f"<w:r><w:rPr>{properties}</w:rPr>{'<w:tab/>'.join(pieces)}</w:r>"


def part(root: str, content: str) -> bytes:
    """A part of a Word file with this root element, such as ``styles``."""
    head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{root} xmlns:w="{W}" xmlns:r="{R}">'
    return f"{head}{content}</w:{root}>".encode()
