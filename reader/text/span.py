"""Stretches of a text, counted in code points."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The code points from ``start`` up to, not including, ``end``; an empty span is a place between two characters.

    >>> Span(2, 5).length
    3
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    @property
    def length(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` in this span."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies inside; a place on the very edge of a stretch lies outside of it."""
        if other.length:
            return self.start <= other.start and other.end <= self.end
        return self.start < other.start < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether both claim the same character, or one is a place strictly inside the other.

        Two empty spans never overlap: two insertions at one place follow each other.
        """
        if self.length and other.length:
            return self.start < other.end and other.start < self.end
        return self.contains(other) or other.contains(self)
