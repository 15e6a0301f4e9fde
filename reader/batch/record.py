"""The record of a run, so that a later one can leave out what is done: one line for each document, only ever added to.

A line says which bytes were cleaned (size and time of change, SHA-256), under which settings, and what came of it. The
last line about a document holds; a line that is damaged, or torn by a kill, counts as none, and its document is done
again. Results are written in one step before their lines are, so a line never tells of a half result.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from hashlib import file_digest
from pathlib import Path
from typing import Any

from reader.batch.files import replaced
from reader.batch.outcome import Facts, Outcome, Stamp
from reader.batch.plan import Job

_SCHEMA = 1
_USELESS = 3
"""A record with this many lines for each document is written anew."""



class Record:
    """What was done so far with the results at one place.

    ``made`` is the fingerprint of settings and program. ``holds`` says whether the result that a line tells of is
    still there: it gets the job, the bytes of the result and its digest.

    :raises OSError: if the file is there and cannot be read
    """

    def __init__(self, path: Path, made: str, holds: Callable[[Job, int, str], bool]) -> None:
        self._path = path
        self._made = made
        self._holds = holds
        self._at: dict[str, int] = {}
        self._file: int | None = None
        self._torn = False
        self._load()

    def known(self, job: Job) -> Outcome | None:
        """What an earlier run made of the document, if the same would be made of it now and the result is there."""
        line = self._line(job.name)
        if line is None or line.get("schema") != _SCHEMA:
            return None
        if line.get("made") != self._made or line.get("target") != _target(job):
            return None
        try:
            old = Outcome(
                job, facts=Facts(**line["facts"]), source=Stamp(*line["source"]), written=int(line["written"]),
                digest=str(line["digest"]), unchanged=True,
            )  # fmt: skip
        except (KeyError, TypeError, ValueError):
            return None
        assert old.source is not None  # noqa: S101  (just given)
        source = _unchanged(job.path, old.source)
        if source is None or not self._holds(job, old.written, old.digest):
            return None
        if source != old.source:  # touched: the time is another one, the bytes are the same
            old = replace(old, source=source)
            self.add(old)
        return old

    def add(self, outcome: Outcome) -> None:
        """Write down what became of a document that was cleaned; a failed one leaves no line and is tried again.

        :raises OSError: if the line cannot be written
        """
        if outcome.facts is None or outcome.source is None:
            return
        line: dict[str, Any] = {
            "schema": _SCHEMA,
            "name": outcome.job.name,
            "target": _target(outcome.job),
            "made": self._made,
            "source": outcome.source,
            "written": outcome.written,
            "digest": outcome.digest,
            "facts": asdict(outcome.facts),
        }
        if self._file is None:
            self._file = self._opened()
        data = (json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n").encode("ascii")
        if self._torn:
            data = b"\n" + data
        self._torn = os.write(self._file, data) != len(data)

    def close(self) -> None:
        """Force the record to the disk."""
        if self._file is not None:
            with suppress(OSError):
                os.fsync(self._file)
            os.close(self._file)
            self._file = None

    def _load(self) -> None:
        lines = 0
        at = 0
        try:
            with self._path.open("rb") as file:
                for line in file:
                    document = _parsed(line)
                    if document is not None and isinstance(document.get("name"), str):
                        self._at[document["name"]] = at
                        lines += 1
                    at += len(line)
                    self._torn = not line.endswith(b"\n")
        except FileNotFoundError:
            return
        if lines > _USELESS * max(1, len(self._at)):
            self._shorten()

    def _shorten(self) -> None:
        kept: dict[str, int] = {}
        at = 0
        with suppress(OSError), self._path.open("rb") as old:
            with replaced(self._path) as new:
                for name, place in self._at.items():
                    old.seek(place)
                    line = old.readline()
                    new.write(line)
                    kept[name] = at
                    at += len(line)
            self._at, self._torn = kept, False

    def _line(self, name: str) -> dict[str, Any] | None:
        place = self._at.get(name)
        if place is None:
            return None
        with self._path.open("rb") as file:
            file.seek(place)
            return _parsed(file.readline())

    def _opened(self) -> int:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        return os.open(self._path, flags, 0o666)


def _target(job: Job) -> str | None:
    return None if job.target is None else job.target.name


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _unchanged(path: Path, old: Stamp) -> Stamp | None:
    """The stamp of the file as it is now, if its bytes are those of the old stamp."""
    try:
        state = path.stat()
        now = Stamp(state.st_size, state.st_mtime_ns, old.sha256)
        if now != old:
            if now.size != old.size:
                return None
            with path.open("rb") as file:
                if file_digest(file, "sha256").hexdigest() != old.sha256:
                    return None
    except (OSError, ValueError):
        return None
    return now
