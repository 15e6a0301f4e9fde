"""The result of one document as JSON for other programs: schema ``jiaodu/1``.

Offsets are code points of the raw text: the bytes of the source as ``encoding`` reads them, line ends included, byte
order mark left out. Applying the accepted rows to the raw text, in the order in which they are written, gives ``clean``
exactly; they never overlap.

``source``    path, encoding, bom, format, sha256 of the bytes, characters, undecodable (how many places)
``clean``     the text as the decisions make it
``fixes``     one row for each edit of each finding; rows of one finding share their ``id``:

    id            stays the same between runs
    part, parts   which of the finding's edits this is, of how many
    kind, rule    what is wrong, and which rule of the program saw it
    start, end    where; equal for an insertion
    original      what stands there
    replacement   what the finding would put there; the original itself where no repair is known
    alternatives  every repair, best first: text (how the place would read), confidence, edits [start, end, replacement]
    confidence    0 to 1
    level         sure (shown by default) or doubtful (on demand)
    safety        show, ask or auto: how freely the program may apply it
    decision      accepted (in ``clean``), pending or rejected
    state         the same more exactly: also asleep (inside a removed stretch) and set_aside (a stronger accepted
                  finding has these characters); both are pending in ``decision``
    by_reader     whether a person decided
    protected     whether it is never decided in a batch
    reason        a sentence in the language spoken

``sections``  level (0 is the title), title, start, end; clean_start is where it begins in ``clean``
``notices``   kind, start, end, message: what is missing or doubtful and was not repaired
``ledger``    characters of the source that were kept, removed and changed, and those inserted
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeAlias

from reader.language import say
from reader.review.decision import State, Verdict
from reader.review.session import ReviewSession
from reader.store.encodings import encoding_notices
from reader.text.fix import Edit, Fix

SCHEMA = "jiaodu/1"

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Order: TypeAlias = tuple[int, int, tuple[bool, int, str], int]


def contract(session: ReviewSession, path: str = "") -> dict[str, Json]:
    """Everything that is known about the document and its review; reasons are in the language spoken now.

    ``path`` is how the document is named in the result, by default its file name.
    """
    source, ledger = session.source, session.ledger
    return {
        "schema": SCHEMA,
        "source": {
            "path": path or source.name,
            "encoding": source.encoding,
            "bom": bool(source.bom),
            "format": source.format,
            "sha256": source.sha256,
            "characters": len(source.raw),
            "undecodable": len(source.undecodable),
        },
        "clean": session.cleaned.text,
        "fixes": [row for _, row in sorted(_rows(session), key=lambda ordered: ordered[0])],
        "sections": [
            {
                "level": section.level,
                "title": section.title,
                "start": section.raw_span.start,
                "end": section.raw_span.end,
                "clean_start": section.clean_start,
            }
            for section in session.sections
        ],
        "notices": [
            {
                "kind": notice.kind.value,
                "start": notice.span.start,
                "end": notice.span.end,
                "message": say(notice.message),
            }
            for notice in (*encoding_notices(source), *session.notices)
        ],
        "ledger": {
            "source": ledger.source,
            "kept": ledger.kept,
            "removed": ledger.removed,
            "changed": ledger.changed,
            "inserted": ledger.inserted,
        },
    }


def to_json(document: dict[str, Json]) -> bytes:
    """The document as UTF-8; a lone surrogate (from a file name or a damaged paste) is written as a JSON escape."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8", "backslashreplace")


def _rows(session: ReviewSession) -> Iterator[tuple[Order, dict[str, Json]]]:
    """One row for each edit of each finding, with its place in the order of application."""
    for finding in session.fixes:
        decision = session.decision(finding)
        fix = finding.choosing(decision.option) if finding.options else finding
        state = session.state(finding)
        raw = session.raw
        # A finding without a repair changes nothing: it is written as putting there what is there.
        edits = fix.edits or tuple(Edit(span, span.of(raw)) for span in fix.spans)
        for part, edit in enumerate(edits):
            row: dict[str, Json] = {
                "id": fix.key,
                "part": part,
                "parts": len(edits),
                "kind": fix.kind.value,
                "rule": fix.rule,
                "start": edit.span.start,
                "end": edit.span.end,
                "original": edit.span.of(raw),
                "replacement": edit.replacement,
                "alternatives": _alternatives(fix),
                "confidence": fix.confidence,
                "level": fix.level.value,
                "safety": fix.safety.name.lower(),
                "decision": _decision(decision.verdict, state),
                "state": state.value,
                "by_reader": decision.by_reader,
                "protected": fix.protected,
                "reason": say(fix.reason),
            }
            # The turn says which of several insertions at one place comes first.
            yield (edit.span.start, edit.span.end, fix.turn, part), row


def _decision(verdict: Verdict, state: State) -> str:
    """``accepted`` only for what is in the cleaned text; ``state`` says why another accepted finding is not."""
    if verdict is Verdict.ACCEPTED and state is not State.ACCEPTED:
        return Verdict.PENDING.value
    return verdict.value


def _alternatives(fix: Fix) -> list[Json]:
    """Every option, best first: what a person would read there, and the edits that make it so."""
    return [
        {
            "text": option.text,
            "confidence": option.confidence,
            "edits": [[edit.span.start, edit.span.end, edit.replacement] for edit in option.edits],
        }
        for option in fix.options
    ]
