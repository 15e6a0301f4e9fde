"""Numbered lists of a web page: the marks that a browser puts before their items."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reader.store.readers.numerals import numeral
from reader.store.readers.web_steps import Item


class NumberedList:
    """A numbered list: where its numbers stand."""

    __slots__ = ("items", "kind", "next", "step")

    def __init__(self, attributes: Mapping[str, str], kind: str | None) -> None:
        self.step = -1 if "reversed" in attributes else 1
        start = _whole(attributes.get("start"))
        self.next = start if start is not None else (1 if self.step == 1 else None)
        self.kind = kind or _TYPES.get(attributes.get("type", "1"), "decimal")
        self.items: list[tuple[Item, int | None, str | None]] = []

    def add(self, item: Item, attributes: Mapping[str, str], kind: str | None) -> None:
        """One more item; ``kind`` is what its own style says."""
        self.items.append((item, _whole(attributes.get("value")), kind))

    def number(self) -> None:
        """Give the items the marks that a browser shows, at the end of the list: only now is known how long it is."""
        number = self.next if self.next is not None else len(self.items)
        for item, value, own in self.items:
            if value is not None:
                number = value
            kind = own or self.kind
            if kind not in ("none", "disc", "circle", "square"):
                said = numeral(number, _NUMERALS.get(kind, "decimal"))
                item.mark = f"{said}、" if "chinese" in kind or kind.startswith("cjk") else f"{said}. "
            number += self.step


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


def _whole(value: str | None) -> int | None:
    found = re.match(r"\s*([+-]?\d{1,9})", value or "")
    return int(found[1]) if found else None
