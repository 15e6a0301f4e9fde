"""The cleaned text as one web page that needs no other file: nothing is loaded and nothing in it runs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from reader.store.writers.paragraphs import paragraphs
from reader.text.section import Section

_DEEPEST = 6
"""Levels that HTML has."""

_STYLE = (
    "body{max-width:40em;margin:3em auto;padding:0 1em;line-height:1.8;"
    'font-family:"Songti SC","SimSun","Noto Serif CJK SC",serif;color:#222;background:#fdfdfb}'
    "h1{text-align:center;line-height:1.4}p{text-indent:2em;margin:.6em 0;white-space:pre-wrap}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#1c1c1c}}"
    "@media print{body{max-width:none;margin:0;color:#000;background:#fff}h1,h2,h3{break-after:avoid}}"
)


def to_html(text: str, sections: Iterable[Section], *, name: str = "") -> str:
    """One HTML file; ``name`` is its title where the text has none."""
    body: list[str] = []
    title = ""
    for paragraph in paragraphs(text, sections):
        if paragraph.level is not None and paragraph.is_heading:
            tag = f"h{min(paragraph.level + 1, _DEEPEST)}"
            body.append(f"<{tag}>{shown(paragraph.text)}</{tag}>")
            if paragraph.level == 0 and not title:
                title = paragraph.text
        elif paragraph.head:
            body.append(f"<p><strong>{shown(paragraph.head)}</strong>{shown(paragraph.rest)}</p>")
        else:
            body.append(f"<p>{shown(paragraph.text)}</p>")
    return whole_page(title or name, _STYLE, body, "zh")


def whole_page(title: str, style: str, body: Iterable[str], language: str) -> str:
    """A page of these blocks, each HTML already."""
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{shown(title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        *body,
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def shown(text: str) -> str:
    """Escaped for HTML, which has no control characters."""
    return html.escape(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text))
