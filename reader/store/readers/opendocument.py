"""Reads OpenDocument texts (.odt): the text as LibreOffice shows it, in its order.

Notes follow the text, with their marks in it; numbers of lists and headings are written out. Headers and footers,
comments, deletions and hidden text are left out, and the remarks say so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from reader.store.readers import Refused
from reader.store.readers.container import DAMAGED, PROTECTED, Container, parsed
from reader.store.readers.left_out import PICTURES_ONLY, Left, remarks
from reader.store.readers.lines import Line, table_row, to_source
from reader.store.readers.opendocument_styles import ListStyle, Styles, attributes, count, named
from reader.text.message import Message
from reader.text.source import Source

_NO_TEXT = Message("{name} is an OpenDocument text without any text.")


def read(data: bytes, name: str, encoding: str | None = None) -> Source:
    """The text of an OpenDocument text.

    :raises Refused: if there is none, or the file is damaged or larger than can be read
    """
    content, common = _parts(data)
    styles = Styles((common, content))
    body = next((text for text in content.iter("{*}text") if named(text) == "office:text"), None)
    if body is None:
        raise Refused(DAMAGED)
    story = Story(styles)
    lines = story.lines(body)
    lines += story.notes
    if not any(line.text.strip() for line in lines):
        raise Refused(PICTURES_ONLY if story.left[Left.PICTURE] else _NO_TEXT)
    return to_source(lines, data, name, "odt", remarks(story.left, _headers(common, styles)))


def _parts(data: bytes) -> tuple[etree._Element, etree._Element | None]:
    """Text and common styles; of a document that is one XML file (.fodt), both are all of it."""
    if not data.startswith(b"PK"):
        root = parsed(data)
        return root, root
    package = Container(data)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refused(PROTECTED)
    if "content.xml" not in package:
        raise Refused(DAMAGED)
    return package.xml("content.xml"), package.xml("styles.xml") if "styles.xml" in package else None


def _headers(root: etree._Element | None, styles: Styles) -> Iterator[Line]:
    for part in root.iter("{*}header", "{*}footer") if root is not None else ():
        if named(part) in ("style:header", "style:footer"):
            yield from Story(styles).lines(part)


@dataclass(slots=True)
class _Paragraph:
    level: int | None
    hidden: bool = False
    parts: list[str] = field(default_factory=list)
    boxes: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _List:
    style: ListStyle | None
    counts: dict[int, int] = field(default_factory=dict)
    begun: bool = False
    """Whether the item's mark has been given to its first paragraph."""


@dataclass(slots=True)
class _Row:
    cells: list[list[Line]] = field(default_factory=list)
    covered: int = 0
    """Cells beside the last one that belong to it."""


_STRUCTURE = frozenset({"text:note", "text:ruby", "text:list", "text:list-item", "text:section", "text:index-body"})
"""Elements of text that hold elements only; white space in them is the file's."""

_LEFT_OUT = {
    "text:ruby-text": Left.RUBY,
    "office:annotation": Left.COMMENT,
    "text:hidden-text": Left.HIDDEN,
    "text:deletion": Left.DELETED,
}
_UNSEEN = frozenset(
    {
        *("office:forms", "text:sequence-decls", "text:variable-decls", "text:user-field-decls", "text:number"),
        *("office:annotation-end", "text:note-citation", "text:list-header", "text:insertion", "text:format-change"),
        "text:table-of-content-source",
    }
)
_SPACE = re.compile(r"[ \t\r\n]+")


