"""What the language model says of a place between two characters: does a paragraph or a sentence end there?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reader.lm.model import default_model

_LEFT, _RIGHT = 6, 5
"""Characters looked at before and after the place: a 4-gram model sees three symbols to either side, of which one may
be a whole number."""


def gains(text: str, places: Sequence[int], sign: str) -> list[float]:
    """How much likelier (nats) the text around each place is with ``sign`` written there than without it.

    ``sign`` is a line feed for a paragraph end or a mark such as 。; white space around the place does not count.
    All places are read in one go, for a model call per place would cost more than the reading.
    """
    if not places:
        return []
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    at = 0
    for place in places:
        left = "".join(text[max(0, place - 2 * _LEFT) : place].split())[-_LEFT:]
        right = "".join(text[place : place + 2 * _RIGHT].split())[:_RIGHT]
        for between in ("", sign):
            piece = left + between + right + "\n"
            marks.append((at + len(left), at + len(piece) - 1))
            pieces.append(piece)
            at += len(piece)
    reading = default_model().read("".join(pieces))
    total = np.concatenate([[0.0], np.cumsum(reading.log_p, dtype=np.float64)])
    first = np.searchsorted(reading.positions, [start for start, _ in marks])
    last = np.searchsorted(reading.positions, [stop for _, stop in marks])
    sums = total[last] - total[first]
    difference: list[float] = (sums[1::2] - sums[0::2]).tolist()
    return difference

