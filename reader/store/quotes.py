"""The place of a decision in words, so that a person or another version of the text finds it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from reader.store.journal_lines import Json, Record
from reader.text.fix import Fix

CONTEXT = 20
"""Code points quoted on each side of a place."""


@dataclass(frozen=True, slots=True)
class Quote:
    """From where to where in code points, what stood there, and what stood before and after it."""

    start: int
    end: int
    observed: str
    before: str
    after: str

    @classmethod
    def of(cls, raw: str, fix: Fix) -> Quote:
        """The quote of a finding's place; of several spans ``observed`` leaves out what stands between them."""
        span = fix.span
        before = raw[max(0, span.start - CONTEXT) : span.start]
        return cls(span.start, span.end, fix.observed(raw), before, raw[span.end : span.end + CONTEXT])

    def data(self) -> Record:
        """As a record of a journal or a project."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Json) -> Quote:
        """What ``data`` wrote.

        :raises TypeError, KeyError: if it is none
        """
        match data:
            case {"start": int(at), "end": int(end), "observed": str(seen), "before": str(before), "after": str(after)}:
                return cls(at, end, seen, before, after)
            case _:
                raise TypeError(f"no quote: {data!r}")
