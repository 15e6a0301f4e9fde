"""The decisions as a table for spreadsheets: one finding a row, in UTF-8 with the mark that Excel wants."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from reader.language import tr
from reader.review.session import ReviewSession
from reader.store.writers.findings import Row, rows
from reader.store.writers.paragraphs import LINE_END

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
"""How a cell begins that a spreadsheet may take for a formula; wide forms count in Chinese and Japanese settings."""

_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def to_table(session: ReviewSession, *, author: str = "") -> bytes:
    """The table with its names of columns; ``author`` names the person who decided.

    Texts are those of the document, with two exceptions: a cell that could run as a formula gets an apostrophe in
    front, for scraped pages are hostile, and control characters become U+FFFD. What stands around a finding is shown
    on one line.
    """
    header = (
        tr("Number"),
        tr("Line:column"),
        tr("Offset"),
        tr("Kind"),
        tr("Change"),
        tr("Original"),
        tr("Replacement"),
        tr("Before it"),
        tr("After it"),
        tr("Reason"),
        tr("Confidence"),
        tr("Decision"),
        tr("Decided by"),
    )
    return sheet(header, (_cells(number, row) for number, row in enumerate(rows(session, author), 1)))


def sheet(header: Iterable[str], lines: Iterable[Iterable[str | float]]) -> bytes:
    """A table for spreadsheets; of its cells, texts are made harmless and numbers stay as they are."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for line in lines:
        writer.writerow([_safe(cell) if isinstance(cell, str) else f"{cell:.4g}" for cell in line])
    return text.getvalue().encode("utf-8-sig")


def _cells(number: int, row: Row) -> Iterator[str | float]:
    yield from (str(number), row.place, str(row.offset), row.kind, row.change, row.original, row.replacement)
    yield from (LINE_END.sub("↵", row.before), LINE_END.sub("↵", row.after), row.reason)
    yield from (row.confidence, row.decision, row.who)


def _safe(cell: str) -> str:
    shown = _UNSHOWN.sub("\ufffd", cell)
    return f"'{shown}" if _FORMULA.match(shown) else shown
