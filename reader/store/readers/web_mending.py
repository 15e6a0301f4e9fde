"""Mends the code of a page before it is parsed, so that all versions of the parser read it as browsers do.

The packages of lxml bring libxml2 2.14 for Linux and macOS, which takes code apart as the norm of HTML5 has it, and
2.11 for Windows, which does not: it knows the entities of HTML4 only, reads nothing after ``</html>``, and takes time
with the square of the number of a tag's attributes.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from html.entities import name2codepoint

END_OF_BLOCK = "data-end-of-block"
"""An attribute of ``<area>``, which shows nothing: here a line ends, of which the parser would say nothing."""

MARK = f"<area {END_OF_BLOCK}>"

_REFERENCE = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,10}|#[0-9]{1,10}|[A-Za-z][A-Za-z0-9]{1,31});?")
_BROKEN = re.compile("[\ud800-\udfff]")
_END_OF_BREAK = re.compile(r"</br\s*/?>", re.IGNORECASE)
_END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_END_OF_PARAGRAPH = re.compile(r"(</p\s*>)", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p[\s>/]", re.IGNORECASE)
_FRAME = re.compile(r"<(?:!doctype|html|head|body|frameset)\b", re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z][\w:-]{0,40})(?:[^<>\"']+|\"[^\"]*\"|'[^']*')*")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_EMBEDDED = re.compile(r"(?<=[=\"'(])data:[\w/+.;=-]{0,100}base64,[A-Za-z0-9+/=%]+")
"""A picture or a font inside the code, by which a page of ten kilobytes becomes one of ten megabytes."""
_LONG = 4_000
_MOST_ATTRIBUTES = 500


def mended(code: str) -> str:
    """The code with what browsers do beyond the parser, and without what parsers choke on.

    U+0000 is left out, and lone surrogates are no characters. References that are not closed, and those to characters
    that are none, become what they mean. ``</br>`` is a line end. The end of the page is the end of a block only, for
    many pages go on after it. ``</p>`` ends a line even where no paragraph is open: where there are too many of them,
    each is marked. A tag with very many attributes loses them, and embedded pictures go.
    """
    code = _EMBEDDED.sub("data:,", code.replace("\0", ""))
    if not code.isascii():
        code = _BROKEN.sub("\ufffd", code)
    code = _TAG.sub(_short, code)
    code = _REFERENCE.sub(lambda match: _meaning(match[0]), code)
    code = _END_OF_PAGE.sub(MARK, _END_OF_BREAK.sub("<br>", code))
    if len(_END_OF_PARAGRAPH.findall(code)) > len(_PARAGRAPH.findall(code)):
        code = _END_OF_PARAGRAPH.sub(rf"\1{MARK}", code)
    return code if _FRAME.search(code) else f"<body>{code}"


def _short(match: re.Match[str]) -> str:
    tag = match[0]
    if len(tag) < _LONG or len(_QUOTED.sub(" ", tag).split()) <= _MOST_ATTRIBUTES:
        return tag
    return f"<{match[1]} "


@lru_cache(maxsize=4096)
def _meaning(reference: str) -> str:
    if reference.endswith(";") and reference[1:-1] in name2codepoint:
        return reference
    text = html.unescape(reference)
    return reference if text == reference else "".join(f"&#{ord(char)};" for char in text)
