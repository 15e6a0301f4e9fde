"""Finds out which characters of a changed text are the characters of an earlier one, and where that is in doubt.

Both texts are folded first: spaces, line ends and combining marks do not count, wide and narrow forms are one. A piece
of ``GRAM`` characters that stands once in either text ties the two places together, wherever it was moved to; from
there the agreement is followed to both sides until the texts differ. Where two agreements claim the same character
(a passage stood twice and stands once now), nobody can say which one it is: ``Alignment`` leaves it in doubt and never
picks. Short stretches between two agreements in the same order are compared character by character (Levenshtein).

Everything is a sort or one pass: the time is that of n log n, whatever the texts are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from reader.text.span import Span

Codes: TypeAlias = NDArray[np.int64]

GRAM = 8
"""Folded characters that tie two places together if they stand once in both texts."""

_FURTHEST = 4_000
"""How far an agreement is followed from where it is certain; bounds the time on texts that repeat themselves."""

_GAP = 300
"""The longest stretch between two agreements that is compared character by character."""

_BEGINNING, _END, _HOLE = 0x110000, 0x110001, 0x110010
"""Codes that no character has; each unknown stretch has one of its own, counted from the last."""

_UNKNOWN = "\ufffe"


@dataclass(frozen=True)
class Folded:
    """A text without what does not count: ``codes``, and for each the code point of ``raw`` that it comes from.

    The first and the last code stand for the ends of the text. ``raw`` has U+FFFE where only pieces are known.
    """

    raw: str
    codes: Codes
    origin: Codes

    @classmethod
    def of(cls, raw: str) -> Folded:
        """The whole of a text."""
        points = np.frombuffer(raw.encode("utf-32-le", "surrogatepass"), np.uint32)
        return cls(raw, *_folded(points.astype(np.int64)))

    @classmethod
    def of_pieces(cls, length: int, pieces: Iterable[tuple[int, str]]) -> Folded:
        """A text of which only some pieces are known: the offset of each and what stands there."""
        points = np.full(length, -1, np.int64)
        for start, text in pieces:
            known = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)[: max(0, length - start)]
            points[start : start + len(known)] = known
        raw = "".join(_UNKNOWN if point < 0 else chr(point) for point in points.tolist())
        return cls(raw, *_folded(points))

    @property
    def is_whole(self) -> bool:
        """Whether the whole text is known."""
        return bool((self.codes <= _END).all())

    def at(self, raw_offset: int) -> int:
        """The first folded character that does not stand before a place of the raw text."""
        return 1 + int(np.searchsorted(self.origin[1:-1], raw_offset))

    def span(self, raw_span: Span) -> tuple[int, int]:
        """From where to where a stretch of the raw text goes; nothing where it is all spaces."""
        return self.at(raw_span.start), self.at(raw_span.end)

    def gap(self, at: int) -> Span:
        """What stands in the raw text between the folded character before ``at`` and the one there."""
        start = 0 if at <= 1 else int(self.origin[at - 1]) + 1
        return Span(start, max(start, int(self.origin[at])))


def _folded(points: Codes) -> tuple[Codes, Codes]:
    kinds, inverse = np.unique(points, return_inverse=True)
    forms = [[_HOLE] if kind < 0 else _form(chr(kind)) for kind in kinds.tolist()]
    sizes = np.array([len(form) for form in forms], np.int64)
    table = np.array([code for form in forms for code in form] or [0], np.int64)
    begins = np.concatenate(([0], np.cumsum(sizes)))[:-1].astype(np.int64) if len(sizes) else sizes
    count = sizes[inverse]
    origin = np.repeat(np.arange(len(points), dtype=np.int64), count)
    within = np.arange(len(origin), dtype=np.int64) - np.repeat(np.cumsum(count) - count, count)
    codes = table[np.repeat(begins[inverse], count) + within] if len(origin) else np.zeros(0, np.int64)
    holes = codes == _HOLE
    if holes.any():
        first = holes & ~np.concatenate(([False], holes[:-1]))
        codes = np.where(holes, _HOLE + np.cumsum(first), codes)
        codes, origin = codes[~holes | first], origin[~holes | first]
    ends = np.array([_BEGINNING]), np.array([_END])
    return (
        np.concatenate((ends[0], codes, ends[1])).astype(np.int64),
        np.concatenate(([-1], origin, [len(points)])).astype(np.int64),
    )


def _form(char: str) -> list[int]:
    """What counts of a character: nothing of spaces and marks, one form of wide, narrow and compatible ones."""
    plain = unicodedata.normalize("NFKD", char)
    return [ord(c) for c in plain if not c.isspace() and unicodedata.category(c) not in ("Mn", "Cc", "Cf")]


def is_known(code: int) -> bool:
    """Whether a code is a character or an end of the text, and not a stretch of which nothing is known."""
    return code <= _END


def normal(text: str) -> str:
    """A text with one kind of line end and composed characters: what two copies of the same wording share."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True)
