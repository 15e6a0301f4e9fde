"""Sets the text of a web page in lines as a browser shows it: what stands on a line of its own, and which spaces count.

White space collapses as CSS has it (CSS Text 3, 4.1): runs become one space, none stands at the ends of a line, and a
line end of the code between two Chinese characters is nothing, for Chinese is written without spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from reader.store.readers.lines import Line
from reader.store.readers.web_steps import Heading, Item, Kept, Lines, Op, Step

_SPACE = " \t\n\r\f"
_RUN = re.compile(r"[ \t\n\r\f]+")
_LINE_END = re.compile(r"\r\n|[\n\r]")

_ROW = 2_000
"""Code points of a row of a table at most; what is longer is a page laid out in a table."""
_CELL = 40
"""Code points of a cell of several lines that still is one of a table (单位 名称), and not a part of a page."""
_CELL_LINES = 4
_MARKS_AT_ONCE = 10
"""Marks of lists that begin at one place: 1. a. i."""
_HEADING_LINES = 3
"""Lines of a heading; one that was never closed takes the whole page."""


@dataclass(slots=True)
class _Row:
    """A row of a table: where its lines begin, and which of them each cell has."""

    start: int
    cells: list[tuple[int, int]] = field(default_factory=list)
    open: int | None = None


class _Setter:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.titles = 0
        self._pieces: list[str] = []
        self._gap = 0  # 0: nothing, 1: a space, 2: white space with a line end in it
        self._edge = False
        self._marks: list[str] = []
        self._level: int | None = None
        self._heading = 0
        self._rows: list[_Row] = []

    def set(self, op: Op) -> None:
        if isinstance(op, Step):
            _DO[op](self)
        elif isinstance(op, Kept):
            self._kept(op)
        elif isinstance(op, Lines):
            self._by_line(op)
        elif isinstance(op, Item):
            self.end_line()
            if op.mark and len(self._marks) < _MARKS_AT_ONCE:
                self._marks.append(op.mark)
        elif isinstance(op, Heading):
            self.end_line()
            self._level, self._heading = int(op), len(self.lines)

    def finish(self) -> list[Line]:
        self.end_line()
        while self.lines and not self.lines[-1].text:
            self.lines.pop()
        return self.lines

    def run(self, text: str) -> None:
        body = text.strip(_SPACE)
        if not body:
            if text:
                self._gap = max(self._gap, 2 if "\n" in text or "\r" in text else 1)
            return
        if text[0] in _SPACE:
            lead = text[: len(text) - len(text.lstrip(_SPACE))]
            self._gap = max(self._gap, 2 if "\n" in lead or "\r" in lead else 1)
        self._put(_collapsed(body))
        if text[-1] in _SPACE:
            tail = text[len(text.rstrip(_SPACE)) :]
            self._gap = 2 if "\n" in tail or "\r" in tail else 1

    def _put(self, body: str) -> None:
        pieces = self._pieces
        if self._gap:
            if pieces and not (self._gap == 2 and not self._edge and _join(pieces[-1][-1], body[0])):
                pieces.append(" ")
            self._gap = 0
        self._edge = False
        if self._marks:
            pieces += self._marks
            self._marks.clear()
        pieces.append(body)

    def _kept(self, text: str) -> None:
        first = True
        for line in _LINE_END.split(text):
            if not first:
                self._keep_line_end()
            first = False
            if line:
                self._put(line)

    def _keep_line_end(self) -> None:
        if self._pieces:
            self.end_line()
        elif self.lines:
            self.lines.append(Line(""))
        self._gap = 0

    def _by_line(self, text: str) -> None:
        first = True
        for line in _LINE_END.split(text):
            if not first:
                self.break_line()
            first = False
            self.run(line)

    def end_line(self) -> None:
        self._gap = 0
        if self._pieces:
            self.lines.append(Line("".join(self._pieces), self._level))
            self._pieces.clear()

    def break_line(self) -> None:
        """A line end; on an empty line a blank one, which is how many pages part their paragraphs."""
        if self._pieces:
            self.end_line()
        elif self.lines and self.lines[-1].text:
            self.lines.append(Line(""))
        self._gap = 0

    def end_item(self) -> None:
        self._marks.clear()

    def meet_edge(self) -> None:
        """A link begins or ends: a line end of the code beside it is seen, for it parts the links of a row."""
        self._edge = True

    def leave_gap(self) -> None:
        self._gap = max(self._gap, 1)

    def end_heading(self) -> None:
        self.end_line()
        if len(self.lines) - self._heading > _HEADING_LINES:
            for at in range(self._heading, len(self.lines)):
                self.lines[at] = Line(self.lines[at].text)
        elif self._level == 1 and len(self.lines) > self._heading:
            self.titles += 1
        self._level = None

    def open_row(self) -> None:
        self.end_line()
        self._rows.append(_Row(len(self.lines)))

    def open_cell(self) -> None:
        self.end_line()
        if self._rows:
            self._rows[-1].open = len(self.lines)

    def close_cell(self) -> None:
        self.end_line()
        if self._rows and self._rows[-1].open is not None:
            row = self._rows[-1]
            row.cells.append((row.open or 0, len(self.lines)))
            row.open = None

    def close_row(self) -> None:
        self.end_line()
        if not self._rows:
            return
        row = self._rows.pop()
        texts = self._cells(row)
        if texts is not None:
            self.lines[row.start :] = [Line("\t".join(texts).rstrip("\t"))]

    def _cells(self, row: _Row) -> list[str] | None:
        """The text of each cell, if it is a row of a table; a part of a page's layout stays line by line."""
        count = len(self.lines) - row.start
        if sum(end > start for start, end in row.cells) < 2 or count > _CELL_LINES * len(row.cells):
            return None
        texts: list[str] = []
        for start, end in row.cells:
            lines = [line.text for line in self.lines[start:end] if line.text]
            texts.append(" ".join(lines))
            if len(lines) > 1 and (len(texts[-1]) > _CELL or len(lines) > _CELL_LINES):
                return None
        return texts if sum(map(len, texts)) <= _ROW else None


