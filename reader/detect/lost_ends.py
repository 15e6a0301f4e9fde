"""Full stops that were lost at the end of a paragraph, or read as a comma there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reader.detect.fluency import log_probabilities
from reader.lm.sentence import sentence_end_likelihood
from reader.text.chars import is_han
from reader.text.fix import Edit, Fix, Kind, Option, Safety
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.span import Span

_LEAST, _COMMAS, _RUN = 40, 2, 15
"""Characters and commas that tell a paragraph from a heading or a list, and characters since its last full stop."""
_STOPS = "。！？；：…”*"
_LIKELIHOOD = 0.3
"""With it 22 paragraphs of the 314 development pages are asked about, and all of them lost or changed their last mark;
a paragraph that was broken by mistake can be a wrong one."""
_CONFIDENCE = 0.85
_NEAR = 6
_CONTEXT = 60
"""Characters before the end that are handed to the model; it looks at the length of the sentence so far."""


_FEW, _SHARE = 3, 0.5
"""Of more long paragraphs than that without a stop at their end most are no paragraphs but lines of print."""
_MISREAD = "，、"
_ENDS = "。："
"""What a paragraph that goes on may end with."""


def lost_ends(seen: Projection) -> Iterator[Fix]:
    """Ask for a full stop where a long paragraph ends with no mark or a comma and the model sees a sentence end.

    Left alone: the last paragraph, which may be cut off, headings, salutations, signatures, paragraphs that go on in
    the next, and texts whose lines were not joined.
    """
    text = seen.text
    ends = [paragraph.of(text).rstrip()[-1] for paragraph in seen.paragraphs if paragraph.length >= _LEAST]
    if sum(map(is_han, ends)) > max(_FEW, _SHARE * len(ends)):
        return
    for paragraph, following in pairwise(seen.paragraphs):
        written = paragraph.of(text).rstrip()
        comma = written[-1] in _MISREAD
        words = written[:-1] if comma else written
        if not words or not is_han(words[-1]):
            continue
        if not comma and (len(words) < _LEAST or words.count("，") < _COMMAS):
            continue
        if len(words) - 1 - max(map(words.rfind, _STOPS)) < _RUN:
            continue
        if sentence_end_likelihood(words[-_CONTEXT:], following.of(text)[:_CONTEXT]) < _LIKELIHOOD:
            continue
        end = paragraph.start + len(written)
        if comma:
            yield from _for_comma(seen, end, words)
        else:
            place = seen.place(end)
            why = Message("The paragraph ends like a sentence, but no stop is printed; it may have been lost.")
            edits = [Edit(Span(place, place), "。")]
            yield Fix.editing(edits, Kind.PUNCTUATION, "lost-end", why, safety=Safety.ASK, confidence=_CONFIDENCE)


def _for_comma(seen: Projection, end: int, words: str) -> Iterator[Fix]:
    """The comma before ``end`` as the mark that fits best there."""
    stop, colon = log_probabilities([(words[-_NEAR:], f"{mark}\n") for mark in _ENDS])
    best = _ENDS if stop >= colon else _ENDS[::-1]
    options = tuple(
        Option(mark, share, edits)
        for mark, share in zip(best, (_CONFIDENCE, 1 - _CONFIDENCE), strict=True)
        if (edits := seen.edits(end - 1, end, mark))
    )
    if options:
        why = Message("A paragraph does not end with a comma; a stop may have been read as one.")
        spans = seen.spans(end - 1, end)
        yield Fix(spans, Kind.PUNCTUATION, "misread-end", options, Safety.ASK, options[0].confidence, why)
