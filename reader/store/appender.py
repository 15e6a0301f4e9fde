"""Lets a file grow line by line so that no crash, kill, power cut or full disk takes what was said to it.

Every line goes to the system at once and in one call: from then on the end of the program cannot harm it. A thread
forces what came to the disk. What the system refuses to take is kept and offered again.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reader.store.saving import NotSaved, sync_folder, write_atomically
from reader.text.message import Message

INTERVAL = 0.8
"""Seconds at least between two times that the disk is forced: little enough for every line to be there in a second."""

RETRY = 5.0
"""Seconds until a disk that refused is asked again."""

PATIENCE = 5.0
"""Seconds that closing waits for a disk that does not answer."""

_BINARY = getattr(os, "O_BINARY", 0)
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}


class Appender:
    """One file that only this program writes, and all that should be in it.

    ``content`` is what the file holds by now. Where ``aside`` names a file and its bytes, those are put there before
    the first line is written, and the file is made to hold ``content`` only: that is how a damaged end is moved away.

    ``tell`` is called, on any thread, with a message when the disk starts to refuse and with None when all is written
    again. No method raises OSError.
    """

    def __init__(
        self,
        path: Path,
        tell: Callable[[Message | None], None],
        content: bytes = b"",
        aside: tuple[Path, bytes] | None = None,
    ) -> None:
        self.path = path
        self._tell = tell
        self._content = bytearray(content)
        self._aside = aside
        self._written = len(content)
        self._file: int | None = None
        self._doubtful = False
        self._new = False
        self._refused: Message | None = None
        self._told = False
        self._dirty = False
        self._closing = False
        self._guard = threading.Condition()
        self._thread: threading.Thread | None = None

    @property
    def complete(self) -> bool:
        """Whether the system has taken every line."""
        with self._guard:
            return self._written == len(self._content) and self._refused is None

    def append(self, line: bytes) -> None:
        """Write one line, line end included; what cannot be written now is written later."""
        with self._guard:
            self._content += line
            self._attempt()
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep_up, name="jiaodu-journal", daemon=True)
                self._thread.start()
            self._guard.notify_all()
        self._report()

    def close(self) -> bool:
        """Force everything to the disk and let go of the file; returns whether all of it is there."""
        with self._guard:
            self._closing = True
            self._guard.notify_all()
        if self._thread is not None:
            self._thread.join(PATIENCE)
            if self._thread.is_alive():
                return False  # the disk does not answer; the thread ends with the program
        with self._guard:
            self._let_go()
        return self.complete

    def _keep_up(self) -> None:
        """Force what came to the disk, and offer again what was refused, until closing."""
        while True:
            with self._guard:
                self._guard.wait_for(lambda: self._dirty or self._closing or self._refused is not None)
                if self._refused is not None:
                    self._guard.wait_for(lambda: self._closing or self._refused is None, RETRY)
                    self._attempt()
                closing = self._closing
                dirty, self._dirty = self._dirty, False
            if dirty:
                self._force()
            self._report()
            if closing:
                return
            with self._guard:
                self._guard.wait_for(lambda: self._closing, INTERVAL)

    def _force(self) -> None:
        """Force to the disk what the system took; without the guard meanwhile, for nobody must wait for a disk."""
        file = None
        try:
            with self._guard:
                file = None if self._file is None else os.dup(self._file)
                new, self._new = self._new, False
            if file is not None:
                os.fsync(file)
            if new:
                sync_folder(self.path.parent)
        except OSError:
            # What a disk did not take it will not take when asked again: the whole must be written anew.
            with self._guard:
                self._doubtful = True
        finally:
            if file is not None:
                os.close(file)
        with self._guard:
            self._attempt()  # also notices a file that was taken away

    def _attempt(self) -> None:
        try:
            self._write()
        except NotSaved as error:
            cause = error.__cause__
            self._refused = _refusal(cause if isinstance(cause, OSError) else OSError(str(error)), self.path)
        except OSError as error:
            self._refused = _refusal(error, self.path)
        else:
            self._refused = None

    def _report(self) -> None:
        """Say it once when the disk refuses, and once when it is well again; never with the guard held."""
        with self._guard:
            message, told = self._refused, self._told
            self._told = message is not None
        if (message is not None) != told:
            self._tell(message)

    def _write(self) -> None:
        """Give the system what it does not have yet.

        :raises OSError, NotSaved: if it does not take all of it
        """
        if self._file is not None and (self._doubtful or not self._as_left(self._file)):
            self._let_go()
        if self._file is None:
            self._file = self._open()
        if self._written == len(self._content):
            return
        if os.fstat(self._file).st_size > self._written:
            os.ftruncate(self._file, self._written)  # a line that got through in part
        rest = memoryview(bytes(self._content[self._written :]))
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._file, self._written)
            if error.errno not in _FULL:
                self._let_go()  # a share that was cut off never takes anything again by a handle from before
            raise
        self._written = len(self._content)
        self._dirty = True

    def _open(self) -> int:
        """The file, holding what was written so far; put right where it holds anything else."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self._aside is not None:
            write_atomically(*self._aside)
        size = self.path.stat().st_size if self.path.exists() else None
        if self._aside is not None or self._doubtful or size not in (None, self._written):
            write_atomically(self.path, bytes(self._content))
            self._written = size = len(self._content)
            self._aside, self._doubtful = None, False
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)
        if size is None:
            self._written, self._doubtful, self._new = 0, False, True
        return file

    def _as_left(self, file: int) -> bool:
        """Whether the open file still is the one that the path names and holds what was written to it."""
        try:
            now = os.fstat(file)
        except OSError:
            return False
        try:
            same = os.path.samestat(now, self.path.stat())
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            same = True  # a path that may not be looked at is believed
        return same and now.st_size >= self._written

    def _let_go(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):  # what could not be written is known by now: everything is forced before
                os.close(file)


def _refusal(error: OSError, path: Path) -> Message:
    """Why decisions cannot be written down, and what that means."""
    if error.errno in _FULL:
        return Message.of(
            "Your decisions cannot be written down: the disk is full. They hold as long as this window is open and are "
            "written as soon as there is space. Free some, or save the text."
        )
    return Message.of(
        "Your decisions cannot be written down in {folder} ({error}). They hold as long as this window is open, and "
        "writing is tried again. Save the text before you close.",
        folder=str(path.parent),
        error=error.strerror or str(error),
    )
