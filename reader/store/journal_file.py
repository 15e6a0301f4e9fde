"""A journal as it lies in its folder: its name, its lock, and what it adds up to when it is read."""

from __future__ import annotations

import gc
import glob
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout

from reader.review.session import Step
from reader.store.carrying import Review
from reader.store.findings import to_time
from reader.store.journal_lines import Record, line, parse
from reader.store.journal_records import History, Unusable
from reader.store.packed_text import packed, text_digest, unpacked
from reader.text.message import Message
from reader.text.source import Source

VERSION = 2
"""Of the lines of a journal. It grows with every new kind of record, for an older program cannot skip what it does not
know: undo counts every step."""

SCHEMA = "jiaodu-journal"
ENDING = ".jsonl"

_STEM = 24
"""Characters of the document's name in the name of its journal: for people who look into the folder."""

_ANY_VERSION = re.compile(rb'"schema":\s*"jiaodu-journal/(\d{1,9})"')


class TooNew(Exception):  # noqa: N818  (it says what the journal is)
    """A journal that a later version of the program wrote; ``message`` says so. It is left as it is."""

    def __init__(self, path: Path) -> None:
        self.message = Message.of(
            "A newer version of the program wrote down decisions about this document ({file}). This version cannot "
            "read them and leaves them alone. Use the newer version to go on with them.",
            file=path.name,
        )
        super().__init__(str(self.message))


@dataclass
class Contents:
    """What could be read of one journal: the good lines and what they add up to, and the bytes after them."""

    path: Path
    good: bytes = b""
    rest: bytes = b""
    lines: int = 0
    header: Record = field(default_factory=dict)
    history: History = field(default_factory=History)
    closed: bool = False
    when: datetime | None = None
    progress: tuple[int, int] = (0, 0)
    saved: Path | None = None
    saved_step: tuple[int, Step | None] = (0, None)
    """The step at which the text was saved, by its number and itself: after undo another one may have its number."""

    @property
    def all_saved(self) -> bool:
        """Whether the text was saved as the decisions make it now."""
        return self.saved is not None and self.saved_step == _step_at(self.history, self.history.position)

    @property
    def version(self) -> int:
        """Which version of the program wrote the beginning; the whole is of that version."""
        return int(str(self.header["schema"]).rpartition("/")[2])

    @property
    def text(self) -> str | None:
        """The text that was reviewed, where the journal has it: those of the first version have only pasted ones."""
        said = unpacked(self.header.get("text"), int(str(self.header["characters"])))
        if said is None or text_digest(said) != self.header["text_sha256"]:
            return None
        return said

    @property
    def review(self) -> Review:
        """The decisions that hold, and what is known of the text they were made on."""
        history = self.history
        return Review(
            dict(history.decisions),
            dict(history.found),
            history.manual,
            self.text,
            int(str(self.header["characters"])),
            dict(history.quotes),
        )

    def as_now(self, raw: str) -> bytes:
        """The good lines as this version of the program would have begun them, for it to go on there."""
        first, _, others = self.good.partition(b"\n")
        header = {name: value for name, value in self.header.items() if name not in ("n", "crc")}
        header |= {"schema": f"{SCHEMA}/{VERSION}", "text": packed(raw)}
        return line(0, header) + others if first else b""

    @property
    def document(self) -> Path | None:
        """Where the document was when it was opened last; None for a text that was pasted."""
        path = self.header.get("path")
        return Path(path) if isinstance(path, str) and path else None


def read_journal(path: Path) -> Contents:
    """Read a journal up to its last good line.

    :raises TooNew: if a later version wrote it
    :raises OSError: if the file cannot be read
    """
    data = path.read_bytes()
    found = _ANY_VERSION.search(data[: data.find(b"\n") + 1 or 4096])
    if found and int(found[1]) > VERSION:
        raise TooNew(path)
    contents = Contents(path)
    end = 0
    with _uncollected():
        for record, after in parse(data):
            try:
                _take(contents, record)
            except (Unusable, ValueError, KeyError, TypeError):
                break
            contents.lines, end = contents.lines + 1, after
    contents.good, contents.rest = data[:end], data[end:]
    return contents


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing that is read here goes round in a circle, and looking for circles takes two thirds of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _take(contents: Contents, record: Record) -> None:
    if not contents.lines:
        if record.get("schema") not in {f"{SCHEMA}/{number}" for number in range(1, VERSION + 1)}:
            raise Unusable("no journal")
        characters = record["characters"]
        if not isinstance(characters, int):
            raise Unusable("a text of unknown length")
        contents.when = _time(record)
        contents.header = record
        return
    characters = contents.header["characters"]
    assert isinstance(characters, int)  # noqa: S101  (the header was checked)
    when, progress = _time(record), _progress(record, contents.progress)
    match record.get("do"):
        case "opened":
            contents.header = {**contents.header, "path": record["path"]}
        case "saved":
            position = record.get("position", contents.history.position)
            contents.saved_step = _step_at(contents.history, position if isinstance(position, int) else -1)
            contents.saved = Path(str(record["path"]))
        case "closed":
            pass
        case what:
            contents.history.take(record, characters)
            if what == "discarded":
                contents.saved = None
    contents.closed = record.get("do") == "closed"
    contents.when, contents.progress = when, progress


def _step_at(history: History, position: int) -> tuple[int, Step | None]:
    return position, history.steps[position - 1] if 0 < position <= len(history.steps) else None


def _time(record: Record) -> datetime:
    return to_time(record["at"])


def _progress(record: Record, otherwise: tuple[int, int]) -> tuple[int, int]:
    match record.get("progress"):
        case [int(done), int(total)]:
            return done, total
        case _:
            return otherwise


def prefix_of(source: Source) -> str:
    """How the names of the journals of a document begin; in another encoding the same bytes are another text."""
    return f"{source.sha256[:24]}-{source.encoding}"


def candidates(folder: Path, prefix: str) -> list[Path]:
    """The journals of a document, in the order in which they were begun."""
    return sorted(folder.glob(f"{glob.escape(prefix)}-*{ENDING}"), key=lambda path: (len(path.name), path.name))


def free_name(folder: Path, prefix: str, name: str) -> Path:
    """Where a new journal goes, with a piece of the document's name for people who look into the folder."""
    stem = re.sub(r"[^\w-]+", "_", Path(name).stem)[:_STEM].encode("utf-8", "ignore").decode() or "text"
    names = (f"{prefix}-{stem}{f'.{number}' if number > 1 else ''}{ENDING}" for number in count(1))
    return next(path for path in map(folder.joinpath, names) if not path.exists())


def lock_document(folder: Path, prefix: str) -> tuple[FileLock | None, bool]:
    """Claim a document for this window until the lock is released or the program ends, however it ends.

    Returns the lock and whether the document is ours. Where the folder cannot be written to, or its disk knows no
    locks, there is no lock and nobody to guard against.
    """
    lock = FileLock(folder / f"{prefix}.lock", thread_local=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
    except Timeout:
        return None, False
    except (OSError, NotImplementedError):
        with suppress(OSError):
            lock.release(force=True)
        return None, True
    return lock, True
