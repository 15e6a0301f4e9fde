"""Finds where a recogniser put in, left out, split or merged characters, beside what it merely misread.

Every hypothesis of :mod:`reader.lm.hypotheses` at an unlikely place is weighed by plain facts: how much better the text
reads, how closely the characters around are bound to others, whether recognisers are known to put in this very
character, how often the page was misread elsewhere. A small logistic model for each kind of slip says how likely it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reader.assets import resource_path
from reader.lm.components import default_components
from reader.lm.features import Sources
from reader.lm.hypotheses import Hypotheses, Slip, Text, between, halves, inserted, joined, parted
from reader.lm.model import Floats
from reader.lm.proposals import REACH
from reader.lm.slipfacts import FACTS, Page, engine_weights, slip_facts
from reader.lm.suspects import Suspect, default_finder
from reader.lm.vocabulary import BOUNDARY, LATIN, Positions, code_points

Level = Literal["sure", "doubtful"]

SURE, DOUBTFUL = 0.7, 0.25
"""Probability from which a slip is shown by default, and on demand."""
TIED = 1.0
"""Nats above chance from which two characters stand together too well for a third to be missing between them."""
LONE, LONE_BEFORE = -6.0, -5.0
"""Log-probability of a character below which it is looked at, and of one put in before a misread one."""
UNLIKELY = {Slip.INSERTED: -14.0, Slip.DROPPED: -17.0, Slip.MERGED: -24.0, Slip.STRAY: -24.0}
"""Log-probability of what is rewritten with the three symbols after it (left out: of the three) below which it is."""
LEAST_GAIN = {Slip.INSERTED: 6.0, Slip.DROPPED: 6.0, Slip.SPLIT: 6.0, Slip.MERGED: 8.0, Slip.STRAY: 12.0}
"""Nats by which the text must read better before a hypothesis is weighed at all."""
NUMERALS = "一二三四五六七八九十百千万亿零〇两第"
"""Characters that are never put in or taken out alone: numbers are not guessed."""
SETTLED = 5.0
"""Nats by which two halves must read better as one character than with any one of them changed, for the suspects there
to stand back: a half is mostly a rare character, and so a good suspect (72 of 74 such places of the damaged copies)."""
MISREAD_BESIDE = 0.6
"""Suspects from this confidence on explain why the text reads badly beside them: nothing is missing there."""
MISREAD = 2.0
"""Expected number of misread characters from which a page is looked through for more than look-alikes."""
SURELY = 0.7
"""Share of recognisers that never put in (leave out) characters from which a page is not looked through for that: on
32 pages of PP-OCR 5 characters were put in, on 63 of Tesseract 5 left out, on 64 of the old kind neither."""
CLEAR = 0.8
"""Suspects from this confidence on tell what kind of recogniser made the page."""
HABIT = -7.0
"""From here on (log of a share) a character counts as one that recognisers put in."""

_OVER = FACTS.index("over a substitution")


@dataclass(frozen=True, eq=False)
class Weighing:
    """The fitted weights of each kind of slip, and which characters recognisers put in."""

    centre: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    """One row a kind of slip."""
    bias: NDArray[np.float64]
    habits: Floats
    """For each symbol the logarithm of how often recognisers put it in, as a share of all its places."""

    def probability(self, slip: Slip, facts: Floats) -> NDArray[np.float64]:
        """How likely each hypothesis of one kind is true."""
        line = ((facts - self.centre[slip]) / self.scale[slip]) @ self.weights[slip] + self.bias[slip]
        probability: NDArray[np.float64] = 1 / (1 + np.exp(-line))
        return probability


@dataclass(frozen=True)
class Slipped:
    """One place where the number of characters is probably wrong; offsets are code points within its paragraph."""

    slip: Slip
    paragraph: int
    start: int
    end: int
    """Equal to ``start`` where something was left out."""
    proposed: str
    """What would stand there; empty where a character was put in."""
    confidence: float
    level: Level
    gain: float
    """How much more likely the text is as proposed (nats)."""


def hypotheses(page: Page, habits: Floats, *, everywhere: bool = False) -> Iterator[Hypotheses]:
    """Every hypothesis of a page that is worth weighing.

    A page that is hardly misread is only looked through for halves of characters, one of a recogniser that never does
    a thing not for that thing. ``everywhere`` is for training: what is found there teaches what is no slip.
    """
    components, points, n = default_components(), page.points, len(page.symbols)
    if n < 2:
        return
    places, rows = halves(page.model, page.symbols, points, components)
    if len(places):
        yield joined(page.text, places, rows, components)
    if float(page.suspected.sum()) < MISREAD and not everywhere:
        return
    tesseract, ppocr, classic = page.engines.tolist()
    text = page.text
    log_p = text.log_p[:n]
    han = (points >= 0x3400) & (points <= 0x9FFF)
    lone = han & (log_p < LONE)
    whole = np.flatnonzero(lone & (_standing(text, 1) < UNLIKELY[Slip.MERGED]))
    yield parted(text, whole, points[whole], components)
    if tesseract + classic < SURELY or everywhere:
        yield _left_out(page, log_p, han)
    if ppocr + classic < SURELY or everywhere:
        yield from _put_in(text, log_p, han, habits)


def _put_in(text: Text, log_p: Floats, han: NDArray[np.bool_], habits: Floats) -> Iterator[Hypotheses]:
    """Characters too many, alone and beside a misread one; Tesseract's slips."""
    n = len(text.symbols)
    before, after = text.padded[REACH - 1:n + REACH - 1], text.padded[REACH + 1:n + REACH + 1]
    stray = (habits[text.symbols] >= HABIT) & han
    doubled = (text.symbols == before) & han & (log_p < LONE)
    # Of two alike it is the second: without the first the text is the same.
    put_in = (stray | doubled) & (_standing(text, 1) < UNLIKELY[Slip.INSERTED]) & (text.symbols != after)
    yield inserted(text, _not_numerals(text, np.flatnonzero(put_in)))
    pair = han[:-1] & (log_p[:-1] < LONE_BEFORE) & han[1:] & (stray[:-1] | stray[1:])
    found = between(text, np.flatnonzero(pair & (_standing(text, 2)[:-1] < UNLIKELY[Slip.STRAY])), 2, Slip.STRAY)
    # Where one of the two is what should stand, the other was merely put in.
    first, second, put = text.symbols[found.at], text.symbols[found.at + 1], found.put[:, 0]
    yield found.kept((put != first) & (put != second))


