"""What is said about the review as a whole, where no finding is the current one."""

from __future__ import annotations

from collections import Counter

from reader.language import tr, tr_n
from reader.review.decision import State
from reader.review.session import ReviewSession
from reader.text.fix import Level
from reader.ui.keymap import way_to


def progress_line(session: ReviewSession) -> str:
    """How far the reader is."""
    done, total = session.progress
    if not total:
        return tr("Nothing to decide")
    return tr("{done}/{total} decided", done=done, total=total)


def summary_title(session: ReviewSession, *, whole: bool) -> str:
    if not whole:
        return tr("Looking for faults…")
    if session.pending:
        return tr("No finding is selected")
    if not session.fixes:
        return tr("No suspects were found")
    return tr("Everything is decided") if session.progress[1] else tr("Nothing to decide")


def standing_line(session: ReviewSession, *, whole: bool) -> str:
    """What was done so far and what to do next."""
    if not whole:
        return tr("The first findings will appear in a moment.")
    waiting = len(session.pending)
    if waiting:
        return tr_n(
            "{count} finding waits. {key} goes to it.",
            "{count} findings wait. {key} goes to the next.",
            waiting,
            key=way_to("next"),
        )
    if not session.fixes:
        return tr("That does not mean there are none: only the kinds of faults that the program knows are looked for.")
    if not session.progress[1]:
        return tr_n(
            "The program made {count} change by itself. {key} saves the text.",
            "The program made {count} changes by itself. {key} saves the text.",
            len(session.cleaned.applied),
            key=way_to("save"),
        )
    states = Counter(
        session.state(fix) for fix in session.fixes if fix.level is Level.SURE and session.decision(fix).by_reader
    )
    return tr(
        "{accepted} accepted, {kept} kept as in the original. {key} saves the text.",
        key=way_to("save"),
        accepted=states[State.ACCEPTED],
        kept=states[State.KEPT],
    )
