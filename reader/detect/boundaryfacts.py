"""What is known of the place before each sentence beside its words: the whole text's habits, how its neighbours score,
which sentences begin alike, and whether the words go on.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from reader.detect.sentencerun import Ints, SentenceRun, Words, moved

Floats = NDArray[np.float64]

_CERTAIN = 3.0
"""The log odds that a known paragraph start counts with among its neighbours; so do the ends of the text."""

_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
_FARTHEST = 12
"""Sentences to a known start beyond which the distance no longer counts."""

_REACH = 15
"""Sentences around a place within which others that begin alike are looked for."""

_LONGEST_ALIKE, _CODE_BITS = 4, 21
"""Characters by which beginnings are told apart at most; bits that hold a code point."""

_AROUND = 3
"""Sentences before and after a place whose words are compared."""


def facts(run: SentenceRun, scores: Floats) -> NDArray[np.float32]:
    """One row for each sentence. ``scores`` (sentences × registers): the log odds that each register's linear model
    gives the place before it; the last register is all of them together.
    """
    return np.column_stack(list(_facts(run, scores))).astype(np.float32)


def _facts(run: SentenceRun, scores: Floats) -> Iterator[Floats]:
    count = len(run)
    is_open = ~run.cut
    usual = scores[is_open].mean(axis=0) if is_open.any() else np.zeros(scores.shape[1])
    yield scores
    yield np.broadcast_to(usual, scores.shape)
    known = np.where(run.cut[:, None], _CERTAIN, scores)
    near = [moved(known[:, -1], by, _CERTAIN) for by in _NEIGHBOURS]
    yield from near
    for by in (-1, 1):
        yield moved(known[:, :-1], by, _CERTAIN)
    yield scores[:, -1] - np.maximum(near[2], near[3])
    yield scores[:, -1] - np.max(near, axis=0)
    sizes = np.log1p(run.length)
    for by in (-2, -1, 0, 1, 2):
        yield moved(sizes, by)
    yield from _known_starts(run)
    together = scores[is_open, -1] if is_open.any() else np.zeros(1)
    for habit in (
        np.log(count),
        run.length.mean(),
        run.length.std(),
        run.cut.mean(),
        run.told.mean(),
        together.std(),
        (1 / (1 + np.exp(-together))).mean(),
    ):
        yield np.full(count, habit)
    for kinds in _kinds_of_beginnings(run.first):
        yield from _alike(kinds)
    yield from _words_going_on(run)
    yield run.clause.astype(np.float64)
    yield moved(run.clause, -1).astype(np.float64)


def _known_starts(run: SentenceRun) -> Iterator[Floats]:
    """How far the last known paragraph start is back and the next one ahead, in sentences and in characters; whether
    white space tells of the next one.
    """
    count = len(run)
    at = np.arange(count)
    starts = np.unique(np.r_[0, np.flatnonzero(run.cut), count])
    back = starts[np.searchsorted(starts, at, "right") - 1]
    ahead = starts[np.searchsorted(starts, at, "right")]
    passed = np.r_[0, np.cumsum(run.length)]
    yield np.minimum(at - back, _FARTHEST).astype(np.float64)
    yield np.minimum(ahead - at, _FARTHEST).astype(np.float64)
    yield np.log1p(passed[at] - passed[back])
    yield np.log1p(passed[ahead] - passed[at])
    yield np.r_[run.told, False][ahead].astype(np.float64)


def _kinds_of_beginnings(first: Words) -> Iterator[Ints]:
    """A number for each sentence, the same for those that begin with the same two, three, four characters."""
    kinds = first[:, 0].astype(np.int64)
    for characters in first.T[1:_LONGEST_ALIKE]:
        # Beginnings one character longer are told apart by what they were before and that character.
        kinds = np.unique(kinds << _CODE_BITS | characters, return_inverse=True)[1]
        yield kinds


def _alike(kinds: Ints) -> Iterator[Floats]:
    """How many sentences back and ahead one begins alike (has the same kind), and how many do so around."""
    count = len(kinds)
    apart = count + _REACH + 1
    places = kinds * apart + np.arange(count)
    order = np.argsort(places)
    ordered = places[order]
    steps = np.minimum(np.diff(ordered), _REACH + 1)
    back, ahead = np.full(count, _REACH + 1.0), np.full(count, _REACH + 1.0)
    back[order[1:]] = steps
    ahead[order[:-1]] = steps
    around = np.searchsorted(ordered, places + _REACH, "right") - np.searchsorted(ordered, places - _REACH) - 1
    yield back
    yield ahead
    yield around.astype(np.float64)


def _words_going_on(run: SentenceRun) -> Iterator[Floats]:
    """Which share of the pairs of characters around a place stand on both sides of it: in the sentence before and the
    one after, in the last three and the one after, in the last three and the next three, in the one before and the
    next three.
    """
    count = len(run)
    seen = np.unique(run.pair.astype(np.int64) * count + run.owner)
    pair, owner = seen // count, seen % count
    again = pair[1:] == pair[:-1]
    first, second = owner[:-1][again], owner[1:][again]
    step = second - first
    own = np.bincount(owner, minlength=count).astype(np.float64)
    before = np.sum([moved(own, -by) for by in range(1, _AROUND + 1)], axis=0)
    after = np.sum([moved(own, by) for by in range(_AROUND)], axis=0)
    back = moved(own, -1)
    yield np.bincount(second[step == 1], minlength=count) / np.maximum(1, np.minimum(back, own))
    yield np.bincount(second[step <= _AROUND], minlength=count) / np.maximum(1, own)
    yield _crossed(first, second, count) / np.maximum(1, np.minimum(before, after))
    yield np.bincount(first[step <= _AROUND] + 1, minlength=count)[:count] / np.maximum(1, back)


def _crossed(first: Ints, second: Ints, count: int) -> Floats:
    """For each place the pairs last seen in the sentences before it and seen again in those after it."""
    low, high = np.maximum(first + 1, second - _AROUND + 1), np.minimum(second, first + _AROUND)
    spans = low <= high
    rises = (
        np.bincount(low[spans], minlength=count + 1) - np.bincount(high[spans] + 1, minlength=count + 2)[: count + 1]
    )
    crossed: Floats = np.cumsum(rises)[:count].astype(np.float64)
    return crossed
