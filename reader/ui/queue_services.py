"""What a queue needs from the rest of the program; ``reader.app`` hands it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from reader.batch.outcome import Outcome
from reader.batch.plan import Job, Plan
from reader.store.export import Format
from reader.store.reviews import Review
from reader.text.message import Message


class Told(Protocol):
    """What became of the document of this number; without an ``outcome`` it is being cleaned now."""

    @property
    def number(self) -> int: ...
    @property
    def outcome(self) -> Outcome | None: ...
    @property
    def review(self) -> Review | None: ...
    @property
    def mark(self) -> bool | None: ...


class Cleaning(Protocol):
    """Cleans the documents of a queue in other processes; all but ``told`` may be called on any thread."""

    def told(self) -> Iterator[Sequence[Told]]:
        """What becomes of the documents, as it comes; waits in between."""

    def pause(self) -> None:
        """Begin no further document."""

    def go_on(self) -> None: ...

    def stop(self) -> None:
        """End as soon as can be."""


class QueueServices(Protocol):
    """Finding, cleaning, saving; all but ``cleaning`` and ``mark`` are called off the interface thread."""

    def find(self, paths: Sequence[Path], out: Path | None = None, form: Format = Format.TXT) -> Plan:
        """The documents at these places; with ``out``, where the texts saved from them go below that folder."""

    def cleaning(self, paths: Sequence[Path], jobs: Sequence[Job]) -> Cleaning:
        """Will clean the documents that were found at ``paths``."""

    def prepare(self, path: Path, cancelled: Callable[[], bool]) -> bool:
        """Analyse a document that will be opened next, so that it is there at once; returns whether it will be."""

    def mark(self, paths: Sequence[Path], digest: str, done: bool) -> Message | None:
        """Remember what the reader said of a document as a whole; returns why not, if it could not be."""

    def save_reviewed(
        self, path: Path, target: Path, form: Format, author: str, cancelled: Callable[[], bool]
    ) -> tuple[Message, ...]:
        """Write a document as it was decided.

        :raises Refused: if nothing was written
        """
