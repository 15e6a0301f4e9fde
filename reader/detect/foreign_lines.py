"""English paragraphs that a machine put between the paragraphs of a Chinese text. Asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.detect.furniture.finding import Finding
from reader.detect.furniture.lines import Line
from reader.text.chars import count_han
from reader.text.fix import Kind
from reader.text.message import Message

_WORD = re.compile(r"[A-Za-z]{2,}")
_LEAST_WORDS = 6
_LEAST_LINES = 2
_LEAST_SHARE = 0.8
"""Of the English lines, those that stand right behind a Chinese paragraph."""

_LEAST_PARAGRAPH = 15


def foreign_lines(lines: Sequence[Line]) -> Iterator[Finding]:
    """A question for every English line of a text in which Chinese and English paragraphs take turns.

    Left alone: a single English quotation, and a page that is English for several paragraphs on end.
    """
    english = [line for line in lines if _is_english(line.text)]
    if len(english) < _LEAST_LINES:
        return
    rows = [row for row, line in enumerate(lines) if _is_english(line.text)]
    follow = [row for row in rows if row and count_han(lines[row - 1].text) >= _LEAST_PARAGRAPH]
    if len(follow) < _LEAST_SHARE * len(rows):
        return
    reason = Message.of(
        "An English paragraph behind a Chinese one, {count} times: a machine translation, or a text in two languages.",
        count=len(rows),
    )
    for row in rows:
        line = lines[row]
        yield Finding(line.whole_start, line.whole_end, Kind.BOILERPLATE, "foreign_line", reason, 0.7)


def _is_english(text: str) -> bool:
    return len(_WORD.findall(text)) >= _LEAST_WORDS and not count_han(text)
