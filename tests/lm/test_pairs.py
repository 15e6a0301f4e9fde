"""The index of known pairs says of every key what a search among all of them says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.lm.pairs import PairIndex

HIGHEST = 1000


@given(st.sets(st.integers(0, HIGHEST)), st.lists(st.integers(0, HIGHEST)))
def test_every_key_has_the_place_that_a_search_finds(known, asked):
    keys = np.array(sorted(known), dtype=np.uint32)
    expected = [sorted(known).index(key) if key in known else -1 for key in asked]
    assert PairIndex.of(keys, HIGHEST).find(np.array(asked, dtype=np.uint32)).tolist() == expected


@pytest.mark.parametrize("known", [range(HIGHEST + 1), range(0), (0, 63, 64, 127, HIGHEST), (HIGHEST,)])
def test_full_and_empty_words(known):
    keys = np.array(list(known), dtype=np.uint32)
    asked = np.arange(HIGHEST + 1, dtype=np.uint32)
    found = PairIndex.of(keys, HIGHEST).find(asked)
    assert asked[found >= 0].tolist() == keys.tolist()
    assert found[found >= 0].tolist() == list(range(len(keys)))


def test_the_answer_has_the_shape_of_the_question():
    found = PairIndex.of(np.array([3, 7], dtype=np.uint32), 10).find(np.array([[7, 1], [3, 0]], dtype=np.uint32))
    assert found.tolist() == [[1, -1], [0, -1]]
