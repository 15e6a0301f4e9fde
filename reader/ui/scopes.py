"""Which findings the list shows: a scope by what was decided, then kind, certainty and text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from reader.language import tr
from reader.review.decision import State
from reader.review.filters import Filter, begins_in
from reader.review.session import ReviewSession
from reader.text.analysis import applies_by_itself
from reader.text.fix import Fix, Kind, Level
from reader.text.span import Span


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
    alike: frozenset[str] = frozenset()
    """Keys of the findings of one group, if only those are to be shown."""
    grouped: bool = False
    """Whether groups that make one change come first, or everything as the text is read."""

    def within(self, span: Span | None) -> View:
        """The same for one section, or for the whole text."""
        return replace(self, filter=replace(self.filter, within=span))

    @property
    def plain(self) -> View:
        """With nothing filtered but by scope; what a group or a class was looked at in, is left."""
        return View(Scope.WAITING if self.alike else self.scope, grouped=self.grouped)

    def of_kind(self, kind: Kind | None) -> View:
        return replace(self, filter=replace(self.filter, kinds=frozenset() if kind is None else frozenset({kind})))


LEAST = (0.0, 0.5, 0.8, 0.9)
"""Certainties to choose from as the least that is shown."""


@dataclass(frozen=True, slots=True)
class Record:
    """Of the findings that were asked about and decided by the reader: how many, and how many were accepted."""

    decided: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Selected:
    """The findings shown, in text order, and what the other choices would show."""

    fixes: tuple[Fix, ...]
    by_scope: dict[Scope, int]
    by_kind: dict[Kind, int]
    doubtful: int
    """Findings of these kinds that are shown on demand only."""
    by_certainty: dict[float, Record]
    """The reader's own record with the findings of at least this certainty, whatever the filter shows."""
    anywhere: tuple[Fix, ...] = ()
    """What would be shown if no section was chosen, in text order."""

    def number_in(self, within: Span) -> int:
        """How many would be shown of a section."""
        first, last = (bisect_left(self.anywhere, place, key=_start) for place in (within.start, within.end))
        after = bisect_right(self.anywhere, within.end, lo=last, key=_start)
        # Only at the very end it matters which ones begin there.
        return last - first + sum(begins_in(fix, within) for fix in self.anywhere[last:after])


def scope_of(session: ReviewSession, fix: Fix) -> Scope:
    """The one scope besides ALL that a finding is in."""
    if session.state(fix) is State.PENDING:
        return Scope.WAITING
    return Scope.MINE if fix.key in session.decisions else Scope.AUTOMATIC


def select(session: ReviewSession, view: View) -> Selected:
    """What the list shows for ``view``, with the counts for its buttons; one pass over the findings."""
    chosen: list[Fix] = []
    anywhere: list[Fix] = []
    by_scope = dict.fromkeys(Scope, 0)
    by_kind: dict[Kind, int] = {}
    doubtful = 0
    shown = view.filter
    rest = replace(shown, kinds=frozenset(), doubtful=True, within=None)
    trivial = rest == Filter(doubtful=True)
    for fix in session.fixes:
        if view.alike and fix.key not in view.alike:
            continue
        if not trivial and not rest.passes(session, fix):
            continue
        right_kind = not shown.kinds or fix.kind in shown.kinds
        inside = shown.within is None or begins_in(fix, shown.within)
        if fix.level is Level.DOUBTFUL:
            doubtful += right_kind and inside
            if not shown.doubtful:
                continue
        scope = scope_of(session, fix)
        right_scope = view.scope in (Scope.ALL, scope)
        if right_kind and right_scope:
            anywhere.append(fix)
        if not inside:
            continue
        if right_scope:
            by_kind[fix.kind] = by_kind.get(fix.kind, 0) + 1
        if right_kind:
            by_scope[scope] += 1
            by_scope[Scope.ALL] += 1
            if right_scope:
                chosen.append(fix)
    return Selected(tuple(chosen), by_scope, by_kind, doubtful, _record(session), tuple(anywhere))


def _record(session: ReviewSession) -> dict[float, Record]:
    decided = dict.fromkeys(LEAST, 0)
    accepted = dict.fromkeys(LEAST, 0)
    for fix, taken in _answered(session):
        for least in LEAST:
            if fix.confidence >= least:
                decided[least] += 1
                accepted[least] += taken
    return {least: Record(decided[least], accepted[least]) for least in LEAST}


