"""The queue: finds its documents and has them cleaned in the background, off the interface thread."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.batch.plan import Job
from reader.language import say, tr
from reader.ui.queue_services import Cleaning, QueueServices, Told
from reader.ui.queue_state import Pace, Queue
from reader.ui.queue_words import Phase
from reader.ui.workers import Cancelled, Worker

_BATCH = 500
"""Documents that the list takes in at once; between two such batches the window answers."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Found:
    jobs: Sequence[tuple[Job, int]] = ()
    refused: Sequence[tuple[Path, str]] = ()


class QueueDesk(QObject):
    """At most one queue. Everything it announces is announced on the interface thread."""

    changed = Signal()
    """Documents came, or something became of some."""
    broken = Signal(str)
    """Why no more documents are cleaned; what was done is kept."""

    def __init__(self, services: QueueServices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self.paths: tuple[Path, ...] = ()
        """The folders and files that the queue was made of."""
        self.queue, self.pace, self.phase = Queue(), Pace(), Phase.NONE
        self._jobs: list[Job] = []
        self._cleaning: Cleaning | None = None
        self._finder, self._cleaner = Worker(self), Worker(self)
        self._finder.produced.connect(self._on_found)
        self._finder.finished.connect(self._clean)
        self._finder.failed.connect(self._on_failed)
        self._cleaner.produced.connect(self._on_told)
        self._cleaner.finished.connect(self._on_over)
        self._cleaner.failed.connect(self._on_failed)

    def open(self, paths: Sequence[Path]) -> None:
        """Make the queue one of the documents at these places; what is known of them is not done again."""
        self._halt()
        self.paths = tuple(path.absolute() for path in paths)
        self.queue, self.pace, self._jobs = Queue(), Pace(), []
        self._enter(Phase.LOOKING)

        def work(_cancelled: Cancelled) -> Iterator[_Found]:
            plan = self.services.find(self.paths)
            for at in range(0, len(plan.jobs), _BATCH):
                yield _Found([(job, _size(job.path)) for job in plan.jobs[at : at + _BATCH]])
            yield _Found((), [(refusal.path, say(refusal.message)) for refusal in plan.refused])

        self._finder.start(work)

    def pause(self) -> None:
        """Begin no further document for now."""
        if self._cleaning is not None and self.phase is Phase.CLEANING:
            self._cleaning.pause()
            self._enter(Phase.PAUSED)

    def go_on(self) -> None:
        """Go on after a pause, or after the cleaning was stopped."""
        if self.phase is Phase.PAUSED and self._cleaning is not None:
            self._cleaning.go_on()
            self._enter(Phase.CLEANING)
        elif self.phase is Phase.STOPPED:
            self._clean()

    def stop(self) -> None:
        """Clean no more; what is being cleaned is dropped, and what was is kept."""
        if self.phase in (Phase.LOOKING, Phase.CLEANING, Phase.PAUSED):
            self._halt()
            self._enter(Phase.STOPPED)

    def finish(self, seconds: float = 5.0) -> None:
        """End the processes before the program ends."""
        self._halt()
        self._cleaner.wait(seconds)

    def tick(self) -> None:
        """Time goes by; for what the pace says."""
        self.pace.run(time.monotonic(), going=self.phase is Phase.CLEANING)

    def _enter(self, phase: Phase) -> None:
        self.phase = phase
        self.tick()
        self.changed.emit()

    def _clean(self) -> None:
        if not self._jobs:
            self._enter(Phase.OVER)
            return
        cleaning = self._cleaning = self.services.cleaning(self.paths, self._jobs)

        def work(cancelled: Cancelled) -> Iterator[Sequence[Told]]:
            for news in cleaning.told():
                if cancelled():
                    return
                yield news

        self._cleaner.start(work)
        self._enter(Phase.CLEANING)

    def _halt(self) -> None:
        self._finder.cancel()
        if self._cleaning is not None:
            self._cleaning.stop()
            self._cleaning = None
        self._cleaner.cancel()
        self.queue.halt()

    def _on_found(self, found: object) -> None:
        if not isinstance(found, _Found):
            return
        self._jobs += [job for job, _ in found.jobs]
        self.queue.add((job.path, job.name, size) for job, size in found.jobs)
        for path, why in found.refused:
            self.queue.refuse(path, why)
        self.changed.emit()

    def _on_told(self, news: object) -> None:
        if not isinstance(news, list):
            return
        for told in news:
            if told.outcome is None:
                self.queue.begin(told.number)
            else:
                self.queue.take(told.number, told.outcome, told.review, told.mark)
        self.tick()
        self.changed.emit()

    def _on_over(self) -> None:
        self._cleaning = None
        self._enter(Phase.OVER)

    def _on_failed(self, error: object) -> None:
        _log.error("queue failed", exc_info=error if isinstance(error, BaseException) else None)
        self._halt()
        self._enter(Phase.STOPPED)
        self.broken.emit(
            tr("The queue stopped: {error}. What was cleaned is kept.", error=str(error) or type(error).__name__)
        )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