def _left_out(page: Page, log_p: Floats, han: NDArray[np.bool_]) -> Hypotheses:
    """Characters missing before a place, where one other than a numeral fits best; PP-OCR's slips."""
    text, model = page.text, page.model
    words = (text.symbols > LATIN) | (text.symbols == BOUNDARY)
    beside = words & np.concatenate([[False], words[:-1]]) & (han | np.concatenate([[False], han[:-1]]))
    doubted = np.maximum(page.suspected, np.concatenate([[0.0], page.suspected[:-1]]))
    gaps = np.flatnonzero(beside & (log_p < LONE) & (doubted < MISREAD_BESIDE)
                          & (_standing(text, 0) < UNLIKELY[Slip.DROPPED]))
    left, right = text.padded[gaps + REACH - 1], text.symbols[gaps]
    found = between(text, gaps[model.bigrams(left, right)[0] - model.unigrams[right] < TIED], 0, Slip.DROPPED)
    character = model.vocabulary.character
    return found.kept(np.array(["\u4e00" <= character(symbol) <= "\u9fff" and character(symbol) not in NUMERALS
                                for symbol in found.put[:, 0].tolist()], dtype=bool))


def _standing(text: Text, taken: int) -> NDArray[np.float64]:
    """For each symbol the log-likelihood of so many from it on and of the three after them, as far as the text goes."""
    n, sums = len(text.symbols), text.sums
    return sums[np.minimum(np.arange(n) + taken + REACH, len(sums) - 1)] - sums[:n]


def _not_numerals(text: Text, places: NDArray[np.int64]) -> NDArray[np.int64]:
    numerals = text.model.vocabulary.symbols_of(NUMERALS)
    return places[~np.isin(text.symbols[places], numerals)]


def weighed(sources: Sources, page: Page, habits: Floats, *, everywhere: bool = False,
            ) -> Iterator[tuple[Hypotheses, Floats]]:
    """The hypotheses of a page that read clearly better, with their facts; ``everywhere`` as for :func:`hypotheses`."""
    for found in hypotheses(page, habits, everywhere=everywhere):
        better = found.kept(found.gains >= LEAST_GAIN[found.slip])
        if len(better.at):
            yield better, slip_facts(sources, page, better, habits)


