"""The list of words: what kind of word symbols are."""

from dataclasses import replace

import numpy as np
import pytest

from reader.lm.lexicon import KINDS, default_lexicon


@pytest.mark.parametrize(
    ("held", "kinds"), [(0, ["", ""]), (1, [KINDS[0], ""]), (len(KINDS) + 1, ["", ""]), (255, ["", ""])]
)
def test_a_stranger_that_the_table_takes_for_a_word_may_hold_any_number(held, kinds):
    class Found:
        def find(self, keys):
            assert len(keys) == 2
            return np.array([True, False]), (np.array([held], dtype=np.uint8),)

    lexicon = replace(default_lexicon(), words=Found())
    assert lexicon.kinds(np.array([[5, 6], [7, 8]], dtype=np.uint16)) == kinds
    assert lexicon.kind(np.array([5], dtype=np.uint16)) == ""
