"""A review as one file for somebody else: the decisions, the places they were made at in words, if wanted the document.

The file is JSON with a version and a checksum, one decision a line, so that a person can read it. It comes from outside
and is believed in nothing: what is too large, too deep, changed on the way or not what it says is refused.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from reader.review.checkpoints import Checkpoint
from reader.review.session import ReviewSession, Step
from reader.store.carrying import Reanchored, Review, as_they_are
from reader.store.findings import Shapes, fix_data, message_data
from reader.store.journal_lines import Json, Record
from reader.store.journal_records import step_rows
from reader.store.packed_text import text_digest
from reader.store.quotes import Quote
from reader.store.saving import NotSaved, write_atomically
from reader.store.versions import program_version
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.source import Source

VERSION = 1
SCHEMA = "jiaodu-project"
SUFFIX = ".jiaodu"

MOST_DATA = 20_000_000
"""Bytes of a document up to which it is enclosed as it is; of a longer one (pictures) only the text."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Project:
    """A review that somebody sent: whose and of what, its decisions and checkpoints, and the document if enclosed.

    ``name`` is the document's, made safe to be a file's name. ``text_sha256`` is that of its raw text as UTF-8.
    """

    name: str
    reviewer: str
    when: datetime
    text_sha256: str
    review: Review
    checkpoints: tuple[Checkpoint, ...] = ()
    source: Source | None = None

    def fits(self, source: Source) -> bool:
        """Whether the decisions were made on this very text."""
        return text_digest(source.raw) == self.text_sha256

    def placed(self, source: Source, analysis: Analysis) -> Reanchored:
        """The decisions on the text of ``source``, whose whole analysis is ``analysis``.

        On the text that they were made on they hold as they are, also where the analysis finds something else; on any
        other they are placed anew. Checkpoints belong to the text they were made on.
        """
        if self.fits(source):
            return as_they_are(self.review, analysis)
        from reader.store.anchoring import reanchor  # needs numpy, which opening a window does not

        return reanchor(self.review, source, analysis)


def save_project(
    session: ReviewSession,
    path: Path,
    *,
    with_source: bool,
    checkpoints: Iterable[Checkpoint] = (),
    reviewer: str = "",
    source_path: Path | None = None,
) -> None:
    """Write the review of ``session`` as it stands to ``path``, in one step.

    ``with_source`` encloses the document: without it only somebody who has the document can use the file. The original
    at ``source_path`` is never written over.

    :raises NotSaved: if nothing was written
    """
    with suppress(OSError):
        if source_path is not None and path.samefile(source_path):
            message = Message.of(
                "{name} was not saved: it is the original, which stays as it is. Choose another name.", name=path.name
            )
            raise NotSaved(message, path)
    write_atomically(path, project_bytes(session, with_source=with_source, checkpoints=checkpoints, reviewer=reviewer))


def project_bytes(
    session: ReviewSession, *, with_source: bool, checkpoints: Iterable[Checkpoint] = (), reviewer: str = ""
) -> bytes:
    """The file that ``save_project`` writes."""
    source, shapes = session.source, Shapes()
    state = Checkpoint.of(session)
    content: Record = {
        "schema": f"{SCHEMA}/{VERSION}",
        "program": program_version(),
        "name": source.name,
        "reviewer": reviewer,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "source": {
            "sha256": source.sha256,
            "text_sha256": text_digest(source.raw),
            "encoding": source.encoding,
            "format": source.format,
            "characters": len(source.raw),
        },
        **_state_data(state, session.raw, shapes),
        "checkpoints": [
            {
                "name": checkpoint.name,
                "when": checkpoint.when.isoformat(),
                "progress": list(checkpoint.progress),
                **_state_data(checkpoint, session.raw, shapes),
            }
            for checkpoint in checkpoints
        ],
    }
    content["shapes"] = shapes.rows
    if with_source:
        content["document"] = _document_data(source)
    content["checksum"] = checksum(content)
    return _SURROGATES.sub(lambda found: f"\\u{ord(found[0]):04x}", _written(content)).encode()


def checksum(content: Mapping[str, Json]) -> str:
    """Of everything but itself, whatever the order and the spaces in the file."""
    said = {name: value for name, value in content.items() if name != "checksum"}
    return sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def safe_name(name: str) -> str:
    """The last part of a name that came from outside, without what could lead a file elsewhere."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*').strip(" .")
    return plain[-_LONGEST_NAME:]


def _state_data(state: Checkpoint, raw: str, shapes: Shapes) -> Record:
    """What holds: decisions as rows with their findings and quotes, and the changes made by hand."""
    step = Step(state.decisions)
    rows: list[Json] = list(step_rows(step, state.found, shapes, lambda fix: Quote.of(raw, fix)))
    manual: list[Json] = [
        {"key": fix.key, "fix": fix_data(fix), "quote": Quote.of(raw, fix).data()} for fix in state.manual
    ]
    return {"decisions": rows, "manual": manual}


def _document_data(source: Source) -> Record:
    undecodable: list[Json] = [[offset, raw.hex()] for offset, raw in source.undecodable]
    headings: list[Json] = [[mark.span.start, mark.span.end, mark.level] for mark in source.headings]
    document: Record = {
        "text": source.raw,
        "bom": source.bom.hex(),
        "undecodable": undecodable,
        "headings": headings,
        "remarks": [message_data(remark) for remark in source.remarks],
    }
    if len(source.data) <= MOST_DATA:
        document["data"] = b64encode(source.data).decode("ascii")
    return document


def _written(content: Mapping[str, Json]) -> str:
    """JSON for people: what there are many of one a line."""
    entries = []
    for name, value in content.items():
        if isinstance(value, list) and value:
            rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in value)
            entries.append(f"{json.dumps(name)}: [\n  {rows}\n ]")
        else:
            entries.append(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n " + ",\n ".join(entries) + "\n}\n"
