"""Punctuation that a recogniser misread: dots and strokes for 、 and 。, 【2018】 for 〔2018〕. Asked about."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from reader.lm.marks import MisreadMark, find_misread_marks
from reader.text.fix import Fix, Kind, Option, Safety
from reader.text.message import Message
from reader.text.projection import Projection

_OPENING, _CLOSING = "【[［", "】]］"
_WIDEST = 8
"""Characters from one bracket of a document's year to the other, at most."""


def misread_marks(seen: Projection) -> Iterator[Fix]:
    """A question for every mark that the language model takes for another one; a pair of brackets is one question.

    Left alone: the dot inside a foreign name (卡尔·马克思), and dots on pages where only one or two read badly.
    """
    spans = seen.paragraphs
    found = list(find_misread_marks([span.of(seen.text) for span in spans]))
    skip = False
    for mark, following in zip_longest(found, found[1:]):
        if skip:
            skip = False
            continue
        offset = spans[mark.paragraph].start
        if following is not None and _are_a_pair(mark, following):
            skip = True
            fix = _brackets(seen, offset, mark, following)
        else:
            fix = _single(seen, offset, mark)
        if fix is not None:
            yield fix


def _are_a_pair(mark: MisreadMark, following: MisreadMark) -> bool:
    return (
        mark.paragraph == following.paragraph
        and mark.observed in _OPENING
        and following.observed in _CLOSING
        and following.start - mark.start <= _WIDEST
    )


def _single(seen: Projection, offset: int, mark: MisreadMark) -> Fix | None:
    start, end = offset + mark.start, offset + mark.end
    options = tuple(
        Option(text, round(min(1.0, share), 4), edits)
        for text, share in mark.candidates
        if (edits := seen.edits(start, end, text))
    )
    if not options:
        return None
    why = Message.of("The sentence reads better with “{mark}”; recognisers take small marks for each other.",
                     mark=options[0].text)  # fmt: skip
    confidence = round(min(1.0, mark.confidence), 4)
    return Fix(seen.spans(start, end), Kind.PUNCTUATION, "misread-mark", options, Safety.ASK, confidence, why)


def _brackets(seen: Projection, offset: int, mark: MisreadMark, following: MisreadMark) -> Fix | None:
    left, right = mark.candidates[0][0], following.candidates[0][0]
    edits = (
        *seen.edits(offset + mark.start, offset + mark.end, left),
        *seen.edits(offset + following.start, offset + following.end, right),
    )
    if not edits:
        return None
    why = Message("The year in a document's number stands in 〔〕; recognisers read other brackets.")
    confidence = round(min(mark.confidence, following.confidence), 4)
    return Fix.editing(edits, Kind.PUNCTUATION, "misread-mark", why, safety=Safety.ASK, confidence=confidence)
