"""How fast the engine reads: ``pytest tests/benchmarks/test_engine.py --benchmark-only``. Slowness fails nothing here.

What we want on one core: line ends, punctuation and structure at 200,000 characters/s; all but the suspects at
150,000 on pages of some 2,000 characters, all at 20,000; and time in proportion to the length, on the worst texts too
(compare the rows of one text). On a busy machine add ``--benchmark-timer=time.process_time``: only the time of the
process counts then, though others still take its caches away.
"""

import json
import os
from pathlib import Path

import pytest

from reader.detect.linebreaks import line_breaks
from reader.detect.punctuation import half_width
from reader.pipeline import Engine
from reader.structure.outline import outline
from reader.text.projection import Projection
from tests.detect.typesetting import printed

ROOT = Path(__file__).resolve().parents[2]
SCRAPED = sorted((ROOT / os.environ.get("JIAODU_SHARED", "../shared") / "bench" / "pages_dev").glob("*.json"))
SAMPLES = Path(__file__).resolve().parents[1] / "samples"
CLEAN = (SAMPLES / "river_cleaning.txt").read_text("utf-8")
FLAT = CLEAN.replace("\n", "")


def repeated(piece, length):
    return (piece * (length // len(piece) + 1))[:length]


WORST = {
    "paragraphs": CLEAN,
    "one line": FLAT,
    "short lines": "水渠要修好。\n",
    "spaces": " ",
    "spaced characters": "字 ",
    "line feeds": "\n",
    "brackets": "（(",
    "digits": "1",
    "decimals": "1,234.",
    "heading marks": "一、",
    "letters": "a",
    "host names": "a.",
    "greetings": "同志们：",
}


@pytest.mark.parametrize("by", [" ", "\n"], ids=["spaces", "line-feeds"])
@pytest.mark.parametrize("copies", [10, 100])
def test_line_ends_of_a_print(benchmark, copies, by):
    seen = Projection.of(printed("\n".join([CLEAN.strip()] * copies), 26, by=by))
    benchmark.extra_info["characters"] = len(seen.text)
    benchmark(lambda: list(line_breaks(seen)))


@pytest.mark.parametrize("length", [10_000, 100_000])
def test_line_ends_of_a_text_on_one_line(benchmark, length):
    seen = Projection.of(repeated(FLAT, length))
    benchmark(lambda: list(line_breaks(seen)))


@pytest.mark.parametrize("detector", [half_width, outline], ids=["punctuation", "outline"])
def test_other_detectors(benchmark, detector):
    seen = Projection.of(repeated(CLEAN.replace("，", ","), 100_000))
    benchmark(lambda: list(detector(seen)))


@pytest.mark.parametrize("length", [25_000, 50_000, 100_000])
@pytest.mark.parametrize("name", WORST)
def test_all_but_the_suspects(benchmark, name, length):
    raw = repeated(WORST[name], length)
    benchmark.pedantic(lambda: next(Engine().stream(raw)), rounds=2)


@pytest.mark.parametrize("copies", [1, 20])
def test_the_whole_analysis(benchmark, copies):
    raw = printed("\n".join([CLEAN.strip()] * copies), 26, by=" ")
    benchmark.extra_info["characters"] = len(raw)
    benchmark.pedantic(lambda: Engine().analyse(raw), rounds=2)


scraped = pytest.mark.skipif(not SCRAPED, reason="no shared texts; name their folder in JIAODU_SHARED")


def pages():
    return [json.loads(path.read_text("utf-8"))["raw"] for path in SCRAPED]


@scraped
@pytest.mark.parametrize("suspects", [False, True], ids=["all but the suspects", "all"])
def test_scraped_pages(benchmark, suspects):
    raws = pages()
    benchmark.extra_info["characters"] = sum(map(len, raws))
    benchmark.pedantic(lambda: [Engine(suspects=suspects).analyse(raw) for raw in raws], rounds=3, warmup_rounds=1)


@scraped
@pytest.mark.parametrize(
    ("length", "suspects"), [(10_000, False), (100_000, False), (1_000_000, False), (10_000, True), (100_000, True)]
)
def test_pages_in_one_text(benchmark, length, suspects):
    raw = repeated("\n".join(pages()), length)
    benchmark.pedantic(lambda: Engine(suspects=suspects).analyse(raw), rounds=2)
