"""Puts a file in place in one step: afterwards there is the old content or the new one, never half of it."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from reader.text.message import Message

_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


class NotSaved(Exception):  # noqa: N818  (it says what happened)
    """Nothing was written and what was there is unharmed; ``message`` says why and what to do."""

    def __init__(self, message: Message, path: Path) -> None:
        super().__init__(str(message))
        self.message = message
        self.path = path

    def __reduce__(self) -> tuple[type[NotSaved], tuple[Message, Path]]:
        return type(self), (self.message, self.path)


_unfinished: set[Path] = set()
"""The files that are being written right now."""


def abandon() -> None:
    """Take away what is half-written; for a process that is about to be ended from outside."""
    for path in tuple(_unfinished):
        with suppress(OSError):
            path.unlink()


def write_atomically(path: Path, data: bytes) -> None:
    """Make ``data`` the content of the file; a link keeps pointing where it does, a file keeps its permissions.

    The bytes go to a new file in the same folder, are forced to the disk, and take the old file's place.

    :raises NotSaved: if that is not possible
    """
    try:
        target = path.resolve()
        _check(target, path)
        _replace(target, data)
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: a link that leads back to itself
        raise NotSaved(saving_failure(error, path), path) from error


def _check(target: Path, path: Path) -> None:
    if target.exists() and not (target.is_file() or target.is_dir()):
        # Whoever may write to its folder would take it from the whole system.
        message = Message.of(
            "{name} was not saved: there is a device or a pipe of that name. Choose another name.", name=path.name
        )
        raise NotSaved(message, path)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    # Replacing needs rights to the folder only, but a write-protected file is protected on purpose.
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".jiaodu-", suffix=".tmp", dir=target.parent)
    new = Path(name)
    _unfinished.add(new)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(_mode(target))
        new.replace(target)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    finally:
        _unfinished.discard(new)
    sync_folder(target.parent)


def _mode(target: Path) -> int:
    """The permissions of the file that is there, else those that a new file gets."""
    with suppress(FileNotFoundError):
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def sync_folder(folder: Path) -> None:
    """Force the new name to the disk too; Windows cannot and some network folders will not, and the file is whole."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def saving_failure(error: Exception, path: Path) -> Message:
    """Why ``path`` could not be written, for whatever the system or Python said about it."""
    number = error.errno if isinstance(error, OSError) else None
    name, folder = path.name, str(path.parent)
    if number in _FULL:
        return Message.of("{name} was not saved: the disk is full. Free some space or save elsewhere.", name=name)
    if number == errno.EFBIG:
        return Message.of("{name} was not saved: it is too large for this disk. Save elsewhere.", name=name)
    if isinstance(error, IsADirectoryError):
        return Message.of("{name} was not saved: there is a folder of that name. Choose another name.", name=name)
    if isinstance(error, PermissionError) or number == errno.EROFS:
        return Message.of(
            "{name} was not saved: {folder} or the file is write-protected, or another program has it open. "
            "Save elsewhere.",
            name=name,
            folder=folder,
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Message.of(
            "{name} was not saved: the folder {folder} is gone. Save elsewhere.", name=name, folder=folder
        )
    if number == errno.ENAMETOOLONG:
        return Message.of("{name} was not saved: the name is too long. Choose a shorter one.", name=name)
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Message.of("{name} was not saved: {error}", name=name, error=said)
