"""How the lines of a pane are set: title, headings, paragraphs, folds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate

from reader.text.section import Section
from reader.ui.display import Shown
from reader.ui.positions import plain, units


class LineKind(IntEnum):
    PLAIN = 0
    """As in the original: no indent."""
    BODY = 1
    """A paragraph, its first line indented by two characters."""
    TITLE = 2
    HEADING = 3
    SUBHEADING = 4
    FOLD = 5


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How one line is set, and how many UTF-16 units of it, from the first, are bold (a heading that runs on)."""

    kind: LineKind = LineKind.PLAIN
    bold: int = 0


# One object for all lines alike: a book has tens of thousands, and lists of the same objects are compared in no time.
_PLAIN, _BODY, _FOLD = LineStyle(LineKind.PLAIN), LineStyle(LineKind.BODY), LineStyle(LineKind.FOLD)


def raw_lines(shown: Shown) -> list[LineStyle]:
    """The original's lines: plain, and the folds."""
    styles = [_PLAIN] * (shown.text.count("\n") + 1)
    for line in shown.folded:
        styles[line] = _FOLD
    return styles


def clean_lines(shown: Shown, sections: Iterable[Section]) -> list[LineStyle]:
    """The cleaned text's lines: each a paragraph, unless a section says that it is a title or a heading.

    A heading that shares its line with the paragraph is a paragraph whose first words are bold.
    """
    measure = len if plain(shown.text) else units
    lengths = [measure(line) + 1 for line in shown.text.split("\n")]
    styles = [_BODY] * len(lengths)
    for line in shown.continued:
        styles[line] = _PLAIN
    starts = list(accumulate(lengths, initial=0))
    for section in sections:
        if section.clean_start > shown.positions.length:
            continue
        line = bisect_right(starts, shown.positions.to_unit(section.clean_start)) - 1
        if not 0 <= line < len(styles):
            continue
        long = units(section.title)
        whole = long >= lengths[line] - 2
        if section.level == 0:
            styles[line] = LineStyle(LineKind.TITLE)
        elif whole and section.level == 1:
            styles[line] = LineStyle(LineKind.HEADING)
        elif whole:
            styles[line] = LineStyle(LineKind.SUBHEADING, long)
        else:
            styles[line] = LineStyle(LineKind.BODY, long)
    return styles
