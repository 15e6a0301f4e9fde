"""Goes on with a review: after reopening a document, and after the program ended without closing it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from filelock import BaseFileLock

from reader.review.session import ReviewSession
from reader.store.journal import Journal, Recovered, journal_folder
from reader.store.journal_file import ENDING, Contents, TooNew, lock_document, read_journal
from reader.text.message import Message

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
