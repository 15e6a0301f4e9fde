"""Spreads documents over processes. Results come in the order of the jobs, whatever the number of workers."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing.synchronize import Event
from types import FrameType
from typing import NamedTuple, NoReturn

from reader.batch.plan import Job
from reader.batch.work import Outcome, Settings, clean_document
from reader.language import use
from reader.pipeline import Engine
from reader.store.saving import abandon
from reader.text.message import Message

SMALL = 150_000
"""Bytes of documents that pay for one more process: starting one and loading the model takes as long as cleaning
some ten pages of the usual size."""

_AHEAD = 4
"""Jobs handed out for each worker: enough that none waits, few enough that stopping is quick."""


def workers_for(jobs: Sequence[Job], wanted: int | None = None) -> int:
    """How many processes to use: as many as wanted, else all cores, but never more than there is work for."""
    if wanted is not None:
        return max(1, min(wanted, len(jobs)))
    size = 0
    for job in jobs:
        try:
            size += job.path.stat().st_size
        except OSError:
            continue
    return max(1, min(_cores(), len(jobs), size // SMALL))


def _cores() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


MakeEngine = Callable[[], Engine]
"""Makes an engine; called once in every process, so it must be a function that other processes can import. It is called
for the first document, so that an engine that cannot be made (a damaged installation) is told like any failure."""


def run(
    jobs: Sequence[Job], settings: Settings, workers: int = 1, make_engine: MakeEngine = Engine
) -> Generator[Outcome, None, None]:
    """Clean every document. Closing the iterator, or an interrupt, drops what is not done and keeps what is."""
    if workers <= 1:
        engine = cache(make_engine)
        for job in jobs:
            yield clean_document(job, settings, engine, _never)
    else:
        yield from _spread(jobs, settings, workers, make_engine)


def _never() -> bool:
    return False


class _Flying(NamedTuple):
    job: Job
    future: Future[Outcome]


def _spread(
    jobs: Sequence[Job], settings: Settings, workers: int, make_engine: MakeEngine
) -> Generator[Outcome, None, None]:
    waiting = deque(jobs)
    while waiting:
        flying: deque[_Flying] = deque()
        try:
            with _Pool(settings, workers, make_engine) as pool:
                while waiting or flying:
                    while waiting and len(flying) < _AHEAD * workers:
                        job = waiting.popleft()
                        flying.append(_Flying(job, pool.submit(job)))
                    outcome = flying[0].future.result()
                    flying.popleft()
                    yield outcome
        except BrokenProcessPool:
            # A worker died, and nobody can say of which document: each gets a process of its own.
            for job, future in flying:
                whole = future.done() and not future.cancelled() and future.exception() is None
                yield future.result() if whole else _alone(job, settings, make_engine)


def _alone(job: Job, settings: Settings, make_engine: MakeEngine) -> Outcome:
    try:
        with _Pool(settings, 1, make_engine) as pool:
            return pool.submit(job).result()
    except BrokenProcessPool:
        message = Message("The process that cleaned this file ended early. Perhaps the memory is too small for it.")
        return Outcome(job, message)


class _Pool:
    """Processes that each load the engine once; leaving it early stops them at the next paragraph."""

    def __init__(self, settings: Settings, workers: int, make_engine: MakeEngine) -> None:
        # Forking a process that has threads can hang it, and Windows and macOS start afresh anyway.
        context = multiprocessing.get_context("spawn")
        self._stop = context.Event()
        self._pool = ProcessPoolExecutor(workers, context, _begin, (settings, self._stop, make_engine))

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._stop.set()
        self._pool.shutdown(wait=True, cancel_futures=kind is not None)

    def submit(self, job: Job) -> Future[Outcome]:
        return self._pool.submit(_do, job)


_worker: tuple[Settings, MakeEngine, Callable[[], bool]] | None = None
"""What a worker process keeps between documents."""


def _begin(settings: Settings, stop: Event, make_engine: MakeEngine) -> None:
    """Make this process a worker."""
    global _worker
    # Ctrl-C reaches every process of the terminal; the first one decides what to do about it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_follow_parent, daemon=True).start()
    use(settings.language)
    _worker = settings, cache(make_engine), stop.is_set


def _end(number: int, _: FrameType | None) -> NoReturn:
    """End at once, but leave nothing half-written: other workers are ended so when one of them dies."""
    abandon()
    os._exit(128 + number)


def _follow_parent() -> None:
    """End this process when the first one is gone, even if it was killed and could say nothing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        abandon()
        os._exit(1)


def _do(job: Job) -> Outcome:
    assert _worker is not None  # noqa: S101  (``_begin`` ran before)
    settings, engine, cancelled = _worker
    return clean_document(job, settings, engine, cancelled)
