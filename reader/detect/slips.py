"""Characters that a recogniser put in, left out, split or merged: asked about, each with what speaks for it."""

from __future__ import annotations

from reader.detect.protection import protected_place
from reader.lm.hypotheses import Slip
from reader.lm.slips import Slipped
from reader.text.fix import Edit, Fix, Kind, Level, Option, Safety
from reader.text.message import Message
from reader.text.offsets import Side
from reader.text.projection import Projection
from reader.text.span import Span

_RULES = {
    Slip.INSERTED: "inserted-character",
    Slip.DROPPED: "lost-character",
    Slip.SPLIT: "split-character",
    Slip.MERGED: "merged-characters",
    Slip.STRAY: "stray-character",
}
_AROUND = 2
"""Characters on either side of the place that the reason quotes."""


def slip_fix(seen: Projection, paragraph: str, offset: int, slip: Slipped) -> Fix | None:
    """The question about one slip of a paragraph that begins at ``offset``; None where a fix wrote the place."""
    start, end = offset + slip.start, offset + slip.end
    edits = seen.edits(start, end, slip.proposed) if end > start else _put_in(seen, start, slip.proposed)
    if not edits or any(span.length == 0 for span in seen.spans(start, end) if end > start):
        return None
    confidence = round(slip.confidence, 4)
    return Fix(
        tuple(edit.span for edit in edits),
        Kind.OCR,
        _RULES[slip.slip],
        (Option(slip.proposed, confidence, edits),),
        Safety.ASK,
        confidence,
        _reason(paragraph, slip),
        Level.SURE if slip.level == "sure" else Level.DOUBTFUL,
        protected_place(paragraph, slip.start, slip.end),
    )


def _put_in(seen: Projection, at: int, text: str) -> tuple[Edit, ...]:
    """Text put in before the character at ``at``; a line end of the print that was taken out there stays before it."""
    if seen.offsets.widened(Span(at, at)).length:
        return ()
    place = seen.place(at, Side.AFTER)
    return (Edit(Span(place, place), text),)


def _reason(paragraph: str, slip: Slipped) -> Message:
    before, after = paragraph[max(0, slip.start - _AROUND) : slip.start], paragraph[slip.end : slip.end + _AROUND]
    stands = before + paragraph[slip.start : slip.end] + after
    values = {"observed": stands, "proposed": f"{before}{slip.proposed}{after}"}
    match slip.slip:
        case Slip.INSERTED:
            return Message.of(
                "The text reads far better without this character (“{proposed}” for “{observed}”); recognisers put it "
                "in where the print is dirty.",
                **values,
            )
        case Slip.DROPPED:
            return Message.of(
                "A character seems to be missing: “{proposed}” reads far better than “{observed}”. Compare the print.",
                **values,
            )
        case Slip.SPLIT:
            return Message.of(
                "Side by side the two characters look like “{whole}”; “{proposed}” reads far better than “{observed}”.",
                whole=slip.proposed, **values,
            )  # fmt: skip
        case Slip.MERGED:
            return Message.of(
                "The character looks like “{parts}” set close together; “{proposed}” reads far better than "
                "“{observed}”.",
                parts=slip.proposed, **values,
            )  # fmt: skip
        case Slip.STRAY:
            return Message.of(
                "Two characters seem to stand for one: “{proposed}” reads far better than “{observed}”; recognisers "
                "put characters in before one that they cannot read.",
                **values,
            )
