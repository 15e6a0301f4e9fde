"""The cleaned text as title, headings and paragraphs: one line is one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reader.text.section import Section

LINE_END = re.compile(r"\r\n|[\n\r\f]")
"""What ends a line of a text; a form feed stands where a page ended."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the cleaned text.

    ``level`` is 0 for the title, 1 and deeper for a heading, None for running text. The heading is the first
    ``leading`` characters: the whole line, or as much of it as stands before the paragraph runs on.
    """

    text: str
    level: int | None = None
    leading: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether the heading (or title) fills the line."""
        return self.level is not None and self.leading == len(self.text)

    @property
    def head(self) -> str:
        """The heading that runs on into the paragraph, or nothing."""
        return "" if self.is_heading else self.text[: self.leading]

    @property
    def rest(self) -> str:
        """What comes after ``head``."""
        return self.text if self.is_heading else self.text[self.leading :]


def paragraphs(text: str, sections: Iterable[Section]) -> Iterator[Paragraph]:
    """The lines of the cleaned ``text`` that are not blank, with what ``sections`` say about them."""
    starts = {section.clean_start: section for section in sections}
    at = 0
    lines = LINE_END.split(text)
    ends = [match.end() for match in LINE_END.finditer(text)]
    for line, after in zip(lines, [*ends, len(text)], strict=True):
        indent = len(line) - len(line.lstrip())
        section = next((starts[place] for place in range(at, at + indent + 1) if place in starts), None)
        shown = line.strip()
        if shown:
            yield _paragraph(shown, section)
        at = after


def _paragraph(line: str, section: Section | None) -> Paragraph:
    if section is None:
        return Paragraph(line)
    title = section.title.strip()
    if line == title:
        return Paragraph(line, section.level, len(line))
    # A mark at the end of the title belongs to the sentence, and Markdown's bold must not end on one.
    leading = len(re.sub(r"[，。：；、,.:;\s]+$", "", title)) if line.startswith(title) else 0
    return Paragraph(line, section.level if leading else None, leading)
