"""Sentences whose characters were lost in a wrong conversion: marked with their place, never repaired or dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.detect.fluency import log_probabilities
from reader.text.chars import HAN
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.section import Notice, NoticeKind
from reader.text.span import Span

_LOST = re.compile(
    rf"(?<=[{HAN}，。、；：”])\?{{1,3}}(?=[!#$%&*+,\-./:;<=>@\\^_`|~]?[{HAN}A-Z])"
    rf"|(?<=[{HAN}])\?[!#$%&*+,;@^_`|~](?=[{HAN}A-Z]|\s)"
)
"""A mark of question amid a sentence, where a lead byte was lost: 帶?淼膡, ?,F在, ?!翱氐米."""

_CERTAIN = re.compile(
    r"\ufffd+|(?:锟斤拷){1,50}|(?:烫烫烫){1,50}|(?:屯屯屯){1,50}"
    r"|(?:[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u017e\u2013-\u203a\u20ac\u2122]{1,3}){3,200}"
)
"""Signs that a decoder left, and characters of three bytes read as Western ones."""

_BEGINS_CERTAIN = re.compile(r"[\ufffd锟烫屯\u00c2-\u00f4]")
"""Most texts hold none of these, and to look for one character takes a tenth of the time."""

_STRANGE = -7.5
"""Mean log-probability (nats) of the characters behind a lost byte, below which they are no words; official prose
stands near -3, what follows a question in a speech above -6."""

_AHEAD = 6
_NEAR = 24
"""Characters between two such places up to which they are one."""

_PLAIN, _ODD, _ENOUGH = 1, 2, 3
"""What a single question mark weighs, what ?, and ?? weigh, and what makes a stretch of lost bytes. Verses and lists of
questions have plain ones only."""

_CLAUSE_END = "，。；！!\n"


def mojibake(seen: Projection) -> Iterator[Notice]:
    """A notice for every stretch that a wrong conversion left unreadable.

    A question mark counts only where the language model knows no words behind or before it, so that questions of a
    speech, however many, are none.
    """
    signs = _CERTAIN.finditer(seen.text) if _BEGINS_CERTAIN.search(seen.text) else ()
    certain = [(match.start(), match.end(), _ENOUGH) for match in signs]
    strange = _strange(seen.text, [(match.start(), match.end()) for match in _LOST.finditer(seen.text)])
    message = Message.of("Characters were lost here in a wrong conversion. Nothing is changed; compare a source.")
    for start, end in _joined(sorted([*certain, *strange])):
        start, end = _clause(seen.text, start, end)
        spans = seen.spans(start, end)
        yield Notice(NoticeKind.ENCODING, Span(spans[0].start, spans[-1].end), message)


def _strange(text: str, places: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Those places around which the language model knows no words, on one side at least."""
    sides: list[tuple[str, str]] = []
    for start, end in places:
        behind = text[end : end + _AHEAD].partition("\n")[0]
        before = text[max(0, start - _AHEAD) : start].rpartition("\n")[2]
        sides += [(before[:1], before[1:]), (behind[:1], behind[1:])]
    means = [total / max(1, len(words)) for total, (_, words) in zip(log_probabilities(sides), sides, strict=True)]
    for (start, end), before_it, behind_it in zip(places, means[::2], means[1::2], strict=True):
        if min(before_it, behind_it) < _STRANGE:
            yield start, end, _PLAIN if text[start:end] == "?" and not _is_odd(text[end]) else _ODD


def _is_odd(char: str) -> bool:
    """Whether no sentence goes on so after a question mark."""
    return char.isascii() and not char.isdigit() and char not in "\"'() \n"


def _joined(places: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches of places near each other that together weigh enough; the third number is a place's weight."""
    groups: list[list[tuple[int, int, int]]] = []
    for place in places:
        if groups and place[0] - groups[-1][-1][1] <= _NEAR:
            groups[-1].append(place)
        else:
            groups.append([place])
    for group in groups:
        if sum(weight for _, _, weight in group) >= _ENOUGH and any(weight > _PLAIN for *_, weight in group):
            yield group[0][0], max(end for _, end, _ in group)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the clause that it begins in and the one it ends in, a few characters at the most."""
    first, last = start, end
    while first > 0 and start - first < _AHEAD and text[first - 1] not in _CLAUSE_END:
        first -= 1
    while last < len(text) and last - end < _AHEAD and text[last] not in _CLAUSE_END:
        last += 1
    return first, last
