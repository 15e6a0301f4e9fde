"""Settings, keys and drawer in the window: what is chosen is in force at once, and still there at the next start."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from reader.review.decision import State
from reader.ui.appearance import Appearance, Interface
from reader.ui.chosen_keys import ChosenKeys
from reader.ui.encoding_chooser import EncodingChooser
from reader.ui.key_field import written
from reader.ui.keymap import Keymap, Scope, use
from reader.ui.main_window import MainWindow
from reader.ui.services import Reading
from reader.ui.settings_dialog import SettingsDialog
from reader.ui.shortcuts_page import ShortcutsPage
from reader.ui.typography import Typography

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]
Key, Modifier = Qt.Key, Qt.KeyboardModifier
CONTROL, SHIFT, NONE = Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.NoModifier


@pytest.fixture(autouse=True)
def usual_keys_and_font():
    font = QApplication.font() if QApplication.instance() else None
    yield
    use(Keymap())
    if font is not None:
        QApplication.setFont(font)


@pytest.fixture
def keys(settings):
    return ChosenKeys(settings)


@pytest.fixture
def page(qtbot, keys):
    page = ShortcutsPage(keys)
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.fixture
def dialog(qtbot, settings, keys):
    appearance = Appearance(settings)
    dialog = SettingsDialog(settings, appearance, keys)
    qtbot.addWidget(dialog)
    yield dialog
    appearance.reset()


def choose_row(page, name, column):
    for row in range(page.table.rowCount()):
        if page.table.item(row, 0).data(Qt.ItemDataRole.UserRole) == name:
            page.table.setCurrentCell(row, column)
            return row
    raise AssertionError(name)


# The keys


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "expected"),
    [
        (Key.Key_Q, NONE, "q", "Q"),
        (Key.Key_Q, SHIFT, "Q", "Shift+Q"),
        (Key.Key_Q, CONTROL, "", "Ctrl+Q"),
        # On some keyboards + needs Shift, on others not.
        (Key.Key_Plus, SHIFT, "+", "+"),
        (Key.Key_Plus, CONTROL | SHIFT, "+", "Ctrl++"),
        (Key.Key_Enter, Modifier.KeypadModifier, "", "Enter"),
        (Key.Key_Backtab, SHIFT, "", "Shift+Tab"),
        (Key.Key_F5, SHIFT, "", "Shift+F5"),
        (Key.Key_Control, CONTROL, "", ""),
        (Key.Key_unknown, NONE, "", ""),
    ],
)
def test_a_pressed_key_is_written_as_settings_write_it(key, modifiers, text, expected):
    assert written(QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)) == expected


def test_a_key_is_changed_by_pressing_it(page, keys, qtbot):
    row = choose_row(page, "postpone", 1)
    qtbot.keyClick(page.table, Key.Key_Return)
    qtbot.keyClick(page.field, Key.Key_P)
    assert keys.keymap.of("postpone").bare == ("P",)
    assert page.table.item(row, 1).text() == "P"
    assert page.table.item(row, 0).font().bold()
    page.usual.click()
    assert keys.keymap == Keymap()


def test_a_key_with_ctrl_goes_where_it_belongs(page, keys, qtbot):
    choose_row(page, "postpone", 1)
    page.change.click()
    qtbot.keyClick(page.field, Key.Key_P, CONTROL)
    assert keys.keymap.of("postpone").everywhere == ("Ctrl+P",)
    assert keys.keymap.of("postpone").bare == ("M",)


def test_a_further_key_leaves_the_first(page, keys, qtbot):
    choose_row(page, "postpone", 1)
    page.add.click()
    qtbot.keyClick(page.field, Key.Key_P)
    assert keys.keymap.of("postpone").bare == ("M", "P")


def test_a_key_of_another_command_is_named_and_swapped(page, keys, qtbot):
    choose_row(page, "postpone", 1)
    page.change.click()
    qtbot.keyClick(page.field, Key.Key_J)
    assert keys.keymap == Keymap()
    assert "Next to decide" in page.told.text()
    page.swap.click()
    assert keys.keymap.of("postpone").bare == ("J",)
    assert keys.keymap.of("next").bare == ("M", "Down")


def test_a_conflict_can_be_left(page, keys, qtbot):
    choose_row(page, "postpone", 1)
    page.change.click()
    qtbot.keyClick(page.field, Key.Key_J)
    page.stay.click()
    assert keys.keymap == Keymap()


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_1, Key.Key_Tab, Key.Key_Left])
def test_keys_that_are_needed_otherwise_are_refused_with_a_sentence(page, keys, qtbot, key):
    choose_row(page, "postpone", 1)
    page.change.click()
    before = page.told.text()
    qtbot.keyClick(page.field, key)
    assert keys.keymap == Keymap()
    assert page.told.text() not in ("", before)
    assert page.field.hasFocus() or not page.isActiveWindow()


def test_esc_gives_up_and_delete_takes_a_key_away(page, keys, qtbot):
    choose_row(page, "postpone", 1)
    qtbot.keyClick(page.table, Key.Key_F2)
    qtbot.keyClick(page.field, Key.Key_Escape)
    assert keys.keymap == Keymap()
    qtbot.keyClick(page.table, Key.Key_Delete)
    assert keys.keymap.of("postpone").bare == ()
    page.all_usual.click()
    assert keys.keymap == Keymap()


def test_commands_are_found_by_name_and_by_key(page):
    page.search.setText("f8")
    shown = [row for row in range(page.table.rowCount()) if not page.table.isRowHidden(row)]
    assert {page.table.item(row, 0).text() for row in shown} == {"Next to decide", "Previous to decide"}


def test_another_key_decides_at_once_and_the_old_one_no_longer(opened, qtbot):
    session, pane = opened.desk.session, opened.review.panes.clean
    first = opened.review.current
    opened.keys.choose(Keymap().putting("keep", Scope.BARE, ("Q",)))
    qtbot.keyClick(pane, Key.Key_X)
    assert session.state(first) is State.PENDING
    qtbot.keyClick(pane, Key.Key_Q)
    assert session.state(first) is State.KEPT
    assert "(Q)" in opened.review.card.keep_button.text()
    assert "Q" in opened.actions_by_name["keep"].toolTip()
    opened.companions.show_keys()
    opened.keys.choose(Keymap().putting("keep", Scope.BARE, ("W",)))
    assert '<td style="padding:3px 18px 3px 0">W</td>' in opened.companions.overview._table.text()


def test_keys_are_kept(qtbot, services, settings, answers):
    ChosenKeys(settings).choose(Keymap().putting("keep", Scope.BARE, ("Q",)))
    window = MainWindow(services, settings, answers)
    qtbot.addWidget(window)
    assert window.keys.keymap.of("keep").bare == ("Q",)
    assert "(Q)" in window.review.card.keep_button.text()


# The looks


def test_what_is_chosen_is_in_force_at_once_and_kept(dialog, settings):
    appearance = dialog._appearance
    dialog.letters.setValue(20)
    dialog.height_of_lines.setValue(2.0)
    dialog.measure.setValue(30)
    dialog.indent.setChecked(False)
    dialog.theme.setCurrentIndex(dialog.theme.findData("sepia"))
    dialog.interface_size.setValue(14)
    dialog.language.setCurrentIndex(dialog.language.findData("zh_CN"))
    expected = Typography(20.0, line_height=2.0, measure=30, indent=False)
    assert appearance.typography == expected
    assert dialog.sample.pane.typography == expected
    assert dialog.sample.pane.document().firstBlock().next().next().blockFormat().textIndent() == 0
    assert QApplication.font().pointSizeF() == 14
    again = Appearance(settings)
    assert (again.typography, again.choice, again.interface) == (expected, "sepia", Interface("", 14.0))
    assert settings.value("language") == "zh_CN"


def test_everything_can_be_as_it_came(dialog, settings):
    usual = QApplication.font().pointSizeF()
    dialog.letters.setValue(20)
    dialog.interface_size.setValue(14)
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    dialog._reset()
    assert Appearance(settings).typography == Typography()
    assert QApplication.font().pointSizeF() == usual
    assert (dialog.letters.value(), dialog.theme.currentData()) == (Typography().size, "system")


def test_zooming_in_the_window_shows_in_the_settings(dialog):
    dialog._appearance.zoom(2)
    assert dialog.letters.value() == Typography().size + 2


def test_a_number_is_taken_when_it_is_typed_out(dialog, qtbot):
    dialog.show()
    dialog.letters.setFocus()
    dialog.letters.selectAll()
    for key in (Key.Key_1, Key.Key_8, Key.Key_Period, Key.Key_5):
        qtbot.keyClick(dialog.letters, key)
        assert dialog._appearance.typography.size == Typography().size
    qtbot.keyClick(dialog.letters, Key.Key_Return)
    assert dialog._appearance.typography.size == 18.5
    assert dialog.isVisible()


def test_a_font_of_another_computer_is_not_thrown_away(qtbot, settings, keys):
    settings.setValue("reading/family", "Font of Elsewhere")
    dialog = SettingsDialog(settings, Appearance(settings), keys)
    qtbot.addWidget(dialog)
    dialog.letters.setValue(18)
    assert dialog._appearance.typography.family == "Font of Elsewhere"


def test_the_settings_open_by_their_key_and_close_with_esc(opened, qtbot):
    opened.actions_by_name["settings"].trigger()
    dialog = opened.companions.settings
    assert dialog.isVisible()
    assert dialog.findChild(QDialogButtonBox) is not None
    qtbot.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()


# The drawer


def test_in_a_narrow_window_the_panel_is_a_drawer(opened, qtbot):
    review, drawer = opened.review, opened.review.drawer
    assert drawer.shown
    assert not drawer.narrow
    opened.resize(880, 700)
    assert drawer.narrow
    assert not drawer.shown
    assert not review.side.isVisible()
    opened.actions_by_name["side"].trigger()
    assert review.side.isVisible()
    assert opened.actions_by_name["side"].isChecked()
    assert drawer.frame.geometry().bottom() <= review.card.geometry().top()
    qtbot.keyClick(review.side.list, Key.Key_Escape)
    assert not drawer.shown
    opened.resize(1200, 760)
    assert drawer.shown
    assert review.side.isVisible()
    assert review.across.indexOf(review.side) == 1


def test_what_is_asked_for_opens_the_drawer(opened):
    opened.resize(880, 700)
    opened.actions_by_name["search"].trigger()
    assert opened.review.side.filters.search.isVisible()
    opened.review.drawer.close()
    opened.actions_by_name["history"].trigger()
    assert opened.review.side.history.isVisible()


def test_keys_decide_in_the_list_of_the_drawer(opened, qtbot):
    opened.resize(880, 700)
    opened.review.drawer.toggle()
    first = opened.review.current
    opened.review.side.list.setFocus()
    qtbot.keyClick(opened.review.side.list, Key.Key_X)
    assert opened.desk.session.state(first) is State.KEPT


def test_a_hidden_panel_is_still_hidden_the_next_time(opened, qtbot, services, settings, answers):
    opened.review.drawer.toggle()
    opened.close()
    again = MainWindow(services, settings, answers)
    qtbot.addWidget(again)
    assert not again.review.drawer.wanted
    again.review.side.show_history()
    assert again.review.drawer.wanted


def test_the_panel_can_be_hidden_where_there_is_room_too(opened):
    opened.review.drawer.toggle()
    assert not opened.review.side.isVisible()
    opened.resize(880, 700)
    opened.resize(1200, 760)
    assert not opened.review.side.isVisible()
    opened.review.drawer.toggle()
    assert opened.review.side.isVisible()


# Another encoding


def test_an_encoding_is_chosen_by_what_it_reads_like(qtbot):
    readings = [Reading("gb18030", ("春耕讲话", "同志们"), 0), Reading("utf-8", ("���", ""), 3)]
    chooser = EncodingChooser(readings, "utf-8")
    qtbot.addWidget(chooser)
    chooser.show()
    texts = [chooser.list.item(row).text() for row in range(chooser.list.count())]
    assert texts[0] == "▸ GB18030\n春耕讲话\n同志们"
    assert texts[1].startswith("▸ UTF-8 · in use now · 3 places")
    assert chooser.encoding == "gb18030"
    qtbot.keyClick(chooser.list, Key.Key_Down)
    qtbot.keyClick(chooser.list, Key.Key_Return)
    assert chooser.encoding == "utf-8"
    assert chooser.result() == chooser.DialogCode.Accepted
    assert not chooser.isVisible()
