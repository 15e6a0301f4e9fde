"""What the command line shows: lines on standard error, a progress bar, results on standard output."""

from __future__ import annotations

import os
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, NoReturn

from reader.language import tr

if TYPE_CHECKING:
    from tqdm import tqdm

_FORM = "{percentage:3.0f}% |{bar}| {desc} [{elapsed}<{remaining}]"


class Bar:
    """A progress bar on the terminal, or nothing.

    It moves by the bytes of the documents, so that the time left holds for small and large ones, and says how many
    documents are done, and how many of them and of their characters a second.
    """

    def __init__(self, documents: int, size: int, *, shown: bool) -> None:
        self._bar: tqdm[NoReturn] | None = None
        self._documents = documents
        self._begun = time.monotonic()
        self._done = self._cleaned = self._characters = 0
        if shown:
            from tqdm import tqdm

            self._bar = tqdm(total=max(1, size), bar_format=_FORM, file=sys.stderr, dynamic_ncols=True)
            self._bar.set_description_str(self.line())

    def step(self, size: int, characters: int, *, cleaned: bool = True) -> None:
        """One more document of ``size`` bytes is done; ``cleaned`` in this run."""
        self._done += 1
        self._cleaned += cleaned
        self._characters += characters if cleaned else 0
        if self._bar is not None:
            self._bar.set_description_str(self.line(), refresh=False)
            self._bar.update(size)

    def line(self) -> str:
        """How far the run is, and how quick."""
        seconds = max(0.001, time.monotonic() - self._begun)
        return tr(
            "{done} of {total} documents, {rate} a second, {characters} characters a second",
            done=f"{self._done:,}",
            total=f"{self._documents:,}",
            rate=f"{self._cleaned / seconds:.1f}",
            characters=f"{self._characters / seconds:,.0f}",
        )

    def hidden(self) -> AbstractContextManager[None]:
        """While this lasts, lines can be written where the bar is."""
        return self._bar.external_write_mode(file=sys.stderr) if self._bar is not None else nullcontext()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def write_out(data: bytes) -> None:
    """All of ``data`` on standard output: where Python does not buffer it, a pipe may take a part only."""
    rest = memoryview(data)
    while rest:
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


def drop_output() -> None:
    """Let what is still buffered go nowhere; Python would fail on it once more when it flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(sentence: str) -> None:
    """A line on standard error; what the terminal cannot show is escaped rather than fatal."""
    encoding = sys.stderr.encoding or "utf-8"
    print(sentence.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr, flush=True)
