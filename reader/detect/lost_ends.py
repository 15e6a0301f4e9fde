"""Full stops that were lost at the end of a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reader.lm.sentence import sentence_end_likelihood
from reader.text.chars import is_han
from reader.text.fix import Edit, Fix, Kind, Safety
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.span import Span

_LEAST, _COMMAS, _RUN = 40, 2, 15
"""Characters and commas that tell a paragraph from a heading or a list, and characters since its last full stop."""
_STOPS = "。！？；：…”*"
_LIKELIHOOD = 0.6
"""With it 13 paragraphs of the 345 development pages are asked about; 11 of them lost a stop."""
_CONFIDENCE = 0.85
_CONTEXT = 60
"""Characters before the end that are handed to the model; it looks at the length of the sentence so far."""


def lost_ends(seen: Projection) -> Iterator[Fix]:
    """Ask for a full stop where a long paragraph ends without a mark and the language model sees a sentence end.

    Left alone: the last paragraph, which may be cut off, headings, signatures, and paragraphs that go on in the next.
    """
    text = seen.text
    for paragraph, following in pairwise(seen.paragraphs):
        written = paragraph.of(text).rstrip()
        if len(written) < _LEAST or not is_han(written[-1]) or written.count("，") < _COMMAS:
            continue
        if len(written) - 1 - max(map(written.rfind, _STOPS)) < _RUN:
            continue
        likelihood = sentence_end_likelihood(written[-_CONTEXT:], following.of(text)[:_CONTEXT])
        if likelihood >= _LIKELIHOOD:
            place = seen.place(paragraph.start + len(written))
            why = Message("The paragraph ends like a sentence, but no stop is printed; it may have been lost.")
            edits = [Edit(Span(place, place), "。")]
            yield Fix.editing(edits, Kind.PUNCTUATION, "lost-end", why, safety=Safety.ASK, confidence=_CONFIDENCE)
