"""What the reader looks at: which findings are listed and in which order, what is folded, what scrolls together."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from reader.language import tr, tr_n
from reader.review.classes import AccountClass, classes
from reader.review.parts import parts_of
from reader.text.fix import Fix
from reader.ui.keymap import way_to
from reader.ui.review_view import ReviewView
from reader.ui.scopes import View


class Looking(QObject):
    """Changes how ``review`` shows its session, never the session."""

    looked = Signal()
    """The filter, the order, the folds or the lock are otherwise now."""

    def __init__(self, review: ReviewView) -> None:
        super().__init__(review)
        self._review, self._course, self._side = review, review.course, review.side
        self._side.filters.changed.connect(self._on_view)
        self._side.account.class_chosen.connect(self._on_class)
        self._side.outline.section_chosen.connect(self._on_section)
        self._side.account.pointed.connect(review.reading.open_fold)
        self._side.account.noticed.connect(review.go_to_place)

    @property
    def grouped(self) -> bool:
        """Whether groups come first, or everything as the text is read."""
        return self._course.view.grouped

    def toggle_folds(self) -> None:
        self._review.reading.toggle_folds()
        self.looked.emit()

    def toggle_lock(self) -> None:
        """Let the panes scroll together, or each alone."""
        panes = self._review.panes
        panes.set_locked(not panes.locked)
        self._review.told.emit(tr("The panes scroll together.") if panes.locked else tr("The panes scroll apart."))
        self.looked.emit()

    def toggle_group(self) -> None:
        """List only the findings that make the same change as the current one, or all again."""
        fix = self._review.current
        if self._review.session is None:
            return
        if self._course.view.alike:
            self._review.told.emit(tr("All findings are listed again."))
            self._show(self._course.earlier)
        elif fix is not None:
            group = self._course.group(fix)
            if len(group) < 2:
                self._review.told.emit(tr("No other finding makes this change."))
                return
            protected = sum(other.protected for other in group)
            said = tr(
                "Only the {number} alike are listed. {key} lists all again.", number=len(group), key=way_to("group")
            )
            if protected:
                said += " " + tr("{number} of them are protected and decided one by one.", number=protected)
            self._course.keep_for_later()
            self._review.told.emit(said)
            self._show(self._course.view_of_group(fix))

    def toggle_order(self) -> None:
        """Go through groups first, or through everything as the text is read."""
        view = self._course.view_by_order(grouped=not self.grouped)
        self._show(view)
        self._review.told.emit(tr("Groups come first.") if view.grouped else tr("In the order of the text."))

    def check(self, sample: tuple[Fix, ...]) -> None:
        """List only some findings of a group that was decided, to see whether that was right."""
        if not self._course.view.alike:
            self._course.keep_for_later()
        self._show(self._course.view_of_sample(sample))
        self._review.go_to(sample[0].key)
        self._side.list.setFocus()
        said = tr(
            "Down goes on, {keep} takes one back. {group} lists all again.", keep=way_to("keep"), group=way_to("group")
        )
        self._review.told.emit(said)

    def switch_pane(self) -> None:
        """Put the keyboard in the next of original, cleaned text and list."""
        places = self._review.places_for_keys
        at = next((number for number, widget in enumerate(places) if widget.hasFocus()), 0)
        places[(at + 1) % len(places)].setFocus()

    def _show(self, view: View) -> None:
        self._side.filters.show_view(view)
        self._on_view(view)

    def _on_view(self, view: View) -> None:
        self._review.show_view(view)
        self.looked.emit()

    def _on_class(self, chosen: AccountClass) -> None:
        session = self._review.session
        found = classes(session).get(chosen, ()) if session is not None else ()
        if not found:
            return
        if not self._course.view.alike:
            self._course.keep_for_later()
        self._show(self._course.view_of_sample(found))
        self._bring_list()
        said = tr_n(
            "{count} finding of this class is listed.", "{count} findings of this class are listed.", len(found)
        )
        self._review.told.emit(said + " " + tr("{key} lists all again.", key=way_to("group")))

    def _on_section(self, raw_offset: int) -> None:
        session = self._review.session
        if session is None:
            return
        parts = parts_of(session.sections, len(session.raw))
        part = next((part for part in parts if part.title and part.span.start == raw_offset), None)
        if part is not None:
            view = self._course.view
            self._show((view.plain if view.alike else view).within(part.span))
            self._bring_list()

    def _bring_list(self) -> None:
        """Have the list seen, with the keyboard in it: what was asked for is gone through there."""
        self._side.bring(self._side.findings)
        self._side.list.setFocus()
