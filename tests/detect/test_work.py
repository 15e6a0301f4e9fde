"""The work grows with the length of the text, on the worst texts too: counted in calls, for a clock is no judge."""

import sys
from pathlib import Path

import pytest

from reader.detect.damage import marks, missing_and_changed
from reader.detect.linebreaks import line_breaks
from reader.detect.masks import masked_words
from reader.detect.mojibake import mojibake
from reader.detect.punctuation import half_width
from reader.detect.turned_words import turned_words
from reader.structure.outline import outline
from reader.text.projection import Projection

FLAT = (Path(__file__).resolve().parents[1] / "samples" / "river_cleaning.txt").read_text("utf-8").replace("\n", "")
LENGTH = 3_000
PIECES = {
    "one line": FLAT,
    "short lines": "水渠要修好。\n",
    "sentences": "今年入夏以来的雨水比往年少得多，水库里的水只有六成。",
    "spaces": " ",
    "spaced characters": "字 ",
    "print": "今年入夏以来的雨水比往年少得多水库里的水只有往年的六 ",
    "ragged print": "今年入夏以来的雨水 比往年少得多水库里 的水只有往年的六成今年 ",
    "line feeds": "\n",
    "brackets": "（(",
    "closing brackets": "）)",
    "quotes": "“",
    "digits": "1",
    "decimals": "1,234.",
    "heading marks": "一、",
    "bracketed marks": "（一）",
    "chapters": "第一章",
    "letters": "a",
    "host names": "a.",
    "greetings": "同志们：",
    "names": "张　三　",
    "masks": "*字",
    "stops": "。",
    "dates": "2008年11月6日",
    "lost bytes": "字字?,",
    "Western bytes": "Ã¤",
    "doubled marks": "字，，",
    "doubled quotes": "““字””",
    "turned quotes": "”字“",
    "private signs": "字\ue003",
    "turned words": "记书",
    "spun words": "中心",
    "semicolons": "（一）修渠；",
}
READERS = {
    "damage": lambda seen: [marks(seen), missing_and_changed(seen), list(mojibake(seen)), list(turned_words(seen))],
    "breaks": lambda seen: list(line_breaks(seen)),
    "punctuation": lambda seen: list(half_width(seen)),
    "masks": lambda seen: list(masked_words(seen)),
    "outline": outline,
}


def calls(reader, text):
    """Function calls that a reader makes, those into C included."""
    seen = Projection.of(text)
    count = 0

    def counting(frame, event, _):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        reader(seen)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_text_is_twice_the_work(name, piece):
    reader = READERS[name]
    text = PIECES[piece] * (2 * LENGTH // len(PIECES[piece]))
    reader(Projection.of(text[:100]))  # what is loaded once is no work of this text
    half, whole = calls(reader, text[: len(text) // 2]), calls(reader, text)
    assert whole <= 2.6 * half + 500


@pytest.mark.parametrize("piece", PIECES)
def test_a_character_costs_a_bounded_number_of_calls(piece):
    text = PIECES[piece] * (LENGTH // len(PIECES[piece]))
    assert calls(READERS["breaks"], text) <= 400 * len(text)
