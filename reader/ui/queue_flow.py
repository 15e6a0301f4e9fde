"""Leads from one document of the queue to the next, and writes into the queue how far the review of each is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer

from reader.language import say, tr, tr_n
from reader.store.reviews import Review
from reader.ui.desk import Desk
from reader.ui.message_bar import MessageBar
from reader.ui.queue_desk import QueueDesk
from reader.ui.queue_page import QueuePage
from reader.ui.queue_state import State
from reader.ui.queue_words import Phase
from reader.ui.workers import Cancelled, Worker

_LAST = "queue/last"
"""Where the settings keep what the last queue was made of."""

_NOTE_DELAY = 300
"""Milliseconds after a decision until the queue knows of it: decisions come in bursts."""


@dataclass(frozen=True, slots=True)
class Turns:
    """What the window does for the queue: to show it or the document, and to open another document."""

    show_queue: Callable[[], object]
    show_document: Callable[[], object]
    open: Callable[[Path], object]
    """Leaves what is open without asking where its decisions are remembered."""
    queue_shown: Callable[[], bool]


class QueueFlow(QObject):
    """What the commands of the queue do."""

    def __init__(
        self, queue: QueueDesk, page: QueuePage, desk: Desk, bar: MessageBar, settings: QSettings, turns: Turns
    ) -> None:
        super().__init__(page)
        self._queue, self._page, self._desk, self._bar = queue, page, desk, bar
        self._settings, self._turns = settings, turns
        self._ahead = Worker(self)
        self._ahead.produced.connect(self._on_prepared)
        self._prepared: Path | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_NOTE_DELAY)
        self._later.timeout.connect(self.note)
        page.chosen.connect(self.open_number)
        queue.broken.connect(lambda sentence: bar.tell(sentence))
        desk.touched.connect(self._later.start)
        desk.saved.connect(lambda _path, _note: self._later.start())
        desk.settled.connect(self._on_settled)

    @property
    def exists(self) -> bool:
        """Whether there is a queue, or was one that can be opened again."""
        return self._queue.phase is not Phase.NONE or bool(self._last)

    @property
    def current(self) -> int | None:
        """The number of the document that is open, if it is one of the queue."""
        return self._queue.queue.number_of(self._desk.path)

    def open(self, paths: Sequence[Path]) -> None:
        """Make a queue of folders and files, and show it."""
        self._settings.setValue(_LAST, [str(path.absolute()) for path in paths])
        self._queue.open(paths)
        self._turns.show_queue()

    def toggle(self) -> None:
        """Show the queue, or from there the document again; the queue of the last time where there is none."""
        if self._queue.phase is Phase.NONE:
            if self._last:
                self.open(self._last)
            else:
                self._bar.tell(tr("There is no queue. Drop a folder or several files to make one."), passing=True)
        elif self._turns.queue_shown():
            self._turns.show_document()
        else:
            self.note()
            self._turns.show_queue()
            self._page.select(self.current)

    def open_number(self, number: int) -> None:
        """Open a document of the queue, or show it where it is open."""
        self.note()
        path = self._queue.queue.entries[number].path
        self._page.select(number)
        if path == self._desk.path:
            self._turns.show_document()
        elif path.is_dir():
            self._bar.tell(self._queue.queue.entries[number].failure)
        else:
            self._turns.open(path)

    def next(self, *, backwards: bool = False) -> None:
        """Open the next document that needs eyes, or the one before."""
        self.note()
        queue = self._queue.queue
        after = self._page.current if self._turns.queue_shown() else self.current
        number = queue.next_for_eyes(self._page.ring, after, backwards=backwards)
        if number is None and self._turns.queue_shown() and after is not None:
            number = after if queue.entries[after].state is State.EYES else None
        if number is not None:
            self.open_number(number)
        elif queue.open and self._queue.phase is not Phase.NONE:
            said = tr_n(
                "No other document needs eyes so far. {count} is still to be cleaned.",
                "No other document needs eyes so far. {count} are still to be cleaned.",
                queue.open,
            )
            self._tell(said)
        else:
            self._tell(tr("No other document needs eyes."))

    def mark(self) -> None:
        """Say that the review of the document is done, and go on; or that it is not, where it was."""
        on_page, queue = self._turns.queue_shown(), self._queue.queue
        number = self._page.current if on_page else self.current
        if number is None:
            self._bar.tell(tr("This document is in no queue."), passing=True)
            return
        entry, session = queue.entries[number], self._desk.session
        digest = entry.digest
        if not digest and number == self.current and session is not None:
            digest = session.source.sha256
        if not digest or entry.failure:
            self._bar.tell(tr("This document is not cleaned yet."), passing=True)
            return
        done = entry.state is not State.REVIEWED
        why_not = self._queue.services.mark(self._queue.paths, digest, done)
        if why_not is not None:
            self._bar.tell(say(why_not))
            return
        queue.say_done(number, done)
        self._queue.changed.emit()
        if done and not on_page:
            self.next()

    def note(self) -> None:
        """Write into the queue how far the review of the open document is."""
        self._later.stop()
        number, session = self.current, self._desk.session
        # A part of an analysis has few findings, and all of them may be decided.
        if number is None or session is None or self._desk.analysing:
            return
        saved = self._desk.target is not None and not self._desk.modified
        if session.decisions or saved:
            review = Review(*session.progress, saved)
            if review != self._queue.queue.entries[number].review:
                self._queue.queue.reviewed(number, review)
                self._queue.changed.emit()

    def finish(self) -> None:
        """End what goes on before the program ends."""
        self._ahead.cancel()
        self._queue.finish()

    @property
    def _last(self) -> list[Path]:
        value = self._settings.value(_LAST, [])
        # A list of one comes back from an ini file as a string.
        named = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [Path(str(each)) for each in named if each]

    def _tell(self, said: str) -> None:
        way = () if self._turns.queue_shown() else ((tr("Show the queue"), self._turns.show_queue),)
        self._bar.tell(said, *way, passing=True)

    def _on_settled(self) -> None:
        self.note()
        queue, current = self._queue.queue, self.current
        if current is None:
            return
        following = queue.next_for_eyes(self._page.ring, current)
        if following is None:
            return
        path, services = queue.entries[following].path, self._queue.services
        if path == self._prepared:
            return

        def work(cancelled: Cancelled) -> Iterator[Path]:
            if services.prepare(path, cancelled):
                yield path

        self._ahead.start(work)

    def _on_prepared(self, path: object) -> None:
        self._prepared = path if isinstance(path, Path) else None
