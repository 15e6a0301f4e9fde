"""White space between two stretches of text, and what stands on either side of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from reader.text.chars import CLOSERS, NUMERALS, SENTENCE_ENDS, is_han
from reader.text.numbering import Mark, mark_at

_GAP = re.compile(
    r"[ \t\u00a0\u3000\u2002\u2003\u2009]*[\r\n\u2028\u2029][\s\u3000]*|[ \t\u00a0\u3000\u2002\u2003\u2009]+"
)
MASK_SIGNS = ("*", "＊", "×")
_LINE_ENDS = frozenset("\r\n\u2028\u2029")
_CLAUSE_MARKS = "，、；,;"
_FORMAL = re.compile(rf"\s*第[{NUMERALS}\d]{{1,7}}[编篇章节条]")
_LOST_BULLET = re.compile(r"\s*[nluvqØü?？•]")
"""A bullet, or the letter that is left of one without its font."""

_LONGEST_FORMAL = 12
_REMARK = 40
"""Remarks in brackets after a sentence end are shorter than this many characters."""


@dataclass(frozen=True)
class Gap:
    """A run of white space from ``start`` to ``end`` in ``text``, both in code points of that text."""

    text: str
    start: int
    end: int
    before: str = field(init=False, repr=False, compare=False)
    """The character before the gap; empty at the start of the text."""
    after: str = field(init=False, repr=False, compare=False)
    has_line_end: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # What every gap is asked many times is looked up once.
        object.__setattr__(self, "before", self.text[self.start - 1] if self.start else "")
        object.__setattr__(self, "after", self.text[self.end : self.end + 1])
        object.__setattr__(self, "has_line_end", not _LINE_ENDS.isdisjoint(self.space))

    @property
    def space(self) -> str:
        return self.text[self.start : self.end]

    @property
    def is_blank_line(self) -> bool:
        return self.space.replace("\r\n", "\n").replace("\r", "\n").count("\n") > 1

    @property
    def indents(self) -> bool:
        """Whether the next line is set in by at least two columns, or the gap is such an indent on its own."""
        if self.space in (" ", "\n"):
            return False  # as most gaps are
        tail = re.split(r"[\r\n\u2028\u2029]", self.space)[-1]
        columns = sum(2 if char == "\u3000" else 1 for char in tail)
        return columns >= 2 and (self.has_line_end or "\u3000\u3000" in tail)

    @property
    def at_edge(self) -> bool:
        return self.start == 0 or self.end == len(self.text)

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether a sentence end stands before the gap, closing quotes and brackets in between allowed."""
        at = self._before_closers(self.start - 1)
        if at >= 0 and self.text[at] in SENTENCE_ENDS:
            return True
        if self.before not in ("）", ")"):
            return False
        # 。（财政部负责） closes a sentence too: the remark belongs to it.
        window = self.text[max(0, self.start - _REMARK) : self.start - 1]
        opened = max(window.rfind("（"), window.rfind("("))
        if opened < 0:
            return False
        at = self._before_closers(self.start - 1 - (len(window) - opened) - 1)
        return at >= 0 and self.text[at] in SENTENCE_ENDS

    def _before_closers(self, at: int) -> int:
        """The place at or before ``at`` that holds no closing mark; three closing marks in a row at the most."""
        first = at
        while at >= 0 and self.text[at] in CLOSERS and first - at < 3:
            at -= 1
        return at

    @property
    def ends_clause(self) -> bool:
        return self.before in _CLAUSE_MARKS if self.before else False

    @property
    def ends_with_colon(self) -> bool:
        return self.before in "：:" if self.before else False

    @cached_property
    def next_mark(self) -> Mark | None:
        """The numbering mark that begins right after the gap."""
        return mark_at(self.text, self.end)

    @property
    def sets_off_mark(self) -> bool:
        """Whether it sets 第一章 or 第十条 off from the words of its line, as laws are printed, or a bullet."""
        start = max(self.text.rfind("\n", 0, self.start) + 1, self.start - _LONGEST_FORMAL)
        mark = _FORMAL.match(self.text, start, self.start) or _LOST_BULLET.match(self.text, start, self.start)
        return not self.has_line_end and mark is not None and mark.end() == self.start

    @property
    def between_han(self) -> bool:
        return bool(self.before and self.after) and is_han(self.before) and is_han(self.after)

    @property
    def beside_mask(self) -> bool:
        """Whether a masked word stands beside; it keeps the spaces that the site put around it."""
        return self.before in MASK_SIGNS or self.after in MASK_SIGNS

    @property
    def between_words(self) -> bool:
        """Whether a space belongs here because both sides are letters or digits of a Latin text.

        Two digits with a space between them are one number that the print's line end cut.
        """
        if not (self.before and self.after and self.before.isascii() and self.after.isascii()):
            return False
        if self.before in ".,;:" and self.start > 1:
            last = self.text[self.start - 2]
            return last.isascii() and last.isalpha() and self.after.isalpha()
        return (self.before.isalpha() and self.after.isalnum()) or (self.before.isalnum() and self.after.isalpha())


def gaps(text: str) -> Iterator[Gap]:
    r"""Every run of white space, in order.

    >>> [(gap.start, gap.end, gap.has_line_end) for gap in gaps("大会 开幕。\n\n　　同志们")]
    [(2, 3, False), (6, 10, True)]
    """
    for match in _GAP.finditer(text):
        yield Gap(text, match.start(), match.end())


class Role(Enum):
    """What a gap was in the print."""

    WRAP = "wrap"
    """The line ended and the sentence goes on."""
    PARAGRAPH = "paragraph"
    STRAY = "stray"
    """Nothing: a space or line feed that fell into a sentence."""
    KEEP = "keep"
    """White space that means something: between Latin words, inside a name list."""


@dataclass(frozen=True, slots=True)
class Verdict:
    role: Role
    confidence: float
    unasked: bool = True
    """Whether it may be applied without asking."""
