"""Saves a document as its reader decided, from what the journal holds; nobody has it open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reader.pipeline import Engine
from reader.review.session import ReviewSession
from reader.store.export import Format, save_cleaned
from reader.store.reviews import recall
from reader.store.saving import NotSaved, saving_failure
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.rules import Rules
from reader.text.source import Source

NOTHING = Analysis((), (), ())


def recalled(source: Source, rules: Rules) -> ReviewSession:
    """The review of a document as it stands, before any analysis."""
    session = ReviewSession(source, NOTHING, rules)
    recall(session)
    return session


def save_reviewed(
    source: Source,
    path: Path,
    target: Path,
    *,
    engine: Engine,
    rules: Rules,
    form: Format,
    author: str,
    cancelled: Callable[[], bool],
) -> tuple[Message, ...]:
    """Write the document at ``path`` to ``target`` as it was decided; returns what should be known about how.

    :raises NotSaved: if nothing was written
    :raises Cancelled: if ``cancelled`` said so
    """
    session = recalled(source, rules)
    session.adopt(engine.analyse(source.raw, session.standing, cancelled=cancelled))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotSaved(saving_failure(error, target), target) from error
    return save_cleaned(
        session, target, format=form, source_path=path, name=target.name, author=author
    ).notes
