"""Specks of the print that a recogniser took for a mark in the middle of a word: 实-行, 加_强. Asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.detect.fluency import log_probabilities
from reader.text.chars import HAN
from reader.text.fix import Fix, Kind, Safety
from reader.text.message import Message
from reader.text.projection import Projection

_SPECK = re.compile(rf"(?<=[{HAN}])[-_~^`'|.](?=[{HAN}])")
_MARKS = "，、。：—·"
"""What the speck might be instead; a word that none of them may cut is one word."""
_CONTEXT = 6
_BETTER = 6.0
"""Nats by which the text must read better without the mark than with the best of :data:`_MARKS` (北京-上海 reads well
with 、)."""


def stray_marks(seen: Projection) -> Iterator[Fix]:
    """A question for every small mark between two characters that read as one word without it."""
    text = seen.text
    places = [match.start() for match in _SPECK.finditer(text)]
    asked: list[tuple[str, str]] = []
    for at in places:
        before = text[max(0, at - _CONTEXT, text.rfind("\n", 0, at) + 1) : at]
        after = text[at + 1 : at + 1 + _CONTEXT].split("\n")[0]
        asked += [(before, mark + after) for mark in ("", *_MARKS)]
    values = log_probabilities(asked)
    for n, at in enumerate(places):
        joined, *cut = values[n * (len(_MARKS) + 1) : (n + 1) * (len(_MARKS) + 1)]
        edits = seen.edits(at, at + 1, "") if joined - max(cut) >= _BETTER else ()
        if edits:
            why = Message.of("“{word}” is one word; recognisers take specks of the print for marks.",
                             word=text[at - 1] + text[at + 1])  # fmt: skip
            yield Fix.editing(edits, Kind.PUNCTUATION, "stray-mark", why, safety=Safety.ASK, confidence=0.85)
