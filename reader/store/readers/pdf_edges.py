"""What stands at the edges of printed pages and is no part of the text: running heads, page numbers, watermarks.

They would cut the sentences that go on from page to page. What stands in the same place on many pages is told from text
by that alone, whatever it says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.store.readers.pdf_layout import Printed


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of the text; the page numbers in the order of the pages; what running heads say, each once."""

    lines: tuple[str, ...]
    numbers: tuple[str, ...]
    heads: tuple[str, ...]


_ROUNDS = 3
"""How often edges are looked for: behind those that are found may be a second line, and beside them rarer ones."""
_SEVERAL = 3
"""Pages on which an edge stands at least, unless there are but two: 附件 may begin two of them."""
_SHARE = 0.3
"""Of the pages on which an edge stands at least: heads of left and right pages often differ, title pages have none."""
_SAME_PLACE = 6.0
"""Points between baselines of one running head; a line of text is at least twice as high."""

_STOPS = "。：；，！？、"
"""Running heads end with none of them; 同志们： does, and may begin several pages of a volume."""

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Place:
    page: int
    at: int
    y: float


def apart(pages: Iterable[Sequence[Printed]]) -> Text:
    """Tell the edges of pages from the text; nothing is taken from a document of one page but what lies askew."""
    printed = list(pages)
    edges: set[tuple[int, int]] = set()
    heights: list[float] = []
    heads: dict[str, None] = {}
    numbers: list[tuple[int, str]] = []
    for _ in range(_ROUNDS):
        for places in _recurring(printed, edges, heights):
            texts = [printed[place.page][place.at].text.strip() for place in places]
            if len(set(texts)) == 1 and not texts[0].isdecimal() and texts[0][-1] not in _STOPS:
                heads[texts[0]] = None
            elif _counts(places, texts):
                numbers += ((place.page, text) for place, text in zip(places, texts, strict=True))
            else:
                continue
            edges |= {(place.page, place.at) for place in places}
            heights.append(places[0].y)
    for number, page in enumerate(printed):
        for at, line in enumerate(page):
            if line.y is None:
                edges.add((number, at))
                heads[line.text] = None
    lines = (
        line.text for number, page in enumerate(printed) for at, line in enumerate(page) if (number, at) not in edges
    )
    return Text(tuple(lines), tuple(text for _, text in sorted(numbers, key=lambda one: one[0])), tuple(heads))


def _recurring(
    printed: Sequence[Sequence[Printed]], edges: set[tuple[int, int]], heights: Sequence[float]
) -> list[list[_Place]]:
    """Outermost lines that stand in one place on many pages and differ in nothing but their numbers.

    At ``heights``, where other edges are, two pages are enough: left and right pages often have different ones.
    """
    alike: dict[str, list[_Place]] = defaultdict(list)
    for number, page in enumerate(printed):
        level = [
            _Place(number, at, line.y)
            for at, line in enumerate(page)
            if line.y is not None and (number, at) not in edges
        ]
        level.sort(key=lambda place: place.y)
        for place in {level[0], level[-1]} if level else ():
            alike[_DIGITS.sub("0", page[place.at].text.strip())].append(place)
    filled = sum(map(bool, printed))
    needed = max(min(filled, _SEVERAL), _SHARE * filled, 2)
    return [
        sorted(group, key=lambda place: place.page)
        for places in alike.values()
        for group in _by_height(places)
        if len({place.page for place in group}) >= (needed if _is_new(group[0].y, heights) else 2)
    ]


def _is_new(height: float, heights: Iterable[float]) -> bool:
    return all(abs(height - other) > _SAME_PLACE for other in heights)


def _by_height(places: Iterable[_Place]) -> Iterator[list[_Place]]:
    group: list[_Place] = []
    for place in sorted(places, key=lambda place: place.y):
        if group and place.y - group[-1].y > _SAME_PLACE:
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _counts(places: Sequence[_Place], texts: Sequence[str]) -> bool:
    """Whether the first number in each text goes up with the pages."""
    found = [_DIGITS.search(text) for text in texts]
    numbers = [int(number[0][:9]) for number in found if number]
    counted = zip(pairwise(numbers), pairwise(places), strict=True) if len(numbers) == len(places) else ()
    steps = [two - one == after.page - before.page for (one, two), (before, after) in counted]
    return bool(steps) and all(steps)
