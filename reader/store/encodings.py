"""From bytes to a raw text and back, for the encodings that Chinese texts come in.

A byte order mark settles the matter, then strict UTF-8: both are certain. The legacy encodings accept almost any
bytes, so they are told apart by what they read like: in a right reading of Chinese four of five characters are among
the 400 most frequent, in a wrong one hardly any.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping

from reader.store.plausibility import SAMPLE, plausibility
from reader.text.message import Message
from reader.text.offsets import OffsetMap
from reader.text.section import Notice, NoticeKind
from reader.text.source import Source
from reader.text.span import Span

ENCODINGS = ("utf-8", "gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
"""What a reader can choose from when the encoding was guessed wrong."""

PLAIN = ("txt", "md")
"""Formats whose bytes are the text and nothing else."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""UTF-32 before UTF-16, whose mark is its beginning."""

_LINE_END = re.compile(r"\r\n|[\r\n]")

_MARK = "\udcff"
"""Stands for undecodable bytes while decoding: a lone surrogate, which no codec makes by itself in strict decoding."""

_CERTAIN = 0.35
"""A reading of a legacy encoding below this is doubtful: measured on 321 pages, right readings of Chinese score 0.68
and more, readings of the same bytes in a wrong encoding below 0 (see ``plausibility``)."""


