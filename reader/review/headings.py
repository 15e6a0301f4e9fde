"""The outline of a review: what the analysis found, what the document itself marks, and what the reader says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reader.text.apply import Cleaned
from reader.text.fix import Edit, Fix, Kind, Option, Safety
from reader.text.message import Message
from reader.text.section import Section
from reader.text.source import MarkedHeading
from reader.text.span import Span

DEEPEST = 6
"""Levels that the formats we write have."""

_LONGEST = 80
"""Code points: whole paragraphs that a careless page sets as headings, for their large letters, are none."""


def heading_fix(raw_span: Span, level: int | None) -> Fix:
    """The reader's word that a stretch of the raw text is a heading of this level, or (None) that it is none.

    Changes no character: its edit is empty. All fixes for one place have one key, so that a later word replaces an
    earlier one.

    :raises ValueError: if there is no such level
    """
    if level is not None and not 0 <= level <= DEEPEST:
        raise ValueError(f"no heading has level {level}")
    said = "" if level is None else str(level)
    # The key depends on the edits and not on the option's text, which says the level.
    option = Option(said, 1.0, (Edit(Span(raw_span.start, raw_span.start), ""),))
    reason = Message("You said so.")
    return Fix((raw_span,), Kind.HEADING, "by-hand", (option,), Safety.ASK, 1.0, reason)


def level_of(fix: Fix) -> int | None:
    """The level that a heading fix gives its place; None where it takes the heading away."""
    return int(fix.replacement) if fix.replacement else None


def reads_now(sections: Iterable[Section], cleaned: Cleaned) -> Iterator[Section]:
    """The sections with their titles as the cleaned text reads now."""
    for section in sections:
        span = cleaned.offsets.span_to_clean(section.raw_span)
        reads = span.of(cleaned.text)
        # The paragraph end put in before a heading stands at its first character and is no part of it.
        start = span.start + len(reads) - len(reads.lstrip("\n"))
        yield replace(section, title=reads.strip("\n") or section.title, clean_start=start)


def outline_of(
    found: Sequence[Section], marked: Sequence[MarkedHeading], said: Sequence[Fix], cleaned: Cleaned
) -> tuple[Section, ...]:
    """Title and headings in text order, with titles as the cleaned text reads now.

    A heading that the document marks counts if it still is a line of its own; its level follows from those marked
    headings that the analysis found too. What the reader says goes before both.
    """
    sections = list(reads_now(found, cleaned))
    if marked:
        sections += _marked(sections, marked, cleaned)
    for fix in said:
        sections = [section for section in sections if not _meet(section.raw_span, fix.span)]
        level = level_of(fix)
        if level is not None:
            made = reads_now([Section(level, "", fix.span, 0)], cleaned)
            sections += (section for section in made if section.title.strip())
    return tuple(sorted(sections, key=lambda section: (section.clean_start, section.level)))


def _meet(one: Span, other: Span) -> bool:
    return one.overlaps(other) or one.start == other.start


def _marked(found: Sequence[Section], marked: Sequence[MarkedHeading], cleaned: Cleaned) -> Iterator[Section]:
    levels = _levels(found, marked)
    for heading in marked:
        if any(_meet(section.raw_span, heading.span) for section in found):
            continue
        (section,) = reads_now([Section(levels[heading.level], "", heading.span, 0)], cleaned)
        if _fills_a_line(section, cleaned.text):
            yield section


def _fills_a_line(section: Section, text: str) -> bool:
    start, end = section.clean_start, section.clean_start + len(section.title)
    before, after = text[:start].rstrip(" \u3000\t")[-1:], text[end:].lstrip(" \u3000\t")[:1]
    whole = before in ("", "\n", "\r") and after in ("", "\n", "\r")
    return whole and 0 < len(section.title.strip()) <= _LONGEST and "\n" not in section.title


def _levels(found: Sequence[Section], marked: Sequence[MarkedHeading]) -> Mapping[int, int]:
    """What the levels of the document mean here: pages set the title as h1, or as h2, or every line as h3."""
    pairs = Counter(
        (heading.level, section.level)
        for heading in marked
        for section in found
        if _meet(section.raw_span, heading.span)
    )
    known: dict[int, int] = {}
    for (level, meant), _ in pairs.most_common():
        known.setdefault(level, meant)
    levels: dict[int, int] = dict(known)
    for rank, level in enumerate(sorted({heading.level for heading in marked} - known.keys()), 1):
        if known:
            nearest = min(known, key=lambda other: (abs(other - level), other))
            meant = known[nearest] + level - nearest
        else:
            meant = rank
        levels[level] = min(DEEPEST, max(1, meant))
    return levels
