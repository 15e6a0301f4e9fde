"""Laws of reading through damage: what a projection reports, applied beside its own fixes, says what was meant."""

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from reader.text.apply import apply_fixes
from reader.text.fix import Fix, Kind, Option, Safety
from reader.text.projection import Projection
from tests.strategies import REASON, WRITTEN, damaged, raw_texts
from tests.text.naive import naive_apply

CROWDS = damaged()


@given(CROWDS)
def test_a_projection_reads_as_the_cleaned_text_does(crowd):
    raw, found = crowd
    seen = Projection.of(raw, found)
    assert (seen.raw, seen.text) == (raw, naive_apply(raw, list(found)).text)


@given(CROWDS, st.data())
def test_spans_are_separate_in_order_and_cover_what_the_pieces_cover(crowd, data):
    raw, found = crowd
    seen = Projection.of(raw, found)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(seen.text))] * 2)))
    spans = seen.spans(start, end)
    assert spans
    assert all(a.end < b.start for a, b in pairwise(spans))
    wanted, at = set(), 0
    for piece in naive_apply(raw, list(found)).pieces:
        if at < end and at + len(piece.text) > start and piece.text:
            wanted |= set(range(piece.raw_start, piece.raw_end))
        at += len(piece.text)
    assert {at for span in spans for at in range(span.start, span.end)} == (wanted if start < end else set())


@given(CROWDS, st.data(), st.sampled_from((*WRITTEN, "同长")))
def test_edits_put_the_replacement_in_place_and_touch_nothing_else(crowd, data, replacement):
    """A detector of a later layer: all it replaces stands in the raw text."""
    raw, found = crowd
    found = [fix for fix in found if fix.kind is not Kind.MANUAL]
    seen = Projection.of(raw, found)
    naive = naive_apply(raw, found)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(seen.text))] * 2)))
    kept = [piece.kept for piece in naive.pieces for _ in piece.text]
    # Where something is to be written between two characters, both must be of the raw text: several insertions at one
    # place have an order of their own, for which there is a table of examples.
    assume(all(kept[max(0, start - 1) : end + 1] if start == end else kept[start:end]))
    edits = seen.edits(start, end, replacement)
    wanted = seen.text[:start] + replacement + seen.text[end:]
    if not edits:
        assert wanted == seen.text
        return
    fix = _by(Kind.OCR, edits)
    cleaned = apply_fixes(raw, [*found, fix])
    assert cleaned.text == wanted
    assert fix in cleaned.applied
    assert {f.key for f in cleaned.applied} - {fix.key} == naive.applied


@given(raw_texts(8), st.data())
def test_edits_of_an_untouched_text_replace_just_that(raw, data):
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(raw))] * 2)))
    replacement = data.draw(st.sampled_from((*WRITTEN, raw[start:end], raw[start:end][::-1])))
    edits = Projection.of(raw).edits(start, end, replacement)
    wanted = raw[:start] + replacement + raw[end:]
    assert apply_fixes(raw, [_by(Kind.OCR, edits)] if edits else []).text == wanted
    assert bool(edits) == (wanted != raw or raw[start:end] != replacement)


@given(damaged(), st.data(), st.sampled_from((*WRITTEN, "同长")))
def test_by_hand_anything_that_is_seen_can_be_replaced(crowd, data, replacement):
    """By hand also a part of what another fix wrote can be replaced: that fix is set aside, its other text stays."""
    raw, found = crowd
    found = [fix for fix in found if fix.kind is not Kind.MANUAL and len(fix.edits) == 1]
    seen = Projection.of(raw, found)
    naive = naive_apply(raw, found)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(seen.text))] * 2)))
    at = 0
    for piece in naive.pieces:
        # An insertion has no characters to take hold of, and two at one place have their own order.
        insertion = piece.raw_start == piece.raw_end and piece.text
        assume(not (insertion and at <= end and at + len(piece.text) >= start))
        at += len(piece.text)
    edits = seen.edits(start, end, replacement)
    cleaned = apply_fixes(raw, [*found, _by(Kind.MANUAL, edits)] if edits else found)
    assert cleaned.text == seen.text[:start] + replacement + seen.text[end:]


def _by(kind, edits):
    return Fix(tuple(e.span for e in edits), kind, "test", (Option("x", 0.9, edits),), Safety.ASK, 0.9, REASON)
