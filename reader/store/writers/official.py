"""The cleaned text as a Word file in the look of an official document, GB/T 9704—2012 (see ``stylesheet``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from reader.store.writers.package import word_file
from reader.store.writers.paragraphs import Paragraph, paragraphs
from reader.store.writers.roles import Role, followed_by, roles
from reader.store.writers.stylesheet import (
    CHARACTER,
    LINE,
    OFFICIAL_FONTS,
    OFFICIAL_PAGE,
    OFFICIAL_SETTINGS,
    OFFICIAL_STYLES,
    fonts_part,
    footer_part,
    styles_part,
)
from reader.store.writers.wordml import EASTERN, part, run
from reader.text.section import Section

_DEEPEST = 6
"""Levels of headings that there are styles for."""

_LONE_DATE = 4.0
"""Characters right of a date that nobody signed."""


def to_official(text: str, sections: Iterable[Section], *, name: str = "", author: str = "") -> bytes:
    """The Word file: one paragraph for each line of ``text`` that is not blank, with exactly its characters.

    A heading that runs on into its paragraph keeps its own type up to where it ends. ``name`` is the title in the
    file's properties where the text has none; ``author`` stands there only if it is given.
    """
    lines = list(paragraphs(text, sections))
    title = next((line.text for line in lines if line.level == 0 and line.is_heading), name)
    parts = {
        "styles": styles_part(OFFICIAL_STYLES),
        "settings": part("settings", OFFICIAL_SETTINGS),
        "fontTable": fonts_part(OFFICIAL_FONTS),
        "footer1": footer_part(odd=True),
        "footer2": footer_part(odd=False),
    }
    return word_file(_body(lines) + OFFICIAL_PAGE, parts, title=title, author=author)


def _body(lines: Sequence[Paragraph]) -> str:
    found = roles(lines)
    properties = [
        _properties(line, role, joined) for line, role, joined in zip(lines, found, followed_by(found), strict=True)
    ]
    _place_signatures(lines, found, properties)
    written = (
        f"<w:p>{f'<w:pPr>{given}</w:pPr>' if given else ''}{_runs(line)}</w:p>"
        for line, given in zip(lines, properties, strict=True)
    )
    # A body without a paragraph is none.
    return "".join(written) or "<w:p/>"


def _properties(line: Paragraph, role: Role, joined: bool) -> str:
    if role is Role.BODY:
        return ""
    style = f"Heading{min(line.level or 1, _DEEPEST)}" if role is Role.HEADING else role.value
    close_up = '<w:spacing w:after="0"/>' if joined and role in (Role.TITLE, Role.UNDER_TITLE) else ""
    return f'<w:pStyle w:val="{style}"/>{close_up}'


def _runs(line: Paragraph) -> str:
    if not line.head or not line.level:  # a title that runs on has no type of its own inside a paragraph
        return run(line.text)
    style = f'<w:rStyle w:val="Heading{min(line.level, _DEEPEST)}Char"/>'
    return run(line.head, style + EASTERN) + run(line.rest)


def _place_signatures(lines: Sequence[Paragraph], found: Sequence[Role], properties: list[str]) -> None:
    """Indent signature and date as 7.3.5 says for documents without a seal.

    The signature stands two characters from the right edge and the date below it, two characters further in at its
    beginning; where the date is the longer one it is the date that keeps two characters.
    """
    if Role.DATE not in found:
        return
    at = found.index(Role.DATE)
    signatures = [n for n in range(at) if found[n] is Role.SIGNATURE]
    date = _ems(lines[at].text)
    widest = max((_ems(lines[n].text) for n in signatures), default=date + _LONE_DATE)
    indent = max(2.0, widest - date)
    properties[at] += _indented(indent)
    for n in signatures:
        properties[n] += _indented(max(2.0, indent + date + 2 - _ems(lines[n].text)))
    first = min([*signatures, at])
    properties[first] = properties[first].replace("/>", f'/><w:spacing w:before="{LINE}"/>', 1)


def _indented(ems: float) -> str:
    return f'<w:ind w:rightChars="{round(ems * 100)}" w:right="{round(ems * CHARACTER)}"/>'


def _ems(text: str) -> float:
    """The width of a line in Chinese characters."""
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in text)
