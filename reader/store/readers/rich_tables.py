"""What the words of rich text mean: destinations, characters, and the code pages of fonts."""

from __future__ import annotations

import codecs

UNSEEN = frozenset(
    {
        *("fonttbl", "colortbl", "stylesheet", "info", "fldinst", "xe", "tc", "rxe", "nonshppict", "shprslt", "object"),
        *("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "bkmkstart", "bkmkend", "listtable", "pict"),
        *(
            "listoverridetable",
            "rsidtbl",
            "revtbl",
            "generator",
            "filetbl",
            "upr",
            "datafield",
            "sn",
            "sv",
            "themedata",
        ),
    }
)
"""Destinations without text of the document; so are all that are marked as optional and are not known."""

HEADERS = frozenset({"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"})

CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
}

SYMBOL = "symbol"
"""The code page of fonts whose characters are pictures."""

_CHARSETS = {
    0: "cp1252", 2: SYMBOL, 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
"""Code pages by the character sets of fonts (Rich Text Format 1.9.1, font table)."""


def of_charset(number: int) -> str | None:
    """The code page of a font by its character set; None where that of the document holds."""
    return _CHARSETS.get(number)


def of_number(number: int, default: str) -> str:
    """A code page by its number; 936 by its superset, for programs write characters of that too."""
    if number == 936:
        return "gb18030"
    name = {65001: "utf-8", 10000: "mac_roman", 10008: "gb2312"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return default


def decoded(data: bytes, page: str, document_page: str) -> str:
    """Bytes as text. In a Chinese document pairs of high bytes are Chinese, whatever font they are said to be in."""
    if page != document_page and page == "cp1252" and document_page in _DOUBLE and _pairs_only(data):
        page = document_page
    return data.decode(page, "replace")


_DOUBLE = ("gb18030", "gbk", "cp950", "big5", "cp932", "cp949")


def _pairs_only(data: bytes) -> bool:
    at = high = 0
    while at < len(data):
        if data[at] >= 0xA1:
            if at + 1 >= len(data) or data[at + 1] < 0xA1:
                return False
            high += 1
            at += 1
        at += 1
    return high > 0
