"""Names in Word documents, one for each thing whatever edition of the standard a program writes."""

from __future__ import annotations

from lxml import etree

from reader.store.readers.container import Names

_ECMA = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"

NAMES = Names(
    {
        f"{_ECMA}wordprocessingml/2006/main": "w",
        f"{_STRICT}wordprocessingml/main": "w",
        f"{_ECMA}markup-compatibility/2006": "mc",
        f"{_ECMA}officeDocument/2006/math": "m",
        f"{_STRICT}officeDocument/math": "m",
        f"{_ECMA}officeDocument/2006/relationships": "r",
        f"{_STRICT}officeDocument/relationships": "r",
        f"{_ECMA}package/2006/relationships": "rel",
        "http://schemas.microsoft.com/office/2006/xmlPackage": "pkg",
        "http://schemas.microsoft.com/office/word/2003/wordml": "w",
        "http://schemas.microsoft.com/office/word/2003/auxHint": "wx",
        "http://schemas.microsoft.com/aml/2001/core": "aml",
    }
)


def named(element: etree._Element) -> str:
    """The short name of an element: ``w:p``; empty for what is none of text, compatibility and mathematics."""
    return NAMES[element.tag]


def attributes(element: etree._Element) -> dict[str, str]:
    """The attributes by their short names; those of no namespace keep their own."""
    return {NAMES[name] or str(name): str(value) for name, value in element.items()}


def value(element: etree._Element | None, name: str = "w:val", default: str = "") -> str:
    """One attribute, by default the value that most elements of Word are there for."""
    return default if element is None else attributes(element).get(name, default)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of short names."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if named(inner) == name), None)
    return element


def number(text: str, default: int = 0) -> int:
    """A whole number as XML has it, of sane size; ``default`` for anything else."""
    text = text.strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else default


def is_on(element: etree._Element | None) -> bool:
    """A property that is there and not switched off."""
    return element is not None and value(element, default="true") not in ("0", "false", "off", "none")
