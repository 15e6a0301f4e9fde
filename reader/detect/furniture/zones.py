"""Which lines are head, speech and tail, decided for all of them together.

One line says little: a speech has short lines, a page has whole sentences. But a page has one head, one speech and
one tail, in this order. The lines' odds are weighed along that order (a hidden Markov chain with four states), and
every line gets the probability that it belongs to the furniture.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Zone(IntEnum):
    """Where a line stands."""

    HEAD = 0
    SPEECH = 1
    ISLAND = 2
    """Furniture amid the speech."""
    TAIL = 3


STRONGEST = 7.0
"""Log-odds for furniture are cut off here: no single line decides against all others."""

_SHORT_LINE, _PER_CHARACTER, _LONG_LINE = 3.0, 0.05, 40.0
"""Log-odds against furniture are cut off at the first plus the second for each character, at most the third: a short
line can be wrong about itself, a paragraph cannot."""

_CLEAR = 1.0
"""Log-odds from which a line is clearly of one kind."""

_NEVER = -1e9
_STEPS = np.array(
    [  # to: head, speech, island, tail
        [-0.05, -0.7, _NEVER, _NEVER],
        [_NEVER, 0.0, -7.0, -1.3],
        [_NEVER, -0.3, -0.7, _NEVER],
        [_NEVER, _NEVER, _NEVER, 0.0],
    ]
)
"""Log-weights of the steps between zones. An island must be surer than a head or a tail: it costs 7 to enter."""

_START = np.array([-1.0, -0.2, _NEVER, _NEVER])


def furniture_probability(
    odds: Sequence[float], lengths: Sequence[int]
) -> tuple[NDArray[np.float64], list[Zone]]:
    """For each line the probability that it is furniture, and its zone in the likeliest division.

    ``odds`` are the lines' own log-odds for furniture, 0 where a line says nothing; ``lengths`` their characters.
    """
    if not len(odds):
        return np.zeros(0), []
    lowest = -np.minimum(_SHORT_LINE + _PER_CHARACTER * np.asarray(lengths, dtype=np.float64), _LONG_LINE)
    bounded = np.clip(np.asarray(odds, dtype=np.float64), lowest, STRONGEST)
    # Neighbours of one clear kind stand or fall together: no border between them can be the better one.
    kind = np.where(bounded > _CLEAR, 1, np.where(bounded < -_CLEAR, -1, 0))
    starts = np.flatnonzero(np.r_[True, (kind[1:] != kind[:-1]) | (kind[1:] == 0)])
    members = np.diff(np.r_[starts, len(bounded)])
    emitted = np.empty((len(starts), 4))
    emitted[:, Zone.SPEECH] = np.add.reduceat(-np.logaddexp(0.0, bounded), starts)
    emitted[:, [Zone.HEAD, Zone.ISLAND, Zone.TAIL]] = np.add.reduceat(-np.logaddexp(0.0, -bounded), starts)[:, None]
    emitted += (members - 1)[:, None] * np.diag(_STEPS)
    weights, zones = _decoded(emitted)
    probability = np.repeat(1.0 - weights[:, Zone.SPEECH], members)
    return probability, [zone for zone, count in zip(zones, members.tolist(), strict=True) for _ in range(count)]


def _decoded(emitted: NDArray[np.float64]) -> tuple[NDArray[np.float64], list[Zone]]:
    """The probability of each zone at each place, and the likeliest row of zones, from the log-weights there."""
    size = len(emitted)
    forward, backward = np.empty((size, 4)), np.zeros((size, 4))
    best, came = np.empty(4), np.zeros((size, 4), dtype=np.int8)
    forward[0] = _START + emitted[0]
    best = forward[0].copy()
    for at in range(1, size):
        steps = forward[at - 1][:, None] + _STEPS
        top = steps.max(axis=0)
        forward[at] = top + np.log(np.exp(steps - top).sum(axis=0)) + emitted[at]
        choice = best[:, None] + _STEPS
        came[at] = choice.argmax(axis=0)
        best = choice.max(axis=0) + emitted[at]
    for at in range(size - 2, -1, -1):
        steps = _STEPS + (emitted[at + 1] + backward[at + 1])[None, :]
        top = steps.max(axis=1)
        backward[at] = top + np.log(np.exp(steps - top[:, None]).sum(axis=1))
    joint = forward + backward
    joint -= joint.max(axis=1, keepdims=True)
    weights = np.exp(joint)
    weights /= weights.sum(axis=1, keepdims=True)

    zones = [Zone(int(best.argmax()))]
    for at in range(size - 1, 0, -1):
        zones.append(Zone(int(came[at, zones[-1]])))
    return weights, zones[::-1]
