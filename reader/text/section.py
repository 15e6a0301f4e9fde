"""What the structure of a text is made of: its title, headings, and places where something is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reader.text.message import Message
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class Section:
    """A title (level 0) or heading (1 and deeper), as it reads in the cleaned text.

    ``raw_span`` is where it stands in the raw text; ``clean_start`` is where it begins in the cleaned one.
    """

    level: int
    title: str
    raw_span: Span
    clean_start: int


class NoticeKind(StrEnum):
    """What a reader must know about a place although nothing can be repaired there."""

    TRUNCATED = "truncated"
    MASKED = "masked"
    GAP = "gap"
    NUMBERING = "numbering"
    NOT_A_SPEECH = "not_a_speech"
    ENCODING = "encoding"
    SEVERAL_TEXTS = "several_texts"
    REWRITTEN = "rewritten"
    LOST_NUMBER = "lost_number"
    TRADITIONAL = "traditional"
    PLUGIN = "plugin"
    """Said by a plug-in, or about one that failed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something missing or doubtful that is marked and never filled in; ``span`` is in the raw text."""

    kind: NoticeKind
    span: Span
    message: Message
