"""Laws of the map between the raw and the cleaned text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.text.apply import apply_fixes
from reader.text.offsets import Side
from reader.text.span import Span
from tests.strategies import damaged
from tests.text.naive import clean_places, naive_apply, raw_places

CROWDS = damaged()


@given(CROWDS)
def test_places_are_those_of_the_naive_account_both_ways(crowd):
    raw, found = crowd
    offsets = apply_fixes(raw, found).offsets
    naive = naive_apply(raw, list(found))
    before, after = clean_places(naive, len(raw))
    assert [offsets.to_clean(at, Side.BEFORE) for at in range(len(raw) + 1)] == before
    assert [offsets.to_clean(at, Side.AFTER) for at in range(len(raw) + 1)] == after
    before, after = raw_places(naive, len(raw))
    assert offsets.clean_length == len(naive.text)
    assert [offsets.to_raw(at, Side.BEFORE) for at in range(len(naive.text) + 1)] == before
    assert [offsets.to_raw(at, Side.AFTER) for at in range(len(naive.text) + 1)] == after


@given(CROWDS)
def test_the_map_never_goes_backwards(crowd):
    raw, found = crowd
    cleaned = apply_fixes(raw, found)
    for side in Side:
        there = [cleaned.offsets.to_clean(at, side) for at in range(len(raw) + 1)]
        back = [cleaned.offsets.to_raw(at, side) for at in range(len(cleaned.text) + 1)]
        assert all(a <= b for a, b in pairwise(there))
        assert all(a <= b for a, b in pairwise(back))
    for at in range(len(raw) + 1):
        assert cleaned.offsets.to_clean(at, Side.BEFORE) <= cleaned.offsets.to_clean(at, Side.AFTER)


@given(CROWDS)
def test_untouched_characters_keep_their_place_both_ways(crowd):
    raw, found = crowd
    cleaned = apply_fixes(raw, found)
    touched = {at for f in cleaned.applied for e in f.edits for at in range(e.span.start, e.span.end)}
    for at in set(range(len(raw))) - touched:
        start = cleaned.offsets.to_clean(at, Side.AFTER)
        end = cleaned.offsets.to_clean(at + 1, Side.BEFORE)
        assert end == start + 1
        assert cleaned.text[start] == raw[at]
        assert cleaned.offsets.to_raw(start, Side.AFTER) == at
        assert cleaned.offsets.to_raw(end, Side.BEFORE) == at + 1


@given(CROWDS)
def test_turning_the_map_round_turns_its_questions_round(crowd):
    raw, found = crowd
    cleaned = apply_fixes(raw, found)
    inverted = cleaned.offsets.inverted()
    assert inverted.inverted() == cleaned.offsets
    for side in Side:
        for at in range(len(cleaned.text) + 1):
            assert inverted.to_clean(at, side) == cleaned.offsets.to_raw(at, side)


@given(CROWDS, st.data())
def test_pieces_are_what_a_stretch_of_cleaned_text_is_made_of(crowd, data):
    raw, found = crowd
    cleaned = apply_fixes(raw, found)
    naive = naive_apply(raw, list(found))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(cleaned.text))] * 2)))
    expected: list[tuple[int, int, bool]] = []
    at = 0
    for piece in naive.pieces:
        if piece.text and at < end and at + len(piece.text) > start and start < end:
            if expected and piece.kept and expected[-1][2] and expected[-1][1] == piece.raw_start:
                expected[-1] = (expected[-1][0], piece.raw_end, True)
            else:
                expected.append((piece.raw_start, piece.raw_end, piece.kept))
        at += len(piece.text)
    found_pieces = [(s.start, s.end, kept) for s, kept in cleaned.offsets.raw_pieces(Span(start, end))]
    assert found_pieces == expected

    covered = cleaned.offsets.span_to_raw(Span(start, end))
    if expected:
        assert (covered.start, covered.end) == (expected[0][0], expected[-1][1])
    else:
        assert covered.length == 0


@given(CROWDS, st.data())
def test_a_raw_stretch_becomes_all_that_was_written_in_and_at_it(crowd, data):
    raw, found = crowd
    cleaned = apply_fixes(raw, found)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(raw))] * 2)))
    naive = naive_apply(raw, list(found))
    at, covered = 0, []
    for piece in naive.pieces:
        inside = piece.raw_start < end and piece.raw_end > start
        at_the_edge = piece.raw_start == piece.raw_end and start <= piece.raw_start <= end
        if inside or at_the_edge:
            covered.append((at, at + len(piece.text)))
        at += len(piece.text)
    became = cleaned.offsets.span_to_clean(Span(start, end))
    if covered:
        assert (became.start, became.end) == (covered[0][0], covered[-1][1])
    else:
        assert became.length == 0
