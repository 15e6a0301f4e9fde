"""Which documents to clean and where each result goes; settled before anything is read or written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from reader.batch.search import Found, Patterns, Refusal, documents, real
from reader.text.message import Message


@dataclass(frozen=True, slots=True)
class Job:
    """One document: its file, how results name it, and where its result goes (None: the caller gets it).

    ``text`` is the document itself where it is in no file; ``path`` is a name only then.
    """

    path: Path
    name: str
    target: Path | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    jobs: tuple[Job, ...]
    refused: tuple[Refusal, ...] = ()
    notes: tuple[Message, ...] = ()
    """What the user should know about the names of results."""


def plan(
    paths: Sequence[Path],
    out: Path | None,
    suffix: str,
    *,
    listed: Iterable[Path] = (),
    patterns: Patterns = Patterns(),  # noqa: B008
    keep_clear: Iterable[Path] = (),
) -> Plan:
    """Where the results of all documents in ``paths`` and ``listed`` go under the folder ``out``.

    Files are taken as they are, folders are searched for what ``patterns`` want. The result of ``sub/page.txt`` in a
    folder is ``out/sub/page.<suffix>``; where two would get one name, the later in the alphabet keeps its own suffix
    too, so that names do not depend on the order of ``paths``. Nothing is ever written over one of the documents.
    Without ``out`` results have no files of their own, and documents of one name are called by their paths.
    ``keep_clear`` names files that the run writes: they are no documents, and none of the documents may be there.
    """
    clear = tuple(keep_clear)
    not_in = clear if out is None else (*clear, out)
    findings = list(documents(paths, listed, patterns, not_in))
    refused = [finding for finding in findings if isinstance(finding, Refusal)]
    found = _once(finding for finding in findings if isinstance(finding, Found))
    if hit := [path for path in clear if real(path) in found]:
        return Plan((), tuple(Refusal(path, _over(path)) for path in hit))
    if out is None:
        return Plan(_without_targets(list(found.values())), tuple(refused))
    targets = _targets(found, out, suffix)
    jobs: list[Job] = []
    notes: list[Message] = []
    for key, (path, name) in found.items():
        target, renamed = targets[key]
        if real(target) in found:
            refused.append(Refusal(path, _over(target)))
            continue
        if renamed:
            notes.append(
                Message.of("The result of {path} is {name}: another has its name.", path=str(path), name=str(target))
            )
        jobs.append(Job(path, str(name), target))
    return Plan(tuple(jobs), tuple(refused), tuple(notes))


def _over(target: Path) -> Message:
    return Message.of(
        "{name} would be written over one of the originals. Choose another name or folder.", name=str(target)
    )


def _once(found: Iterable[Found]) -> dict[str, Found]:
    """Every document once, by its real path, in the order of the first mention.

    Of several ways to one file the direct one names it, whatever the order.
    """
    ways: dict[str, Found] = {}
    for finding in found:
        key = real(finding.path)
        known = ways.get(key)
        if known is None or _way(finding, key) < _way(known, key):
            ways[key] = finding
    return ways


def _way(found: Found, key: str) -> tuple[bool, str, str]:
    return (str(found.path.absolute()) != key, str(found.name), str(found.path))


def _without_targets(found: Sequence[Found]) -> tuple[Job, ...]:
    times: dict[PurePosixPath, int] = {}
    for _, name in found:
        times[name] = times.get(name, 0) + 1
    return tuple(Job(path, str(name) if times[name] == 1 else path.as_posix()) for path, name in found)


def _targets(found: dict[str, Found], out: Path, suffix: str) -> dict[str, tuple[Path, bool]]:
    """For each document a name of its result that no other has, and whether it is not the plain one."""
    taken: set[str] = set()
    targets: dict[str, tuple[Path, bool]] = {}
    for key in sorted(found):
        targets[key] = _target(out, found[key].name, suffix, taken)
    return targets


def _target(out: Path, name: PurePosixPath, suffix: str, taken: set[str]) -> tuple[Path, bool]:
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
