"""Strokes and rings that a recogniser took for characters: 一一 for a dash, 二OO四年 for 二〇〇四年. Asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.detect.fluency import log_probabilities
from reader.text.fix import Fix, Kind, Safety
from reader.text.message import Message
from reader.text.projection import Projection

_DASH = re.compile(
    r"(?:(?<=[。，；：！？”’）》])|^|(?<=\s))(?:一[一－—]|－[一－])(?![一二三四五六七八九十－—])|(?:一[一－—]|－[一－])(?=[“‘《])",
    re.MULTILINE,
)
"""Two strokes after a mark, at the beginning of a paragraph or before a quotation."""
_RANGE = re.compile(r"(?<=[\d%％‰])一(?=\d)")
_YEAR = re.compile("(?<![一二三四五六七八九十〇])[一二][一二三四五六七八九〇OoＯｏ口囗臼@]{3}(?=年)")
_RINGS = frozenset("OoＯｏ口囗臼@")
"""○ and ◯ are not among them: typists write them for 〇, and so may the print."""

_CONTEXT = 6
"""Characters on either side of a dash that the language model sees."""
_BETTER = 4.0
"""Nats by which the text must read better with a dash: 一一列举 and 一一说明 are words."""
_CONFIDENCE = 0.95


def misread_strokes(seen: Projection) -> Iterator[Fix]:
    """A question for every dash and every 〇 of a year that is printed as something like it.

    Left alone: 一一 as a word (逐一), and single strokes between words, for 一 may be meant.
    """
    yield from _dashes(seen)
    for match in _RANGE.finditer(seen.text):
        why = Message.of("Between two numbers stands 一; recognisers take a dash for it.")
        yield from _fix(seen, match.start(), "—", why, protected=True)
    for match in _YEAR.finditer(seen.text):
        rings = [at for at in range(match.start(), match.end()) if seen.text[at] in _RINGS]
        if rings:
            edits = tuple(edit for at in rings for edit in seen.edits(at, at + 1, "〇"))
            why = Message.of(
                "In a year (“{seen}”) rings and boxes are mostly 〇; recognisers take it for a letter or for 口.",
                seen=match.group(),
            )
            if edits:
                yield Fix.editing(edits, Kind.PUNCTUATION, "misread-zero", why, safety=Safety.ASK, confidence=0.9,
                                  protected=True)  # fmt: skip


def _dashes(seen: Projection) -> Iterator[Fix]:
    places = [match.start() for match in _DASH.finditer(seen.text)]
    asked: list[tuple[str, str]] = []
    for at in places:
        before = seen.text[max(0, at - _CONTEXT, seen.text.rfind("\n", 0, at) + 1) : at]
        after = seen.text[at + 2 : at + 2 + _CONTEXT].split("\n")[0]
        asked += [(before, seen.text[at : at + 2] + after), (before, "——" + after)]
    values = log_probabilities(asked)
    for n, at in enumerate(places):
        if values[2 * n + 1] - values[2 * n] >= _BETTER:
            why = Message.of("“{seen}” reads better as a dash; recognisers take dashes for strokes.",
                             seen=seen.text[at : at + 2])  # fmt: skip
            yield from _fix(seen, at, "——", why, protected=False)


def _fix(seen: Projection, at: int, text: str, why: Message, *, protected: bool) -> Iterator[Fix]:
    edits = seen.edits(at, at + len(text), text)
    if edits and all(edit.span.length for edit in edits):
        yield Fix.editing(edits, Kind.PUNCTUATION, "misread-dash", why, safety=Safety.ASK, confidence=_CONFIDENCE,
                          protected=protected)  # fmt: skip
