"""Spreads documents over processes. Outcomes come in the order of the jobs, whatever the number of processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from reader.batch.crew import Crew
from reader.batch.outcome import Outcome
from reader.batch.plan import Job
from reader.batch.settings import Settings

if TYPE_CHECKING:
    from reader.batch.work import MakeEngine

SMALL = 150_000
"""Bytes of documents that pay for one more process: starting one and loading the model takes as long as cleaning
some ten pages of the usual size."""

_WINDOW = 64
"""Documents for each process that may be done before their turn, so that one long document does not make all wait."""

_HELD = 64_000_000
"""Bytes of results that may wait for their turn."""

Known = Callable[[Job], Outcome | None]
"""What an earlier run made of a document, if that still holds."""


def workers_for(jobs: Sequence[Job], wanted: int | None = None) -> int:
    """How many processes to use: as many as wanted, else all cores, but never more than there is work for."""
    if wanted is not None:
        return max(1, min(wanted, len(jobs)))
    most = min(_cores(), len(jobs))
    total = 0
    for job in jobs:
        if total >= most * SMALL:
            break
        total += size(job)
    return max(1, min(most, total // SMALL))


def size(job: Job) -> int:
    """Bytes of a document; none where that cannot be told."""
    try:
        return job.path.stat().st_size
    except (OSError, ValueError):
        return 0


def _cores() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def nothing(_: Job) -> None:
    return None


def run(
    jobs: Sequence[Job],
    settings: Settings,
    workers: int = 1,
    make_engine: MakeEngine | None = None,
    known: Known = nothing,
) -> Generator[Outcome, None, None]:
    """Clean every document that is not ``known``. Closing the iterator drops what is not done and keeps what is.

    A single document is cleaned in this process; several are cleaned in others, so that none that crashes or hangs
    stops the run. ``make_engine`` must be something that other processes can import.

    :raises NoProcesses: if no process can be started
    """
    if len(jobs) == 1:
        from reader.batch.work import clean_document

        yield known(jobs[0]) or clean_document(jobs[0], settings, make_engine, _never)
        return
    with closing(Crew(settings, workers, make_engine)) as crew:
        finished: dict[int, Outcome] = {}
        given = held = 0
        for number in range(len(jobs)):
            while number not in finished:
                while _may_give(crew, given - number, held, workers) and given < len(jobs):
                    job = jobs[given]
                    old = known(job)
                    if old is None:
                        crew.give(given, job, settings.limit(size(job)))
                    else:
                        finished[given] = old
                    given += 1
                if number not in finished:
                    done, outcome = crew.next()
                    finished[done] = outcome
                    held += len(outcome.data)
            held -= len(finished[number].data)
            yield finished.pop(number)


def _may_give(crew: Crew, ahead: int, held: int, workers: int) -> bool:
    return crew.has_room and ahead < _WINDOW * workers and (held < _HELD or ahead == 0)


def _never() -> bool:
    return False