class _Undecodable:
    """An error handler that puts a mark in the text and remembers the bytes."""

    def __init__(self) -> None:
        self.bytes: list[bytes] = []

    def __call__(self, error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        self.bytes.append(bytes(error.object[error.start : error.end]))
        return _MARK, error.end


def decode(data: bytes, encoding: str | None = None, name: str = "", format: str = "txt") -> Source:  # noqa: A002
    """The text that ``data`` holds; the encoding is found out where none is given.

    Bytes that fit no character become U+FFFD and are kept in ``Source.undecodable``, so nothing is lost. Only the
    reading of the bytes is done here: whether they are a text at all is asked in ``documents``.

    :raises LookupError: if Python knows no such encoding
    """
    marked = next(((bom, by_bom) for bom, by_bom in _BOMS if data.startswith(bom)), None)
    if encoding is None:
        encoding = marked[1] if marked else guess(data)
    encoding = _named(encoding)
    bom = marked[0] if marked and marked[1] == encoding else b""
    raw, undecodable = _decoded(data[len(bom) :] if bom else data, encoding)
    return Source(raw, data, encoding, bom, format, name, undecodable)


def guess(data: bytes) -> str:
    """The encoding in which ``data`` reads most like Chinese; ``utf-8`` where nothing speaks for another one."""
    if _is_utf8(data) and (b"\x00" not in data or not _utf16(data)):
        return "utf-8"
    sample = _sample(data)
    best = max(_candidates(data), key=lambda encoding: _score(sample, encoding))
    if _score(sample, best) >= _CERTAIN or len(sample) < _ENOUGH:
        return _sibling(data, best)
    foreign = _foreign(sample)
    return max((best, *foreign), key=lambda encoding: _score(sample, encoding))


def to_bytes(
    source: Source,
    text: str,
    offsets: OffsetMap | None = None,
    encoding: str | None = None,
    errors: str = "strict",
) -> bytes:
    """``text`` as bytes, by default in the encoding of its source with its byte order mark.

    For the raw text of a plain text these are exactly the bytes of the source. ``offsets`` maps the raw text to
    ``text``: where it is given, line ends that edits wrote become those of the source, and bytes that could not be
    decoded come back as they were. In another ``encoding`` there is no mark, and U+FFFD stays where bytes were
    undecodable.

    :raises UnicodeEncodeError: if the encoding has no code for a character, unless ``errors`` names another way out
    """
    own = encoding in (None, source.encoding)
    if own and text == source.raw and source.format in PLAIN:
        return source.data
    target = source.encoding if own or encoding is None else encoding
    lost = dict(source.undecodable) if own and offsets else {}
    parts = [source.bom] if own else []
    end = (Span(len(source.raw), len(source.raw)), Span(len(text), len(text)))
    newline = source.newline
    raw_at = clean_at = 0
    for raw_span, clean_span in (*(offsets.pairs if offsets else ()), end):
        parts.append(_encoded(text[clean_at : clean_span.start], raw_at, lost, target, errors))
        parts.append(_LINE_END.sub(newline, clean_span.of(text)).encode(target, errors))
        raw_at, clean_at = raw_span.end, clean_span.end
    return b"".join(parts)


def encoding_notices(source: Source) -> tuple[Notice, ...]:
    """What a reader must know about how the bytes were read: what could not be, and whether the reading is doubtful."""
    notices: list[Notice] = []
    shown = source.encoding.upper()
    if source.undecodable:
        first = source.undecodable[0][0]
        message = Message.of(
            "Read as {encoding}; at {count} places the bytes fit no character. Try another encoding.",
            encoding=shown,
            count=len(source.undecodable),
        )
        notices.append(Notice(NoticeKind.ENCODING, Span(first, first + 1), message))
    elif not source.encoding.startswith("utf") and plausibility(source.raw[:SAMPLE]) < _CERTAIN:
        message = Message.of(
            "Read as {encoding}, but that is a guess. If it reads oddly, try another encoding.", encoding=shown
        )
        notices.append(Notice(NoticeKind.ENCODING, Span(0, 0), message))
    return tuple(notices)


def _encoded(piece: str, raw_start: int, lost: Mapping[int, bytes], encoding: str, errors: str) -> bytes:
    """A stretch that stands in the raw text from ``raw_start`` on, with the bytes that could not be decoded."""
    parts: list[bytes] = []
    at = 0
    place = piece.find("\ufffd") if lost else -1
    while place >= 0:
        if raw_start + place in lost:
            parts += [piece[at:place].encode(encoding, errors), lost[raw_start + place]]
            at = place + 1
        place = piece.find("\ufffd", place + 1)
    parts.append(piece[at:].encode(encoding, errors))
    return b"".join(parts)


def _decoded(data: bytes, encoding: str) -> tuple[str, tuple[tuple[int, bytes], ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        pass
    handler = _Undecodable()
    codecs.register_error("jiaodu-undecodable", handler)
    text = data.decode(encoding, "jiaodu-undecodable")
    places: list[int] = []
    at = text.find(_MARK)
    while at >= 0:
        places.append(at)
        at = text.find(_MARK, at + 1)
    return text.replace(_MARK, "\ufffd"), tuple(zip(places, handler.bytes, strict=True))


def _named(encoding: str) -> str:
    """Python's name for the encoding, without the forms that treat the byte order mark by themselves."""
    name = codecs.lookup(encoding).name
    return {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name)


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(data):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _pieces(data: bytes, size: int = 1 << 20) -> Iterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


def _candidates(data: bytes) -> tuple[str, ...]:
    wide = _utf16(data)
    return (wide,) if wide else ("utf-8", "gb18030", "big5", "big5hkscs")


def _utf16(data: bytes) -> str | None:
    """Which UTF-16 the bytes are, without a mark to tell: the one that reads like Chinese, or has zeros on one side."""
    head = data[: _SAMPLE_BYTES & ~1]
    if not head:
        return None
    zeros = {"utf-16-le": head[1::2].count(0), "utf-16-be": head[0::2].count(0)}
    for encoding, other in (("utf-16-le", "utf-16-be"), ("utf-16-be", "utf-16-le")):
        latin = zeros[encoding] > 0.2 * len(head) and zeros[other] < 0.05 * zeros[encoding]
        text = head.decode(encoding, "replace")
        chinese = sum(ord(char) >= 0x80 for char in text) > 0.2 * len(text) and plausibility(text) > 0.5
        if chinese or (latin and plausibility(text) > 0):
            return encoding
    return None


_SAMPLE_BYTES = 1 << 16
_ENOUGH = 64
"""Bytes below which nothing can be said about languages other than Chinese."""


def _sample(data: bytes) -> bytes:
    """Bytes to judge by: from the line with the first byte outside ASCII on, up to the end of a line."""
    first = 0
    for piece in _pieces(data):
        rest = piece.lstrip(_ASCII)
        first += len(piece) - len(rest)
        if rest:
            break
    start = max(data.rfind(b"\n", 0, first) + 1, first - 200) if first else 0
    sample = data[start : start + _SAMPLE_BYTES]
    end = sample.rfind(b"\n")
    return sample[:end] if end > 0 and start + _SAMPLE_BYTES < len(data) else sample


_ASCII = bytes(range(0x80))


def _sibling(data: bytes, encoding: str) -> str:
    """The form of Big5 that has a code for most of the bytes: its makers each added characters of their own."""
    if not encoding.startswith("big5"):
        return encoding
    return min(("big5", "big5hkscs", "cp950"), key=lambda form: len(_decoded(data, form)[1]))


def _score(sample: bytes, encoding: str) -> float:
    try:
        return plausibility(sample.decode(encoding, "replace"))
    except (LookupError, UnicodeError):
        return float("-inf")


def _foreign(sample: bytes) -> tuple[str, ...]:
    """What a general detector makes of bytes that do not read like Chinese in any Chinese encoding."""
    from charset_normalizer import from_bytes  # costs a noticeable part of a start, and is rarely needed

    best = from_bytes(sample).best()
    return (best.encoding,) if best else ()
