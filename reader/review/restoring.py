"""Puts a session where it stood once, or where another review stands: many different decisions as one step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reader.review.decision import Decision, Verdict
from reader.review.session import ReviewSession
from reader.text.analysis import applies_by_itself
from reader.text.fix import Fix
from reader.text.message import Message


def put(
    session: ReviewSession,
    decisions: Mapping[str, Decision],
    manual: tuple[Fix, ...],
    label: Message,
    found: Iterable[Fix] = (),
) -> None:
    """Decide on each of these keys, with ``manual`` as the changes made by hand from then on: one step for undo.

    Decisions that are not named stay. ``found`` are findings that are decided on, if the analysis of the session may
    not have them: they stay in the list as all that was decided does.
    """
    known = {fix.key for fix in session.fixes}
    unknown = tuple(fix for fix in found if fix.key in decisions and fix.key not in known)
    if unknown:
        analysis = session._analysis  # noqa: SLF001  (this room's own; the session alone knows the whole of it)
        session.adopt(replace(analysis, fixes=(*analysis.fixes, *unknown)))
    news = {key: decision for key, decision in decisions.items() if session.decisions.get(key) != decision}
    if news or manual != session.manual:
        session._go(news, manual, label)  # noqa: SLF001  (a step like all others, only with many verdicts)


def restore(
    session: ReviewSession,
    decisions: Mapping[str, Decision],
    manual: tuple[Fix, ...],
    label: Message,
    found: Iterable[Fix] = (),
) -> None:
    """Make exactly these decisions hold, as one step: what was decided since is undecided again.

    A change by hand that was made since is taken out; the program does by itself what it did before. ``found`` are the
    findings that are decided on.
    """
    since = session.decisions.keys() - decisions.keys()
    made = found_in(session)
    put(session, {**decisions, **{key: undecided(made.get(key)) for key in since}}, manual, label, found)


def found_in(session: ReviewSession) -> dict[str, Fix]:
    """What was found by the analysis, also where a change by hand has taken its place, and what is carried on."""
    found = (*session._carried.values(), *session._analysis.fixes)  # noqa: SLF001  (as above)
    return {fix.key: fix for fix in found}


def undecided(fix: Fix | None) -> Decision:
    """What holds about a finding on which nobody decided, as a decision of the reader's.

    None is a change by hand that was taken out: the original stands there.
    """
    if fix is None:
        return Decision(Verdict.REJECTED)
    return Decision(Verdict.ACCEPTED if applies_by_itself(fix) else Verdict.PENDING, fix.chosen)
