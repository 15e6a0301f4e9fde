"""How wide the printed lines were that a scraped text still shows by its white space.

Scraped prints keep their line ends as spaces or line feeds. The distances between those then cluster at one number,
the line width; only the last lines of paragraphs, headings, and stray spaces in between fall short of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from string import ascii_letters, digits

from reader.detect.gaps import Gap

NARROWEST, WIDEST = 12, 64
"""Line widths in characters that prints and screens have; narrower columns are lists, wider ones are paragraphs."""

TOLERANCE = 2.0
"""Kinsoku rules move one or two characters over a line end, so full lines differ by that much."""

LEAST_COVERAGE = 0.32
"""The share of the text that full lines must make up; measured on pages_dev, where wrapped pages have .5 and more
and texts with real paragraphs stay below .25."""

_HITS = 3
"""Full lines that a print must have."""

_HITS_FED, _COVERAGE_FED = 6, 0.5
"""The same where every line feed ends a line: lists have some lines of one length too."""

_MOST_CLOSED = 0.5
"""The share of full lines that end a sentence. A print cuts sentences wherever the line is full, so that one line in
ten does; lines of one length that nearly all end a sentence are verse, articles of a law, or items of a list."""

_MOST_INNER = 0.3
"""Line feeds inside full lines, for each of them; where there are more, the lines themselves are what the feeds end."""


_NARROW = frozenset(ascii_letters + digits)
"""Half a character wide in many prints."""

_MOST_LISTED = 0.5
"""The share of full lines that open with a bullet; where most do, they are the items of a list."""

_ITEM = re.compile(r"[nluvqØü?？•·●■◆▪][ \t\u3000]+")


@dataclass(frozen=True, slots=True)
class PrintWidth:
    """The width of full lines, in the columns that ``column`` counts, and how much of the text such lines make up."""

    width: float
    coverage: float
    column: Sequence[float]
    """For each place of the text the columns before it; white space counts nothing."""
    by_line_feed: float
    """The share of full lines that end in a line feed; the others end in a space."""

    def between(self, start: int, end: int) -> float:
        """The columns from one place of the text to another."""
        return self.column[end] - self.column[start]


def print_width(text: str, found: Sequence[Gap]) -> PrintWidth | None:
    """Measure the print's line width, or find that there is none.

    Counted in characters, and again with ASCII letters and digits as half a character, for both kinds of print
    exist; the count that explains more of the text wins.
    """
    by_character = dict.fromkeys(text, 0.0) | dict.fromkeys("".join(text.split()), 1.0)
    by_shape = by_character | dict.fromkeys(_NARROW.intersection(by_character), 0.5)
    rulers = [_Ruler.of(text, found, by_character)]
    if by_shape != by_character:
        rulers.append(_Ruler.of(text, found, by_shape))
    return _measured(found, rulers, feeding=False) or _measured(found, rulers, feeding=True)


@dataclass(frozen=True, slots=True)
class _Ruler:
    """The columns of a text in one count."""

    column: Sequence[float]
    before: Sequence[float]
    """The column where each gap begins; ``after`` where it ends."""
    after: Sequence[float]
    common: Sequence[int]
    """The likeliest widths: what lies between two gaps, or between the gaps around one, most often."""

    @classmethod
    def of(cls, text: str, found: Sequence[Gap], weights: Mapping[str, float]) -> _Ruler:
        column = [0.0, *accumulate(map(weights.__getitem__, text))]
        before, after = [column[gap.start] for gap in found], [column[gap.end] for gap in found]
        lengths = [b - a for skipped in (1, 2) for a, b in zip(after, before[skipped:], strict=False)]
        common = Counter(round(length) for length in lengths if NARROWEST <= length <= WIDEST)
        return cls(column, before, after, [width for width, _ in common.most_common(4)])


def _measured(found: Sequence[Gap], rulers: Sequence[_Ruler], *, feeding: bool) -> PrintWidth | None:
    """The width by chains of full lines; with ``feeding`` no line goes on over a line feed.

    That keeps step among stray spaces, but a site's own line feeds, put in anywhere, break it: it comes second.
    """
    best: PrintWidth | None = None
    sharpest = 0.0
    hits, share = (_HITS_FED, _COVERAGE_FED) if feeding else (_HITS, LEAST_COVERAGE)
    for ruler in rulers:
        for width in ruler.common:
            chain = _chain(found, ruler, width, feeding=feeding)
            coverage = chain.covered / max(1.0, ruler.column[-1])
            # A width two columns too large still finds the lines, but not at their very end.
            sharpness = coverage * chain.exact / max(1, chain.hits)
            cuts = chain.closed <= _MOST_CLOSED * chain.hits and chain.inner <= _MOST_INNER * chain.hits
            cuts = cuts and chain.listed <= _MOST_LISTED * chain.hits
            enough = chain.hits >= hits and coverage >= share
            if enough and cuts and sharpness > sharpest + 0.02:
                best = PrintWidth(float(width), coverage, ruler.column, chain.feeds / chain.hits)
                sharpest = sharpness
    return best


@dataclass(frozen=True, slots=True)
class _Chain:
    """Gaps that stand where a full line would end: how many, how many to the column, how many line feeds among them,
    how many that close a sentence, how many line feeds stand inside the lines, how many lines open with a bullet, and
    the columns of the lines.
    """

    hits: int
    exact: int
    feeds: int
    closed: int
    inner: int
    listed: int
    covered: float


def _chain(found: Sequence[Gap], ruler: _Ruler, width: float, *, feeding: bool) -> _Chain:
    hits, exact, feeds, closed, inner, listed, covered = 0, 0, 0, 0, 0, 0, 0.0
    start, at = 0.0, 0
    while at < len(found):
        reach = at
        full = None
        while reach < len(found):
            length = ruler.before[reach] - start
            if length > width + 1:
                break
            if length >= width - TOLERANCE:
                full = reach
            if feeding and found[reach].has_line_end:
                break
            reach += 1
        if full is None:
            # Out of step: where line feeds end the lines, the next one is where a line begins again.
            at = min(reach, len(found) - 1) if feeding and reach < len(found) and found[reach].has_line_end else at
            start = ruler.after[at]
            at += 1
            continue
        hits += 1
        feeds += found[full].has_line_end
        closed += found[full].ends_sentence
        inner += sum(gap.has_line_end for gap in found[at:full])
        listed += _ITEM.match(found[at].text, found[at - 1].end if at else 0) is not None
        length = ruler.before[full] - start
        exact += abs(length - width) <= 0.5
        covered += length
        start = ruler.after[full]
        at = full + 1
    return _Chain(hits, exact, feeds, closed, inner, listed, covered)
