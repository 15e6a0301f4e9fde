#!/usr/bin/env python3
"""Trains and measures what finds characters that a recogniser put in, left out, split or merged.

    python packaging/training/slips.py --shared ../shared

Truth comes from aligning each page of the recognisers with the careful editor's text. Real pages hold slips of three
kinds (put in, left out, put in beside a misread one); for the others, and for more of what was left out, copies of the
pages are damaged by chance. The figures are from cross-validation by page; a page and its damaged copy are one.
Written is ``resources/tables/slips/weights.npz``; some 10 minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 (the repository must be on the path first)
from numpy.typing import NDArray  # noqa: E402
from pages import Page, is_han, read_set  # noqa: E402
from rapidfuzz.distance import Levenshtein  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from reader.lm.components import default_components  # noqa: E402
from reader.lm.hypotheses import Slip  # noqa: E402
from reader.lm.model import Floats  # noqa: E402
from reader.lm.slipfacts import FACTS  # noqa: E402
from reader.lm.slips import DOUBTFUL, SURE, Weighing, page_of, save, weighed  # noqa: E402
from reader.lm.suspects import Suspect, default_finder, find_suspects  # noqa: E402

TRAINED_ON = ("ocr_dev", "ocr_old_dev", "clean_dev")
DAMAGED = ("ocr_dev", "ocr_old_dev")
TESTED_ON = ("speech_dev", "speech_clean_dev", "pages_dev")
FOLDS = 5
DAMAGE = 0.0015
"""Share of characters that are left out, and that are split, in the damaged copies."""
MERGED = 0.5
"""Share of the neighbours that look like one character side by side that are merged there."""
ADDED = {Slip.DROPPED: 0.1, Slip.SPLIT: 0.05, Slip.MERGED: 0.05}
"""What a slip of a damaged copy counts for beside one that a recogniser made. Splits and merges have no real ones: the
weight stands for the belief that a set of 250 pages holds some ten."""
OF_PAGES = ("page tesseract", "page ppocr", "error rate")
UNUSED = {
    Slip.INSERTED: ("page ppocr",), Slip.STRAY: ("page ppocr",), Slip.DROPPED: ("page tesseract",),
    Slip.SPLIT: OF_PAGES, Slip.MERGED: OF_PAGES,
}
"""Facts that may not speak: that a page is *not* of one recogniser must not make it one of another, and what was
damaged by chance tells nothing of pages."""
AROUND = 8
"""Characters on each side within which a hypothesis is held against the truth."""
FEW, PLACES = 0.02, 200.0
"""Slips, and places without one, granted to each character before counting how often it was put in."""
STRENGTH = 0.3
"""Inverse strength of the regularisation (chosen among .1, .3 and 1 by cross-validation)."""
_WIDE = str.maketrans(",:;?!()", "，：；？！（）")
_HABIT = FACTS.index("habit")


class Truth:
    """What the recogniser did to a page; places count the page's characters run together."""

    def __init__(self, page: Page, clean: str) -> None:
        self.read = "".join(page.paragraphs).translate(_WIDE)
        self.printed = "".join(clean.split()).translate(_WIDE)
        n = len(self.read)
        self._printed_at = np.full(n + 1, len(self.printed))
        self.changed = np.zeros(n + 2, dtype=bool)
        """Where the number of characters is wrong."""
        self.inserted: list[str] = []
        for a, b, x, y, equal in _blocks(self.read, self.printed):
            self._printed_at[a:b] = np.minimum(x + np.arange(b - a), y)
            if equal or b - a == y - x:
                continue
            self.changed[max(0, a - (a == b)):b + 1] = True
            if b - a == 1 + y - x and b - a <= 2 and all(map(is_han, self.read[a:b] + self.printed[x:y])):
                self.inserted.append(self.read[a])

    def mended(self, at: int, taken: int, put: str) -> int:
        """By how many edits the page comes closer to the print when ``put`` stands for ``taken`` characters."""
        first, last = max(0, at - AROUND), min(len(self.read), at + taken + AROUND)
        printed = self.printed[self._printed_at[first]:self._printed_at[last]]
        stands = Levenshtein.distance(self.read[first:last], printed)
        return stands - Levenshtein.distance(self.read[first:at] + put + self.read[at + taken:last], printed)


def _blocks(read: str, printed: str) -> Iterator[tuple[int, int, int, int, bool]]:
    """Stretches that are alike and stretches that are not, in turn: from, to, from and to in the print, alike."""
    held: tuple[int, int, int, int] | None = None
    for op in Levenshtein.opcodes(read, printed):
        if op.tag == "equal":
            if held:
                yield *held, False
            held = None
            yield op.src_start, op.src_end, op.dest_start, op.dest_end, True
        else:
            start = held or (op.src_start, 0, op.dest_start, 0)
            held = (start[0], op.src_end, start[2], op.dest_end)
    if held:
        yield *held, False


