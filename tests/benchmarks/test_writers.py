"""How long documents take to write: ``pytest tests/benchmarks --benchmark-only``. Nothing here fails for being slow.

What we want: a few seconds for a million characters in every format, and time in proportion to the length.
"""

import random

import pytest

from reader.review.session import ReviewSession
from reader.store.export import Format, cleaned_bytes
from reader.text.analysis import Analysis
from reader.text.source import Source
from tests.builders import fix, options

HAN = "的一是在不了有和人这中大为上个国我以要他"


def damaged_book(length):
    """A text as it comes from a print of 26 characters a line: a half-width comma in each."""
    chance = random.Random(1)  # noqa: S311  (no secret)
    lines, found, at = [], [], 0
    while at < length:
        line = "".join(chance.choices(HAN, k=13)) + "," + "".join(chance.choices(HAN, k=12))
        end = at + len(line)
        found.append(fix("punctuation", (at + 13, at + 14, "，")))
        kind = chance.choice(("spacing", "break", "suspect", "end"))
        if kind == "suspect":
            found.append(options("ocr", end - 1, end, "又"))
        elif kind != "end":
            found.append(fix(kind, (end, end + 1, "")))
        lines.append(line + (" " if kind == "spacing" else "\n"))
        at = end + 1
    return ReviewSession(Source.of_text("".join(lines)), Analysis(tuple(found), (), ()))


@pytest.fixture(scope="module", params=[100_000, 1_000_000])
def book(request):
    return damaged_book(request.param)


@pytest.mark.parametrize("form", Format)
def test_writing(benchmark, book, form):
    data, _, _ = benchmark.pedantic(cleaned_bytes, args=(book, form), rounds=2, iterations=1)
    benchmark.extra_info["bytes"] = len(data)
