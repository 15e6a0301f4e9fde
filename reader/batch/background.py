"""Cleans many documents for a person who looks on: can pause and stop, and tells how far the review of each is.

Unlike ``run`` it writes no results: a reader decides about each document, and the text is saved after that. What is
remembered of a document are its counts, so that a queue that is opened again is there at once.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from reader.batch.crew import Crew, Stopped
from reader.batch.outcome import Outcome
from reader.batch.plan import Job, Plan, plan
from reader.batch.record import Record
from reader.batch.run import size
from reader.batch.search import Patterns
from reader.batch.settings import Settings, fingerprint
from reader.store.export import Format
from reader.store.journal import journal_folder
from reader.store.reviews import Review, Reviews
from reader.store.versions import program_version

if TYPE_CHECKING:
    from reader.batch.work import MakeEngine

OWN = ("*_校订.*", "*_修订.docx", "*_校订报告.html", "*_校订明细.csv")
"""What the window saves beside its documents; a folder that was worked in holds the same text twice."""

_CHUNK = 200
"""Documents told of at once, where nothing has to be waited for."""

_LOOK = 0.1
"""Seconds between looks at whether a pause is over."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the document of this number: ``outcome`` None means that it is being cleaned now.

    ``review`` is how far the review of it was when it was looked at; ``mark`` what its reader said of it as a whole.
    """

    number: int
    outcome: Outcome | None = None
    review: Review | None = None
    mark: bool | None = None


def documents(paths: Sequence[Path], out: Path | None = None, form: Format = Format.TXT) -> Plan:
    """The documents at ``paths``, without what was saved beside them; results go below ``out``, if it is said."""
    return plan([path.absolute() for path in paths], out, form.suffix, patterns=Patterns(exclude=OWN))


def queue_folder(paths: Iterable[Path]) -> Path:
    """Where is remembered what is known of these documents: one place for all that lie in one folder."""
    places = [str(path if path.is_dir() else path.parent) for path in map(Path.absolute, paths)]
    try:
        common = os.path.commonpath(places)
    except ValueError:  # on several drives, or none at all
        common = "\n".join(sorted(places))
    return journal_folder().parent / "queues" / sha256(common.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def spare_cores() -> int:
    """Processes that leave the reader a core for the window."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, cores - 1)


class Background:
    """Cleans ``jobs`` in processes of its own. ``pause``, ``go_on`` and ``stop`` may be called on any thread."""

    def __init__(
        self,
        jobs: Sequence[Job],
        settings: Settings,
        place: Path,
        *,
        workers: int | None = None,
        make_engine: MakeEngine | None = None,
    ) -> None:
        # Called by their places, so that the record holds whatever else is in the queue.
        self._jobs = [replace(job, name=str(job.path)) for job in jobs]
        self._settings, self._place, self._make_engine = settings, place, make_engine
        self._workers = max(1, min(workers or spare_cores(), len(jobs)))
        self._crew: Crew | None = None
        self._going, self._stopped = threading.Event(), threading.Event()
        self._going.set()

    def pause(self) -> None:
        """Begin no further document; those that are being cleaned are finished."""
        self._going.clear()

    def go_on(self) -> None:
        self._going.set()

    def stop(self) -> None:
        """End as soon as can be; what is being cleaned is dropped."""
        self._stopped.set()
        if self._crew is not None:
            self._crew.stop()

    def told(self) -> Iterator[list[Told]]:
        """Tell of every document, as it comes; waits in between.

        :raises NoProcesses: if no process can be started
        """
        # Counts are the same in every language.
        made = fingerprint(replace(self._settings, language=None), program_version())
        record = Record(self._place / "record.jsonl", made, _holds)
        marks, reviews = Marks(self._place), Reviews()
        with closing(record), closing(Crew(self._settings, self._workers, self._make_engine)) as crew:
            self._crew = crew
            with suppress(Stopped):
                yield from self._cleaned(crew, record, lambda number, outcome: _seen(number, outcome, marks, reviews))

    def _cleaned(
        self, crew: Crew, record: Record, seen: Callable[[int, Outcome], Told]
    ) -> Iterator[list[Told]]:
        news: list[Told] = []
        coming, at_work = iter(enumerate(self._jobs)), 0
        pair = next(coming, None)
        while not self._stopped.is_set() and (pair is not None or at_work):
            while pair is not None and crew.has_room and self._going.is_set() and not self._stopped.is_set():
                number, job = pair
                old = record.known(job)
                if old is None:
                    crew.give(number, job, self._settings.limit(size(job)))
                    at_work += 1
                    news.append(Told(number))
                else:
                    news.append(seen(number, old))
                if len(news) >= _CHUNK:
                    yield news
                    news = []
                pair = next(coming, None)
            if news:
                yield news
                news = []
            if at_work:
                number, outcome = crew.next()
                at_work -= 1
                with suppress(OSError):  # remembered or not, it is cleaned
                    record.add(outcome)
                news.append(seen(number, replace(outcome, data=b"")))
            elif pair is not None:
                self._going.wait(_LOOK)
        if news:
            yield news


class Marks:
    """What a reader said of documents as a whole: that the review is done, or not, whatever the decisions say.

    A mark is about these bytes; a changed file has none.
    """

    def __init__(self, place: Path) -> None:
        self._path = place / "marks.jsonl"
        self._marks: dict[str, bool] = {}
        with suppress(OSError):
            for line in self._path.read_bytes().splitlines():
                with suppress(ValueError, TypeError):
                    digest, mark = json.loads(line)
                    self._marks[str(digest)] = bool(mark)

    def of(self, digest: str) -> bool | None:
        return self._marks.get(digest)

    def put(self, digest: str, mark: bool) -> None:
        """Write a mark down.

        :raises OSError: if it cannot be written
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="ascii") as file:
            file.write(json.dumps([digest, mark]) + "\n")
        self._marks[digest] = mark


def _seen(number: int, outcome: Outcome, marks: Marks, reviews: Reviews) -> Told:
    if outcome.facts is None or outcome.source is None:
        return Told(number, outcome)
    digest = outcome.source.sha256
    return Told(number, outcome, reviews.of(digest, outcome.facts.encoding), marks.of(digest))


def _holds(_job: Job, _written: int, _digest: str) -> bool:
    return True
