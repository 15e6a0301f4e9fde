"""The reader's rules in the window: those of the open document's session, those about all texts on the disk."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.language import say, tr
from reader.review.session import Changed, ReviewSession
from reader.text.fix import Fix
from reader.text.message import Message
from reader.text.rules import Rule, RuleChange, Rules, RuleScope
from reader.ui.services import Refused, Services

_log = logging.getLogger(__name__)


class RuleBook(QObject):
    """Follows one session; what it says about all texts is written to the disk, off the interface thread."""

    changed = Signal()
    """Other rules hold now."""
    trouble = Signal(str)
    """Why rules could not be read or written down; those on the screen hold as long as the window is open."""

    _kept = Signal(object)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._session: ReviewSession | None = None
        self._own: Rules | None = None
        self._notes: tuple[Message, ...] = ()
        self._waiting = 0
        # One after the other, and at the end of the program they are waited for.
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jiaodu-rules")
        self._kept.connect(self._on_kept)

    @property
    def own(self) -> Rules:
        """What the reader said about all texts; read from the disk when it is asked for first."""
        if self._own is None:
            self._own, self._notes = self._services.own_rules()
        return self._own

    @property
    def rules(self) -> Rules:
        """Every rule that was stated: about all texts, and about the open document."""
        return self._session.rules if self._session is not None else self.own

    @property
    def session(self) -> ReviewSession | None:
        return self._session

    def take_notes(self) -> tuple[Message, ...]:
        """What is to be said about the file of rules; once."""
        notes, self._notes = self._notes, ()
        return notes

    def follow(self, session: ReviewSession) -> None:
        """Another document is open; its session began with ``own``."""
        self._session = session
        session.changed.connect(lambda changed: self._on_changed(session, changed))
        self.changed.emit()

    def change(
        self, label: Message, added: Iterable[Rule] = (), removed: Iterable[Rule] = (), accepted: Iterable[Fix] = ()
    ) -> RuleChange:
        """State rules or take them back; with a document open it is a step that undo takes back.

        ``accepted`` are findings that are decided on by that.
        """
        if self._session is not None:
            return self._session.change_rules(label, added, removed, accepted)
        added = [rule for rule in added if rule.scope is RuleScope.USER]
        change = self.own.step(added, removed)
        if change:
            self._own = self.own.changed(change)
            self._keep(change)
            self.changed.emit()
        return change

    def read(self, path: Path) -> Rules:
        """The rules of a file, to be taken in.

        :raises Refused: if they cannot be read
        """
        return self._services.read_rules(path)

    def write(self, path: Path) -> None:
        """Write the rules about all texts to a file, to be handed on.

        :raises Refused: if it cannot be written
        """
        self._services.write_rules(self.rules.within(RuleScope.USER), path)

    def close(self) -> None:
        """Wait until everything is written down."""
        self._writer.shutdown()

    def _on_changed(self, session: ReviewSession, changed: Changed) -> None:
        if not changed.rules or session is not self._session:
            return
        before, now = set(self.own.stated), session.rules.within(RuleScope.USER)
        change = RuleChange(
            tuple(rule for rule in now.stated if rule not in before),
            tuple(rule for rule in self.own.stated if rule not in now.stated),
        )
        self._own = now
        if change:
            self._keep(change)
        self.changed.emit()

    def _keep(self, change: RuleChange) -> None:
        self._waiting += 1

        def keep() -> None:
            try:
                self._kept.emit(self._services.keep_rules(change))
            except Exception as error:  # noqa: BLE001  (whatever it was, the interface thread must say it)
                self._kept.emit(error)

        self._writer.submit(keep)

    def _on_kept(self, result: object) -> None:
        self._waiting -= 1
        if isinstance(result, Rules):
            # Another window may have stated rules meanwhile; while more is to be written, what came back is old.
            if not self._waiting and result != self._own:
                self._own = result
                if self._session is not None:
                    self._session.learn_rules(result)
                else:
                    self.changed.emit()
        elif isinstance(result, Refused):
            self.trouble.emit(say(result.message))
        else:
            _log.error("rules were not written", exc_info=result if isinstance(result, BaseException) else None)
            self.trouble.emit(tr("Your rules were not written down: {error}", error=str(result)))
