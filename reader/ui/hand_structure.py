"""Headings and paragraph ends by hand: what a place of the cleaned text is made into, as one change of the session."""

from __future__ import annotations

from reader.review.headings import DEEPEST, heading_fix
from reader.review.session import ReviewSession
from reader.text.fix import Fix
from reader.text.span import Span
from reader.ui.hand_edit import edited, paragraph_at

BLANKS = " \t\u3000"
_EDGE = BLANKS + "\r"


def heading_at(session: ReviewSession, clean_offset: int) -> tuple[Span, int | None] | None:
    """What a change of headings at a place of the cleaned text is about: its raw span, and its level if it has one.

    That is the heading of the paragraph, also one that runs on into it, else the whole paragraph; None if it is empty.
    """
    cleaned = session.cleaned
    paragraph = paragraph_at(cleaned.text, clean_offset)
    for section in session.sections:
        if section.clean_start == paragraph.start or paragraph.start < section.clean_start < paragraph.end:
            return section.raw_span, section.level
    line = paragraph.of(cleaned.text)
    if not line.strip():
        return None
    start = paragraph.start + len(line) - len(line.lstrip())
    return cleaned.offsets.span_to_raw(Span(start, start + len(line.strip()))), None


def with_level(session: ReviewSession, clean_offset: int, level: int | None) -> Fix | None:
    """The change that makes the paragraph at a place a heading of this level, or (None) none; None if nothing changes.

    :raises ValueError: if there is no such level
    """
    found = heading_at(session, clean_offset)
    if found is None or found[1] == level:
        return None
    return heading_fix(found[0], level)


def moved(session: ReviewSession, clean_offset: int, by: int) -> Fix | None:
    """The change that raises (``by`` -1) or lowers (1) the heading of a paragraph.

    A paragraph that is none becomes one of the level of the heading before it, whichever way. None if nothing changes:
    a title cannot be raised.
    """
    found = heading_at(session, clean_offset)
    if found is None:
        return None
    span, level = found
    if level is None:
        return heading_fix(span, _level_before(session, clean_offset))
    wanted = min(DEEPEST, max(0, level + by))
    return heading_fix(span, wanted) if wanted != level else None


def _level_before(session: ReviewSession, clean_offset: int) -> int:
    before = [section.level for section in session.sections if section.clean_start < clean_offset]
    return max(1, before[-1]) if before else 1


def split(session: ReviewSession, clean_offset: int) -> Fix | None:
    """The change that ends the paragraph at a place and begins another; None at the edges of a paragraph.

    :raises NotExpressible: if an earlier change by hand is in the way
    """
    text = session.cleaned.text
    paragraph = paragraph_at(text, clean_offset)
    head, tail = text[paragraph.start : clean_offset].rstrip(BLANKS), text[clean_offset : paragraph.end].lstrip(BLANKS)
    if not head or not tail.strip(_EDGE):
        return None
    return edited(session, paragraph, f"{head}\n{tail}")


def joined(session: ReviewSession, clean_offset: int) -> Fix | None:
    """The change that joins the paragraph at a place with the next; None if there is none.

    Between two Latin words a space is put in.

    :raises NotExpressible: if an earlier change by hand is in the way
    """
    text = session.cleaned.text
    first = paragraph_at(text, clean_offset)
    after = first.end
    while after < len(text) and text[after] in "\r\n" + BLANKS:
        after += 1
    second = paragraph_at(text, after)
    head, tail = first.of(text).rstrip(_EDGE), text[after : second.end]
    if after == len(text) or not head or not tail.strip(_EDGE):
        return None
    between = " " if head[-1].isascii() and head[-1].isalnum() and tail[0].isascii() and tail[0].isalnum() else ""
    return edited(session, Span(first.start, second.end), head + between + tail)
