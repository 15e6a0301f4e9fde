"""The pane: shows by small changes, marks near the viewport only, knows where characters stand."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from reader.text.span import Span
from reader.ui.display import Fold, show
from reader.ui.lines import LineKind, LineStyle, raw_lines
from reader.ui.marks import Look, Mark
from reader.ui.text_pane import TextPane
from reader.ui.theme import DARK, LIGHT, SEPIA, THEMES, Line
from reader.ui.typography import Typography

# The off-screen platform says so at every window; nothing is wrong.
pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


def put(pane, text, marks=lambda _window: [], folds=()):
    shown = show(text, folds)
    pane.show_text(text, shown, raw_lines(shown), marks)


@pytest.fixture
def pane(qtbot):
    pane = TextPane("Original")
    qtbot.addWidget(pane)
    pane.resize(420, 500)
    pane.show()
    return pane


LONG = "\n".join(f"第{n}段：𠮷这一段有一些文字，好让它有几行高，看得出滚动的位置。" * 2 for n in range(200))


def test_the_widget_shows_what_it_is_given(pane):
    for text in ("一二三\n四五", "一二\n四五六", "", "𠮷\r\n二", "一二"):
        put(pane, text)
        assert pane.toPlainText() == show(text).text


def test_a_change_in_the_middle_leaves_the_place_and_the_lines_alone(pane):
    put(pane, LONG)
    pane.scroll_to(4000)
    there = pane.verticalScrollBar().value()
    put(pane, LONG.replace("第199段", "第一九九段"))
    assert pane.verticalScrollBar().value() == there
    assert pane.toPlainText().count("\n") == 199


def test_large_changes_keep_text_lines_and_place(pane, qtbot):
    book = "\n".join(f"第{n}段：" + "这一段的文字。" * 12 for n in range(400))
    for text in ("短", book, book.replace("文字", "字文"), book[::-1], book, ""):
        put(pane, text)
        assert pane.toPlainText() == text
    put(pane, book)
    pane.scroll_to(pane.y_of(book.index("第200段")))
    put(pane, book.replace("这一段的文字", "那一段的文字"))
    assert int(pane.offset_at(pane.verticalScrollBar().value())) == book.index("第200段")
    pane.resize(380, 500)
    for offset in range(0, len(book), 4999):
        top, bottom = pane.extent(Span(offset, offset + 1))
        assert top <= pane.y_of(offset) <= bottom


def test_places_are_found_again(pane):
    put(pane, LONG)
    for offset in range(0, len(LONG), 997):
        y = pane.y_of(offset)
        top, bottom = pane.extent(Span(offset, min(offset + 1, len(LONG))))
        assert top - 1 <= y <= bottom + 1
        found = int(pane.offset_at((top + bottom) / 2))
        assert pane.extent(Span(found, found))[0] == pytest.approx(top, abs=1)


def test_a_click_finds_the_character_under_it(pane):
    put(pane, "一𠮷三四五")
    for offset in range(5):
        rect = pane.rect_of(Span(offset, offset + 1))
        for share in (0.2, 0.8):
            point = QPointF(rect.left() + share * rect.width(), rect.center().y())
            assert pane.offset_under(point) == offset


def test_only_marks_near_the_viewport_are_set(pane):
    asked = []

    def marks(window):
        asked.append(window)
        return [Mark(Span(n, n + 1), Look.PENDING, str(n)) for n in range(window.start, window.end, 50)]

    put(pane, LONG, marks)
    assert asked[-1].start == 0
    assert asked[-1].end < len(LONG) / 4
    assert 0 < len(pane.extraSelections()) < 60
    pane.scroll_to(pane.verticalScrollBar().maximum())
    pane.draw_marks()
    assert asked[-1].end == len(LONG)


def test_every_look_has_a_line_besides_its_colour(pane):
    looks = list(Look)
    put(pane, "字" * len(looks), lambda _window: [Mark(Span(n, n + 1), look, look) for n, look in enumerate(looks)])
    for theme in THEMES.values():
        pane.dress(theme, Typography(size=16))
        selections = pane.extraSelections()
        assert len(selections) == len(looks)
        for selection in selections:
            form = selection.format
            assert form.fontStrikeOut() or form.underlineStyle() != form.UnderlineStyle.NoUnderline


def test_marks_in_a_fold_do_not_strike_out_its_label(pane):
    text = "头网站声明网站声明尾"
    marks = [Mark(Span(1, 9), Look.REMOVED, "gone"), Mark(Span(9, 10), Look.PENDING, "here")]
    put(pane, text, lambda _window: marks, [Fold(Span(1, 9), "▸ 8 characters removed")])
    assert len(pane.extraSelections()) == 1


def test_larger_letters_make_taller_lines(pane):
    put(pane, LONG)
    before = pane.document().size().height()
    pane.dress(LIGHT, Typography(size=24))
    assert pane.document().size().height() > before * 1.3


def test_a_heading_keeps_its_setting_when_lines_come_before_it(pane):
    def styled(text):
        shown = show(text)
        lines = text.split("\n")
        styles = [LineStyle(LineKind.HEADING if line.startswith("一、") else LineKind.BODY) for line in lines]
        pane.show_text(text, shown, styles, lambda _window: [])

    styled("甲\n一、形势\n乙")
    styled("甲\n新的一段\n一、形势\n乙")
    weights = []
    block = pane.document().begin()
    while block.isValid():
        weights.append((block.text(), block.charFormat().fontWeight() >= 700))
        block = block.next()
    assert weights == [("甲", False), ("新的一段", False), ("一、形势", True), ("乙", False)]


def test_nothing_can_be_dropped_into_a_pane(pane):
    assert not pane.acceptDrops()
    assert not pane.isUndoRedoEnabled()


def luminance(colour):
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK, SEPIA], ids=lambda theme: theme.name)
def test_everything_can_be_read(theme):
    for paper in (theme.paper, theme.window, theme.panel):
        assert contrast(theme.text, paper) >= 7
        assert contrast(theme.faint, paper) >= 4.5
        assert contrast(theme.warn, paper) >= 4.5
    assert contrast(theme.text, theme.current) >= 4.5
    assert contrast(theme.text, theme.selection) >= 7
    for look in Look:
        ink = theme.ink(look)
        assert ink.line is not Line.NONE
        assert contrast(ink.colour, ink.back or theme.paper) >= 4.4
        assert contrast(theme.text, ink.back or theme.paper) >= 7


def looks(pane):
    """How every line is set, as the widget has it."""
    block, found = pane.document().firstBlock(), []
    while block.isValid():
        form = block.blockFormat()
        weights = [fragment.charFormat().fontWeight() for fragment in block_fragments(block)]
        found.append((block.text(), form.textIndent(), form.topMargin(), form.alignment(), weights))
        block = block.next()
    return found


def block_fragments(block):
    place = block.begin()
    while not place.atEnd():
        yield place.fragment()
        place += 1


STYLES = [LineStyle(kind) for kind in LineKind] + [LineStyle(LineKind.BODY, 2)]
STYLED = st.lists(st.tuples(st.text("一二𠮷", max_size=4), st.sampled_from(STYLES)), min_size=1, max_size=8)


@given(st.lists(STYLED, min_size=1, max_size=5))
@how(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_small_changes_leave_every_line_set_as_if_it_were_shown_afresh(pane, qtbot, texts):
    for lines in texts:
        text, styles = "\n".join(line for line, _ in lines), [style for _, style in lines]
        pane.show_text(text, show(text), styles, lambda _window: [])
        fresh = TextPane("Original")
        fresh.show_text(text, show(text), styles, lambda _window: [])
        assert looks(pane) == looks(fresh)
        fresh.deleteLater()


def test_marks_are_set_once_for_several_changes(pane):
    asked = []
    put(pane, "一二三四", marks=lambda window: asked.append(window) or [])
    asked.clear()
    with pane.holding():
        pane.set_current("a")
        with pane.holding():
            pane.set_current("b")
        assert not asked
    assert len(asked) == 1
