"""Numbering marks of Chinese documents: 第一章, 一、, （一）, 1., （1）, ① — recognised, valued, and ranked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN_NUMBER = "[〇零一二三四五六七八九十百千两]{1,7}"


class System(Enum):
    """A numbering system, with the level its headings have in GB/T 9704 and common practice."""

    PART = ("part", 1)
    CHAPTER = ("chapter", 1)
    PIECE = ("section", 2)
    ARTICLE = ("article", 0)
    HAN = ("han", 1)
    HAN_BRACKETS = ("han-brackets", 2)
    DIGIT = ("digit", 3)
    DIGIT_BRACKETS = ("digit-brackets", 4)
    CIRCLED = ("circled", 5)

    @property
    def level(self) -> int:
        """The outline level of headings with this mark; 0 where they are no headings (articles of a law)."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbering mark: its system, its number, and how many code points it takes."""

    system: System
    number: int
    length: int


_PATTERN = re.compile(
    rf"(?P<formal>第(?P<formal_number>{_HAN_NUMBER}|\d{{1,3}})\s?(?P<unit>[编篇章节条]))"
    rf"|(?P<han>{_HAN_NUMBER})[、.．]"
    rf"|[（(](?P<han_brackets>{_HAN_NUMBER})[）)]"
    r"|(?P<digit>[1-9]\d?)(?:[.．](?!\d)|、)"
    r"|[（(](?P<digit_brackets>[1-9]\d?)[）)]"
    r"|(?P<circled>[①-⑳])"
)
_FORMAL = {"编": System.PART, "篇": System.PART, "章": System.CHAPTER, "节": System.PIECE, "条": System.ARTICLE}


def mark_at(text: str, at: int = 0) -> Mark | None:
    """The numbering mark that begins at ``at``, if one does.

    >>> mark_at("（十二）从体制方面来讲")
    Mark(system=<System.HAN_BRACKETS: ('han-brackets', 2)>, number=12, length=4)
    >>> mark_at("3.5亿元") is None
    True
    """
    match = _PATTERN.match(text, at)
    if match is None:
        return None
    kind = match.lastgroup
    length = match.end() - match.start()
    if match["formal"]:
        number = number_of(match["formal_number"])
        return None if number is None else Mark(_FORMAL[match["unit"]], number, length)
    if match["circled"]:
        return Mark(System.CIRCLED, ord(match["circled"]) - ord("①") + 1, length)
    system = {
        "han": System.HAN,
        "han_brackets": System.HAN_BRACKETS,
        "digit": System.DIGIT,
        "digit_brackets": System.DIGIT_BRACKETS,
    }[kind or ""]
    number = number_of(match[kind or ""])
    return None if number is None else Mark(system, number, length)


def number_of(numeral: str) -> int | None:
    """The value of a Chinese or ASCII numeral below 10,000; None where the characters make no number.

    >>> number_of("二十三"), number_of("一百零五"), number_of("12"), number_of("十二"), number_of("二三十")
    (23, 105, 12, 12, None)
    """
    if numeral.isascii():
        return int(numeral) if numeral.isdigit() else None
    if not numeral:
        return None
    if not any(char in _UNITS for char in numeral):
        # 二〇 and 一九: digits in a row, as years are written; a heading's number has one digit then.
        digits = [_DIGITS.get(char) for char in numeral]
        if None in digits:
            return None
        return int("".join(str(digit) for digit in digits))
    total, digit, last_unit = 0, None, 10_000
    for char in numeral:
        if char in _UNITS:
            unit = _UNITS[char]
            if unit >= last_unit or (digit is None and unit != 10):
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        elif char in _DIGITS:
            value = _DIGITS[char]
            if digit not in (None, 0):
                return None
            digit = value
        else:
            return None
    return total + (digit or 0)
