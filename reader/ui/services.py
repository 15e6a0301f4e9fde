"""What the window needs from the rest of the program; ``reader.app`` hands it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from reader.review.session import ReviewSession
from reader.text.analysis import Analysis, Progress, Standing
from reader.text.message import Message
from reader.text.source import Source


class Refused(Exception):  # noqa: N818  (it says what happened)
    """Something could not be done; ``message`` says what happened and what to try."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Services(Protocol):
    """Reading, analysing and saving. All of it is called off the interface thread."""

    def read(self, path: Path, encoding: str | None = None) -> Source:
        """The document in a file; in the encoding named, else in the one that is found out.

        :raises Refused: if it cannot be read
        """

    def analyse(
        self, raw: str, standing: Standing, cancelled: Callable[[], bool]
    ) -> Iterator[tuple[Analysis, Progress]]:
        """Ever more complete analyses of a text; ends early once ``cancelled`` answers True."""

    def save(
        self, session: ReviewSession, path: Path, *, source: Path | None = None, over_source: bool = False
    ) -> Message | None:
        """Write the cleaned text; returns what the reader should know about how, if anything.

        ``source`` is the file that the text came from; it is written over only with ``over_source``.

        :raises Refused: if nothing was written; what was there before is still there
        """

    def suggested_name(self, source: Path) -> Path:
        """Where the cleaned text of a document goes unless the reader says otherwise."""
