"""What an element's style says about its text: whether anybody sees it, whether it is a block, how space counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class Hidden(Enum):
    """How an element is hidden, and so who inside of it is, too."""

    NO = ""
    ALL = "all that is in it"
    UNLESS_VISIBLE = "all that does not say that it is visible"
    OWN = "its own words: elements in it may have letters of their own size"


@dataclass(frozen=True, slots=True)
class Style:
    """Nothing where the style says nothing.

    ``space`` is ``"keep"`` (as in ``<pre>``), ``"lines"`` (line ends only) or ``"collapse"``; ``list_style`` says how
    items are numbered, ``place`` how far from the top and from the left the element is put.
    """

    hidden: Hidden = Hidden.NO
    shown: bool = False
    visible: bool = False
    block: bool | None = None
    space: str | None = None
    list_style: str | None = None
    place: tuple[float, float] | None = None


PLAIN = Style()

_BLOCKS = {"block", "flex", "grid", "table", "list-item", "flow-root", "table-row", "table-caption", "-webkit-box"}
_INLINE = {"inline", "inline-block", "inline-flex", "inline-table", "contents"}
_SPACE = {
    "pre": "keep", "pre-wrap": "keep", "break-spaces": "keep", "-moz-pre-wrap": "keep", "pre-line": "lines",
    "normal": "collapse", "nowrap": "collapse",
}  # fmt: skip
_IMPORTANT = re.compile(r"!\s*important")
_NOTHING = re.compile(r"0*\.?0+(?:px|pt|em|rem|%|ex|cm|mm|in)?")
_FAR_OFF = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|rem)?|-\d{2,}(?:em|rem)")
_LENGTH = re.compile(r"(-?\d{1,7}(?:\.\d{1,9})?)(?:px|pt|em|rem|%)?")
_LIST_STYLES = re.compile(
    r"(?<![\w-])(none|decimal-leading-zero|decimal|lower-alpha|lower-latin|upper-alpha|upper-latin|lower-roman"
    r"|upper-roman|cjk-ideographic|cjk-decimal|simp-chinese-informal|trad-chinese-informal|simp-chinese-formal"
    r"|trad-chinese-formal|cjk-heavenly-stem|cjk-earthly-branch|disc|circle|square)(?![\w-])"
)
_LONGEST = 4000
"""Characters of a style that are looked at; embedded pictures make some of them megabytes long."""


@lru_cache(maxsize=4096)
def style_of(declarations: str) -> Style:
    """What declarations like ``display:none; color:red`` say; later ones go before earlier ones.

    Not seen: what is not displayed or hidden, letters of no size, and text moved far off the page. White letters on
    white are left alone, for what the ground is cannot be known from here; so are transparent ones, for many pages let
    their paragraphs appear as one comes to them.
    """
    said: dict[str, str] = {}
    for declaration in declarations[:_LONGEST].lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            said[name.strip()] = _IMPORTANT.sub("", value).strip()
    display, visibility = said.get("display"), said.get("visibility")
    hidden = Hidden.NO
    if display == "none" or said.get("mso-hide") == "all" or _is_far_off(said):
        hidden = Hidden.ALL
    elif visibility in ("hidden", "collapse"):
        hidden = Hidden.UNLESS_VISIBLE
    elif _NOTHING.fullmatch(said.get("font-size", "")):
        hidden = Hidden.OWN
    place = _place(said)
    out_of_flow = place is not None and said.get("position") in ("absolute", "fixed")
    block = True if display in _BLOCKS or out_of_flow else False if display in _INLINE else None
    listed = _LIST_STYLES.search(said.get("list-style-type") or said.get("list-style") or "")
    return Style(
        hidden,
        hidden is Hidden.NO and (visibility == "visible" or (display is not None and block is not None)),
        visibility == "visible",
        block,
        _SPACE.get(said.get("white-space", "")),
        listed[1] if listed else None,
        place,
    )


def _is_far_off(said: Mapping[str, str]) -> bool:
    moved = said.get("position") in ("absolute", "fixed")
    names = ("text-indent", "left", "top") if moved else ("text-indent",)
    return any(_FAR_OFF.fullmatch(said.get(name, "")) for name in names)


def _place(said: Mapping[str, str]) -> tuple[float, float] | None:
    top, left = (_LENGTH.fullmatch(said.get(name, "")) for name in ("top", "left"))
    return (float(top[1]), float(left[1])) if top and left else None


_SELECTOR = re.compile(r"[a-z][a-z0-9]*(?:[.#][\w-]+)+|(?:[.#][\w-]+)+", re.IGNORECASE)
_MOST_RULES = 2_000
_MOST_FOR_ONE = 20
_MOST_CLASSES = 20
_LONGEST_SHEET = 1 << 20
"""Bounds of the work that a hostile page can ask for: a page of people needs a hundredth."""


class StyleSheet:
    """Rules of the page's own style sheets that hide elements by their class or id, or show them again.

    Only selectors of one element are understood (``.ad``, ``p.ad``, ``.tab.on``), and no rule inside of another one
    (``@media print``). Whatever is not understood hides nothing.
    """

    def __init__(self) -> None:
        self._rules: dict[str, list[tuple[tuple[int, int, int], frozenset[str], Hidden]]] = {}
        self._count = 0

    def add(self, css: str) -> None:
        """Take in the content of a ``<style>`` element."""
        for selectors, declarations in _top_level(_without_comments(css[:_LONGEST_SHEET])):
            style = style_of(declarations)
            if style.hidden is Hidden.NO and not style.shown:
                continue
            for selector in selectors.split(","):
                simple = selector.strip()
                if self._count < _MOST_RULES and len(simple) < 200 and _SELECTOR.fullmatch(simple):
                    parts = frozenset(re.findall(r"[.#]?[\w-]+", simple))
                    filed = self._rules.setdefault(min(part for part in parts if part[0] in "#."), [])
                    if len(filed) < _MOST_FOR_ONE:
                        weight = (sum(part[0] == "#" for part in parts), len(parts), self._count)
                        filed.append((weight, parts, style.hidden))
                        self._count += 1

    def hides(self, tag: str, classes: str | None, identity: str | None) -> Hidden:
        """How the most specific rule for such an element hides it; of equal ones the last."""
        if not self._rules:
            return Hidden.NO
        names = [f".{name}" for name in (classes or "").split()[:_MOST_CLASSES]]
        if identity:
            names.append(f"#{identity}")
        have = {tag, *names}
        weight, hidden = (0, 0, 0), Hidden.NO
        for name in names:
            for own, parts, hides in self._rules.get(name, ()):
                if parts <= have and own >= weight:
                    weight, hidden = own, hides
        return hidden


def _without_comments(css: str) -> str:
    kept: list[str] = []
    at = 0
    css = css.replace("<!--", " ").replace("-->", " ")
    while (start := css.find("/*", at)) >= 0:
        kept.append(css[at:start])
        end = css.find("*/", start + 2)
        at = end + 2 if end >= 0 else len(css)
    return " ".join([*kept, css[at:]])


def _top_level(css: str) -> list[tuple[str, str]]:
    """Selectors and declarations of the rules that stand by themselves; those with rules in them come as one."""
    rules: list[tuple[str, str]] = []
    depth = start = opened = 0
    for match in re.finditer(r"[{}]", css):
        if match[0] == "{":
            depth += 1
            if depth == 1:
                opened = match.start()
        elif depth:
            depth -= 1
            if not depth:
                # An @import before the rule ends with a semicolon.
                selectors = css[start:opened].rpartition(";")[2]
                rules.append((selectors, css[opened + 1 : match.start()]))
                start = match.end()
    return rules
