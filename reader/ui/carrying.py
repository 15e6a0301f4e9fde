"""Carries decisions over to the document on the desk: from its last version, an earlier review, or somebody's file."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reader.language import say, tr
from reader.review.checkpoints import Checkpoint
from reader.review.session import ReviewSession, Step
from reader.store.carrying import Reanchored, Review, as_they_are
from reader.store.resume import Previous
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.source import Source
from reader.ui.desk import Desk
from reader.ui.message_bar import Deed, MessageBar
from reader.ui.questions import Questions
from reader.ui.review_view import ReviewView
from reader.ui.services import Log, Refused, Services
from reader.ui.transfer import Entry, Transfer, entries, standing, summary, table
from reader.ui.transfer_dialog import TransferDialog
from reader.ui.words import moment
from reader.ui.workers import Cancelled, Worker

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Load:
    """Decisions to be carried over: from where, how they find their places, and the named states that come along.

    ``path`` and ``text`` say which document they wait for: the file, or where there is none the text.
    """

    origin: str
    place: Callable[[Source, Analysis], Reanchored]
    path: Path | None = None
    text: str | None = None
    checkpoints: tuple[Checkpoint, ...] = ()
    fits: Callable[[Source], bool] = lambda _: False
    """Whether the checkpoints, which belong to one text, were made on this one."""

    def is_for(self, desk: Desk) -> bool:
        if desk.session is None:
            return False
        return desk.path == self.path if self.text is None else desk.session.raw == self.text


@dataclass(frozen=True)
class _Placed:
    session: ReviewSession
    load: Load
    reanchored: Reanchored
    second: bool


def of_session(session: ReviewSession, origin: str, path: Path | None) -> Load:
    """What holds in a session, for another version of its document."""
    review = Review.of(session)

    def place(source: Source, analysis: Analysis) -> Reanchored:
        if review.raw == source.raw:
            return as_they_are(review, analysis)
        from reader.store.anchoring import reanchor  # needs numpy, which opening a window does not

        return reanchor(review, source, analysis)

    return Load(origin, place, path)


class Carrying(QObject):
    """Waits until the analysis of a document is whole, places the decisions, and says what came of it."""

    carried = Signal()
    """There is another ``transfer`` now."""

    def __init__(
        self, desk: Desk, services: Services, review: ReviewView, bar: MessageBar, questions: Questions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._services, self._review, self._bar = desk, services, review, bar
        self._questions, self._window = questions, parent
        self._load: Load | None = None
        self._fresh = False
        self._again: Load | None = None
        self._steps: list[Step] = []
        self._dialog: TransferDialog | None = None
        self.transfer: Transfer | None = None
        """What came of the last time decisions were carried over to this document."""
        self._placer, self._looker, self._writer = Worker(self), Worker(self), Worker(self)
        self._placer.produced.connect(self._on_placed)
        self._placer.failed.connect(self._on_failed)
        self._looker.produced.connect(self._on_previous)
        self._writer.finish_at_quit()
        self._writer.produced.connect(lambda place: bar.tell(tr("Saved: {path}", path=str(place)), passing=True))
        self._writer.failed.connect(self._on_unwritten)
        desk.opened.connect(self._on_opened)
        desk.settled.connect(self._on_settled)
        desk.refused.connect(self._forget)

    # What the reader asks for

    def read_again(self, encoding: str | None = None) -> None:
        """Read the file of the document anew, or in another encoding, and carry over what was decided so far."""
        session, path = self._desk.session, self._desk.path
        if session is None or path is None:
            return
        self._review.finish_editing()
        load = of_session(session, self._desk.name, path) if session.decisions else None
        self._desk.open_path(path, encoding)
        self._load = load

    def take(self, load: Load) -> None:
        """Carry these decisions over once their document is open and looked through."""
        self._load = load
        self._again = None
        if load.is_for(self._desk) and not self._desk.analysing:
            self._place()

    def show_list(self) -> None:
        """Show what did not come over."""
        if self.transfer is None:
            return
        if self._dialog is None:
            self._dialog = TransferDialog(self._window)
            self._dialog.pointed.connect(self._on_pointed)
            self._dialog.taken.connect(self._on_taken)
            self._dialog.handed_out.connect(self._hand_out)
        self._dialog.show_entries(summary(self.transfer), entries(self.transfer, self._desk.session))
        self._dialog.show()
        self._dialog.activateWindow()

    @property
    def has_list(self) -> bool:
        return self.transfer is not None and bool(self.transfer.lost or self.transfer.conflicts)

    # What the desk says

    def _on_opened(self) -> None:
        self._placer.cancel()
        self._looker.cancel()
        if self._dialog is not None:
            self._dialog.close()
        if self._load is not None and not self._load.is_for(self._desk):
            self._load = None
        self._again = None
        lost = self._desk.earlier.lost
        self.transfer = Transfer("", 0, lost) if lost else None
        self._fresh = True
        self.carried.emit()

    def _on_settled(self) -> None:
        fresh, self._fresh = self._fresh, False
        again, self._again = self._again, None
        if self._load is not None:
            self._place()
        elif again is not None:
            self._load = again
            self._place(second=True)
        elif fresh:
            self._look_for_previous()

    def _forget(self) -> None:
        self._load = None

    def _place(self, *, second: bool = False) -> None:
        """Find the places off the interface thread: it takes a second for a million characters.

        What is carried over can change what detectors see: what found no place then is tried a ``second`` time.
        """
        session, load = self._desk.session, self._load
        self._load = None
        if session is None or load is None:
            return
        hands = {fix.key for fix in session.manual}
        found = tuple(fix for fix in session.fixes if fix.key not in hands)
        analysis = Analysis(found, session.sections, session.notices)
        source = session.source

        def work(_cancelled: Cancelled) -> Iterator[_Placed]:
            yield _Placed(session, load, load.place(source, analysis), second)

        self._placer.start(work)

    def _on_placed(self, placed: object) -> None:
        session, log = self._desk.session, self._desk.log
        if not isinstance(placed, _Placed) or placed.session is not session:
            return
        load, found = placed.load, placed.reanchored
        before = session.position
        conflicts = found.apply(session, Message.of("Decisions from {name}", name=load.origin))
        if log is not None:
            log.carried(found.lost, load.origin)
            self._keep(load, session, log)
        self.transfer = Transfer(load.origin, len(found.carried) - len(conflicts), found.lost, conflicts)
        self.carried.emit()
        if self._dialog is not None and self._dialog.isVisible():
            self.show_list()
        if not placed.second:
            self._again = load if found.lost and session.stale else None
            self._steps = []
        if session.position > before:
            self._steps.append(session.steps[session.position - 1])
        deeds: list[Deed] = []
        if self.has_list:
            deeds.append((tr("See the list…"), self.show_list))
        if self._steps:
            deeds.append((tr("Undo"), self._take_back))
        self._bar.tell(summary(self.transfer), *deeds, passing=not self.transfer.to_do)

    def _take_back(self) -> None:
        steps, self._steps = self._steps, []
        for step in reversed(steps):
            self._review.take_back(step)

    def _keep(self, load: Load, session: ReviewSession, log: Log) -> None:
        """Take in the named states that came along; one's own of the same name stay."""
        if not load.checkpoints or not load.fits(session.source):
            return
        mine = {state.name: state for state in log.checkpoints}
        for state in load.checkpoints:
            own = mine.get(state.name)
            if own is None:
                log.keep(state, session.raw)
            elif own.decisions != state.decisions:
                log.keep(replace(state, name=f"{state.name} ({load.origin})"), session.raw)

    def _on_failed(self, error: object) -> None:
        _log.error("carrying over failed", exc_info=error if isinstance(error, BaseException) else None)
        self._bar.tell(
            tr("The decisions could not be carried over: {error}. They stay with the old version.", error=str(error))
        )

    def _look_for_previous(self) -> None:
        """Whether an earlier version of this document was reviewed; only where nothing was decided about this one."""
        session, path = self._desk.session, self._desk.path
        if session is None or path is None or session.decisions:
            return
        source = session.source

        def work(_cancelled: Cancelled) -> Iterator[Previous]:
            found = self._services.previous(source, path)
            if found is not None:
                yield found

        self._looker.start(work)

    def _on_previous(self, found: object) -> None:
        session = self._desk.session
        if not isinstance(found, Previous) or session is None or session.decisions:
            return
        done, total = found.progress
        values: dict[str, str | int] = {
            "name": found.document.name,
            "when": moment(found.when),
            "done": done,
            "total": total,
        }
        said = tr("Another version of {name} was reviewed on {when}: {done} of {total} decided.", **values)
        load = Load(found.document.name, found.placed, self._desk.path)
        self._bar.tell(
            said, (tr("Carry the decisions over"), lambda: self.take(load)), (tr("Leave them"), self._bar.hide)
        )

    # The list

    def _on_pointed(self, entry: Entry) -> None:
        session = self._desk.session
        if session is None:
            return
        if entry.key:
            self._review.go_to(entry.key)
        elif entry.quote:
            bar = self._review.texts.find_bar
            bar.show()
            bar.field.setText(standing(entry.quote, session))

    def _on_taken(self, entry: Entry) -> None:
        """In a conflict the other decision holds, as a step of its own; the list is shorter by it."""
        session, transfer, theirs = self._desk.session, self.transfer, entry.theirs
        if session is None or transfer is None or theirs is None:
            return
        label = Message.of("Decided as {name}", name=transfer.origin or self._desk.name)
        session.decide([session.fix(entry.key)], theirs.verdict, label, option=theirs.option)
        left = tuple(conflict for conflict in transfer.conflicts if conflict.own.key != entry.key)
        self.transfer = Transfer(transfer.origin, transfer.carried + 1, transfer.lost, left)
        self.carried.emit()
        self._review.go_to(entry.key)
        self.show_list()

    def _hand_out(self) -> None:
        transfer, session = self.transfer, self._desk.session
        if transfer is None:
            return
        place = self._desk.suggestion()
        path = self._questions.list_to_save(place.with_name(f"{place.stem}_未带过的决定.csv"))
        if path is None:
            return
        data = table(entries(transfer, session))

        def work(_cancelled: Cancelled) -> Iterator[Path]:
            self._services.write(path, data)
            yield path

        self._writer.start(work)

    def _on_unwritten(self, error: object) -> None:
        said = say(error.message) if isinstance(error, Refused) else tr("Nothing was saved: {error}", error=str(error))
        self._bar.tell(said)
