"""What a worker of the cluster does; everything here also runs on machines that know only this package."""

from __future__ import annotations

import json
import pickle
import threading
import zlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import current_process

from reader.batch.outcome import Outcome
from reader.batch.plan import Job
from reader.batch.settings import Settings, fingerprint
from reader.batch.work import clean_document
from reader.language import say, use

_turn = threading.Lock()
"""An engine serves one thread at a time, and threads of Python would not make two of them quicker."""


class OtherProgram(Exception):  # noqa: N818  (it says what the worker has)
    """The worker has another version, other tables or other plug-ins: its results would be other ones."""


def made_with(settings: Settings) -> str:
    """Equal where the same document comes out the same."""
    return _made_with(settings)


@lru_cache(maxsize=8)
def _made_with(settings: Settings) -> str:
    try:
        here = version("jiaodu")
    except PackageNotFoundError:
        here = ""
    return fingerprint(settings, here)


def clean_batch(jobs: Sequence[Job], settings: Settings, made: str) -> list[Outcome]:
    """Clean some documents one after the other; each has an outcome, failed ones too.

    :raises OtherProgram: if ``made`` says that the caller has another program than this worker
    """
    if made != made_with(settings):
        raise OtherProgram
    _allow_processes()
    with _turn:
        if settings.language is not None:
            use(settings.language)
        return [clean_document(job, settings, None, _never) for job in jobs]


def clean_packed(jobs: Sequence[Job], settings: Settings, made: str) -> bytes:
    """As ``clean_batch``, for the way to another machine: results of JSON become a fraction of their size.

    The lowest level, for on most networks a better one would take longer than it saves.
    """
    return zlib.compress(pickle.dumps(clean_batch(jobs, settings, made)), 1)


def unpacked(data: bytes) -> list[Outcome]:
    """What ``clean_packed`` packed. Workers are trusted as Dask trusts them: with code."""
    outcomes: list[Outcome] = pickle.loads(zlib.decompress(data))  # noqa: S301
    return outcomes


def line_of(outcome: Outcome) -> str:
    """The result of a document as one line of JSON: the contract, or its name and why there is no result."""
    if outcome.failure is None:
        return outcome.data.decode("utf-8")
    failed = {"schema": "jiaodu/1", "source": {"path": outcome.job.name}, "failure": say(outcome.failure)}
    return json.dumps(failed, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _never() -> bool:
    return False


def _allow_processes() -> None:
    """Let this worker start processes, which PDFs are read in: Dask marks its workers as daemons, which may not.

    They end with the worker all the same, for they watch over it. There is no public way to say so after the start.
    """
    current_process()._config["daemon"] = False  # type: ignore[attr-defined]  # noqa: SLF001
