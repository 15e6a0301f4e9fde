"""Asks plug-ins about texts, in a process of their own and within a time."""

from __future__ import annotations

import atexit
import json
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, Queue
from typing import IO

from reader.plugins.checking import Unfit, taken
from reader.plugins.child import frame, read_frame
from reader.plugins.installed import Plugin
from reader.plugins.wire import Plain, findings
from reader.text.fix import Fix, Layer
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.section import Notice, NoticeKind
from reader.text.span import Span

SECONDS = 20.0
"""That loading a plug-in may take, and its look at each 100,000 characters that are begun; some need less than one."""

_PORTION = 100_000

_LOOK_EVERY = 0.1
"""Seconds between two questions whether somebody cancelled."""

_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from reader.plugins.child import serve; serve()"
"""Not by ``multiprocessing``, which runs the caller's script once more: library users need no guard in theirs."""


class _Failed(Exception):  # noqa: N818  (the plug-in did, and the message says how)
    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Plugins:
    """Some plug-ins, of which ``trusted`` are those whose findings may be applied as they say.

    One for each engine: what a plug-in did wrong in a text is remembered until the next text, so that it is not asked
    again and again; nothing is carried over to another text.
    """

    def __init__(
        self, plugins: Iterable[Plugin], trusted: Iterable[str] = (), *, seconds: float = SECONDS
    ) -> None:
        self._plugins = tuple(plugins)
        self._trusted = frozenset(trusted)
        self._seconds = seconds
        self._raw = ""
        self._failures: dict[str, Message] = {}

    def begin(self, raw: str) -> None:
        """The text that is asked about from now on."""
        if raw != self._raw:
            self._raw, self._failures = raw, {}

    def find(self, layer: Layer, seen: Projection, proceed: Callable[[], None]) -> tuple[list[Fix], list[Notice]]:
        """What the plug-ins of a layer find; ``proceed`` is called now and then and may raise to stop it."""
        fixes: list[Fix] = []
        notices: list[Notice] = []
        for plugin in self._plugins:
            if plugin.name in self._failures:
                continue
            try:
                if _process.layer(plugin, self._seconds, proceed) is not layer:
                    continue
                said = _process.found(plugin, seen, self._seconds * (1 + len(seen.raw) // _PORTION), proceed)
                found, told = self._taken(plugin.name, layer, seen.raw, said)
            except _Failed as failed:
                self._failures[plugin.name] = failed.message
                continue
            fixes += found
            notices += told
        return fixes, notices

    def _taken(self, name: str, layer: Layer, raw: str, said: Plain) -> tuple[list[Fix], list[Notice]]:
        try:
            return taken(name, layer, raw, *findings(said), trusted=name in self._trusted)
        except (Unfit, ValueError, TypeError) as error:
            message = Message.of(
                "The plug-in {name} gave findings that cannot be used, and they were left out: {error}.",
                name=name, error=str(error).rstrip("."),
            )  # fmt: skip
            raise _Failed(message) from error

    @property
    def failures(self) -> Sequence[Notice]:
        """One notice for each plug-in that failed on this text."""
        return [
            Notice(NoticeKind.PLUGIN, Span(0, 0), message) for _, message in sorted(self._failures.items())
        ]


class _Process:
    """The process that the plug-ins of this program run in; started when it is first needed, and after each end."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._path: list[str] = []
        self._answers: Queue[bytes | None] = Queue()
        self._layers: dict[Plugin, Layer | Message] = {}

    def layer(self, plugin: Plugin, seconds: float, proceed: Callable[[], None]) -> Layer:
        """The layer of a plug-in.

        :raises _Failed: if it cannot be loaded
        """
        with self._turn:
            if self._path != sys.path:  # where plug-ins are looked for has changed
                self.close()
                self._path = list(sys.path)
                self._layers.clear()
            if plugin not in self._layers:
                try:
                    answer = self._ask(plugin, None, seconds, proceed)
                    self._layers[plugin] = Layer(answer["layer"])  # type: ignore[arg-type]  # checked at the other end
                except _Failed as failed:
                    self._layers[plugin] = failed.message
            layer = self._layers[plugin]
            if isinstance(layer, Message):
                raise _Failed(layer)
            return layer

    def found(self, plugin: Plugin, seen: Projection, seconds: float, proceed: Callable[[], None]) -> Plain:
        """What a plug-in finds.

        :raises _Failed: if it does not come to an end of its own
        """
        with self._turn:
            return self._ask(plugin, seen, seconds, proceed)["found"]

    def close(self) -> None:
        """End the process."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                if stream is not None:
                    _close(stream)

    def _ask(
        self, plugin: Plugin, seen: Projection | None, seconds: float, proceed: Callable[[], None]
    ) -> dict[str, Plain]:
        question = frame(pickle.dumps({"value": plugin.value, "seen": seen, "seconds": seconds}))
        until = time.monotonic() + seconds
        try:
            stdin = self._stdin()
            # On a thread, for a process that does not read would hold up the one that writes.
            threading.Thread(target=_write, args=(stdin, question), daemon=True).start()
            answer = self._answer(until, proceed)
        except TimeoutError as late:
            self.close()
            message = Message.of(
                "The plug-in {name} took more than {seconds} seconds and was skipped.",
                name=plugin.name, seconds=round(seconds),
            )  # fmt: skip
            raise _Failed(message) from late
        except OSError as error:
            self.close()
            raise _Failed(_skipped(plugin.name, str(error))) from error
        except BaseException:  # the caller wants to stop: what is still to come must not be taken for another answer
            self.close()
            raise
        if answer is None:
            status = self._child.wait() if self._child is not None else None
            self.close()
            raise _Failed(_skipped(plugin.name, f"it ended its process, status {status}"))
        said: dict[str, Plain] = json.loads(answer)
        if "error" in said:
            raise _Failed(_skipped(plugin.name, str(said["error"])))
        return said

    def _stdin(self) -> IO[bytes]:
        if self._child is None:
            self._answers = Queue()
            self._child = subprocess.Popen(  # noqa: S603  (this program's own interpreter and words)
                [sys.executable, "-c", _PROGRAM, json.dumps(self._path)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            threading.Thread(target=_hear, args=(self._child.stdout, self._answers), daemon=True).start()
        assert self._child.stdin is not None  # noqa: S101  (it was asked for)
        return self._child.stdin

    def _answer(self, until: float, proceed: Callable[[], None]) -> bytes | None:
        """The next answer, None if the process is gone.

        :raises TimeoutError: if there is none in time
        """
        while True:
            proceed()
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            try:
                return self._answers.get(timeout=min(left, _LOOK_EVERY))
            except Empty:
                continue


def _skipped(name: str, error: str) -> Message:
    return Message.of("The plug-in {name} failed and was skipped: {error}", name=name, error=error)


def _write(stream: IO[bytes], data: bytes) -> None:
    try:
        stream.write(data)
        stream.flush()
    except (OSError, ValueError):  # it is gone, and the thread that listens will say so
        return


def _hear(stream: IO[bytes], answers: Queue[bytes | None]) -> None:
    try:
        while (answer := read_frame(stream)) is not None:
            answers.put(answer)
    except (OSError, ValueError):
        pass  # it was closed
    answers.put(None)


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:
        return


_process = _Process()
atexit.register(_process.close)
