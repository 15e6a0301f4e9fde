"""Turns a stretch that the reader marks as furniture, or as speech after all, into findings and verdicts.

A stretch marked as furniture is a removal like those of the program (not a typed change), so that what was found inside
of it sleeps, and wakes when the stretch comes back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.review.decision import Verdict
from reader.review.session import ReviewSession
from reader.text.apply import apply_fixes
from reader.text.fix import Edit, Fix, Kind, Option, Safety
from reader.text.message import Message
from reader.text.span import Span
from reader.ui.hand_edit import NotExpressible

RULE = "hand"
REASON = Message("Marked by hand as not part of the text.")


@dataclass(frozen=True, slots=True)
class Marked:
    """What one mark comes to: findings that no longer hold, and a removal by hand, if there is anything to remove."""

    removal: Fix | None
    rejected: tuple[Fix, ...] = ()


def as_furniture(session: ReviewSession, stretch: Span) -> Marked | None:
    """The removal of a stretch of the raw text; None where there is nothing in it that is not removed already.

    A line that is marked whole goes with its line end. Edits by hand inside the stretch go with it, as one step.

    :raises NotExpressible: if an edit by hand reaches beyond the stretch, for what was typed would be lost
    """
    raw = session.raw
    span = _with_line_end(raw, _trimmed(raw, stretch))
    applied = session.cleaned.applied
    removals = [fix for fix in applied if fix.kind.removes]
    inner = [fix for fix in removals if all(span.contains(edit.span) or edit.span == span for edit in fix.edits)]
    # What is removed together with places elsewhere stays as it is: of two removals only one can have a character.
    pieces = _without([span], (span for fix in removals if fix not in inner for span in _gone(fix)))
    left = _without(pieces, (span for fix in inner for span in _gone(fix)))
    if not any(piece.of(raw).strip() for piece in left):
        return None
    pieces = [piece for piece in pieces if piece.of(raw).strip()]
    typed = []
    for fix in applied:
        if fix.kind is Kind.MANUAL and any(piece.overlaps(edit.span) for piece in pieces for edit in fix.edits):
            if not all(any(piece.contains(edit.span) or piece == edit.span for piece in pieces) for edit in fix.edits):
                raise NotExpressible(fix.replacement)
            typed.append(fix)
    removal = _removal(pieces, Kind.BOILERPLATE, REASON)
    return _held(session, Marked(removal, tuple(typed)))


def as_speech(session: ReviewSession, stretch: Span) -> Marked | None:
    """Brings a stretch of the raw text back; None where nothing of it is removed.

    Where it is only a part of what was removed, the rest stays removed, by hand. Line ends at the edges of the stretch
    come back with it where it would run into its neighbours otherwise.

    :raises NotExpressible: if another removal that would take effect then stands across the rest
    """
    raw = session.raw
    span = _trimmed(raw, stretch)
    touched = [
        fix for fix in session.cleaned.applied if fix.kind.removes and any(span.overlaps(gone) for gone in _gone(fix))
    ]
    if not touched:
        return None
    kept: list[Edit] = []
    for fix in touched:
        for edit in fix.edits:
            if not edit.span.overlaps(span):
                kept.append(edit)
            elif not edit.replacement:
                kept += (Edit(rest, "") for rest in _rest(raw, edit.span, span) if rest.of(raw).strip())
    if not kept:
        return Marked(None, tuple(touched))
    edits = tuple(sorted(kept))
    first = touched[0]
    option = Option("".join(edit.replacement for edit in edits), 1.0, edits)
    spans = tuple(edit.span for edit in edits)
    removal = Fix(spans, first.kind, RULE, (option,), Safety.AUTO, 1.0, first.reason)
    return _held(session, Marked(removal, tuple(touched)))


def _held(session: ReviewSession, marked: Marked) -> Marked:
    """The same; what sleeps now may wake and want the same characters, and the removal must hold against it."""
    gone = {fix.key for fix in marked.rejected}
    decided = ((fix, session.decision(fix)) for fix in session.fixes if fix.key not in gone)
    active = [fix.choosing(said.option) for fix, said in decided if said.verdict is Verdict.ACCEPTED]
    removal = marked.removal
    if removal is None:
        return marked
    others = [fix for fix in active if fix.key != removal.key]
    if removal not in apply_fixes(session.raw, (*others, removal)).applied:
        raise NotExpressible("")
    return marked


def _removal(pieces: list[Span], kind: Kind, reason: Message) -> Fix:
    return Fix.editing((Edit(piece, "") for piece in pieces), kind, RULE, reason, confidence=1.0)


def _gone(fix: Fix) -> list[Span]:
    return [edit.span for edit in fix.edits if not edit.replacement]


def _without(pieces: list[Span], holes: Iterable[Span]) -> list[Span]:
    """What is left of ``pieces`` when ``holes`` are cut out."""
    for hole in holes:
        cut: list[Span] = []
        for piece in pieces:
            if not piece.overlaps(hole):
                cut.append(piece)
                continue
            if piece.start < hole.start:
                cut.append(Span(piece.start, hole.start))
            if hole.end < piece.end:
                cut.append(Span(hole.end, piece.end))
        pieces = cut
    return pieces


def _rest(raw: str, removed: Span, back: Span) -> list[Span]:
    """What of ``removed`` stays away when ``back`` returns."""
    rest = []
    if removed.start < back.start:
        end = back.start
        if raw[end - 1] in "\r\n" and removed.start and raw[removed.start - 1] not in "\r\n":
            end = _line_end_before(raw, end)
        if removed.start < end:
            rest.append(Span(removed.start, end))
    if back.end < removed.end:
        start = back.end
        if raw[start] in "\r\n" and removed.end < len(raw) and raw[removed.end] not in "\r\n":
            start = _line_end_after(raw, start)
        if start < removed.end:
            rest.append(Span(start, removed.end))
    return rest


def _trimmed(raw: str, span: Span) -> Span:
    """``span`` without the blanks at its edges."""
    text = span.of(raw)
    start = span.start + len(text) - len(text.lstrip())
    return Span(start, max(start, span.start + len(text.rstrip())))


def _with_line_end(raw: str, span: Span) -> Span:
    """``span``; if it is all that stands on its lines, with the blanks around it and one line end."""
    start, end = span.start, span.end
    while start and raw[start - 1].isspace() and raw[start - 1] not in "\r\n":
        start -= 1
    while end < len(raw) and raw[end].isspace() and raw[end] not in "\r\n":
        end += 1
    opens, closes = not start or raw[start - 1] in "\r\n", end == len(raw) or raw[end] in "\r\n"
    if not (span.length and opens and closes):
        return span
    if end < len(raw):
        return Span(start, _line_end_after(raw, end))
    return Span(_line_end_before(raw, start) if start else start, end)


def _line_end_after(raw: str, at: int) -> int:
    return at + (2 if raw.startswith("\r\n", at) else 1)


def _line_end_before(raw: str, at: int) -> int:
    return at - (2 if raw[max(0, at - 2) : at] == "\r\n" else 1)
