"""How texts are set, as far as no window is needed: what a settings file says is read without trusting it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ui.theme import READING_FONTS
from reader.ui.typography import BOUNDS, Typography


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, Typography()),
        # An ini file gives everything back as text.
        (
            {"size": "18.0", "line_height": "2.0", "measure": "30", "indent": "false", "family": "SimSun"},
            Typography(18.0, "SimSun", 2.0, 30, indent=False),
        ),
        ({"size": 18, "indent": False}, Typography(18.0, indent=False)),
        ({"size": "large", "measure": "x", "indent": "perhaps"}, Typography()),
        ({"size": "nan", "line_height": "inf"}, Typography()),
        ({"size": 400, "line_height": 0, "measure": -3}, Typography(40.0, line_height=1.2, measure=20)),
        ({"size": None, "family": None}, Typography()),
    ],
)
def test_settings_are_read_without_trusting_them(said, expected):
    assert Typography.of(said) == expected


@given(st.fixed_dictionaries({}, optional={name: st.one_of(st.text(), st.floats(), st.integers()) for name in BOUNDS}))
def test_whatever_is_said_can_be_read(said):
    typography = Typography.of(said)
    for name, (lowest, highest) in BOUNDS.items():
        assert lowest <= getattr(typography, name) <= highest
    assert typography.within_bounds() == typography


def test_the_chosen_family_comes_first_and_others_help_out():
    assert Typography(family="KaiTi").families == ("KaiTi", *READING_FONTS)
    assert Typography().families == READING_FONTS
