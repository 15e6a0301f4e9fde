"""Goes through the code of a web page and says what its text is made of, step by step, for ``web_layout``.

The parser of libxml2 reports tags and text as they come and builds no tree, so neither depth nor size of the page
costs more than a stack of small tuples. Nothing is run, loaded, or looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any, TypeAlias

from lxml import etree

from reader.store.readers import Refused
from reader.store.readers.numerals import numeral
from reader.store.readers.web_style import PLAIN, Style, StyleSheet, style_of
from reader.text.chars import count_han
from reader.text.message import Message


class Step(IntEnum):
    """What happens between pieces of text."""

    BLOCK = 0
    BREAK = 1
    GAP = 2
    ROW = 3
    ROW_END = 4
    CELL = 5
    CELL_END = 6
    HEADING_END = 7
    ITEM_END = 8


class Kept(str):
    """Text in which every space and every line end counts."""

    __slots__ = ()


class Lines(str):
    """Text in which line ends count, but spaces as in running text."""

    __slots__ = ()


class Item:
    """The beginning of a list's item, with its mark once that is known."""

    __slots__ = ("mark",)

    def __init__(self) -> None:
        self.mark = ""


class Heading(int):
    """The beginning of a heading of this level."""

    __slots__ = ()


class Region(int):
    """From here on the text belongs to the region of this number; 0 is what everybody sees."""

    __slots__ = ()


Op: TypeAlias = "str | Step | Item | Heading | Region"

