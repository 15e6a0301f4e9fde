"""The outline of a reading of the raw text: sections with raw offsets, and notices about numbering and the end."""

from __future__ import annotations

from collections.abc import Iterator

from reader.structure.ending import is_cut_off
from reader.structure.headings import Heading, headings, lines_of
from reader.structure.numbering import numbering_faults
from reader.structure.several import parts
from reader.text.message import Message
from reader.text.offsets import Side
from reader.text.projection import Projection
from reader.text.section import Notice, NoticeKind, Section
from reader.text.span import Span


def outline(seen: Projection) -> tuple[tuple[Section, ...], tuple[Notice, ...]]:
    """Title and headings of the text as it reads with the fixes of ``seen`` applied, and what is wrong with them."""
    found = list(headings(seen.text))
    sections = tuple(_section(seen, heading) for heading in found)
    return sections, tuple(_notices(seen, found))


def _section(seen: Projection, heading: Heading) -> Section:
    raw_span = seen.offsets.span_to_raw(heading.span)
    return Section(heading.level, heading.title, raw_span, heading.span.start)


def _notices(seen: Projection, found: list[Heading]) -> Iterator[Notice]:
    titles = parts(lines_of(seen.text))
    if titles:
        first = seen.offsets.span_to_raw(titles[0].span)
        message = Message.of(
            "The file holds {count} texts. Each begins with its title in the outline; nothing is dropped.",
            count=len(titles),
        )
        yield Notice(NoticeKind.SEVERAL_TEXTS, first, message)
    for span, message in numbering_faults(seen.text, found):
        yield Notice(NoticeKind.NUMBERING, seen.offsets.span_to_raw(span), message)
    if is_cut_off(seen.text):
        end = len(seen.text.rstrip())
        place = seen.offsets.to_raw(end, Side.BEFORE)
        message = Message("The text stops inside a sentence: the page shows no more of it. Nothing is added.")
        yield Notice(NoticeKind.TRUNCATED, Span(place, place), message)
