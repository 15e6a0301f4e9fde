"""What the text of a web page is made of: pieces of text, and what happens between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import TypeAlias


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
    EDGE = 9


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
