"""Opens a project file that somebody sent, and believes nothing of it that was not looked at."""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import NoReturn

from reader.review.checkpoints import Checkpoint
from reader.review.decision import Decision
from reader.store.carrying import Review
from reader.store.findings import (
    decision_of,
    finding_of,
    fix_of,
    message_of,
    to_dict,
    to_list,
    to_text,
    to_time,
    to_whole,
)
from reader.store.journal_lines import Json, Record
from reader.store.packed_text import text_digest
from reader.store.project import SCHEMA, VERSION, Project, checksum, safe_name
from reader.store.quotes import Quote
from reader.text.fix import Fix
from reader.text.message import Message
from reader.text.source import MarkedHeading, Source
from reader.text.span import Span

MOST_BYTES = 64_000_000
"""A review of two million characters with 50,000 decisions and its document is a third of that."""

_MOST_PARTS = 4_000_000
"""Lists and objects: each takes a hundred bytes of memory however few it takes in the file."""

_HARMLESS_FORM = re.compile(r"[<>^]?0?\d?,?(\.\d)?[%dfg]?")
"""How a number may be written in a sentence; a width of millions would fill the memory."""

_WORD = re.compile("[A-Za-z0-9_-]{1,40}")
_ANY_VERSION = re.compile(rb'"schema":\s*"jiaodu-project/(\d{1,9})"')


