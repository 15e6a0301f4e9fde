"""Quote marks that point the wrong way, or no way: asked about where the paragraph leaves exactly one reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.text.fix import Fix, Kind, Safety
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.span import Span

_QUOTE = re.compile("[“”]")
_ANY_QUOTE = re.compile("[“”\"″＂]")
_LONGEST = 60
"""Characters between two quote marks that can be turned into a pair; speakers quote slogans, not paragraphs."""

_SHORT = 20
"""Characters of a quotation whose marks both point the wrong way."""

_STOPS = "，。、；：！？,.;:!?）》"
_STOPS_IN = frozenset("，。；：！？,;:!?")


def turned_quotes(seen: Projection) -> Iterator[Fix]:
    """A question for every pair whose marks can only be “…” and are printed otherwise.

    Left alone: paragraphs with an odd number of marks, for no one can say which is missing, quotations within
    quotations, and paragraphs where most marks would have to be turned.
    """
    for paragraph in seen.paragraphs:
        places = [match.start() for match in _QUOTE.finditer(seen.text, paragraph.start, paragraph.end)]
        if len(places) % 2 or _is_well_formed(seen.text, places):
            continue
        pairs = list(zip(places[::2], places[1::2], strict=True))
        wrong = [pair for pair in pairs if (seen.text[pair[0]], seen.text[pair[1]]) != ("“", "”")]
        if len(places) > 2 and 2 * len(wrong) > len(pairs):
            continue
        if not all(_can_enclose(seen.text, start, end, paragraph) for start, end in pairs):
            continue
        for start, end in wrong:
            yield from _turn(seen, start, end)


def straight_quotes(seen: Projection) -> Iterator[Fix]:
    """A question for every straight mark among curly ones, where all marks of the paragraph open and close in turn.

    Left alone: paragraphs with straight marks only, which is how somebody types, and inches and seconds after numbers.
    """
    for paragraph in seen.paragraphs:
        places = [match.start() for match in _ANY_QUOTE.finditer(seen.text, paragraph.start, paragraph.end)]
        marks = [seen.text[place] for place in places]
        wanted = ["“”"[k % 2] for k in range(len(marks))]
        straight = [k for k, mark in enumerate(marks) if mark not in "“”"]
        if not straight or len(straight) == len(marks) or len(marks) % 2:
            continue
        if any(mark in "“”" and mark != right for mark, right in zip(marks, wanted, strict=True)):
            continue
        if any(seen.text[places[k] - 1 : places[k]].isdigit() for k in straight):
            continue
        if not all(_can_enclose(seen.text, places[k - k % 2], places[k - k % 2 + 1], paragraph) for k in straight):
            continue
        for k in straight:
            edits = seen.edits(places[k], places[k] + 1, wanted[k])
            why = Message.of("A straight quote mark among curly ones; here it can only be “{mark}”.", mark=wanted[k])
            if edits:
                yield Fix.editing(edits, Kind.PUNCTUATION, "straight-quote", why, safety=Safety.ASK, confidence=0.9)


def _is_well_formed(text: str, places: list[int]) -> bool:
    depth = 0
    for place in places:
        depth += 1 if text[place] == "“" else -1
        if depth < 0:
            return False
    return depth == 0


def _can_enclose(text: str, start: int, end: int, paragraph: Span) -> bool:
    """Whether ``start`` and ``end`` may be the two marks of one short quotation."""
    inside = text[start + 1 : end]
    if not inside.strip() or len(inside) > _LONGEST or inside[0] in _STOPS:
        return False
    if text[start] == "”" and text[end] == "“" and (len(inside) > _SHORT or not _STOPS_IN.isdisjoint(inside)):
        return False  # 说：“…。”某某说，“…”: what stands between two quotations
    # A mark at the very beginning that closes, or at the very end that opens, may belong to a neighbouring paragraph.
    return not (text[start] == "”" and start == paragraph.start) and not (text[end] == "“" and end + 1 == paragraph.end)


def _turn(seen: Projection, start: int, end: int) -> Iterator[Fix]:
    edits = (*seen.edits(start, start + 1, "“"), *seen.edits(end, end + 1, "”"))
    why = Message.of("A quote mark points the wrong way; in this paragraph only this reading gives pairs.")
    if edits:
        yield Fix.editing(edits, Kind.PUNCTUATION, "turned-quote", why, safety=Safety.ASK, confidence=0.85)
