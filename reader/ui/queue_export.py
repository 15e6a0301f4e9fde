"""Saves all reviewed documents of a queue into one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from reader.batch.plan import Job
from reader.language import say, tr, tr_n
from reader.store.export import Format
from reader.ui.message_bar import MessageBar
from reader.ui.questions import Questions
from reader.ui.queue_desk import QueueDesk
from reader.ui.queue_state import State
from reader.ui.services import Refused
from reader.ui.workers import Cancelled, Worker


@dataclass(frozen=True)
class _Planned:
    jobs: Sequence[Job]
    there: int
    """So many of the files to be written are there already."""


@dataclass(frozen=True)
class _Saved:
    path: Path
    why_not: str = ""


class QueueExport(QObject):
    """Asks where to, then writes on a thread; a document that cannot be written does not stop the others."""

    def __init__(
        self, desk: QueueDesk, bar: MessageBar, questions: Questions, signed: Callable[[], str | None]
    ) -> None:
        super().__init__(bar)
        self._desk, self._bar, self._questions, self._signed = desk, bar, questions, signed
        self._planner, self._writer = Worker(self), Worker(self)
        self._planner.produced.connect(self._on_planned)
        self._planner.failed.connect(self._on_failed)
        self._writer.produced.connect(self._on_saved)
        self._writer.finished.connect(self._on_over)
        self._writer.failed.connect(self._on_failed)
        self._form, self._out, self._author = Format.TXT, Path(), ""
        self._total, self._results = 0, list[_Saved]()

    def start(self, form: Format) -> None:
        """Ask for a folder, and write all reviewed documents there as ``form``."""
        if self._planner.busy or self._writer.busy or not self._desk.paths:
            return
        first = self._desk.paths[0]
        out = self._questions.folder(tr("Export into a folder"), first.parent)
        author = (self._signed() if form is Format.TRACKED else "") if out is not None else None
        if out is None or author is None:
            return
        self._form, self._out, self._author = form, out, author
        reviewed = {entry.path for entry in self._desk.queue.entries if entry.state is State.REVIEWED}
        services, paths = self._desk.services, self._desk.paths

        def work(_cancelled: Cancelled) -> Iterator[_Planned]:
            jobs = [job for job in services.find(paths, out, form).jobs if job.path in reviewed]
            yield _Planned(jobs, sum(job.target is not None and job.target.exists() for job in jobs))

        self._planner.start(work)

    def finish(self) -> None:
        """Begin no further document, and let the one that is being written be written."""
        self._writer.cancel()
        self._writer.wait(5.0)

    def _on_planned(self, planned: object) -> None:
        if not isinstance(planned, _Planned):
            return
        if planned.there:
            question = tr_n(
                "{count} file of these names is in the folder already. Replace it?",
                "{count} files of these names are in the folder already. Replace them?",
                planned.there,
            )
            if not self._questions.sure(question, tr("Replace"), tr("Export nothing")):
                return
        self._total, self._results = len(planned.jobs), []
        services, form, author = self._desk.services, self._form, self._author

        def work(cancelled: Cancelled) -> Iterator[_Saved]:
            for job in planned.jobs:
                if cancelled() or job.target is None:
                    return
                try:
                    services.save_reviewed(job.path, job.target, form, author, cancelled)
                except Refused as error:
                    yield _Saved(job.path, say(error.message))
                except Exception as error:  # noqa: BLE001  (one document must not stop the others)
                    yield _Saved(job.path, f"{type(error).__name__}: {error}")
                else:
                    yield _Saved(job.path)

        self._tell()
        self._writer.start(work)

    def _on_saved(self, saved: object) -> None:
        if isinstance(saved, _Saved):
            self._results.append(saved)
            self._tell()

    def _tell(self) -> None:
        text = tr("Exporting into {folder}…", folder=str(self._out))
        self._bar.tell_progress(text, len(self._results), max(1, self._total), self._cancel)

    def _cancel(self) -> None:
        self._writer.cancel()
        self._on_over()

    def _on_over(self) -> None:
        self._bar.end_progress()
        failed = [result for result in self._results if result.why_not]
        saved = len(self._results) - len(failed)
        said = tr_n(
            "{count} document was saved in {folder}.", "{count} documents were saved in {folder}.", saved,
            folder=str(self._out),
        )  # fmt: skip
        if failed:
            said += " " + tr_n(
                "{count} was not: {name}: {why}", "{count} were not, among them {name}: {why}", len(failed),
                name=failed[0].path.name, why=failed[0].why_not,
            )  # fmt: skip
        folder = QUrl.fromLocalFile(str(self._out))
        self._bar.tell(said, (tr("Open its folder"), lambda: QDesktopServices.openUrl(folder)), passing=not failed)

    def _on_failed(self, error: object) -> None:
        self._bar.end_progress()
        self._bar.tell(tr("Nothing was exported: {error}", error=str(error)))
