"""Prints set from clean texts of ours, their line ends kept as spaces or line feeds: is the clean text found again?"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.detect.linebreaks import line_breaks
from reader.text.apply import apply_fixes
from reader.text.projection import Projection
from tests.detect.typesetting import hidden_ends, paragraph_ends, printed

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
TEXTS = {
    name: (SAMPLES / f"{name}.txt").read_text("utf-8").rstrip("\n")
    for name in ("river_cleaning", "library_notice", "school_opening")
}
WIDTHS = (20, 22, 24, 26, 28, 30, 34)


def joined(raw):
    return apply_fixes(raw, line_breaks(Projection.of(raw))).text


def check(clean, raw, width, indent):
    text = joined(raw)
    assert text.replace("\n", "") == clean.replace("\n", "")
    wanted, got = paragraph_ends(clean), paragraph_ends(text)
    assert got <= wanted
    assert wanted - got <= hidden_ends(clean, width, indent=indent)


@pytest.mark.parametrize("indent", [0, 2], ids=["flush", "indented"])
@pytest.mark.parametrize("by", [" ", "\n"], ids=["spaces", "line-feeds"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", TEXTS)
def test_every_visible_paragraph_end_is_found(name, width, by, indent):
    check(TEXTS[name], printed(TEXTS[name], width, by=by, indent=indent), width, indent)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("seed", range(4))
def test_stray_spaces_among_line_ends(name, seed):
    """Whatever happens to paragraph ends, no stray space survives and no character is lost."""
    raw = printed(TEXTS[name], 26, by=" ", stray=0.02, seed=seed)
    text = joined(raw)
    assert text.replace("\n", "") == TEXTS[name].replace("\n", "")
    assert len(paragraph_ends(text) - paragraph_ends(TEXTS[name])) <= 1


@given(st.sampled_from(sorted(TEXTS)), st.integers(18, 36), st.sampled_from([" ", "\n"]), st.sampled_from([0, 2]))
def test_reading_a_print_keeps_every_character(name, width, by, indent):
    raw = printed(TEXTS[name], width, by=by, indent=indent)
    assert joined(raw).replace("\n", "") == TEXTS[name].replace("\n", "")


@pytest.mark.parametrize("by", [" ", "\n"], ids=["spaces", "line-feeds"])
def test_indents_of_the_print_show_paragraphs(by):
    clean = TEXTS["school_opening"]
    lines = [printed(paragraph, 26, by=by, indent=2) for paragraph in clean.split("\n")]
    assert joined((by + "\u3000\u3000").join(lines)) == clean


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_paragraph_ends_are_written_as_the_text_writes_them(newline):
    clean = TEXTS["school_opening"]
    raw = printed(clean, 26, by="\n").replace("\n", newline)
    text = apply_fixes(raw, line_breaks(Projection.of(raw), newline)).text
    assert text == clean.replace("\n", newline)


@pytest.mark.parametrize("by", [" ", "\n"], ids=["spaces", "line-feeds"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_next_number_of_a_series_begins_a_paragraph_after_a_misread_stop(width, by):
    clean = TEXTS["river_cleaning"].replace("。\n三、", "，\n三、")
    assert "，\n三、" in clean
    assert "，\n三、" in joined(printed(clean, width, by=by))
