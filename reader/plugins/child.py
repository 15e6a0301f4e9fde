"""The process that plug-ins run in: takes texts on its standard input and answers with findings.

A question is a pickle of the program's own; an answer is JSON, for the program unpickles nothing that a plug-in may
have touched. Both are preceded by their length in eight bytes.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from reader.plugins import GROUP, Detector
from reader.plugins.wire import Plain, plain
from reader.text.fix import Layer

MOST_MEMORY = 4 * 1024**3
"""Bytes of address space that this process may take."""

_GRACE = 10
"""Seconds after its time at which the process ends even if nobody is left to end it."""


def frame(data: bytes) -> bytes:
    return len(data).to_bytes(8, "big") + data


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next message; None once there is none, or a broken one."""
    head = stream.read(8)
    length = int.from_bytes(head, "big")
    data = stream.read(length) if len(head) == 8 else b""
    return data if len(head) == 8 and len(data) == length else None


def serve() -> None:
    """Answer until the program goes away."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a plug-in prints is no answer
    sys.stdout = sys.stderr
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the program's to decide about
    _bound()
    questions: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, questions), daemon=True).start()
    detectors: dict[str, Detector] = {}
    while True:
        question = pickle.loads(questions.get())  # noqa: S301  (of the program that started this process)
        _set_alarm(question["seconds"])
        answer = _answer(question, detectors)
        _set_alarm(None)
        answers.write(frame(json.dumps(answer).encode("ascii")))
        answers.flush()


def _listen(stream: IO[bytes], questions: SimpleQueue[bytes]) -> None:
    """Hear when the program is gone, also while a plug-in works."""
    while (question := read_frame(stream)) is not None:
        questions.put(question)
    os._exit(0)


def _answer(question: Mapping[str, Any], detectors: dict[str, Detector]) -> dict[str, Plain]:
    try:
        value = question["value"]
        if value not in detectors:
            detectors[value] = _loaded(value)
        if question["seen"] is None:
            return {"layer": int(detectors[value].layer)}
        return {"found": plain(detectors[value].find(question["seen"]))}
    except (Exception, SystemExit) as error:  # noqa: BLE001  (whatever a plug-in does, it is told and no more)
        return {"error": _said(error)}


def _loaded(value: str) -> Detector:
    named = EntryPoint("detector", value, GROUP).load()
    detector = named() if isinstance(named, type) else named
    if not callable(getattr(detector, "find", None)):
        raise TypeError(f"{value} has no find(seen)")
    if Layer(getattr(detector, "layer", -1)) is Layer.MANUAL:
        raise ValueError("the layer MANUAL is the reader's own")
    return detector  # type: ignore[no-any-return]  # it was asked for all that a detector is


def _said(error: BaseException) -> str:
    """The error in one line, with the place in the plug-in that it came from."""
    text = traceback.format_exception_only(error)[-1].strip()
    not_theirs = (str(Path(__file__).parents[1]), "<")
    places = [each for each in traceback.extract_tb(error.__traceback__) if not each.filename.startswith(not_theirs)]
    where = f" ({Path(places[-1].filename).name}, line {places[-1].lineno})" if places else ""
    return text[:500] + where


def _set_alarm(seconds: float | None) -> None:
    """Let the system end this process: a plug-in in native code may let no other thread run."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(0 if seconds is None else int(seconds) + _GRACE)


def _bound() -> None:
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
