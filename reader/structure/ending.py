"""Whether a text ends where its author ended it."""

from __future__ import annotations

import re

from reader.lm.model import default_model
from reader.text.chars import CLOSERS, ends_sentence
from reader.text.numbering import mark_at

_CLOSING_LINE = re.compile(
    r"[\d〇○零一二三四五六七八九十]{4}\s?年.{1,8}日?[）)]?$|日[（(][^）)]{1,20}[）)]$|^附件|^附表|^单位：|[：:]$"
    r"|(?:^|。)——[^。]{2,40}$"
    r"|(?:^|[。！？；])[（(][^（(。]{1,200}[）)]$"
)
"""Dates, enclosures, a source after a dash, a remark in brackets after a sentence end."""

_LONGEST_LAST_LINE = 18
"""Signatures, names and closing calls without a stop are shorter than this many characters."""

_LEAST_END = -7.0
"""Log-probability (nats) that the language model must give to a line end after a short last line; whole signatures
and headings of the development pages have more than -6, lines cut inside a word less than -9."""


_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("「", "」"))
"""Marks that a last line without a stop opens and does not close, if it breaks off inside them."""


def is_cut_off(text: str) -> bool:
    """Whether the last paragraph stops inside a sentence.

    It does where it leaves a quotation or a bracket open. A signature, a date, a list of enclosures, a short line
    without commas or a heading may end a text without a stop, if the language model knows lines that end so; so may
    the last of several calls that end alike (正义必胜！人民必胜).
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return False
    last = lines[-1]
    if ends_sentence(last) or _CLOSING_LINE.search(last):
        return False
    if _repeats_its_end(last):
        return False
    if any(last.count(opener) > last.count(closer) for opener, closer in _PAIRS):
        return True
    bare = last.rstrip(CLOSERS)
    mark = mark_at(bare)
    if mark is not None and (len(bare) <= mark.length or len(bare) > 30 or "。" in bare):
        return True
    bare = bare if mark is None else bare[mark.length :]
    if len(bare) > _LONGEST_LAST_LINE or any(char in bare for char in "，、；。"):
        return True
    return len(bare) > _SHORTEST_JUDGED and _end_log_p(bare) < _LEAST_END


_CALLS = re.compile(r"[^。！？!?，]{1,10}([\u4e00-\u9fff]{2})[！!][^。！？!?，]{1,10}\1$")


def _repeats_its_end(line: str) -> bool:
    return _CALLS.search(line[-30:]) is not None


_SHORTEST_JUDGED = 4
"""Names are as short as this, and the language model does not know them."""


def _end_log_p(line: str) -> float:
    return float(default_model().read(line[-12:] + "\n").log_p[-1])
