"""What the styles of an OpenDocument text say: hidden text, and the marks of numbered lists and headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from reader.store.readers.container import Names
from reader.store.readers.numerals import labelled, numeral
from reader.store.readers.word_symbols import bullet

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = Names(
    {
        **{f"{_BASE}{name}:1.0": name for name in ("office", "text", "table", "style", "drawing", "manifest")},
        "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    }
)
"""``drawing`` is what files call ``draw``."""

_LEVELS = 10
_GAP = re.compile(r"%(\d\d?)%")

_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none",
    "一": "chineseCounting", "壹": "chineseLegalSimplified", "①": "decimalEnclosedCircle", "甲": "ideographTraditional",
    "子": "ideographZodiac", "１": "decimalFullWidth", "⑴": "decimalEnclosedParen",
}  # fmt: skip
"""Formats of numbers by the first sign of the sample that files give (``一, 二, 三, ...``)."""


def named(element: etree._Element) -> str:
    return NAMES[element.tag]


def attributes(element: etree._Element) -> dict[str, str]:
    return {NAMES[name]: str(value) for name, value in element.items()}


def count(text: str | None, default: int, most: int = 10_000) -> int:
    """A number from 0 to ``most`` as XML has it; ``default`` for anything else."""
    return min(int(text), most) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    prefix: str = ""
    suffix: str = ""
    pattern: str = ""
    shown: int = 1
    start: int = 1
    bullet: str | None = None


class ListStyle:
    """The marks of a list, level by level."""

    def __init__(self, element: etree._Element) -> None:
        self._levels: dict[int, _Level] = {}
        for level in element:
            said = attributes(level)
            at = count(said.get("text:level"), 0)
            if named(level) == "text:list-level-style-bullet":
                char = said.get("text:bullet-char", "•")
                fonts = [attributes(inner) for inner in level if named(inner) == "style:text-properties"]
                font = fonts[0].get("style:font-name", "") if fonts else ""
                self._levels[at] = _Level("bullet", bullet=bullet(char, font))
            elif named(level) in ("text:list-level-style-number", "text:outline-level-style"):
                sample = said.get("style:num-format", "")
                self._levels[at] = _Level(
                    _FORMATS.get(sample[:1], "decimal"),
                    said.get("style:num-prefix", ""),
                    said.get("style:num-suffix", ""),
                    said.get("loext:num-list-format", ""),
                    count(said.get("text:display-levels"), 1),
                    count(said.get("text:start-value"), 1),
                )

    def start(self, level: int) -> int:
        return self._levels[level].start if level in self._levels else 1

    def mark(self, level: int, counts: Mapping[int, int]) -> str:
        """The mark of an item by the numbers of its level and those above, with the space after it."""
        form = self._levels.get(level)
        if form is None or level > _LEVELS:
            return ""
        if form.bullet is not None:
            return labelled(form.bullet)
        if form.form == "none":
            return labelled(form.prefix + form.suffix)
        if form.pattern:
            return labelled(_GAP.sub(lambda gap: self._number(int(gap[1]), counts), form.pattern))
        numbers = [self._number(at, counts) for at in range(max(1, level - form.shown + 1), level + 1)]
        return labelled(form.prefix + ".".join(filter(None, numbers)) + form.suffix)

    def _number(self, level: int, counts: Mapping[int, int]) -> str:
        form = self._levels.get(level)
        if form is None or form.bullet is not None:
            return ""
        return numeral(counts.get(level, form.start), form.form)


class Styles:
    """The styles of a document: those of its text and those of all its kind."""

    def __init__(self, roots: Iterable[etree._Element | None]) -> None:
        self.hidden: set[str] = set()
        self.lists: dict[str, ListStyle] = {}
        self.outline: ListStyle | None = None
        self.list_of: dict[str, str] = {}
        """The list style that a paragraph style names."""
        self._titles: set[str] = {"Title"}
        for root in roots:
            for group in root if root is not None else ():
                if named(group) in ("office:styles", "office:automatic-styles"):
                    for style in group:
                        self._add(style)

    def is_title(self, style: str) -> bool:
        return style in self._titles

    def _add(self, style: etree._Element) -> None:
        said = attributes(style)
        name = said.get("style:name", "")
        if named(style) == "text:list-style":
            self.lists[name] = ListStyle(style)
        elif named(style) == "text:outline-style":
            self.outline = ListStyle(style)
        elif named(style) == "style:style":
            if "style:list-style-name" in said:
                self.list_of[name] = said["style:list-style-name"]
            if said.get("style:parent-style-name") in self._titles:
                self._titles.add(name)
            for properties in style:
                if attributes(properties).get("text:display") == "none":
                    self.hidden.add(name)
