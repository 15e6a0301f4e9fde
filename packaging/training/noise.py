"""Puts recognition errors into clean text: pages to train the ranker on, beside the real ones.

The text is what the model never counted. Which character is misread as which is drawn from what recognisers really
did; a fifth of the errors come from glyph likeness alone, so that the ranker does not come to trust the tables blindly
— the pages of other recognisers and fonts will hold pairs that no table knows.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import corpus
import numpy as np
from confusions import NAMES, rows
from pages import Page, is_han

ENGINE_NAMES = tuple(NAMES)
STRANGE = 0.2
"""Share of the errors drawn from glyph likeness alone."""
CLEAN = 0.35
"""Share of the pages without any error."""
PAGE_CHARACTERS = 1500


class Noise:
    """Draws misreadings; everything follows from the seed."""

    def __init__(self, shared: Path, seed: int = 1) -> None:
        self.random = np.random.default_rng(seed)
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

    def page(self, name: str, paragraphs: list[str]) -> Page:
        """One page of clean paragraphs with errors put in; positions count through the paragraphs."""
        engine = int(self.random.integers(len(NAMES)))
        level = 0.0 if self.random.random() < CLEAN else float(np.exp(self.random.uniform(np.log(5e-4), np.log(0.04))))
        truth: dict[int, str] = {}
        damaged, positions, at = [], [], 0
        for paragraph in paragraphs:
            characters = list(paragraph)
            chance = self.random.random(len(characters))
            for i, ch in enumerate(characters):
                if is_han(ch) and chance[i] < level * self.rate[engine].get(ch, 1.0):
                    observed = self._misread(ch, engine)
                    if observed and observed != ch:
                        truth[at + i] = ch
                        characters[i] = observed
            damaged.append("".join(characters))
            positions.append(list(range(at, at + len(characters))))
            at += len(characters) + 1
        return Page(name, ENGINE_NAMES[engine] if truth else "none", name, damaged, positions, truth, frozenset(),
                    sum(map(is_han, "".join(paragraphs))))


def synthetic_pages(shared: Path, wanted: dict[str, int], seed: int = 1) -> list[Page]:
    """So many pages of each source, made from its held-out paragraphs."""
    noise = Noise(shared, seed)
    pages = []
    for source, limit in wanted.items():
        group: list[str] = []
        made = 0
        for paragraph in corpus.paragraphs(shared, source, held_out=True):
            group.append(paragraph.replace("\u3000", ""))
            if sum(map(len, group)) >= PAGE_CHARACTERS:
                pages.append(noise.page(f"{source}-{made}", group))
                group, made = [], made + 1
                if made >= limit:
                    break
    return pages