_DO = (
    _Setter.end_line,
    _Setter.break_line,
    _Setter.leave_gap,
    _Setter.open_row,
    _Setter.close_row,
    _Setter.open_cell,
    _Setter.close_cell,
    _Setter.end_heading,
    _Setter.end_item,
    _Setter.meet_edge,
)
"""What each ``Step`` does, in their order."""


def laid_out(ops: Iterable[Op]) -> tuple[list[Line], int]:
    """The lines of a page, and how many headings of the first level are among them, of one line or several.

    A blank line parts paragraphs that the page parts by two line ends.
    """
    setter = _Setter()
    running: list[str] = []
    for op in ops:
        if type(op) is str:
            running.append(op)
            continue
        if running:
            setter.run("".join(running))
            running.clear()
        setter.set(op)
    setter.run("".join(running))
    return setter.finish(), setter.titles


def _collapsed(body: str) -> str:
    return _RUN.sub(_space if "\n" in body or "\r" in body else " ", body)


def _space(match: re.Match[str]) -> str:
    """One space for a run of white space within a text, or nothing for a line end between Chinese characters."""
    run, text = match[0], match.string
    has_line_end = "\n" in run or "\r" in run
    return "" if has_line_end and _join(text[match.start() - 1], text[match.end()]) else " "


def _join(before: str, after: str) -> bool:
    return _is_wide(before) and _is_wide(after)


_MARKS = frozenset("“”‘’—…·")
"""Marks that are as wide as a character in Chinese, though not in other languages."""


def _is_wide(char: str) -> bool:
    return char > "\u00b6" and (char in _MARKS or east_asian_width(char) in "WF")
