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
from reader.lm.components import Components, default_components
from reader.lm.features import Sources
from reader.lm.hypotheses import Hypotheses, Slip, Text, between, inserted, joined, parted
from reader.lm.model import Floats
from reader.lm.slipfacts import FACTS, Page, engine_weights, slip_facts
from reader.lm.suspects import Suspect, default_finder
from reader.lm.vocabulary import BOUNDARY, LATIN, Positions, code_points

Level = Literal["sure", "doubtful"]

SURE, DOUBTFUL = 0.6, 0.25
"""Probability from which a slip is shown by default, and on demand."""
UNLIKELY, LONE = -14.0, -5.0
"""Log-probability of a place with its three followers, and of its own character, below which it is looked at."""
LEAST_GAIN = {Slip.INSERTED: 6.0, Slip.DROPPED: 6.0, Slip.SPLIT: 6.0, Slip.MERGED: 8.0, Slip.STRAY: 12.0}
"""Nats by which the text must read better before a hypothesis is weighed at all."""
NUMERALS = "一二三四五六七八九十百千万亿零〇两第"
"""Characters that are never put in or taken out alone: numbers are not guessed."""
SETTLED = 5.0
"""Nats by which two halves must read better as one character than with any one of them changed, for the suspects there
to stand back: a half is mostly a rare character, and so a good suspect (72 of 74 such places of the damaged copies)."""
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


def hypotheses(text: Text, points: NDArray[np.uint32], habits: Floats, components: Components) -> Iterator[Hypotheses]:
    """Every hypothesis of a page that is worth weighing; ``points`` are the code points of its symbols."""
    n = len(text.symbols)
    if n < 2:
        return
    log_p = text.log_p[:n]
    followed = text.sums[4:] - text.sums[:-4]
    han = (points >= 0x3400) & (points <= 0x9FFF)
    spoken_for = np.isin(text.symbols, text.model.vocabulary.symbols_of(NUMERALS))
    unlikely = followed[:n] < UNLIKELY
    before = text.padded[2:n + 2]
    stray = (habits[text.symbols] >= HABIT) & han
    doubled = (text.symbols == before) & (log_p < LONE)
    # Of two alike it is the second: without the first the text is the same.
    single = text.symbols != text.padded[4:n + 4]
    yield inserted(text, np.flatnonzero(han & ~spoken_for & unlikely & single & (stray | doubled)))
    words = (text.symbols > LATIN) | (text.symbols == BOUNDARY)
    open_before = np.concatenate([[False], words[:-1]])
    beside_han = han | np.concatenate([[False], han[:-1]])
    left_out = words & open_before & beside_han & (log_p < LONE) & (followed[:n] - text.log_p[3:n + 3] < UNLIKELY)
    yield _dropped(text, np.flatnonzero(left_out))
    yield joined(text, points, components)
    pair = han[:-1] & han[1:] & unlikely[:-1] & (log_p[:-1] < LONE) & (stray[:-1] | stray[1:])
    stray_beside = between(text, np.flatnonzero(pair), 2, Slip.STRAY)
    # Where one of the two is what should stand, the other was merely put in.
    first, second, put = text.symbols[stray_beside.at], text.symbols[stray_beside.at + 1], stray_beside.put[:, 0]
    yield stray_beside.kept((put != first) & (put != second))
    whole = np.flatnonzero(han & unlikely & (log_p < LONE))
    yield parted(text, whole, points[whole], components)


def _dropped(text: Text, places: NDArray[np.int64]) -> Hypotheses:
    """What may have been left out before each place, where a character other than a numeral fits best."""
    found = between(text, places, 0, Slip.DROPPED)
    character = text.model.vocabulary.character
    return found.kept(np.array(["\u4e00" <= character(symbol) <= "\u9fff" and character(symbol) not in NUMERALS
                                for symbol in found.put[:, 0].tolist()], dtype=bool))


def weighed(sources: Sources, page: Page, points: NDArray[np.uint32], habits: Floats,
            ) -> Iterator[tuple[Hypotheses, Floats]]:
    """The hypotheses of a page that read clearly better, with their facts."""
    for found in hypotheses(page.text, points, habits, default_components()):
        better = found.kept(found.gains >= LEAST_GAIN[found.slip])
        if len(better.at):
            yield better, slip_facts(sources, page, better, habits)


def page_of(sources: Sources, paragraphs: Sequence[str], suspects: Sequence[Suspect], document: str,
            ) -> tuple[Page, Positions, NDArray[np.uint32]]:
    """What is known of a page, where its symbols stand in its joined paragraphs, and their code points.

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
    return Page(Text.of(sources.model, symbols), suspected, rate, engines, repeated), positions, points


def find_slips(paragraphs: Sequence[str], suspects: Sequence[Suspect], document: str,
               ) -> tuple[list[Slipped], list[Suspect]]:
    """The slips of one page in the order of the text, and those of its suspects that they do not explain.

    ``suspects`` are those found in these very paragraphs; ``document`` is the whole text, where a stretch that stands
    several times is taken for what was printed. A place has one finding: the likelier reading stays.
    """
    sources, weighing = default_finder().sources, default_weighing()
    page, positions, points = page_of(sources, paragraphs, suspects, document)
    starts = np.cumsum([0, *(len(paragraph) + 1 for paragraph in paragraphs)])
    claimed: dict[int, Suspect] = {}
    for suspect in suspects:
        claimed[int(np.searchsorted(positions, starts[suspect.paragraph] + suspect.start))] = suspect
    candidates: list[tuple[float, bool, Hypotheses, int]] = []
    for found, facts in weighed(sources, page, points, weighing.habits):
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
