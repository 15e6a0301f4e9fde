"""Reads one document from a file."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from reader.store.magic import MARKDOWN, looks_binary, recognise
from reader.store.readers import Refused, read
from reader.text.message import Message
from reader.text.source import Source

LIMIT = 200 * 1024 * 1024
"""Bytes: more is no document that a person reads, and a mistaken click on a disk image must not fill the memory."""

_OFFICE = (".docx", ".docm", ".dotx", ".dotm", ".doc", ".wps", ".odt", ".ott", ".rtf", ".pdf")
"""A .doc is often rich text or a newer document under an old name; of one that is none, its sentence is told."""

_WEB = (".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht", ".webarchive")

WITH_PICTURES = (*_OFFICE, *_WEB, ".gz")
"""Suffixes of documents whose size says little about how much text they hold."""

SUFFIXES = (".txt", ".text", *MARKDOWN, *_OFFICE, *_WEB)
"""Suffixes of the files that a folder is searched for. A file that is named is read whatever its suffix.

Not ``.gz``: most files of that name are archives of something else.
"""


class UnreadableDocument(Exception):  # noqa: N818  (it says what is wrong with the document)
    """A file that cannot be read as a text; ``message`` says why and what to do."""

    def __init__(self, message: Message, path: Path) -> None:
        super().__init__(str(message))
        self.message = message
        self.path = path

    def __reduce__(self) -> tuple[type[UnreadableDocument], tuple[Message, Path]]:
        return type(self), (self.message, self.path)


def read_document(path: Path, encoding: str | None = None) -> Source:
    """The text of a file, with its bytes; the encoding is found out where none is given.

    :raises UnreadableDocument: if the file is missing, empty, too large, no text, or may not be read
    :raises LookupError: if there is no such encoding
    """
    data = _read(path)
    if not data:
        raise UnreadableDocument(Message.of("{name} is empty.", name=path.name), path)
    found = recognise(data, path.suffix)
    if isinstance(found, Message):
        raise _unreadable(found, path)
    try:
        source = read(found, data, path.name, encoding)
    except Refused as refused:
        raise _unreadable(refused.message, path) from refused
    if not source.raw:
        raise UnreadableDocument(Message.of("{name} is empty.", name=path.name), path)
    binary = looks_binary(source.raw)
    if binary is not None:
        raise _unreadable(binary, path)
    return source


def _unreadable(why: Message, path: Path) -> UnreadableDocument:
    return UnreadableDocument(Message.of(why.text, **{**dict(why.values), "name": path.name}), path)


def _read(path: Path) -> bytes:
    try:
        # Asked before opening, for opening a pipe waits until somebody writes into it.
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise UnreadableDocument(Message.of("{name} is a device or a pipe, not a file.", name=path.name), path)
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        raise UnreadableDocument(_reason(error, path), path) from error
    if len(data) > LIMIT:
        message = Message.of(
            "{name} is larger than {limit} MB. Split it into parts first.", name=path.name, limit=LIMIT // 1024**2
        )
        raise UnreadableDocument(message, path)
    return data


def _reason(error: OSError | ValueError, path: Path) -> Message:
    name = path.name or str(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError) or error.errno == errno.ENAMETOOLONG:
        return Message.of("There is no file {name}. Was it moved or renamed?", name=name)
    # Windows answers with a lack of permission when a folder is opened like a file.
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return Message.of("{name} is a folder. Choose a file in it.", name=name)
    if isinstance(error, PermissionError):
        return Message.of("{name} cannot be read: you have no permission. Ask for it, or copy the file.", name=name)
    said = getattr(error, "strerror", None) or str(error)
    return Message.of("{name} cannot be read: {error}", name=name, error=said)
