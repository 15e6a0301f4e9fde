"""Saves the cleaned document in the format that the file name asks for."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reader.review.session import ReviewSession
from reader.store.contract import contract, to_json
from reader.store.encodings import to_bytes
from reader.store.saving import NotSaved, write_atomically
from reader.store.writers.markdown import to_markdown
from reader.store.writers.webpage import to_html
from reader.text.message import Message

__all__ = ["Format", "NotSaved", "Saved", "cleaned_bytes", "save_cleaned", "suggested_name"]


class Format(StrEnum):
    """What can be written; the value is also the suffix of the file."""

    TXT = "txt"
    MD = "md"
    HTML = "html"
    JSON = "json"

    @classmethod
    def of(cls, path: Path) -> Format:
        """The format that a file name asks for; plain text where it asks for none that we know."""
        suffix = path.suffix.lower().lstrip(".")
        return {"markdown": cls.MD, "htm": cls.HTML}.get(suffix) or (cls(suffix) if suffix in list(cls) else cls.TXT)


@dataclass(frozen=True, slots=True)
class Saved:
    """Where the document is now and in which encoding; ``notes`` are sentences that the reader should see."""

    path: Path
    encoding: str
    notes: tuple[Message, ...] = ()


def cleaned_bytes(
    session: ReviewSession,
    format: Format,  # noqa: A002  (the word that everybody uses)
    encoding: str | None = None,
    path: str = "",
) -> tuple[bytes, str, tuple[Message, ...]]:
    """The cleaned document in ``format``, the encoding it is in, and what the reader should know about it.

    Plain text and Markdown come in the encoding of the source, or in UTF-8 where ``encoding`` says so or the source's
    cannot hold a character; line ends that fixes put in are those of the source. HTML and JSON are always UTF-8.
    ``path`` is how JSON names the document.
    """
    source, cleaned = session.source, session.cleaned
    if format is Format.JSON:
        return to_json(contract(session, path)), "utf-8", ()
    if format is Format.HTML:
        page = to_html(cleaned.text, session.sections, name=source.name)
        return page.encode("utf-8", _BROKEN), "utf-8", _broken(cleaned.text)
    if format is Format.MD:
        text = to_markdown(cleaned.text, session.sections, is_markdown=source.format == "md")
        text, offsets = text.replace("\n", source.newline), None
    else:
        text, offsets = cleaned.text, cleaned.offsets
    wanted = encoding or source.encoding
    try:
        return to_bytes(source, text, offsets, wanted), wanted, ()
    except UnicodeEncodeError:
        data = to_bytes(source, text, offsets, "utf-8", _BROKEN)
    notes = _broken(text)
    if wanted != "utf-8":
        note = Message.of("Saved as UTF-8, for {encoding} lacks some of the characters.", encoding=wanted.upper())
        notes = (note, *notes)
    return data, "utf-8", notes


_BROKEN = "jiaodu-broken"


def _replacing(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "\ufffd".encode() * (error.end - error.start), error.end


codecs.register_error(_BROKEN, _replacing)
_SURROGATE = re.compile("[\ud800-\udfff]")


def _broken(text: str) -> tuple[Message, ...]:
    """Says how many lone surrogates, which no encoding has, become U+FFFD: a damaged paste can hold some."""
    count = len(_SURROGATE.findall(text))
    return (Message.of("{count} broken characters were saved as \ufffd.", count=count),) if count else ()


def save_cleaned(
    session: ReviewSession,
    path: Path,
    *,
    format: Format | None = None,  # noqa: A002
    encoding: str | None = None,
    source_path: Path | None = None,
    overwrite_source: bool = False,
    name: str = "",
) -> Saved:
    """Write the cleaned document to ``path``, in one step; what is pending reads as in the original.

    The format is that of the file name where none is given; ``encoding`` is ``utf-8``, or None for the source's.
    The original is never overwritten unless ``overwrite_source``: neither the file at ``source_path`` nor, under
    whatever name, a file with the bytes of the source. ``name`` is how JSON names the document.

    :raises NotSaved: if nothing could be written; what was there is unharmed
    """
    chosen = format or Format.of(path)
    data, used, notes = cleaned_bytes(session, chosen, encoding, name)
    if not overwrite_source and _is_source(path, session, source_path, data):
        message = Message.of(
            "{name} was not saved: it is the original, which stays as it is. Choose another name.", name=path.name
        )
        raise NotSaved(message, path)
    write_atomically(path, data)
    return Saved(path, used, notes)


def _is_source(path: Path, session: ReviewSession, source_path: Path | None, data: bytes) -> bool:
    with suppress(OSError, ValueError):
        if source_path is not None and path.samefile(source_path):
            return True
        original = session.source.data
        if data != original and path.stat().st_size == len(original):
            return path.read_bytes() == original
    return False


_LONGEST = 200
"""Bytes of a file name that leave room for what we add: most file systems take 255."""


def suggested_name(source_path: Path) -> Path:
    """Where to save the cleaned text of a file: beside it, as ``原名_校订.txt`` (``.md`` for Markdown)."""
    suffix = ".md" if source_path.suffix.lower() in (".md", ".markdown") else ".txt"
    stem = source_path.stem.encode("utf-8", "surrogateescape")[:_LONGEST].decode("utf-8", "ignore") or "jiaodu"
    return source_path.with_name(f"{stem}_校订{suffix}")
