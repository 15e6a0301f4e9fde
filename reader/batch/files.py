"""Files of a run that are too large to be held in memory: written in one step all the same."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from reader.store.saving import sync_folder

_PREFIX, _SUFFIX = ".jiaodu-", ".tmp"
"""How half-written files are called, here and where documents are saved."""

_OLD = 60.0
"""Seconds after which nobody is still writing a half-written file."""

_STILL = 10.0
"""The same for one that was there when a run began and is there when it ends."""


@contextmanager
def replaced(path: Path) -> Iterator[IO[bytes]]:
    """A new file that takes the place of ``path`` at the end, if no error comes in between.

    :raises OSError: if it cannot be written
    """
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(prefix=_PREFIX, suffix=_SUFFIX, dir=target.parent, delete=False) as file:
        new = Path(file.name)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            new.unlink()
            raise
    new.chmod(0o666 & ~_mask())
    put_in_place(new, target)


def put_in_place(new: Path, target: Path) -> None:
    """Give a whole file its name."""
    new.replace(target)
    sync_folder(target.parent)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def half_written(folders: Iterable[Path]) -> Iterator[Path]:
    """What saves that never came to their end left in these folders, or are writing there right now."""
    for folder in folders:
        with suppress(OSError):
            yield from folder.glob(f"{_PREFIX}*{_SUFFIX}")


def sweep(folders: Iterable[Path]) -> set[Path]:
    """Take away what killed runs left half-written; returns what somebody may still be writing, for the end."""
    return _swept(half_written(folders), _OLD)


def sweep_again(paths: Iterable[Path]) -> None:
    """Take away those of ``paths``, which were there when the run began, that nobody wrote to lately."""
    _swept(paths, _STILL)


def _swept(paths: Iterable[Path], age: float) -> set[Path]:
    young = set()
    for path in paths:
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > age:
                path.unlink()
            else:
                young.add(path)
    return young
