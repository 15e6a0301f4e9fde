"""The original and the cleaned text in one: a row of stretches that were kept, struck or put in.

Leaving out what was put in gives the original, leaving out what was struck gives the cleaned text; both with line ends
of one kind, for a Word file knows the end of a paragraph and not how a file spelt it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from reader.store.writers.paragraphs import LINE_END
from reader.text.apply import Cleaned
from reader.text.fix import Fix


class Fate(Enum):
    KEPT = "kept"
    STRUCK = "struck"
    PUT_IN = "put in"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters with one fate; ``at`` is the offset of the first in the raw text, or where they were put in.

    ``by_reader`` says whether a person decided so. Nothing is ever cut between the two characters of a line end.
    """

    text: str
    fate: Fate
    at: int
    by_reader: bool = False


@dataclass(slots=True)
class _Change:
    """From where to where the raw and the cleaned text differ."""

    raw: tuple[int, int]
    clean: tuple[int, int]
    by_reader: bool

    def touches(self, later: _Change) -> bool:
        return self.raw[1] == later.raw[0] and self.clean[1] == later.clean[0]


def stretches(raw: str, cleaned: Cleaned, by_reader: Callable[[Fix], bool]) -> Iterator[Stretch]:
    """The stretches in text order; ``by_reader`` says whose decision an applied fix was."""
    done = 0
    for change in _changes(raw, cleaned, by_reader):
        start, end = change.raw
        if done < start:
            yield Stretch(raw[done:start], Fate.KEPT, done)
        yield from _narrowed(raw[start:end], cleaned.text[slice(*change.clean)], start, change.by_reader)
        done = end
    if done < len(raw):
        yield Stretch(raw[done:], Fate.KEPT, done)


def _changes(raw: str, cleaned: Cleaned, by_reader: Callable[[Fix], bool]) -> list[_Change]:
    """The applied edits in text order, made so wide that none begins or ends inside a line end of either text."""
    clean = cleaned.text
    order = sorted(
        (edit.span.start, edit.span.end, fix.turn, number, by_reader(fix))
        for fix in cleaned.applied
        for number, edit in enumerate(fix.edits)
    )
    changes: list[_Change] = []
    for (before, after), (*_, decided) in zip(cleaned.offsets.pairs, order, strict=True):
        change = _Change((before.start, before.end), (after.start, after.end), decided)
        last = changes[-1] if changes else None
        if last is not None and not last.touches(change) and _cuts(raw, clean, last.raw[1], last.clean[1]):
            last.raw, last.clean = (last.raw[0], last.raw[1] + 1), (last.clean[0], last.clean[1] + 1)
        if _cuts(raw, clean, before.start, after.start):
            if last is not None and last.touches(change):
                last.raw, last.clean = (last.raw[0], before.end), (last.clean[0], after.end)
                last.by_reader |= decided
                continue
            change.raw, change.clean = (before.start - 1, before.end), (after.start - 1, after.end)
        changes.append(change)
    if changes and _cuts(raw, clean, changes[-1].raw[1], changes[-1].clean[1]):
        last = changes[-1]
        last.raw, last.clean = (last.raw[0], last.raw[1] + 1), (last.clean[0], last.clean[1] + 1)
    return changes


def _cuts(raw: str, clean: str, raw_at: int, clean_at: int) -> bool:
    """Whether a place lies inside a line end of two characters, in one text or the other."""
    return (raw_at > 0 and raw[raw_at - 1 : raw_at + 1] == "\r\n") or (
        clean_at > 0 and clean[clean_at - 1 : clean_at + 1] == "\r\n"
    )


_UNIT = re.compile(r"\r\n|.", re.DOTALL)


def _narrowed(before: str, after: str, at: int, by_reader: bool) -> Iterator[Stretch]:
    """One change, without the characters at its edges that are the same before and after."""
    if not before or not after:
        if before:
            yield Stretch(before, Fate.STRUCK, at, by_reader)
        if after:
            yield Stretch(after, Fate.PUT_IN, at, by_reader)
        return
    old, new = _UNIT.findall(before), _UNIT.findall(after)
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if not _alike(old[n], new[n])), shorter)
    tail = next((n for n in range(shorter - head) if not _alike(old[-1 - n], new[-1 - n])), shorter - head)
    pieces = (
        ("".join(old[:head]), Fate.KEPT),
        ("".join(old[head : len(old) - tail]), Fate.STRUCK),
        ("".join(new[head : len(new) - tail]), Fate.PUT_IN),
        ("".join(old[len(old) - tail :]), Fate.KEPT),
    )
    for text, fate in pieces:
        if text:
            yield Stretch(text, fate, at, by_reader and fate is not Fate.KEPT)
        at += len(text) if fate is not Fate.PUT_IN else 0


def _alike(one: str, other: str) -> bool:
    return one == other or (LINE_END.fullmatch(one) is not None and LINE_END.fullmatch(other) is not None)
