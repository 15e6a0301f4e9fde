"""Which findings the list shows: a scope by what was decided, then kind, certainty and text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from reader.language import tr
from reader.review.decision import State
from reader.review.filters import Filter, count_by_kind
from reader.review.session import ReviewSession
from reader.text.fix import Fix, Kind


class Scope(StrEnum):
    """What became of a finding, as far as the reader has a hand in it."""

    WAITING = "waiting"
    MINE = "mine"
    AUTOMATIC = "automatic"
    ALL = "all"


def scope_name(scope: Scope) -> str:
    names = {
        Scope.WAITING: tr("To decide"),
        Scope.MINE: tr("Decided"),
        Scope.AUTOMATIC: tr("Automatic"),
        Scope.ALL: tr("All"),
    }
    return names[scope]


@dataclass(frozen=True, slots=True)
class View:
    """What the list is asked to show."""

    scope: Scope = Scope.WAITING
    filter: Filter = field(default_factory=Filter)

    def of_kind(self, kind: Kind | None) -> View:
        return replace(self, filter=replace(self.filter, kinds=frozenset() if kind is None else frozenset({kind})))


@dataclass(frozen=True, slots=True)
class Selected:
    """The findings shown, in text order, and what the other choices would show."""

    fixes: tuple[Fix, ...]
    by_scope: dict[Scope, int]
    by_kind: dict[Kind, int]
    doubtful: int
    """Findings that are shown on demand only."""


def in_scope(session: ReviewSession, fix: Fix, scope: Scope) -> bool:
    if scope is Scope.ALL:
        return True
    state, decision = session.state(fix), session.decision(fix)
    if scope is Scope.WAITING:
        return state is State.PENDING
    if scope is Scope.MINE:
        return decision.by_reader and state is not State.PENDING
    return not decision.by_reader and state is not State.PENDING


def select(session: ReviewSession, view: View) -> Selected:
    """What the list shows for ``view``, with the counts for its buttons."""
    passing = view.filter.select(session)
    by_scope = {scope: sum(in_scope(session, fix, scope) for fix in passing) for scope in Scope}
    chosen = tuple(fix for fix in passing if in_scope(session, fix, view.scope))
    any_kind = replace(view.filter, kinds=frozenset()).select(session)
    kinds = count_by_kind(fix for fix in any_kind if in_scope(session, fix, view.scope))
    with_doubtful = replace(view.filter, doubtful=True).select(session)
    without = replace(view.filter, doubtful=False).select(session)
    return Selected(chosen, by_scope, dict(kinds), len(with_doubtful) - len(without))


def next_waiting(session: ReviewSession, shown: Filter, after: Fix | None, *, backwards: bool = False) -> Fix | None:
    """The next finding to decide among those that pass ``shown``, going round at the end; None if none waits."""
    waiting = [fix for fix in session.fixes if session.state(fix) is State.PENDING and shown.passes(session, fix)]
    if not waiting:
        return None
    if after is None:
        return waiting[-1] if backwards else waiting[0]
    place = _place(after)
    if backwards:
        return next((fix for fix in reversed(waiting) if _place(fix) < place), waiting[-1])
    return next((fix for fix in waiting if _place(fix) > place), waiting[0])


def _place(fix: Fix) -> tuple[int, int, int, str]:
    """The session's own order: by place, then by layer."""
    return fix.span.start, fix.span.end, int(fix.layer), fix.key


def same_change(session: ReviewSession, fix: Fix, among: Iterable[Fix]) -> tuple[Fix, ...]:
    """The waiting, unprotected findings that make the same change as ``fix``: what can be decided as one group.

    Protected ones are left out on purpose: numbers, dates, names and quotations are decided one by one.
    """
    wanted = (fix.kind, fix.observed(session.raw), fix.replacement) if not fix.kind.removes else (fix.kind, fix.rule)

    def sort(other: Fix) -> tuple[object, ...]:
        if other.kind.removes:
            return (other.kind, other.rule)
        return (other.kind, other.observed(session.raw), other.replacement)

    return tuple(
        other
        for other in among
        if sort(other) == wanted and not other.protected and session.state(other) is State.PENDING
    )
