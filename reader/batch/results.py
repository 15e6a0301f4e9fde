"""Where results lie: one file for each document in a folder, or all of them in one file of JSON Lines."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Protocol

from filelock import FileLock, Timeout

from reader.batch.files import put_in_place, replaced, sweep, sweep_again
from reader.batch.outcome import Outcome, digest
from reader.batch.plan import Job
from reader.batch.record import Record
from reader.text.message import Message


class Results(Protocol):
    """The results of a run at their place."""

    def known(self, job: Job) -> Outcome | None:
        """What an earlier run made of the document, if that still holds and is wanted."""

    def take(self, outcome: Outcome) -> Message | None:
        """Take in what became of the next document; returns what is wrong with the record, once."""

    def finish(self) -> None:
        """Called when every document was taken."""

    def close(self) -> None:
        """Called in the end, however the run ended."""


def _not_recorded(error: OSError) -> Message:
    return Message.of(
        "The record of this run cannot be written ({error}). Results are not harmed, but --resume will do them again.",
        error=error.strerror or str(error),
    )


class InFolder:
    """Results in files of their own, which the processes that clean have written already; keeps the record."""

    def __init__(self, out: Path, made: str, jobs: Iterable[Job], *, resume: bool) -> None:
        self._young = sweep({job.target.parent for job in jobs if job.target is not None})
        self._resume = resume
        self._record = Record(out / ".jiaodu-record", made, _is_there)
        self._works = True

    def known(self, job: Job) -> Outcome | None:
        old = self._record.known(job) if self._resume else None
        if old is None or job.target is None or job.target.stat().st_size == old.written:
            return old
        note = Message.of("The result {name} was changed since; it is left as it is.", name=str(job.target))
        return replace(old, notes=(note,))

    def take(self, outcome: Outcome) -> Message | None:
        if self._works and not outcome.unchanged:
            try:
                self._record.add(outcome)
            except OSError as error:
                self._works = False
                return _not_recorded(error)
        return None

    def finish(self) -> None:
        return

    def close(self) -> None:
        sweep_again(self._young)
        self._record.close()


def _is_there(job: Job, _: int, __: str) -> bool:
    return job.target is not None and job.target.is_file()


class InUse(Exception):  # noqa: N818  (it says what keeps us from writing)
    """Another run writes the same file."""


_OLD, _NEW = 0, 1


class OneFile:
    """All results in one file, a line for each document in the order of the jobs.

    Lines are added to ``<name>.part`` as they come; at the end that file takes the place of the old one. A run that is
    stopped leaves it behind, and a later one with ``resume`` takes its lines from there, or from the old file.

    :raises InUse: if another run writes there
    :raises OSError: if the files that are there cannot be read
    """

    def __init__(self, path: Path, made: str, *, resume: bool) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self.part = path.with_name(f"{path.name}.part")
        self._lock = FileLock(path.with_name(f".{path.name}.lock"))
        try:
            self._lock.acquire(timeout=0)
        except Timeout as taken:
            raise InUse from taken
        self._resume = resume
        self._record = Record(path.with_name(f".{path.name}.jiaodu-record"), made, self._has)
        self._works = True
        self._lines: dict[str, tuple[int, int, int]] = {}
        self._sources, self._starts, self._sizes = array("b"), array("Q"), array("Q")
        self._new: IO[bytes] | None = None
        self._end = 0
        if resume:
            self._index(_OLD, path)
            self._end = self._index(_NEW, self.part)

    def known(self, job: Job) -> Outcome | None:
        return self._record.known(job) if self._resume else None

    def take(self, outcome: Outcome) -> Message | None:
        if outcome.failure is not None:
            return None
        if outcome.unchanged:
            self._place(*self._lines[outcome.digest])
            return None
        if self._new is None:
            self._new = self._opened()
        self._new.write(outcome.data)
        self._new.flush()
        self._place(_NEW, self._end, len(outcome.data))
        self._end += len(outcome.data)
        if self._works:
            try:
                self._record.add(outcome)
            except OSError as error:
                self._works = False
                return _not_recorded(error)
        return None

    def finish(self) -> None:
        """Give the file its name, with the lines in the order of the documents.

        :raises OSError: if it cannot be written
        """
        if self._new is not None:
            os.fsync(self._new.fileno())
            self._new.close()
            self._new = None
        if self._is_all_of(_NEW, self.part):
            put_in_place(self.part, self._path)
        elif not self._is_all_of(_OLD, self._path):
            self._assemble()
        self.part.unlink(missing_ok=True)

    def close(self) -> None:
        if self._new is not None:
            self._new.close()
        self._record.close()
        with suppress(OSError):
            Path(self._lock.lock_file).unlink()
        self._lock.release()

    def _has(self, _: Job, written: int, line: str) -> bool:
        place = self._lines.get(line)
        return place is not None and place[2] == written

    def _index(self, source: int, path: Path) -> int:
        """Note where each whole line of a file is; returns where the last of them ends."""
        end = 0
        with suppress(FileNotFoundError), path.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    self._lines[digest(line)] = source, end, len(line)
                    end += len(line)
        return end

    def _opened(self) -> IO[bytes]:
        file = self.part.open("r+b" if self._end else "wb")
        file.truncate(self._end)
        file.seek(self._end)
        return file

    def _place(self, source: int, start: int, size: int) -> None:
        self._sources.append(source)
        self._starts.append(start)
        self._sizes.append(size)

    def _is_all_of(self, source: int, path: Path) -> bool:
        """Whether the file already is what is wanted: the lines in their order and nothing else."""
        end = 0
        for which, start, size in zip(self._sources, self._starts, self._sizes, strict=True):
            if which != source or start != end:
                return False
            end += size
        return path.is_file() and path.stat().st_size == end

    def _assemble(self) -> None:
        paths = (self._path, self.part)
        # The old files are closed before the new one takes the place of one of them: Windows wants it so.
        with replaced(self._path) as new, ExitStack() as opened:
            files = {source: opened.enter_context(paths[source].open("rb")) for source in set(self._sources)}
            for which, start, size in zip(self._sources, self._starts, self._sizes, strict=True):
                files[which].seek(start)
                new.write(files[which].read(size))
