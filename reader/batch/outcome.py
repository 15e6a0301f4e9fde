"""What became of one document: values that travel between processes and into the record of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from reader.batch.plan import Job
from reader.text.message import Message


class Stamp(NamedTuple):
    """Tells whether a file is still the same: bytes, time of the last change in nanoseconds, SHA-256 of the bytes."""

    size: int
    changed: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts of one cleaned document, in code points of its text.

    ``characters == kept + removed + changed``. ``applied`` and ``pending`` count findings by kind, pending ones only
    where they are shown by default; ``notices`` counts by kind. ``undecodable`` counts places that the encoding could
    not read. ``seconds`` is what the cleaning took.
    """

    characters: int
    kept: int
    removed: int
    changed: int
    inserted: int
    encoding: str
    format: str
    undecodable: int = 0
    applied: Mapping[str, int] = field(default_factory=dict)
    pending: Mapping[str, int] = field(default_factory=dict)
    notices: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def removed_share(self) -> float:
        return self.removed / self.characters if self.characters else 0.0

    @property
    def waiting(self) -> int:
        """How many findings ask for a decision."""
        return sum(self.pending.values())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: ``failure`` says why there is no result, or ``facts`` what the result holds.

    ``source`` tells which bytes were cleaned, ``written`` how many bytes the result has; ``unchanged`` that it was done
    in an earlier run and still holds.
    """

    job: Job
    failure: Message | None = None
    trace: str = ""
    """Where in the program an unexpected failure came from."""
    data: bytes = b""
    """The result, where it was not written to a file."""
    notes: tuple[Message, ...] = ()
    facts: Facts | None = None
    source: Stamp | None = None
    written: int = 0
    digest: str = ""
    """A short sum of a result without a file of its own."""
    unchanged: bool = False
    seconds: float = 0.0


def digest(data: bytes) -> str:
    """A short sum to know a result by; against accidents, not against people."""
    return blake2b(data, digest_size=12).hexdigest()
