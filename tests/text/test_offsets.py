"""Exact places: an insertion, a removal, a replacement, and an insertion at the very end."""

import pytest

from reader.text.fix import Edit
from reader.text.offsets import OffsetMap, Side
from reader.text.span import Span

# raw    一 二 三 四 五 六 七 八        0–8
# clean  一（二 五 x y z 七 八。       0–10
EDITS = [Edit(Span(1, 1), "（"), Edit(Span(2, 4), ""), Edit(Span(5, 6), "xyz"), Edit(Span(8, 8), "。")]
MAP = OffsetMap.of(EDITS, 8)

TO_CLEAN = {  # raw place: (staying with what is before it, staying with what is after it)
    0: (0, 0),
    1: (1, 2),
    2: (3, 3),
    3: (3, 3),
    4: (3, 3),
    5: (4, 4),
    6: (7, 7),
    7: (8, 8),
    8: (9, 10),
}
TO_RAW = {
    0: (0, 0),
    1: (1, 1),
    2: (1, 1),
    3: (2, 4),
    4: (5, 5),
    5: (5, 6),
    6: (5, 6),
    7: (6, 6),
    8: (7, 7),
    9: (8, 8),
    10: (8, 8),
}
SPANS_TO_CLEAN = [  # insertions at the edges belong to it
    ((0, 1), (0, 2)),
    ((1, 2), (1, 3)),
    ((1, 1), (1, 2)),
    ((2, 4), (3, 3)),
    ((3, 5), (3, 4)),
    ((5, 6), (4, 7)),
    ((7, 8), (8, 10)),
    ((0, 8), (0, 10)),
]
SPANS_TO_RAW = [  # removed edges do not; a part of a replacement stands for all of it
    ((0, 1), (0, 1)),
    ((1, 2), (1, 1)),
    ((2, 3), (1, 2)),
    ((3, 4), (4, 5)),
    ((2, 4), (1, 5)),
    ((4, 5), (5, 6)),
    ((5, 6), (5, 6)),
    ((6, 8), (5, 7)),
    ((3, 3), (2, 2)),
    ((9, 10), (8, 8)),
    ((0, 10), (0, 8)),
]
PIECES = [
    ((0, 3), [(0, 1, True), (1, 1, False), (1, 2, True)]),
    ((2, 4), [(1, 2, True), (4, 5, True)]),
    ((3, 5), [(4, 5, True), (5, 6, False)]),
    ((5, 6), [(5, 6, False)]),
    ((6, 8), [(5, 6, False), (6, 7, True)]),
    ((7, 9), [(6, 8, True)]),
    ((8, 10), [(7, 8, True), (8, 8, False)]),
    ((3, 3), []),
    ((5, 5), []),
]


@pytest.mark.parametrize(("place", "sides"), TO_CLEAN.items())
def test_to_clean(place, sides):
    assert (MAP.to_clean(place, Side.BEFORE), MAP.to_clean(place, Side.AFTER)) == sides


@pytest.mark.parametrize(("place", "sides"), TO_RAW.items())
def test_to_raw(place, sides):
    assert (MAP.to_raw(place, Side.BEFORE), MAP.to_raw(place, Side.AFTER)) == sides


@pytest.mark.parametrize(("raw", "clean"), SPANS_TO_CLEAN)
def test_spans_to_clean(raw, clean):
    assert MAP.span_to_clean(Span(*raw)) == Span(*clean)


@pytest.mark.parametrize(("clean", "raw"), SPANS_TO_RAW)
def test_spans_to_raw(clean, raw):
    assert MAP.span_to_raw(Span(*clean)) == Span(*raw)


@pytest.mark.parametrize(("clean", "pieces"), PIECES)
def test_pieces(clean, pieces):
    assert [(span.start, span.end, kept) for span, kept in MAP.raw_pieces(Span(*clean))] == pieces


def test_two_removals_side_by_side_are_stepped_over_together():
    offsets = OffsetMap.of([Edit(Span(1, 2), ""), Edit(Span(2, 4), "")], 5)
    assert offsets.clean_length == 2
    assert (offsets.to_raw(1, Side.BEFORE), offsets.to_raw(1, Side.AFTER)) == (1, 4)


def test_an_insertion_beside_a_removal_keeps_to_its_side():
    ahead = OffsetMap.of([Edit(Span(2, 2), "。"), Edit(Span(2, 4), "")], 5)
    behind = OffsetMap.of([Edit(Span(2, 4), ""), Edit(Span(4, 4), "。")], 5)
    assert [ahead.to_raw(3, side) for side in Side] == [2, 4]
    assert [behind.to_raw(3, side) for side in Side] == [4, 4]
    assert [behind.to_raw(2, side) for side in Side] == [2, 4]


def test_several_insertions_at_one_place_stand_between_both_sides():
    offsets = OffsetMap.of([Edit(Span(2, 2), "。"), Edit(Span(2, 2), "”"), Edit(Span(2, 2), "\n")], 4)
    assert [offsets.to_clean(2, side) for side in Side] == [2, 5]
    assert [offsets.to_raw(3, side) for side in Side] == [2, 2]


def test_without_edits_every_place_stays():
    offsets = OffsetMap.of([], 3)
    assert [offsets.to_clean(at, side) for at in range(4) for side in Side] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert offsets.clean_length == 3
    assert list(offsets.raw_pieces(Span(1, 3))) == [(Span(1, 3), True)]


@pytest.mark.parametrize("place", [-1, 9])
def test_raw_places_outside_are_mistakes(place):
    with pytest.raises(IndexError):
        MAP.to_clean(place, Side.BEFORE)


@pytest.mark.parametrize("place", [-1, 11])
def test_clean_places_outside_are_mistakes(place):
    with pytest.raises(IndexError):
        MAP.to_raw(place, Side.AFTER)
