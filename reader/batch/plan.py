"""Which documents to clean and where each result goes; settled before anything is read or written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from reader.store.documents import SUFFIXES
from reader.text.message import Message


@dataclass(frozen=True, slots=True)
class Job:
    """One document: its file, how results name it, and where its result goes (None: to standard output)."""

    path: Path
    name: str
    target: Path | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A path that nothing can be done with, and why."""

    path: Path
    message: Message


@dataclass(frozen=True, slots=True)
class Plan:
    jobs: tuple[Job, ...]
    refused: tuple[Refusal, ...] = ()
    notes: tuple[Message, ...] = ()
    """What the user should know about the names of results."""


def plan(paths: Sequence[Path], out: Path, suffix: str) -> Plan:
    """Where the results of all documents in ``paths`` go under the folder ``out``.

    Files are taken as they are, folders are searched for text files. The result of ``sub/page.txt`` in a folder is
    ``out/sub/page.<suffix>``; where two would get one name, the later keeps its own suffix too. Nothing is ever
    written over one of the documents.
    """
    found: list[tuple[Path, PurePosixPath]] = []
    refused: list[Refusal] = []
    for finding in _documents(paths, out):
        if isinstance(finding, Refusal):
            refused.append(finding)
        else:
            found.append(finding)
    originals = {_real(path) for path, _ in found}
    jobs: list[Job] = []
    notes: list[Message] = []
    taken: set[str] = set()
    for path, name in found:
        target, renamed = _target(out, name, suffix, taken)
        if _real(target) in originals:
            message = Message.of(
                "{name} would be written over one of the originals. Choose another folder with --out.", name=str(target)
            )
            refused.append(Refusal(path, message))
            continue
        if renamed:
            notes.append(
                Message.of("The result of {path} is {name}: another has its name.", path=str(path), name=str(target))
            )
        jobs.append(Job(path, str(name), target))
    return Plan(tuple(jobs), tuple(refused), tuple(notes))


def _documents(paths: Sequence[Path], out: Path) -> Iterator[tuple[Path, PurePosixPath] | Refusal]:
    """Every document once, with the name of its result below the output folder, or why a path has none."""
    several = sum(is_folder(path) for path in paths) > 1
    seen: set[str] = set()
    for path in paths:
        if not is_folder(path):
            findings: Iterable[tuple[Path, PurePosixPath] | Refusal] = [(path, PurePosixPath(path.name))]
        else:
            findings = _in_folder(path, PurePosixPath(Path(_real(path)).name if several else ""), out)
        for finding in findings:
            if isinstance(finding, Refusal):
                yield finding
            elif (real := _real(finding[0])) not in seen:
                seen.add(real)
                yield finding


def _in_folder(folder: Path, prefix: PurePosixPath, out: Path) -> Iterator[tuple[Path, PurePosixPath] | Refusal]:
    """The text files of a folder in the order of their names; hidden ones and the output folder are left out."""
    errors: list[OSError] = []
    count = 0
    for place, folders, files in os.walk(folder, onerror=errors.append):
        here = Path(place)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _same(here / name, out))
        for name in sorted(files):
            path = here / name
            if path.suffix.lower() in SUFFIXES and not name.startswith((".", "~$")):
                count += 1
                yield path, prefix / PurePosixPath(*path.relative_to(folder).parts)
    for error in errors:
        closed = Path(error.filename or folder)
        why = Message.of("{name} cannot be searched: {error}", name=str(closed), error=str(error.strerror))
        yield Refusal(closed, why)
    if not count and not errors:
        known = ", ".join(SUFFIXES)
        yield Refusal(folder, Message.of("{name} has no text files ({known}).", name=str(folder), known=known))


def is_folder(path: Path) -> bool:
    """Whether there is a folder at ``path``; unlike ``Path.is_dir`` also when the system finds the name absurd."""
    return os.path.isdir(path)  # noqa: PTH112


def _real(path: Path) -> str:
    """The path with all links followed, as far as they lead."""
    return os.path.realpath(path)


def _same(folder: Path, out: Path) -> bool:
    try:
        return folder.samefile(out)
    except OSError:
        return False


def _target(out: Path, name: PurePosixPath, suffix: str, taken: set[str]) -> tuple[Path, bool]:
    """A name for a result that no other one has, and whether it is not the plain one."""
    stem, full = name.stem or name.name, name.name
    number = 1
    candidate = f"{stem}.{suffix}"
    while _folded(name.with_name(candidate)) in taken:
        candidate = f"{full}.{suffix}" if number == 1 else f"{full}-{number}.{suffix}"
        number += 1
    taken.add(_folded(name.with_name(candidate)))
    return out.joinpath(*name.parent.parts, candidate), number > 1


def _folded(name: PurePosixPath) -> str:
    """What file systems that ignore case and composition take a name for."""
    return normalize("NFC", str(name)).casefold()
