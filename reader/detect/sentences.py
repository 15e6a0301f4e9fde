"""The sentences of a text with its white space left out, for judging places between two of them."""

from __future__ import annotations

from bisect import bisect_left

from reader.detect.paragraphmodel import SENTENCE, start_log_odds
from reader.text.numbering import mark_at

USUAL_LOG_ODDS = -1.1
"""What a place has that is no end of a sentence, such as one before a remark in brackets: the average."""

MARKED_LOG_ODDS = 1.0
"""What a sentence has that opens with a numbering mark: the model is not asked about those."""


class Sentences:
    """Knows for every sentence of ``text`` how likely a paragraph begins with it, whatever its line ends say."""

    def __init__(self, text: str) -> None:
        self._solid = [at for at, char in enumerate(text) if not char.isspace()]
        matches = list(SENTENCE.finditer("".join(text[at] for at in self._solid)))
        sentences = [match.group() for match in matches]
        marked = [mark_at(sentence) is not None for sentence in sentences]
        self._odds = {
            match.start(): MARKED_LOG_ODDS if is_marked else said
            for match, is_marked, said in zip(matches, marked, start_log_odds(sentences, marked), strict=True)
        }

    def start_log_odds(self, place: int) -> float:
        """Log odds that a paragraph begins at ``place``, a sentence end."""
        return self._odds.get(bisect_left(self._solid, place), USUAL_LOG_ODDS)
