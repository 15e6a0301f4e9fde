"""Reads rich text (.rtf), as Word, WPS and LibreOffice write it (Rich Text Format Specification 1.9.1).

Own code, for the kept library drops text boxes and notes and takes deleted and hidden text for text (see the decision
on readers). Numbers of lists stand in the file as they were shown last, so nothing needs to be counted.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from reader.store.readers import Refused
from reader.store.readers.left_out import PICTURES_ONLY, Left, remarks
from reader.store.readers.lines import Line, table_row, to_source
from reader.store.readers.numerals import labelled
from reader.store.readers.rich_tables import CHARACTERS, HEADERS, SYMBOL, UNSEEN, decoded, of_charset, of_number
from reader.store.readers.word_styles import level_of_name
from reader.store.readers.word_symbols import bullet, symbol
from reader.text.message import Message
from reader.text.source import Source

_NO_TEXT = Message("{name} is a rich text document without any text.")
_DEEP = Message("{name} was not opened: it is nested deeper than any document.")

_DEEPEST = 1000
"""Groups inside each other; programs write a few dozen."""

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?"  # a word with its number
    rb"|\\'([0-9a-fA-F]{2})"  # a byte
    rb"|\\(.)"  # a sign
    rb"|([{}])"
    rb"|([^\\{}\r\n]+)"  # plain text
    rb"|[\r\n]+|\\",
    re.DOTALL,
)


def read(data: bytes, name: str, encoding: str | None = None) -> Source:
    """The text of a rich text document; what stands after its last brace is no part of it.

    :raises Refused: if there is none, or it is nested too deeply
    """
    story = _Story()
    story.walk(data)
    lines = [*story.body.close(), *story.notes]
    if not any(line.text.strip() for line in lines):
        raise Refused(PICTURES_ONLY if story.left[Left.PICTURE] else _NO_TEXT)
    return to_source(lines, data, name, "rtf", remarks(story.left, story.headers))


_SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of characters whose other half is missing."""


@dataclass(slots=True)
class _Flow:
    """Lines in the making: of the body, a note, a text box, a header."""

    lines: list[Line] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    boxes: list[Line] = field(default_factory=list)
    cell: list[Line] = field(default_factory=list)
    row: list[list[Line]] = field(default_factory=list)

    def end_paragraph(self, level: int | None, *, in_table: bool) -> None:
        text = _SURROGATE.sub("\ufffd", "".join(self.parts))
        self.parts.clear()
        if "\f" in text:
            text = text.strip("\f").replace("\f", "\n")
        line = Line(text, level if text.strip() else None)
        if in_table:
            self.cell.append(line)
            self.cell += self.boxes
        else:
            self.end_row()
            self.lines.append(line)
            self.lines += self.boxes
        self.boxes = []

    def end_cell(self, level: int | None) -> None:
        self.end_paragraph(level, in_table=True)
        self.row.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        if self.cell:
            self.row.append(self.cell)
        if self.row:
            self.lines += table_row(self.row)
        self.row, self.cell = [], []

    def close(self, level: int | None = None) -> list[Line]:
        if self.parts or self.boxes:
            self.end_paragraph(level, in_table=bool(self.row or self.cell))
        self.end_row()
        return self.lines


@dataclass(frozen=True, slots=True)
class _State:
    """What a group may change and gives back at its end."""

    flow: _Flow | None
    """None: what is here is not text of the document."""
    kind: str = "body"
    font: int | None = None
    fallback: int = 1
    """Characters after a Unicode one that stand for it in old programs."""
    hidden: bool = False
    deleted: bool = False
    level: int | None = None
    in_table: bool = False
    outer: _Flow | None = None
    """What a text box stands in: between them lies drawing data, which is no text."""


def _reads_otherwise(one: _State, two: _State) -> bool:
    """Whether bytes of one state may not be taken together with those of the other."""
    same = (one.font, one.kind, one.hidden, one.deleted) == (two.font, two.kind, two.hidden, two.deleted)
    return not same or one.flow is not two.flow


