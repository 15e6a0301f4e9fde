"""What the language model says: does a paragraph or a sentence end at a place, how likely are words after others?"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from reader.lm.model import default_model

_MARGIN = 40
"""Characters read around the places; three symbols are hardly ever longer, numbers and white space included."""


def gains(text: str, places: Sequence[int], sign: str, least: float = -math.inf) -> list[float]:
    """How much likelier (nats) the text around each place is with ``sign`` written there than without it.

    ``sign`` is a line feed for a paragraph end or a mark such as 。; white space and line ends around the place do not
    count. All places (rising) are asked for in one go, for a model call per place would cost more than the reading.
    Gains that are not above ``least`` may come out too high, up to that.
    """
    if not places:
        return []
    model = default_model()
    first = max(0, places[0] - _MARGIN)
    symbols, positions = model.vocabulary.encode(text[first : places[-1] + _MARGIN].replace("\n", " "))
    at = np.searchsorted(positions, np.asarray(places) - first)
    written = int(model.vocabulary.symbols_of(sign)[0])
    gained: list[float] = model.insertion_gains(symbols, at, written, least).tolist()
    return gained


def log_probabilities(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """Log-probability (nats) of the second string of each pair after the first; a line feed may stand at its end only.

    All are read in one go, a line for each.
    """
    if not pairs:
        return []
    reading = default_model().read("\n".join(left + right for left, right in pairs))
    sums = np.r_[0.0, np.cumsum(reading.log_p, dtype=np.float64)]
    bounds: list[int] = []
    at = 0
    for left, right in pairs:
        bounds += [at + len(left), at + len(left) + len(right)]
        at += len(left) + len(right) + 1
    edges = sums[np.searchsorted(reading.positions, bounds)]
    differences: list[float] = (edges[1::2] - edges[::2]).tolist()
    return differences
