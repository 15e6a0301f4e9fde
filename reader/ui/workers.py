"""Runs long work on a thread of its own and hands its results to the interface thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QObject, Signal

Cancelled = Callable[[], bool]
Work = Callable[[Cancelled], Iterator[object]]
"""Yields results as they come; ends early once the function it is given answers True."""

_log = logging.getLogger(__name__)


class Worker(QObject):
    """Does one piece of work at a time. Starting another one cancels the last, whose late results are dropped."""

    produced = Signal(object)
    finished = Signal()
    failed = Signal(object)
    """The exception that ended the work."""

    _came = Signal(int, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._generation = 0
        self._cancel = threading.Event()
        self._thread: threading.Thread | None = None
        self._busy = False
        self._patience = 0.0
        # Emitted on the other thread, received on this object's: Qt queues it.
        self._came.connect(self._on_came)

    @property
    def busy(self) -> bool:
        """Whether results may still come."""
        return self._busy

    def start(self, work: Work) -> None:
        """Run ``work`` on a thread."""
        self.cancel()
        self._generation += 1
        self._cancel = threading.Event()
        self._busy = True
        arguments = (work, self._generation, self._cancel)
        self._thread = threading.Thread(target=self._run, args=arguments, name="jiaodu-work", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to end; nothing more of it is announced."""
        self._cancel.set()
        self._generation += 1
        self._busy = False

    def finish_at_quit(self, seconds: float = 5.0) -> None:
        """From now on the program does not end before the work has, at most so long: what is written is written."""
        app = QCoreApplication.instance()
        if app is not None:
            self._patience = seconds
            app.aboutToQuit.connect(self._finish)

    def _finish(self) -> None:
        if self._busy:
            self.wait(self._patience)

    def wait(self, seconds: float) -> None:
        """Wait until the thread has ended, at most so long."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, work: Work, generation: int, cancel: threading.Event) -> None:
        try:
            for result in work(cancel.is_set):
                if cancel.is_set():
                    return
                self._came.emit(generation, "produced", result)
            self._came.emit(generation, "finished", None)
        except Exception as error:  # noqa: BLE001  (whatever it was, the interface thread must say it)
            if not cancel.is_set():
                self._came.emit(generation, "failed", error)

    def _on_came(self, generation: int, what: str, value: object) -> None:
        if generation != self._generation:
            return
        if what == "produced":
            self.produced.emit(value)
            return
        self._busy = False
        if what == "finished":
            self.finished.emit()
        else:
            _log.debug("work failed", exc_info=value if isinstance(value, BaseException) else None)
            self.failed.emit(value)
