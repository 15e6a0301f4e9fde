"""Recognises the format of a document by its content; says of files that are no text what to do with them."""

from __future__ import annotations

import re

from reader.text.message import Message

_PLAIN = Message(
    "{name} is a Word document (.docx). Open it in Word, WPS or LibreOffice and save it as plain text (.txt)."
)
_OLD_WORD = Message(
    "{name} is an old Office document (.doc, .wps, .xls). Open it in Word or WPS and save it as plain text (.txt)."
)
_RTF = Message("{name} is a rich text document (.rtf). Open it in Word, WPS or LibreOffice and save it as plain text.")
_OFFICE = Message("{name} is an office document, not a plain text. Open it in its program and save it as plain text.")
_PDF = Message("{name} is a PDF. Open it in a PDF reader, select all, copy, and save what you copied as plain text.")
_PICTURE = Message("{name} is a picture. Run character recognition on it first and save the result as plain text.")
_ARCHIVE = Message("{name} is an archive. Unpack it first and open the text inside.")
_PROGRAM = Message("{name} is a program, not a text.")
_BINARY = Message("{name} is not a text: it is full of bytes that no text has. Check whether it is the right file.")

_BEGINNINGS: tuple[tuple[bytes, Message], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_WORD),
    (b"{\\rtf", _RTF),
    (b"%PDF-", _PDF),
    (b"\x89PNG\r\n\x1a\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ\x00", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"\x7fELF", _PROGRAM),
)

MARKDOWN = (".md", ".markdown")

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TOLERATED = 0.02
"""Share of control characters that a text may have: a stray NUL or form feed is damage, one in fifty is no text."""


def refusal(data: bytes) -> Message | None:
    """Why a file that begins with ``data`` is no text, with a gap ``{name}``; nothing if it may be one.

    A few thousand bytes are enough. BMP pictures and Windows programs, whose two letters a text could begin with, are
    left to ``looks_binary``.
    """
    if data.startswith(b"PK\x03\x04"):
        if b"word/" in data or b"[Content_Types].xml" in data:
            return _PLAIN if b"word/" in data else _OFFICE
        return _OFFICE if data[30:38] == b"mimetype" else _ARCHIVE
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _PICTURE
    return next((why for beginning, why in _BEGINNINGS if data.startswith(beginning)), None)


def recognise(data: bytes, suffix: str = "") -> str | Message:
    """The format of a document by its content, or why it is none that can be read, with a gap ``{name}``.

    ``suffix`` (``.md``, in any case) tells only Markdown from other plain text, which no content does.
    """
    why = refusal(data[:4096])
    if why is not None:
        return why
    return "md" if suffix.lower() in MARKDOWN else "txt"


def looks_binary(text: str) -> Message | None:
    """Why a decoded text cannot be one, if it has more control characters than any text; ``{name}`` is a gap."""
    head = text[:100_000]
    if len(_CONTROL.findall(head)) > max(1, _TOLERATED * len(head)):
        return _BINARY
    return None
