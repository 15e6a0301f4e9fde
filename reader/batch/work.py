"""Cleans one document: reads it, asks the engine, decides what the settings let it, writes the result."""

from __future__ import annotations

import json
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from reader.batch.accept import reviewed
from reader.batch.outcome import Facts, Outcome, Stamp, digest
from reader.batch.plan import Job
from reader.batch.settings import Settings
from reader.pipeline import Cancelled, Engine
from reader.plugins.installed import installed
from reader.plugins.running import Plugins
from reader.review.session import ReviewSession
from reader.store.contract import contract
from reader.store.documents import UnreadableDocument, read_document
from reader.store.encodings import encoding_notices
from reader.store.export import cleaned_bytes, save_cleaned
from reader.store.saving import NotSaved, saving_failure
from reader.text.message import Message
from reader.text.source import Source

MakeEngine = Callable[[], Engine]
"""Makes an engine for one document: what an engine learned about another must not show in the result."""


class _TooLong(Exception):  # noqa: N818  (nothing failed; the time is up)
    """The time that the document may take is over."""


def engine_for(settings: Settings) -> MakeEngine:
    """The engine that documents are cleaned with."""
    return partial(_engine, settings)


def _engine(settings: Settings) -> Engine:
    return Engine(suspects=settings.suspects, plugins=plugins_for(settings))


def plugins_for(settings: Settings) -> Plugins | None:
    """The plug-ins that the settings allow; None where there are none."""
    found = installed() if settings.plugins else ()
    return Plugins(found, settings.trusted) if found else None


def clean_document(
    job: Job, settings: Settings, make_engine: MakeEngine | None, cancelled: Callable[[], bool]
) -> Outcome:
    """Clean one document and write its result; a failure of whatever kind is told, not raised.

    :raises Cancelled: if ``cancelled`` said so
    """
    begun = time.monotonic()
    try:
        return replace(_clean(job, settings, make_engine, cancelled), seconds=time.monotonic() - begun)
    except (UnreadableDocument, NotSaved) as error:
        failure, trace = error.message, ""
    except _TooLong:
        failure, trace = too_long(time.monotonic() - begun), ""
    except MemoryError:
        failure = Message("The memory is too small for this file. Split it, or use fewer processes (--jobs).")
        trace = traceback.format_exc()
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001  (one document that the program stumbles over must not stop the others)
        failure = Message.of(
            "The program failed on this file ({error}). Please report it, with the output of --verbose.",
            error=f"{type(error).__name__}: {error}",
        )
        trace = traceback.format_exc()
    return Outcome(job, failure, trace, seconds=time.monotonic() - begun)


def too_long(seconds: float) -> Message:
    """Why a document was given up after so many seconds."""
    return Message.of(
        "This file was given up after {seconds} seconds. Split it, or allow more time with --timeout.",
        seconds=round(seconds),
    )


def _clean(
    job: Job, settings: Settings, make_engine: MakeEngine | None, cancelled: Callable[[], bool]
) -> Outcome:
    begun = time.monotonic()
    # Asked before reading: what is written in between counts as a change, not as what was cleaned.
    size, changed = file_state(job.path) or (0, 0)
    source = read_document(job.path, settings.read_as) if job.text is None else _text(job, job.text)
    limit = settings.limit(len(source.data))

    def asked() -> bool:
        if limit is not None and time.monotonic() - begun > limit:
            raise _TooLong
        return cancelled()

    engine = (make_engine or engine_for(settings))()
    session = reviewed(source, lambda standing: engine.analyse(source.raw, standing, cancelled=asked), settings)
    data, notes, written = _result(session, job, settings)
    facts = _facts(session, time.monotonic() - begun)
    stamp = Stamp(size, changed, source.sha256)
    notes = (*source.remarks, *(notice.message for notice in encoding_notices(source)), *notes)
    return Outcome(
        job, data=data, notes=notes, facts=facts, source=stamp, written=written, digest=digest(data) if data else ""
    )


def _text(job: Job, text: str) -> Source:
    if not text:
        raise UnreadableDocument(Message.of("{name} is empty.", name=job.name), job.path)
    return Source.of_text(text, job.name)


def _result(session: ReviewSession, job: Job, settings: Settings) -> tuple[bytes, tuple[Message, ...], int]:
    """The result where it has no file of its own, what is to be said about it, and its bytes."""
    if settings.lines:
        data = json_line(session, job.name)
        return data, (), len(data)
    if job.target is None:
        data, _, notes = cleaned_bytes(session, settings.format, settings.encoding, job.name)
        return data, notes, len(data)
    try:
        job.target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotSaved(saving_failure(error, job.target), job.target) from error
    saved = save_cleaned(
        session, job.target, format=settings.format, encoding=settings.encoding, source_path=job.path, name=job.name
    )
    return b"", saved.notes, (file_state(job.target) or (0, 0))[0]


def json_line(session: ReviewSession, name: str) -> bytes:
    """The document as one line of JSON: the contract, called ``name``.

    Lone surrogates and the line separators of Unicode, which some programs end lines at, are written as escapes.
    """
    text = json.dumps(contract(session, name), ensure_ascii=False, separators=(",", ":"))
    for separator in "\x85\u2028\u2029":
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    return (text + "\n").encode("utf-8", "backslashreplace")


def file_state(path: Path) -> tuple[int, int] | None:
    """The bytes of a file and the time of its last change in nanoseconds; None where there is none."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    return state.st_size, state.st_mtime_ns


def _facts(session: ReviewSession, seconds: float) -> Facts:
    source, ledger = session.source, session.ledger
    notices = (*encoding_notices(source), *session.notices)
    return Facts(
        characters=ledger.source,
        kept=ledger.kept,
        removed=ledger.removed,
        changed=ledger.changed,
        inserted=ledger.inserted,
        encoding=source.encoding,
        format=source.format,
        undecodable=len(source.undecodable),
        applied=_counted(fix.kind.value for fix in session.cleaned.applied),
        pending=_counted(fix.kind.value for fix in session.pending),
        notices=_counted(notice.kind.value for notice in notices),
        seconds=round(seconds, 3),
    )


def _counted(kinds: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(kinds).items()))
