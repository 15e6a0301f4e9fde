"""What the styles of a Word document say about paragraphs: heading levels, numbering, hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from reader.store.readers.word_names import child, is_on, named, number, value

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])\b", re.IGNORECASE)
_TITLE = re.compile(r"title|标题|文档标题|公文标题|文章标题", re.IGNORECASE)
_BODY = 9
"""The outline level of text that is no heading."""
_LONGEST_CHAIN = 50
"""Styles that a style builds on; more can only be a circle."""


@dataclass(frozen=True, slots=True)
class Style:
    """``level``: 0 title, 1 to 9 headings, None text. ``number``: list and, where it says so, level in it."""

    level: int | None = None
    number: tuple[str, int | None] | None = None
    hidden: bool = False


_PLAIN = Style()


class Styles:
    """Styles by identifier, each with what it inherits."""

    def __init__(self, root: etree._Element | None = None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._defaults: dict[str, str] = {}
        self._resolved: dict[str, Style] = {}
        for element in root if root is not None else ():
            if named(element) != "w:style":
                continue
            name = value(element, "w:styleId")
            self._elements.setdefault(name, element)
            if value(element, "w:default") in ("1", "true", "on"):
                self._defaults[value(element, "w:type")] = name

    def __getitem__(self, name: str) -> Style:
        """A style; that of plain text where there is none of this name."""
        if name not in self._resolved:
            self._resolved[name] = self._resolve(name)
        return self._resolved[name]

    @property
    def of_paragraphs(self) -> str:
        """The style of paragraphs that name none."""
        return self._defaults.get("paragraph", "")

    def _resolve(self, name: str) -> Style:
        level: int | None = None
        listed: tuple[str, int | None] | None = None
        hidden: bool | None = None
        settled = False
        for _ in range(_LONGEST_CHAIN):
            element = self._elements.get(name)
            if element is None:
                break
            if not settled:
                level, settled = _level(element)
            if listed is None:
                listed = numbering(child(element, "w:pPr"))
            vanish = child(element, "w:rPr", "w:vanish")
            if hidden is None and vanish is not None:
                hidden = is_on(vanish)
            name = value(child(element, "w:basedOn"))
        return Style(level, listed, bool(hidden)) if level is not None or listed or hidden else _PLAIN


def _level(style: etree._Element) -> tuple[int | None, bool]:
    """The level that a style gives by its name or outline level, and whether it says anything about it."""
    level, known = level_of_name(value(child(style, "w:name")).strip())
    return (level, known) if known else outline_level(child(style, "w:pPr"))


def level_of_name(style: str) -> tuple[int | None, bool]:
    """The level that a style's name says, as programs name them in English and Chinese, and whether it says one."""
    if _TITLE.fullmatch(style):
        return 0, True
    heading = _HEADING.match(style)
    return (int(heading[1]), True) if heading else (None, False)


def outline_level(properties: etree._Element | None) -> tuple[int | None, bool]:
    """The heading level that paragraph properties give, and whether they say anything about it."""
    outline = child(properties, "w:outlineLvl")
    if outline is None:
        return None, False
    level = number(value(outline), _BODY)
    return (level + 1 if 0 <= level < _BODY else None), True


def numbering(properties: etree._Element | None) -> tuple[str, int | None] | None:
    """The list that paragraph properties name, and the level in it where they name one; list 0 means none."""
    listed = child(properties, "w:numPr")
    if listed is None:
        return None
    list_id, level = child(listed, "w:numId"), child(listed, "w:ilvl")
    return (value(list_id) if list_id is not None else ""), None if level is None else number(value(level))
