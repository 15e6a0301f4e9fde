"""Walks one story of a Word document (its body, a note, a header) and gives its lines as Word would show them.

What is shown counts: results of fields and not their instructions, insertions and not deletions, one of two copies of a
text box. The walk is a loop over the parser's tree, so that no nesting can exhaust the stack.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from reader.store.readers.left_out import Left
from reader.store.readers.lines import Line, table_row
from reader.store.readers.numerals import labelled, numeral
from reader.store.readers.word_names import attributes, child, is_on, named, value
from reader.store.readers.word_numbering import Numbering
from reader.store.readers.word_styles import Styles, numbering, outline_level
from reader.store.readers.word_symbols import symbol


@dataclass(slots=True)
class Notes:
    """Footnotes and endnotes in the order of their marks: which part and which note in it, and the mark."""

    forms: dict[str, str] = field(default_factory=lambda: {"footnote": "decimal", "endnote": "lowerRoman"})
    found: list[tuple[str, str, str]] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)

    def mark(self, kind: str, note: str, *, own: bool) -> str:
        """The mark that stands in the text; nothing where the author wrote his own, which is there already."""
        shown = ""
        if not own:
            self._counts[kind] += 1
            shown = f"〔{numeral(self._counts[kind], self.forms[kind])}〕"
        self.found.append((kind, note, shown))
        return shown


@dataclass(slots=True)
class _Flow:
    """Lines in the making: of the story, a cell, or a text box."""

    lines: list[Line] = field(default_factory=list)
    open: list[Line] = field(default_factory=list)
    """Paragraphs whose ends are deleted or hidden: the next one goes on in their line."""

    @property
    def goes_on(self) -> bool:
        """Whether the next paragraph goes on in a line that has begun."""
        return any(line.text for line in self.open)

    def add(self, line: Line, *, goes_on: bool = False) -> None:
        self.open.append(line)
        if not goes_on:
            self.lines.append(_joined(self.open))
            self.open = []

    def close(self) -> list[Line]:
        if self.goes_on:
            self.lines.append(_joined(self.open))
        self.open = []
        return self.lines


def _joined(parts: list[Line]) -> Line:
    """Paragraphs in one line; a heading that another one goes on from reaches to its end."""
    if len(parts) == 1:
        return parts[0]
    text = "".join(part.text for part in parts)
    until = 0
    for part in parts:
        until += len(part.text)
        if part.level is not None and part.text.strip():
            return Line(text, part.level, until)
    return Line(text)


@dataclass(slots=True)
class _Paragraph:
    style: str
    level: int | None = None
    listed: tuple[str, int | None] | None = None
    mark: str = ""
    """The number as the file says it, where it does."""
    goes_on: bool = False
    hidden: bool = False
    parts: list[str] = field(default_factory=list)
    boxes: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    hidden: bool
    font: str = ""


@dataclass(slots=True)
class _Row:
    cells: list[list[Line]] = field(default_factory=list)
    swallow: bool = False
    """The cell goes on one above (or beside) and shows nothing of its own."""


_PRIVATE = re.compile("[\uf020-\uf0ff]")
"""Where symbol fonts have their characters."""

_PAGE = "\f"
"""The end of a page inside a paragraph: ends a line, unless it stands at an end of the paragraph."""

_UNSEEN = frozenset(
    {
        *("w:sectPr", "w:tblPr", "w:tblGrid", "w:tblPrEx", "w:sdtPr", "w:sdtEndPr", "w:rubyPr", "w:customXmlPr"),
        *("w:smartTagPr", "w:instrText", "w:delInstrText", "w:delText", "w:fldData", "w:softHyphen"),
        *("m:rPr", "m:ctrlPr"),
    }
)
_LEFT_OUT = {"w:del": Left.DELETED, "w:moveFrom": Left.DELETED, "w:rt": Left.RUBY, "w:altChunk": Left.EMBEDDED}
_MARKS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}


class Story:
    """The lines of one story; ``left`` counts what it leaves out."""

    def __init__(self, styles: Styles, marks: Numbering, notes: Notes | None = None) -> None:
        self.left: Counter[Left] = Counter()
        self.inner_notes: list[Line] = []
        """Notes that stand inside of the text, as Word 2003 writes them, with their marks."""
        self._marks: list[str] = []
        self._styles = styles
        self._numbering = marks
        self._notes = notes
        self._flows = [_Flow()]
        self._paragraphs: list[_Paragraph] = []
        self._runs: list[_Run] = []
        self._rows: list[_Row] = []
        self._chosen: list[etree._Element | None] = []
        self._fields: list[bool] = []
        """For each open field, whether its result has begun."""
        self._trust_fields = True
        self._starts: dict[str, Callable[[etree._Element], bool]] = {
            "w:p": self._paragraph,
            "w:pPr": _skip,
            "w:r": self._run,
            "w:rPr": _skip,
            "w:t": self._text,
            "m:t": self._text,
            "w:br": self._break,
            "w:sym": self._symbol,
            "w:fldChar": self._field,
            "w:footnoteReference": self._note,
            "w:endnoteReference": self._note,
            "w:footnote": self._inner_note,
            "w:endnote": self._inner_note,
            "w:commentReference": self._comment,
            "aml:annotation": self._annotation,
            "w:drawing": self._picture,
            "w:pict": self._picture,
            "w:object": self._picture,
            "w:txbxContent": self._box,
            "mc:AlternateContent": self._alternatives,
            "mc:Choice": self._alternative,
            "mc:Fallback": self._alternative,
            "w:tr": self._begin_row,
            "w:tc": self._begin_cell,
        }
        self._ends: dict[str, Callable[[etree._Element], None]] = {
            "w:p": self._end_paragraph,
            "w:r": self._end_run,
            "w:footnote": self._end_inner_note,
            "w:endnote": self._end_inner_note,
            "mc:AlternateContent": self._end_alternatives,
            "w:txbxContent": self._end_box,
            "w:tr": self._end_row,
            "w:tc": self._end_cell,
        }

    def lines(self, root: etree._Element) -> list[Line]:
        """The lines of everything below ``root``."""
        kinds = [value(mark, "w:fldCharType") for mark in root.iter("{*}fldChar")]
        # A field that never ends would swallow the rest of the text.
        self._trust_fields = kinds.count("begin") == kinds.count("end")
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = named(element)
            if event == "start":
                if self._skips(name, element):
                    walk.skip_subtree()
            elif name in self._ends:
                self._ends[name](element)
        return self._flows[0].close()

    def _skips(self, name: str, element: etree._Element) -> bool:
        """Take notice of an element; whether what is inside is not to be looked at."""
        if name in _UNSEEN:
            return True
        if name in _LEFT_OUT:
            self.left[_LEFT_OUT[name]] += any(True for _ in element.iter("{*}t", "{*}delText", "{*}altChunk"))
            return True
        if name in _MARKS:
            self._write(_MARKS[name])
            return True
        start = self._starts.get(name)
        return start is not None and start(element)

    def _write(self, text: str) -> None:
        if not self._paragraphs or not all(self._fields):
            return
        if self._runs and self._runs[-1].hidden:
            self.left[Left.HIDDEN] += bool(text.strip())
            return
        self._paragraphs[-1].parts.append(text)

    # Paragraphs and runs

    def _paragraph(self, element: etree._Element) -> bool:
        properties = child(element, "w:pPr")
        style_name = value(child(properties, "w:pStyle")) or self._styles.of_paragraphs
        style = self._styles[style_name]
        level, settled = outline_level(properties)
        listed = numbering(properties) or style.number
        if listed and not listed[0] and style.number:
            listed = (style.number[0], listed[1])
        mark = child(properties, "w:rPr")
        goes_on = child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None
        goes_on = goes_on or is_on(child(mark, "w:vanish")) or is_on(child(mark, "w:specVanish"))
        level = level if settled and style.level != 0 else style.level
        shown = labelled(value(child(properties, "w:listPr", "wx:t"), "wx:val").strip())
        self._paragraphs.append(_Paragraph(style_name, level, listed, shown, goes_on, style.hidden))
        return False

    def _end_paragraph(self, _: etree._Element) -> None:
        paragraph = self._paragraphs.pop()
        text = "".join(paragraph.parts)
        if _PAGE in text:
            text = text.strip(_PAGE).replace(_PAGE, "\n")
        flow = self._flows[-1]
        whole = bool(text or not paragraph.goes_on)
        if whole and not flow.goes_on:
            listed = paragraph.listed
            text = (self._numbering.mark(*listed, paragraph.style) if listed else paragraph.mark) + text
        flow.add(Line(text, paragraph.level if text.strip() else None), goes_on=paragraph.goes_on)
        if paragraph.boxes:
            flow.lines += paragraph.boxes

    def _run(self, element: etree._Element) -> bool:
        properties = child(element, "w:rPr")
        vanish = child(properties, "w:vanish")
        hidden = bool(self._paragraphs) and self._paragraphs[-1].hidden
        font = ""
        if properties is not None:
            style = value(child(properties, "w:rStyle"))
            hidden = is_on(vanish) if vanish is not None else hidden or bool(style and self._styles[style].hidden)
            fonts = child(properties, "w:rFonts")
            font = "" if fonts is None else value(fonts, "w:ascii") or value(fonts, "w:hAnsi")
        self._runs.append(_Run(hidden, font))
        return False

    def _end_run(self, _: etree._Element) -> None:
        self._runs.pop()

    def _text(self, element: etree._Element) -> bool:
        text = element.text or ""
        if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            text = text.strip(" \t\r\n")
        text = text.replace("\r", " ").replace("\n", " ")
        if self._runs and self._runs[-1].font and _PRIVATE.search(text):
            text = "".join(symbol(ord(char), self._runs[-1].font) for char in text)
        self._write(text)
        return True

    def _break(self, element: etree._Element) -> bool:
        self._write("\n" if value(element, "w:type", "textWrapping") == "textWrapping" else _PAGE)
        return True

    def _symbol(self, element: etree._Element) -> bool:
        said = attributes(element)
        code = said.get("w:char", "")
        known = 0 < len(code) <= 6 and all(char in "0123456789abcdefABCDEF" for char in code)
        self._write(symbol(int(code, 16), said.get("w:font", "")) if known else "\ufffd")
        return True

    def _field(self, element: etree._Element) -> bool:
        kind = value(element, "w:fldCharType")
        if not self._trust_fields:
            return True
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()
        return True

    def _note(self, element: etree._Element) -> bool:
        if self._notes is not None and not (self._runs and self._runs[-1].hidden):
            kind = "footnote" if named(element) == "w:footnoteReference" else "endnote"
            said = attributes(element)
            own = said.get("w:customMarkFollows", "0") in ("1", "true", "on")
            self._write(self._notes.mark(kind, said.get("w:id", ""), own=own))
        return True

    def _inner_note(self, element: etree._Element) -> bool:
        if self._paragraphs and self._notes is not None:
            self._marks.append(self._notes.mark(named(element).removeprefix("w:"), "", own=False))
            self._write(self._marks[-1])
            self._flows.append(_Flow())
        return False

    def _end_inner_note(self, _: etree._Element) -> None:
        if self._marks:
            mark = self._marks.pop()
            lines = [line.text.strip() for line in self._flows.pop().close() if line.text.strip()]
            self.inner_notes += (Line((mark if at == 0 else "") + text) for at, text in enumerate(lines))

    def _annotation(self, element: etree._Element) -> bool:
        """A change or comment of Word 2003."""
        kind = {"Word.Deletion": Left.DELETED, "Word.Comment": Left.COMMENT}.get(value(element, "w:type"))
        if kind is not None:
            self.left[kind] += 1
        return kind is not None

    def _comment(self, _: etree._Element) -> bool:
        self.left[Left.COMMENT] += 1
        return True

    # Pictures, text boxes, alternatives

    def _picture(self, element: etree._Element) -> bool:
        self.left[Left.PICTURE] += any(True for _ in element.iter("{*}blip", "{*}imagedata", "{*}OLEObject"))
        return False

    def _box(self, _: etree._Element) -> bool:
        self._flows.append(_Flow())
        return False

    def _end_box(self, _: etree._Element) -> None:
        lines = self._flows.pop().close()
        if self._paragraphs:
            self._paragraphs[-1].boxes += [line for line in lines if line.text.strip()]
        else:
            self._flows[-1].lines += lines

    def _alternatives(self, element: etree._Element) -> bool:
        """Look into one of the copies only: the first, unless only a later one holds text."""
        copies = [copy for copy in element if named(copy) in ("mc:Choice", "mc:Fallback")]
        with_text = (copy for copy in copies if any(True for _ in copy.iter("{*}t", "{*}sym")))
        self._chosen.append(next(with_text, copies[0] if copies else None))
        return False

    def _end_alternatives(self, _: etree._Element) -> None:
        self._chosen.pop()

    def _alternative(self, element: etree._Element) -> bool:
        return bool(self._chosen) and element is not self._chosen[-1]

    # Tables

    def _begin_row(self, element: etree._Element) -> bool:
        properties = child(element, "w:trPr")
        if child(properties, "w:del") is not None:
            self.left[Left.DELETED] += 1
            return True
        if is_on(child(properties, "w:hidden")):
            self.left[Left.HIDDEN] += 1
            return True
        self._rows.append(_Row())
        return False

    def _end_row(self, element: etree._Element) -> None:
        properties = child(element, "w:trPr")
        if child(properties, "w:del") is not None or is_on(child(properties, "w:hidden")) or not self._rows:
            return
        for line in table_row(self._rows.pop().cells):
            self._flows[-1].add(line)

    def _begin_cell(self, element: etree._Element) -> bool:
        properties = child(element, "w:tcPr")
        self._flows.append(_Flow())
        merged = child(properties, "w:vMerge"), child(properties, "w:hMerge")
        goes_on = any(one is not None and value(one, default="continue") == "continue" for one in merged)
        gone = child(properties, "w:cellDel") is not None
        self.left[Left.DELETED] += gone
        return goes_on or gone

    def _end_cell(self, _: etree._Element) -> None:
        lines = self._flows.pop().close()
        if self._rows:
            self._rows[-1].cells.append(lines)
        else:
            self._flows[-1].lines += lines


def _skip(_: etree._Element) -> bool:
    return True
