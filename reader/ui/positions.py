"""Where each character of a text stands in a text widget.

Qt counts UTF-16 units and Python counts code points: one 𠮷 and every place behind it is off by one. A pane also
shows some things otherwise than they are in the text: a line end of two characters as one, a folded stretch as a
line of its own, a break that is not in the text at all. This is the only module that knows about either.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from reader.text.span import Span

_ASTRAL = re.compile("[\U00010000-\U0010ffff]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, in code points, and what the pane shows for it; None where it is shown as it is."""

    span: Span
    shown: str | None = None


def units(text: str) -> int:
    """How many UTF-16 units ``text`` takes.

    >>> units("吉"), units("𠮷")
    (1, 2)
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> bool:
    """Whether every character of ``text`` takes one unit."""
    return units(text) == len(text)


class Positions:
    r"""Maps offsets of a text (code points) to places in a widget (UTF-16 units) and back.

    ``pieces`` lie end to end and cover the text. A place inside a stretch that is shown otherwise maps to its start.

    >>> places = Positions([Piece(Span(0, 2)), Piece(Span(2, 4), "⏎"), Piece(Span(4, 5))], "一𠮷\r\n二")
    >>> [places.to_unit(offset) for offset in range(6)], [places.to_offset(unit) for unit in range(6)]
    ([0, 1, 3, 3, 4, 5], [0, 1, 1, 2, 4, 5])
    """

    def __init__(self, pieces: Iterable[Piece], text: str) -> None:
        self._offsets: list[int] = []
        self._units: list[int] = []
        self._solid: list[bool] = []
        offset = unit = 0
        astral = not plain(text)
        self._add(0, 0, solid=False)
        for piece in pieces:
            offset = piece.span.start
            if piece.shown is not None:
                self._add(offset, unit, solid=True)
                unit += units(piece.shown)
            else:
                self._add(offset, unit, solid=False)
                for match in _ASTRAL.finditer(text, piece.span.start, piece.span.end) if astral else ():
                    unit += match.start() - offset
                    for offset in range(match.start(), match.end()):
                        self._add(offset, unit, solid=True)
                        unit += 2
                    offset = match.end()
                    self._add(offset, unit, solid=False)
                unit += piece.span.end - offset
            offset = piece.span.end
        self._add(offset, unit, solid=False)
        self.length = offset
        self.shown_length = unit

    def to_unit(self, offset: int, *, ends: bool = False) -> int:
        """The place in the widget; with ``ends`` that of the end of a stretch, before anything shown in between."""
        if ends:
            at = bisect_left(self._offsets, offset)
            if at < len(self._offsets) and self._offsets[at] == offset:
                return self._units[at]
            at -= 1
        else:
            at = bisect_right(self._offsets, offset) - 1
        if self._solid[at]:
            return self._units[at]
        return self._units[at] + (offset - self._offsets[at])

    def to_offset(self, unit: int) -> int:
        """The offset in the text for a place in the widget; places past the end count as the end."""
        unit = min(max(unit, 0), self.shown_length)
        at = bisect_right(self._units, unit) - 1
        if self._solid[at]:
            return self._offsets[at]
        return self._offsets[at] + (unit - self._units[at])

    def to_units(self, span: Span) -> tuple[int, int]:
        """From where to where ``span`` is shown; a stretch inside a fold is shown as the whole fold."""
        start, end = self.to_unit(span.start), self.to_unit(span.end, ends=True)
        if end <= start and span.length:
            at = bisect_right(self._offsets, span.start) - 1
            if self._solid[at] and at + 1 < len(self._units):
                end = self._units[at + 1]
        return start, max(start, end)

    def inside_other(self, span: Span) -> bool:
        """Whether ``span`` lies inside a longer stretch that is shown otherwise, such as a fold."""
        at = bisect_right(self._offsets, span.start) - 1
        if not self._solid[at] or at + 1 >= len(self._offsets):
            return False
        start, end = self._offsets[at], self._offsets[at + 1]
        return start <= span.start and span.end <= end and end - start > 2

    def _add(self, offset: int, unit: int, *, solid: bool) -> None:
        if self._offsets and self._offsets[-1] == offset and self._units[-1] == unit:
            self._solid[-1] = solid
            return
        self._offsets.append(offset)
        self._units.append(unit)
        self._solid.append(solid)
