"""How the bytes of a web page are read: by their mark, by what the page declares, or by what they read like.

Pages that were saved, converted and uploaded again often declare an encoding that they no longer have, so a declaration
counts only where the text reads at least as well in it as in the encoding that the bytes speak for.
"""

from __future__ import annotations

import codecs
import re

from reader.store.encodings import decode, encoding_notices, guess
from reader.store.plausibility import SAMPLE, plausibility
from reader.text.message import Message

_HEAD = 8192
"""Bytes that are searched for a declaration. The norm demands 1,024; saved pages carry long comments before it."""

_DECLARED = re.compile(
    rb"<meta\b[^<>]{0,2000}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})"
    rb"|^\s*(?:\xef\xbb\xbf)?<\?xml\b[^<>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{2,40})",
    re.IGNORECASE,
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")

_LABELS = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "chinese": "gb18030",
    "csgb2312": "gb18030", "gb18030": "gb18030", "big5": "big5", "cn-big5": "big5", "x-x-big5": "big5",
    "csbig5": "big5", "big5-hkscs": "big5hkscs", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    # A page whose declaration can be read as ASCII is not in two bytes a character (WHATWG, Encoding, 4.2).
    "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8", "unicode": "utf-8",
}  # fmt: skip
"""What the labels of pages mean (WHATWG, Encoding): the larger set in place of the one that it grew from."""

_GUESSED_FROM = 1 << 21
"""Bytes, from the first one beyond ASCII on, that are enough to tell encodings apart."""

_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_CERTAIN = 3
"""Characters beyond ASCII after which valid UTF-8 is no chance any more (强努 in GB 2312 is two)."""
_AS_GOOD = 0.05
_WEAK = 0.35
"""Below this the bytes read like no Chinese (as in ``encodings``), and what the page says is all that is known."""


def decoded(data: bytes, encoding: str | None = None, declared: str | None = None) -> tuple[str, tuple[Message, ...]]:
    """The page's code, and what a reader must know about how it was read.

    ``encoding`` is the reader's word, ``declared`` what was said outside of the page.

    :raises LookupError: if there is no such ``encoding``
    """
    source = decode(data, encoding or _encoding(data, declared))
    return source.raw, tuple(notice.message for notice in encoding_notices(source))


def _encoding(data: bytes, declared: str | None) -> str | None:
    """Nothing where a byte order mark says it."""
    if decode(data[:8]).bom:
        return None
    likely = _likely(data)
    said = _known(declared) or _declared(data[:_HEAD])
    if said is None or said == likely or likely.startswith(("utf-16", "utf-32")):
        return likely
    if said == "big5" and likely.startswith(("big5", "cp950")):
        return likely
    if likely == "utf-8" and len(_SEQUENCE.findall(data[:_GUESSED_FROM])) >= _CERTAIN and _fits(data, likely):
        return likely
    by_page, by_bytes = _reads(data, said), _reads(data, likely)
    if by_page >= by_bytes - _AS_GOOD or (by_bytes < _WEAK and _fits(data, said)):
        return said
    return likely


def _likely(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # UTF-16 of ASCII is valid UTF-8 too, full of zeros.
        return guess(data) if b"\x00" in data[:_HEAD] else "utf-8"
    first = next((match.start() for match in re.finditer(rb"[\x80-\xff]", data)), 0)
    start = max(0, first - 1) & ~1
    piece = data[start : start + _GUESSED_FROM]
    if b"\x00" in data[:_HEAD]:
        return guess(piece)
    # Style sheets and scripts of some 100 KB may stand between the title and the text.
    return guess(b"\n".join(line for line in piece.split(b"\n") if not line.isascii()))


def _declared(head: bytes) -> str | None:
    for match in _DECLARED.finditer(head):
        known = _known((match[1] or match[2]).decode("ascii", "replace"))
        if known:
            return known
    return None


def _known(label: str | None) -> str | None:
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    try:
        return _LABELS.get(label) or codecs.lookup(label).name
    except (LookupError, ValueError):
        return None


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (LookupError, UnicodeError):
        return False
    return True


def _reads(data: bytes, encoding: str) -> float:
    """How much the words of the page read like Chinese; its code, which is ASCII in every encoding, says nothing."""
    first = next((match.start() for match in re.finditer(rb"[\x80-\xff]", data)), 0)
    try:
        text = data[first : first + _GUESSED_FROM].decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return float("-inf")
    return plausibility("".join(_BEYOND_ASCII.findall(text[: 10 * SAMPLE]))[:SAMPLE])