def record_of_rule(session: ReviewSession, like: Fix) -> Record:
    """The reader's own record with the findings of the rule that made ``like``."""
    answers = [taken for fix, taken in _answered(session) if (fix.kind, fix.rule) == (like.kind, like.rule)]
    return Record(len(answers), sum(answers))


def _answered(session: ReviewSession) -> Iterator[tuple[Fix, bool]]:
    """What was asked about and decided by the reader, each with whether it was accepted."""
    for key in session.decisions:
        try:
            fix = session.fix(key)
        except KeyError:
            continue
        state = session.state(fix)
        if fix.kind is not Kind.MANUAL and not applies_by_itself(fix) and state in (State.ACCEPTED, State.KEPT):
            yield fix, state is State.ACCEPTED


def next_waiting(
    session: ReviewSession,
    view: View,
    after: Fix | None,
    *,
    backwards: bool = False,
    order: Sequence[Fix] | None = None,
) -> Fix | None:
    """The next finding to decide among those that ``view`` lets through, going round at the end; None if none waits.

    The view's scope does not matter. ``after`` itself is the answer only where no other one waits. ``order`` is that of
    the text unless given.
    """
    fixes = session.fixes if order is None else order
    if after is None:
        numbers = range(len(fixes) - 1, -1, -1) if backwards else range(len(fixes))
    else:
        before, behind = _around(session, fixes, after)
        numbers = range(before - 1, before - 1 - len(fixes), -1) if backwards else range(behind, behind + len(fixes))
    for number in numbers:
        fix = fixes[number % len(fixes)]
        if _lets_through(session, view, fix):
            return fix
    return None


def _around(session: ReviewSession, fixes: Sequence[Fix], fix: Fix) -> tuple[int, int]:
    """How many of ``fixes`` come before ``fix``, and which number is the first after it."""
    if fixes is session.fixes:
        return bisect_left(fixes, _place(fix), key=_place), bisect_right(fixes, _place(fix), key=_place)
    at = next((number for number, other in enumerate(fixes) if other.key == fix.key), None)
    return (0, 0) if at is None else (at, at + 1)


def _lets_through(session: ReviewSession, view: View, fix: Fix) -> bool:
    if view.alike and fix.key not in view.alike:
        return False
    return session.state(fix) is State.PENDING and view.filter.passes(session, fix)


def _start(fix: Fix) -> int:
    return fix.span.start


def _place(fix: Fix) -> tuple[int, int, int, str]:
    """The session's own order: by place, then by layer."""
    return fix.span.start, fix.span.end, int(fix.layer), fix.key


CONVERSION = "simplify"
"""The rule of conversions to simplified characters: one change, whichever paragraph it is made in."""


class Alike:
    """The findings of a session by the change they make: what can be decided as one group.

    Removals of one rule make the same change. Make a new one when the list of findings is a new one.
    """

    def __init__(self, session: ReviewSession) -> None:
        self._session = session
        self._groups: dict[tuple[object, ...], list[Fix]] = {}
        for fix in session.fixes:
            self._groups.setdefault(self.change(fix), []).append(fix)

    def group(self, fix: Fix) -> tuple[Fix, ...]:
        """All that make the same change as ``fix``, decided and protected ones too."""
        return tuple(self._groups.get(self.change(fix), ()))

    def waiting(self, fix: Fix, shown: Filter) -> tuple[Fix, ...]:
        """Those that make the same change as ``fix``, wait, and pass the filter.

        Protected ones are left out on purpose: numbers, dates, names and quotations are decided one by one.
        """
        session = self._session
        return tuple(
            other
            for other in self._groups.get(self.change(fix), ())
            if not other.protected and session.state(other) is State.PENDING and shown.passes(session, other)
        )

    def change(self, fix: Fix) -> tuple[object, ...]:
        """What the finding does, so that those which do the same have the same."""
        if fix.kind.removes or fix.rule == CONVERSION:
            return fix.kind, fix.rule
        first = fix.options[0].text if fix.options else None
        return fix.kind, fix.observed(self._session.raw), first
