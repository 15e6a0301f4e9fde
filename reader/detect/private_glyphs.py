"""Signs of a font's private area that stand where punctuation belongs: asked about, one habit for the whole page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from reader.detect.fluency import log_probabilities
from reader.text.chars import HAN
from reader.text.fix import Fix, Kind, Option, Safety
from reader.text.message import Message
from reader.text.projection import Projection

_GLYPH = re.compile(rf"(?<=[{HAN}0-9A-Za-z”’）》])[\ue000-\uf8ff](?=[{HAN}0-9A-Za-z“‘（《]|\s|$)")
_ANY = re.compile("[\ue000-\uf8ff]")
_MARKS = "，。、；："
_MOST_GLYPHS = 6
"""Different private signs on a page beyond which they are characters of the text, not its punctuation."""

_CONTEXT = 8
_LEAST_SHARE = 0.05
_MOST_READ = 200
"""Places by which a sign is judged; it may have more."""


def private_glyphs(seen: Projection) -> Iterator[Fix]:
    """A question for every private sign in the place of punctuation.

    A page uses a sign for the same mark throughout, so the language model weighs all its places together; the options
    stand in that order at each of them. Left alone: pages with many different private signs, which are characters.
    """
    text = seen.text
    places: defaultdict[str, list[int]] = defaultdict(list)
    for match in _GLYPH.finditer(text):
        places[match[0]].append(match.start())
    if not places or len(set(_ANY.findall(text))) > _MOST_GLYPHS:
        return
    for glyph, found in places.items():
        shares = _shares(text, found[:_MOST_READ])
        for at in found:
            options = tuple(
                Option(mark, share, edits) for mark, share in shares if (edits := seen.edits(at, at + 1, mark))
            )
            why = Message.of(
                "A sign of a private font, U+{code}, where a mark belongs; it stands so at {count} places of the page.",
                code=f"{ord(glyph):04X}", count=len(found),
            )  # fmt: skip
            spans = seen.spans(at, at + 1)
            yield Fix(spans, Kind.PUNCTUATION, "private-glyph", options, Safety.ASK, options[0].confidence, why)


def _shares(text: str, places: list[int]) -> list[tuple[str, float]]:
    """The marks that a sign may be with their probabilities, the likeliest first."""
    totals = np.zeros(len(_MARKS))
    for at in places:
        left, right = text[max(0, at - _CONTEXT) : at], text[at + 1 : at + 1 + _CONTEXT]
        left, right = left.rpartition("\n")[2], right.partition("\n")[0]
        totals += log_probabilities([("", left + mark + (right or "\n")) for mark in _MARKS])
    weights = np.exp(totals - totals.max())
    shares = sorted(zip(_MARKS, (weights / weights.sum()).tolist(), strict=True), key=lambda share: -share[1])
    return [(mark, round(share, 4)) for mark, share in shares if share >= _LEAST_SHARE]
