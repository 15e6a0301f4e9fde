"""Brackets of which a recogniser misread one: 《市、区) for （市、区）. Asked about where no other pair is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reader.detect.fluency import log_probabilities
from reader.text.fix import Fix, Kind, Option, Safety
from reader.text.message import Message
from reader.text.projection import Projection

_PAIRS = dict(zip("（〔《〈【［｛「『", "）〕》〉】］｝」』", strict=True))
_FULL = str.maketrans("([{)]}", "（［｛）］｝")
_BRACKET = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_PAIRS.values()) + "([{)]}") + "]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CONTEXT = 6
"""Characters on either side of a bracket that the language model sees."""
_LONGEST = 120
"""Brackets further apart than this many characters are not taken for a pair."""
_CONFIDENCE, _EVEN = 0.9, 0.6
_CLEAR = 2.0
"""Nats between changing the one and changing the other bracket from which it is clear which was misread."""


@dataclass(frozen=True)
class _Pair:
    """An opening bracket (two where the print's one was read as two) and a closing one of another kind."""

    opening: int
    opened: int
    closing: int


def misread_brackets(seen: Projection) -> Iterator[Fix]:
    """A question for every pair of different brackets, changing the one that reads worse.

    Left alone: a closing bracket that matches any open one, brackets whose own partner follows, and the brackets of a
    document's year, which are another question.
    """
    text = seen.text
    pairs = [pair for paragraph in seen.paragraphs for pair in _mismatched(text, paragraph.start, paragraph.end)]
    for pair, gain in zip(pairs, _openings_gain(text, pairs), strict=True):
        opening = seen.edits(pair.opening, pair.opened, _opening_for(text[pair.closing]))
        closing = seen.edits(pair.closing, pair.closing + 1, _PAIRS[_wide(text[pair.opened - 1])])
        trust = _CONFIDENCE if abs(gain) >= _CLEAR else _EVEN
        options = [Option("".join(edit.replacement for edit in edits), share, edits)
                   for edits, share in ((opening, trust), (closing, 1 - trust)) if edits]  # fmt: skip
        if gain < 0:
            options = [Option(option.text, 1 - option.confidence, option.edits) for option in reversed(options)]
        if not options:
            continue
        why = Message.of(
            "“{opening}” and “{closing}” are no pair, and neither has another partner: one of the two was misread.",
            opening=text[pair.opening : pair.opened], closing=text[pair.closing],
        )  # fmt: skip
        spans = tuple(edit.span for edit in options[0].edits)
        yield Fix(spans, Kind.PUNCTUATION, "misread-bracket", tuple(options), Safety.ASK, options[0].confidence, why)


def _wide(bracket: str) -> str:
    return bracket.translate(_FULL)


def _opening_for(closing: str) -> str:
    return next(opening for opening, partner in _PAIRS.items() if partner == _wide(closing))


def _mismatched(text: str, start: int, end: int) -> Iterator[_Pair]:
    """The pairs of one paragraph; ``start`` and ``end`` are its places in the text."""
    places = [match.start() for match in _BRACKET.finditer(text, start, end)]
    marks = [_wide(text[place]) for place in places]
    open_ones: list[int] = []
    for k, mark in enumerate(marks):
        if mark in _PAIRS:
            open_ones.append(k)
            continue
        matching = [n for n in open_ones if _PAIRS[marks[n]] == mark]
        if matching:
            del open_ones[open_ones.index(matching[-1]) :]
        elif open_ones and places[k] - places[open_ones[-1]] <= _LONGEST:
            last = open_ones[-1]
            if _finds_its_partner(marks, last, k) or _YEAR.fullmatch(text, places[last] + 1, places[k]):
                continue
            open_ones.pop()
            first = last
            if open_ones and places[open_ones[-1]] == places[last] - 1:
                first = open_ones.pop()
            yield _Pair(places[first], places[last] + 1, places[k])


def _finds_its_partner(marks: list[str], opening: int, after: int) -> bool:
    """Whether the partner of an open bracket comes before the next one of its kind."""
    for mark in marks[after + 1 :]:
        if mark == _PAIRS[marks[opening]]:
            return True
        if mark == marks[opening]:
            return False
    return False


def _openings_gain(text: str, pairs: list[_Pair]) -> list[float]:
    """For each pair how much likelier (nats) the text is with its opening bracket changed than with its closing one."""
    asked: list[tuple[str, str]] = []
    for pair in pairs:
        before, inside = _before(text, pair.opening), text[pair.opened : min(pair.closing, pair.opened + _CONTEXT)]
        ending, after = _before(text, pair.closing), _after(text, pair.closing + 1)
        for opening, closing in (
            (_opening_for(text[pair.closing]), text[pair.closing]),
            (text[pair.opened - 1], _PAIRS[_wide(text[pair.opened - 1])]),
        ):
            asked += [(before, f"{opening}{inside}"), (ending, f"{closing}{after}")]
    values = log_probabilities(asked)
    return [sum(values[k : k + 2]) - sum(values[k + 2 : k + 4]) for k in range(0, len(values), 4)]


def _before(text: str, at: int) -> str:
    """The characters before a place, within its paragraph."""
    return text[max(0, at - _CONTEXT, text.rfind("\n", 0, at) + 1) : at]


def _after(text: str, at: int) -> str:
    """The characters from a place on, up to the end of its paragraph, that end included."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return text[at : min(end, at + _CONTEXT)] + "\n" * (end <= at + _CONTEXT)
