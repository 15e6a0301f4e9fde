"""Left-overs of the page's and the word processor's code: tags, entities, style sheets, field codes, and jammers."""

from __future__ import annotations

import html
from collections.abc import Iterator

import regex

from reader.detect.common import is_common
from reader.detect.furniture.finding import Finding
from reader.text.chars import HAN
from reader.text.fix import Kind
from reader.text.message import Message

_TIMEOUT = 10.0
"""Seconds for one pattern over the whole text."""

_NAMES = (
    "a|abbr|address|article|aside|b|big|blockquote|body|br|center|code|col|colgroup|dd|div|dl|dt|em|figure|font|footer"
    "|form|h[1-6]|head|header|hr|html|i|iframe|image|img|input|label|li|link|main|meta|nav|o:p|ol|option|p|pre|script"
    "|section|select|small|span|st1:[a-z]+|strong|style|sub|sup|table|tbody|td|textarea|tfoot|th|thead|title|tr|u|ul"
    "|v:[a-z]+|w:[a-z]+"
)
_BLOCKS = {"br", "p", "div", "li", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "td", "section", "article", "ul"}

_TAG = regex.compile(rf"</?({_NAMES})(?:\s[^<>\n]{{0,600}})?/?>|<!--[^\n]{{0,400}}?-->", regex.IGNORECASE)
_HIDDEN = regex.compile(
    r"<(script|style)\b[^<>]{0,300}>[^<]{0,4000}</\1>|<image>data:[^\n]{0,400}?(?:</image>|$)",
    regex.IGNORECASE | regex.MULTILINE,
)
_ENTITY = regex.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
_FORUM = regex.compile(
    r"\[/?(?:td|tr|table|b|i|u|s|url|img|size|color|font|align|quote|attach|list|backcolor|indent|hide|free|p)"
    r"(?:=[^\[\]\n]{0,80})?\]",
    regex.IGNORECASE,
)
_COLLECTOR = regex.compile(r"\[标签:[^\[\]\n]{1,12}\]|\{(?:dede|pe|\$)[:.][^{}\n]{1,40}\}")
_STYLE = regex.compile(
    r"(?:l> )?(?<![\w一-鿿])[@.#]?[a-z][\w.\-]{0,30}(?:[ ,>]{1,3}[@.#]?[a-z][\w.\-]{0,30}){0,6} ?"
    r"\{ ?(?:[a-z\-]{2,30} ?: ?[^{};\n]{1,160};? ?){1,30}\}",
    regex.IGNORECASE,
)
_FIELD = regex.compile(
    r"\bTOC(?: ?\\[a-z](?: ?[\"“”][^\"“”\n]{0,40}[\"“”]| ?\d{1,6}(?:-\d)?)?){1,8}"
    r"|\bHYPERLINK(?: ?\\[a-z])? ?[\"“”][^\"“”\n]{0,120}[\"“”]|\bPAGEREF _Toc\d{4,12}(?: ?\\h)?|\b_Toc\d{6,12}\b"
    r"|\bMERGEFORMAT\b|_x000[DdAa]_|x0dx0a|\\u[0-9a-f]{4}(?=\\u[0-9a-f]{4})",
)
_SCRIPT_WORD = regex.compile(r"ImageVerifierCode")
_GLOSS = regex.compile(rf"(?<=[{HAN}])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{{1,6}}[)）]")
_JAMMER = regex.compile(
    r"(?:(?<=^)|(?<=[\s\p{Han}\p{P}]))[!-~]{1,3}(?: {1,2}[!-~]{1,3}){5,80}(?=$|[\s\p{Han}])", regex.MULTILINE
)

_GLOSSES_PER_CHARACTER, _LEAST_GLOSSES, _LEAST_COMMON = 5 / 1000, 6, 3
"""A converted mirror glosses more than 5 of 1,000 characters, common ones too; a writer glosses a few rare ones."""


def markup(text: str) -> Iterator[Finding]:
    """Code that shows in the text: tags, entities, style sheets, field codes, forum codes and collector tags.

    Words inside tags stay. A tag that began a line on the page leaves a line end. Only known names count, so
    〈…〉, a<b and an address in angle brackets are safe.
    """
    reason = Message.of("Code of the web page or the word processor, not part of the text.")
    for match in _HIDDEN.finditer(text, timeout=_TIMEOUT):
        yield _code(match, reason)
    for match in _TAG.finditer(text, timeout=_TIMEOUT):
        block = (match[1] or "").lower() in _BLOCKS and not _beside_line_end(text, match.start(), match.end())
        yield _code(match, reason, "\n" if block else "")
    for match in _ENTITY.finditer(text, timeout=_TIMEOUT):
        char = html.unescape(match[0])
        if char != match[0]:
            why = Message.of("The page's code for a character stands here instead of the character.")
            yield _code(match, why, " " if char == "\u00a0" else char)
    for pattern in (_FORUM, _COLLECTOR, _STYLE, _FIELD, _SCRIPT_WORD):
        for match in pattern.finditer(text, timeout=_TIMEOUT):
            yield _code(match, reason)


def _code(match: regex.Match[str], reason: Message, replacement: str = "") -> Finding:
    return Finding(match.start(), match.end(), Kind.MARKUP, "markup", reason, 0.985, replacement)


def _beside_line_end(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 3) : start].rstrip(" \t"), text[end : end + 3].lstrip(" \t")
    return not before or not after or before[-1] in "\r\n>" or after[0] in "\r\n"


def glosses(text: str) -> Iterator[Finding]:
    """Pinyin in brackets behind characters, where a converter put it in all over the text."""
    found = list(_GLOSS.finditer(text, timeout=_TIMEOUT))
    if len(found) < _GLOSSES_PER_CHARACTER * len(text):
        return
    if len(found) < _LEAST_GLOSSES and sum(is_common(text[match.start() - 1]) for match in found) < _LEAST_COMMON:
        return
    reason = Message.of("Pinyin in brackets, put behind {count} characters by a converter.", count=len(found))
    for match in found:
        yield Finding(match.start(), match.end(), Kind.MARKUP, "pinyin_gloss", reason, 0.98)


def jammers(text: str) -> Iterator[Finding]:
    """Random letters and signs that a forum puts into its posts against copying (4 M' b$ U8 {" L! u).

    A run of pieces of at most three characters without words; figures, formulas and codes with units keep away
    from it by their digits and their few kinds of signs.
    """
    reason = Message.of("Random letters and signs that a forum strews into its texts against copying.")
    for match in _JAMMER.finditer(text, timeout=_TIMEOUT):
        pieces = match[0].split()
        signs = {char for char in match[0] if not char.isalnum() and char != " "}
        letters = sum(char.isalpha() for char in match[0])
        digits = sum(char.isdigit() for char in match[0])
        if len(signs) >= 4 and letters >= 4 and digits <= letters and len(pieces) >= 6:
            yield Finding(match.start(), match.end(), Kind.WATERMARK, "jammer", reason, 0.98)
