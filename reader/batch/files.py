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


def sweep(folders: Iterable[Path]) -> None:
    """Take away what killed runs left half-written; a file that somebody may still be writing stays."""
    for path in half_written(folders):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _OLD:
                path.unlink()
