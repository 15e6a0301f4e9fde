"""Half-width punctuation in Chinese sentences: what typing and conversion left of ，：；？！（）。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.text.chars import HAN
from reader.text.fix import Fix, Kind
from reader.text.message import Message
from reader.text.projection import Projection

FULL_WIDTH = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}

_CHINESE = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—·]")
_MARK = re.compile(r"[,:;?!]")
_PROTECTED = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    r"|\d{1,2}:\d{2}(?::\d{2})?"
    r"|&#?[A-Za-z0-9]{2,8};"
)
"""What keeps its half-width marks: grouped thousands, times of day and ratios, character entities."""

_PERHAPS_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s\u3000-\u9fff，。]+|[A-Za-z0-9._%+@-]+(?:[/?#][^\s\u3000-\u9fff，。]*)?"
)
_ADDRESS = re.compile(r"(?:https?|ftp)://|@|\.(?:com|cn|net|org|gov|edu|info|cc)(?![A-Za-z0-9.-])")
"""What makes an address of a Latin run: a scheme, an at sign, or the end of a host name."""

_HAN_IN = re.compile(rf"[{HAN}]")
_LONGEST_BRACKET = 120
"""Brackets further apart than this many characters are not taken for a pair."""


def half_width(seen: Projection) -> Iterator[Fix]:
    """Widen marks that stand in a Chinese sentence.

    A mark is in a Chinese sentence if a Chinese character or mark stands right before or after it, brackets if there
    is Chinese between them or they hold the number of a heading. Left alone: times (9:00), grouped thousands, phone
    numbers, addresses, decimals, Latin names and sentences, character entities.
    """
    text = seen.text
    protected = _protected_places(text)
    for match in _MARK.finditer(text):
        at = match.start()
        if at not in protected and _in_chinese(text, at):
            yield from _widen(seen, at, FULL_WIDTH[match.group()])
    yield from _brackets(seen, protected)
    yield from _full_stops(seen, protected)


def _protected_places(text: str) -> set[int]:
    protected = {at for match in _PROTECTED.finditer(text) for at in range(match.start(), match.end())}
    for match in _PERHAPS_ADDRESS.finditer(text):
        if _ADDRESS.search(match[0]):
            protected.update(range(match.start(), match.end()))
    return protected


def _in_chinese(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if before.isascii() and before.isalnum() and (
        (after.isascii() and after.isalnum()) or (after and after in "”’" and _closes_latin(text, at))
    ):
        return False
    return bool(_CHINESE.match(before) or _CHINESE.match(after))


def _closes_latin(text: str, at: int) -> bool:
    """Whether the quotation that closes after the mark at ``at`` holds no Chinese: “Let's go!”"""
    opened = text.rfind("“", max(0, at - _LONGEST_QUOTE), at)
    return opened >= 0 and _HAN_IN.search(text, opened, at) is None


_LONGEST_QUOTE = 300
"""Characters of a Latin quotation that are looked through for its beginning."""


def _widen(seen: Projection, at: int, mark: str) -> Iterator[Fix]:
    edits = seen.edits(at, at + 1, mark)
    if edits:
        why = Message.of("Half-width “{mark}” in a Chinese sentence.", mark=seen.text[at])
        yield Fix.editing(edits, Kind.PUNCTUATION, "half-width", why, confidence=0.995)


def _brackets(seen: Projection, protected: set[int]) -> Iterator[Fix]:
    """Both brackets of a pair in one fix; single ones only between Chinese characters."""
    text = seen.text
    open_places: list[int] = []
    for match in re.finditer(r"[()（）\n]", text):
        at, char = match.start(), match.group()
        if at in protected:
            continue
        if char == "\n":
            yield from _unpaired(seen, open_places)
            open_places.clear()
        elif char in "(（":
            open_places.append(at)
        elif open_places and at - open_places[-1] <= _LONGEST_BRACKET:
            first = open_places.pop()
            inner = text[first + 1 : at]
            if (text[first] == "(" or char == ")") and (_HAN_IN.search(inner) or _heading_number(text, first, inner)):
                edits = (*seen.edits(first, first + 1, "（"), *seen.edits(at, at + 1, "）"))
                why = Message("Half-width brackets in a Chinese sentence.")
                yield Fix.editing(edits, Kind.PUNCTUATION, "brackets", why, confidence=0.995)
        else:
            yield from _unpaired(seen, [at])
    yield from _unpaired(seen, open_places)


def _heading_number(text: str, at: int, inner: str) -> bool:
    before = text[at - 1 : at] if at else ""
    return inner.isdigit() and len(inner) <= 2 and (before in "\n。；：！？;:!?" or not before)


def _unpaired(seen: Projection, places: list[int]) -> Iterator[Fix]:
    for at in places:
        char = seen.text[at]
        if char in "()" and _in_chinese(seen.text, at):
            yield from _widen(seen, at, FULL_WIDTH[char])


_FULL_STOP = re.compile(rf"(?<=[{HAN}”’）》])\.(?=[{HAN}“‘（《\n]|$)")


def _full_stops(seen: Projection, protected: set[int]) -> Iterator[Fix]:
    """An ASCII full stop after a Chinese character at the end of a line; inside one it may stand for another mark."""
    for match in _FULL_STOP.finditer(seen.text):
        at_end = match.end() == len(seen.text) or seen.text[match.end()] == "\n"
        if at_end and match.start() not in protected:
            edits = seen.edits(match.start(), match.end(), "。")
            why = Message.of("A full stop of Latin print stands after a Chinese character.")
            yield Fix.editing(edits, Kind.PUNCTUATION, "full-stop", why, confidence=0.97)


def stops_inside(text: str) -> list[int]:
    """Where an ASCII full stop stands between Chinese characters inside a line, addresses left out."""
    places = [match.start() for match in _FULL_STOP.finditer(text) if text[match.end() : match.end() + 1].strip("\n")]
    protected = _protected_places(text) if places else set()
    return [at for at in places if at not in protected]