class Alignment:
    """Where the folded characters of ``old`` stand in ``new``: ``there`` holds the place, -1 where there is none.

    ``doubtful`` says where several places fit; ``strength`` how many characters agree without a break around each one;
    ``certain`` how many pieces that stand as often in either text begin before each place and lie where they should.
    """

    old: Folded
    new: Folded
    there: Codes
    doubtful: NDArray[np.bool_]
    strength: Codes
    certain: Codes

    @classmethod
    def of(cls, old: Folded, new: Folded) -> Alignment:
        counts = _occurrences(old.codes), _occurrences(new.codes)
        runs = _runs(old.codes, new.codes, *counts)
        size = len(old.codes)
        there, strength = np.full(size, -1, np.int64), np.zeros(size, np.int64)
        claims_old, claims_new = np.zeros(size, np.int64), np.zeros(len(new.codes), np.int64)
        for i, j, length in runs:
            there[i : i + length] = np.arange(j, j + length)
            strength[i : i + length] = np.maximum(strength[i : i + length], length)
            claims_old[i : i + length] += 1
            claims_new[j : j + length] += 1
        placed = there >= 0
        doubtful = claims_old > 1
        doubtful[placed] |= claims_new[there[placed]] > 1
        found = cls(old, new, there, doubtful, strength, np.zeros(size + 1, np.int64))
        found._fill(runs, claims_new)
        found._count(*counts)
        return found

    def is_certain(self, start: int, end: int) -> bool:
        """Whether between these folded places something lies where it should that tells the passage from its copies."""
        start, end = max(0, start), min(len(self.old.codes), end) - GRAM + 1
        return end > start and bool(self.certain[end] > self.certain[start])

    def in_one_piece(self, start: int, end: int) -> bool:
        """Whether the folded characters from ``start`` to ``end`` all stand together in the new text too."""
        if end <= start:
            return True
        there = self.there[start:end]
        return bool(there[0] >= 0 and (np.diff(there) == 1).all())

    def in_doubt(self, start: int, end: int) -> bool:
        """Whether one of these folded characters has several places that fit."""
        return bool(self.doubtful[start:end].any())

    def _count(self, counts_old: Codes, counts_new: Codes) -> None:
        """Count the pieces that tell their passage from others: as many copies of it now as there were.

        A passage that was doubled in between, or of whose copies one went, is none that anything could be told by.
        Where only pieces of the old text are known, nobody knows how many copies there were: there may be one only.
        """
        steps = (np.diff(self.there) == 1) & (self.there[:-1] >= 0)
        sums = np.concatenate(([0], np.cumsum(steps)))
        whole = sums[GRAM - 1 :] - sums[: 1 - GRAM] == GRAM - 1 if len(sums) >= GRAM else np.zeros(0, bool)
        places = np.flatnonzero(whole[: len(counts_old)])
        copies = counts_old[places] if self.old.is_whole else 1
        self.certain[1 + places[counts_new[self.there[places]] == copies]] = 1
        np.cumsum(self.certain, out=self.certain)

    def _fill(self, runs: list[tuple[int, int, int]], claims: Codes) -> None:
        """Place what agrees in the short stretches between two agreements that follow each other in both texts."""
        old, new = self.old.codes, self.new.codes
        begins_new = np.sort(np.array([j for _, j, _ in runs], np.int64))
        for (i, j, length), (next_i, next_j, _) in pairwise(runs):
            end, other = i + length, j + length
            if not (0 <= next_i - end <= _GAP and 0 <= next_j - other <= _GAP):
                continue
            if np.searchsorted(begins_new, next_j) - np.searchsorted(begins_new, j) != 1 or claims[other:next_j].any():
                continue  # something from elsewhere stands in between
            for block in Levenshtein.opcodes(old[end:next_i].tolist(), new[other:next_j].tolist()):
                a, b = end + block.src_start, end + block.src_end
                c, d = other + block.dest_start, other + block.dest_end
                if block.tag == "equal":
                    self.there[a:b] = np.arange(c, d)
                    self.strength[a:b] = b - a
                elif block.tag != "replace":
                    self._doubt_around(a, b, new[c:d] if a == b else old[a:b])

    def _doubt_around(self, start: int, end: int, piece: Codes) -> None:
        """Of characters beside a piece that came or went nobody knows which they are if they read as it does there.

        家对 became 家家对: the old 家 may be either.
        """
        codes = self.old.codes
        before, after = codes[max(0, start - len(piece)) : start], codes[end : end + len(piece)]
        back, forth = _agreeing(before[::-1], piece[::-1], len(piece)), _agreeing(after, piece, len(piece))
        self.doubtful[start - back : start] = True
        self.doubtful[end : end + forth] = True


