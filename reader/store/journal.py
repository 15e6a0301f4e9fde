"""The journal of a document: every decision of its reader, on the disk before the next one.

A journal is a file in the state folder of the program that only grows. Its first line says which document it is about,
every other line is one deed of the reader (``journal_records``). It is found again by the bytes of the document and the
encoding they were read in, wherever the file lies by then, and never deleted. The text itself is in it too, packed, so
that decisions find their places again in another version of the text (``anchoring``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from filelock import BaseFileLock
from platformdirs import user_state_path

from reader.review.checkpoints import Checkpoint
from reader.review.session import ReviewSession, Step
from reader.store.appender import Appender
from reader.store.carrying import Lost
from reader.store.findings import Shapes, fix_data, message_data
from reader.store.journal_file import (
    SCHEMA,
    VERSION,
    Contents,
    TooNew,
    candidates,
    free_name,
    lock_document,
    prefix_of,
    read_journal,
)
from reader.store.journal_lines import NO_ROWS, Json, Record, Rows, line
from reader.store.journal_records import lost_data, step_rows
from reader.store.packed_text import packed, text_digest
from reader.store.quotes import Quote
from reader.store.rules import change_data
from reader.store.versions import program_version
from reader.text.fix import Fix
from reader.text.message import Message
from reader.text.source import Source

_QUOTED = 50
"""Findings of one step up to which each is written with a quote of its place: for people who look into the file. The
program has the text itself, and a batch of thousands would be three times as long."""


def journal_folder() -> Path:
    """Where journals lie: below ``JIAODU_STATE`` where that is set, else where the system wants it."""
    named = os.environ.get("JIAODU_STATE")
    return (Path(named) if named else user_state_path("jiaodu", appauthor=False)) / "journals"


class Past(StrEnum):
    """What was known about a document when it was opened."""

    NOTHING = "nothing"
    """Nobody decided anything about it yet."""
    CLOSED = "closed"
    """It was reviewed and closed."""
    CRASHED = "crashed"
    """It was reviewed, and the program ended without closing it."""
    ELSEWHERE = "elsewhere"
    """It is open in another window, which writes its journal; nothing is written down here."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What the journal of a document knows of earlier reviews; ``resume.replay`` puts it back onto a session.

    ``notes`` are for the reader: what could not be read, or why nothing is written down.
    ``saved`` is where the text was saved last; ``all_saved`` says whether it reads so now. ``lost`` are the decisions
    of an earlier version of the text that could not be placed when the others were carried over.
    """

    past: Past
    steps: tuple[Step, ...] = ()
    position: int = 0
    found: tuple[Fix, ...] = ()
    when: datetime | None = None
    progress: tuple[int, int] = (0, 0)
    saved: Path | None = None
    all_saved: bool = False
    notes: tuple[Message, ...] = ()
    lost: tuple[Lost, ...] = ()


class Journal:
    """Writes down what a session decides; made by ``Journal.open``."""

    def __init__(
        self,
        header: Record,
        past: Contents | None,
        lock: BaseFileLock | None,
        tell: Callable[[Message | None], None] = lambda _: None,
        raw: str | None = None,
    ) -> None:
        self._header = header
        self._raw = raw
        self._appender = None if past is None else Appender(past.path, tell, *_going_on(past, raw))
        self._lock = lock
        past = past or Contents(Path())
        self._number = past.lines
        self._steps = tuple(past.history.steps)
        self._position = past.history.position
        self._known = dict(past.history.found)
        self._checkpoints = dict(past.history.checkpoints)
        self._progress = past.progress
        self._begun = False
        self._open = past.lines > 0 and not past.closed
        self._unfollow: Callable[[], None] = lambda: None

    @classmethod
    def open(
        cls,
        source: Source,
        folder: Path | None = None,
        *,
        path: Path | None = None,
        tell: Callable[[Message | None], None] = lambda _: None,
    ) -> tuple[Journal, Recovered]:
        """The journal of a document, and what it knows already; never raises for the sake of a file.

        ``path`` is the file of the document, None where the text was pasted (the journal keeps it then). ``tell`` is
        called, on any thread, with a message once the disk refuses, and with None once all is written again.
        """
        folder = folder or journal_folder()
        prefix, header = prefix_of(source), _header(source, path)
        lock, ours = lock_document(folder, prefix)
        if not ours:
            message = Message.of(
                "{name} is open in another window. Decisions made here are not written down; go on there.",
                name=source.name or prefix,
            )
            return cls(header, None, None), Recovered(Past.ELSEWHERE, notes=(message,))
        past, notes = _read(folder, prefix, header)
        if past is None:
            past = Contents(free_name(folder, prefix, source.name))
        elif past.rest:
            notes.append(_damaged(past))
        return cls(header, past, lock, tell, source.raw), _recovered(past, tuple(notes))

    @property
    def path(self) -> Path | None:
        """The file of the journal; there is none as long as nothing was decided, and none at all in a second window."""
        return None if self._appender is None else self._appender.path

    @property
    def recording(self) -> bool:
        """Whether decisions are written down here: not in a second window, and not after closing."""
        return self._appender is not None

    @property
    def complete(self) -> bool:
        """Whether the system has taken everything that was decided."""
        return self._appender is None or self._appender.complete

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """The named states of the review, the oldest first."""
        return tuple(self._checkpoints.values())

    def checkpoint(self, session: ReviewSession, name: str) -> Checkpoint:
        """Give what holds now a name, under which it is found again after reopening; an older one of that name goes."""
        self.record(session)
        made = Checkpoint.of(session, name)
        self._checkpoints.pop(name, None)
        self._checkpoints[name] = made
        self._write("checkpoint", {"name": name, "progress": list(made.progress)})
        return made

    def keep(self, checkpoint: Checkpoint, raw: str) -> None:
        """Take in a checkpoint that was made elsewhere on the same text; an older one of that name goes."""
        self._checkpoints.pop(checkpoint.name, None)
        self._checkpoints[checkpoint.name] = checkpoint
        record: Record = {
            "name": checkpoint.name,
            "progress": list(checkpoint.progress),
            "when": checkpoint.when.isoformat(),
            "manual": [{"key": fix.key, "fix": fix_data(fix)} for fix in checkpoint.manual],
        }
        shapes = Shapes()
        rows = step_rows(Step(checkpoint.decisions), checkpoint.found, shapes, lambda _: None)
        self._write("checkpoint", record, {"decisions": rows, "shapes": shapes.rows})

    def carried(self, lost: Iterable[Lost], origin: str) -> None:
        """Decisions were carried over from the review called ``origin``: keep the list of those that were not."""
        rows: list[Json] = [lost_data(entry) for entry in lost]
        self._write("carried", {"from": origin, "lost": rows})

    def follow(self, session: ReviewSession) -> None:
        """Write down from now on what the session decides, and at once what it decided so far."""
        self._unfollow()
        self._unfollow = session.changed.connect(lambda _: self.record(session))
        self.record(session)

    def record(self, session: ReviewSession) -> None:
        """Write down what the session did since it was last recorded."""
        if self._appender is None:
            return
        steps, position = session.steps, session.position
        common = min(len(steps), len(self._steps))
        # Steps are only ever taken off the end and put on: what is the same at one place is the same before it.
        while common and steps[common - 1] is not self._steps[common - 1]:
            common -= 1
        for number in range(common, len(steps)):
            if self._position != number:
                self._go(session, number)
            self._step(session, steps[number - 1] if number else None, steps[number])
            self._position = number + 1
        if self._position != position:
            self._go(session, position)
        self._steps = steps
        for fix in session.orphans:
            if self._known.get(fix.key) != fix:
                self._known[fix.key] = fix
                quote = Quote.of(session.raw, fix)
                self._write("finding", {"key": fix.key, "finding": fix_data(fix), "quote": quote.data()})

    def saved(self, path: Path, position: int | None = None) -> None:
        """The text was saved to this file as it read at this step, by default as it reads now.

        Writing a file takes a moment, in which the review may go on: name the ``position`` that the session had before.
        """
        self._write(
            "saved", {"path": str(path.absolute()), "position": self._position if position is None else position}
        )

    def discard(self) -> None:
        """Forget everything so far: the next opening starts afresh. The lines stay in the file; following ends."""
        self._unfollow()
        self._steps, self._position, self._known, self._checkpoints = (), 0, {}, {}
        self._write("discarded", {})

    def close(self) -> bool:
        """Say that the review was closed, force it to the disk, and let others open the document.

        Returns whether everything that was decided is on the disk.
        """
        self._unfollow()
        complete = True
        if self._appender is not None:
            if self._open:
                self._write("closed", {"progress": list(self._progress)})
            complete = self._appender.close()
            self._appender = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        return complete

    def _go(self, session: ReviewSession, to: int) -> None:
        self._progress = session.progress
        self._write("redo" if to > self._position else "undo", {"to": to, "progress": list(self._progress)})
        self._position = to

    def _step(self, session: ReviewSession, before: Step | None, step: Step) -> None:
        self._progress = session.progress
        record: Record = {"label": message_data(step.label), "progress": list(self._progress)}
        if step.rules:
            record["rules"] = change_data(step.rules)
        manual = before.manual if before else ()
        added = step.manual[-1] if step.manual else None
        do = "decide"
        if step.manual != manual:
            one_more = added and (*(old for old in manual if old.key != added.key), added) == step.manual
            do = "add" if one_more else "set"
        if do == "add" and added is not None:
            record |= {"key": added.key, "fix": fix_data(added), "quote": Quote.of(session.raw, added).data()}
        elif do == "set":
            record["manual"] = [{"key": fix.key, "fix": fix_data(fix)} for fix in step.manual]
        self._write(do, record, self._rows(session, step))

    def _rows(self, session: ReviewSession, step: Step) -> Rows:
        """What a step decided; with it the findings that the journal does not know, or knows otherwise."""
        by_hand = {fix.key for fix in (*session.manual, *step.manual)}
        fresh: dict[str, Fix] = {}
        for key in step.news:
            fix = None if key in by_hand else _finding(session, key)
            if fix is not None and fix != self._known.get(key):
                fresh[key] = self._known[key] = fix
        shapes, quoted = Shapes(), len(fresh) <= _QUOTED

        def quote(fix: Fix) -> Quote | None:
            return Quote.of(session.raw, fix) if quoted else None

        # The shapes are complete once the rows are written, and are written after them.
        return {"decisions": step_rows(step, fresh, shapes, quote), "shapes": shapes.rows}

    def _write(self, do: str, record: Record, rows: Rows = NO_ROWS) -> None:
        if self._appender is None:
            return
        lines = b""
        if not self._number:
            lines += self._line({**self._header, "text": packed(self._raw or "")})
        if not self._begun:
            self._begun = self._open = True
            lines += self._line({"do": "opened", "path": self._header["path"], "program": self._header["program"]})
        self._appender.append(lines + self._line({"do": do, **record}, rows))

    def _line(self, record: Record, rows: Rows = NO_ROWS) -> bytes:
        number, self._number = self._number, self._number + 1
        return line(number, {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), **record}, rows)


def _finding(session: ReviewSession, key: str) -> Fix | None:
    try:
        return session.fix(key)
    except KeyError:
        return None  # a step of an earlier review whose finding could not be read any more


def _header(source: Source, path: Path | None) -> Record:
    """What a journal says about its document, except the text."""
    return {
        "schema": f"{SCHEMA}/{VERSION}",
        "path": "" if path is None else str(path.absolute()),
        "name": source.name,
        "sha256": source.sha256,
        "text_sha256": text_digest(source.raw),
        "encoding": source.encoding,
        "characters": len(source.raw),
        "program": program_version(),
    }


def _read(folder: Path, prefix: str, header: Record) -> tuple[Contents | None, list[Message]]:
    """The journal of the document that this version can go on with, and what to say about others."""
    notes: list[Message] = []
    for path in candidates(folder, prefix):
        try:
            contents = read_journal(path)
        except TooNew as error:
            notes.append(error.message)
        except OSError as error:
            message = Message.of(
                "Earlier decisions about this document cannot be read ({file}: {error}). They are left alone.",
                file=path.name,
                error=error.strerror or str(error),
            )
            notes.append(message)
        else:
            # Another reading of the same bytes has other offsets.
            if not contents.header or contents.header.get("text_sha256") == header["text_sha256"]:
                return contents, notes
    return None, notes


def _damaged(past: Contents) -> Message:
    if past.history.steps:
        return Message.of(
            "The end of what was written down about this document was damaged: the decisions before it are here, the "
            "last ones may be missing. The damaged file is kept beside the new one."
        )
    return Message.of(
        "What was written down about this document was damaged and cannot be read. The damaged file is kept."
    )


def _going_on(past: Contents, raw: str | None) -> tuple[bytes, tuple[Path, bytes] | None]:
    """What the file holds when it is written on, and where what it holds now goes before, if that is something else.

    A damaged journal goes aside as it is; so does one of an older version, for no program of that version could read
    what comes.
    """
    good, older = past.good, past.lines > 0 and past.version < VERSION
    if older and raw is not None:
        good = past.as_now(raw)
    if past.rest:
        name = f"{past.path.stem}.{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.damaged"
    elif good is not past.good:
        name = f"{past.path.stem}.version-{past.version}"
    else:
        return good, None
    return good, (past.path.with_name(name), past.good + past.rest)


def _recovered(past: Contents, notes: tuple[Message, ...]) -> Recovered:
    if not past.history.steps and not past.history.checkpoints:
        return Recovered(Past.NOTHING, notes=notes)
    history = past.history
    return Recovered(
        Past.CLOSED if past.closed else Past.CRASHED,
        tuple(history.steps),
        history.position,
        tuple(history.found.values()),
        past.when,
        past.progress,
        past.saved,
        past.all_saved,
        notes,
        history.lost,
    )
