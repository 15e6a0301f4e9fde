"""The cleaned text as Markdown or as one self-contained web page.

One line of the cleaned text is one paragraph. A heading that fills its line becomes a heading of the format; one that
runs on into its paragraph (（一）从体制方面来讲，要强化……) is set in bold there, for the paragraph must stay whole.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import category

from reader.text.section import Section

_DEEPEST = 6
"""Levels that Markdown and HTML have."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the cleaned text; ``level`` is 0 for the title, 1 and deeper for headings, none for running text.

    The first ``leading`` characters are a heading that runs on into the paragraph.
    """

    text: str
    level: int | None = None
    leading: int = 0


def paragraphs(text: str, sections: Iterable[Section]) -> Iterator[Paragraph]:
    """The lines of the cleaned ``text`` that are not blank, with what ``sections`` say about them."""
    starts = {section.clean_start: section for section in sections}
    at = 0
    lines = re.split(r"\r\n|[\n\r\f]", text)
    ends = [match.end() for match in re.finditer(r"\r\n|[\n\r\f]", text)]
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
        return Paragraph(line, section.level)
    # A mark at the end of the title belongs to the sentence, and Markdown's bold must not end on one.
    leading = len(re.sub(r"[，。：；、,.:;\s]+$", "", title)) if line.startswith(title) else 0
    return Paragraph(line, leading=leading)


def to_markdown(text: str, sections: Iterable[Section], *, is_markdown: bool = False) -> str:
    """Markdown with a blank line between paragraphs; where the text is Markdown already, its marks are left alone."""
    blocks = (_markdown(paragraph, is_markdown) for paragraph in paragraphs(text, sections))
    return "\n\n".join(blocks) + "\n"


def _markdown(paragraph: Paragraph, is_markdown: bool) -> str:
    if is_markdown:
        if paragraph.level is None or paragraph.text.startswith("#"):
            return paragraph.text
        return f"{_hashes(paragraph.level)} {paragraph.text}"
    if paragraph.level is not None:
        return f"{_hashes(paragraph.level)} {_escaped(paragraph.text)}"
    head, rest = paragraph.text[: paragraph.leading], paragraph.text[paragraph.leading :]
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


_STYLE = (
    "body{max-width:40em;margin:3em auto;padding:0 1em;line-height:1.8;"
    'font-family:"Songti SC","SimSun","Noto Serif CJK SC",serif;color:#222;background:#fdfdfb}'
    "h1{text-align:center;line-height:1.4}p{text-indent:2em;margin:.6em 0;white-space:pre-wrap}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#1c1c1c}}"
)


def to_html(text: str, sections: Iterable[Section], *, name: str = "") -> str:
    """One HTML file that needs no other; ``name`` is its title where the text has none."""
    body: list[str] = []
    title = ""
    for paragraph in paragraphs(text, sections):
        shown = _shown(paragraph.text)
        if paragraph.level is not None:
            tag = f"h{min(paragraph.level + 1, _DEEPEST)}"
            body.append(f"<{tag}>{shown}</{tag}>")
            if paragraph.level == 0 and not title:
                title = paragraph.text
        elif paragraph.leading:
            head, rest = paragraph.text[: paragraph.leading], paragraph.text[paragraph.leading :]
            body.append(f"<p><strong>{_shown(head)}</strong>{_shown(rest)}</p>")
        else:
            body.append(f"<p>{shown}</p>")
    lines = [
        "<!DOCTYPE html>",
        '<html lang="zh">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_shown(title or name)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        *body,
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _shown(text: str) -> str:
    """Escaped for HTML, which has no control characters."""
    return html.escape(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text))
