"""The arithmetic of scrolling together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.apply import apply_fixes
from reader.text.fix import Edit
from reader.text.offsets import OffsetMap, Side
from reader.text.span import Span
from reader.ui.tie import Walk, counterpart, line_of_sight, wanted_scroll
from tests.strategies import damaged

REMOVED = OffsetMap.of([Edit(Span(10, 110), "")], 200)


@pytest.mark.parametrize(
    ("value", "maximum", "sight"),
    [
        (0, 1000, 0),
        (100, 1000, 100),
        (200, 1000, 200),
        (500, 1000, 200),
        (900, 1000, 300),
        (1000, 1000, 400),
        (0, 0, 0),
    ],
)
def test_the_line_of_sight_slides_to_the_edges(value, maximum, sight):
    assert line_of_sight(value, maximum, 400) == pytest.approx(sight)


@given(st.floats(0, 1), st.floats(1, 5000), st.floats(10, 900))
def test_the_line_of_sight_is_in_the_viewport_and_never_moves_up(share, maximum, page):
    here = line_of_sight(share * maximum, maximum, page)
    assert 0 <= here <= page
    assert line_of_sight(min(1.0, share + 0.1) * maximum, maximum, page) >= here - 1e-6


@pytest.mark.parametrize(
    ("place", "to_clean", "there"),
    [
        (5.5, True, 5.5),
        (60.5, True, 10),
        (110.25, True, 10.25),
        (5.5, False, 5.5),
        (10.5, False, 110.5),
        (100, False, 200),
    ],
)
def test_counterparts_go_around_what_was_removed(place, to_clean, there):
    assert counterpart(place, REMOVED, to_clean=to_clean) == pytest.approx(there)


@given(st.lists(st.floats(0, 200), min_size=2, max_size=20))
def test_counterparts_keep_their_order(places):
    there = [counterpart(place, REMOVED, to_clean=True) for place in sorted(places)]
    assert there == sorted(there)


@pytest.mark.parametrize(
    ("top", "bottom", "wanted"),
    [(300, 320, None), (90, 110, 0), (550, 570, 450), (790, 830, 690)],
)
def test_the_eye_stays_where_it_is_if_it_can(top, bottom, wanted):
    assert wanted_scroll(top, bottom, 200, 300) == (None if wanted is None else pytest.approx(wanted))


@given(damaged(), st.lists(st.integers(0, 40)))
def test_a_walk_goes_where_single_steps_go(text_and_fixes, places):
    raw, fixes = text_and_fixes
    offsets = apply_fixes(raw, fixes).offsets
    places = sorted(place for place in places if place <= len(raw))
    walk = Walk(offsets)
    assert [walk.to_clean(place) for place in places] == [offsets.to_clean(place, Side.AFTER) for place in places]
