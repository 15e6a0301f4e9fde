"""Automatic numbers of a Word document, as Word shows them: 一、 of official documents is often one and stands nowhere.

Rules after ISO/IEC 29500-1, 17.9: lists that share an abstract definition count on together, a deeper level begins anew
after a higher one, ``startOverride`` begins a list anew where it is first used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from reader.store.readers.numerals import labelled, numeral
from reader.store.readers.word_names import child, is_on, named, number, value
from reader.store.readers.word_styles import Styles
from reader.store.readers.word_symbols import bullet

_LEVELS = 9
_GAP = re.compile(r"%([1-9])")


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    """The level (from 1) after which this one begins anew; None: any higher one; 0: never."""
    legal: bool = False
    suffix: str = "tab"
    style: str = ""
    font: str = ""

    @classmethod
    def of(cls, element: etree._Element) -> _Level:
        restart = child(element, "w:lvlRestart")
        form = child(element, "w:numFmt")
        return cls(
            start=number(value(child(element, "w:start")), 1),
            form=value(form, default="decimal") if form is not None else _alternative(element),
            text=value(child(element, "w:lvlText")),
            restart=None if restart is None else number(value(restart)),
            legal=is_on(child(element, "w:isLgl")),
            suffix=value(child(element, "w:suff"), default="tab"),
            style=value(child(element, "w:pStyle")),
            font=value(child(element, "w:rPr", "w:rFonts"), "w:ascii"),
        )


def _alternative(level: etree._Element) -> str:
    """Formats of later editions come with one of the first edition to fall back on."""
    return value(child(level, "mc:AlternateContent", "mc:Fallback", "w:numFmt"), default="decimal")


@dataclass(slots=True)
class _List:
    counter: str
    levels: dict[int, _Level]
    overrides: dict[int, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    """Levels whose override has been used up."""


class Numbering:
    """Gives each numbered paragraph its mark; asked in the order of the text."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._counters: dict[str, dict[int, int]] = {}
        self._lists: dict[str, _List | None] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, etree._Element] = {}
        self._numbers: dict[str, etree._Element] = {}
        self._styles = styles
        if root is None:
            return
        self._abstract = {value(e, "w:abstractNumId"): e for e in root if named(e) == "w:abstractNum"}
        self._numbers = {value(e, "w:numId"): e for e in root if named(e) == "w:num"}

    def _list(self, name: str) -> _List | None:
        """A list, looked up when it is first used; many documents define hundreds and use one."""
        if name not in self._lists:
            self._lists[name] = self._look_up(name)
        return self._lists[name]

    def _look_up(self, name: str) -> _List | None:
        element = self._numbers.get(name)
        if element is None:
            return None
        counter = value(child(element, "w:abstractNumId"))
        link = value(child(self._abstract.get(counter), "w:numStyleLink"))
        linked = self._styles[link].number if link else None
        if linked and linked[0] in self._numbers:
            counter = value(child(self._numbers[linked[0]], "w:abstractNumId"))
        if counter not in self._abstract:
            return None
        if counter not in self._levels:
            self._levels[counter] = _levels(self._abstract[counter])
        return _read_list(element, counter, dict(self._levels[counter]))

    def mark(self, list_id: str, level: int | None, style: str) -> str:
        """The mark of the next paragraph in a list, with the space after it; empty if it shows none.

        Where the paragraph names no ``level``, its ``style`` may be tied to one.
        """
        listed = self._list(list_id)
        if listed is None:
            return ""
        if level is None:
            level = next((at for at, one in listed.levels.items() if style and one.style == style), 0)
        form = listed.levels.get(level)
        if form is None or not 0 <= level < _LEVELS:
            return ""
        counts = self._counters.setdefault(listed.counter, {})
        self._count(listed, level, counts)
        if form.form == "bullet":
            return labelled(bullet(form.text, form.font))
        label = _GAP.sub(lambda gap: _shown(listed, counts, int(gap[1]) - 1, legal=form.legal), form.text)
        if form.suffix == "nothing" or not label:
            return label
        return f"{label} " if form.suffix == "space" else labelled(label)

    def _count(self, listed: _List, level: int, counts: dict[int, int]) -> None:
        for above in range(level):
            counts.setdefault(above, _start(listed, above))
        if level in listed.overrides and level not in listed.begun:
            listed.begun.add(level)
            counts[level] = listed.overrides[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = _start(listed, level)
        for below in [at for at in counts if at > level]:
            restart = listed.levels[below].restart if below in listed.levels else None
            if restart is None or (restart and level < restart):
                del counts[below]


def _start(listed: _List, level: int) -> int:
    return listed.levels[level].start if level in listed.levels else 1


def _shown(listed: _List, counts: dict[int, int], level: int, *, legal: bool) -> str:
    form = listed.levels[level].form if level in listed.levels else "decimal"
    count = counts.get(level, _start(listed, level))
    return "" if form == "bullet" else numeral(count, "decimal" if legal else form)


def _read_list(element: etree._Element, counter: str, levels: dict[int, _Level]) -> _List:
    listed = _List(counter, levels)
    for override in element:
        if named(override) != "w:lvlOverride":
            continue
        level = number(value(override, "w:ilvl"))
        levels.update({at: one for at, one in _levels(override).items() if at == level})
        start = child(override, "w:startOverride")
        if start is not None:
            listed.overrides[level] = number(value(start), 1)
    return listed


def _levels(parent: etree._Element) -> dict[int, _Level]:
    found = ((number(value(e, "w:ilvl"), _LEVELS), e) for e in parent if named(e) == "w:lvl")
    return {at: _Level.of(e) for at, e in found if 0 <= at < _LEVELS}
