"""One module for each kind of document that is not plain text; each turns a file's bytes into a ``Source``.

A reader is handed whole bytes and never a path: nothing that a document says can make it open another file or an
address. It answers within bounds of time and memory, or raises ``Refused`` with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from reader.store.encodings import decode
from reader.text.message import Message
from reader.text.source import Source

Reader = Callable[[bytes, str, str | None], Source]
"""Takes the bytes, the file's name and an encoding (None: found out), gives the source.

:raises Refused: if there is no text to be had
:raises LookupError: if there is no such encoding
"""


class Refused(Exception):  # noqa: N818  (it says what is wrong with the document)
    """The document cannot be read; ``message`` says why and what to do, with a gap ``{name}``."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message

    def __reduce__(self) -> tuple[type[Refused], tuple[Message]]:
        return type(self), (self.message,)


_MODULES: dict[str, str] = {
    "docx": "word",
    "gzip": "gzipped",
    "html": "web",
    "md": "markdown",
    "mhtml": "mhtml",
    "odt": "opendocument",
    "pdf": "pdf",
    "rtf": "rich",
    "webarchive": "webarchive",
}
"""Formats, and the module below this one whose function ``read`` is a ``Reader`` for it. Loaded when first needed."""


def read(format: str, data: bytes, name: str, encoding: str | None = None) -> Source:  # noqa: A002
    """The text of a document in ``format`` (as ``reader.store.magic.recognise`` names it).

    :raises Refused: if there is no text to be had
    :raises LookupError: if there is no such encoding
    """
    if format not in _MODULES:
        return decode(data, encoding, name, format)
    reader: Reader = import_module(f"{__name__}.{_MODULES[format]}").read
    return reader(data, name, encoding)
