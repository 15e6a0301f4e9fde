"""What the language model says of a place between two characters: does a paragraph or a sentence end there?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reader.lm.model import default_model
from reader.lm.vocabulary import BOUNDARY

_REACH = 3
"""Symbols to either side of a place that a 4-gram model sees."""

_MARGIN = 40
"""Characters read around the places; three symbols are hardly ever longer, numbers and white space included."""


def gains(text: str, places: Sequence[int], sign: str) -> list[float]:
    """How much likelier (nats) the text around each place is with ``sign`` written there than without it.

    ``sign`` is a line feed for a paragraph end or a mark such as 。; white space and line ends around the place do not
    count. All places (rising) are asked for in one go, for a model call per place would cost more than the reading.
    """
    if not places:
        return []
    model = default_model()
    first = max(0, places[0] - _MARGIN)
    symbols, positions = model.vocabulary.encode(text[first : places[-1] + _MARGIN].replace("\n", " "))
    edge = np.full(_REACH, BOUNDARY, dtype=symbols.dtype)
    padded = np.concatenate([edge, symbols, edge])
    at = np.searchsorted(positions, np.asarray(places) - first) + _REACH
    before = [padded[at - back] for back in range(_REACH, 0, -1)]
    after = [padded[at + ahead] for ahead in range(_REACH)]
    written = np.full(len(at), model.vocabulary.symbols_of(sign)[0])
    with_sign, _ = model.evaluate_columns([*before, written, *after])
    without, _ = model.evaluate_columns([*before, *after])
    difference: list[float] = (np.sum(with_sign, axis=0) - np.sum(without, axis=0)).tolist()
    return difference
