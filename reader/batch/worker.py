"""The other side of ``crew``: a process that cleans one document after the other for the first one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from contextlib import suppress
from ctypes import c_byte
from multiprocessing.connection import Connection
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from reader.batch.outcome import Outcome
from reader.batch.plan import Job
from reader.batch.settings import Settings

if TYPE_CHECKING:
    from reader.batch.work import MakeEngine

Answer = tuple[Outcome, bool]
"""What became of a document, and whether the process can take another."""

READY = None
"""What a worker says once it can take work."""

LARGE = 4_000_000
"""Characters of a document after which the process ends: Python keeps much of the memory that such a one took."""


def work(
    connection: Connection[Answer | None, Job | None], stop: c_byte, settings: Settings, make_engine: MakeEngine | None
) -> None:
    """Take documents from ``connection`` and answer each with its outcome and whether more can be taken.

    Ends when None comes, when ``stop`` is not zero, or when the first process is gone.
    """
    # Ctrl-C reaches every process of the terminal; the first one decides what to do about it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_follow_parent, daemon=True).start()
    # One process for each core is enough: threads of numerical libraries would only get into each other's way.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")

    from reader.batch.work import clean_document
    from reader.language import use
    from reader.pipeline import Cancelled

    use(settings.language)
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.send(READY)
    going = True
    while going and (job := _received(connection)) is not None:
        try:
            outcome = clean_document(job, settings, make_engine, lambda: stop.value != 0)
            large = outcome.facts is not None and outcome.facts.characters > LARGE
            going = not large and "MemoryError" not in outcome.trace
            connection.send((outcome, going))
        except (Cancelled, BrokenPipeError, ConnectionResetError):
            return


def _received(connection: Connection[Answer | None, Job | None]) -> Job | None:
    try:
        return connection.recv()
    except (EOFError, OSError):
        return None


def _end(number: int, _: FrameType | None) -> NoReturn:
    """End at once, but leave nothing half-written: a document that takes too long is stopped so."""
    _abandon()
    os._exit(128 + number)


def _follow_parent() -> None:
    """End this process when the first one is gone, even if it was killed and could say nothing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        _abandon()
        os._exit(1)


def _abandon() -> None:
    saving = sys.modules.get("reader.store.saving")
    if saving is not None:
        saving.abandon()