class _Story:
    def __init__(self) -> None:
        self.left: Counter[Left] = Counter()
        self.body = _Flow()
        self.notes: list[Line] = []
        self.headers: list[Line] = []
        self._state = _State(self.body)
        self._groups: list[_State] = []
        self._fonts: dict[int, tuple[str | None, str]] = {}
        """Code page and name of each font."""
        self._levels: dict[int, int] = {}
        """Heading levels of paragraph styles."""
        self._page = "cp1252"
        self._default_font: int | None = None
        self._bytes = bytearray()
        self._skip = 0
        self._optional = False
        self._entry = 0
        self._note_count = 0
        self._note_mark = ""
        """That of the note that comes next; none where the author wrote his own, which is in the text."""
        self._list_mark: list[str] = []

    def walk(self, data: bytes) -> None:
        at = 0
        while at < len(data):
            token = _TOKEN.match(data, at)
            if token is None:
                break
            at = token.end()
            word, number, byte, sign, brace, plain = token.groups()
            if plain is not None:
                self._plain(plain)
            elif byte is not None:
                self._byte(int(byte, 16))
            elif brace is not None:
                self._brace(brace)
                if not self._groups:
                    break
            elif word is not None:
                argument = None if number is None else int(number)
                if word == b"bin":
                    at += max(0, argument or 0)
                elif self._skip:
                    self._skip -= 1
                else:
                    self._word(word.decode(), argument)
            elif sign is not None:
                self._sign(sign)
        self._flush()

    # Characters

    def _plain(self, data: bytes) -> None:
        if self._skip:
            taken = min(self._skip, len(data))
            self._skip -= taken
            data = data[taken:]
        if self._state.kind != "unseen":  # pictures are megabytes of digits
            self._bytes += data

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        elif self._state.kind != "unseen":
            self._bytes.append(value)

    def _flush(self) -> None:
        """Turn the bytes that have come so far into text: two of them may be one character, so they wait for this."""
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        page, name = self._fonts.get(self._state.font if self._state.font is not None else -1, (None, ""))
        if self._state.kind == "font":
            self._name_font(data)
        elif self._state.kind == "style":
            level, known = level_of_name(decoded(data, page or self._page, self._page).rstrip(";").strip())
            if known and level is not None:
                self._levels[self._entry] = level
        elif page == SYMBOL:
            self._write("".join(symbol(code, name) if code >= 0x80 or name else chr(code) for code in data))
        else:
            self._write(decoded(data, page or self._page, self._page))

    def _name_font(self, data: bytes) -> None:
        page, name = self._fonts.get(self._entry, (None, ""))
        self._fonts[self._entry] = (page, name + data.decode("latin-1").rstrip(";"))

    def _write(self, text: str) -> None:
        state = self._state
        if state.flow is None or not text:
            return
        if state.kind == "mark":
            self._list_mark.append(text)
        elif state.deleted or state.hidden:
            self.left[Left.DELETED if state.deleted else Left.HIDDEN] += bool(text.strip())
        else:
            state.flow.parts.append(text)

    def _unicode(self, number: int) -> None:
        self._flush()
        code = number % 0x10000
        parts = self._state.flow.parts if self._state.flow is not None else []
        char = chr(code)
        if 0xF020 <= code <= 0xF0FF:
            name = self._fonts.get(self._state.font if self._state.font is not None else -1, (None, ""))[1]
            char = bullet(char, name) if self._state.kind == "mark" else symbol(code, name)
        if parts and 0xDC00 <= code <= 0xDFFF and "\ud800" <= parts[-1][-1:] <= "\udbff":
            half = parts.pop()
            char = (half + char).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self._write(char)
        self._skip = self._state.fallback

    # Groups

    def _brace(self, brace: bytes) -> None:
        self._skip = 0
        if brace == b"{":
            if len(self._groups) >= _DEEPEST:
                raise Refused(_DEEP)
            self._groups.append(self._state)
            self._optional = False
            return
        if not self._groups:
            return
        before = self._groups.pop()
        after = self._state
        if _reads_otherwise(before, after):
            self._flush()
        if after.kind == "mark" != before.kind and after.flow is not None:
            label = "".join(self._list_mark).strip()
            self._list_mark.clear()
            if label and not before.hidden and not before.deleted:
                after.flow.parts.append(labelled(label))
        if after.flow is not None and after.flow is not before.flow:
            self._end_flow(after)
        self._state = before

    def _end_flow(self, state: _State) -> None:
        assert state.flow is not None  # noqa: S101  (asked by the caller)
        lines = [line for line in state.flow.close() if line.text.strip()]
        if state.kind == "note":
            mark, self._note_mark = self._note_mark, ""
            self.notes += (Line((mark if at == 0 else "") + line.text.strip()) for at, line in enumerate(lines))
        elif state.kind == "header":
            self.headers += lines
        elif state.outer is not None:
            state.outer.boxes += lines

    def _sign(self, sign: bytes) -> None:
        if self._skip:
            self._skip -= 1
        elif sign == b"*":
            self._optional = True
        elif sign in b"\\{}":
            self._bytes += sign
        elif sign == b"~":
            self._text("\u00a0")
        elif sign == b"_":
            self._text("-")
        elif sign in b"\r\n":
            self._end_paragraph()

    def _text(self, text: str) -> None:
        self._flush()
        self._write(text)

    # Words

    def _word(self, word: str, number: int | None) -> None:
        optional, self._optional = self._optional, False
        if word == "u":
            self._unicode(number or 0)
        elif word in CHARACTERS:
            self._text(CHARACTERS[word])
        elif word in ("par", "sect"):
            self._end_paragraph()
        elif word in ("page", "column"):
            self._text("\f")
        elif word in ("cell", "row", "nestcell", "nestrow"):
            self._table(word)
        elif not self._destination(word, optional=optional):
            self._property(word, number)

    def _destination(self, word: str, *, optional: bool) -> bool:
        """Whether the word opened a destination."""
        state = self._state
        if word in ("footnote", "shptxt") or word in HEADERS:
            self._flush()
            kind = {"footnote": "note", "shptxt": "box"}.get(word, "header")
            outer = state.flow or state.outer
            self._state = replace(state, flow=_Flow(), kind=kind, outer=outer, level=None, in_table=False)
        elif word in ("listtext", "pntext"):
            self._flush()
            self._state = replace(state, kind="mark")
        elif word in ("fonttbl", "stylesheet"):
            self._flush()
            self._state = replace(state, kind={"fonttbl": "font", "stylesheet": "style"}[word], flow=None)
        elif word == "annotation":
            self._flush()
            self.left[Left.COMMENT] += 1
            self._state = replace(state, flow=None, kind="unseen", outer=state.flow or state.outer)
        elif word in UNSEEN or (optional and word not in ("shppict",)):
            self._flush()
            self.left[Left.PICTURE] += word in ("pict", "object") and state.flow is not None
            self._state = replace(state, flow=None, kind="unseen", outer=state.flow or state.outer)
        else:
            return False
        return True

    def _property(self, word: str, number: int | None) -> None:
        state = self._state
        if word in ("f", "af") and number is not None and state.kind == "font":
            self._flush()
            self._entry = number
            self._fonts.setdefault(number, (None, ""))
        elif word == "f" and number is not None:
            self._change(font=number)
        elif word in ("fcharset", "cpg") and number is not None and state.kind == "font":
            page = of_charset(number) if word == "fcharset" else of_number(number, self._page)
            self._fonts[self._entry] = (page, self._fonts.get(self._entry, (None, ""))[1])
        elif word == "s" and number is not None:
            if state.kind == "style":
                self._flush()
                self._entry = number
            else:
                self._state = replace(state, level=self._levels.get(number, state.level))
        elif word == "outlinelevel" and number is not None:
            level = number + 1 if 0 <= number < 9 else None
            if state.kind == "style" and level:
                self._levels.setdefault(self._entry, level)
            elif state.kind != "style":
                self._state = replace(state, level=level)
        elif word == "pard":
            self._state = replace(state, level=None, in_table=False)
        elif word == "plain":
            self._change(font=self._default_font, hidden=False, deleted=False)
        elif word == "v":
            self._change(hidden=number != 0)
        elif word == "deleted":
            self._change(deleted=number != 0)
        elif word == "uc" and number is not None:
            self._state = replace(state, fallback=min(max(number, 0), 8))
        elif word == "intbl":
            self._state = replace(state, in_table=True)
        elif word == "ansicpg" and number:
            self._page = of_number(number, self._page)
        elif word == "mac":
            self._page = "mac_roman"
        elif word == "deff" and number is not None:
            self._default_font = number
            self._change(font=number)
        elif word == "chftn" and state.kind != "note" and state.flow is not None:
            self._note_count += 1
            self._note_mark = f"〔{self._note_count}〕"
            self._text(self._note_mark)

    def _change(self, **properties: object) -> None:
        changed = replace(self._state, **properties)  # type: ignore[arg-type]
        if changed != self._state:
            self._flush()
            self._state = changed

    def _end_paragraph(self) -> None:
        self._flush()
        state = self._state
        if state.flow is None:
            return
        if state.deleted or state.hidden:
            return  # its end is deleted too: the next paragraph goes on in its line
        state.flow.end_paragraph(state.level, in_table=state.in_table)

    def _table(self, word: str) -> None:
        self._flush()
        flow = self._state.flow
        if flow is None:
            return
        if word == "cell":
            flow.end_cell(self._state.level)
        elif word == "row":
            flow.end_row()
        else:
            flow.parts.append("\t" if word == "nestcell" else "\n")
