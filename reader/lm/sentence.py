"""Whether a full stop was lost between two pieces of text, at a line end of the print or a gap."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from reader.assets import resource_path
from reader.lm.model import Model, default_model
from reader.lm.vocabulary import Symbols

STOP, COMMA = "。", "，"
_STOPS = "。！？；：…”"
_MARKS = _STOPS + "，、（）《》“"
CONTEXT, LOOK = 12, 4
FACTS = ("stop after left", "right after stop", "right after comma", "comma after left", "sentence so far", "constant")


def facts(model: Model, left: str, right: str) -> NDArray[np.float64]:
    """What the model says of the gap, in nats; see :data:`FACTS`.

    How likely a stop is after ``left``; how much likelier the first four symbols of ``right`` are after a stop, and
    after a comma, than straight after ``left``; how likely a comma is; and the length of the sentence so far in tens of
    characters.
    """
    encode = model.vocabulary.encode
    before: Symbols = encode(left[-CONTEXT:])[0][-3:]
    after: Symbols = encode(right[:CONTEXT])[0][:LOOK]
    before = np.concatenate([np.ones(3 - len(before), dtype=np.uint16), before])
    stop, comma = model.vocabulary.symbols_of(STOP + COMMA)
    plain = np.concatenate([before, after])
    rows = [np.concatenate([before, [mark], after]).astype(np.uint16) for mark in (stop, comma)]
    straight = float(model.log_probabilities(plain[None, :]).sum())
    stopped, with_comma = model.log_probabilities(np.stack(rows))
    tail = left[max(left.rfind(mark) for mark in _STOPS) + 1:]
    return np.array([float(stopped[0]), float(stopped[1:].sum()) - straight, float(with_comma[1:].sum()) - straight,
                     float(with_comma[0]), min(len(tail), 60) / 10, 1.0])


@cache
def _weights() -> NDArray[np.float64]:
    weights: NDArray[np.float64] = np.load(resource_path("tables/ranker/sentence.npy"))
    return weights


def sentence_end_likelihood(left: str, right: str) -> float:
    """The probability that a full stop was lost between ``left`` and ``right``.

    Pass some ten characters of each side and, on the left, the sentence so far. The probability is for a gap such as a
    printed line's end, where one in a hundred has lost a stop; 0.0 where a mark stands at the gap already or a side is
    empty.
    """
    left, right = left.rstrip(), right.lstrip()
    if not left or not right or left[-1] in _MARKS or right[0] in _MARKS:
        return 0.0
    return float(1 / (1 + np.exp(-facts(default_model(), left, right) @ _weights())))
