"""Finds the documents that are meant by named files, folders and lists of paths."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from reader.store.documents import SUFFIXES
from reader.text.message import Message


class Found(NamedTuple):
    """A document and how results name it: its path below the folder that was searched."""

    path: Path
    name: PurePosixPath


class Refusal(NamedTuple):
    """A path that nothing can be done with, and why."""

    path: Path
    message: Message


@dataclass(frozen=True, slots=True)
class Patterns:
    """Which files of a folder are wanted.

    A pattern (``*``, ``?``, ``[…]``; the star also stands for slashes) is compared with the name of a file and with its
    path below the folder. Without ``include`` all files of known suffixes are wanted; with it those of them that one
    pattern fits, and files of any suffix that such a pattern names (``*.log``). What ``exclude`` fits is left out,
    whole folders too.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    recursive: bool = True

    def wants(self, name: PurePosixPath) -> bool:
        """Whether the file with this path below the folder is wanted."""
        suffix = name.suffix.lower()
        if self.leaves_out(name):
            return False
        if not self.include:
            return suffix in SUFFIXES
        fitting = [pattern for pattern in self.include if _fits(name, pattern)]
        return bool(fitting) and (
            suffix in SUFFIXES or any(PurePosixPath(pattern).suffix.lower() == suffix for pattern in fitting)
        )

    def leaves_out(self, name: PurePosixPath) -> bool:
        return any(_fits(name, pattern) for pattern in self.exclude)


def _fits(name: PurePosixPath, pattern: str) -> bool:
    pattern = pattern.rstrip("/")
    return fnmatch(name.name, pattern) or fnmatch(str(name), pattern)


def documents(
    paths: Sequence[Path], listed: Iterable[Path] = (), patterns: Patterns = Patterns(), not_in: Collection[Path] = ()
) -> Iterator[Found | Refusal]:
    """What there is at ``paths`` and then at ``listed``, in order; a document may come several times.

    A named file is called by its name alone, a listed one by its path from the current folder (or from the root, where
    it lies elsewhere), for lists tend to name files of many folders. Files and folders of ``not_in`` are left out where
    a folder is searched.
    """
    several = sum(is_folder(path) for path in paths) > 1
    for path in paths:
        if is_folder(path):
            prefix = PurePosixPath(Path(real(path)).name if several else "")
            yield from _in_folder(path, prefix, patterns, not_in)
        else:
            yield Found(path, PurePosixPath(path.name))
    for path in listed:
        if is_folder(path):
            yield from _in_folder(path, _from_here(path), patterns, not_in)
        else:
            yield Found(path, _from_here(path))


def _in_folder(
    folder: Path, prefix: PurePosixPath, patterns: Patterns, not_in: Collection[Path]
) -> Iterator[Found | Refusal]:
    """The wanted files of a folder in the order of their names; hidden ones are left out."""
    errors: list[OSError] = []
    count = 0
    for place, folders, files in os.walk(folder, onerror=errors.append):
        below = PurePosixPath(*Path(place).relative_to(folder).parts)
        folders[:] = [name for name in sorted(folders) if patterns.recursive and not name.startswith(".")]
        folders[:] = [
            name
            for name in folders
            if not patterns.leaves_out(below / name) and not any(_same(Path(place, name), other) for other in not_in)
        ]
        for name in sorted(files):
            if name.startswith((".", "~$")) or not patterns.wants(below / name):
                continue
            path = Path(place, name)
            if any(other.name == name and _same(path, other) for other in not_in):
                continue
            count += 1
            yield Found(path, prefix / below / name)
    for error in errors:
        closed = Path(error.filename or folder)
        why = Message.of("{name} cannot be searched: {error}", name=str(closed), error=str(error.strerror))
        yield Refusal(closed, why)
    if not count and not errors:
        known = ", ".join(SUFFIXES)
        if patterns.include or patterns.exclude:
            why = Message.of("{name} has no text files that the patterns fit.", name=str(folder))
        else:
            why = Message.of("{name} has no text files ({known}).", name=str(folder), known=known)
        yield Refusal(folder, why)


def _from_here(path: Path) -> PurePosixPath:
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  (``resolve`` would follow links)
    here = Path.cwd()
    if absolute.is_relative_to(here):
        return PurePosixPath(*absolute.relative_to(here).parts)
    drive = absolute.drive.replace(":", "").strip("\\/")
    return PurePosixPath(drive, *absolute.relative_to(absolute.anchor).parts)


def is_folder(path: Path) -> bool:
    """Whether there is a folder at ``path``; unlike ``Path.is_dir`` also when the system finds the name absurd."""
    return os.path.isdir(path)  # noqa: PTH112


def real(path: Path) -> str:
    """The path with all links followed, as far as they lead."""
    return os.path.realpath(path)


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False
