"""Maps places between a raw text and a text made from it by edits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from reader.text.fix import Edit
from reader.text.span import Span

Column = tuple[list[int], list[int]]
"""Starts and ends of the spans on one side of a map, both rising."""


class Side(Enum):
    """Which neighbour a place stays with when the text beside it changes."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class OffsetMap:
    """Maps between a raw text and the cleaned text made from it, both counted in code points.

    ``pairs`` holds (raw span, clean span) for each edit in text order; everything between two pairs is unchanged.
    A place inside an edit maps to one end of the edit, for no single character there has a counterpart.
    """

    raw_length: int
    pairs: tuple[tuple[Span, Span], ...]

    @classmethod
    def of(cls, edits: Iterable[Edit], raw_length: int) -> OffsetMap:
        """The map of ``edits``, which are in text order and do not overlap."""
        pairs: list[tuple[Span, Span]] = []
        shift = 0
        for edit in edits:
            start = edit.span.start + shift
            end = start + len(edit.replacement)
            pairs.append((edit.span, Span(start, end)))
            shift = end - edit.span.end
        return cls(raw_length, tuple(pairs))

    @property
    def clean_length(self) -> int:
        if not self.pairs:
            return self.raw_length
        raw, clean = self.pairs[-1]
        return clean.end + (self.raw_length - raw.end)

    @cached_property
    def _raw(self) -> Column:
        """Where the raw spans of the pairs start and end: places are looked for very often, and best among numbers."""
        return [raw.start for raw, _ in self.pairs], [raw.end for raw, _ in self.pairs]

    @cached_property
    def _clean(self) -> Column:
        return [clean.start for _, clean in self.pairs], [clean.end for _, clean in self.pairs]

    def inverted(self) -> OffsetMap:
        return OffsetMap(self.clean_length, tuple((clean, raw) for raw, clean in self.pairs))

    def to_clean(self, raw_offset: int, side: Side) -> int:
        """The place in the cleaned text for a place in the raw one.

        :raises IndexError: if the place is outside of the raw text
        """
        return _across(self._raw, self._clean, raw_offset, side, self.raw_length)

    def to_raw(self, clean_offset: int, side: Side) -> int:
        """The place in the raw text for a place in the cleaned one.

        :raises IndexError: if the place is outside of the cleaned text
        """
        return _across(self._clean, self._raw, clean_offset, side, self.clean_length)

    def span_to_clean(self, raw_span: Span) -> Span:
        """What ``raw_span`` became, insertions at its edges included."""
        start = self.to_clean(raw_span.start, Side.BEFORE)
        return Span(start, max(start, self.to_clean(raw_span.end, Side.AFTER)))

    def span_to_raw(self, clean_span: Span) -> Span:
        """From where to where of the raw text a stretch of the cleaned text comes, removed edges left out.

        An edit that the stretch holds only a part of counts whole.
        """
        if not clean_span.length:
            place = self.to_raw(clean_span.start, Side.BEFORE)
            return Span(place, place)
        whole = self.widened(clean_span)
        start = self.to_raw(whole.start, Side.AFTER)
        return Span(start, max(start, self.to_raw(whole.end, Side.BEFORE)))

    def widened(self, clean_span: Span) -> Span:
        """``clean_span`` made so wide that it cuts through nothing an edit wrote.

        >>> OffsetMap.of([Edit(Span(1, 2), "三个字")], 4).widened(Span(2, 5))
        Span(start=1, end=5)
        """
        start, _ = self._written_around(clean_span.start)
        _, end = self._written_around(clean_span.end)
        return clean_span if (start, end) == (clean_span.start, clean_span.end) else Span(start, end)

    def _written_around(self, clean_offset: int) -> tuple[int, int]:
        """From where to where an edit wrote the text around a place; the place itself where none did."""
        starts, ends = self._clean
        at = bisect_right(starts, clean_offset) - 1
        if at >= 0 and starts[at] < clean_offset < ends[at]:
            return starts[at], ends[at]
        return clean_offset, clean_offset

    def raw_pieces(self, clean_span: Span) -> Iterator[tuple[Span, bool]]:
        """The raw stretches that ``clean_span`` is made of, in order, and whether each stands there unchanged.

        Removed stretches inside are left out, so a word cut by a watermark comes as two pieces. Text written by an
        edit comes as the whole raw span of that edit, marked as changed (an insertion as an empty span).
        """
        if not clean_span.length:
            return
        at, stop = clean_span.start, clean_span.end
        first = bisect_left(self._clean[1], at)
        raw_at = self.to_raw(at, Side.AFTER)
        for n in range(first, len(self.pairs)):
            raw, clean = self.pairs[n]
            if clean.start >= stop:
                break
            if clean.end <= at and clean.start <= at:
                raw_at = max(raw_at, raw.end)
                continue
            if clean.start > at:
                raw_at = raw.start - (clean.start - at)
                yield Span(raw_at, raw.start), True
            if clean.length:
                yield raw, False
            at, raw_at = max(at, clean.end), raw.end
        if at < stop:
            yield Span(raw_at, raw_at + (stop - at)), True


def _across(column: Column, other: Column, place: int, side: Side, length: int) -> int:
    """Carry ``place`` over from one column of pairs to the other one."""
    if not 0 <= place <= length:
        raise IndexError(f"{place} is outside a text of {length}")
    (starts, ends), (other_starts, other_ends) = column, other
    if not starts:
        return place
    if side is Side.BEFORE:
        at = min(bisect_left(ends, place), len(ends) - 1)
        outside = place <= starts[at]
    else:
        at = max(bisect_right(starts, place) - 1, 0)
        outside = place < starts[at] or (place == starts[at] and starts[at] < ends[at])
    if outside:
        return other_starts[at] - (starts[at] - place)
    if place >= ends[at]:
        return other_ends[at] + (place - ends[at])
    return other_starts[at] if side is Side.BEFORE else other_ends[at]
