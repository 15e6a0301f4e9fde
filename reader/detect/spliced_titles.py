"""Titles of other articles that were spliced into a sentence. Asked about: speeches cite other speeches."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.detect.furniture.finding import Finding
from reader.lm.model import default_model
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


def spliced_titles(text: str) -> Iterator[Finding]:
    """A question for every title that a sentence reads on over when it is taken out.

    The words behind must follow those before it better than they follow the title, and the title must read better as a
    beginning than behind the words before it. Where a title begins is what reads best.
    """
    reason = Message.of("The title of another article seems to stand in the sentence; it reads on without it.")
    for match in _END.finditer(text):
        best: tuple[float, int] | None = None
        line_start = text.rfind("\n", max(0, match.end() - _LONGEST - _CONTEXT), match.start()) + 1
        part = text[max(line_start, match.end() - _LONGEST) : match.end()]
        first = match.end() - len(part)
        for start in range(first, match.end() - _SHORTEST + 1):
            if not _TITLE_PART.fullmatch(text, start, match.end()) or start <= line_start:
                continue
            worth = _worth(text, start, match.end(), line_start)
            if worth is not None and (best is None or worth > best[0]):
                best = worth, start
        if best is not None and best[0] >= _LEAST_TOGETHER:
            yield Finding(best[1], match.end(), Kind.WATERMARK, "spliced_title", reason, 0.65)


def _worth(text: str, start: int, end: int, line_start: int) -> float | None:
    """Nats gained by taking ``text[start:end]`` out of its sentence; None where one side alone speaks against it."""
    left = text[max(line_start, start - _CONTEXT) : start]
    title, right = text[start:end], text[end : end + 3].partition("\n")[0]
    gain = default_model().fluency_gain(left, title, right)
    if gain < _LEAST_GAIN:
        return None
    alone, behind = _log_p("", title[:4]), _log_p(left, title[:4])
    broken = alone - behind
    return gain + broken if broken >= _LEAST_BREAK else None


def _log_p(left: str, right: str) -> float:
    reading = default_model().read(left + right)
    return float(reading.log_p[reading.positions >= len(left)].sum())
