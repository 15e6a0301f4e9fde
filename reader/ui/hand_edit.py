"""Turns a paragraph edited by hand into one fix on the raw text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import Levenshtein

from reader.review.session import ReviewSession
from reader.text.apply import Cleaned, apply_fixes
from reader.text.fix import Edit, Fix, Kind, Option, Safety
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.span import Span

REASON = Message("Changed by hand.")


class NotExpressible(ValueError):  # noqa: N818  (it says what is the matter)
    """The change cannot be written as one fix beside those that are in effect."""


def paragraph_at(text: str, offset: int) -> Span:
    r"""The line of ``text`` that ``offset`` is in, without its line end.

    >>> paragraph_at("一二\n三四", 3)
    Span(start=3, end=5)
    """
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return Span(start, len(text) if end < 0 else end)


def edited(session: ReviewSession, paragraph: Span, text: str) -> Fix | None:
    """The fix that makes ``paragraph`` (a span of the cleaned text) read ``text``; None where it does already.

    The change is as small as it can be. Where small edits would meet what another fix put in or took out, and the
    result would not read as typed, the whole paragraph is replaced. A change over an earlier one by hand is given the
    greater confidence, so that it holds and the earlier one comes back when it is undone.

    :raises NotExpressible: if no such fix gives the text as typed
    """
    cleaned = session.cleaned
    old = paragraph.of(cleaned.text)
    if old == text:
        return None
    wanted = cleaned.text[: paragraph.start] + text + cleaned.text[paragraph.end :]
    by_hand = [fix for fix in cleaned.applied if fix.kind is Kind.MANUAL]
    for edits, confidence in _attempts(session.raw, cleaned, paragraph, text, by_hand):
        fix = _fix(edits, confidence)
        if fix is not None and apply_fixes(session.raw, (*cleaned.applied, fix)).text == wanted:
            return fix
    raise NotExpressible(text)


def _attempts(
    raw: str, cleaned: Cleaned, paragraph: Span, text: str, by_hand: list[Fix]
) -> Iterator[tuple[tuple[Edit, ...], float]]:
    yield _small(raw, cleaned, paragraph, text), 0.5
    whole = cleaned.offsets.span_to_raw(paragraph)
    over = [fix for fix in by_hand if any(whole.overlaps(edit.span) or whole == edit.span for edit in fix.edits)]
    stronger = max((fix.confidence for fix in over), default=0.5)
    stronger = stronger + (1 - stronger) / 2
    if over:
        without = apply_fixes(raw, [fix for fix in cleaned.applied if fix not in over])
        yield _small(raw, without, without.offsets.span_to_clean(whole), text), stronger
    yield (Edit(whole, text),), stronger


def _small(raw: str, cleaned: Cleaned, paragraph: Span, text: str) -> tuple[Edit, ...]:
    """The smallest edits that make ``paragraph`` of ``cleaned`` read ``text``."""
    seen = Projection(raw, cleaned.text, cleaned.offsets)
    edits: list[Edit] = []
    for step in Levenshtein.opcodes(paragraph.of(cleaned.text), text):
        if step.tag != "equal":
            start, end = paragraph.start + step.src_start, paragraph.start + step.src_end
            edits += seen.edits(start, end, text[step.dest_start : step.dest_end])
    return _merged(edits)


def _fix(edits: tuple[Edit, ...], confidence: float) -> Fix | None:
    if not edits:
        return None
    try:
        option = Option("".join(edit.replacement for edit in edits), confidence, edits)
    except ValueError:
        # Two small edits of one raw stretch cannot be told apart: another attempt replaces the whole paragraph.
        return None
    spans = tuple(edit.span for edit in edits)
    return Fix(spans, Kind.MANUAL, "hand", (option,), Safety.AUTO, confidence, REASON)


def _merged(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """In text order; insertions at one place written as one."""
    merged: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.span):
        if merged and merged[-1].span == edit.span and not edit.span.length:
            merged[-1] = Edit(edit.span, merged[-1].replacement + edit.replacement)
        else:
            merged.append(edit)
    return tuple(merged)
