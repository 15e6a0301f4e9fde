"""The decisions as a table for spreadsheets: one finding a row, in UTF-8 with the mark that Excel wants."""

from __future__ import annotations

import csv
import io
import re

from reader.language import tr
from reader.review.session import ReviewSession
from reader.store.writers.findings import rows
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
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(
        (
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
    )
    for number, row in enumerate(rows(session, author), 1):
        around = (LINE_END.sub("↵", row.before), LINE_END.sub("↵", row.after))
        said = (row.kind, row.change, row.original, row.replacement, *around, row.reason)
        numbers = (str(number), row.place, str(row.offset))
        confidence = f"{row.confidence:.4g}"
        writer.writerow((*numbers, *map(_safe, said), confidence, _safe(row.decision), _safe(row.who)))
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    shown = _UNSHOWN.sub("\ufffd", cell)
    return f"'{shown}" if _FORMULA.match(shown) else shown
