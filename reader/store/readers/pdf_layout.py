"""From glyphs on a page to lines in reading order.

A PDF holds where each glyph is painted and nothing about lines; programs paint glyph by glyph, twice for fake bold, or
with the page number first. So lines are put together from places alone: neighbours on one baseline make a stretch,
stretches on one height a row, and rows are read down the page, column by column where a gutter divides it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median


@dataclass(frozen=True, slots=True)
class Glyph:
    """A painted character: ``left`` and ``right`` of its advance, its baseline ``y`` (up), its height ``em``.

    ``generated`` marks a space that is not painted but that the reading library sees between words.
    """

    char: str
    left: float
    right: float
    y: float
    em: float
    tilted: bool = False
    generated: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """A line as it is printed, and its baseline (up); None for one that does not lie level, as watermarks do."""

    text: str
    y: float | None


@dataclass(slots=True)
class _Stretch:
    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def y(self) -> float:
        return self.glyphs[0].y

    @property
    def em(self) -> float:
        return max(glyph.em for glyph in self.glyphs)


_SAME_LINE = 0.35
"""Ems between baselines of one line: raised marks of notes stand about a third higher."""
_NEXT = 2.0
"""Ems between glyphs of one stretch; wider gaps part columns and cells."""
_BOLD = 0.25
"""Ems between two prints of one glyph that are meant to look bold."""
_WIDE_GAP, _MIXED_GAP, _NARROW_GAP = 0.5, 0.45, 0.2
"""Ems that make a space: between full-width characters, beside one (programs set a quarter there), between others."""
_INDENT = (1.5, 2.7)
"""Ems by which the first line of a Chinese paragraph is moved in: two characters, in whatever size they are."""


def lines_of(glyphs: Sequence[Glyph]) -> list[Printed]:
    """The lines of a page from top to bottom; tilted stretches (watermarks across the page) come last.

    The first line of a paragraph begins with two ideographic spaces, as it is printed.
    """
    upright = [glyph for glyph in glyphs if not glyph.tilted]
    if _is_vertical(upright):
        upright = [replace(g, left=-g.y, right=-g.y + g.em, y=(g.left + g.right) / 2) for g in upright]
    stretches = list(_stretches(upright))
    lines: list[Printed] = []
    for region in _regions(stretches):
        rows = list(_rows(region))
        margin = _margin(rows)
        for row in rows:
            text = _text(row)
            if text.strip():
                lines.append(Printed(_indented(text, row, margin), row[0].y))
    return [*lines, *(Printed(text, None) for text in _tilted(glyph for glyph in glyphs if glyph.tilted))]


def _is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether the glyphs follow each other downwards."""
    down = across = 0
    for one, two in pairwise(glyph for glyph in glyphs if not glyph.generated):
        if abs(one.left - two.left) < 0.4 * one.em and 0.6 * one.em < one.y - two.y < 1.8 * one.em:
            down += 1
        elif abs(one.y - two.y) < _SAME_LINE * one.em:
            across += 1
    return down > 2 * across and down > 5


def _stretches(glyphs: Iterable[Glyph]) -> Iterator[_Stretch]:
    """Glyphs that were painted one after the other and stand so."""
    current = _Stretch()
    for glyph in glyphs:
        if not glyph.char.strip() and not current.glyphs:
            continue
        if current.glyphs:
            last = current.glyphs[-1]
            em = max(last.em, glyph.em)
            follows = -_BOLD * em <= glyph.left - last.right <= _NEXT * em or glyph.generated
            twice = glyph.char == last.char and abs(glyph.left - last.left) < _BOLD * em
            if abs(glyph.y - last.y) > _SAME_LINE * em or not (follows or twice):
                yield current
                current = _Stretch()
        current.glyphs.append(glyph)
    if current.glyphs:
        yield current


def _rows(stretches: Sequence[_Stretch]) -> Iterator[list[Glyph]]:
    """The glyphs of each row from left to right, rows from top to bottom."""
    row: list[_Stretch] = []
    for stretch in sorted(stretches, key=lambda stretch: -stretch.y):
        if row and abs(row[0].y - stretch.y) > _SAME_LINE * max(row[0].em, stretch.em):
            yield _merged(row)
            row = []
        row.append(stretch)
    if row:
        yield _merged(row)


def _merged(row: list[_Stretch]) -> list[Glyph]:
    glyphs: list[Glyph] = []
    painted = [glyph for stretch in row for glyph in stretch.glyphs]
    # In order of painting where places are the same, so that a space stays behind its word.
    for glyph in sorted(painted, key=lambda glyph: glyph.left):
        close = (other for other in glyphs[-2:] if other.char == glyph.char)
        if not any(abs(other.left - glyph.left) < _BOLD * glyph.em for other in close):
            glyphs.append(glyph)
    return glyphs