Frames: TypeAlias = "Callable[[str], Sequence[Op] | None]"
"""Gives the steps of another page by its address, if it came along with this one."""


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main marquee menu nav ol option p"
    " plaintext pre search section summary table tbody textarea tfoot thead title tr ul xmp"
)
_NOT_TEXT = _names(
    "script style noscript template title noframes noembed iframe datalist rp xml svg progress meter annotation"
    " annotation-xml"
)
"""What a browser does not show as text of the page: code, other pages, what stands there for browsers without script.

Of pictures in SVG only the drawing is seen; its letters are labels of the drawing.
"""
_STAND_INS = frozenset(("object", "applet", "audio", "video", "canvas", "select"))
"""What shows something else than its text: players, and lists to choose from, of which a page shows one entry."""
_KEPT = frozenset(("pre", "listing", "plaintext", "textarea", "xmp"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BUTTONS = ("button", "submit", "reset")

_MOST_WORK = 1_000_000_000
"""Steps of the parser: for each end tag it looks for its beginning through all that is open. About a second."""

_PIECE = 1 << 16

_Entry: TypeAlias = "tuple[tuple[Op, ...], type[str] | None, int, bool] | None"
"""What the end of an element does, and the state that was before it; nothing for those that change nothing."""


class _List:
    """A numbered list: where its numbers stand."""

    __slots__ = ("items", "kind", "next", "step")

    def __init__(self, attributes: Mapping[str, str], kind: str | None) -> None:
        self.step = -1 if "reversed" in attributes else 1
        start = _whole(attributes.get("start"))
        self.next = start if start is not None else (1 if self.step == 1 else None)
        self.kind = kind
        self.items: list[tuple[Item, int | None, str | None]] = []


class Page:
    """Collects the steps of one page; what the parser calls (``start``, ``end``, ``data``, ``close``)."""

    def __init__(self, frame: Frames | None = None) -> None:
        self.ops: list[Op] = []
        self.title = ""
        self.frames: list[str] = []
        self.hidden: list[int] = [0]
        """Chinese characters in each region; the first, which is seen, is not counted."""
        self.depth = self.deepest = 0
        self._frame = frame
        self._sheet = StyleSheet()
        self._stack: list[_Entry] = []
        self._lists: list[_List | None] = []
        self._skipped = 0
        self._caught: list[str] | None = None
        self._make: type[str] | None = None
        self._region = 0
        self._regions = 1
        self._in_row = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > self.deepest:
            self.deepest = self.depth
        if self._skipped:
            self._skipped += 1
            return
        if tag in _NOT_TEXT:
            self._skip(tag, attributes)
            return
        block = tag in _BLOCKS
        if attributes:
            style = style_of(attributes["style"]) if "style" in attributes else PLAIN
            self._open(tag, attributes, style, block if style.block is None else style.block)
        elif tag in _SPECIAL or tag in _KEPT:
            self._open(tag, _NONE, PLAIN, block)
        elif block:
            self.ops.append(Step.BLOCK)
            self._stack.append((_BLOCK_END, self._make, self._region, self._in_row))
        else:
            self._stack.append(None)

    def end(self, tag: str) -> None:
        """The parser closes what was opened last, whatever the page says."""
        self.depth -= 1
        if self._skipped:
            self._skipped -= 1
            if not self._skipped and self._caught is not None:
                self._catch(tag, "".join(self._caught))
            return
        entry = self._stack.pop() if self._stack else None
        if entry is None:
            return
        closing, self._make, region, self._in_row = entry
        if tag in _LISTS and self._lists:
            _number(self._lists.pop())
        self.ops += closing
        if region != self._region:
            self._region = region
            self.ops.append(Region(region))

    def data(self, text: str) -> None:
        if self._skipped:
            if self._caught is not None:
                self._caught.append(text)
            return
        if self._region:
            self.hidden[self._region] += count_han(text)
        make = self._make
        if make is None:
            self.ops.append(text)
        else:
            # A line end right after the tag is not part of what is kept.
            fresh = make is Kept and self.ops and self.ops[-1] is Step.BLOCK
            self.ops.append(make(text[1:] if fresh and text[0] == "\n" else text))

    def comment(self, text: str) -> None:
        """Comments say nothing."""

    def close(self) -> None:
        while self._lists:
            _number(self._lists.pop())

    def _skip(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._skipped = 1
        self._caught = [] if tag in ("style", "title") and (tag == "style" or not self.title) else None
        if tag == "iframe" and attributes.get("src", "about:blank") not in ("", "about:blank"):
            self._embed(attributes["src"])
        elif tag == "iframe" and attributes.get("srcdoc"):
            self.frames.append("")

    def _embed(self, address: str) -> None:
        """The text of another page that came along with this one, in its place."""
        ops = self._frame(address) if self._frame else None
        if ops is None:
            self.frames.append(address)
        else:
            self.ops += (Step.BLOCK, *ops, Step.BLOCK)

    def _catch(self, tag: str, text: str) -> None:
        self._caught = None
        if tag == "style":
            self._sheet.add(text)
        else:
            self.title = " ".join(text.split())

    def _open(self, tag: str, attributes: Mapping[str, str], style: Style, block: bool) -> None:
        make, region, in_row = self._make, self._region, self._in_row
        closing: list[Op] = [Step.BLOCK] if block else []
        if self._is_hidden(tag, attributes, style):
            self._regions += 1
            self._enter(self._regions - 1)
            self.hidden.append(0)
        elif region and style.shown and "visibility" in (attributes.get("style") or "").lower():
            self._enter(0)
        if block:
            self.ops.append(Step.BLOCK)
        if style.space is not None:
            self._make = {"keep": Kept, "lines": Lines, "collapse": None}[style.space]
        elif tag in _KEPT:
            self._make = Kept
        if tag in _SPECIAL:
            closing += self._special(tag, attributes, style)
        self._stack.append((tuple(closing), make, region, in_row))

    def _enter(self, region: int) -> None:
        self._region = region
        self.ops.append(Region(region))

    def _is_hidden(self, tag: str, attributes: Mapping[str, str], style: Style) -> bool:
        if tag in _STAND_INS:
            return True
        if not attributes:
            return tag == "dialog"
        if style.hidden or "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
            return True
        if style.shown or not ("class" in attributes or "id" in attributes):
            return False
        return self._sheet.hides(tag, attributes.get("class"), attributes.get("id"))

    def _special(self, tag: str, attributes: Mapping[str, str], style: Style) -> tuple[Op, ...]:
        """What the element does besides being a block or not; gives what its end does."""
        ops = self.ops
        if tag == "br":
            ops.append(Step.BREAK)
        elif tag in _HEADINGS:
            ops.append(Heading(_HEADINGS[tag]))
            return (Step.HEADING_END,)
        elif tag == "table":
            self._in_row = False
        elif tag == "tr":
            self._in_row = True
            ops.append(Step.ROW)
            return (Step.ROW_END,)
        elif tag in ("td", "th"):
            if not self._in_row:
                ops.append(Step.BLOCK)
                return (Step.BLOCK,)
            self._in_row = False
            ops.append(Step.CELL)
            return (Step.CELL_END,)
        elif tag in _LISTS:
            numbered = tag == "ol"
            kind = style.list_style or _TYPES.get(attributes.get("type", "1"), "decimal")
            self._lists.append(_List(attributes, kind) if numbered else None)
        elif tag == "li":
            self._item(attributes, style)
            return (Step.ITEM_END,)
        elif tag == "rt":
            ops.append("（")
            return ("）",)
        elif tag == "q":
            ops.append("“")
            return ("”",)
        elif tag == "button":
            ops.append(Step.GAP)
            return (Step.GAP,)
        elif tag == "input" and attributes.get("type", "").lower() in _BUTTONS and attributes.get("value"):
            ops += (Step.GAP, attributes["value"], Step.GAP)
        elif tag == "frame" and attributes.get("src"):
            self._embed(attributes["src"])
        return ()

    def _item(self, attributes: Mapping[str, str], style: Style) -> None:
        item = Item()
        self.ops.append(item)
        numbered = self._lists[-1] if self._lists else None
        if numbered is not None:
            numbered.items.append((item, _whole(attributes.get("value")), style.list_style))


_SPECIAL = _STAND_INS | _names(
    "br h1 h2 h3 h4 h5 h6 table tr td th ol ul dir menu li rt q button input frame dialog"
)
_LISTS = frozenset(("ol", "ul", "dir", "menu"))
_BLOCK_END = (Step.BLOCK,)
_NONE: Mapping[str, str] = {}
_TYPES = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
}  # fmt: skip
_NUMERALS = {
    "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter", "upper-latin": "upperLetter", "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman", "cjk-ideographic": "chineseCounting", "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting", "cjk-decimal": "ideographDigital",
    "simp-chinese-formal": "chineseLegalSimplified", "trad-chinese-formal": "ideographLegalTraditional",
    "cjk-heavenly-stem": "ideographTraditional", "cjk-earthly-branch": "ideographZodiac",
}  # fmt: skip
"""Kinds of numbers by their names in CSS, and in OOXML."""


def _number(numbered: _List | None) -> None:
    """Give the items of a finished list the marks that a browser shows; only now is known where it counts down from."""
    if numbered is None:
        return
    number = numbered.next if numbered.next is not None else len(numbered.items)
    for item, value, own in numbered.items:
        if value is not None:
            number = value
        kind = own or numbered.kind or "decimal"
        if kind not in ("none", "disc", "circle", "square"):
            said = numeral(number, _NUMERALS.get(kind, "decimal"))
            item.mark = f"{said}、" if "chinese" in kind or kind.startswith("cjk") else f"{said}. "
        number += numbered.step


def _whole(value: str | None) -> int | None:
    found = re.match(r"\s*([+-]?\d{1,9})", value or "")
    return int(found[1]) if found else None


DEEP = Message("{name} is nested so deeply that it cannot be read. Open it in a browser, select all, copy, and paste.")


def parsed(code: str, frame: Frames | None = None) -> Page:
    """The steps of a page.

    :raises Refused: if the page is made to keep a parser busy
    """
    page = Page(frame)
    target: Any = page  # what the types of lxml ask for is wider than what it calls
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True)
    data = _clean(code).encode("utf-8")
    work = 0
    for at in range(0, len(data), _PIECE):
        piece = data[at : at + _PIECE]
        ends = piece.count(b"</")
        if work + ends * page.depth > _MOST_WORK:
            raise Refused(DEEP)
        page.deepest = page.depth
        parser.feed(piece)
        work += ends * page.deepest
        if work > _MOST_WORK:
            raise Refused(DEEP)
    if data:
        parser.close()
    return page


_ENOUGH = 100
"""Chinese characters of a text that is worth reading, though the page hides it until a click, or a script has run.

What sites hide in a text against copying are single words; what they hide whole are notices, and texts to be folded
out. WeChat hides each article until its script has run.
"""
_LITTLE = 20


def wanted(page: Page) -> tuple[list[Op], int, int]:
    """The steps of what is to be read, and how many Chinese characters the page hides: left out, and read all the same.

    Nothing is lost unseen: a hidden stretch of some length is read, and so is one that is longer than all that is seen.
    """
    if len(page.hidden) == 1:
        return page.ops, 0, 0
    region = 0
    seen = 0
    for op in page.ops:
        if isinstance(op, Region):
            region = op
        elif not region and isinstance(op, str):
            seen += count_han(op)
    shown = [count >= _ENOUGH or count >= max(_LITTLE, seen) for count in page.hidden]
    shown[0] = True
    ops: list[Op] = []
    region = 0
    for op in page.ops:
        if isinstance(op, Region):
            region = op
        elif shown[region]:
            ops.append(op)
    counts = list(zip(page.hidden, shown, strict=True))[1:]
    return ops, sum(n for n, is_shown in counts if not is_shown), sum(n for n, is_shown in counts if is_shown)


_BROKEN = re.compile("[\ud800-\udfff]")


def _clean(code: str) -> str:
    """Browsers leave out U+0000; lone surrogates are no characters."""
    code = code.replace("\0", "")
    return code if code.isascii() else _BROKEN.sub("\ufffd", code)
