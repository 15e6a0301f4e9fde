"""Exact examples of looking through damage and of reporting in the raw text."""

import pytest

from reader.text.apply import apply_fixes
from reader.text.offsets import Side
from reader.text.projection import Projection
from reader.text.span import Span
from tests.builders import fix

RAW = "问某网题很 大,好"
WATERMARK = fix("watermark", (1, 3, ""))
GAP = fix("spacing", (5, 6, ""))
COMMA = fix("punctuation", (7, 8, "，"))
STOP = fix("punctuation", (9, 9, "。"))
SEEN = Projection.of(RAW, [WATERMARK, GAP, COMMA, STOP])  # 问题很大，好。

SPANS = [
    ((0, 2), [(0, 1), (3, 4)]),  # cut in two by the watermark
    ((1, 4), [(3, 5), (6, 7)]),  # and by the line's end
    ((0, 4), [(0, 1), (3, 5), (6, 7)]),
    ((3, 6), [(6, 9)]),  # what was changed in between does not cut
    ((4, 5), [(7, 8)]),
    ((1, 1), [(1, 1)]),  # a place stays with the character before it
    ((6, 7), [(9, 9)]),
    ((7, 7), [(9, 9)]),
]
EDITS = [
    ((0, 2), "闻提", [(0, 1, "闻"), (3, 4, "提")]),  # same length: character by character
    ((0, 2), "问提", [(3, 4, "提")]),  # what stays is left alone
    ((0, 2), "问题", []),
    ((0, 2), "难", [(0, 1, "难"), (3, 4, "")]),  # other length: the first piece takes all
    ((0, 2), "", [(0, 1, ""), (3, 4, "")]),
    ((2, 4), "太大了", [(4, 5, "太大了"), (6, 7, "")]),
    ((1, 1), "、", [(1, 1, "、")]),  # before the watermark, behind 问
    ((1, 1), "", []),
    ((4, 5), "；", [(7, 8, "；")]),
    ((3, 5), "大。", [(6, 8, "大。")]),
]


@pytest.mark.parametrize(("stretch", "spans"), SPANS)
def test_spans(stretch, spans):
    assert [(span.start, span.end) for span in SEEN.spans(*stretch)] == spans


@pytest.mark.parametrize(("stretch", "replacement", "edits"), EDITS)
def test_edits(stretch, replacement, edits):
    made = SEEN.edits(*stretch, replacement)
    assert [(edit.span.start, edit.span.end, edit.replacement) for edit in made] == edits


def test_a_place_can_stay_with_either_neighbour():
    assert (SEEN.place(1), SEEN.place(1, Side.AFTER)) == (1, 3)


def test_a_part_of_what_was_written_is_replaced_with_the_rest_of_it():
    dash = fix("punctuation", (1, 2, "——"))
    seen = Projection.of("甲-乙", [dash])
    (edit,) = seen.edits(1, 2, "～")
    assert (edit.span, edit.replacement) == (Span(1, 2), "～—")
    (edit,) = seen.edits(2, 2, "·")
    assert (edit.span, edit.replacement) == (Span(1, 2), "—·—")


def test_an_edit_that_would_do_nothing_is_left_out():
    hidden = [fix("watermark", (1, 2, "")), fix("watermark", (2, 3, "")), fix("punctuation", (2, 2, "。"))]
    seen = Projection.of("甲xy乙", hidden)
    assert seen.text == "甲。乙"
    assert [(e.span, e.replacement) for e in seen.edits(0, 3, "丙")] == [(Span(0, 1), "丙"), (Span(3, 4), "")]


def test_by_hand_over_punctuation():
    by_hand = fix("manual", *[(e.span.start, e.span.end, e.replacement) for e in SEEN.edits(3, 5, "大。")])
    cleaned = apply_fixes(RAW, [WATERMARK, GAP, COMMA, STOP, by_hand])
    assert cleaned.text == "问题很大。好。"
    assert cleaned.set_aside == ((COMMA, by_hand),)


def test_paragraphs_leave_out_what_is_blank():
    seen = Projection.of("一\n\n  \n二三\n")
    assert [span.of(seen.text) for span in seen.paragraphs] == ["一", "二三"]
    assert seen.paragraphs == (Span(0, 1), Span(6, 8))
    assert Projection.of("").paragraphs == ()
