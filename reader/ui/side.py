"""Beside the texts: the list of findings with its filter, the outline, the account and the history."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from reader.language import tr
from reader.review.parts import parts_of
from reader.review.session import ReviewSession
from reader.text.fix import Fix
from reader.ui.account import Account
from reader.ui.course import Course
from reader.ui.filter_bar import FilterBar
from reader.ui.fix_list import FixList
from reader.ui.history import History
from reader.ui.outline import Outline
from reader.ui.scopes import select
from reader.ui.theme import Theme


class Side(QTabWidget):
    """One tab for each; the history is drawn only while it is seen."""

    asked = Signal()
    """The reader wants to see a page of this, wherever it is hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: ReviewSession | None = None
        self.filters = FilterBar()
        self.list = FixList()
        self.outline = Outline()
        self.account = Account()
        self.history = History()
        self.findings = QWidget()
        column = QVBoxLayout(self.findings)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.list, 1)
        self.setDocumentMode(True)
        self.addTab(self.findings, tr("Findings"))
        self.addTab(self.outline, tr("Outline"))
        self.addTab(self.account, tr("Account"))
        self.addTab(self.history, tr("History"))
        self.currentChanged.connect(lambda _tab: self._draw_history())

    def drawing(self, session: ReviewSession, course: Course, current: Fix | None) -> Iterator[None]:
        """Follow the session, a part at each step: what ``course`` shows of it, with ``current`` marked."""
        self._session = session
        chosen = select(session, course.view)
        yield
        items = course.arranged(chosen.fixes)
        yield
        self.filters.show_counts(chosen)
        self.filters.show_parts(parts_of(session.sections, len(session.raw)), chosen)
        self.list.list_items(session, items, current.key if current is not None else "")
        yield
        self.outline.show_session(session)
        if current is not None:
            self.outline.show_place(current.span.start)
        self._draw_history()
        yield

    def dress(self, theme: Theme) -> None:
        for part in (self.list, self.outline, self.history):
            part.dress(theme)

    def bring(self, page: QWidget) -> None:
        """Have one of the pages seen."""
        self.setCurrentWidget(page)
        self.asked.emit()

    def search(self) -> None:
        """Type what the findings to be shown are about."""
        self.bring(self.findings)
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def show_history(self) -> None:
        """Show what was decided so far, with the keyboard in it."""
        self.bring(self.history)
        self.history.list.setFocus()

    def _draw_history(self) -> None:
        if self._session is not None and self.currentWidget() is self.history:
            self.history.show_session(self._session)
