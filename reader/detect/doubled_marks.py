"""Marks that a conversion wrote twice: ，， for ，, ““ for “."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.detect.punctuation import FULL_WIDTH
from reader.text.chars import HAN
from reader.text.fix import Fix, Kind
from reader.text.message import Message
from reader.text.projection import Projection

_WIDE = {narrow: wide for narrow, wide in FULL_WIDTH.items() if narrow not in "?!()"}
_TWICE = re.compile(
    rf"(?<=[{HAN}0-9”’）》])([，,、；;：:])(?:(?!\1)[，,]|\1){{1,2}}(?![，,、；;：:。.])"
    rf"|(?<=[{HAN}0-9”’）》])(。)。(?![，,、；;：:。.])|([“”])\3(?!\3)"
)
"""One mark two or three times, never …… or ——, which are written so, nor ！！ and ？？, which an author may
mean; 。。。 is an ellipsis that somebody typed."""

_LONGEST_QUOTE = 400


def doubled_marks(seen: Projection) -> Iterator[Fix]:
    """Leave one of two equal marks in a row; , and ， count as equal.

    Left alone: …… and ——, ！！ and ？？, 。。。 for an ellipsis, and quotes where one of the two may belong to
    a quotation inside the other.
    """
    text = seen.text
    quotes = _pairs_of_quotes(text)
    why = Message.of("The mark stands twice in a row.")
    for match in _TWICE.finditer(text):
        mark = match[1] or match[2] or match[3]
        if match[1] and {_WIDE.get(char, char) for char in match[0]} != {_WIDE.get(mark, mark)}:
            continue
        if match[3] and match.start() not in quotes:
            continue
        edits = seen.edits(match.start() + 1, match.end(), "")
        if edits:
            yield Fix.editing(edits, Kind.PUNCTUATION, "doubled-mark", why, confidence=0.997)


def _pairs_of_quotes(text: str) -> set[int]:
    """Where ““ and ”” enclose one quotation, without another mark of quotation between them."""
    places: set[int] = set()
    for match in re.finditer(rf"““([^“”\n]{{1,{_LONGEST_QUOTE}}})””", text):
        places |= {match.start(), match.end() - 2}
    return places
