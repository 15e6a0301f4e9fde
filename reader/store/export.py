"""Saves the cleaned document in the format that the file name asks for."""

from __future__ import annotations

import codecs
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from reader.review.session import ReviewSession
from reader.store.contract import contract, to_json
from reader.store.encodings import to_bytes
from reader.store.saving import NotSaved, write_atomically
from reader.store.writers.markdown import to_markdown
from reader.store.writers.report import to_report
from reader.store.writers.table import to_table
from reader.store.writers.webpage import to_html
from reader.text.message import Message

__all__ = ["Format", "NotSaved", "Saved", "cleaned_bytes", "save_cleaned", "suggested_name"]


class Format(StrEnum):
    """What can be written; the value is its name on the command line."""

    TXT = "txt"
    MD = "md"
    HTML = "html"
    JSON = "json"
    DOCX = "docx"
    TRACKED = "docx-tracked"
    REPORT = "report"
    CSV = "csv"

    @property
    def suffix(self) -> str:
        """How the names of such files end, without the dot."""
        return {Format.TRACKED: "docx", Format.REPORT: "html"}.get(self, self.value)

    @property
    def label(self) -> Message:
        """What it is, for people who choose one."""
        return _LABELS[self]

    @classmethod
    def of(cls, path: Path) -> Format:
        """The format that a file name asks for; plain text where it asks for none that we know.

        Tracked changes and reports share their suffix with documents: they must be asked for.
        """
        suffix = path.suffix.lower().lstrip(".")
        known = {form.value: form for form in cls if form.suffix == form.value} | {"markdown": cls.MD, "htm": cls.HTML}
        return known.get(suffix, cls.TXT)


_LABELS = {
    Format.TXT: Message("Plain text"),
    Format.MD: Message("Markdown"),
    Format.HTML: Message("Web page"),
    Format.JSON: Message("JSON for other programs"),
    Format.DOCX: Message("Word document in the look of official documents"),
    Format.TRACKED: Message("Word document with tracked changes"),
    Format.REPORT: Message("Report of decisions (web page)"),
    Format.CSV: Message("Table of decisions (CSV)"),
}


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
    *,
    author: str = "",
    when: datetime | None = None,
) -> tuple[bytes, str, tuple[Message, ...]]:
    """The cleaned document in ``format``, the encoding it is in, and what the reader should know about it.

    Plain text and Markdown come in the encoding of the source, or in UTF-8 where ``encoding`` says so or the source's
    cannot hold a character; line ends that fixes put in are those of the source. All else is always UTF-8.
    ``path`` is how JSON and reports name the document. ``author`` is the person whose decisions these are, for tracked
    changes, reports and the properties of Word files; ``when`` is the date of tracked changes and reports, by default
    now (or what ``SOURCE_DATE_EPOCH`` says, so that the same input can give the same bytes).
    """
    source, cleaned = session.source, session.cleaned
    if format is Format.JSON:
        return to_json(contract(session, path)), "utf-8", ()
    if format is Format.HTML:
        page = to_html(cleaned.text, session.sections, name=source.name)
        return page.encode("utf-8", _BROKEN), "utf-8", _broken(cleaned.text)
    if format in (Format.DOCX, Format.TRACKED):
        return _word_file(session, format, author, when)
    if format is Format.CSV:
        return to_table(session, author=author), "utf-8", ()
    if format is Format.REPORT:
        report = to_report(session, author=author, path=path, when=when or _now())
        return report.encode("utf-8", _BROKEN), "utf-8", ()
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


def _word_file(
    session: ReviewSession,
    format: Format,  # noqa: A002
    author: str,
    when: datetime | None,
) -> tuple[bytes, str, tuple[Message, ...]]:
    # Here, because the library for Word files takes a noticeable part of a start.
    from reader.store.writers.official import to_official
    from reader.store.writers.tracked import to_tracked
    from reader.store.writers.wordml import forbidden

    source, text = session.source, session.cleaned.text
    if format is Format.DOCX:
        data = to_official(text, session.sections, name=source.name, author=author)
        lost = forbidden(text)
    else:
        data = to_tracked(session, author=author, when=when or _now())
        lost = forbidden(source.raw) + sum(
            forbidden(e.replacement) for fix in session.cleaned.applied for e in fix.edits
        )
    return data, "utf-8", _replaced(lost)


def _now() -> datetime:
    """The present moment, or the one that reproducible-builds.org's variable pretends it to be."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(said), UTC) if said.isdecimal() else datetime.now(UTC).astimezone()


_BROKEN = "jiaodu-broken"


def _replacing(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "\ufffd".encode() * (error.end - error.start), error.end


codecs.register_error(_BROKEN, _replacing)
_SURROGATE = re.compile("[\ud800-\udfff]")


def _broken(text: str) -> tuple[Message, ...]:
    """Says how many lone surrogates, which no encoding has, become U+FFFD: a damaged paste can hold some."""
    return _replaced(len(_SURROGATE.findall(text)))


def _replaced(count: int) -> tuple[Message, ...]:
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
    author: str = "",
) -> Saved:
    """Write the cleaned document to ``path``, in one step; what is pending reads as in the original.

    The format is that of the file name where none is given; ``encoding`` is ``utf-8``, or None for the source's.
    The original is never overwritten unless ``overwrite_source``: neither the file at ``source_path`` nor, under
    whatever name, a file with the bytes of the source. ``name`` is how JSON and reports name the document, ``author``
    the person who decided (see ``cleaned_bytes``).

    :raises NotSaved: if nothing could be written; what was there is unharmed
    """
    chosen = format or Format.of(path)
    data, used, notes = cleaned_bytes(session, chosen, encoding, name, author=author)
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
        if data != original and path.is_file() and path.stat().st_size == len(original):
            return path.read_bytes() == original
    return False


_LONGEST = 200
"""Bytes of a file name that leave room for what we add: most file systems take 255."""


_ENDINGS = {Format.TRACKED: "修订", Format.REPORT: "校订报告", Format.CSV: "校订明细"}
"""In Chinese whatever language is spoken, as the texts are; files of one suffix never suggest the same name."""


def suggested_name(source_path: Path, format: Format | None = None) -> Path:  # noqa: A002
    """Where to save a review of a file in ``format``: beside the file, the cleaned text as ``原名_校订.txt``.

    Where no format is given it is plain text, or Markdown for Markdown.
    """
    is_markdown = source_path.suffix.lower() in (".md", ".markdown")
    chosen = format or (Format.MD if is_markdown else Format.TXT)
    stem = source_path.stem.encode("utf-8", "surrogateescape")[:_LONGEST].decode("utf-8", "ignore") or "jiaodu"
    return source_path.with_name(f"{stem}_{_ENDINGS.get(chosen, '校订')}.{chosen.suffix}")
