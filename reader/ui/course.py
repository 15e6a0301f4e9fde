"""The way through the findings: which of them the reader asks to see, which belong together, and which is next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reader.review.filters import Filter
from reader.review.session import ReviewSession
from reader.text.fix import Fix, Level
from reader.ui.order import Item, arranged, sequence
from reader.ui.scopes import Alike, Scope, View, next_waiting


class Course:
    """Keeps what the list is asked to show; groups and order follow from that and the session.

    Call ``renew`` when the session has other findings than before.
    """

    def __init__(self) -> None:
        self._session: ReviewSession | None = None
        self._view = self._before = View()
        self._alike: Alike | None = None
        self._sequence: tuple[tuple[object, ...], tuple[Fix, ...]] | None = None

    @property
    def view(self) -> View:
        return self._view

    def begin(self, session: ReviewSession) -> None:
        """Go through another document, in groups or not as before, with nothing else filtered."""
        self._session, self._alike = session, None
        self._view = View(grouped=self._view.grouped)

    def renew(self) -> None:
        """The findings are others now."""
        self._alike = None

    # Choosing what is shown

    def look(self, view: View) -> None:
        """Show ``view`` from now on."""
        if view.grouped is not self._view.grouped:
            self._before = replace(self._before, grouped=view.grouped)
        self._view = view

    def view_by_order(self, *, grouped: bool) -> View:
        """The same findings, groups first or as the text is read."""
        return replace(self._view, grouped=grouped)

    def view_of_group(self, fix: Fix) -> View:
        """All findings that make the same change as ``fix``, whatever became of them."""
        doubtful = self._view.filter.doubtful or fix.level is Level.DOUBTFUL
        return self._view_of(self.group(fix), doubtful=doubtful)

    def view_of_sample(self, sample: Iterable[Fix]) -> View:
        """Just these findings, doubtful ones too."""
        return self._view_of(sample, doubtful=True)

    def keep_for_later(self) -> None:
        """Remember the view as it is, for ``earlier``."""
        self._before = self._view

    @property
    def earlier(self) -> View:
        """The view that was remembered last; its order is that of now."""
        return self._before

    def _view_of(self, fixes: Iterable[Fix], *, doubtful: bool) -> View:
        keys = frozenset(fix.key for fix in fixes)
        return View(Scope.ALL, Filter(doubtful=doubtful), keys, grouped=self._view.grouped)

    # Asking

    def group(self, fix: Fix) -> tuple[Fix, ...]:
        """All findings that make the same change as ``fix``, decided and protected ones too."""
        return self._groups(self._session).group(fix) if self._session is not None else ()

    def waiting(self, fix: Fix) -> tuple[Fix, ...]:
        """The waiting findings, among those the filter shows, that make the same change as ``fix``."""
        return self._groups(self._session).waiting(fix, self._view.filter) if self._session is not None else ()

    def arranged(self, fixes: Iterable[Fix]) -> list[Item]:
        """``fixes`` (in text order) as the list shows them."""
        session = self._session
        return arranged(session, self._groups(session), fixes, self._view) if session is not None else []

    def next_waiting(self, after: Fix | None, *, backwards: bool = False) -> Fix | None:
        """The next finding to decide among those the filter shows, going round at the end; None if none waits."""
        session = self._session
        if session is None:
            return None
        return next_waiting(session, self._view, after, backwards=backwards, order=self._order(session))

    def _groups(self, session: ReviewSession) -> Alike:
        if self._alike is None:
            self._alike = Alike(session)
        return self._alike

    def _order(self, session: ReviewSession) -> tuple[Fix, ...]:
        """The order of going on."""
        if not (self._view.grouped or self._view.alike):
            return session.fixes
        key = (session.fixes, self._view.alike, self._view.grouped)
        if self._sequence is None or any(a is not b for a, b in zip(self._sequence[0], key, strict=True)):
            self._sequence = key, sequence(session, self._groups(session), self._view)
        return self._sequence[1]