def damaged(page: Page, seed: int) -> Page:
    """A copy in which some characters are left out, split and merged."""
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    parts: dict[str, list[str]] = defaultdict(list)
    whole: dict[str, str] = {}
    for left, right, made in default_components().rows.tolist():
        parts[chr(made)].append(chr(left) + chr(right))
        whole[chr(left) + chr(right)] = chr(made)

    def written(paragraph: str) -> str:
        out: list[str] = []
        at = 0
        while at < len(paragraph):
            character, pair, drawn = paragraph[at], paragraph[at:at + 2], chance.random()
            at += 1
            if is_han(character) and drawn < DAMAGE:
                continue
            if drawn < 2 * DAMAGE and parts[character]:
                out.append(chance.choice(parts[character]))
            elif pair in whole and drawn < MERGED:
                out.append(whole[pair])
                at += 1
            else:
                out.append(character)
        return "".join(out)

    return replace(page, name=page.name + " damaged", paragraphs=[written(each) for each in page.paragraphs])


@dataclass(frozen=True)
class Row:
    """One hypothesis, its facts, and what is true."""

    set: str
    page: str
    engine: str
    slip: Slip
    facts: Floats
    extra: int
    """The symbol that would be put in."""
    right: bool
    counts: bool
    """Whether it is right or wrong beyond doubt: not where the number of characters is wrong in another way."""
    context: str


def fold_of(page: str) -> int:
    """The same for a page and its damaged copy."""
    return zlib.crc32(page.split()[0].encode()) % FOLDS


def rows_of(name: str, page: Page, suspects: Sequence[Suspect], truth: Truth, habits: Floats) -> Iterator[Row]:
    """Every hypothesis of one page."""
    finder = default_finder()
    character = finder.sources.model.vocabulary.character
    seen, positions = page_of(finder.sources, page.paragraphs, suspects, "\n".join(page.paragraphs))
    joined = "\n".join(page.paragraphs)
    flat = positions - np.searchsorted(np.cumsum([len(each) + 1 for each in page.paragraphs]), positions, side="right")
    for found, facts in weighed(finder.sources, seen, habits, everywhere=True):
        for row, at in enumerate(found.at.tolist()):
            put = "".join(character(symbol) for symbol in found.put[row].tolist())
            place = int(flat[at]) if at < len(flat) else len(truth.read)
            start = int(positions[at]) if at < len(positions) else len(joined)
            right = truth.mended(place, found.taken, put) == (1 if found.taken + len(put) == 1 else 2)
            extra = found.put[row, 0] if found.slip is Slip.DROPPED else seen.text.symbols[at]
            yield Row(
                name, page.name, page.engine, found.slip, facts[row], int(extra), right,
                right or not truth.changed[place:place + max(1, found.taken)].any(),
                f"{joined[max(0, start - 7):start]}[{joined[start:start + found.taken]}→{put}]"
                f"{joined[start + found.taken:start + found.taken + 7]}".replace("\n", "|"))


def habits_of(truths: Sequence[Truth]) -> Floats:
    """For each symbol the logarithm of how often it was put in, as a share of its places."""
    vocabulary = default_finder().sources.model.vocabulary
    put_in, places = np.full(len(vocabulary), FEW), np.full(len(vocabulary), PLACES)
    for truth in truths:
        np.add.at(put_in, vocabulary.symbols_of("".join(truth.inserted)), 1)
        np.add.at(places, vocabulary.symbols_of(truth.read), 1)
    return np.log(put_in / places).astype(np.float32)


def fitted(rows: Sequence[Row], habits: Floats) -> Weighing:
    """The weights of each kind of slip."""
    shape = (len(Slip), len(FACTS))
    centre, scale, weights, bias = np.zeros(shape), np.ones(shape), np.zeros(shape), np.full(len(Slip), -20.0)
    for slip in Slip:
        used = [row for row in rows if row.slip is slip and row.counts]
        truth = np.array([row.right for row in used])
        if not truth.any():
            continue
        facts = with_habits(used, habits)
        weight = np.array([ADDED[slip] if row.right and "damaged" in row.page else 1.0 for row in used])
        if truth.all():
            bias[slip] = np.log(weight.sum() + 1)  # nothing wrong was ever seen: the rule of succession
            continue
        centre[slip], scale[slip] = facts.mean(axis=0), facts.std(axis=0) + 1e-6
        scale[slip][[FACTS.index(name) for name in UNUSED[slip]]] = np.inf
        line = LogisticRegression(C=STRENGTH, max_iter=4000)
        line.fit((facts - centre[slip]) / scale[slip], truth, sample_weight=weight)
        weights[slip], bias[slip] = line.coef_[0], line.intercept_[0]
    return Weighing(centre, scale, weights, bias, habits)


