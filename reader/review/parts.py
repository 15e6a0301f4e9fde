"""The parts of a text that headings head, as stretches of the raw text: what a reader means by "this section"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.text.section import Section
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class Part:
    """From its heading to the next one that is not below it; ``title`` empty for what stands before the first."""

    title: str
    level: int
    span: Span


def parts_of(sections: Sequence[Section], length: int) -> tuple[Part, ...]:
    """The parts of a raw text of ``length`` code points, in text order; deeper ones lie within those above them."""
    heads = sorted(sections, key=lambda section: section.raw_span.start)
    parts: list[Part] = []
    if heads and heads[0].raw_span.start:
        parts.append(Part("", 0, Span(0, heads[0].raw_span.start)))
    for number, head in enumerate(heads):
        later = (other.raw_span.start for other in heads[number + 1 :] if other.level <= head.level)
        parts.append(Part(head.title, head.level, Span(head.raw_span.start, next(later, length))))
    return tuple(parts)
