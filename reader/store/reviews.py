"""Looks up what is known of the reviews of many documents, without taking any of them up."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reader.review.session import ReviewSession
from reader.store.journal import journal_folder
from reader.store.journal_file import ENDING, Contents, TooNew, candidates, prefix_of, read_journal
from reader.store.packed_text import text_digest

_DIGEST = 24
"""Characters of the SHA-256 in the name of a journal."""


@dataclass(frozen=True, slots=True)
class Review:
    """How far a review is: ``done`` of the ``total`` findings that asked for a decision have one.

    ``saved`` says whether the text was saved as it was decided.
    """

    done: int
    total: int
    saved: bool = False

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do; who saves with findings left open wants them so."""
        return self.saved or self.done >= self.total


class Reviews:
    """The journals in a folder, by their names as they are now; each is read when its document is asked for."""

    def __init__(self, folder: Path | None = None) -> None:
        self._journals: defaultdict[str, list[Path]] = defaultdict(list)
        with suppress(OSError):
            for path in (folder or journal_folder()).iterdir():
                if path.name.endswith(ENDING):
                    self._journals[path.name[:_DIGEST]].append(path)

    def of(self, sha256: str, encoding: str) -> Review | None:
        """The latest review of a document with these bytes, read in this encoding; None where nothing was decided."""
        prefix = f"{sha256[:_DIGEST]}-{encoding}-"
        paths = [path for path in self._journals.get(sha256[:_DIGEST], ()) if path.name.startswith(prefix)]
        latest = _latest(paths)
        return None if latest is None else Review(*latest.progress, latest.all_saved)


def recall(session: ReviewSession, folder: Path | None = None) -> bool:
    """Put the decisions of the latest review of this very text onto a session in which nothing was decided yet.

    Only reads: what is decided from then on is written down nowhere. Returns whether there were any.
    """
    source = session.source
    paths = candidates(folder or journal_folder(), prefix_of(source))
    contents = _latest(paths, text_digest(source.raw))
    if contents is None:
        return False
    history = contents.history
    session.resume(history.found.values(), history.steps, history.position)
    return True


def _latest(paths: list[Path], text: str | None = None) -> Contents | None:
    found: list[Contents] = []
    for path in paths:
        with suppress(TooNew, OSError):
            contents = read_journal(path)
            if contents.history.steps and text in (None, contents.header.get("text_sha256")):
                found.append(contents)
    return max(found, key=lambda contents: contents.when.timestamp() if contents.when else 0.0, default=None)
