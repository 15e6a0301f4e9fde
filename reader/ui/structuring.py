"""What the reader makes of the text's structure: headings, and where paragraphs end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from reader.language import say, tr
from reader.review.headings import level_of
from reader.review.session import ReviewSession
from reader.review.words import level_name
from reader.text.fix import Fix, Kind
from reader.text.message import Message
from reader.ui.hand_edit import NotExpressible
from reader.ui.hand_structure import heading_at, joined, moved, split, with_level
from reader.ui.review_view import ReviewView


class Structuring(QObject):
    """Changes the structure of the session of ``review`` where the reader points, or says why that cannot be."""

    def __init__(self, review: ReviewView) -> None:
        super().__init__(review)
        self._review = review

    def toggle_heading(self) -> None:
        """Make the paragraph a heading like the one before it; take the heading away where it is one."""

        def change(session: ReviewSession, place: int) -> Fix | None:
            found = heading_at(session, place)
            is_heading = found is not None and found[1] is not None
            return with_level(session, place, None) if is_heading else moved(session, place, 0)

        self._do(change, Message.of("Change heading"), tr("This paragraph is empty."))

    def move_heading(self, by: int) -> None:
        """Raise (-1) or lower (1) the heading; a paragraph that is none becomes one."""
        label = Message.of("Change heading")
        self._do(lambda session, place: moved(session, place, by), label, tr("There is no such level."))

    def split(self) -> None:
        """End the paragraph where the reader pointed."""
        self._do(split, Message.of("Split paragraph"), tr("First click where the new paragraph shall begin."))

    def join(self) -> None:
        """Join the paragraph with the one after it."""
        self._do(joined, Message.of("Join paragraphs"), tr("There is no paragraph after this one."))

    def _do(self, change: Callable[[ReviewSession, int], Fix | None], label: Message, else_say: str) -> None:
        review = self._review
        review.finish_editing()
        session, place = review.session, review.reading.place
        if session is None:
            return
        if place is None:
            review.told.emit(tr("First click the paragraph in the cleaned text."))
            return
        try:
            fix = change(session, place)
        except NotExpressible:
            review.told.emit(tr("This change runs across an earlier one. Undo that one first, then edit again."))
            return
        if fix is None:
            review.told.emit(else_say)
            return
        session.add(fix, label)
        review.reading.unselect()
        review.told.emit(level_name(level_of(fix)) if fix.kind is Kind.HEADING else say(label))
