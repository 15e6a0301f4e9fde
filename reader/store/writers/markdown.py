"""The cleaned text as Markdown.

A heading that fills its line becomes a heading of the format; one that runs on into its paragraph (（一）从体制方面
来讲，要强化……) is set in bold there, for the paragraph must stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import category

from reader.store.writers.paragraphs import Paragraph, paragraphs
from reader.text.section import Section

_DEEPEST = 6
"""Levels that Markdown has."""


def to_markdown(text: str, sections: Iterable[Section], *, is_markdown: bool = False) -> str:
    """Markdown with a blank line between paragraphs; where the text is Markdown already, its marks are left alone."""
    blocks = (_markdown(paragraph, is_markdown) for paragraph in paragraphs(text, sections))
    return "\n\n".join(blocks) + "\n"


def _markdown(paragraph: Paragraph, is_markdown: bool) -> str:
    hashes = _hashes(paragraph.level) if paragraph.level is not None and paragraph.is_heading else ""
    if is_markdown:
        return f"{hashes} {paragraph.text}" if hashes and not paragraph.text.startswith("#") else paragraph.text
    if hashes:
        return f"{hashes} {_escaped(paragraph.text)}"
    head, rest = paragraph.head, paragraph.rest
    if head and not (_is_mark(head[-1]) and rest and not _is_mark(rest[0])):
        # Otherwise Markdown takes the closing stars for two characters: it ends bold after a mark only before a mark.
        return f"**{_escaped(head, inside=True)}**{_escaped(rest, inside=True)}"
    return _escaped(paragraph.text)


def _is_mark(char: str) -> bool:
    return category(char)[0] in "PSZ"


def _hashes(level: int) -> str:
    return "#" * min(level + 1, _DEEPEST)


_INLINE = re.compile(r"[\\`*_\[\]<>&~|#]")
_LIST = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BLOCK = re.compile(r"^([-+=])")


def _escaped(text: str, *, inside: bool = False) -> str:
    """``text`` such that Markdown shows exactly these characters."""
    safe = _INLINE.sub(lambda match: "\\" + match[0], text.replace("\t", " "))
    if inside:
        return safe
    return _BLOCK.sub(r"\\\1", _LIST.sub(r"\1\\\2", safe))
