"""Traditional, variant and compatibility forms of characters.

The detectors and the language model know simplified text. A page in traditional characters is read by them in a
simplified copy of the same length, character by character (``Script.simple``), and what they propose is written in
traditional characters again; the page itself stays as it is. Characters and phrases are OpenCC's (Apache-2.0).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import opencc

from reader.text.chars import count_han
from reader.text.fix import Edit, Fix, Kind, Level, Option, Safety
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.section import Notice, NoticeKind
from reader.text.span import Span

TRADITIONAL = 0.2
"""Share of traditional forms, among the characters that tell the two scripts apart, from which a page is read as
traditional. Pages turned by machine stand near 1, simplified ones with scattered variants below .1."""

_AROUND = 4
"""Characters on either side that decide which of several traditional forms is meant."""

SCATTERED = 3
"""Different traditional forms that a simplified page must have to call them scattered: one or two are misreadings, and
the language model asks about those."""

_COMPATIBILITY = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")
_RADICALS = dict(
    zip(
        "⺜⺝⺠⺧⺶⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
        "日月民牛羊虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)
"""Radicals of the block U+2E80 that are whole characters but that Unicode maps to none, with the character meant."""


@cache
def simplified_forms() -> dict[int, str]:
    """What ``str.translate`` turns traditional forms into their simplified ones with; one character for one.

    Characters of GB 2312, the standard of simplified text, are none: 乾, 著, 瞭 stand in simplified words too.
    """
    pairs = _pairs("TSCharacters")
    for japanese, old in ((new, old) for old, new in _pairs("JPVariants").items()):
        simple = pairs.get(old, old)
        if japanese != simple:
            pairs.setdefault(japanese, simple)
    return {ord(old): simple for old, simple in pairs.items() if not _is_standard(old) and _is_standard(simple)}


def _is_standard(char: str) -> bool:
    """Whether a character is one of GB 2312."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _any_form() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, simplified_forms()))}]")


@cache
def _simple_only() -> frozenset[str]:
    """Simplified forms that traditional text has not."""
    return frozenset(simple for simple, old in _pairs("STCharacters").items() if simple != old)


