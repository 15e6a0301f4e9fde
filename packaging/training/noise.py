"""Puts recognition errors into clean text: pages to train the ranker on, beside the real ones.

The text is what the model never counted. Which character is misread as which is drawn from what recognisers really
did; a fifth of the errors come from glyph likeness alone, so that the ranker does not come to trust the tables blindly
— the pages of other recognisers and fonts will hold pairs that no table knows.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import corpus
import numpy as np
import words
from confusions import NAMES, rows
from pages import Page, is_han

ENGINE_NAMES = tuple(NAMES)
STRANGE = 0.2
"""Share of the errors drawn from glyph likeness alone."""
CLEAN = 0.35
"""Share of the pages without any error."""
LOWEST, HIGHEST = 2e-4, 0.03
"""The share of misread characters on the others, drawn evenly on a logarithmic scale."""
HABITS = 1.4
"""Mean number of characters on a damaged page that the recogniser misreads every time, and always as the same."""
PAGE_CHARACTERS = 1500
START = 200
"""Where sources that were left out are read from: past their prefaces."""


COMMON_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
PERSON = re.compile(
    f"[{COMMON_SURNAMES}](?=[\u4e00-\u9fff]{{0,2}}(?:同志|书记|主任|[县市省镇乡局部厂校院所队组]长|主席|总理|委员|先生|女士|教授"
    f"|老师|记者))|(?<=同志|书记|主任|县长|市长|局长|厂长|校长|会计|支书)[{COMMON_SURNAMES}](?=[\u4e00-\u9fff]{{1,2}}[，。、：])|(?<=老)[{COMMON_SURNAMES}](?=[，。、说])|(?<=姓)[{COMMON_SURNAMES}]")
PLACE = re.compile("(?<=[在到从、，。和])[\u4e00-\u9fff]{2}(?=[县乡镇村])")
RIVER = re.compile("(?<=[在到从、，。和的])[\u4e00-\u9fff](?=[河江桥沟岭山湾庄城川])")


class Names:
    """Puts rare family names and places where common ones stand: what must not be taken for an error."""

    def __init__(self, shared: Path, random: np.random.Generator) -> None:
        self.random = random
        self.surnames = sorted(name for name in words.surnames(shared) if len(name) == 1)
        listed = (line[0] for line in rows(shared / "lexicon" / "places.tsv.xz"))
        self.characters = sorted(ch for ch, names in words.name_characters(shared).items() if names <= 60)
        self.places = sorted({name[:2] for name in listed if len(name) == 3 and name[2] in "县乡镇村"})

    def varied(self, paragraph: str) -> str:
        """The paragraph with half of its names of persons and a third of its places exchanged."""

        def surname(match: re.Match[str]) -> str:
            return str(self.random.choice(self.surnames)) if self.random.random() < 0.7 else match.group()

        def place(match: re.Match[str]) -> str:
            return str(self.random.choice(self.places)) if self.random.random() < 0.3 else match.group()

        def river(match: re.Match[str]) -> str:
            return str(self.random.choice(self.characters)) if self.random.random() < 0.3 else match.group()

        return RIVER.sub(river, PLACE.sub(place, PERSON.sub(surname, paragraph)))


class Noise:
    """Draws misreadings; everything follows from the seed."""

    def __init__(self, shared: Path, seed: int = 1) -> None:
        self.random = np.random.default_rng(seed)
        self.names = Names(shared, self.random)
        self.printed: list[dict[str, tuple[list[str], np.ndarray]]] = []
        self.rate: list[dict[str, float]] = []
        counts: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
        for true, observed, count, engine, _ in rows(shared / "ocr" / "confusions.tsv.xz"):
            if is_han(observed) and is_han(true):
                counts[NAMES[engine], true][observed] = int(count)
        times: dict[tuple[int, str], tuple[int, int]] = {}
        for true, engine, rendered, wrong in rows(shared / "ocr" / "confusion_totals.tsv.xz"):
            times[NAMES[engine], true] = int(rendered), int(wrong)
        for k in range(len(NAMES)):
            total = sum(n for (e, _), (n, _) in times.items() if e == k)
            average = sum(w for (e, _), (_, w) in times.items() if e == k) / total
            self.rate.append({true: (w + 20 * average) / (n + 20) / average
                              for (e, true), (n, w) in times.items() if e == k})
            self.printed.append({true: (list(pairs), np.array(list(pairs.values()), dtype=float) ** 0.8)
                                 for (e, true), pairs in counts.items() if e == k})
        near: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for true, _, observed, score, _ in rows(shared / "ocr" / "glyph_similarity.tsv.xz"):
            near[true].append((observed, float(score)))
        self.near = {true: ([o for o, _ in pairs], np.exp(12 * np.array([s for _, s in pairs])))
                     for true, pairs in near.items()}

    def _misread(self, true: str, engine: int) -> str | None:
        strange = self.random.random() < STRANGE
        table = self.near if strange or true not in self.printed[engine] else self.printed[engine]
        if true not in table:
            return None
        options, weights = table[true]
        return options[int(self.random.choice(len(options), p=weights / weights.sum()))]

    def _habits(self, counts: Counter[str], engine: int) -> dict[str, str]:
        """Characters of a page, rare on it, that are misread every time, with what is printed for each."""
        rare = sorted(ch for ch, times in counts.items() if is_han(ch) and times <= 4 and ch in self.rate[engine])
        if not rare:
            return {}
        weights = np.array([self.rate[engine][ch] * counts[ch] for ch in rare])
        number = min(int(self.random.poisson(HABITS)), 4)
        chosen = self.random.choice(rare, size=number, p=weights / weights.sum())
        drawn = {str(ch): self._misread(str(ch), engine) for ch in chosen}
        return {ch: observed for ch, observed in drawn.items() if observed and observed != ch}

    def page(self, name: str, paragraphs: list[str]) -> Page:
        """One page of clean paragraphs with errors put in; positions count through the paragraphs."""
        engine = int(self.random.integers(len(NAMES)))
        clean = self.random.random() < CLEAN
        level = 0.0 if clean else float(np.exp(self.random.uniform(np.log(LOWEST), np.log(HIGHEST))))
        paragraphs = [self.names.varied(paragraph) for paragraph in paragraphs]
        habits = {} if clean else self._habits(Counter("".join(paragraphs)), engine)
        truth: dict[int, str] = {}
        damaged, positions, at = [], [], 0
        for paragraph in paragraphs:
            characters = list(paragraph)
            chance = self.random.random(len(characters))
            for i, ch in enumerate(characters):
                if ch in habits:
                    truth[at + i] = ch
                    characters[i] = habits[ch]
                elif is_han(ch) and chance[i] < level * self.rate[engine].get(ch, 1.0):
                    observed = self._misread(ch, engine)
                    if observed and observed != ch:
                        truth[at + i] = ch
                        characters[i] = observed
            damaged.append("".join(characters))
            positions.append(list(range(at, at + len(characters))))
            at += len(characters) + 1
        return Page(name, ENGINE_NAMES[engine] if truth else "none", name, damaged, positions, truth, frozenset(),
                    sum(map(is_han, "".join(paragraphs))))


def synthetic_pages(shared: Path, wanted: dict[str, int], seed: int = 1, *, held_out: bool = True) -> list[Page]:
    """So many pages of each source, made from its held-out paragraphs (or the others, for a model without them)."""
    noise = Noise(shared, seed)
    pages = []
    for source, limit in wanted.items():
        group: list[str] = []
        made = 0
        for paragraph in corpus.paragraphs(shared, source, held_out=held_out)[START if not held_out else 0:]:
            group.append(paragraph.replace("\u3000", ""))
            if sum(map(len, group)) >= PAGE_CHARACTERS:
                pages.append(noise.page(f"{source}-{made}", group))
                group, made = [], made + 1
                if made >= limit:
                    break
    return pages
