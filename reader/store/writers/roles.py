"""Which paragraph of an official document is what, beyond title and headings.

GB/T 9704—2012 names the parts (7.3): title, addressee, body, enclosures, signature, date. They are told by where they
stand and how they read, and only where that is plain: what is not recognised is body text, which is never wrong by
much.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise, takewhile

from reader.store.writers.paragraphs import Paragraph


class Role(StrEnum):
    """What a paragraph is; the value is the name of its style."""

    TITLE = "Title"
    UNDER_TITLE = "UnderTitle"
    ADDRESSEE = "Addressee"
    HEADING = "Heading"
    BODY = "Normal"
    ENCLOSURE = "Enclosure"
    SIGNATURE = "IssuedBy"
    DATE = "DateOfIssue"


_DIGIT = r"[\d〇○零一二三四五六七八九]"
_DATE = rf"{_DIGIT}{{4}}\s?年\s?[\d一二三四五六七八九十]{{1,3}}\s?月(?:\s?[\d一二三四五六七八九十]{{1,3}}\s?日)?"
_ONLY_DATE = re.compile(_DATE)
_BRACKETED = re.compile(r"[（(][^（）()]{2,60}[）)]")
_SUBTITLE = re.compile(r"——[^。；]{2,40}")
_ADDRESSEE = re.compile(r"[^。；！？]{2,80}[：:]")
_SIGNATURE = re.compile(r"[^，。；：！？,;:!?…]{2,26}")
_ENCLOSURE = re.compile(r"附件?\s?[：:].{1,80}")

_MOST_UNDER_TITLE, _LONGEST_NAME = 3, 16
_MOST_SIGNATURES = 3


def roles(paragraphs: Sequence[Paragraph]) -> list[Role]:
    """The role of each paragraph, in order."""
    found = [_plain(paragraph) for paragraph in paragraphs]
    if found[:1] == [Role.TITLE]:
        _open(paragraphs, found)
    _close(paragraphs, found)
    return found


def _plain(paragraph: Paragraph) -> Role:
    if not paragraph.is_heading:
        return Role.BODY
    return Role.TITLE if paragraph.level == 0 else Role.HEADING


def _open(paragraphs: Sequence[Paragraph], found: list[Role]) -> None:
    """Lines between the title and the body: when and where it was said, by whom, and to whom."""
    at = 1
    under = list(
        takewhile(lambda n: found[n] is Role.BODY and _is_under_title(paragraphs[n].text), range(1, len(found)))
    )
    if len(under) <= _MOST_UNDER_TITLE and len(under) + 1 < len(found):
        for at in under:
            found[at] = Role.UNDER_TITLE
        at = len(under) + 1
    if at < len(found) and found[at] is Role.BODY and _ADDRESSEE.fullmatch(paragraphs[at].text):
        found[at] = Role.ADDRESSEE


def _is_under_title(line: str) -> bool:
    if any(pattern.fullmatch(line) for pattern in (_ONLY_DATE, _BRACKETED, _SUBTITLE)):
        return True
    return len(line) <= _LONGEST_NAME and _SIGNATURE.fullmatch(line) is not None


def _close(paragraphs: Sequence[Paragraph], found: list[Role]) -> None:
    """The date at the end, who signed above it, and the enclosures above that; without a date none is sure enough."""
    last = len(found) - 1
    while last > 0 and (_BRACKETED.fullmatch(paragraphs[last].text) or _ENCLOSURE.fullmatch(paragraphs[last].text)):
        last -= 1
    if last < 1 or found[last] is not Role.BODY or not _ONLY_DATE.fullmatch(paragraphs[last].text):
        return
    found[last] = Role.DATE
    at = last - 1
    while at > 0 and last - at <= _MOST_SIGNATURES and found[at] is Role.BODY:
        if not _SIGNATURE.fullmatch(paragraphs[at].text):
            break
        found[at] = Role.SIGNATURE
        at -= 1
    if at > 0 and found[at] is Role.BODY and _ENCLOSURE.fullmatch(paragraphs[at].text):
        found[at] = Role.ENCLOSURE


def followed_by(found: Sequence[Role]) -> list[bool]:
    """For each paragraph, whether the one after it still belongs to the title."""
    return [after is Role.UNDER_TITLE for _, after in pairwise([*found, Role.BODY])]
