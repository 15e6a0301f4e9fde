"""A reading of the raw text with some fixes applied, for detectors that look through the damage above them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reader.text.apply import apply_fixes
from reader.text.fix import Edit, Fix
from reader.text.offsets import OffsetMap, Side
from reader.text.span import Span


@dataclass(frozen=True)
class Projection:
    """The raw text, what it reads like with some fixes applied, and the map between both.

    Detectors look at ``text`` and report in raw offsets by ``spans`` and ``edits``.

    >>> from reader.text.fix import Kind
    >>> from reader.text.message import Message
    >>> gone = Fix.replacing(Span(1, 3), "", Kind.WATERMARK, "repeat", Message("repeated"))
    >>> seen = Projection.of("问某网提", [gone])
    >>> seen.text, seen.edits(0, 2, "问题")
    ('问提', (Edit(span=Span(start=3, end=4), replacement='题'),))
    """

    raw: str
    text: str
    offsets: OffsetMap

    @classmethod
    def of(cls, raw: str, fixes: Iterable[Fix] = ()) -> Projection:
        cleaned = apply_fixes(raw, fixes)
        return cls(raw, cleaned.text, cleaned.offsets)

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The raw spans of ``text[start:end]``; several where something is hidden in between."""
        if start == end:
            place = self.place(start)
            return (Span(place, place),)
        return tuple(_joined(piece for piece, _ in self.offsets.raw_pieces(Span(start, end))))

    def place(self, offset: int, side: Side = Side.BEFORE) -> int:
        """The raw place of a place in ``text``; by default the one that stays with the character before it."""
        return self.offsets.to_raw(offset, side)

    def edits(self, start: int, end: int, replacement: str) -> tuple[Edit, ...]:
        """The raw edits that make ``text[start:end]`` read ``replacement``; none where it does already.

        Same length: character by character, so that what is hidden between two characters is left where it is.
        Otherwise the first piece takes the whole replacement and the others go. Where the stretch cuts through text
        that a fix wrote, the edits replace all of that fix's place and write the rest of its text again. Text that was
        written where nothing stood has no characters of its own to replace: it can go only with one beside it.
        """
        whole = self.offsets.widened(Span(start, end))
        replacement = self.text[whole.start : start] + replacement + self.text[end : whole.end]
        start, end = whole.start, whole.end
        if start == end:
            place = self.place(start)
            return (Edit(Span(place, place), replacement),) if replacement else ()
        if self.text[start:end] == replacement:
            return ()
        pieces = list(self.offsets.raw_pieces(whole))
        if len(replacement) == end - start and all(unchanged for _, unchanged in pieces):
            edits: list[Edit] = []
            at = 0
            for piece, _ in pieces:
                for offset in range(piece.start, piece.end):
                    if self.raw[offset] != replacement[at]:
                        edits.append(Edit(Span(offset, offset + 1), replacement[at]))
                    at += 1
            return tuple(edits)
        first, *others = _joined(piece for piece, _ in pieces)
        return (Edit(first, replacement), *(Edit(span, "") for span in others if span.length))

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The spans of ``text`` between line feeds, empty ones left out."""
        spans: list[Span] = []
        at = 0
        for line in self.text.split("\n"):
            if line.strip():
                spans.append(Span(at, at + len(line)))
            at += len(line) + 1
        return tuple(spans)


def _joined(pieces: Iterable[Span]) -> list[Span]:
    """The pieces in order, those that touch each other in one."""
    spans: list[Span] = []
    for piece in pieces:
        if spans and spans[-1].end == piece.start:
            spans[-1] = Span(spans[-1].start, piece.end)
        else:
            spans.append(piece)
    return spans
