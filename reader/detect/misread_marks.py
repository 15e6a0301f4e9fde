"""Punctuation that a recogniser misread: dots and strokes for 、 and 。, 【2018】 for 〔2018〕. Asked about."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import numpy as np

from reader.detect.brackets import misread_brackets
from reader.detect.fluency import log_probabilities
from reader.detect.lost_ends import lost_ends
from reader.detect.misread_strokes import misread_strokes
from reader.detect.punctuation import stops_inside
from reader.detect.quotes import straight_quotes
from reader.detect.stray_marks import stray_marks
from reader.lm.marks import MisreadMark, find_misread_marks
from reader.text.fix import Fix, Kind, Option, Safety
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.span import Span

_OPENING, _CLOSING = "(（〔【[［{｛《〈「", ")）〕】]］}｝》〉」"
_YEAR = Message("The year in a document's number stands in 〔〕; recognisers read other brackets.")
_WIDEST = 8
"""Characters from one bracket of a document's year to the other, at most."""


_LATIN_STOP = "。，、·"
"""What a full stop of Latin print between Chinese characters may have been, first what it is mostly."""
_TRUST = 0.8
"""How far the language model's log-odds between these are trusted, as in :mod:`reader.lm.marks`."""
_CONTEXT = 6


def misread(seen: Projection) -> list[Fix]:
    """Every question about marks that a recogniser misread; a place is asked about once."""
    found: list[Fix] = []
    asked: set[Span] = set()
    for finder in _FINDERS:
        for fix in finder(seen):
            if asked.isdisjoint(fix.spans):
                found.append(fix)
                asked.update(fix.spans)
    return found


def latin_stops(seen: Projection) -> Iterator[Fix]:
    """A question for every full stop of Latin print between Chinese characters: it stands for 。, 、, ， or ·.

    Left alone: those at the end of a line, which can only be 。, and those of addresses and numbers.
    """
    text = seen.text
    places = stops_inside(text)
    asked: list[tuple[str, str]] = []
    for at in places:
        before = text[max(0, at - _CONTEXT, text.rfind("\n", 0, at) + 1) : at]
        after = text[at + 1 : at + 1 + _CONTEXT].split("\n")[0]
        asked += [(before, mark + after) for mark in _LATIN_STOP]
    values = np.array(log_probabilities(asked)).reshape(-1, len(_LATIN_STOP))
    shares = np.exp(_TRUST * (values - values.max(axis=1, keepdims=True)))
    shares /= shares.sum(axis=1, keepdims=True)
    for at, share in zip(places, shares.tolist(), strict=True):
        ranked = sorted(zip(share, _LATIN_STOP, strict=True), key=lambda pair: -pair[0])
        options = tuple(Option(mark, round(part, 4), edits) for part, mark in ranked[:3]
                        if (edits := seen.edits(at, at + 1, mark)))  # fmt: skip
        if options:
            why = Message.of("A full stop of Latin print stands after a Chinese character.")
            confidence = options[0].confidence
            yield Fix(seen.spans(at, at + 1), Kind.PUNCTUATION, "full-stop", options, Safety.ASK, confidence, why)


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
    why = _YEAR if mark.observed in _OPENING + _CLOSING else Message.of(
        "The sentence reads better with “{mark}”; recognisers take small marks for each other.", mark=options[0].text
    )
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
    confidence = round(min(mark.confidence, following.confidence), 4)
    return Fix.editing(edits, Kind.PUNCTUATION, "misread-mark", _YEAR, safety=Safety.ASK, confidence=confidence)


_FINDERS = (misread_marks, stray_marks, latin_stops, misread_strokes, misread_brackets, straight_quotes, lost_ends)
"""In the order of precedence."""
