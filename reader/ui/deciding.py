"""What a decision comes to, in words: why it cannot be made, and where going back or forward in the steps leads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from reader.language import say, tr
from reader.review.decision import State, Verdict
from reader.review.session import ReviewSession, Step
from reader.text.fix import Fix
from reader.ui.keymap import way_to


@dataclass(frozen=True, slots=True)
class Travelled:
    """A step was undone or done again: the sentence that says so, and the first finding that it was about.

    The finding is None where the step left none that can be shown.
    """

    said: str
    fix: Fix | None


def refusal(session: ReviewSession, fix: Fix, verdict: Verdict) -> str:
    """Why this verdict cannot be given now, and what to do instead; empty where it can."""
    if session.state(fix) is State.ASLEEP:
        return tr("This lies inside a removed stretch. Keep the stretch first.")
    if verdict is Verdict.ACCEPTED and not fix.options:
        keep, edit = way_to("keep"), way_to("edit")
        return tr("No repair is known here. {keep} keeps the original, {edit} edits it.", keep=keep, edit=edit)
    return ""


def travel(session: ReviewSession, *, back: bool) -> Travelled | None:
    """Undo the last step, or do the next one again; None where there is none."""
    label = session.undo_label if back else session.redo_label
    if label is None:
        return None
    keys = session.undo() if back else session.redo()
    said = say(label)
    touched = (fix for fix in session.fixes if fix.key in keys and session.state(fix) is not State.ASLEEP)
    return Travelled(
        tr("Undone: {step}", step=said) if back else tr("Done again: {step}", step=said), next(touched, None)
    )


def undoes(session: ReviewSession, step: Step, keys: Collection[str]) -> bool:
    """Whether taking back what ``step`` decided on ``keys`` is the same as undoing the last step."""
    return len(keys) == len(step.news) and bool(session.position) and session.steps[session.position - 1] is step
