"""Puts pages together as sites print them: an untouched text, and around and inside it the phrases of one site.

Every stretch that a careful editor would take out is known. The layouts follow ``sites/layouts.md`` of the shared data:
a menu or nothing, the title with its junk, meta lines and notices, a copy of the title, the text in one of the usual
states of its line ends, gates and notes spliced in, and the site's tail.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from furniture import BODY_SLOTS, Phrase, with_values
from opencc import OpenCC

_SLOT = re.compile(r"\{([A-Z0-9_.\-]+)\}")
_LONGEST_TEXT, _WATERMARK_EVERY = 1800, (240, 520)
_HALF = str.maketrans("，：；！？（）", ",:;!?()")
_LIST = "line_number_list"
_INSIDE = "spliced_mid_sentence"
_TRADITIONAL, _TO_TRADITIONAL = re.compile("[頁閱會員導語網範時間標題]"), OpenCC("s2t")


@dataclass
class Page:
    """A page, and what must go: stretches with their categories. ``free`` may go or stay, and so may all copies of the
    title but one.
    """

    raw: str = ""
    title: str = ""
    removed: list[tuple[int, int, str]] = field(default_factory=list)
    free: list[tuple[int, int]] = field(default_factory=list)

    def put(self, text: str, category: str = "", *, free: bool = False) -> None:
        """Append ``text``; with a category it is to be removed."""
        if category:
            self.removed.append((len(self.raw), len(self.raw) + len(text), category))
        if free:
            self.free.append((len(self.raw), len(self.raw) + len(text)))
        self.raw += text


def usable(phrase: Phrase) -> bool:
    """Whether a page can be put together with it: it stands for itself, and not for a piece of the text."""
    slots = set(_SLOT.findall(phrase.words))
    whole = not slots & (BODY_SLOTS | {"OTHER_TITLE", "RELATED_TITLE", "APHORISM", "HEADING"})
    counts = phrase.category == "watermark" and len(phrase.words) < 3
    return whole and phrase.words != "{TITLE}" and not counts and not phrase.words.startswith("{N}、{")


def composed(phrases: Sequence[Phrase], text: str, rng: random.Random) -> Page:
    """A page of the site with those phrases around ``text``, which has its title on the first line."""
    phrases = [phrase for phrase in phrases if usable(phrase)]
    if any(_TRADITIONAL.search(phrase.words) for phrase in phrases):
        text = _TO_TRADITIONAL.convert(text)
    title, *paragraphs = text.split("\n")
    page, gap = Page(title=title), rng.choice(("\n", "\n", "\n\n"))
    width = rng.choice((0.6, 1.0))
    head = [p for p in phrases if p.position == "head" and p.category != "title_junk" and rng.random() < 0.85]
    notices = [p for p in phrases if p.position == _LIST and rng.random() < width]
    tail = [p for p in phrases if p.position == "tail" and rng.random() < 0.85]
    menu = head[:2] if rng.random() < 0.35 else []
    for phrase in menu:
        page.put(_said(phrase, title, rng), phrase.category)
        page.put(gap)
    _put_title(page, [p for p in phrases if p.category == "title_junk" and p.position == "head"], title, rng)
    page.put(gap)
    for phrase in head[len(menu) :]:
        page.put(_said(phrase, title, rng), phrase.category)
        page.put(gap)
    for number, phrase in enumerate(notices, 1):
        words = re.sub(r"^\{N\}、", "", phrase.words)
        page.put(f"  {number}. {number}、{_said(Phrase(phrase.category, _LIST, words), title, rng)}", phrase.category)
        page.put("\n")
    if head and rng.random() < 0.4:
        page.put(title)
        page.put("\n")
    _put_text(page, paragraphs, [p for p in phrases if p.position == _INSIDE], title, rng)
    for phrase in tail:
        page.put(gap)
        page.put(_said(phrase, title, rng), phrase.category)
    page.put("\n")
    return page


def _said(phrase: Phrase, title: str, rng: random.Random) -> str:
    return with_values(phrase.words.replace("{TITLE}", title), rng).strip()


def _put_title(page: Page, junk: Sequence[Phrase], title: str, rng: random.Random) -> None:
    """The title's line, mostly with what the site hangs onto it."""
    hung = [phrase for phrase in junk if phrase.words.count("{TITLE}") == 1]
    if not hung or rng.random() < 0.15:
        page.put(title)
        return
    before, behind = (with_values(part, rng) for part in rng.choice(hung).words.split("{TITLE}"))
    if before:
        page.put(before, "title_junk")
    page.put(title)
    if behind:
        page.put(behind, "title_junk")


def _put_text(page: Page, paragraphs: list[str], inside: Sequence[Phrase], title: str, rng: random.Random) -> None:
    """The text up to a length, its line ends in a state that sites leave them in, with what is spliced in."""
    kept: list[str] = []
    while paragraphs and sum(map(len, kept)) < _LONGEST_TEXT:
        kept.append(paragraphs.pop(0))
    if rng.random() < 0.3:
        kept[-1] = kept[-1][: max(12, len(kept[-1]) * 2 // 3)]
    state, columns = rng.choice(("lines", "lines", "one_line", "spaces", "newlines")), rng.choice((26, 28, 36))
    if state in ("spaces", "newlines"):
        by = " " if state == "spaces" else "\n"
        kept = [by.join(line[at : at + columns] for at in range(0, len(line), columns)) for line in kept]
    text = (" " if state in ("one_line", "spaces") else "\n").join(kept)
    if rng.random() < 0.3:
        text = text.translate(_HALF)
    marks = [phrase for phrase in inside if phrase.category != "page_counter"]
    at = 0
    while marks:
        to = at + rng.randint(*_WATERMARK_EVERY)
        if to >= len(text) - 20:
            break
        page.put(text[at:to])
        phrase = marks[0] if len(marks) == 1 else rng.choice(marks)
        page.put(_said(phrase, title, rng), phrase.category)
        at = to
    page.put(text[at:])
