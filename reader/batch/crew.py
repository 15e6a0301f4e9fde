"""Processes that clean documents, one at a time each, so that the document that ends or hangs one is known by name.

A pool of the standard library breaks as a whole when one of its processes dies, does not say of what, and cannot stop
one that hangs. Here every process has a pipe of its own and holds one document: what is not answered when the pipe
closes, or when the time is up, is what did it.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from contextlib import suppress
from ctypes import c_byte
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.batch.files import half_written
from reader.batch.outcome import Outcome
from reader.batch.plan import Job
from reader.batch.settings import Settings
from reader.batch.worker import Answer, work
from reader.text.message import Message

if TYPE_CHECKING:
    from reader.batch.work import MakeEngine

_GRACE = 10.0
"""Seconds that a process gets to notice by itself that the time of its document is up."""

_PATIENCE = 3.0
"""Seconds that a process gets to end after it was asked to."""

_LOOK = 0.5
"""Seconds between looks at whether somebody wants no more: a process that does not listen says nothing."""

_TRIES = 2
"""A process can also be ended by somebody who needs its memory, so the document gets a second one."""

_FALSE_STARTS = 5
"""Processes in a row that ended before they could take work: the next one will not do better."""


class NoProcesses(Exception):  # noqa: N818  (it says what there is not)
    """Processes end before they can take any work."""


class Stopped(Exception):  # noqa: N818  (nothing failed)
    """Somebody wants no more of this."""


class Task(NamedTuple):
    number: int
    job: Job
    limit: float | None
    """Seconds that it may take."""
    tries: int = 1


@dataclass
class _Member:
    process: SpawnProcess
    pipe: Connection[Job | None, Answer | None]
    task: Task | None = None
    since: float = 0.0
    ready: bool = False

    @property
    def overdue_at(self) -> float:
        """When the patience with the present document ends; never before the process was ready to begin."""
        if self.task is None or self.task.limit is None or not self.ready:
            return float("inf")
        return self.since + self.task.limit + _GRACE


@dataclass
class Crew:
    """At most ``workers`` processes; each is started when there is work for it that nobody has."""

    settings: Settings
    workers: int
    make_engine: MakeEngine | None = None
    _members: list[_Member] = field(default_factory=list)
    _waiting: deque[Task] = field(default_factory=deque)
    _answers: deque[tuple[int, Outcome]] = field(default_factory=deque)
    _left: set[Path] = field(default_factory=set)
    """What processes that died may have left half-written; only at the end nobody else can be writing it."""
    _false_starts: int = 0

    def __post_init__(self) -> None:
        # Forking a process that has threads can hang it, and Windows and macOS start afresh anyway.
        self._context = multiprocessing.get_context("spawn")
        # A plain byte: a lock in it would be held for ever by a process that is killed at the wrong moment.
        self._stop: c_byte = RawValue(c_byte, 0)

    @property
    def has_room(self) -> bool:
        """Whether one more document would be begun now."""
        busy = sum(member.task is not None for member in self._members)
        return busy + len(self._waiting) < self.workers

    def give(self, number: int, job: Job, limit: float | None) -> None:
        """Have a document cleaned; its outcome will come with this number."""
        self._waiting.append(Task(number, job, limit))
        self._hand_out()

    def next(self) -> tuple[int, Outcome]:
        """The number and outcome of the document that is done first; waits for it.

        :raises NoProcesses: if no process can be started
        :raises Stopped: after ``stop``
        """
        while not self._answers:
            if self._stop.value:
                raise Stopped
            self._hand_out()
            due = min((member.overdue_at for member in self._members), default=float("inf"))
            seconds = min(_LOOK, max(0.0, due - time.monotonic()))
            ready = wait([member.pipe for member in self._members], seconds)
            for member in [member for member in self._members if member.pipe in ready]:
                self._hear(member)
            for member in [member for member in self._members if member.overdue_at <= time.monotonic()]:
                self._give_up(member)
        return self._answers.popleft()

    def stop(self) -> None:
        """Have what is being cleaned dropped; alone of all may be called on any thread."""
        self._stop.value = 1

    def close(self) -> None:
        """End all processes: those that work stop at the next page of their documents, or are stopped."""
        self._stop.value = 1
        for member in self._members:
            _close(member.pipe)
        until = time.monotonic() + _PATIENCE
        for member in self._members:
            member.process.join(max(0.0, until - time.monotonic()))
            _end(member.process)
        self._members.clear()
        for path in self._left:
            with suppress(OSError):
                path.unlink()

    def _hand_out(self) -> None:
        while self._waiting:
            member = next((member for member in self._members if member.task is None), None)
            if member is None:
                if len(self._members) >= self.workers:
                    return
                try:
                    member = self._started()
                except OSError as error:  # the system has no room for one more
                    if not self._members:
                        raise NoProcesses from error
                    self.workers = len(self._members)
                    return
            member.task = self._waiting.popleft()
            member.since = time.monotonic()
            try:
                member.pipe.send(member.task.job)
            except OSError:
                self._lose(member)

    def _started(self) -> _Member:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=work, args=(theirs, self._stop, self.settings, self.make_engine))
        process.start()
        theirs.close()  # so that the pipe ends with the process
        self._members.append(_Member(process, ours))
        return self._members[-1]

    def _hear(self, member: _Member) -> None:
        try:
            answer = member.pipe.recv()
        except (EOFError, OSError):
            self._lose(member)
            return
        if answer is None:
            member.ready, member.since = True, time.monotonic()
            self._false_starts = 0
            return
        outcome, stays = answer
        assert member.task is not None  # noqa: S101  (it answers what it was given)
        self._answers.append((member.task.number, outcome))
        member.task = None
        if not stays:
            self._dismiss(member)

    def _lose(self, member: _Member) -> None:
        """A process is gone: its document gets another one, or is given up."""
        self._dismiss(member)
        if member.task is not None and member.task.job.target is not None:
            self._left.update(half_written([member.task.job.target.parent]))
        if not member.ready:
            self._false_starts += 1
            if self._false_starts >= _FALSE_STARTS:
                raise NoProcesses
        if (task := member.task) is None:
            return
        if not member.ready or task.tries < _TRIES:
            self._waiting.appendleft(task._replace(tries=task.tries + member.ready))
        else:
            why = Message("The process that cleaned this file ended early. Perhaps the memory is too small for it.")
            self._answers.append((task.number, Outcome(task.job, why, seconds=time.monotonic() - member.since)))

    def _give_up(self, member: _Member) -> None:
        """A process does not come to an end."""
        from reader.batch.work import too_long

        task = member.task
        assert task is not None  # noqa: S101  (what has no document is never overdue)
        self._dismiss(member)
        seconds = time.monotonic() - member.since
        self._answers.append((task.number, Outcome(task.job, too_long(task.limit or seconds), seconds=seconds)))

    def _dismiss(self, member: _Member) -> None:
        self._members.remove(member)
        if member.task is not None:
            _end(member.process)
        _close(member.pipe)
        member.process.join(_PATIENCE)
        _end(member.process)


def _end(process: SpawnProcess) -> None:
    if process.is_alive():
        process.terminate()
        process.join(_PATIENCE)
    if process.is_alive():
        process.kill()
        process.join()


def _close(pipe: Connection[Job | None, Answer | None]) -> None:
    try:
        pipe.close()
    except OSError:
        return