def page_of(sources: Sources, paragraphs: Sequence[str], suspects: Sequence[Suspect], document: str,
            ) -> tuple[Page, Positions]:
    """What is known of a page, and where its symbols stand in its joined paragraphs.

    ``suspects`` are those of this page, by paragraphs of it; in ``document`` repetitions are looked for.
    """
    joined_text = "\n".join(paragraphs)
    symbols, positions = sources.model.vocabulary.encode(joined_text)
    starts = np.cumsum([0, *(len(paragraph) + 1 for paragraph in paragraphs)])
    suspected = np.zeros(len(symbols))
    for suspect in suspects:
        suspected[np.searchsorted(positions, starts[suspect.paragraph] + suspect.start)] = suspect.confidence
    points = code_points(joined_text)[positions]
    characters = int(((points >= 0x3400) & (points <= 0x9FFF)).sum())
    rate = float(np.log((suspected.sum() + 0.3) / (characters + 300)))

    def repeated(first: int, last: int) -> int:
        around = joined_text[positions[max(0, first - 1)]:positions[min(last, len(positions) - 1)] + 1]
        return document.count(around)

    clear = [suspect for suspect in suspects if suspect.confidence >= CLEAR and suspect.candidates]
    engines = engine_weights(sources, "".join(suspect.observed for suspect in clear),
                             "".join(suspect.candidates[0][0] for suspect in clear))
    return Page(sources.model, symbols, points, suspected, rate, engines, repeated), positions


def find_slips(paragraphs: Sequence[str], suspects: Sequence[Suspect], document: str,
               ) -> tuple[list[Slipped], list[Suspect]]:
    """The slips of one page in the order of the text, and those of its suspects that they do not explain.

    ``suspects`` are those found in these very paragraphs; ``document`` is the whole text, where a stretch that stands
    several times is taken for what was printed. A place has one finding: the likelier reading stays.
    """
    sources, weighing = default_finder().sources, default_weighing()
    page, positions = page_of(sources, paragraphs, suspects, document)
    starts = np.cumsum([0, *(len(paragraph) + 1 for paragraph in paragraphs)])
    claimed: dict[int, Suspect] = {}
    for suspect in suspects:
        claimed[int(np.searchsorted(positions, starts[suspect.paragraph] + suspect.start))] = suspect
    candidates: list[tuple[float, bool, Hypotheses, int]] = []
    for found, facts in weighed(sources, page, weighing.habits):
        weights = weighing.probability(found.slip, facts)
        settled = (facts[:, _OVER] >= SETTLED) & (found.slip is Slip.SPLIT)
        candidates += [(float(weights[row]), bool(settled[row]), found, row)
                       for row in np.flatnonzero(weights >= DOUBTFUL).tolist()]
    taken: set[int] = set()
    explained: set[int] = set()
    slips: list[Slipped] = []
    for probability, settled_here, found, row in sorted(candidates, key=lambda candidate: -candidate[0]):
        at = int(found.at[row])
        concerned = range(at, at + found.taken) if found.taken else range(at - 1, at + 1)
        rivals = [place for place in concerned if place in claimed]
        if not taken.isdisjoint(concerned):
            continue
        if not settled_here and any(_convinces(claimed[place]) >= probability for place in rivals):
            continue
        taken.update(concerned)
        explained.update(rivals)
        slips.append(_slipped(page, positions, starts, found, row, probability))
    left = [suspect for place, suspect in claimed.items() if place not in explained]
    return sorted(slips, key=lambda slip: (slip.paragraph, slip.start)), left


def _convinces(suspect: Suspect) -> float:
    """How likely the suspect's own first reading is right."""
    return suspect.candidates[0][1] if suspect.candidates else 0.0


def _slipped(page: Page, positions: Positions, starts: NDArray[np.int64], found: Hypotheses, row: int,
             probability: float) -> Slipped:
    at = int(found.at[row])
    first = int(positions[at]) if found.taken else int(positions[at - 1]) + 1
    last = int(positions[at + found.taken - 1]) + 1 if found.taken else first
    paragraph = int(np.searchsorted(starts, first, side="right")) - 1
    offset = int(starts[paragraph])
    proposed = "".join(map(page.text.model.vocabulary.character, found.put[row].tolist()))
    return Slipped(found.slip, paragraph, first - offset, last - offset, proposed, probability,
                   "sure" if probability >= SURE else "doubtful", float(found.gains[row]))


def save(weighing: Weighing, folder: Path) -> None:
    """Writes the weights as one .npz file."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / "weights.npz", centre=weighing.centre, scale=weighing.scale, weights=weighing.weights,
        bias=weighing.bias, habits=weighing.habits, facts=np.array(FACTS))


@cache
def default_weighing() -> Weighing:
    """The weights that are shipped in ``resources/tables/slips``.

    Raises ValueError if they were fitted on other facts than this version takes.
    """
    path = resource_path("tables/slips/weights.npz")
    with np.load(path) as arrays:
        if tuple(arrays["facts"].tolist()) != FACTS:
            raise ValueError(f"{path} was trained on other facts; run packaging/training/slips.py")
        return Weighing(*(arrays[name] for name in ("centre", "scale", "weights", "bias", "habits")))
