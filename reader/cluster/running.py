"""Sends documents to a cluster and takes the results in the order of the documents."""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from reader.batch.outcome import Outcome
from reader.batch.plan import Job
from reader.batch.run import Known, nothing, size
from reader.batch.settings import Settings
from reader.cluster.task import OtherProgram, clean_packed, line_of, made_with, unpacked
from reader.store.contract import Json
from reader.store.export import Format
from reader.text.message import Message

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

Document: TypeAlias = "str | Path | tuple[str, str]"
"""A path that the workers can read, or a name and a text."""

BATCH = 60_000
"""Bytes of documents that go out together: a second or two of work, against which the way there and back is nothing."""

_AHEAD = 3
"""Batches for each thread of the cluster that are out at once, so that none waits for the next."""

_WAIT = 20
"""Seconds for a scheduler to answer."""


class NoCluster(Exception):  # noqa: N818  (it says what is missing)
    """There is no cluster to work on; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def clean(
    documents: Iterable[Document],
    settings: Settings = Settings(),  # noqa: B008  (it never changes)
    *,
    address: str | None = None,
    workers: int | None = None,
    retries: int = 2,
) -> Iterator[dict[str, Json]]:
    """The results of all documents, in their order, as ``Review.to_dict`` gives them.

    A document that cannot be cleaned gives ``{"schema": …, "source": {"path": …}, "failure": why}``. ``address`` is
    that of a scheduler of Dask; without one, ``workers`` processes of this machine do the work (None: all cores).
    What ends with its worker is tried ``retries`` times more, each document by itself.

    :raises NoCluster: if there is no such scheduler, or it is lost while documents are out
    :raises ImportError: if Dask is not installed
    """
    for line in lines(documents, settings, address=address, workers=workers, retries=retries):
        yield json.loads(line)


def lines(
    documents: Iterable[Document],
    settings: Settings = Settings(),  # noqa: B008
    *,
    address: str | None = None,
    workers: int | None = None,
    retries: int = 2,
) -> Iterator[str]:
    """As ``clean``, each result as a line of JSON with its line end."""
    wanted = replace(settings, format=Format.JSON, lines=True)
    with closing(run(map(job_of, documents), wanted, address=address, workers=workers, retries=retries)) as outcomes:
        yield from map(line_of, outcomes)


def job_of(document: Document) -> Job:
    if isinstance(document, tuple):
        name, text = document
        return Job(Path(name), name, text=text)
    path = Path(document)
    return Job(path, path.name)


def run(
    jobs: Iterable[Job],
    settings: Settings,
    *,
    address: str | None = None,
    workers: int | None = None,
    retries: int = 2,
    known: Known = nothing,
) -> Generator[Outcome, None, None]:
    """The outcomes of all jobs that are not ``known``, in the order of the jobs.

    A job with a target has its result written by the worker. Closing the iterator drops what is not done.

    :raises NoCluster: as ``clean``
    """
    with ExitStack() as stack:
        client = stack.enter_context(_client(address, workers, stack))
        most = _AHEAD * max(1, sum(client.nthreads().values()))
        out: deque[tuple[tuple[Job, ...], Future | Outcome]] = deque()
        try:
            for batch in _batches(jobs, known):
                if isinstance(batch, Outcome):
                    out.append(((), batch))
                else:
                    out.append((batch, _sent(client, batch, settings, retries)))
                while sum(not isinstance(answer, Outcome) for _, answer in out) >= most:
                    yield from _taken(client, *out.popleft(), settings, retries)
            while out:
                yield from _taken(client, *out.popleft(), settings, retries)
        finally:
            client.cancel([answer for _, answer in out if not isinstance(answer, Outcome)], force=True)


def _client(address: str | None, workers: int | None, stack: ExitStack) -> Client:
    """A client of the scheduler, or of a cluster of this machine that ends with ``stack``."""
    from distributed import Client

    if address is None:
        return Client(stack.enter_context(local_cluster(workers)), set_as_default=False)
    try:
        client = Client(address, timeout=_WAIT, set_as_default=False)
        client.wait_for_workers(1, timeout=_WAIT)
    except (OSError, ValueError) as error:  # what Dask raises for a late answer is an OSError, too
        raise NoCluster(Message.of("The cluster cannot be used: {error}", error=str(error))) from error
    return client


def local_cluster(workers: int | None = None) -> LocalCluster:
    """Processes of this machine as a cluster, one for each core where no number is given.

    Nobody else hears of it: it listens to this machine only.
    """
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        # Without these the scheduler would offer its page of tasks at a port of its own choosing, or of another's.
        dashboard_address=None,
        scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
        silence_logs=logging.CRITICAL,
    )


def _batches(jobs: Iterable[Job], known: Known) -> Iterator[tuple[Job, ...] | Outcome]:
    """Documents that go out together, and in their place those that are known."""
    batch: list[Job] = []
    total = 0
    for job in jobs:
        old = known(job)
        if old is None:
            batch.append(job)
            total += size(job) if job.text is None else 3 * len(job.text)
        if batch and (old is not None or total >= BATCH):
            yield tuple(batch)
            batch, total = [], 0
        if old is not None:
            yield old
    if batch:
        yield tuple(batch)


def _sent(client: Client, batch: Sequence[Job], settings: Settings, retries: int) -> Future:
    # Impure: the same file may hold something else the next time.
    # Workers stand in other folders.
    there = [job if job.text is not None else _absolute(job) for job in batch]
    return client.submit(clean_packed, there, settings, made_with(settings), pure=False, retries=retries)


def _taken(
    client: Client, batch: tuple[Job, ...], answer: Future | Outcome, settings: Settings, retries: int
) -> Iterator[Outcome]:
    """The outcomes of a batch. One that failed as a whole is tried document by document, so that one fails alone."""
    if isinstance(answer, Outcome):
        yield answer
        return
    try:
        done = unpacked(answer.result())
    except Exception as error:  # of whatever kind: it is one document's, or is told as one's
        if client.status != "running":
            raise NoCluster(Message.of("The cluster cannot be used: {error}", error=_said(error))) from error
        if len(batch) == 1:
            yield Outcome(batch[0], _why(error))
            return
        for job in batch:  # one after the other: what is out beside the one that ends a worker would be blamed, too
            yield from _taken(client, (job,), _sent(client, (job,), settings, retries), settings, retries)
        return
    yield from (replace(outcome, job=job) for outcome, job in zip(done, batch, strict=True))


def _absolute(job: Job) -> Job:
    return replace(job, path=job.path.absolute(), target=job.target.absolute() if job.target else None)


def _why(error: Exception) -> Message:
    if isinstance(error, OtherProgram):
        return Message("The worker has another version of the program, other tables or other plug-ins.")
    if type(error).__name__ == "KilledWorker":
        return Message("The process that cleaned this file ended early. Perhaps the memory is too small for it.")
    return Message.of("The cluster gave this file up: {error}", error=_said(error))


def _said(error: Any) -> str:  # noqa: ANN401
    return f"{type(error).__name__}: {error}"
