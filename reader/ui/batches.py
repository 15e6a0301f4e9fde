"""Decisions about many findings at once: a group that makes one change, or everything that was removed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from reader.language import tr
from reader.review.decision import Verdict
from reader.text.message import Message
from reader.ui.review_view import ReviewView
from reader.ui.rows import row_of

LARGE_BATCH = 50
"""Groups of more findings are decided only after a question."""


class Batches(QObject):
    """Decides on the group of the finding that is current in ``review``."""

    done = Signal(str, object)
    """A group was decided: the sentence that says so, and the findings."""

    def __init__(self, review: ReviewView, ask: Callable[[str, str, str], bool]) -> None:
        """``ask`` puts a question, with the words of its two buttons, before something large is done."""
        super().__init__(review)
        self._review, self._ask = review, ask
        review.card.group.connect(self.accept_group)

    def accept_group(self) -> None:
        self._decide_group(Verdict.ACCEPTED)

    def keep_group(self) -> None:
        self._decide_group(Verdict.REJECTED)

    def restore_all(self) -> None:
        """Keep every removed stretch, as one step."""
        session = self._review.session
        if session is not None:
            gone = [fix for fix in session.cleaned.applied if fix.kind.removes]
            session.decide(gone, Verdict.REJECTED, Message.of("Bring all back"))

    def _decide_group(self, verdict: Verdict) -> None:
        session, fix = self._review.session, self._review.current
        if session is None or fix is None:
            return
        accepts = verdict is Verdict.ACCEPTED
        group = self._review.course.waiting(fix)
        if len(group) < 2:
            if accepts:
                self._review.accept()
            else:
                self._review.keep()
            return
        row = row_of(session, fix, context=0)
        change = row.kind if fix.kind.removes else f"{row.old} → {row.new or '∅'}"
        number = len(group)
        if number > LARGE_BATCH:
            verb = tr("Accept {number}", number=number) if accepts else tr("Keep {number}", number=number)
            question = tr("Decide on {number} findings at once: {change}?", number=number, change=change)
            if not self._ask(question, verb, tr("Decide one by one")):
                return
        session.decide(group, verdict, Message.of("Accept a group") if accepts else Message.of("Keep a group"))
        if accepts:
            said = tr("Accepted {number}: {change}.", number=number, change=change)
        else:
            said = tr("Kept the original {number} times: {change}.", number=number, change=change)
        self.done.emit(said, group)
        self._review.go_on()
