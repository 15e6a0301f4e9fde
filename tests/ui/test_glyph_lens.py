"""What the lens says about two look-alikes; without the package that knows the sounds it says less."""

import subprocess
import sys

import pytest

from reader.ui.glyph_lens import GlyphLens
from reader.ui.pronunciation import pronunciations

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


@pytest.mark.parametrize(
    ("char", "expected"),
    [("乂", "yì"), ("又", "yòu"), ("己", "jǐ"), ("已", "yǐ"), ("量", "liàng"), ("虽", "suī")],
)
def test_the_usual_pronunciation_comes_first(char, expected):
    assert pronunciations(char)[0] == expected


@pytest.mark.parametrize("char", ["", "A", "，", "己已", "\ue000"])
def test_what_has_no_pronunciation_has_none(char):
    assert pronunciations(char) == ()


def test_the_lens_says_character_code_and_sound(qtbot):
    lens = GlyphLens()
    qtbot.addWidget(lens)
    lens.set_pair("己", "已")
    qtbot.waitUntil(lambda: bool(lens.sounds[0]))
    assert lens.sounds[0].startswith("jǐ")
    assert lens.toolTip().startswith("己 U+5DF1 jǐ")
    assert " → 已 U+5DF2 yǐ" in lens.accessibleName()
    lens.set_pair("乂", "")
    assert lens.sounds[1] == ""
    assert "→" not in lens.toolTip()
    lens.grab()


def test_nothing_is_loaded_before_a_lens_is_shown_and_nothing_breaks_without_the_package():
    code = (
        "import sys; import reader.ui.main_window; assert 'pypinyin' not in sys.modules;"
        "sys.modules['pypinyin'] = None;"
        "from reader.ui.pronunciation import pronunciations; assert pronunciations('又') == ()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
