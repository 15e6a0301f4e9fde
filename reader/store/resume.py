"""Goes on with a review: after reopening a document, and after the program ended without closing it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from filelock import BaseFileLock

from reader.review.session import ReviewSession
from reader.store.carrying import Conflict, Reanchored, Review
from reader.store.journal import Journal, Recovered, journal_folder
from reader.store.journal_file import ENDING, Contents, TooNew, lock_document, prefix_of, read_journal
from reader.store.packed_text import text_digest
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.source import Source

_TAIL = 4096
"""Bytes at the end of a journal in which the line stands that says it was closed."""


def take_up(
    session: ReviewSession,
    folder: Path | None = None,
    *,
    path: Path | None = None,
    tell: Callable[[Message | None], None] = lambda _: None,
) -> tuple[Journal, Recovered]:
    """Open the journal of a session in which nothing was decided yet, put earlier decisions back, and write on.

    ``path``, ``folder`` and ``tell`` are those of ``Journal.open``. Close the journal when the document is closed.
    """
    journal, recovered = Journal.open(session.source, folder, path=path, tell=tell)
    replay(recovered, session)
    journal.follow(session)
    return journal, recovered


def replay(recovered: Recovered, session: ReviewSession) -> None:
    """Put earlier decisions back onto a session in which nothing was decided yet.

    The whole history comes back, undone steps included. The analysis may be as far as it likes: what was decided is in
    the list from now on, and findings that come later take the decisions that were made about them.

    :raises ValueError: if something was decided in this session already
    """
    if recovered.steps:
        session.resume(recovered.found, recovered.steps, recovered.position)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A review that the program did not close: what to say about it, and how to go on.

    ``document`` is the file that was reviewed, None for a pasted ``text``. ``unchanged`` says whether that file still
    is what was reviewed: only then do the decisions come back when it is opened (in the same ``encoding``).
    """

    journal: Path
    name: str
    document: Path | None
    text: str | None
    encoding: str
    when: datetime
    done: int
    total: int
    saved: Path | None
    unchanged: bool
    sha256: str = ""

    @property
    def source(self) -> Source | None:
        """The document where it has no file: the text, known by what it came from, so that its journal is found."""
        if self.text is None:
            return None
        try:
            data = self.text.encode(self.encoding, "surrogatepass" if self.encoding == "utf-8" else "replace")
        except LookupError:  # an encoding that somebody's file made up
            data = self.text.encode("utf-8", "surrogatepass")
        return Source(self.text, data, self.encoding, name=self.name, sha256=self.sha256)


def unfinished(folder: Path | None = None) -> list[Unfinished]:
    """The reviews that ended with the program and not by closing, the latest first; not those that are open now."""
    folder = folder or journal_folder()
    found = [_unfinished(path) for path in folder.glob(f"*{ENDING}")]
    return sorted((entry for entry in found if entry is not None), key=lambda entry: entry.when, reverse=True)


def discard(entry: Unfinished) -> Message | None:
    """Give up the decisions of an unfinished review, so that it is not offered again; their lines stay in the file.

    Returns why that could not be remembered, if it could not.
    """
    said: list[Message] = []
    found = _free(entry.journal)
    if found is None:
        return None  # somebody is at it again, or it is gone
    contents, lock = found

    def tell(message: Message | None) -> None:
        if message is not None:
            said.append(message)

    journal = Journal(contents.header, contents, lock, tell, contents.text)
    journal.discard()
    journal.close()
    return said[0] if said else None


@dataclass(frozen=True, slots=True)
class Previous:
    """A review of an earlier version of a document: the file was scraped again, converted or decoded otherwise.

    ``document`` is where that version lay: the same path, or a file of the same name in another format beside it.
    """

    journal: Path
    document: Path
    when: datetime
    progress: tuple[int, int]
    review: Review

    def placed(self, source: Source, analysis: Analysis) -> Reanchored:
        """Its decisions on the text as it is now, with the whole ``analysis`` of that.

        A million characters take some seconds.
        """
        from reader.store.anchoring import reanchor  # needs numpy, which opening a document does not

        return reanchor(self.review, source, analysis)


def previous(source: Source, path: Path, folder: Path | None = None) -> Previous | None:
    """The latest review of an earlier version of the document at ``path``, whose text or encoding is another one.

    One of the very file goes before one of a file of the same name with another ending. Reads every journal that may
    be one: call it off the interface thread.
    """
    folder = folder or journal_folder()
    path = path.absolute()
    said = json.dumps(str(path.with_suffix("")))[:-1].encode("ascii")
    found: list[Previous] = []
    for journal in folder.glob(f"*{ENDING}"):
        try:
            if b'"path":' + said not in journal.read_bytes():
                continue
            contents = read_journal(journal)
        except (TooNew, OSError):
            continue
        document, when = contents.document, contents.when
        if document is None or when is None or not contents.history.decisions:
            continue
        if journal.name.startswith(prefix_of(source)) and contents.header["text_sha256"] == text_digest(source.raw):
            continue  # this very text: its decisions are there already
        if document.with_suffix("") == path.with_suffix(""):
            found.append(Previous(journal, document, when, contents.progress, contents.review))
    return max(found, key=lambda entry: (entry.document == path, entry.when), default=None)


def carry_over(
    reanchored: Reanchored, session: ReviewSession, journal: Journal, origin: str, label: Message | None = None
) -> tuple[Conflict, ...]:
    """Take over what could be placed, as one step, and write down what could not, so that the list comes back too.

    ``origin`` is for the reader: the name of the file or the person that the decisions come from. Returns what was
    decided otherwise here; that stays.
    """
    conflicts = reanchored.apply(session, label or Message.of("Decisions from {name}", name=origin))
    journal.carried(reanchored.lost, origin)
    return conflicts


def _unfinished(path: Path) -> Unfinished | None:
    if _closed(path):
        return None
    found = _free(path)
    if found is None:
        return None
    contents, lock = found
    if lock is not None:
        lock.release()
    if contents.closed or not contents.history.steps:
        return None
    document = contents.document
    done, total = contents.progress
    return Unfinished(
        path,
        str(contents.header.get("name") or ""),
        document,
        contents.text if document is None else None,
        str(contents.header["encoding"]),
        contents.when or datetime.now(UTC),
        done,
        total,
        contents.saved,
        document is None or _is(document, str(contents.header["sha256"])),
        str(contents.header["sha256"]),
    )


def _closed(path: Path) -> bool:
    """Whether the last line says that the review was closed; most journals do, and are not read any further."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
            last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    except OSError:
        return True
    return b'"do":"closed"' in last


def _free(path: Path) -> tuple[Contents, BaseFileLock | None] | None:
    """A journal that nobody has open, with the lock on its document; None where there is none."""
    try:
        contents = read_journal(path)
        prefix = f"{str(contents.header['sha256'])[:24]}-{contents.header['encoding']}"
        lock, ours = lock_document(path.parent, prefix)
        if not ours:
            return None
        # Once more: it may have been written to until it was locked.
        return read_journal(path), lock
    except (TooNew, OSError, KeyError):
        return None


def _is(document: Path, digest: str) -> bool:
    try:
        return sha256(document.read_bytes()).hexdigest() == digest
    except OSError:
        return False
