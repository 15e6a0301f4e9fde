"""The summary of a run: a row for each document, those that need eyes first, and the sums."""

from __future__ import annotations

import csv
import io
import json
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from reader.batch.attention import FAILED, attention
from reader.batch.files import replaced
from reader.batch.outcome import Facts, Outcome
from reader.batch.search import Refusal
from reader.language import say, tr
from reader.text.fix import Kind
from reader.text.section import NoticeKind


@dataclass(frozen=True, slots=True)
class Row:
    """One document in the summary; ``facts`` are None where it failed."""

    path: str
    result: str
    attention: float
    failure: str
    unchanged: bool
    seconds: float
    facts: Facts | None


@dataclass
class Totals:
    """Sums over all documents that were cleaned, and how many failed or were left as an earlier run made them."""

    documents: int = 0
    failed: int = 0
    unchanged: int = 0
    characters: int = 0
    removed: int = 0
    changed: int = 0
    undecodable: int = 0
    seconds: float = 0.0
    applied: Counter[str] = field(default_factory=Counter)
    pending: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row) -> None:
        self.documents += 1
        self.unchanged += row.unchanged
        self.seconds += 0 if row.unchanged else row.seconds
        if row.facts is None:
            self.failed += 1
            return
        self.characters += row.facts.characters
        self.removed += row.facts.removed
        self.changed += row.facts.changed
        self.undecodable += row.facts.undecodable
        self.applied.update(row.facts.applied)
        self.pending.update(row.facts.pending)
        self.notices.update(row.facts.notices)

    @property
    def removed_share(self) -> float:
        return self.removed / self.characters if self.characters else 0.0


class Summary:
    """Collects the rows of a run; they wait on the disk, so that the memory does not grow with the run."""

    def __init__(self, refused: Iterable[Refusal] = ()) -> None:
        self.totals = Totals()
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115  (``close`` closes it)
        self._starts, self._scores = array("Q"), array("d")
        self._end = 0
        for path, message in refused:
            self._keep(Row(str(path), "", FAILED, say(message), unchanged=False, seconds=0.0, facts=None))

    def add(self, outcome: Outcome) -> None:
        """Take in what became of a document."""
        row = Row(
            str(outcome.job.path),
            "" if outcome.job.target is None or outcome.facts is None else str(outcome.job.target),
            attention(outcome),
            "" if outcome.failure is None else say(outcome.failure),
            outcome.unchanged,
            round(outcome.seconds, 3),
            outcome.facts,
        )
        self._keep(row)

    def _keep(self, row: Row) -> None:
        self.totals.add(row)
        line = json.dumps(asdict(row)).encode() + b"\n"
        self._file.write(line)
        self._starts.append(self._end)
        self._scores.append(row.attention)
        self._end += len(line)

    def rows(self) -> Iterator[Row]:
        """The rows, those that need eyes first; documents with as many points in the order of the run."""
        for number in sorted(range(len(self._starts)), key=lambda number: (-self._scores[number], number)):
            self._file.seek(self._starts[number])
            document = json.loads(self._file.readline())
            facts = document.pop("facts")
            yield Row(**document, facts=None if facts is None else Facts(**facts))
        self._file.seek(self._end)

    def write(self, path: Path) -> None:
        """Write the summary as a table (``.csv``) or as a page (``.html``), in one step.

        :raises OSError: if it cannot be written
        """
        from reader.batch.summary_page import page

        table = path.suffix.lower() == ".csv"
        with replaced(path) as file:
            for text in csv_lines(self) if table else page(self):
                file.write(text.encode("utf-8", "replace"))

    def close(self) -> None:
        self._file.close()


def csv_lines(summary: Summary) -> Iterator[str]:
    """A table for spreadsheets and programs: a mark for UTF-8 first, names of columns, rows, and the sums at the end.

    Names of columns are those of the JSON and are not translated; there is a column for each kind of finding applied
    (``applied_…``) or pending (``pending_…``) and of notice (``notice_…``).
    """
    kinds, notices = [kind.value for kind in Kind], [kind.value for kind in NoticeKind]
    columns = [*_COLUMNS, *(f"applied_{kind}" for kind in kinds), *(f"pending_{kind}" for kind in kinds)]
    columns += [f"notice_{kind}" for kind in notices]
    yield "\ufeff" + _line(columns)
    for row in summary.rows():
        facts = row.facts
        cells: list[object] = [row.path, row.result, row.attention, row.failure, int(row.unchanged), row.seconds]
        if facts is not None:
            cells += [facts.encoding, facts.format, facts.undecodable, facts.characters, facts.removed, facts.changed,
                      round(facts.removed_share, 4), sum(facts.applied.values()), facts.waiting]  # fmt: skip
            cells += [facts.applied.get(kind, 0) for kind in kinds]
            cells += [facts.pending.get(kind, 0) for kind in kinds]
            cells += [facts.notices.get(kind, 0) for kind in notices]
        yield _line([*cells, *[""] * (len(columns) - len(cells))])
    sums = summary.totals
    label = tr("All {count} documents, {failed} of them failed", count=sums.documents, failed=sums.failed)
    cells = [label, "", "", "", sums.unchanged, round(sums.seconds, 3), "", "", sums.undecodable]
    cells += [sums.characters, sums.removed, sums.changed, round(sums.removed_share, 4)]
    cells += [sums.applied.total(), sums.pending.total()]
    cells += [sums.applied[kind] for kind in kinds] + [sums.pending[kind] for kind in kinds]
    yield _line(cells + [sums.notices[kind] for kind in notices])


_COLUMNS = (
    "path", "result", "attention", "failure", "unchanged", "seconds", "encoding", "format", "undecodable",
    "characters", "removed", "changed", "removed_share", "applied", "pending",
)  # fmt: skip


def _line(cells: Sequence[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])
    return buffer.getvalue()


_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n]")
"""How a cell begins that a spreadsheet may take for a formula; wide forms count in Chinese and Japanese settings."""


def _harmless(cell: object) -> object:
    """What could run as a formula gets an apostrophe in front: names of files come from strangers."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
