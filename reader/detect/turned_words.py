"""Two-character words that a page turned round: 记书 for 书记. Asked about."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reader.detect.protection import protected_place
from reader.lm.lexicon import default_lexicon
from reader.lm.model import default_model
from reader.lm.vocabulary import BOUNDARY, FIRST_CHARACTER, Symbols
from reader.text.fix import Fix, Kind, Level, Option, Safety
from reader.text.message import Message
from reader.text.projection import Projection

_RARE, _COMMON = -5.5, -4.6
"""Log-probability (nats) of the second character after the first: what is printed, and what it is turned into."""

_LEAST_GAIN = 10.0
"""How many nats the sentence must gain. Of 3.6 million characters of news, speeches, laws and
essays 25 places gain as much, a third of them turned."""

_HABIT = 2
"""Turned words that show that the page turns words; a single one may be a word that we do not know (士绅, 承传)."""

_REACH = 3


def turned_words(seen: Projection) -> Iterator[Fix]:
    """A question for two characters that are no word where the same two turned round are a common one.

    The language model must hold the sentence for far likelier with them turned; 会大 in 机会大 is untouched.
    """
    text = seen.text
    found = list(_found(text))
    level = Level.SURE if len(found) >= _HABIT else Level.DOUBTFUL
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
            yield Fix(places, Kind.OCR, "turned-word", (option,), Safety.ASK, confidence, why, level,
                      _is_protected(text, at))  # fmt: skip


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
    last = -2
    for at in np.flatnonzero(wanted).tolist():
        if at <= last + 1:
            continue
        pair = symbols[at : at + 2]
        if lexicon.kind(pair) or lexicon.kind(pair[::-1]) not in ("common", "spoken"):
            continue
        gain = _gain(symbols[max(0, at - _REACH) : at + 2 + _REACH], min(at, _REACH))
        if gain >= _LEAST_GAIN:
            last = at
            yield int(positions[at]), round(1 / (1 + float(np.exp(min(0.0, 10.0 - gain)))) * 0.95, 4)


def _gain(window: Symbols, at: int) -> float:
    """How many nats the symbols around a pair, which begins at ``at``, gain when it is turned."""
    edge = np.full(_REACH, BOUNDARY, dtype=window.dtype)
    other = window.copy()
    other[[at, at + 1]] = window[[at + 1, at]]
    rows = np.stack([np.r_[edge, window], np.r_[edge, other]])
    before, after = default_model().log_probabilities(rows).sum(axis=1).tolist()
    return float(after - before)