def with_habits(rows: Sequence[Row], habits: Floats) -> Floats:
    """The facts, with the habit of each character as these habits have it."""
    facts = np.array([row.facts for row in rows])
    facts[:, _HABIT] = habits[[row.extra for row in rows]]
    return facts


def gathered(shared: Path, cache: Path | None) -> tuple[dict[str, dict[str, Truth]], list[Row]]:
    """The truth about all pages, and all hypotheses."""
    pages = {name: read_set(shared, name) for name in TRAINED_ON + TESTED_ON}
    clean = {(name, path.stem): json.loads(path.read_text("utf-8"))["clean"]
             for name in pages for path in (shared / "bench" / name).glob("*.json")}
    for name in DAMAGED:
        pages[f"{name} damaged"] = [damaged(page, zlib.crc32(page.name.encode())) for page in pages[name]]
    truths = {name: {page.name: Truth(page, clean[name.split()[0], page.name.split()[0]]) for page in group}
              for name, group in pages.items()}
    habits = habits_of([truth for name in DAMAGED for truth in truths[name].values()])
    suspects: dict[tuple[str, str], list[Suspect]] = {}
    if cache and cache.exists():
        suspects = pickle.loads(cache.read_bytes())  # noqa: S301 (written by this script)
    rows: list[Row] = []
    for name, group in pages.items():
        for page in group:
            if (name, page.name) not in suspects:
                suspects[name, page.name] = list(find_suspects(page.paragraphs))
            rows += rows_of(name, page, suspects[name, page.name], truths[name][page.name], habits)
        say(f"{name}: {len(group)} pages, {len(rows)} hypotheses so far")
    if cache:
        cache.write_bytes(pickle.dumps(suspects))
    return truths, rows


def training_rows(rows: Sequence[Row]) -> list[Row]:
    """What the weights are fitted on: the training pages, and of their damaged copies the slips."""
    return [row for row in rows if row.set in TRAINED_ON or (row.right and row.slip in ADDED and "damaged" in row.page)]


def cross_validated(rows: Sequence[Row], truths: dict[str, dict[str, Truth]]) -> NDArray[np.float64]:
    """The probability of each row by weights that were fitted without its page."""
    kept = training_rows(rows)
    probability = np.zeros(len(rows))
    for fold in range(FOLDS):
        habits = habits_of([truth for name in DAMAGED for page, truth in truths[name].items() if fold_of(page) != fold])
        weighing = fitted([row for row in kept if fold_of(row.page) != fold], habits)
        for slip in Slip:
            mine = [k for k, row in enumerate(rows) if row.slip is slip and fold_of(row.page) == fold]
            if mine:
                probability[mine] = weighing.probability(slip, with_habits([rows[k] for k in mine], habits))
    return probability


def report(rows: Sequence[Row], probability: NDArray[np.float64]) -> None:
    """Precision, recall and what is shown wrongly, by kind and level."""
    for slip in Slip:
        for level, least in (("sure", SURE), ("with doubtful", DOUBTFUL)):
            shown = [row for row, p in zip(rows, probability, strict=True) if row.slip is slip and p >= least]
            real = [row for row in shown if row.set in TRAINED_ON and row.counts]
            right = sum(row.right for row in real)
            wrong = {name: sum(row.set == name and not row.right for row in shown) for name in TRAINED_ON + TESTED_ON}
            copies = sum(row.right for row in shown if "damaged" in row.page)
            made = sum(row.right and row.slip is slip and "damaged" in row.page for row in rows)
            say(f"{slip.name:9} {level:14} right {right} of {len(real)} shown; wrong "
                + " ".join(f"{name} {count}" for name, count in wrong.items())
                + f"; in damaged copies {copies} of {made} that were weighed")



def say(text: str) -> None:
    """Reports progress."""
    print(text, flush=True)


def main() -> None:
    """Trains, reports, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("JIAODU_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "tables" / "slips")
    parser.add_argument("--cache", type=Path, help="file that keeps the suspects of the pages, the slow part")
    args = parser.parse_args()
    truths, rows = gathered(args.shared, args.cache)
    probability = cross_validated(rows, truths)
    report(rows, probability)
    habits = habits_of([truth for name in DAMAGED for truth in truths[name].values()])
    save(fitted(training_rows(rows), habits), args.out)


if __name__ == "__main__":
    main()
