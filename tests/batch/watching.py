"""Looks at a running batch from outside: its processes and their memory, as Linux tells them."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path


def workers_of(process: int) -> list[int]:
    """The processes in which the batch ``process`` cleans."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in children if b"spawn_main" in _read(f"/proc/{child}/cmdline")]


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


def memory(process: int) -> dict[str, int]:
    """Rss, Pss and the like of a process in KiB; empty when it is gone."""
    lines = (line.split() for line in _read(f"/proc/{process}/smaps_rollup").decode().splitlines()[1:])
    return {line[0].rstrip(":"): int(line[1]) for line in lines if len(line) >= 3}


@dataclass
class Watch:
    """Samples the memory of a batch every two seconds: of its first process, and of each worker."""

    process: int
    first: list[int] = field(default_factory=list)
    workers: list[list[dict[str, int]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(2):
            own = memory(self.process)
            sizes = [size for worker in workers_of(self.process) if (size := memory(worker))]
            if own and sizes:
                self.first.append(own["Rss"])
                self.workers.append(sizes)

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def line(self) -> str:
        """What was seen, in MiB: beginning, quarters, end."""
        at = sorted({0, *(len(self.first) * quarter // 4 for quarter in (1, 2, 3)), len(self.first) - 1})
        first = " ".join(str(self.first[place] // 1024) for place in at if place >= 0)
        of_workers = " | ".join(
            " ".join(f"{size['Rss'] // 1024}/{size['Pss'] // 1024}" for size in self.workers[place])
            for place in at
            if place >= 0
        )
        return f"first process RSS {first} MiB; workers RSS/PSS {of_workers} MiB"


def wait_for(holds, seconds: float = 600) -> bool:
    """Whether ``holds`` came true in time."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True
