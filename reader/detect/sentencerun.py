"""The sentences of a text as arrays, and the hashed names of what stands around each place between two of them.

Everything is computed for all sentences at once: a text of a million characters has thirty thousand of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from reader.text.chars import ends_sentence
from reader.text.numbering import mark_at

Ints = NDArray[np.int64]
Words = NDArray[np.uint32]
Rows = TypeVar("Rows", bound=NDArray[Any])

SLOTS = 1 << 17
"""Slots that names are hashed into."""

_LONGEST = 160
"""Characters of a sentence that are looked at; the length classes count on."""

_FIRST, _LAST = 6, 4
_CLAUSE_END = re.compile("[，：；、,:;]")
_NO_CLAUSE, _LATEST_CLAUSE = 99, 40


@dataclass(frozen=True, eq=False)
class SentenceRun:
    """Sentences in text order. ``cut[i]``: a paragraph is known to begin with sentence ``i``."""

    cut: NDArray[np.bool_]
    told: NDArray[np.bool_]
    """Of those the starts that neither a mark tells nor a line before that is no sentence: white space does."""
    length: Ints
    """Code points of each sentence."""
    first: Words
    """The first code points of each (sentences × 6, 0 where it is shorter)."""
    last: Words
    """The last ones, the very last first (sentences × 4)."""
    clause: Ints
    """Where the first clause ends; 99 where the sentence has one clause."""
    clause_end: Words
    """The last two characters of the first clause and the mark after them (sentences × 3)."""
    pair: Words
    """Hashes of every two neighbouring characters within a sentence."""
    owner: Ints
    """The sentence that each pair belongs to."""

    def __len__(self) -> int:
        return len(self.length)

    @classmethod
    def of(cls, sentences: Sequence[str], cut: Sequence[bool]) -> SentenceRun:
        clipped = [sentence[:_LONGEST] for sentence in sentences]
        points = _points("".join(clipped))
        sizes = np.array([len(sentence) for sentence in clipped], dtype=np.int64)
        owner = np.repeat(np.arange(len(clipped)), sizes)
        inside = owner[1:] == owner[:-1]
        clauses = [_first_clause(sentence) for sentence in clipped]
        return cls(
            np.array(cut, dtype=np.bool_),
            np.array(list(_told(sentences, cut)), dtype=np.bool_),
            np.array([len(sentence) for sentence in sentences], dtype=np.int64),
            _points("".join(sentence[:_FIRST].ljust(_FIRST, "\0") for sentence in clipped)).reshape(-1, _FIRST),
            _points("".join(sentence[-_LAST:].rjust(_LAST, "\0")[::-1] for sentence in sentences)).reshape(-1, _LAST),
            np.array([end for end, _ in clauses], dtype=np.int64),
            _points("".join(tail for _, tail in clauses)).reshape(-1, 3),
            _mixed(points[:-1] * np.uint32(0x9E3779B1) ^ _mixed(points[1:]))[inside],
            owner[1:][inside],
        )


def _told(sentences: Sequence[str], cut: Sequence[bool]) -> Iterator[bool]:
    before = ""
    for sentence, is_cut in zip(sentences, cut, strict=True):
        yield is_cut and ends_sentence(before) and mark_at(sentence) is None
        before = sentence


def _points(text: str) -> Words:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _first_clause(sentence: str) -> tuple[int, str]:
    match = _CLAUSE_END.search(sentence)
    if match is None:
        return _NO_CLAUSE, "\0\0\0"
    end = match.start()
    return min(end, _LATEST_CLAUSE), sentence[max(0, end - 2) : end + 1].rjust(3, "\0")


def _mixed(values: Words) -> Words:
    """An integer hash: every bit of a value moves every bit of the result."""
    mixed = values ^ (values >> np.uint32(15))
    mixed *= np.uint32(0x2C1B3C6D)
    mixed ^= mixed >> np.uint32(12)
    mixed *= np.uint32(0x297A2D39)
    mixed ^= mixed >> np.uint32(15)
    return mixed


def _slots(kind: int, *columns: NDArray[Any]) -> NDArray[np.int32]:
    """The slots of the names that a kind and the values of each row make."""
    *_, slots = _growing(kind, *columns)
    return slots


def _growing(kind: int, *columns: NDArray[Any]) -> Iterator[NDArray[np.int32]]:
    """The slots of the names that a kind and the first one, two, three … values of each row make."""
    state = np.full(len(columns[0]), (kind * 0x9E3779B1) & 0xFFFFFFFF, dtype=np.uint32)
    for column in columns:
        state = _mixed(state ^ column.astype(np.uint32)) * np.uint32(0x85EBCA6B) + np.uint32(1)
        yield ((state >> np.uint32(7)) & np.uint32(SLOTS - 1)).astype(np.int32)


def moved(rows: Rows, by: int, fill: float = 0) -> Rows:
    """Row ``i`` of the result is row ``i + by``; ``fill`` where there is none."""
    result: Rows = np.full_like(rows, fill)
    if by > 0:
        result[:-by] = rows[by:]
    elif by < 0:
        result[-by:] = rows[:by]
    else:
        result[:] = rows
    return result


def _class(length: Ints) -> Ints:
    classes: Ints = np.minimum(12, (2 * np.log2(1 + length / 8)).astype(np.int64))
    return classes


def place_slots(run: SentenceRun) -> NDArray[np.int32]:
    """The slots of what is seen before each sentence (sentences × names): how it begins and ends, how its neighbours
    do, the lengths, and where its first clause ends.
    """
    return np.stack(list(_place_slots(run)), axis=1)


def _place_slots(run: SentenceRun) -> Iterator[NDArray[np.int32]]:
    here, back, two_back, ahead = run.first, moved(run.first, -1), moved(run.first, -2), moved(run.first, 1)
    ended = moved(run.last, -1)
    yield from _growing(1, *here.T)
    yield from _growing(10, *back.T[:4])
    yield from _growing(20, *ahead.T[:3])
    yield from _growing(25, *two_back.T[:3])
    yield from _growing(30, *ended.T)
    yield from _growing(35, *run.last.T)
    size = _class(run.length)
    size_back, size_ahead, size_two_back = moved(size, -1), moved(size, 1), moved(size, -2)
    yield _slots(40, size_back)
    yield _slots(41, size)
    yield _slots(42, size_ahead)
    yield _slots(43, size_back // 2, size // 2)
    yield _slots(44, size // 2, size_ahead // 2)
    yield _slots(45, size_two_back // 2, size_back // 2)
    yield _slots(50, np.minimum(run.clause, 25))
    yield _slots(51, *run.clause_end.T[1:])
    yield _slots(52, *run.clause_end.T)
    yield _slots(53, run.clause == _NO_CLAUSE, size)
    yield _slots(60, _same_beginning(here, back))
    yield _slots(61, _same_beginning(here, ahead))
    yield _slots(62, _same_beginning(here, two_back))
    yield _slots(63, back[:, 0], here[:, 0])
    yield _slots(64, here[:, 0], ahead[:, 0])
    yield _slots(65, *back.T[:2], *here.T[:2])


def _same_beginning(one: Words, other: Words) -> Ints:
    """How many characters two beginnings share, four at the most."""
    shared: Ints = np.minimum(4, np.cumprod(one == other, axis=1).sum(axis=1))
    return shared


def pair_slots(run: SentenceRun) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The slots of each pair as part of the sentence after a place, and as part of the one before it."""
    return _slots(70, run.pair), _slots(71, run.pair)
