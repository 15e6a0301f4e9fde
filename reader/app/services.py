"""What the window may ask of store and engine; knows neither widgets nor an event loop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader import language
from reader.batch.ahead import Ahead
from reader.batch.plan import Job, Plan
from reader.review.checkpoints import Checkpoint
from reader.review.session import ReviewSession
from reader.store import resume
from reader.store.decodings import doubts, readings
from reader.store.documents import WITH_PICTURES, UnreadableDocument, read_document
from reader.store.export import Format, save_cleaned, suggested_name
from reader.store.journal import Past
from reader.store.project import Project, save_project
from reader.store.readers.watching import Watch, watched
from reader.store.resume import take_up
from reader.store.rules import UnusableRules, change_own_rules, own_rules, read_rules, write_rules
from reader.store.saving import NotSaved, write_atomically
from reader.text.analysis import Analysis, Progress, Standing
from reader.text.message import Message
from reader.text.rules import RuleChange, Rules
from reader.text.source import Source
from reader.ui.services import Earlier, Log, Reading, Refused, Tell, Unfinished

if TYPE_CHECKING:
    from reader.batch.background import Background
    from reader.pipeline import Engine

MOST_CHARACTERS = 2_000_000
"""A text pane holds so much and still answers at once; longer texts are cleaned by the command line."""

_MOST_BYTES = 4 * MOST_CHARACTERS
"""No encoding needs more than four bytes a character."""

_log = logging.getLogger(__name__)


class EngineServices:
    """What the window may call, made of store and engine. Every method may be called on any thread."""

    def __init__(self, *, plugins: bool = True, trusted: Sequence[str] = ()) -> None:
        """``plugins`` says whether those that are installed are asked; ``trusted`` ones may apply what they find."""
        self._plugins, self._trusted = plugins, tuple(trusted)
        self._engine: Engine | None = None
        # An engine serves one thread at a time, and a cancelled analysis takes a moment to notice.
        self._turn = threading.Lock()
        self._ahead = Ahead()
        self._wanted = threading.Event()
        """Set while somebody waits for an analysis: what is made ahead gives way."""

    def read(self, path: Path, encoding: str | None = None, watch: Watch | None = None) -> Source:
        """The document in a file; in the encoding named, else in the one that is found out.

        :raises Refused: if it cannot be read or is too long for a window
        :raises GivenUp: if ``watch`` ends the reading
        """
        try:
            size = path.stat().st_size if path.is_file() else 0
        except OSError:
            size = 0  # reading will say what is wrong
        # Of other documents most bytes are pictures.
        if size > _MOST_BYTES and path.suffix.lower() not in WITH_PICTURES:
            raise Refused(_too_long(path, f"{size / 1e6:,.0f} MB"))
        try:
            with watched(watch):
                source = read_document(path, encoding)
        except UnreadableDocument as error:
            raise Refused(error.message) from error
        if len(source.raw) > MOST_CHARACTERS:
            raise Refused(_too_long(path, f"{len(source.raw):,}"))
        return source

    def pasted(self, html: str, text: str) -> Source:
        """What was copied, from its code as a web page where that says more than the plain text."""
        from reader.store.readers.clipboard import read_clipboard  # needs a parser of HTML

        return read_clipboard(html, text)

    def analyse(
        self, raw: str, standing: Standing, cancelled: Callable[[], bool]
    ) -> Iterator[tuple[Analysis, Progress]]:
        """Ever more complete analyses; ends early once ``cancelled`` answers True."""
        from reader.pipeline import Cancelled

        ready = self._ahead.get(raw, standing)
        if ready is not None:
            yield ready, Progress(len(raw), len(raw))
            return
        self._wanted.set()
        with self._turn:
            self._wanted.clear()
            if cancelled():
                return
            try:
                yield from self._the_engine().stream(raw, standing, cancelled=cancelled)
            except Cancelled:
                return

    def save(
        self,
        session: ReviewSession,
        path: Path,
        *,
        form: Format | None = None,
        source: Path | None = None,
        over_source: bool = False,
        author: str = "",
    ) -> tuple[Message, ...]:
        """Write the cleaned text, or what was decided; over the file it came from only if told.

        :raises Refused: if nothing was written
        """
        try:
            saved = save_cleaned(
                session,
                path,
                format=form,
                source_path=source,
                overwrite_source=over_source,
                name=session.source.name,
                author=author,
            )
        except NotSaved as error:
            raise Refused(error.message) from error
        return saved.notes

    def take_up(self, session: ReviewSession, path: Path | None, tell: Tell) -> tuple[Log, Earlier]:
        """Put the decisions of an earlier review back onto a session, and write down those to come."""
        journal, past = take_up(session, path=path, tell=tell)
        crashed = past.past is Past.CRASHED
        return journal, Earlier(bool(past.steps), crashed, past.when, past.saved, past.all_saved, past.notes, past.lost)

    def unfinished(self) -> list[Unfinished]:
        """Reviews that were not closed, the latest first."""
        return [
            Unfinished(
                entry.name, entry.document, entry.text, entry.encoding, entry.when, entry.done, entry.total,
                entry.unchanged, entry, entry.saved if entry.saved is not None and entry.saved.is_file() else None,
                entry.source,
            )
            for entry in resume.unfinished()
        ]  # fmt: skip

    def give_up(self, entry: Unfinished) -> Message | None:
        """Do not offer this review again; what was decided stays on the disk."""
        return resume.discard(entry.handle) if isinstance(entry.handle, resume.Unfinished) else None

    def about_encoding(self, source: Source) -> tuple[Message, ...]:
        """What the reader must know about how the bytes were read."""
        return doubts(source)

    def readings(self, source: Source) -> list[Reading]:
        """How the document reads in other encodings, the most plausible first."""
        return [Reading(each.encoding, each.lines, each.undecodable) for each in readings(source)]

    def own_rules(self) -> tuple[Rules, tuple[Message, ...]]:
        """What the reader said about all texts, and what to say about the file that it is in."""
        return own_rules()

    def keep_rules(self, change: RuleChange) -> Rules:
        """Write down what came and went.

        :raises Refused: if nothing was written
        """
        try:
            return change_own_rules(change)
        except NotSaved as error:
            raise Refused(error.message) from error

    def read_rules(self, path: Path) -> Rules:
        """The rules in a file of somebody's.

        :raises Refused: if they cannot be read
        """
        try:
            return read_rules(path)
        except UnusableRules as error:
            raise Refused(error.message) from error

    def write_rules(self, rules: Rules, path: Path) -> None:
        """Write rules to a file for somebody else.

        :raises Refused: if nothing was written
        """
        try:
            write_rules(rules, path)
        except NotSaved as error:
            raise Refused(error.message) from error

    def save_project(
        self,
        session: ReviewSession,
        path: Path,
        *,
        with_source: bool,
        checkpoints: Iterable[Checkpoint] = (),
        reviewer: str = "",
        source: Path | None = None,
    ) -> None:
        """Write a review as one file for somebody else.

        :raises Refused: if nothing was written
        """
        try:
            save_project(
                session,
                path,
                with_source=with_source,
                checkpoints=checkpoints,
                reviewer=reviewer,
                source_path=source,
            )
        except NotSaved as error:
            raise Refused(error.message) from error

    def read_project(self, path: Path) -> Project:
        """The review in a file that somebody sent.

        :raises Refused: if there is none that can be used, or its document is too long for a window
        """
        from reader.store.project_reading import NotAProject, read_project

        try:
            project = read_project(path)
        except NotAProject as error:
            raise Refused(error.message) from error
        if project.source is not None and len(project.source.raw) > MOST_CHARACTERS:
            raise Refused(_too_long(path, f"{len(project.source.raw):,}"))
        return project

    def previous(self, source: Source, path: Path) -> resume.Previous | None:
        """The latest review of an earlier version of this document."""
        return resume.previous(source, path)

    def write(self, path: Path, data: bytes) -> None:
        """Make ``data`` the content of a file, in one step.

        :raises Refused: if nothing was written
        """
        try:
            write_atomically(path, data)
        except NotSaved as error:
            raise Refused(error.message) from error

    def suggested_name(self, source: Path, form: Format | None = None) -> Path:
        """原名_校订.txt beside the source."""
        return suggested_name(source, form)

    def find(self, paths: Sequence[Path], out: Path | None = None, form: Format = Format.TXT) -> Plan:
        """The documents at these places, and where texts saved from them go below ``out``."""
        from reader.batch.background import documents

        return documents(paths, out, form)

    def cleaning(self, paths: Sequence[Path], jobs: Sequence[Job]) -> Background:
        """Will clean these documents in other processes, as the window would."""
        from reader.batch.background import Background, queue_folder
        from reader.batch.settings import Settings

        rules, _ = own_rules()
        settings = Settings(plugins=self._plugins, trusted=self._trusted, rules=rules, language=language.current())
        return Background(jobs, settings, queue_folder(paths))

    def mark(self, paths: Sequence[Path], digest: str, done: bool) -> Message | None:
        """Remember that the review of a document is done, or not; returns why that could not be."""
        from reader.batch.background import Marks, queue_folder

        try:
            Marks(queue_folder(paths)).put(digest, done)
        except OSError as error:
            return Message.of("This could not be remembered: {error}", error=error.strerror or str(error))
        return None

    def prepare(self, path: Path, cancelled: Callable[[], bool]) -> bool:
        """Analyse what will be opened next, unless somebody waits for another analysis; whether that was done."""
        from reader.batch.reviewed import recalled
        from reader.pipeline import Cancelled

        def unwanted() -> bool:
            return cancelled() or self._wanted.is_set()

        try:
            source = self.read(path)
            standing = recalled(source, own_rules()[0]).standing
            if self._ahead.get(source.raw, standing) is None:
                with self._turn:
                    analysis = self._the_engine().analyse(source.raw, standing, cancelled=unwanted)
                self._ahead.put(source.raw, standing, analysis)
        except (Refused, Cancelled):
            return False
        return True

    def save_reviewed(
        self, path: Path, target: Path, form: Format, author: str, cancelled: Callable[[], bool]
    ) -> tuple[Message, ...]:
        """Write a document as it was decided.

        :raises Refused: if nothing was written
        """
        from reader.batch.reviewed import save_reviewed

        source, rules = self.read(path), own_rules()[0]
        try:
            with self._turn:
                return save_reviewed(
                    source, path, target, engine=self._the_engine(), rules=rules, form=form, author=author,
                    cancelled=cancelled,
                )  # fmt: skip
        except NotSaved as error:
            raise Refused(error.message) from error

    def warm_up(self) -> None:
        """Load the engine's tables while the reader still looks for a file."""
        try:
            with self._turn:
                self._the_engine()
        except Exception:  # noqa: BLE001  (said to the reader when a document is analysed; here nobody waits for it)
            _log.exception("the engine could not be loaded")

    def _the_engine(self) -> Engine:
        if self._engine is None:
            from reader.batch.settings import Settings
            from reader.batch.work import engine_for

            self._engine = engine_for(Settings(plugins=self._plugins, trusted=self._trusted))()
        return self._engine


def _too_long(path: Path, size: str) -> Message:
    return Message.of(
        "{name} is too long for the window ({size}; up to {most} characters). Clean it with: jiaodu clean {name}",
        name=path.name,
        size=size,
        most=f"{MOST_CHARACTERS:,}",
    )
