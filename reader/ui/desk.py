"""Opens documents, keeps their analysis up to date, and saves them: all off the interface thread."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from reader.language import say, tr
from reader.review.reckoning import Adoption
from reader.review.session import Changed, ReviewSession
from reader.store.export import Format
from reader.store.readers.watching import GivenUp
from reader.text.analysis import Analysis, Progress, Standing
from reader.text.message import Message
from reader.text.source import Source
from reader.ui import garbage
from reader.ui.formats import TEXTS
from reader.ui.rules_book import RuleBook
from reader.ui.services import Earlier, Log, Reading, Refused, Services, Unfinished
from reader.ui.workers import Cancelled, Worker

REANALYSE_DELAY = 250
"""Milliseconds without a further decision before a text is analysed anew: decisions come in bursts."""

SETTLING = 400
"""Milliseconds that another program may take to put a new file in the place of an old one."""

DECODED = ("txt", "md", "html")
"""Formats in which the encoding is a question."""

_log = logging.getLogger(__name__)
_NOTHING = Analysis((), (), ())


@dataclass(frozen=True, slots=True)
class _Found:
    adoption: Adoption
    progress: Progress


@dataclass(frozen=True, slots=True)
class _Written:
    path: Path
    form: Format
    note: str
    log: Log | None
    position: int


class Desk(QObject):
    """The one document on the desk. Everything it announces is announced on the interface thread."""

    reading = Signal(str)
    """The name of a document that is being read."""
    read_on = Signal(int, int)
    """How many pages of it are read, and how many there are; comes from the thread that reads."""
    opened = Signal()
    """``session`` is another one now; findings will come."""
    advanced = Signal(object)
    """How far the analysis is: a ``Progress``."""
    settled = Signal()
    """The analysis is whole."""
    refused = Signal(str)
    """Why a document was not opened; what was on the desk still is."""
    broken = Signal(str)
    """The analysis failed; what was found before stands."""
    saved = Signal(str, str)
    """Where the text was saved, and what the reader should know about how (may be empty)."""
    not_saved = Signal(str)
    changed_on_disk = Signal()
    """The file of the document is another one now; what is on the desk is not."""
    unfinished = Signal(object)
    """A list of ``Unfinished``: reviews that ended with the program."""
    readings = Signal(object)
    """A list of ``Reading``: how the document reads in other encodings."""
    unwritten = Signal(str)
    """Why decisions cannot be written down; empty once they can again."""
    touched = Signal()
    """Something was decided or found: titles, counts and marks may be other ones."""

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.rules = RuleBook(services, self)
        self.session: ReviewSession | None = None
        self.path: Path | None = None
        self.target: Path | None = None
        """Where the cleaned text was saved last."""
        self.form: Format | None = None
        """As what it was saved there; None where that is not known."""
        self.log: Log | None = None
        """Where the decisions about this document are written down."""
        self.earlier = Earlier()
        """What was known of an earlier review when the document was opened."""
        self._saved_state: tuple[object, ...] = ()
        self._saving_state: tuple[object, ...] = ()
        self._written: _Written | None = None
        self._opening: Path | None = None
        self._analysed: Standing | None = None
        self._reader, self._analyst, self._writer, self._looker, self._decoder = (Worker(self) for _ in range(5))
        self._decoder.produced.connect(self.readings)
        self._looker.produced.connect(self.unfinished)
        self._reader.produced.connect(self._on_read)
        self._reader.failed.connect(self._on_unreadable)
        self._analyst.produced.connect(self._on_analysis)
        self._analyst.finished.connect(self._on_settled)
        self._analyst.failed.connect(self._on_broken)
        self._writer.produced.connect(self._note_written)
        self._writer.finished.connect(self._on_written)
        self._writer.failed.connect(self._on_not_written)
        self._watch = QFileSystemWatcher(self)
        self._watch.fileChanged.connect(self._on_file_changed)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING)
        self._settling.timeout.connect(self._on_file_settled)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(REANALYSE_DELAY)
        self._later.timeout.connect(self._reanalyse)

    # Asking

    @property
    def modified(self) -> bool:
        """Whether there are decisions that the saved text does not have."""
        return self.session is not None and self._state(self.session) != self._saved_state

    @property
    def analysing(self) -> bool:
        return self._analyst.busy

    @property
    def saving(self) -> bool:
        return self._writer.busy

    @property
    def remembered(self) -> bool:
        """Whether the decisions come back when the document is opened again."""
        return self.log is not None and self.log.recording and self.log.complete

    @property
    def name(self) -> str:
        """The document as the reader calls it."""
        if self.session is None:
            return ""
        return self.path.name if self.path is not None else self.session.source.name or tr("Pasted text")

    def suggestion(self, form: Format | None = None) -> Path:
        """Where the cleaned text goes unless the reader says otherwise, in a format or in that of the last time."""
        if self.target is not None and form in (None, self.form):
            return self.target
        named = self.session.source.name if self.session is not None else ""
        return self._services.suggested_name(self.path or Path.home() / (named or tr("Pasted text") + ".txt"), form)

    # Doing

    def open_path(self, path: Path, encoding: str | None = None) -> None:
        """Read a file, in the encoding named if one is; ``opened`` or ``refused`` follows."""
        self._opening = path.absolute()
        self.reading.emit(path.name)

        def work(cancelled: Cancelled) -> Iterator[Source]:
            def watch(done: int, total: int) -> None:
                if cancelled():
                    raise GivenUp
                self.read_on.emit(done, total)

            yield self._services.read(path, encoding, watch)

        self._reader.start(work)

    def look_for_unfinished(self) -> None:
        """Find reviews that ended with the program; ``unfinished`` follows if there are any."""

        def work(_cancelled: Cancelled) -> Iterator[list[Unfinished]]:
            found = self._services.unfinished()
            if found:
                yield found

        self._looker.start(work)

    def go_on(self, entry: Unfinished) -> None:
        """Open the document of an unfinished review."""
        if entry.document is not None:
            self.open_path(entry.document, entry.encoding if entry.unchanged else None)
        elif entry.source is not None:
            self.open_source(entry.source)
        elif entry.text is not None:
            self.open_text(entry.text)

    def give_up(self, entry: Unfinished) -> str:
        """Do not offer this review again; returns why that could not be remembered, or nothing."""
        why_not = self._services.give_up(entry)
        return say(why_not) if why_not is not None else ""

    def look_at_encodings(self) -> None:
        """Read the beginning of the document in all encodings; ``readings`` follows."""
        if self.session is None:
            return
        source = self.session.source

        def work(_cancelled: Cancelled) -> Iterator[list[Reading]]:
            yield self._services.readings(source)

        self._decoder.start(work)

    @property
    def about_encoding(self) -> tuple[Message, ...]:
        """What the reader must know about how the bytes were read; most often nothing."""
        return self._services.about_encoding(self.session.source) if self.session is not None else ()

    @property
    def can_be_read_otherwise(self) -> bool:
        """Whether another encoding is a question for this document."""
        return self.session is not None and self.path is not None and self.session.source.format in DECODED

    def start_afresh(self) -> None:
        """Open the document again without the decisions of an earlier review."""
        if self.session is None or self.log is None:
            return
        self.log.discard()
        self._close_log()
        self._opening = self.path
        self._on_read(self.session.source)

    def open_text(self, text: str, html: str = "") -> None:
        """Open a text that came without a file, and perhaps with its code as a web page."""
        if not html:
            self.open_source(Source.of_text(text))
            return
        self._opening = None
        self.reading.emit(tr("Pasted text"))

        def work(_cancelled: Cancelled) -> Iterator[Source]:
            yield self._services.pasted(html, text)

        self._reader.start(work)

    @property
    def being_read(self) -> str:
        """The name of the document that is being read now; empty if none is."""
        if not self._reader.busy:
            return ""
        return self._opening.name if self._opening is not None else tr("Pasted text")

    def open_source(self, source: Source) -> None:
        """Open a document that came without a file of its own."""
        self._reader.cancel()
        self._opening = None
        self._on_read(source)

    def cancel(self) -> None:
        """Stop reading and analysing; what is there stays."""
        self._reader.cancel()
        self._analyst.cancel()
        self._later.stop()

    def save(self, path: Path, form: Format | None = None, *, over_source: bool = False, author: str = "") -> None:
        """Write the cleaned text as it reads now, or what was decided; ``saved`` or ``not_saved`` follows.

        The format is that of the file name where none is given; ``author`` is the reader's name.
        """
        if self.session is None or self._writer.busy:
            return
        # The decisions may go on while the file is written: write an account of this moment.
        session, source, log = copy.copy(self.session), self.path, self.log
        self._saving_state = self._state(session)
        chosen = form or Format.of(path)

        def work(_cancelled: Cancelled) -> Iterator[_Written]:
            notes = self._services.save(
                session, path, form=chosen, source=source, over_source=over_source, author=author
            )
            yield _Written(path, chosen, " ".join(map(say, notes)), log, session.position)

        self._writer.start(work)

    def finish(self, seconds: float = 5.0) -> None:
        """Stop everything before the program ends; a file that is being written is written."""
        self.cancel()
        self._writer.wait(seconds)
        self._close_log()
        self.rules.close()
        self._analyst.wait(0.5)

    # What comes back

    def _on_read(self, source: object) -> None:
        if not isinstance(source, Source):
            return
        self._analyst.cancel()
        self._later.stop()
        self._settling.stop()
        replaced = self.session is not None
        self.session = ReviewSession(source, _NOTHING, self.rules.own)
        self.path, self.target, self.form = self._opening, None, None
        self._saved_state = self._state(self.session)
        self._analysed = None
        self._close_log()
        # Called on any thread; the signal brings it here.
        self.log, self.earlier = self._services.take_up(
            self.session, self.path, lambda message: self.unwritten.emit(say(message) if message is not None else "")
        )
        if self.earlier.all_saved:
            self._saved_state = self._state(self.session)
            self.target = self.earlier.saved
            self.form = Format.of(self.target) if self.target is not None else None
        self.session.changed.connect(self._on_changed)
        self.rules.follow(self.session)
        watched = self._watch.files()
        if watched:
            self._watch.removePaths(watched)
        if self.path is not None:
            self._watch.addPath(str(self.path))
        self.opened.emit()
        if replaced:
            garbage.collect()
        self._analyse()

    def _on_unreadable(self, error: object) -> None:
        if isinstance(error, Refused):
            self.refused.emit(say(error.message))
        elif isinstance(error, MemoryError):
            self.refused.emit(tr("There is not enough memory for this document."))
        else:
            _log.error("reading failed", exc_info=error if isinstance(error, BaseException) else None)
            self.refused.emit(tr("The document could not be read: {error}", error=str(error)))

    def _on_analysis(self, found: object) -> None:
        if self.session is not None and isinstance(found, _Found):
            self.session.adopt(found.adoption)
            self.advanced.emit(found.progress)

    def _on_settled(self) -> None:
        self.settled.emit()
        self._look_again()

    def _on_file_changed(self, path: str) -> None:
        if self.path is not None and path == str(self.path) and not self._writer.busy and self.target != self.path:
            # Many programs take a file away and put another one in its place: look when that is done.
            self._settling.start()

    def _on_file_settled(self) -> None:
        if self.path is None:
            return
        if self.path.exists():
            self._watch.addPath(str(self.path))
        self.changed_on_disk.emit()

    def _on_broken(self, error: object) -> None:
        _log.error("analysis failed", exc_info=error if isinstance(error, BaseException) else None)
        self.broken.emit(
            tr("The analysis stopped: {error}. What was found before stands, and nothing is lost.", error=str(error))
        )

    def _note_written(self, result: object) -> None:
        self._written = result if isinstance(result, _Written) else None

    def _on_written(self) -> None:
        # Only when the thread is done: whoever hears of it may save again at once.
        result, self._written = self._written, None
        if result is not None:
            if result.form in TEXTS:
                self.target, self.form = result.path, result.form
                self._saved_state = self._saving_state
                if result.log is not None:
                    result.log.saved(result.path, result.position)
            self.saved.emit(str(result.path), result.note)

    def _on_not_written(self, error: object) -> None:
        if isinstance(error, Refused):
            self.not_saved.emit(say(error.message))
        else:
            _log.error("saving failed", exc_info=error if isinstance(error, BaseException) else None)
            self.not_saved.emit(tr("Nothing was saved: {error}", error=str(error)))

    def _on_changed(self, changed: Changed) -> None:
        self.touched.emit()
        if changed.rules:
            # The reader waits for it, and what was found before is kept: only what the rule is about is looked at.
            self._analyse()
        elif not self._analyst.busy:
            self._look_again()

    def _look_again(self) -> None:
        """Analyse anew if decisions changed what detectors see; once per standing, or it would never end."""
        session = self.session
        if session is not None and session.stale and session.standing != self._analysed:
            self._later.start()

    def _reanalyse(self) -> None:
        if self.session is not None and self.session.stale and not self._analyst.busy:
            self._analyse()

    def _analyse(self) -> None:
        session = self.session
        if session is None:
            return
        raw, standing = session.raw, session.standing
        self._analysed = standing

        def work(cancelled: Cancelled) -> Iterator[_Found]:
            last: Adoption | None = None
            for analysis, progress in self._services.analyse(raw, standing, cancelled):
                last = session.prepared(analysis, last)
                yield _Found(last, progress)

        self._analyst.start(work)

    def _close_log(self) -> None:
        log, self.log = self.log, None
        if log is not None:
            log.close()

    @staticmethod
    def _state(session: ReviewSession) -> tuple[object, ...]:
        return session.decisions, session.manual, session.rules