def _regions(stretches: list[_Stretch]) -> Iterator[list[_Stretch]]:
    """Parts of a page to be read one after the other: columns, and what stands across them."""
    gutter = _gutter(stretches)
    if gutter is None:
        yield stretches
        return
    left: list[_Stretch] = []
    right: list[_Stretch] = []
    for stretch in sorted(stretches, key=lambda stretch: -stretch.y):
        if stretch.right <= gutter:
            left.append(stretch)
        elif stretch.left >= gutter:
            right.append(stretch)
        else:
            yield from filter(None, (left, right))
            yield [stretch]
            left, right = [], []
    yield from filter(None, (left, right))


_COLUMN_LINES = 5
"""Lines that a column has at least; fewer side by side are a signature or a small table."""
_FULL = 0.6
"""Share of a column's width that its lines fill; cells of a table fill less."""
_ACROSS = 0.2
"""Share of lines that may stand across the gutter: headings, running heads."""


def _gutter(stretches: Sequence[_Stretch]) -> float | None:
    """The middle of the empty strip between two columns, if the page is set in two."""
    if len(stretches) < 2 * _COLUMN_LINES:
        return None
    low, high = min(s.left for s in stretches), max(s.right for s in stretches)
    starts = Counter(round(s.left) for s in stretches if 0.3 < (s.left - low) / (high - low + 1) < 0.7)
    for start, _ in starts.most_common(3):
        gutter = start - 2.0
        left = [s for s in stretches if s.right <= gutter]
        right = [s for s in stretches if s.left >= gutter]
        across = len(stretches) - len(left) - len(right)
        if min(len(left), len(right)) < _COLUMN_LINES or across > _ACROSS * len(stretches):
            continue
        sides = ((left, start - low), (right, high - start))
        full = [median(s.right - s.left for s in side) / width for side, width in sides]
        shared = min(max(s.y for s in left), max(s.y for s in right)) - max(
            min(s.y for s in left), min(s.y for s in right)
        )
        if min(full) >= _FULL and shared > 0:
            return gutter
    return None


def _margin(rows: Sequence[Sequence[Glyph]]) -> float | None:
    """Where lines that are not the first of their paragraph begin: the leftmost place where several do."""
    if len(rows) < 2:
        return None
    em = median(row[0].em for row in rows)
    starts = sorted(row[0].left for row in rows if len(row) > 5)
    return next((one for one, two in pairwise(starts) if two - one < 0.3 * em), None)


def _indented(text: str, row: Sequence[Glyph], margin: float | None) -> str:
    text = text.strip()
    if margin is None:
        return text
    low, high = _INDENT
    moved = (row[0].left - margin) / _body(row)
    return f"　　{text}" if low <= moved <= high else text


def _body(row: Sequence[Glyph]) -> float:
    """The size of the type: the advance of its full-width characters, else the height of its line."""
    wide = [glyph.right - glyph.left for glyph in row if _is_wide(glyph.char)]
    return (median(wide) if wide else 0) or row[0].em or 1.0


def _text(row: Sequence[Glyph]) -> str:
    parts: list[str] = []
    last: Glyph | None = None
    space = ""
    for glyph in row:
        if glyph.generated or not glyph.char.strip():
            space = glyph.char if not glyph.generated else space or ("" if not parts else " ")
            if not glyph.generated:
                parts.append(glyph.char)
                last, space = glyph, ""
            continue
        if last is not None:
            parts.append(_between(last, glyph, generated=bool(space)))
        parts.append(glyph.char)
        last, space = glyph, ""
    return "".join(parts)


def _between(one: Glyph, two: Glyph, *, generated: bool) -> str:
    """What a gap between two glyphs means: nothing, a space, or a tab where it parts columns."""
    if not one.char.strip():
        return ""
    em = max(one.em, two.em) or 1.0
    gap = (two.left - one.right) / em
    if gap > _NEXT:
        return "\t"
    wide = _is_wide(one.char) + _is_wide(two.char)
    if not wide:
        return " " if generated or gap > _NARROW_GAP else ""
    return " " if gap > (_WIDE_GAP if wide == 2 else _MIXED_GAP) else ""


def _is_wide(char: str) -> bool:
    return "\u2e80" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef" or char >= "\U00020000" or char in "“”‘’…—·"


def _tilted(glyphs: Iterable[Glyph]) -> Iterator[str]:
    text = ""
    last: Glyph | None = None
    for glyph in glyphs:
        far = last is not None and abs(glyph.left - last.left) + abs(glyph.y - last.y) > 2 * _NEXT * max(last.em, 1.0)
        if far and text.strip():
            yield text.strip()
            text = ""
        text += glyph.char
        last = glyph
    if text.strip():
        yield text.strip()
