"""How the texts are set: family, size, line height, measure and indent, as the reader chose them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from math import isfinite

from reader.ui.theme import LINE_HEIGHT, MEASURE, READING_FONTS, READING_SIZE

BOUNDS: Mapping[str, tuple[float, float]] = {"size": (9.0, 40.0), "line_height": (1.2, 2.6), "measure": (20, 60)}
"""Smallest and largest values: points, times the size of a character, characters."""


@dataclass(frozen=True, slots=True)
class Typography:
    """``family`` empty is the first of READING_FONTS that is installed; the others are as in ``theme``."""

    size: float = READING_SIZE
    family: str = ""
    line_height: float = LINE_HEIGHT
    measure: int = MEASURE
    indent: bool = True
    """Whether paragraphs begin two characters further in."""

    @property
    def families(self) -> tuple[str, ...]:
        """The families to look for a character in, the chosen one first."""
        return (self.family, *READING_FONTS) if self.family else READING_FONTS

    def within_bounds(self) -> Typography:
        """The same with every number between its smallest and largest."""
        size, height, measure = (
            min(highest, max(lowest, value))
            for value, (lowest, highest) in zip(
                (self.size, self.line_height, self.measure), BOUNDS.values(), strict=True
            )
        )
        return replace(self, size=size, line_height=round(height, 2), measure=int(measure))

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Typography:
        """From what a settings file says, where everything may be missing, text, or nonsense."""
        usual = cls()
        read: dict[str, object] = {}
        for field in fields(cls):
            value = values.get(field.name)
            if value is not None:
                read[field.name] = _as(getattr(usual, field.name), value)
        return replace(usual, **read).within_bounds()  # type: ignore[arg-type]  # each has the type of its default


def _as(usual: object, value: object) -> object:
    """``value`` as the type of ``usual``; ``usual`` itself where that cannot be."""
    said = str(value)
    if isinstance(usual, bool):
        return {"true": True, "false": False}.get(said.lower(), usual)
    if isinstance(usual, str):
        return said
    try:
        number = float(said)
    except ValueError:
        return usual
    if not isfinite(number):
        return usual
    return int(number) if isinstance(usual, int) else number
