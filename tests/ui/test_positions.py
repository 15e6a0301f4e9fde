"""Places in the text against places in the widget: examples at the edges, and laws on crowded texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.span import Span
from reader.ui.display import LONGEST_LINE, Fold, common_edges, show
from reader.ui.positions import units
from tests.strategies import raw_texts


def utf16(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@st.composite
def texts_with_folds(draw):
    raw = draw(raw_texts(20))
    cuts = sorted(set(draw(st.lists(st.integers(0, len(raw)), max_size=6))))
    folds = [Fold(Span(a, b), "▸ 折叠𠮷") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return raw, folds


@given(texts_with_folds())
def test_every_character_is_found_where_it_is_shown(case):
    raw, folds = case
    shown = show(raw, folds)
    hidden = [fold.span for fold in folds]
    encoded = shown.text.encode("utf-16-le", "surrogatepass")
    for offset, char in enumerate(raw):
        if any(span.start <= offset < span.end for span in hidden) or not char.isprintable() or char in "\r\n\0":
            continue
        unit = shown.positions.to_unit(offset)
        there = encoded[2 * unit : 2 * (unit + utf16(char))].decode("utf-16-le")
        assert there == char
        assert shown.positions.to_offset(unit) == offset


@given(texts_with_folds())
def test_the_map_never_goes_backwards_and_ends_where_the_texts_end(case):
    raw, folds = case
    shown = show(raw, folds)
    places = [shown.positions.to_unit(offset) for offset in range(len(raw) + 1)]
    assert places == sorted(places)
    back = [shown.positions.to_offset(unit) for unit in range(utf16(shown.text) + 1)]
    assert back == sorted(back)
    assert shown.positions.shown_length == utf16(shown.text)
    assert shown.positions.to_unit(len(raw)) == utf16(shown.text)
    assert shown.positions.to_offset(utf16(shown.text)) == len(raw)


@given(st.text())
def test_units_are_what_utf16_says(text):
    assert units(text) == utf16(text)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("一\r\n二", "一\n二"),
        ("一\r二", "一\n二"),
        ("一\u2028二", "一\n二"),
        ("题\u200b目", "题▯目"),
        ("一\u3000\u00a0二\t三", "一\u3000\u00a0二\t三"),
        ("", ""),
    ],
)
def test_what_a_pane_shows(raw, said):
    assert show(raw).text == said


def test_a_stretch_in_a_fold_is_shown_as_the_fold():
    shown = show("头网站声明网站声明尾", [Fold(Span(1, 9), "▸ 8")])
    assert shown.text == "头\n▸ 8\n尾"
    assert shown.folded == {1}
    assert shown.positions.to_units(Span(3, 5)) == (1, 6)
    assert shown.positions.inside_other(Span(3, 5))
    assert not shown.positions.inside_other(Span(9, 10))
    assert shown.positions.to_offset(3) == 1


def test_a_fold_of_whole_lines_adds_no_lines():
    assert show("头\n网站\n尾", [Fold(Span(2, 4), "▸ 2")]).text == "头\n▸ 2\n尾"


def test_a_huge_line_is_broken_after_sentences_and_only_on_the_screen():
    sentence = "这是一句话，共有十几个字，不算长。"
    raw = sentence * 300
    shown = show(raw)
    lines = shown.text.split("\n")
    assert max(map(len, lines)) <= LONGEST_LINE
    assert all(line.endswith("。") for line in lines)
    assert "".join(lines) == raw
    assert shown.continued == set(range(1, len(lines)))
    for offset in range(0, len(raw), 37):
        assert shown.positions.to_offset(shown.positions.to_unit(offset)) == offset


def test_a_huge_line_without_a_sentence_end_is_broken_all_the_same():
    lines = show("字" * 2500).text.split("\n")
    assert [len(line) for line in lines] == [1000, 1000, 500]


def test_the_end_of_a_stretch_stands_before_a_break_and_the_next_one_after_it():
    raw = ("字" * 899 + "。") * 2
    positions = show(raw).positions
    assert positions.to_unit(900, ends=True) == 900
    assert positions.to_unit(900) == 901


@given(st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_common_edges_are_as_long_as_can_be(old, new):
    head, tail = common_edges(old, new)
    assert old[:head] == new[:head]
    assert old[len(old) - tail :] == new[len(new) - tail :]
    shorter = min(len(old), len(new))
    assert head + tail <= shorter
    assert head == shorter or old[head] != new[head]
    assert head + tail == shorter or old[-1 - tail] != new[-1 - tail]