class Story:
    """The lines of one story of a document; a loop, so that no nesting can exhaust the stack."""

    def __init__(self, styles: Styles) -> None:
        self.left: Counter[Left] = Counter()
        self.notes: list[Line] = []
        self._styles = styles
        self._flows: list[list[Line]] = [[]]
        self._paragraphs: list[_Paragraph] = []
        self._hidden_spans: list[bool] = []
        self._lists: list[_List] = []
        self._outline: dict[int, int] = {}
        self._last_of: dict[str, dict[int, int]] = {}
        self._by_id: dict[str, dict[int, int]] = {}
        self._rows: list[_Row] = []
        self._starts: dict[str, Callable[[etree._Element], bool]] = {
            "text:p": self._paragraph,
            "text:h": self._paragraph,
            "text:span": self._span,
            "text:s": self._spaces,
            "text:tab": lambda _: self._write("\t"),
            "text:line-break": lambda _: self._write("\n"),
            "text:list": self._list,
            "text:list-item": self._item,
            "text:section": self._section,
            "text:note": self._note,
            "text:note-body": self._box,
            "drawing:text-box": self._box,
            "drawing:image": self._picture,
            "drawing:object": self._picture,
            "table:table-row": self._row,
            "table:table-cell": self._cell,
            "table:covered-table-cell": self._covered,
        }
        self._ends: dict[str, Callable[[etree._Element], None]] = {
            "text:p": self._end_paragraph,
            "text:h": self._end_paragraph,
            "text:span": lambda _: self._drop(self._hidden_spans),
            "text:list": lambda _: self._drop(self._lists),
            "text:note-body": self._end_note,
            "drawing:text-box": self._end_box,
            "table:table-row": self._end_row,
            "table:table-cell": self._end_cell,
        }

    def lines(self, root: etree._Element) -> list[Line]:
        """The lines of everything below ``root``."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if element is root:
                continue
            name = named(element)
            if event == "start":
                if self._skips(name, element):
                    walk.skip_subtree()
                elif element.text and self._bears_text(name):
                    self._text(element.text)
            else:
                if name in self._ends:
                    self._ends[name](element)
                parent = element.getparent()
                if element.tail and parent is not None and self._bears_text(named(parent)):
                    self._text(element.tail)
        return self._flows[0]

    def _skips(self, name: str, element: etree._Element) -> bool:
        if name in _UNSEEN:
            return True
        if name in _LEFT_OUT:
            self.left[_LEFT_OUT[name]] += 1
            return True
        start = self._starts.get(name)
        return start is not None and start(element)

    def _bears_text(self, name: str) -> bool:
        return bool(self._paragraphs) and name.startswith("text:") and name not in _STRUCTURE

    def _text(self, text: str) -> None:
        text = _SPACE.sub(" ", text)
        parts = self._paragraphs[-1].parts
        # White space counts once, and not at the beginning of a paragraph or after a line end.
        if text.startswith(" ") and (not parts or parts[-1][-1:] in (" ", "\n")):
            text = text[1:]
        self._write(text)

    def _write(self, text: str) -> bool:
        if text and self._paragraphs:
            if self._paragraphs[-1].hidden or any(self._hidden_spans):
                self.left[Left.HIDDEN] += bool(text.strip())
            else:
                self._paragraphs[-1].parts.append(text)
        return True

    @staticmethod
    def _drop(stack: list[_List] | list[bool]) -> None:
        stack.pop()

    def _paragraph(self, element: etree._Element) -> bool:
        said = attributes(element)
        style = said.get("text:style-name", "")
        level: int | None = None
        mark = ""
        if named(element) == "text:h":
            level = count(said.get("text:outline-level"), 1) or 1
            if not self._lists and said.get("text:is-list-header") != "true":
                mark = self._outline_mark(level)
        if self._styles.is_title(style):
            level = 0
        paragraph = _Paragraph(level, style in self._styles.hidden)
        self._paragraphs.append(paragraph)
        if self._lists:
            mark = self._item_mark(style)
        if mark and not paragraph.hidden:
            paragraph.parts.append(mark)
        return False

    def _end_paragraph(self, _: etree._Element) -> None:
        paragraph = self._paragraphs.pop()
        text = "".join(paragraph.parts)
        if not paragraph.hidden:
            self._flows[-1].append(Line(text, paragraph.level if text.strip() else None))
        self._flows[-1] += paragraph.boxes

    def _span(self, element: etree._Element) -> bool:
        self._hidden_spans.append(attributes(element).get("text:style-name", "") in self._styles.hidden)
        return False

    def _spaces(self, element: etree._Element) -> bool:
        return self._write(" " * count(attributes(element).get("text:c"), 1, most=100))

    # Lists

    def _list(self, element: etree._Element) -> bool:
        said = attributes(element)
        name = said.get("text:style-name", "")
        style = self._styles.lists.get(name) or (self._lists[-1].style if self._lists else None)
        if self._lists:
            counts = self._lists[-1].counts
        elif said.get("text:continue-numbering") == "true":
            counts = self._last_of.get(name, {})
        else:
            counts = self._by_id.get(said.get("text:continue-list", ""), {})
        if not self._lists:
            self._last_of[name] = counts
            own = element.get("{http://www.w3.org/XML/1998/namespace}id")
            if own:
                self._by_id[own] = counts
        self._lists.append(_List(style, counts))
        return False

    def _item(self, element: etree._Element) -> bool:
        if self._lists:
            level, listed = len(self._lists), self._lists[-1]
            start = attributes(element).get("text:start-value")
            if start is not None:
                listed.counts[level] = count(start, 1) - 1
            listed.begun = False
        return False

    def _item_mark(self, paragraph_style: str) -> str:
        listed, level = self._lists[-1], len(self._lists)
        style = listed.style or self._styles.lists.get(self._styles.list_of.get(paragraph_style, ""))
        if listed.begun or style is None:
            return ""
        listed.begun = True
        return _counted(style, level, listed.counts)

    def _outline_mark(self, level: int) -> str:
        return "" if self._styles.outline is None else _counted(self._styles.outline, level, self._outline)

    # Sections, notes, boxes, tables

    def _section(self, element: etree._Element) -> bool:
        hidden = attributes(element).get("text:display", "true") == "none"
        self.left[Left.HIDDEN] += hidden
        return hidden

    def _note(self, element: etree._Element) -> bool:
        citation = next((inner for inner in element if named(inner) == "text:note-citation"), None)
        mark = _citation(citation)
        self._write(f"〔{mark}〕" if mark else "")
        return False

    def _end_note(self, element: etree._Element) -> None:
        lines = [line for line in self._flows.pop() if line.text.strip()]
        note = element.getparent()
        citation = note.find("{*}note-citation") if note is not None else None
        mark = _citation(citation)
        for at, line in enumerate(lines):
            self.notes.append(Line((f"〔{mark}〕" if mark and at == 0 else "") + line.text.strip()))

    def _box(self, _: etree._Element) -> bool:
        self._flows.append([])
        return False

    def _end_box(self, _: etree._Element) -> None:
        lines = self._flows.pop()
        if self._paragraphs:
            self._paragraphs[-1].boxes += [line for line in lines if line.text.strip()]
        else:
            self._flows[-1] += lines

    def _picture(self, _: etree._Element) -> bool:
        self.left[Left.PICTURE] += 1
        return True

    def _row(self, _: etree._Element) -> bool:
        self._rows.append(_Row())
        return False

    def _end_row(self, _: etree._Element) -> None:
        self._flows[-1] += table_row(self._rows.pop().cells)

    def _cell(self, element: etree._Element) -> bool:
        if self._rows:
            self._rows[-1].covered = count(attributes(element).get("table:number-columns-spanned"), 1) - 1
        self._flows.append([])
        return False

    def _end_cell(self, _: etree._Element) -> None:
        lines = self._flows.pop()
        if self._rows:
            self._rows[-1].cells.append(lines)
        else:
            self._flows[-1] += lines

    def _covered(self, _: etree._Element) -> bool:
        if self._rows:
            if self._rows[-1].covered > 0:
                self._rows[-1].covered -= 1
            else:
                self._rows[-1].cells.append([])
        return True


def _citation(element: etree._Element | None) -> str:
    return "" if element is None else "".join(str(piece) for piece in element.itertext()).strip()


def _counted(style: ListStyle, level: int, counts: dict[int, int]) -> str:
    """Count one on at ``level``, begin anew below it, and give the mark."""
    counts[level] = counts[level] + 1 if level in counts else style.start(level)
    for below in [at for at in counts if at > level]:
        del counts[below]
    return style.mark(level, counts)
