"""Jiaodu 校读: read scraped Chinese documents beside a cleaned, sectioned version.

As a library: ``reader.clean(text)`` and ``reader.open(path)`` return a ``reader.Review``; what ``__all__`` names is the
public interface, described in ``reader.library`` and in ``resources/manual/library.md``. All of it is loaded when it is
first used: ``import reader`` costs nothing.

The map of the package, bottom up; imports point this way only:

- ``text``: spans, edits, fixes, offset maps, applying, the ledger; standard library only
- ``assets``: finds ``resources/``, installed or in a checkout
- ``language``: says every sentence in the reader's language
- ``lm``: the character n-gram model and what it finds improbable
- ``detect``: a reading of the raw text -> fixes, layer by layer; pure functions
- ``structure``: cleaned text -> title, headings, numbering checks; pure functions
- ``plugins``: detectors of others, run in a process apart
- ``pipeline``: runs them
- ``review``: what the reader decided; undo; announces changes; no Qt, no files
- ``store``: reads documents, saves results
- ``batch``: many files over many processes; the same results whatever the number of workers
- ``library``: what ``import reader`` offers to other programs
- ``cluster``: documents on a Dask cluster
- ``cli``: ``jiaodu clean`` without a window
- ``ui``: Qt widgets; draw the session and ask it to change
- ``app``: puts the parts together
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.batch.settings import Accept
    from reader.library import Review, clean, open  # noqa: A004  (as in gzip and codecs)
    from reader.review.decision import State
    from reader.store.documents import UnreadableDocument
    from reader.store.export import Format, Saved
    from reader.store.saving import NotSaved
    from reader.text.fix import Edit, Fix, Kind, Layer, Level, Option, Safety
    from reader.text.ledger import Ledger
    from reader.text.message import Message
    from reader.text.projection import Projection
    from reader.text.rules import Rule, RuleKind
    from reader.text.section import Notice, NoticeKind, Section
    from reader.text.span import Span

__all__ = [
    "Accept",
    "Edit",
    "Fix",
    "Format",
    "Kind",
    "Layer",
    "Ledger",
    "Level",
    "Message",
    "NotSaved",
    "Notice",
    "NoticeKind",
    "Option",
    "Projection",
    "Review",
    "Rule",
    "RuleKind",
    "Safety",
    "Saved",
    "Section",
    "Span",
    "State",
    "UnreadableDocument",
    "clean",
    "open",
]

_HOMES = {
    "reader.batch.settings": ("Accept",),
    "reader.library": ("Review", "clean", "open"),
    "reader.review.decision": ("State",),
    "reader.store.documents": ("UnreadableDocument",),
    "reader.store.export": ("Format", "Saved"),
    "reader.store.saving": ("NotSaved",),
    "reader.text.fix": ("Edit", "Fix", "Kind", "Layer", "Level", "Option", "Safety"),
    "reader.text.ledger": ("Ledger",),
    "reader.text.message": ("Message",),
    "reader.text.projection": ("Projection",),
    "reader.text.rules": ("Rule", "RuleKind"),
    "reader.text.section": ("Notice", "NoticeKind", "Section"),
    "reader.text.span": ("Span",),
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for."""
    for home, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(home), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module 'reader' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
