"""Two-character words that a page turned round: 记书 for 书记. Asked about."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from reader.detect.protection import protected_place
from reader.lm.lexicon import default_lexicon
from reader.lm.model import default_model
from reader.lm.vocabulary import BOUNDARY, FIRST_CHARACTER, Symbols
from reader.text.fix import Fix, Kind, Option, Safety
from reader.text.message import Message
from reader.text.projection import Projection

_RARE, _COMMON = -5.5, -4.6
"""Log-probability (nats) of the second character after the first: what is printed, and what it is turned into."""

_LEAST_GAIN = 10.0
"""How many nats the sentence must gain. Of 3.6 million characters of news, speeches, laws and
essays 25 places gain as much, a third of them turned."""

_HABIT = 2
"""Different turned words that show that the page turns words; a single one may be a word that nobody told us (士绅)."""

_REACH = 3


def turned_words(seen: Projection) -> Iterator[Fix]:
    """A question for two characters that are no word where the same two turned round are a common one.

    Only where a page turns several words. The language model must hold the sentence for far likelier with them turned;
    会大 in 机会大 is untouched.
    """
    text = seen.text
    found = list(_found(text))
    if len({text[at : at + 2] for at, _ in found}) < _HABIT:
        return
    for at, confidence in found:
        word = text[at + 1] + text[at]
        edits = seen.edits(at, at + 2, word)
        places = seen.spans(at, at + 2)
        if edits and not any(place.length == 0 for place in places):
            why = Message.of(
                "“{seen}” is no word, “{word}” is a common one: the two characters were turned round.",
                seen=text[at : at + 2], word=word,
            )  # fmt: skip
            option = Option(word, confidence, edits)
            yield Fix(places, Kind.OCR, "turned-word", (option,), Safety.ASK, confidence, why,
                      protected=_is_protected(text, at))  # fmt: skip


def _is_protected(text: str, at: int) -> bool:
    first, last = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return protected_place(text[first : last if last >= 0 else len(text)], at - first, at - first + 2)


def _found(text: str) -> Iterator[tuple[int, float]]:
    """Where a turned word begins, and how sure that is; no two of them overlap."""
    model, lexicon = default_model(), default_lexicon()
    symbols, positions = model.vocabulary.encode(text)
    if len(symbols) < 2:
        return
    pairs = np.stack([symbols[:-1], symbols[1:]])
    first, second = pairs
    printed, _, _ = model.bigrams(first, second)
    turned, _, _ = model.bigrams(second, first)
    beside = positions[1:] == positions[:-1] + 1
    wanted = (printed < _RARE) & (turned > _COMMON) & beside & (pairs.min(axis=0) >= FIRST_CHARACTER)
    places = np.flatnonzero(wanted)
    printed_kinds, kinds = lexicon.kinds(pairs.T[places]), lexicon.kinds(pairs.T[places, ::-1])
    words = zip(printed_kinds, kinds, strict=True)
    places = places[[not no_word and word in ("common", "spoken") for no_word, word in words]]
    last = -2
    for at, gain in zip(places.tolist(), _gains(symbols, places), strict=True):
        if gain >= _LEAST_GAIN and at > last + 1:
            last = at
            yield int(positions[at]), round(0.95 / (1 + float(np.exp(min(0.0, 10.0 - gain)))), 4)


def _gains(symbols: Symbols, places: NDArray[np.int64]) -> list[float]:
    """How many nats the symbols around each pair gain when it is turned."""
    if not len(places):
        return []
    edge = np.full(2 * _REACH, BOUNDARY, dtype=symbols.dtype)
    windows = np.r_[edge, symbols, edge][places[:, None] + np.arange(_REACH, 4 * _REACH + 2)]
    turned = windows.copy()
    turned[:, [_REACH, _REACH + 1]] = windows[:, [_REACH + 1, _REACH]]
    model = default_model()
    gains: list[float] = (
        model.log_probabilities(turned).sum(axis=1) - model.log_probabilities(windows).sum(axis=1)
    ).tolist()
    return gains