class NotAProject(Exception):  # noqa: N818  (it says what the file is)
    """A file that is no project, or none that can be trusted; ``message`` says so and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def read_project(path: Path) -> Project:
    """The review in a project file.

    :raises NotAProject: if there is none that can be used
    """
    name = path.name
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise NotAProject(Message.of("{name} cannot be read: {error}", name=name, error=said)) from error
    if len(data) > MOST_BYTES or data.count(b"[") + data.count(b"{") > _MOST_PARTS:
        raise NotAProject(Message.of("{name} is too large for a review. It was not opened.", name=name))
    found = _ANY_VERSION.search(data[:4096])
    if found and int(found[1]) > VERSION:
        message = Message.of(
            "{name} was written by a newer version of the program. Install that version to open it.", name=name
        )
        raise NotAProject(message)
    try:
        content = to_dict(json.loads(data.decode("utf-8"), parse_constant=_refuse))
    except (ValueError, TypeError, RecursionError) as error:
        raise NotAProject(Message.of("{name} is not a review of this program.", name=name)) from error
    if content.get("schema") != f"{SCHEMA}/{VERSION}":
        raise NotAProject(Message.of("{name} is not a review of this program.", name=name))
    if content.get("checksum") != _checksum(content):
        message = Message.of(
            "{name} is not as it was written: it was changed or damaged on the way. Ask for it again.", name=name
        )
        raise NotAProject(message)
    try:
        return _project(content)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
        message = Message.of("{name} says things that make no sense. It was not opened.", name=name)
        raise NotAProject(message) from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"no number: {constant}")


def _checksum(content: Record) -> str | None:
    try:
        return checksum(content)
    except (ValueError, RecursionError):
        return None


@dataclass(frozen=True)
class _State:
    decisions: dict[str, Decision]
    found: dict[str, Fix]
    manual: tuple[Fix, ...]
    quotes: dict[str, Quote]


def _project(content: Record) -> Project:
    about = to_dict(content["source"])
    characters, digest = to_whole(about["characters"]), to_text(about["text_sha256"])
    if characters > MOST_BYTES or not re.fullmatch("[0-9a-f]{64}", digest):
        raise ValueError("no such text")
    shapes = to_list(content["shapes"])
    state = _state(content, shapes, characters)
    source = _source(content, about, characters, digest)
    raw = None if source is None else source.raw
    review = Review(state.decisions, state.found, state.manual, raw, characters, state.quotes)
    checkpoints = tuple(_checkpoint(to_dict(entry), shapes, characters) for entry in to_list(content["checkpoints"]))
    reviewer = "".join(char for char in to_text(content["reviewer"]) if char.isprintable())[:80]
    return Project(
        safe_name(to_text(content["name"])), reviewer, to_time(content["when"]), digest, review, checkpoints, source
    )


def _checkpoint(said: Record, shapes: list[Json], characters: int) -> Checkpoint:
    state = _state(said, shapes, characters)
    name = "".join(char for char in to_text(said["name"]) if char.isprintable())[:200]
    done, total = map(to_whole, to_list(said["progress"]))
    return Checkpoint(name, to_time(said["when"]), state.decisions, state.manual, state.found, (done, total))


def _state(said: Record, shapes: list[Json], characters: int) -> _State:
    decisions, found, quotes = dict[str, Decision](), dict[str, Fix](), dict[str, Quote]()
    manual: dict[str, Fix] = {}
    for entry in map(to_dict, to_list(said["manual"])):
        written, fix = to_text(entry["key"]), _sound(fix_of(entry["fix"], characters))
        manual[written] = fix
        quotes[fix.key] = _quote(entry["quote"], fix, characters)
    for row in to_list(said["decisions"]):
        key, decided, *rest = to_list(row)
        decision, written = decision_of(to_list(decided)), to_text(key)
        finding = manual.get(written)
        if rest:
            finding = _sound(finding_of(rest[0], shapes, characters))
            found[finding.key] = finding
            quotes[finding.key] = _quote(rest[1], finding, characters)
        if finding is not None:
            if decision.option >= max(1, len(finding.options)):
                raise ValueError(f"no option {decision.option}")
            decisions[finding.key] = decision
    return _State(decisions, found, tuple(manual.values()), quotes)


def _sound(fix: Fix) -> Fix:
    """A finding whose places are in order and whose reason can be said."""
    if any(a.end > b.start for a, b in pairwise(fix.spans)):
        raise ValueError("places out of order")
    _harmless(fix.reason)
    return fix


def _harmless(message: Message) -> Message:
    """A message that is filled as it looks: a gap may not reach into the program or be millions of characters wide."""
    names = {name for name, _ in message.values}
    for _, name, form, conversion in Formatter().parse(message.text):
        if name is not None and (name not in names or conversion or not _HARMLESS_FORM.fullmatch(form or "")):
            raise ValueError("a sentence that cannot be said")
    message.filled()
    return message


def _quote(data: Json, fix: Fix, characters: int) -> Quote:
    quote = Quote.from_data(data)
    place = Span(quote.start, quote.end)
    if place != fix.span or place.end > characters or len(quote.observed) != sum(span.length for span in fix.spans):
        raise ValueError("a quote of another place")
    return quote


def _source(content: Record, about: Record, characters: int, digest: str) -> Source | None:
    """The document, if it is enclosed and is what it is said to be."""
    if "document" not in content:
        return None
    said = to_dict(content["document"])
    raw = to_text(said["text"])
    if len(raw) != characters or text_digest(raw) != digest:
        raise ValueError("another text")
    try:
        data = b64decode(to_text(said.get("data", "")), validate=True)
    except binascii.Error as error:
        raise ValueError("no bytes") from error
    named = to_text(about["sha256"])
    encoding, kind = to_text(about["encoding"]), to_text(about["format"])
    # They become part of the names of files.
    if not re.fullmatch("[0-9a-f]{64}", named) or not (_WORD.fullmatch(encoding) and _WORD.fullmatch(kind)):
        raise ValueError("no such document")
    if "data" in said and sha256(data).hexdigest() != named:
        raise ValueError("another document")
    return Source(
        raw,
        data,
        encoding,
        bytes.fromhex(to_text(said["bom"])),
        kind,
        safe_name(to_text(content["name"])),
        tuple(_undecodable(said["undecodable"], raw)),
        named,
        tuple(_headings(said["headings"], characters)),
        tuple(_harmless(message_of(remark)) for remark in to_list(said["remarks"])),
    )


def _undecodable(data: Json, raw: str) -> Iterator[tuple[int, bytes]]:
    for entry in to_list(data):
        offset, written = to_list(entry)
        place = to_whole(offset)
        if raw[place] != "\ufffd":
            raise ValueError("nothing undecodable there")
        yield place, bytes.fromhex(to_text(written))


def _headings(data: Json, characters: int) -> Iterator[MarkedHeading]:
    for entry in to_list(data):
        start, end, level = map(to_whole, to_list(entry))
        if end > characters:
            raise ValueError("a heading behind the text")
        yield MarkedHeading(Span(start, end), level)