def _runs(old: Codes, new: Codes, counts_old: Codes, counts_new: Codes) -> list[tuple[int, int, int]]:
    """Agreements as (place in old, place in new, length), in the order of the old text."""
    # The ends of the texts are there once; from there as far as it goes.
    head, tail = _agreeing(old, new, len(old)), _agreeing(old[::-1], new[::-1], len(old))
    runs = [(0, 0, head), (len(old) - tail, len(new) - tail, tail)]
    places, others = _tied(old, new, counts_old == 1, counts_new == 1)
    if not len(places):
        return _joined(runs)
    starts = np.flatnonzero(np.concatenate(([True], (np.diff(places) != 1) | (np.diff(others) != 1))))
    lasts = np.concatenate((starts[1:], [len(places)])) - 1
    covered: dict[int, int] = {}
    for first, last in zip(starts.tolist(), lasts.tolist(), strict=True):
        i, j, end = int(places[first]), int(others[first]), int(places[last]) + GRAM
        if covered.get(j - i, -1) >= end:
            continue
        back = _agreeing(old[:i][::-1], new[:j][::-1], _FURTHEST)
        forth = _agreeing(old[end:], new[j + end - i :], _FURTHEST)
        runs.append((i - back, j - back, end + forth - (i - back)))
        covered[j - i] = end + forth
    return _joined(runs)


def _joined(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The same agreements, each once and in the order of the old text: two that meet on one line are one."""
    joined: list[tuple[int, int, int]] = []
    for i, j, length in sorted(runs, key=lambda run: (run[1] - run[0], run[0])):
        if joined and joined[-1][1] - joined[-1][0] == j - i and joined[-1][0] + joined[-1][2] >= i:
            before = joined[-1]
            joined[-1] = (before[0], before[1], max(before[2], i + length - before[0]))
        else:
            joined.append((i, j, length))
    return sorted(joined)


def _occurrences(codes: Codes) -> Codes:
    """For each place how often the piece of ``GRAM`` characters that begins there stands in the text."""
    if len(codes) < GRAM:
        return np.zeros(0, np.int64)
    _, inverse, count = np.unique(_hashes(codes), return_inverse=True, return_counts=True)
    return count[inverse].astype(np.int64)


def _tied(
    old: Codes, new: Codes, once_old: NDArray[np.bool_], once_new: NDArray[np.bool_]
) -> tuple[Codes, Codes]:
    """Places of pieces that stand once in either text, in the order of the old one."""
    if not (once_old.any() and once_new.any()):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    lefts, rights = np.flatnonzero(once_old), np.flatnonzero(once_new)
    _, left, right = np.intersect1d(
        _hashes(old)[lefts], _hashes(new)[rights], assume_unique=True, return_indices=True
    )
    order = np.argsort(left)
    places, others = lefts[left[order]], rights[right[order]]
    same = np.ones(len(places), bool)
    for step in range(GRAM):  # equal hashes are no proof
        same &= old[places + step] == new[others + step]
    return places[same].astype(np.int64), others[same].astype(np.int64)


def _hashes(codes: Codes) -> NDArray[np.uint64]:
    values = codes.astype(np.uint64) + np.uint64(1)
    size = len(values) - GRAM + 1
    said = np.zeros(size, np.uint64)
    for step in range(GRAM):
        said = said * np.uint64(0x9E3779B97F4A7C15) + values[step : step + size]
        said ^= said >> np.uint64(29)
    return said


def _agreeing(a: Codes, b: Codes, furthest: int) -> int:
    """How many codes from the beginning on are the same in both, counted up to ``furthest``."""
    most = min(len(a), len(b), furthest)
    done, size = 0, 16
    while done < most:
        step = min(size, most - done)
        differ = np.flatnonzero(a[done : done + step] != b[done : done + step])
        if len(differ):
            return done + int(differ[0])
        done, size = done + step, size * 8
    return done
