"""What the reader does to the text by hand: marks what belongs to it and what does not, and edits a paragraph."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from reader.language import say, tr
from reader.review.decision import State, Verdict
from reader.text.message import Message
from reader.text.span import Span
from reader.ui.hand_edit import NotExpressible, edited
from reader.ui.hand_marks import Marked, as_furniture, as_speech
from reader.ui.review_view import ReviewView


class HandWork(QObject):
    """Turns selections and typed paragraphs of ``review`` into findings of its session, or says why that cannot be."""

    marked = Signal(object)
    """The stretch of the original that was taken out as furniture."""

    def __init__(self, review: ReviewView) -> None:
        super().__init__(review)
        self._review, self._reading = review, review.reading
        self._reading.edited.connect(self._on_edited)
        review.card.edit.connect(self._reading.edit)

    def mark_furniture(self) -> None:
        """Take what is selected out of the text, as not part of it."""
        review = self._review
        review.finish_editing()
        session, span = review.session, self._reading.selected
        if session is None:
            return
        if not span.length:
            review.told.emit(tr("First select what is not part of the text."))
            return
        try:
            marked = as_furniture(session, span)
        except NotExpressible:
            review.told.emit(tr("An edit by hand reaches beyond the selection. Undo that one first, or select more."))
            return
        if marked is None or marked.removal is None:
            review.told.emit(tr("This is removed already."))
            return
        self._mark(marked, Message.of("Mark as furniture"))
        self.marked.emit(span)

    def mark_speech(self) -> None:
        """Bring back what is selected, or the removed stretch that is current."""
        review = self._review
        review.finish_editing()
        session, span, fix = review.session, self._reading.selected, review.current
        if session is None:
            return
        if not span.length:
            if fix is not None and fix.kind.removes and session.state(fix) is State.ACCEPTED:
                review.keep()
            else:
                review.told.emit(tr("First select what is part of the text, in the original."))
            return
        try:
            marked = as_speech(session, span)
        except NotExpressible:
            review.told.emit(tr("Another removal reaches across this. Keep the whole stretch first."))
            return
        if marked is None:
            review.told.emit(tr("Nothing of this is removed."))
            return
        self._mark(marked, Message.of("Mark as text"))

    def _mark(self, marked: Marked, label: Message) -> None:
        session, removal = self._review.session, marked.removal
        if session is None:
            return
        self._reading.unselect()
        with self._review.at_once():
            if removal is None:
                session.decide(marked.rejected, Verdict.REJECTED, label)
            else:
                session.add(removal, label, instead_of=marked.rejected)
            shown = removal if removal is not None else marked.rejected[0]
            self._review.go_to(shown.key)
        self._review.told.emit(say(label))

    def _on_edited(self, span: Span, text: str) -> None:
        session = self._review.session
        if session is None:
            return
        try:
            fix = edited(session, span, text)
        except NotExpressible:
            self._review.told.emit(tr("This change runs across an earlier one. Undo that one first, then edit again."))
            return
        if fix is not None:
            session.add(fix, Message.of("Edit by hand"))
            self._review.go_to(fix.key)
