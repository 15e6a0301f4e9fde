"""Recognises the format of a document by its content; says of files that are no text what to do with them."""

from __future__ import annotations

import re

from reader.store.readers import Refused
from reader.store.readers.sniffing import sniffed
from reader.text.message import Message

_PROTECTED = Message("{name} is protected by a password. Open it in its program and save it without the password.")
_OLD_WORD = Message("{name} is an old Word document (.doc, .wps). Open it in Word or WPS and save it as .docx.")
_OLD_OFFICE = Message(
    "{name} is an old Office file, but not a text. Open it in its program, copy the text, and save it as plain text."
)
_SHEET = Message("{name} is a spreadsheet. Open it in its program, copy the text, and save it as plain text.")
_SLIDES = Message("{name} holds slides. Open it in its program, copy the text, and save it as plain text.")
_BOOK = Message("{name} is an e-book (.epub). Open it in a reading program, copy the text, and save it as plain text.")
_OFFICE = Message("{name} is an office document of a kind that is not read here. Open it and save it as .docx.")
_PICTURE = Message("{name} is a picture. Run character recognition on it first and save the result as a text.")
_ARCHIVE = Message("{name} is an archive. Unpack it first and open the text inside.")
_PROGRAM = Message("{name} is a program, not a text.")
_BINARY = Message("{name} is not a text: it is full of bytes that no text has. Check whether it is the right file.")

_BEGINNINGS: tuple[tuple[bytes, Message], ...] = (
    (b"\x89PNG\r\n\x1a\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
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


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD = 1024
"""Bytes in front of a PDF that readers of PDF tolerate (ISO 32000-1, annex H.3.4.1)."""

_STREAMS = (
    # An encrypted .docx is an old Office file around it, so this comes first.
    ("EncryptedPackage", _PROTECTED),
    ("WordDocument", _OLD_WORD),
    ("Workbook", _SHEET),
    ("Book", _SHEET),
    ("PowerPoint Document", _SLIDES),
)
"""Streams of old Office files, by which programs know them (MS-CFB, 2.6.1)."""

_KINDS = (
    ("wordprocessingml", "docx"),
    ("ms-word", "docx"),
    ("spreadsheetml", _SHEET),
    ("ms-excel", _SHEET),
    ("presentationml", _SLIDES),
    ("ms-powerpoint", _SLIDES),
)
"""Words in the content types of new Office files."""

_TYPES: tuple[tuple[bytes, str | Message], ...] = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", _SHEET),
    (b"application/vnd.oasis.opendocument.presentation", _SLIDES),
    (b"application/vnd.oasis.opendocument", _OFFICE),
    (b"application/epub", _BOOK),
)
"""What zipped documents other than Office's say of themselves in their first part."""


def recognise(data: bytes, suffix: str = "") -> str | Message:
    """The format of a document by its content, or why it is none that can be read, with a gap ``{name}``.

    ``suffix`` (in any case) tells only Markdown from other plain text, which no content does, and pieces of web pages
    from texts with tags in them.
    """
    if data.startswith(_ZIP):
        return _zipped(data)
    if data.startswith(_OLE):
        return _old_office(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.find(b"%PDF-", 0, _HEAD) >= 0 and not _is_text(data[:_HEAD]):
        return "pdf"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _PICTURE
    why = next((why for beginning, why in _BEGINNINGS if data.startswith(beginning)), None)
    if why is not None:
        return why
    flat = _flat(data[:_FLAT_HEAD])
    if flat is not None:
        return flat
    return sniffed(data, suffix) or ("md" if suffix.lower() in MARKDOWN else "txt")


_FLAT_HEAD = 4096
_FLAT = (
    (b"http://schemas.microsoft.com/office/word/2003/wordml", "docx"),
    (b"http://schemas.microsoft.com/office/2006/xmlPackage", "docx"),
    (b"application/vnd.oasis.opendocument.text", "odt"),
)
"""What office documents that are one XML file say in their first element."""


def _flat(head: bytes) -> str | None:
    is_xml = head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<?xml", b"<w:wordDocument", b"<pkg:package"))
    return next((form for name, form in _FLAT if name in head), None) if is_xml else None


def _is_text(head: bytes) -> bool:
    """A text that mentions the mark of a PDF: it stands in a line, with words before it."""
    before = head[: head.find(b"%PDF-")]
    return bool(before.strip(b"\xef\xbb\xbf\x00 \t\r\n")) and not _CONTROL.search(head.decode("latin-1"))


def _old_office(data: bytes) -> Message:
    """Which old Office file it is. Names of streams stand at the beginning of entries of 128 bytes each."""
    for stream, why in _STREAMS:
        name = stream.encode("utf-16-le") + b"\0\0"
        at = data.find(name)
        while at >= 0:
            if at % 128 == 0:
                return why
            at = data.find(name, at + 1)
    return _OLD_OFFICE


def _zipped(data: bytes) -> str | Message:
    from reader.store.readers.container import DAMAGED, Container  # needs an XML parser, which few files do

    try:
        parts = Container(data)
        if "mimetype" in parts:
            kind = parts.read("mimetype")
            return next((found for name, found in _TYPES if kind.startswith(name)), _OFFICE)
        if "[Content_Types].xml" in parts:
            types = parts.read("[Content_Types].xml").decode("utf-8", "replace")
            main = re.findall(r"ContentType=[\"']([^\"']*(?:main\+xml|\.main|document))", types)
            known = next((found for kind in main for word, found in _KINDS if word in kind), None)
            return known or ("docx" if any(name.startswith("word/") for name in parts.names) else _OFFICE)
    except Refused as refused:
        # Of an archive that is no document nothing is known but that it is one.
        is_office = any(name in data[:4096] for name in (b"[Content_Types].xml", b"word/", b"mimetype"))
        return refused.message if is_office or refused.message is not DAMAGED else _ARCHIVE
    if any(name.startswith("word/") for name in parts.names):
        return "docx"
    return _ARCHIVE


def looks_binary(text: str) -> Message | None:
    """Why a decoded text cannot be one, if it has more control characters than any text; ``{name}`` is a gap."""
    head = text[:100_000]
    if len(_CONTROL.findall(head)) > max(1, _TOLERATED * len(head)):
        return _BINARY
    return None