def _pairs(table: str) -> dict[str, str]:
    """A table of OpenCC: each single character with the first that it may become."""
    text = (files("opencc") / "dictionary" / f"{table}.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if "\t" in line)
    chosen = ((old, new.split()[0]) for old, new in pairs)
    return {old: new for old, new in chosen if len(old) == 1 and len(new) == 1}


@dataclass(frozen=True, slots=True)
class Script:
    """The script of one raw text."""

    raw: str
    simple: str
    """The text as detectors read it; as long as ``raw``."""
    traditional: int
    """Characters that are traditional forms."""
    share: float
    """Their share among the characters that tell the scripts apart."""

    @classmethod
    def of(cls, raw: str) -> Script:
        traditional = len(_any_form().findall(raw))
        if traditional < SCATTERED:
            return cls(raw, raw, traditional, 0.0)
        share = traditional / (traditional + sum(map(_simple_only().__contains__, raw)))
        return cls(raw, raw.translate(simplified_forms()) if share >= TRADITIONAL else raw, traditional, share)

    @property
    def is_traditional(self) -> bool:
        return self.share >= TRADITIONAL

    def as_printed(self, fix: Fix) -> Fix:
        """What was found in the simplified copy, its proposals written in traditional characters."""
        if self.simple is self.raw or fix.kind is not Kind.OCR:
            return fix
        options = tuple(self._in_traditional(option) for option in fix.options)
        # Forms that differ in the simplified copy may be one character here.
        changing = tuple(o for o in options if any(e.span.of(self.raw) != e.replacement for e in o.edits))
        if not changing:
            return replace(fix, options=(), safety=Safety.SHOW, chosen=0)
        return replace(fix, options=changing, chosen=0)

    def _in_traditional(self, option: Option) -> Option:
        """The option as the page would print it: 发 is 發 or 髮, as the words around it want."""
        edits = tuple(Edit(edit.span, self._phrase(edit.span, edit.replacement)) for edit in option.edits)
        text = "".join(edit.replacement for edit in edits)
        return replace(option, text=text if len(text) == len(option.text) else option.text, edits=edits)

    def _phrase(self, span: Span, text: str) -> str:
        before = self.simple[max(0, span.start - _AROUND) : span.start]
        around = f"{before}{text}{self.simple[span.end : span.end + _AROUND]}"
        converted = _to_traditional().convert(around)
        # OpenCC's phrases are as long as what they stand for; where one is not, characters have to do.
        if len(converted) != len(around):
            return str(_to_traditional().convert(text))
        return str(converted[len(before) : len(before) + len(text)])


@cache
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def variant_forms(seen: Projection, script: Script) -> Iterator[Fix]:
    """Everything about forms of characters in a reading."""
    yield from compatibility_forms(seen)
    yield from scattered_forms(seen, script)
    yield from conversions(seen, script)


def compatibility_forms(seen: Projection) -> Iterator[Fix]:
    """Radicals and compatibility characters that stand for ordinary ones (⾰ for 革): always replaced.

    Nobody can see the difference, but no search finds the word and no program knows it.
    """
    why = Message.of("A compatibility form that looks like the ordinary character; no search would find the word.")
    for match in _COMPATIBILITY.finditer(seen.text):
        char = match[0]
        plain = _RADICALS.get(char) or unicodedata.normalize("NFKC", char)
        if plain == char or len(plain) != 1:
            continue
        edits = seen.edits(match.start(), match.end(), plain)
        if edits:
            yield Fix.editing(edits, Kind.VARIANT, "compatibility", why, confidence=0.995)


def scattered_forms(seen: Projection, script: Script) -> Iterator[Fix]:
    """Ask about traditional and variant forms in simplified text: names and quotations may want them."""
    forms = simplified_forms()
    if script.is_traditional or script.traditional < SCATTERED:
        return
    places = [(at, char) for at, char in enumerate(seen.text) if ord(char) in forms]
    if len({char for _, char in places}) < SCATTERED:
        return
    for at, char in places:
        edits = seen.edits(at, at + 1, forms[ord(char)])
        if edits:
            why = Message.of("A traditional or variant form in simplified text. Names and quotations may keep it.")
            yield Fix.editing(edits, Kind.VARIANT, "scattered", why, safety=Safety.ASK, confidence=0.9)


def conversions(seen: Projection, script: Script) -> Iterator[Fix]:
    """Offer a traditional page's conversion to simplified characters, a paragraph at a time and only on demand."""
    if not script.is_traditional:
        return
    converter = opencc.OpenCC("t2s")
    why = Message.of("This paragraph in simplified characters (by OpenCC). The page is kept in traditional ones.")
    for paragraph in seen.paragraphs:
        places = [at for span, _ in seen.offsets.raw_pieces(paragraph) for at in range(span.start, span.end)]
        printed = "".join(script.raw[at] for at in places)
        simple = converter.convert(printed)
        if simple == printed or len(simple) != len(printed):
            continue
        edits = tuple(_runs(places, printed, simple))
        option = Option(simple[:40], 0.95, edits)
        spans = (Span(edits[0].span.start, edits[-1].span.end),)
        yield Fix(spans, Kind.VARIANT, "simplify", (option,), Safety.ASK, 0.95, why, Level.DOUBTFUL)


def _runs(places: list[int], printed: str, simple: str) -> Iterator[Edit]:
    """One edit for each run of neighbouring characters that change."""
    start = None
    for n in range(len(places) + 1):
        changes = n < len(places) and printed[n] != simple[n]
        follows = start is not None and n < len(places) and places[n] == places[n - 1] + 1
        if start is not None and not (changes and follows):
            yield Edit(Span(places[start], places[n - 1] + 1), simple[start:n])
            start = None
        if changes and start is None:
            start = n


def script_notices(script: Script) -> Iterator[Notice]:
    """Say that a page is in traditional characters."""
    if script.is_traditional:
        message = Message.of(
            "The text is in traditional characters ({count} of {han}). It is kept so; simplified paragraphs are "
            "offered among the doubtful findings.",
            count=script.traditional, han=count_han(script.raw),
        )  # fmt: skip
        yield Notice(NoticeKind.TRADITIONAL, Span(0, len(script.raw)), message)
