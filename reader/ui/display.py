"""What a pane shows for a text: every line end as one line feed, invisible characters as a sign, huge lines broken."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reader.text.chars import CLOSERS, SENTENCE_ENDS
from reader.text.span import Span
from reader.ui.positions import Piece, Positions

LONGEST_LINE = 1000
"""Qt lays a line out as a whole: 30,000 characters on one line take it seconds to paint, 1,000 do not."""

COMFORTABLE_LINE = 500
"""After so many characters of a huge line the next sentence end is taken for a break."""

STRIDE = 4096
"""So many characters are compared at a time where two texts are looked through for their difference."""

INVISIBLE_SIGN = "▯"
"""Stands for a character that has no shape of its own, so that a finding about it can be seen."""

_SPECIAL = re.compile(
    "\r\n|\r|[\u2028\u2029\x0b\x0c\x85]|[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]"
)
_LINE_ENDS = frozenset("\r\u2028\u2029\x0b\x0c\x85")
_STOP = re.compile(f"[{re.escape(SENTENCE_ENDS)}；;][{re.escape(CLOSERS)}]*[ 　]?")


@dataclass(frozen=True, slots=True)
class Fold:
    """A stretch of the text that is shown as one line saying ``label``."""

    span: Span
    label: str


@dataclass(frozen=True)
class Shown:
    """The text for the widget, where each character stands in it, and which of its lines are not lines of the text."""

    text: str
    positions: Positions
    continued: frozenset[int]
    """Numbers of the shown lines that only continue a huge line of the text."""
    folded: frozenset[int]
    """Numbers of the shown lines that stand for a fold."""


def show(text: str, folds: Iterable[Fold] = ()) -> Shown:
    r"""Lay out ``text`` for a pane; ``folds`` are in text order and do not overlap.

    >>> show("一\r\n二").text
    '一\n二'
    """
    pieces: list[Piece] = []
    parts: list[str] = []
    continued: set[int] = set()
    folded: set[int] = set()
    line = 0
    for piece, kind in _pieces(text, tuple(folds)):
        said = piece.span.of(text) if piece.shown is None else piece.shown
        pieces.append(piece)
        parts.append(said)
        if kind == "fold":
            folded.add(line + (1 if said.startswith("\n") else 0))
        line += said.count("\n")
        if kind == "break":
            continued.add(line)
    return Shown("".join(parts), Positions(pieces, text), frozenset(continued), frozenset(folded))


def _pieces(text: str, folds: tuple[Fold, ...]) -> Iterator[tuple[Piece, str]]:
    at = 0
    for fold in folds:
        yield from _plain(text, at, fold.span.start)
        # A fold always has a line of its own, also where the stretch was cut out of the middle of one.
        before = "" if fold.span.start == 0 or text[fold.span.start - 1] in "\n\r" else "\n"
        after = "" if fold.span.end == len(text) or text[fold.span.end] in "\n\r" else "\n"
        yield Piece(fold.span, f"{before}{fold.label}{after}"), "fold"
        at = fold.span.end
    yield from _plain(text, at, len(text))


def _plain(text: str, start: int, stop: int) -> Iterator[tuple[Piece, str]]:
    breaks = list(_breaks(text, start, stop))
    at = start
    turn = 0
    for match in _SPECIAL.finditer(text, start, stop):
        while turn < len(breaks) and breaks[turn] <= match.start():
            yield Piece(Span(at, breaks[turn])), "text"
            yield Piece(Span(breaks[turn], breaks[turn]), "\n"), "break"
            at, turn = breaks[turn], turn + 1
        if at < match.start():
            yield Piece(Span(at, match.start())), "text"
        sign = "\n" if match[0][0] in _LINE_ENDS else INVISIBLE_SIGN
        yield Piece(Span(match.start(), match.end()), sign), "sign"
        at = match.end()
    for place in breaks[turn:]:
        yield Piece(Span(at, place)), "text"
        yield Piece(Span(place, place), "\n"), "break"
        at = place
    if at < stop:
        yield Piece(Span(at, stop)), "text"


def _breaks(text: str, start: int, stop: int) -> Iterator[int]:
    """Where to break the lines that are too long for the widget: after a sentence, else anywhere."""
    at = start
    while at < stop:
        found = text.find("\n", at, stop)
        end = stop if found < 0 else found
        while end - at > LONGEST_LINE:
            match = _STOP.search(text, at + COMFORTABLE_LINE, at + LONGEST_LINE)
            at = match.end() if match else at + LONGEST_LINE
            if at < end:
                yield at
        at = end + 1


def common_edges(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts have in common at the start and, not counting those, at the end.

    >>> common_edges("一二三四", "一三四")
    (1, 2)
    """
    shorter = min(len(old), len(new))
    head = _alike(shorter, lambda a, b: old[a:b] == new[a:b])
    tail = _alike(shorter - head, lambda a, b: old[len(old) - b : len(old) - a] == new[len(new) - b : len(new) - a])
    return head, tail


def _alike(length: int, same: Callable[[int, int], bool]) -> int:
    """How many characters are the same before the first that is not; ``same`` compares from one place to another."""
    start = 0
    # Piece by piece, or a book would be copied twenty times over to find one comma.
    while start < length and same(start, min(start + STRIDE, length)):
        start = min(start + STRIDE, length)
    rest = range(1, min(STRIDE, length - start) + 1)
    return start + bisect_left(rest, True, key=lambda n: not same(start, start + n))
