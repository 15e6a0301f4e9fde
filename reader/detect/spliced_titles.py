"""Titles of other articles that were spliced into a sentence. Asked about: speeches cite other speeches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from reader.detect.fluency import log_probabilities
from reader.detect.furniture.finding import Finding
from reader.text.chars import HAN
from reader.text.fix import Kind
from reader.text.message import Message

_END = re.compile(
    rf"(?:[议会班上谈式礼]上的(?:讲话稿?|致辞|发言稿?|报告)|讲话稿|演讲稿|发言稿|范文|心得体会|工作总结|主持词)(?:\.(?:docx?|pdf))?"
    rf"(?=[{HAN}\d])"
)
_SHORTEST, _LONGEST = 7, 30
_TITLE_PART = re.compile(rf"[{HAN}A-Za-z0-9（）()“”×]+")
_LEAST_GAIN, _LEAST_BREAK, _LEAST_TOGETHER = 3.0, 0.5, 9.0
"""How many nats the words behind gain without the title, and the title as a beginning of its own; both together."""

_CONTEXT = 8


_MOST = 300
"""Endings that are looked at; a page with more of them lists titles."""


def spliced_titles(text: str) -> Iterator[Finding]:
    """A question for every title that a sentence reads on over when it is taken out.

    The words behind must follow those before it better than they follow the title, and the title must read better as a
    beginning than behind the words before it. Where a title begins is what reads best.
    """
    reason = Message.of("The title of another article seems to stand in the sentence; it reads on without it.")
    for match in islice(_END.finditer(text), _MOST):
        end = match.end()
        line_start = text.rfind("\n", max(0, end - _LONGEST - _CONTEXT), match.start()) + 1
        first = max(line_start + 1, end - _LONGEST)
        starts = [at for at in range(first, end - _SHORTEST + 1) if _TITLE_PART.fullmatch(text, at, end)]
        best = max(_worths(text, starts, end, line_start), default=(0.0, 0))
        if best[0] >= _LEAST_TOGETHER:
            yield Finding(best[1], end, Kind.WATERMARK, "spliced_title", reason, 0.65)


def _worths(text: str, starts: Sequence[int], end: int, line_start: int) -> Iterator[tuple[float, int]]:
    """For each start of a title the nats gained by taking it out, where neither side alone speaks against it."""
    right = text[end : end + 3].partition("\n")[0]
    pairs = [(text[max(line_start, end - _CONTEXT) : end], right)]
    for start in starts:
        left, opening = text[max(line_start, start - _CONTEXT) : start], text[start : start + 4]
        pairs += [(left, right), ("", opening), (left, opening)]
    behind_title, *others = log_probabilities(pairs)
    for number, start in enumerate(starts):
        joined, alone, behind = others[3 * number : 3 * number + 3]
        gain, broken = joined - behind_title, alone - behind
        if gain >= _LEAST_GAIN and broken >= _LEAST_BREAK:
            yield gain + broken, start
