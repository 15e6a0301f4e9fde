"""The documents of a queue and how far each is: counts, order, what comes next. No Qt here.

What needs eyes most is said by ``reader.batch.attention``, as in the summary of a batch.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from reader.batch.attention import attention
from reader.batch.outcome import Facts, Outcome
from reader.language import say
from reader.store.reviews import Review

_NUMBER = re.compile(r"(\d+)")


class State(StrEnum):
    """How far a document is, in the order in which a queue lists them when what needs eyes comes first."""

    FAILED = "failed"
    EYES = "eyes"
    """Cleaned, and something in it asks for a look."""
    CLEANING = "cleaning"
    WAITING = "waiting"
    DONE = "done"
    """Cleaned, and nothing asks for a look."""
    REVIEWED = "reviewed"
    """A reader decided everything, or said so."""


class Order(StrEnum):
    EYES_FIRST = "eyes"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document. ``failure`` is a sentence; ``facts`` are there once it was cleaned."""

    path: Path
    name: str
    size: int = 0
    cleaning: bool = False
    facts: Facts | None = None
    failure: str = ""
    points: float = 0.0
    digest: str = ""
    """SHA-256 of its bytes, once they were read."""
    review: Review | None = None
    mark: bool | None = None
    """Whether its reader said that the review is done."""

    @property
    def state(self) -> State:
        if self.failure:
            return State.FAILED
        if self.facts is None:
            return State.CLEANING if self.cleaning else State.WAITING
        complete = self.review is not None and self.review.complete
        if complete if self.mark is None else self.mark:
            return State.REVIEWED
        return State.EYES if self.points or self.facts.waiting else State.DONE

    @property
    def pending(self) -> int:
        """Findings that still ask for a decision."""
        if self.review is not None:
            return max(0, self.review.total - self.review.done)
        return 0 if self.facts is None else self.facts.waiting


@dataclass
class Queue:
    """The documents in the order in which they were found; each is called by its number there."""

    entries: list[Entry] = field(default_factory=list)
    counts: Counter[State] = field(default_factory=Counter)
    cleaned: int = 0
    """Documents that were cleaned now, not in an earlier run."""
    cleaned_bytes: int = 0
    left_bytes: int = 0
    """Bytes of documents that are still to be cleaned."""
    _numbers: dict[Path, int] = field(default_factory=dict)
    _keys: list[tuple[object, ...]] = field(default_factory=list)

    def add(self, found: Iterable[tuple[Path, str, int]]) -> None:
        """Take in documents: file, name, and size in bytes."""
        for path, name, size in found:
            entry = Entry(path, name, size)
            self._numbers[path] = len(self.entries)
            self._keys.append(_name_key(name))
            self.entries.append(entry)
            self.counts[entry.state] += 1
            self.left_bytes += size

    def refuse(self, path: Path, why: str) -> None:
        """Take in something that could not be searched or read as documents."""
        self.add([(path, str(path), 0)])
        self._put(len(self.entries) - 1, replace(self.entries[-1], failure=why))

    def number_of(self, path: Path | None) -> int | None:
        """The number of the document in a file."""
        return None if path is None else self._numbers.get(path)

    @property
    def open(self) -> int:
        """Documents that are still to be cleaned."""
        return self.counts[State.WAITING] + self.counts[State.CLEANING]

    def begin(self, number: int) -> None:
        """A document is being cleaned from now on."""
        self._put(number, replace(self.entries[number], cleaning=True))

    def take(self, number: int, outcome: Outcome, review: Review | None = None, mark: bool | None = None) -> None:
        """Take in what became of a document, and how far the review of it was before."""
        entry = self.entries[number]
        if entry.facts is None and not entry.failure:
            self.left_bytes -= entry.size
            if not outcome.unchanged:
                self.cleaned += 1
                self.cleaned_bytes += entry.size
        done = replace(
            entry,
            cleaning=False,
            facts=outcome.facts,
            failure="" if outcome.failure is None else say(outcome.failure),
            points=attention(outcome),
            digest="" if outcome.source is None else outcome.source.sha256,
            review=entry.review or review,
            mark=mark,
        )
        self._put(number, done)

    def reviewed(self, number: int, review: Review) -> None:
        """The review of a document is so far now."""
        self._put(number, replace(self.entries[number], review=review))

    def say_done(self, number: int, done: bool) -> None:
        """The reader says that the review of a document is done, or that it is not."""
        self._put(number, replace(self.entries[number], mark=done))

    def halt(self) -> None:
        """Nothing is being cleaned any more."""
        for number, entry in enumerate(self.entries):
            if entry.cleaning:
                self._put(number, replace(entry, cleaning=False))

    def listed(self, order: Order, states: Collection[State] = (), text: str = "") -> list[int]:
        """The numbers of the documents to be shown: in one of ``states`` (none: in any), and named like ``text``."""
        wanted, words = frozenset(states), text.casefold().split()
        shown = [
            number
            for number, entry in enumerate(self.entries)
            if (not wanted or entry.state in wanted) and (not words or _fits(entry.name, words))
        ]
        if order is Order.NAME:
            shown.sort(key=self._keys.__getitem__)
        else:
            shown.sort(key=lambda number: (_RANKS[self.entries[number].state], -self.entries[number].points, number))
        return shown

    def next_for_eyes(self, shown: list[int], after: int | None, *, backwards: bool = False) -> int | None:
        """The document that needs eyes after another one in the list ``shown``, going round at its end."""
        at = shown.index(after) if after in shown else -1
        ring = [*shown[at + 1 :], *shown[: max(at, 0)]]
        if backwards:
            ring.reverse()
        return next((number for number in ring if self.entries[number].state is State.EYES), None)

    def _put(self, number: int, entry: Entry) -> None:
        self.counts[self.entries[number].state] -= 1
        self.entries[number] = entry
        self.counts[entry.state] += 1


_RANKS = {state: rank for rank, state in enumerate(State)}


@dataclass
class Pace:
    """How quickly documents are cleaned, from the time in which they were; pauses do not count."""

    seconds: float = 0.0
    _since: float | None = None

    def run(self, now: float, *, going: bool) -> None:
        """It is ``now`` (seconds), and documents are being cleaned from here on or not."""
        if self._since is not None:
            self.seconds += now - self._since
        self._since = now if going else None

    def rate(self, queue: Queue) -> float | None:
        """Documents a second; None as long as too little was done to tell."""
        return queue.cleaned / self.seconds if queue.cleaned and self.seconds > 0 else None

    def left(self, queue: Queue) -> float | None:
        """Seconds until all is cleaned; by the bytes, for documents differ in length."""
        if not queue.cleaned_bytes or self.seconds <= 0:
            return None
        return queue.left_bytes * self.seconds / queue.cleaned_bytes


def _name_key(name: str) -> tuple[object, ...]:
    """Sorts 第2页 before 第10页: every second part is a number."""
    parts = _NUMBER.split(name.casefold())
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts))


def _fits(name: str, words: Iterable[str]) -> bool:
    folded = name.casefold()
    return all(word in folded for word in words)
