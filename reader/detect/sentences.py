"""The sentences of a text with its white space left out, for judging places between two of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from reader.detect.paragraphmodel import SENTENCE, start_log_odds

_LONGEST = 200
"""Sentences are looked at up to this many characters; the model's length classes end before."""


class Sentences:
    """Knows, for every place of ``text``, the sentence that ends there and the one that begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._solid = [at for at, char in enumerate(text) if not char.isspace()]
        self._bare = "".join(text[at] for at in self._solid)
        self._ends = [match.end() for match in SENTENCE.finditer(self._bare)]

    def around(self, place: int) -> tuple[str, str]:
        """What stands before ``place`` since the last sentence end, and what follows up to the next one."""
        bare = bisect_left(self._solid, place)
        before = bisect_left(self._ends, bare) - 1
        start = self._ends[before] if before >= 0 else 0
        after = bisect_right(self._ends, bare)
        stop = self._ends[after] if after < len(self._ends) else len(self._bare)
        return self._bare[max(start, bare - _LONGEST) : bare], self._bare[bare : min(stop, bare + _LONGEST)]

    def start_log_odds(self, place: int) -> float:
        """Log odds that a paragraph begins at ``place``, a sentence end, without knowing how far the last one goes."""
        previous, following = self.around(place)
        return start_log_odds(previous, following) if following else 0.0
