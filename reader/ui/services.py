"""What the window needs from the rest of the program; ``reader.app`` hands it in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from reader.review.checkpoints import Checkpoint
from reader.review.session import ReviewSession
from reader.store.carrying import Lost
from reader.store.export import Format
from reader.store.project import Project
from reader.store.readers.watching import Watch
from reader.store.resume import Previous
from reader.text.analysis import Analysis, Progress, Standing
from reader.text.message import Message
from reader.text.rules import RuleChange, Rules
from reader.text.source import Source
from reader.ui.queue_services import QueueServices


class Refused(Exception):  # noqa: N818  (it says what happened)
    """Something could not be done; ``message`` says what happened and what to try."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known of an earlier review of the document that was just opened.

    ``decided`` says whether decisions were put back; ``crashed`` whether that review was not closed. ``saved`` is where
    its text was saved last, and ``all_saved`` whether nothing was decided since. ``notes`` are for the reader. ``lost``
    are decisions of an earlier version of the document that found no place in this one.
    """

    decided: bool = False
    crashed: bool = False
    when: datetime | None = None
    saved: Path | None = None
    all_saved: bool = False
    notes: tuple[Message, ...] = ()
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A review that ended with the program and not by closing.

    ``document`` is the file, None for a pasted ``text``; ``unchanged`` says whether it still is what was reviewed.
    ``saved`` is where its text was saved last, if that file is still there. ``source`` is the document where it has no
    file. ``handle`` is for the services alone.
    """

    name: str
    document: Path | None
    text: str | None
    encoding: str
    when: datetime
    done: int
    total: int
    unchanged: bool
    handle: object
    saved: Path | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The first lines of a document as they read in ``encoding``; ``undecodable`` places fit no character there."""

    encoding: str
    lines: tuple[str, ...]
    undecodable: int


class Log(Protocol):
    """Writes down every decision of one review as it is made."""

    @property
    def recording(self) -> bool:
        """Whether decisions are written down here at all."""

    @property
    def complete(self) -> bool:
        """Whether everything that was decided is written down."""

    def saved(self, path: Path, position: int) -> None:
        """The text was saved to this file as it read at this step of the session."""

    def discard(self) -> None:
        """Forget what came from an earlier review."""

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """The named states of the review, the oldest first."""

    def checkpoint(self, session: ReviewSession, name: str) -> Checkpoint:
        """Give what holds now a name; an older state of that name goes."""

    def keep(self, checkpoint: Checkpoint, raw: str) -> None:
        """Take in a named state that was made elsewhere on the same text."""

    def carried(self, lost: Iterable[Lost], origin: str) -> None:
        """Decisions were carried over from the review called ``origin``: keep the list of those that were not."""

    def close(self) -> bool:
        """The review is closed."""


Tell = Callable[[Message | None], None]
"""Takes a message once decisions cannot be written down, and None once they can again; called on any thread."""


class Services(QueueServices, Protocol):
    """Reading, analysing, saving and remembering; the first three are called off the interface thread."""

    def read(self, path: Path, encoding: str | None = None, watch: Watch | None = None) -> Source:
        """The document in a file; in the encoding named, else in the one that is found out.

        :raises Refused: if it cannot be read
        :raises GivenUp: if ``watch``, which is told how far the reading of a long document is, ends it
        """

    def pasted(self, html: str, text: str) -> Source:
        """What was copied, from its code as a web page where that says more; called off the interface thread."""

    def analyse(
        self, raw: str, standing: Standing, cancelled: Callable[[], bool]
    ) -> Iterator[tuple[Analysis, Progress]]:
        """Ever more complete analyses of a text; ends early once ``cancelled`` answers True."""

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
        """Write the cleaned text, or what was decided; returns what the reader should know about how.

        ``source`` is the file that the text came from; it is written over only with ``over_source``. ``author`` is the
        person whose decisions they are.

        :raises Refused: if nothing was written; what was there before is still there
        """

    def take_up(self, session: ReviewSession, path: Path | None, tell: Tell) -> tuple[Log, Earlier]:
        """Put the decisions of an earlier review back onto a session, and write down those to come."""

    def about_encoding(self, source: Source) -> tuple[Message, ...]:
        """What the reader must know about how the bytes were read: what could not be, and whether it is a guess."""

    def readings(self, source: Source) -> list[Reading]:
        """How a document reads in other encodings, the most plausible first; called off the interface thread.

        Empty where the document says its encoding itself.
        """

    def unfinished(self) -> list[Unfinished]:
        """Reviews that were not closed, the latest first; called off the interface thread."""

    def give_up(self, entry: Unfinished) -> Message | None:
        """Do not offer this review again; returns why that could not be remembered, if it could not."""

    def own_rules(self) -> tuple[Rules, tuple[Message, ...]]:
        """What the reader said about all texts, and what to say about the file that it is in."""

    def keep_rules(self, change: RuleChange) -> Rules:
        """Write down what came and went; returns what holds then. Called off the interface thread.

        :raises Refused: if nothing was written
        """

    def read_rules(self, path: Path) -> Rules:
        """The rules in a file of somebody's.

        :raises Refused: if they cannot be read
        """

    def write_rules(self, rules: Rules, path: Path) -> None:
        """Write rules to a file for somebody else.

        :raises Refused: if nothing was written
        """

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
        """Write a review as one file for somebody else; never over its document, which is at ``source``.

        :raises Refused: if nothing was written
        """

    def read_project(self, path: Path) -> Project:
        """The review in a file that somebody sent.

        :raises Refused: if there is none that can be used
        """

    def previous(self, source: Source, path: Path) -> Previous | None:
        """The latest review of an earlier version of this document; called off the interface thread."""

    def write(self, path: Path, data: bytes) -> None:
        """Make ``data`` the content of a file, in one step.

        :raises Refused: if nothing was written
        """

    def suggested_name(self, source: Path, form: Format | None = None) -> Path:
        """Where the cleaned text of a document goes unless the reader says otherwise, or what is told of it."""
