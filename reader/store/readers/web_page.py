"""Goes through the code of a web page and says what its text is made of, step by step, for ``web_layout``.

The parser of libxml2 reports tags and text as they come and builds no tree, so neither depth nor size of the page
costs more than a stack of small tuples. Nothing is run, loaded, or looked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from reader.store.readers.web_lists import NumberedList
from reader.store.readers.web_mending import END_OF_BLOCK, MARK
from reader.store.readers.web_steps import Frames, Heading, Item, Kept, Lines, Op, Region, Step
from reader.store.readers.web_style import PLAIN, Hidden, Style, StyleSheet, style_of
from reader.text.chars import count_han


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

_Entry: TypeAlias = "tuple[tuple[Op, ...], type[str] | None, int, bool] | None"
"""What the end of an element does, and the state that was before it; nothing for those that change nothing."""


class Page:
    """Collects the steps of one page; what the parser calls (``start``, ``end``, ``data``, ``close``)."""

    def __init__(self, frame: Frames | None = None) -> None:
        self.ops: list[Op] = []
        self.title = ""
        self.frames: list[str] = []
        self.hidden: list[int] = [0]
        """Chinese characters in each region; the first, which is seen, is not counted."""
        self.regions: list[tuple[Hidden, int]] = [(Hidden.NO, 0)]
        """How each region is hidden, and the one around it."""
        self.depth = self.deepest = 0
        self._frame = frame
        self._sheet = StyleSheet()
        self._stack: list[_Entry] = []
        self._lists: list[NumberedList | None] = []
        self._skipped = 0
        self._caught: list[str] | None = None
        self._make: type[str] | None = None
        self._region = 0
        self._in_row = False
        self._placed: tuple[float, float] | None = None

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
        elif self._region or tag in _SPECIAL or tag in _KEPT:
            self._open(tag, _NONE, PLAIN, block)
        elif block:
            self._placed = None
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
            self._end_list()
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
            # Where code is shown as text, so is what was put into it. A line end right after the tag is not kept.
            text = text.replace(MARK, "")
            fresh = make is Kept and self.ops and self.ops[-1] is Step.BLOCK
            self.ops.append(make(text.removeprefix("\n") if fresh else text))

    def comment(self, text: str) -> None:
        """Comments say nothing."""

    def close(self) -> None:
        while self._lists:
            self._end_list()

    def _end_list(self) -> None:
        numbered = self._lists.pop()
        if numbered is not None:
            numbered.number()

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
        hidden = self._hidden(tag, attributes, style)
        how, outer = self.regions[region]
        if hidden is not Hidden.NO:
            self.regions.append((hidden, region))
            self.hidden.append(0)
            self._enter(len(self.regions) - 1)
        elif how is Hidden.OWN or (how is Hidden.UNLESS_VISIBLE and style.visible):
            self._enter(outer)
        if block and not (style.place and self._goes_on(style.place)):
            self.ops.append(Step.BLOCK)
        self._placed = style.place if block else self._placed
        if style.space is not None:
            self._make = {"keep": Kept, "lines": Lines, "collapse": None}[style.space]
        elif tag in _KEPT:
            self._make = Kept
        if tag in _SPECIAL:
            closing += self._special(tag, attributes, style)
        self._stack.append((tuple(closing), make, region, in_row))

    def _goes_on(self, place: tuple[float, float]) -> bool:
        """Whether a box stands on the line of the one before, to its right; then the line between them is taken back.

        Readers of document sites and converters of PDF put every piece of a line into a box of its own.
        """
        ops = self.ops
        if not self._placed or self._placed[0] != place[0] or self._placed[1] >= place[1]:
            return False
        after = len(ops)
        while after and type(ops[after - 1]) is str and not str(ops[after - 1]).strip():
            after -= 1
        if not after or ops[after - 1] is not Step.BLOCK:
            return False
        del ops[after - 1 :]
        return True

    def _enter(self, region: int) -> None:
        self._region = region
        self.ops.append(Region(region))

    def _hidden(self, tag: str, attributes: Mapping[str, str], style: Style) -> Hidden:
        if tag in _STAND_INS or "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
            return Hidden.ALL
        if style.hidden is not Hidden.NO or style.shown or not ("class" in attributes or "id" in attributes):
            return style.hidden
        return self._sheet.hides(tag, attributes.get("class"), attributes.get("id"))

    def _special(self, tag: str, attributes: Mapping[str, str], style: Style) -> tuple[Op, ...]:
        """What the element does besides being a block or not; gives what its end does."""
        ops = self.ops
        if tag == "br":
            ops.append(Step.BREAK)
        elif tag == "a":
            ops.append(Step.EDGE)
            return (Step.EDGE,)
        elif tag == "area" and END_OF_BLOCK in attributes:
            ops.append(Step.BLOCK)
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
            self._lists.append(NumberedList(attributes, style.list_style) if tag == "ol" else None)
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
            numbered.add(item, attributes, style.list_style)


_SPECIAL = _STAND_INS | _names(
    "a area br h1 h2 h3 h4 h5 h6 table tr td th ol ul dir menu li rt q button input frame dialog"
)
_LISTS = frozenset(("ol", "ul", "dir", "menu"))
_BLOCK_END = (Step.BLOCK,)
_NONE: Mapping[str, str] = {}
