"""Runs processes that read damaged documents, and goes on behind each document that ends one."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.inputs import document

ROOT = Path(__file__).resolve().parents[2]
STUCK = 600
"""Seconds for a process that neither works nor ends: waiting takes no time of the processor."""
AT_ONCE = 5_000
"""Documents that one process reads."""


@dataclass
class Tally:
    """What became of the documents of one kind; ``ended`` are those that ended a process, with how."""

    kind: str
    text: int = 0
    refused: int = 0
    errors: int = 0
    ended: list[tuple[int, str]] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)
    megabytes: int = 0

    def add(self, other):
        """Those of another process too."""
        self.text, self.refused = self.text + other.text, self.refused + other.refused
        self.errors, self.ended = self.errors + other.errors, self.ended + other.ended
        self.slowest = max(tuple(self.slowest), tuple(other.slowest))
        self.megabytes = max(self.megabytes, other.megabytes)

    @property
    def total(self):
        return self.text + self.refused + self.errors + len(self.ended)

    def __str__(self):
        return (
            f"{self.kind:13}{self.total:>8} documents: {self.text} read, {self.refused} refused, {self.errors} errors, "
            f"{len(self.ended)} ended a process; slowest {self.slowest[0]:.2f} s (number {self.slowest[1]}), "
            f"{self.megabytes} MB"
        )


def run(kind, count, folder, seed=0, first=0, child="tests.fuzz.child"):
    """Read ``count`` damaged documents from number ``first`` on; what was wrong lies in ``folder`` afterwards."""
    tally, end = Tally(kind), first + count
    folder.mkdir(parents=True, exist_ok=True)
    while first < end:
        many = min(AT_ONCE, end - first)
        said, status = _child(child, kind, seed, first, many, folder)
        if status == 0:
            tally.add(Tally(kind, **json.loads(said)))
            first += many
            continue
        place = folder / "number"
        if not place.exists():
            raise RuntimeError(f"the process for {kind} did not start: {status}")
        number = int(place.read_bytes())
        if number > first:  # those before it again, which nobody has counted
            tally.add(run(kind, number - first, folder, seed, first, child))
        tally.ended.append((number, "too long" if status == -signal.SIGPROF else f"status {status}"))
        (folder / f"{kind}-{seed}-{number}").write_bytes(document(kind, number, seed))
        first = number + 1
    return tally


def _child(child, kind, seed, first, count, folder):
    (folder / "number").unlink(missing_ok=True)
    arguments = [sys.executable, "-m", child, kind, str(seed), str(first), str(count), str(folder)]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(
            arguments, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=False, timeout=STUCK + count * 2
        )
    except subprocess.TimeoutExpired:
        return b"", -1
    return done.stdout, done.returncode
