"""Cleans one document: reads it, asks the engine, writes the result."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reader.batch.plan import Job
from reader.pipeline import Cancelled, Engine
from reader.review.session import ReviewSession
from reader.store.documents import UnreadableDocument, read_document
from reader.store.encodings import encoding_notices
from reader.store.export import Format, cleaned_bytes, save_cleaned
from reader.store.saving import NotSaved, saving_failure
from reader.text.message import Message


@dataclass(frozen=True, slots=True)
class Settings:
    """What to write and how: ``encoding`` None means that of the source, ``read_as`` None means to find it out."""

    format: Format = Format.TXT
    encoding: str | None = None
    read_as: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document. ``failure`` says why there is no result; the counts are those of the result."""

    job: Job
    failure: Message | None = None
    trace: str = ""
    """Where in the program an unexpected failure came from."""
    data: bytes = b""
    """The result, where it was not written to a file."""
    notes: tuple[Message, ...] = ()
    characters: int = 0
    applied: int = 0
    pending: int = 0


def review(job: Job, settings: Settings, engine: Callable[[], Engine], cancelled: Callable[[], bool]) -> ReviewSession:
    """The document and what the engine found in it.

    :raises UnreadableDocument: if it cannot be read
    :raises Cancelled: if ``cancelled`` said so
    """
    source = read_document(job.path, settings.read_as)
    return ReviewSession(source, engine().analyse(source.raw, cancelled=cancelled))


def clean_document(
    job: Job, settings: Settings, engine: Callable[[], Engine], cancelled: Callable[[], bool]
) -> Outcome:
    """Clean one document and write its result; a failure of whatever kind is told, not raised.

    ``engine`` gives the engine, always the same one.

    :raises Cancelled: if ``cancelled`` said so
    """
    try:
        session = review(job, settings, engine, cancelled)
        notes = tuple(notice.message for notice in encoding_notices(session.source))
        data = b""
        if job.target is None:
            data, _, more = cleaned_bytes(session, settings.format, settings.encoding, job.name)
        else:
            more = _save(job.target, session, settings, job)
    except (UnreadableDocument, NotSaved) as error:
        return Outcome(job, error.message)
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001  (one document that the program stumbles over must not stop the others)
        message = Message.of(
            "The program failed on this file ({error}). Please report it, with the output of --verbose.",
            error=f"{type(error).__name__}: {error}",
        )
        return Outcome(job, message, traceback.format_exc())
    return Outcome(
        job,
        data=data,
        notes=(*notes, *more),
        characters=len(session.raw),
        applied=len(session.cleaned.applied),
        pending=len(session.pending),
    )


def _save(target: Path, session: ReviewSession, settings: Settings, job: Job) -> tuple[Message, ...]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotSaved(saving_failure(error, target), target) from error
    saved = save_cleaned(
        session, target, format=settings.format, encoding=settings.encoding, source_path=job.path, name=job.name
    )
    return saved.notes
