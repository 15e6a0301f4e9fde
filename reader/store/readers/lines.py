"""Collects the lines of a document and what it marks as headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.text.message import Message
from reader.text.source import MarkedHeading, Source
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph (with line ends inside where the author put them) and its level if it is marked as a heading.

    Where only its beginning is, ``until`` says how many code points of it.
    """

    text: str
    level: int | None = None
    until: int | None = None


def to_source(
    lines: Iterable[Line],
    data: bytes,
    name: str,
    format: str,  # noqa: A002
    remarks: Sequence[Message] = (),
) -> Source:
    """The lines as a source whose text is written out in UTF-8; headings span their lines without the space around."""
    texts: list[str] = []
    headings: list[MarkedHeading] = []
    at = 0
    for line in lines:
        inner = line.text[: line.until].strip()
        if line.level is not None and inner:
            start = at + line.text.index(inner)
            headings.append(MarkedHeading(Span(start, start + len(inner)), line.level))
        texts.append(line.text)
        at += len(line.text) + 1
    raw = "\n".join(texts)
    return Source(raw, data, "utf-8", format=format, name=name, headings=tuple(headings), remarks=tuple(remarks))


def table_row(cells: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of a table's row.

    Cells with a short text each make one line, separated by tabs. A cell that holds long text is no cell of a table
    but part of a layout (letterheads, whole speeches in a frame): such rows give cell after cell, line by line.
    """
    filled = [[line for line in cell if line.text.strip()] for cell in cells]
    if sum(map(bool, filled)) <= 1 or any(sum(len(line.text) for line in c) > _CELL and len(c) > 1 for c in filled):
        return [line for cell in filled for line in cell]
    texts = [" ".join(" ".join(line.text.split("\n")) for line in cell) for cell in filled]
    return [Line("\t".join(texts).rstrip("\t"))]


_CELL = 100
"""Code points of a cell whose paragraphs are joined: names, numbers, a sentence, but no text of its own."""
