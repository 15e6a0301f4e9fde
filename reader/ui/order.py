"""In which order findings are listed and gone through: as the text is read, or groups that make one change first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.language import say, tr
from reader.review.session import ReviewSession
from reader.review.words import kind_name
from reader.text.fix import Fix
from reader.ui.rows import row_of
from reader.ui.scopes import Alike, View


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the list that says what the findings below it have in common, and how many they are."""

    text: str
    number: int


Item = Fix | Heading


def arranged(session: ReviewSession, alike: Alike, fixes: Iterable[Fix], view: View) -> list[Item]:
    """``fixes`` (in text order) as the list shows them.

    Groups first: those of the most findings first, each in text order; what stands alone follows in text order.
    Protected findings are never in a group: numbers, dates, names and quotations are decided one by one.
    """
    if view.alike:
        return _apart(session, list(fixes))
    if not view.grouped:
        return list(fixes)
    groups, alone = _grouped(alike, fixes)
    items: list[Item] = []
    for group in groups:
        items += (Heading(change_of(session, group[0]), len(group)), *group)
    if groups and alone:
        items.append(Heading(tr("One by one"), len(alone)))
    return [*items, *alone]


def sequence(session: ReviewSession, alike: Alike, view: View) -> tuple[Fix, ...]:
    """All findings in the order in which they are gone through; it stays the same while the reader decides."""
    if view.alike:
        return tuple(sorted(session.fixes, key=lambda fix: fix.protected))
    if not view.grouped:
        return session.fixes
    groups, alone = _grouped(alike, session.fixes)
    return (*(fix for group in groups for fix in group), *alone)


def change_of(session: ReviewSession, fix: Fix) -> str:
    """What all findings of a group do, in few words."""
    if fix.kind.removes:
        return f"{kind_name(fix.kind)} · {say(fix.reason)}"
    row = row_of(session, fix, context=0)
    return f"{row.old or '∅'} → {row.new or '∅'}" if row.new is not None else f"{row.old} ?"


def _apart(session: ReviewSession, fixes: list[Fix]) -> list[Item]:
    """One group, its protected findings below the others."""
    together, protected = [each for each in fixes if not each.protected], [each for each in fixes if each.protected]
    items: list[Item] = []
    if together and protected:
        items.append(Heading(change_of(session, together[0]), len(together)))
    items += together
    if protected:
        items.append(Heading(tr("Protected, one by one"), len(protected)))
    return [*items, *protected]


def _grouped(alike: Alike, fixes: Iterable[Fix]) -> tuple[list[list[Fix]], list[Fix]]:
    groups: dict[tuple[object, ...], list[Fix]] = {}
    alone: list[Fix] = []
    for fix in fixes:
        if fix.protected or len(alike.group(fix)) < 2:
            alone.append(fix)
        else:
            groups.setdefault(alike.change(fix), []).append(fix)
    # By the size of the whole group, or it would change its place with every decision.
    return sorted(groups.values(), key=lambda group: (-len(alike.group(group[0])), group[0].span)), alone
