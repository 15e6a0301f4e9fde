"""How two panes of different texts scroll together: by content, not by lines or by shares of the height.

The method is Meld's: one height of the viewport is the line of sight, in the middle of the pane and sliding to its
edge at the ends of the text. What stands on it in one pane is brought to the same height in the other.
"""

from __future__ import annotations

from reader.text.offsets import OffsetMap, Side


def line_of_sight(value: float, maximum: float, page: float) -> float:
    """Height of the line of sight below the top of the viewport.

    ``value`` is how far the pane is scrolled, ``maximum`` how far it can be, ``page`` the viewport's height.

    >>> line_of_sight(0, 1000, 400), line_of_sight(500, 1000, 400), line_of_sight(1000, 1000, 400)
    (0.0, 200.0, 400.0)
    """
    half = page / 2
    if maximum <= 0 or half <= 0:
        return 0.0
    slide = min(half, maximum / 2)
    from_top = min(1.0, max(0.0, value / slide))
    from_end = min(1.0, max(0.0, (maximum - value) / slide))
    return half * from_top + half * (1 - from_end)


def counterpart(place: float, offsets: OffsetMap, *, to_clean: bool) -> float:
    """The place in the other text; fractions of a character are carried along, so that lines glide.

    A place inside a stretch that the other text does not have is where the stretch was.
    """
    length = offsets.raw_length if to_clean else offsets.clean_length
    here = min(max(int(place), 0), length)
    after = min(here + 1, length)
    if to_clean:
        a, b = offsets.to_clean(here, Side.AFTER), offsets.to_clean(after, Side.BEFORE)
    else:
        a, b = offsets.to_raw(here, Side.AFTER), offsets.to_raw(after, Side.BEFORE)
    return a + (place - here) * max(0, min(1, b - a))


class Walk:
    """Maps rising places of the raw text to the cleaned one, each in a step: for thousands of places at a time."""

    def __init__(self, offsets: OffsetMap) -> None:
        self._pairs = offsets.pairs
        self._at = 0

    def to_clean(self, raw_offset: int) -> int:
        """As ``OffsetMap.to_clean`` on the side of what comes after; no ``raw_offset`` is before the last one."""
        pairs, at = self._pairs, self._at
        while at < len(pairs) and pairs[at][0].start <= raw_offset:
            at += 1
        self._at = at
        if not at:
            return raw_offset
        raw, clean = pairs[at - 1]
        if raw_offset >= raw.end:
            return clean.end + (raw_offset - raw.end)
        return clean.start if raw_offset == raw.start else clean.end


def wanted_scroll(top: float, bottom: float, value: float, page: float) -> float | None:
    """Where to scroll so that the stretch from ``top`` to ``bottom`` is seen; None where the eye can stay in place.

    Nothing moves if the stretch lies in the middle six tenths of the viewport; else it comes to one third from the top.
    """
    if value + page * 0.2 <= top and bottom <= value + page * 0.8:
        return None
    return max(0.0, top - page / 3)
