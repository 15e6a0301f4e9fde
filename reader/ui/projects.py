"""Hands a review on as one file, and takes in one that somebody sent."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from reader.language import say, tr
from reader.store.project import SUFFIX, Project
from reader.ui.carrying import Carrying, Load
from reader.ui.desk import Desk
from reader.ui.message_bar import Deed, MessageBar
from reader.ui.questions import Questions
from reader.ui.review_view import ReviewView
from reader.ui.saving import Saving
from reader.ui.services import Refused, Services
from reader.ui.workers import Cancelled, Worker

Parting = Callable[[Callable[[], object]], None]
"""Does what leaves the document that is open, if the reader wants that."""


@dataclass(frozen=True)
class _Read:
    project: Project
    beside: Path | None
    """The document beside the file: the very one, or one of its name where none is enclosed."""


class Projects(QObject):
    """What the entry of the menu asks for, and what happens to a file that is opened."""

    def __init__(
        self,
        desk: Desk,
        services: Services,
        carrying: Carrying,
        saving: Saving,
        bar: MessageBar,
        questions: Questions,
        parting: Parting,
    ) -> None:
        super().__init__(bar)
        self._desk, self._services, self._carrying, self._saving = desk, services, carrying, saving
        self._bar, self._questions, self._parting = bar, questions, parting
        self._writer, self._reader = Worker(self), Worker(self)
        self._writer.finish_at_quit()
        self._writer.produced.connect(self._on_written)
        self._writer.failed.connect(self._on_failed)
        self._reader.produced.connect(self._on_read)
        self._reader.failed.connect(self._on_failed)

    def hand_on(self, review: ReviewView) -> None:
        """Save the review for somebody else, with the document or without it."""
        desk = self._desk
        if desk.session is None or self._writer.busy:
            return
        review.finish_editing()
        place = desk.suggestion()
        answer = self._questions.project_to_save(place.with_name(f"{Path(desk.name).stem}{SUFFIX}"))
        reviewer = self._saving.signed() if answer is not None else None
        if answer is None or reviewer is None:
            return
        path, with_source = answer
        if path.suffix.lower() != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        # Decisions may go on while the file is written: an account of this moment.
        session, source = copy.copy(desk.session), desk.path
        states = desk.log.checkpoints if desk.log is not None else ()

        def work(_cancelled: Cancelled) -> Iterator[Path]:
            self._services.save_project(
                session, path, with_source=with_source, checkpoints=states, reviewer=reviewer, source=source
            )
            yield path

        self._writer.start(work)

    def open(self, path: Path) -> None:
        """Take in the review in a file; nothing of what is open is left before it is known to be one."""

        def work(_cancelled: Cancelled) -> Iterator[_Read]:
            project = self._services.read_project(path)
            yield _Read(project, self._beside(path, project))

        self._reader.start(work)

    def _beside(self, path: Path, project: Project) -> Path | None:
        place = path.absolute().with_name(project.name) if project.name else None
        if place is None or not place.is_file():
            return None
        try:
            fits = project.fits(self._services.read(place))
        except Refused:
            return None
        return place if fits or project.source is None else None

    def _on_read(self, found: object) -> None:
        if not isinstance(found, _Read):
            return
        project, source = found.project, found.project.source
        session = self._desk.session
        if session is not None and project.fits(session.source):
            self._carrying.take(self._load(project, self._desk.path, session.raw))
        elif found.beside is not None:
            beside = found.beside
            self._parting(lambda: self._open_beside(project, beside))
        elif source is not None:
            self._parting(lambda: self._desk.open_source(source))
            if self._desk.session is not None and self._desk.session.source is source:
                self._carrying.take(self._load(project, None, source.raw))
        else:
            self._ask_for_document(project)

    def _open_beside(self, project: Project, path: Path) -> None:
        self._desk.open_path(path)
        self._carrying.take(self._load(project, path, None))

    def _ask_for_document(self, project: Project) -> None:
        said = tr(
            "This is a review of {name} without the document. Open the document, and the decisions are carried over.",
            name=project.name or tr("Pasted text"),
        )
        deeds: list[Deed] = [(tr("Choose the document…"), lambda: self._choose(project))]
        if self._desk.session is not None:
            deeds.append((tr("Take the open one"), lambda: self._take_open(project)))
        self._bar.tell(said, *deeds)

    def _choose(self, project: Project) -> None:
        folder = self._desk.path.parent if self._desk.path is not None else Path.home()
        path = self._questions.file_to_open(str(folder))
        if path is not None and path.suffix.lower() != SUFFIX:
            self._parting(lambda: self._open_beside(project, path.absolute()))

    def _take_open(self, project: Project) -> None:
        session = self._desk.session
        if session is not None:
            self._carrying.take(self._load(project, self._desk.path, session.raw))

    def _load(self, project: Project, path: Path | None, text: str | None) -> Load:
        origin = project.reviewer or project.name or tr("Pasted text")
        return Load(origin, project.placed, path, text, project.checkpoints, project.fits)

    def _on_written(self, path: object) -> None:
        self._bar.tell(tr("The review is in {path}. Send this file on.", path=str(path)), passing=True)

    def _on_failed(self, error: object) -> None:
        if isinstance(error, Refused):
            self._bar.tell(say(error.message))
        else:
            self._bar.tell(tr("The review could not be handed on or taken in: {error}", error=str(error)))
