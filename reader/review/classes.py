"""The findings behind each line of the account: what removed, changed or put in characters, and what was kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reader.review.decision import State
from reader.review.session import ReviewSession
from reader.text.fix import Edit, Fix, Kind


class Fate(StrEnum):
    """What became of characters; KEPT are those that a finding wanted otherwise and the reader did not."""

    KEPT = "kept"
    REMOVED = "removed"
    CHANGED = "changed"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class AccountClass:
    """One line of the account; ``kind`` None for all kinds together."""

    fate: Fate
    kind: Kind | None = None


def classes(session: ReviewSession) -> dict[AccountClass, tuple[Fix, ...]]:
    """The findings of every class that has any, in text order; one that removes and changes is in both."""
    found: dict[AccountClass, list[Fix]] = {}
    for fix in session.fixes:
        for fate in dict.fromkeys(_fates(session, fix)):
            found.setdefault(AccountClass(fate, fix.kind), []).append(fix)
            found.setdefault(AccountClass(fate), []).append(fix)
    return {each: tuple(fixes) for each, fixes in found.items()}


def fate_of(edit: Edit) -> Fate:
    """In which class the ledger counts an edit."""
    if not edit.replacement:
        return Fate.REMOVED
    return Fate.CHANGED if edit.span.length else Fate.INSERTED


def _fates(session: ReviewSession, fix: Fix) -> Iterator[Fate]:
    state = session.state(fix)
    if state is State.KEPT:
        yield Fate.KEPT
    elif state is State.ACCEPTED and fix.options:
        yield from (fate_of(edit) for edit in fix.choosing(session.decision(fix).option).edits)
