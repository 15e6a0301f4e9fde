"""How likely a new paragraph begins between two sentences, where the print has left no trace of it.

A logistic model over the first characters of the next sentence, the lengths, and how far the paragraph has come,
trained by ``packaging/training/paragraphs.py`` on the paragraphs of official reports, speeches and university news.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache

from reader.assets import read_text

SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]+[”’」』）)》\"']*|[^。！？!?]+$")
"""One sentence with its end and the closing marks after it; what follows the last end is a sentence too."""

_ORDINAL = re.compile(
    r"第[一二三四五六七八九十]+|[一二三四五六七八九十]+[是要、]|首先|其次|再次|最后|[（(][一二三四五六七八九十\d]"
)


def boundary_features(first: str, previous: str, following: str, so_far: int, sentences: int) -> Iterator[str]:
    """Names of the features of the place between ``previous`` and ``following``.

    ``first`` is the first sentence of the paragraph, ``so_far`` the characters it has, ``sentences`` how many.
    """
    yield "bias"
    for length in (1, 2, 3, 4):
        yield f"s{length}:{following[:length]}"
    yield f"p2:{previous[:2]}"
    yield f"e:{previous[-1:]}"
    yield f"far:{_bucket(so_far)}"
    yield f"n:{min(sentences, 9)}"
    yield f"pl:{_bucket(len(previous))}"
    yield f"nl:{_bucket(len(following))}"
    yield f"n,pl:{min(sentences, 3)},{_bucket(len(previous))}"
    if _ORDINAL.match(following):
        yield f"ordinal:{'again' if _ORDINAL.match(first) else 'new'}"


def _bucket(length: int) -> int:
    return min(12, int(2 * math.log2(1 + length / 8)))


@cache
def _weights() -> Mapping[str, float]:
    lines = read_text("tables/paragraphs.tsv").splitlines()
    return {name: float(weight) for name, weight in (line.split("\t") for line in lines if not line.startswith("#"))}


def boundary_log_odds(first: str, previous: str, following: str, so_far: int, sentences: int) -> float:
    """Log odds that a paragraph ends between two sentences of formal Chinese; 0 is even, the average is about -1."""
    weights = _weights()
    return sum(weights.get(name, 0.0) for name in boundary_features(first, previous, following, so_far, sentences))
