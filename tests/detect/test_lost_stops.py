"""A full stop taken from a line end of a print: it is asked for, never written unasked, and nowhere else."""

from pathlib import Path

import pytest

from reader.text.analysis import applies_by_itself
from reader.text.apply import apply_fixes
from tests.detect.reading import read
from tests.detect.typesetting import printed

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
PRINT = (
    "今天把大家请来，开一个短会，专门研究春耕生产的有关问题。去年冬天雨水充足，土壤墒情好，农资供应有保障，"
    "群众种粮的积极性也比较高，这为今年的春耕打下了很好的基础{stop}要看到有利条件不会自动变成收成，关键在于抓落实，"
    "在于一天一天地往前赶，又快又好地把种子播下去。部分水渠年久失修，有的村劳动力外出较多，农机具数量不足。"
    "对这些困难，要同群众商量，一件一件地解决，不能等，不能靠，更不能坐在办公室里听汇报。"
)


def filled(stop):
    """The same with the first part filled up, so that the line that lost its stop is full."""
    before, after = PRINT.format(stop="|").split("|")
    before = "各位同志各位乡亲老少爷们兄弟姐妹大家好啊大家辛苦了"[: -len(before) % 26] + before
    full = [before[at : at + 26] for at in range(0, len(before), 26)]
    return " ".join(full) + stop + " " + printed(after, 26, by=" ")


def test_a_lost_stop_is_asked_for():
    got = read(filled(""), ["breaks", "stops"])
    assert got.asked == ["lost-stop"]
    fix = next(fix for fix in got.fixes if fix.rule == "lost-stop")
    assert not applies_by_itself(fix)
    assert "很好的基础要看到" in got.text
    raw = filled("")
    accepted = apply_fixes(raw, [*filter(applies_by_itself, got.fixes), fix]).text
    assert "很好的基础。要看到" in accepted


def test_no_stop_is_asked_for_where_none_is_missing():
    assert read(filled("。"), ["breaks", "stops"]).asked == []


@pytest.mark.parametrize("name", ["river_cleaning", "library_notice", "school_opening"])
@pytest.mark.parametrize("width", range(20, 35))
def test_whole_prints_raise_no_question(name, width):
    clean = (SAMPLES / f"{name}.txt").read_text("utf-8").rstrip("\n")
    assert read(printed(clean, width, by=" "), ["breaks", "stops"]).asked == []
