"""Reads documents packed with gzip, as crawlers store pages: unpacks within bounds and reads what is inside."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import Protocol

from reader.store.encodings import PLAIN
from reader.store.readers import Refused
from reader.store.readers import read as read_inside
from reader.text.message import Message
from reader.text.source import Source

LIMIT = 64 * 1024 * 1024
"""Bytes of a document when unpacked: a page of people has some hundred thousand."""

_RATIO = 200
"""How many times longer it may be unpacked: pages shrink to a tenth, a thousandth is made to fill the memory."""
_ALWAYS = 1024 * 1024
"""Bytes below which the ratio does not matter."""

_HEADER = b"\x1f\x8b\x08"
_PIECE = 1 << 16

_TOO_LARGE = Message.of(
    "{name} would be larger than {limit} MB when unpacked, or was packed to fill the memory. It was not unpacked.",
    limit=LIMIT // 1024**2,
)
_DAMAGED = Message("{name} is a damaged archive: it cannot be unpacked. Fetch it again.")
_TWICE = Message("{name} is an archive in an archive in an archive. Unpack it first and open the text inside.")
_BUNDLE = Message("{name} is an archive of several files. Unpack it first and open the text inside.")
_BROKEN_OFF = Message("The archive breaks off or is damaged. The text may be incomplete: fetch it again.")


class _Stream(Protocol):
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def read(data: bytes, name: str, encoding: str | None = None) -> Source:
    """The document inside; of one that is a plain text, ``encoding`` and the byte order mark are kept.

    :raises Refused: if it cannot be unpacked within bounds, or what is inside cannot be read
    :raises LookupError: if there is no such encoding
    """
    from reader.store.magic import recognise  # which asks this package what it can read

    remarks: list[Message] = []
    inside, packed = data, 0
    while inside.startswith(_HEADER):
        packed += 1
        if packed > 2:
            raise Refused(_TWICE)
        inside, whole = unpacked(inside)
        if not whole:
            remarks.append(_BROKEN_OFF)
    if inside[257:262] == b"ustar":
        raise Refused(_BUNDLE)
    if not inside:
        raise Refused(Message("{name} is empty."))
    shorter = name.removesuffix(".gz").removesuffix(".GZ")
    found = recognise(inside, "." + shorter.rpartition(".")[2] if "." in shorter else "")
    if isinstance(found, Message):
        raise Refused(found)
    source = read_inside(found, inside, name, encoding)
    format_ = "gzip" if found in PLAIN else found
    return replace(source, data=data, format=format_, sha256="", remarks=(*source.remarks, *remarks))


def unpacked(data: bytes) -> tuple[bytes, bool]:
    """What is packed, and whether all of it is there and sound.

    :raises Refused: if there is nothing, or more than the bounds allow
    """
    limit = min(LIMIT, max(_ALWAYS, _RATIO * len(data)))
    parts: list[bytes] = []
    size = at = 0
    while data.startswith(_HEADER, at):
        stream = zlib.decompressobj(wbits=31)
        while not stream.eof:
            piece = stream.unconsumed_tail
            if not piece:
                piece = data[at : at + _PIECE]
                at += len(piece)
            before = stream.copy()
            try:
                part = stream.decompress(piece, limit - size + 1)
            except zlib.error:
                return _end(parts, _as_far_as_sound(before, piece, limit - size))
            if not piece and not part:
                return _end(parts, b"")
            parts.append(part)
            size += len(part)
            if size > limit:
                raise Refused(_TOO_LARGE)
        at -= len(stream.unused_data)
    return b"".join(parts), True


def _end(parts: list[bytes], last: bytes) -> tuple[bytes, bool]:
    found = b"".join([*parts, last])
    if not found:
        raise Refused(_DAMAGED)
    return found, False


def _as_far_as_sound(stream: _Stream, piece: bytes, limit: int) -> bytes:
    """What comes out before the fault: the library gives nothing of a piece that has one."""
    parts: list[bytes] = []
    for at in range(len(piece)):
        try:
            part = stream.decompress(piece[at : at + 1], limit + 1)
        except zlib.error:
            break
        parts.append(part)
        limit -= len(part)
        if limit < 0:
            raise Refused(_TOO_LARGE)
    return b"".join(parts)
