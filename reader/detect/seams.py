"""Whether a text reads on over a stretch that is taken out: what the language model says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reader.detect.furniture.classifier import Classifier
from reader.detect.repeats import LEAST_HAN, Repeat
from reader.lm.model import Model
from reader.lm.vocabulary import BOUNDARY
from reader.text.chars import count_han, is_han

_CONTEXT = 9
"""Characters on each side that the language model reads."""

_NEAR = 3
"""Characters behind a stretch that tell whether the text reads on."""

_EDGE = np.full(3, BOUNDARY, dtype=np.uint16)

_FOREIGN = -6.5
"""Nats per character below which a name is unknown to the language model: 互联网 −2.9, 电网 −5.4, 老秘网 −9.4."""

_BY_CHANCE = 2
"""Characters at each end of a repeated string that may be the same by chance."""

_NEVER_FIRST, _NEVER_LAST, _NEVER_AT_EDGE = "的了着过和与及", "的和与及在把被对从向", 20.0
"""Words that lean on others: no note begins or ends with one, so the text gets them with this many nats."""

_ODDS_LOST = 1.5
"""Log-odds for furniture that a note may lose with such a character, not more: its own end it would miss."""


class Seams:
    """Asks the language model whether the text reads on over a stretch that is taken out."""

    def __init__(self, text: str, model: Model) -> None:
        self._text = text
        self._model = model

    def are_foreign(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """Whether the language of official texts, news and speeches hardly knows each name (互联网 it knows)."""
        apart = "\n" * len(_EDGE)  # so that none is read after another
        reading = self._model.read(apart.join(names))
        starts = np.cumsum([0, *(len(name) + len(apart) for name in names)])
        inside = reading.symbols != BOUNDARY
        owner = np.searchsorted(starts, reading.positions[inside], side="right") - 1
        sums = np.bincount(owner, reading.log_p[inside], len(names))
        foreign: NDArray[np.bool_] = sums < _FOREIGN * np.bincount(owner, minlength=len(names))
        return foreign

    def reads_on(self, places: Sequence[int]) -> NDArray[np.bool_]:
        """For each one-character mark whether the text goes on over it, rather than begins a sentence behind it."""
        lines: list[str] = []
        bounds: list[int] = []
        at = 0
        for place in places:
            right = self._text[place + 1 : place + 5]
            for left in (self._text[max(0, place - _CONTEXT) : place], "。"):
                lines.append(left + right)
                bounds += [at + len(left), at + len(left) + min(_NEAR, len(right))]
                at += len(left) + len(right) + 1
        totals = self._totals(lines, bounds)
        on: NDArray[np.bool_] = totals[0::2] > totals[1::2]
        return on

    def without_chance(self, repeat: Repeat, classifier: Classifier) -> Repeat:
        """The string without characters at its ends that are the text's own and the same each time by chance.

        Such a character is likelier where it stands in the text, every time, than once as part of the note; and the
        note reads like one without it.
        """
        for _ in range(2 * _BY_CHANCE):
            shorter = [
                Repeat(repeat.words[:-1], repeat.starts),
                Repeat(repeat.words[1:], tuple(start + 1 for start in repeat.starts)),
            ]
            now, *then = classifier.log_odds([repeat.words, *(candidate.words for candidate in shorter)]).tolist()
            evidence = [
                self._text_gains(repeat, candidate) + odds - now if count_han(candidate.words) >= LEAST_HAN else -1.0
                for candidate, odds in zip(shorter, then, strict=True)
            ]
            best = int(np.argmax(evidence))
            if evidence[best] <= 0.0 or then[best] < now - _ODDS_LOST:
                break
            repeat = shorter[best]
        return repeat

    def _text_gains(self, longer: Repeat, shorter: Repeat) -> float:
        """How many nats the text gains with the one character that the shorter string leaves to it."""
        behind = shorter.starts == longer.starts
        char = longer.words[-1] if behind else longer.words[0]
        if not is_han(char):
            return -np.inf
        size = len(longer.words)
        lines: list[str] = []
        bounds: list[int] = []
        at = 0
        for start in longer.starts:
            left, right = self._text[max(0, start - _CONTEXT) : start], self._text[start + size : start + size + 3]
            for own in ("", char):
                lines.append(left + own + right)
                bounds += [at + len(left), at + len(left) + len(own) + min(2, len(right))]
                at += len(lines[-1]) + 1
        inside = longer.words[-_CONTEXT:] if behind else char
        lines.append(inside)
        bounds += [at + len(inside) - 1, at + len(inside)]
        totals = self._totals(lines, bounds)
        joins = _NEVER_AT_EDGE if char in (_NEVER_LAST if behind else _NEVER_FIRST) else 0.0
        return float(totals[1:-1:2].sum() - totals[0:-1:2].sum() - totals[-1] + joins)

    def _totals(self, lines: Sequence[str], bounds: Sequence[int]) -> NDArray[np.float64]:
        """The log-probability of each stretch of the joined lines, from one bound to the next: :data:`_NEAR` symbols
        at most.
        """
        symbols, positions = self._model.vocabulary.encode("\n".join(lines))
        edges = np.searchsorted(positions, bounds)
        first, lengths = edges[0::2], edges[1::2] - edges[0::2]
        padded = np.concatenate([_EDGE, symbols, _EDGE])
        log_p = self._model.log_probabilities(padded[first[:, None] + np.arange(3 + _NEAR)])
        totals: NDArray[np.float64] = np.sum(log_p, axis=1, where=np.arange(_NEAR) < lengths[:, None], dtype=np.float64)
        return totals

    def afresh(self, places: Sequence[int]) -> NDArray[np.float64]:
        """For each place the log-probability of the three characters from there on, at the start of a line."""
        return self._reads(None, places)

    def leads_on(self, places: Sequence[int]) -> NDArray[np.float64]:
        """The same behind what stands before them."""
        return self._reads(places, places)

    def joins(self, stretches: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
        """For each stretch the same of the three characters behind it, behind what stands before the stretch."""
        return self._reads([start for start, _ in stretches], [end for _, end in stretches])

    def gains(self, stretches: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
        """For each stretch of the squeezed text how many nats the three characters behind it gain when it is gone."""
        return self.joins(stretches) - self.leads_on([end for _, end in stretches])

    def _reads(self, lefts: Sequence[int] | None, rights: Sequence[int]) -> NDArray[np.float64]:
        """The log-probability of the :data:`_NEAR` characters from each right place on, behind what stands before the
        left one; at the start of a line where there are no left places.
        """
        padded, positions = self._symbols
        first = np.searchsorted(positions, rights)
        lengths = np.searchsorted(positions, np.asarray(rights) + _NEAR) - first
        steps = np.arange(_NEAR)
        behind = padded[first[:, None] + len(_EDGE) + steps]
        if lefts is None:
            before = np.broadcast_to(_EDGE, (len(behind), len(_EDGE)))
        else:
            before = padded[np.searchsorted(positions, lefts)[:, None] + np.arange(len(_EDGE))]
        log_p = self._model.log_probabilities(np.concatenate([before, behind], axis=1))
        read: NDArray[np.float64] = np.sum(log_p, axis=1, where=steps < lengths[:, None], dtype=np.float64)
        return read

    @cached_property
    def _symbols(self) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
        """The symbols of the text with boundaries around them, and where in the text each stands."""
        symbols, positions = self._model.vocabulary.encode(self._text)
        return np.concatenate([_EDGE, symbols, _EDGE]), positions
