"""Rules in the window: stated by keys, seen before they hold, undone, kept up in their own window."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from reader.review.decision import State
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.rules import CHANGED, Rule, RuleKind, Rules, RuleScope
from reader.text.span import Span
from reader.ui.main_window import MainWindow
from tests.ui.conftest import RAW, Answers, Services

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]
CHANGE = Rule(RuleKind.CHANGE, "乂", "又")


@pytest.fixture
def services():
    return Services()


@pytest.fixture
def window(qtbot, services, settings):
    window = MainWindow(services, settings, Answers())
    qtbot.addWidget(window, before_close_func=lambda window: setattr(window, "_leaving", True))
    window.resize(1200, 760)
    window.show()
    yield window
    window.desk.finish()


@pytest.fixture
def opened(window, qtbot, tmp_path):
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "讲话.txt")
    window.activateWindow()
    window.review.panes.clean.setFocus()
    return window


def go_to(window, text):
    fix = next(fix for fix in window.desk.session.fixes if fix.observed(RAW) == text)
    window.review.go_to(fix.key)


def press(qtbot, window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.review.panes.clean, key, modifiers)


def agree(qtbot, editor):
    qtbot.waitUntil(editor.agree.isEnabled)
    qtbot.mouseClick(editor.agree, Qt.MouseButton.LeftButton)


def test_a_finding_becomes_a_rule_and_undo_takes_it_back(opened, qtbot, services):
    go_to(opened, "乂")
    press(qtbot, opened, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    editor = opened.rules.editor
    assert editor.rule == CHANGE
    assert [editor.hits.item(n).text().count("乂 → 又") for n in range(editor.hits.count())] == [1, 1]
    with qtbot.waitSignal(opened.desk.settled):
        agree(qtbot, editor)
    session = opened.desk.session
    assert session.rules == Rules.of([CHANGE])
    # Who says "always so" says so here too, and goes on.
    assert [session.state(fix) for fix in session.fixes if fix.observed(RAW) == "乂"] == [State.ACCEPTED, State.PENDING]
    assert services.standings[-1].rules == session.rules
    qtbot.waitUntil(lambda: services.rules == Rules.of([CHANGE]))
    assert "乂→又" in opened.message.text
    with qtbot.waitSignal(opened.desk.settled):
        opened.actions_by_name["undo"].trigger()
    assert session.rules == Rules()
    assert not session.decisions
    qtbot.waitUntil(lambda: services.rules == Rules())


def test_what_is_doubtful_is_not_stated_by_enter(opened, qtbot):
    go_to(opened, "虽")
    press(qtbot, opened, Qt.Key.Key_N)
    editor = opened.rules.editor
    editor.kind.setCurrentIndex(editor.kind.findData(RuleKind.WORD))
    editor.text.setText("不")
    editor.look()
    assert editor.doubt.text()
    assert editor.leave.isDefault()
    assert not editor.agree.isDefault()


def test_an_enter_still_on_its_way_states_nothing(opened, qtbot):
    go_to(opened, "乂")
    press(qtbot, opened, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(opened.rules.editor, Qt.Key.Key_Return)
    assert opened.desk.session.rules == Rules()


def test_a_rule_about_this_document_is_not_kept_for_others(opened, qtbot, services):
    opened.rules.edit(CHANGE, new=True)
    editor = opened.rules.editor
    editor.here.setChecked(True)
    agree(qtbot, editor)
    assert opened.desk.session.rules == Rules.of([replace(CHANGE, scope=RuleScope.DOCUMENT)])
    assert services.rules == Rules()


def test_what_cannot_be_a_rule_is_said(opened):
    go_to(opened, "辛苦")
    opened.rules.always()
    assert opened.rules.editor is None
    assert opened.status.currentMessage()


def test_a_finding_of_a_rule_leads_to_the_rule(opened, qtbot):
    session = opened.desk.session
    made = [replace(fix, rule=CHANGED) if fix.observed(RAW) == "乂" else fix for fix in session.fixes]
    session.change_rules(Message("rule"), [CHANGE])
    qtbot.waitUntil(lambda: not opened.desk.analysing)
    session.adopt(Analysis(tuple(made), (), (), rules=session.rules))
    go_to(opened, "乂")
    opened.rules.never()
    _, off = opened.message.buttons
    qtbot.mouseClick(off, Qt.MouseButton.LeftButton)
    assert not session.rules.in_effect
    assert opened.rules.editor is None


def test_a_mark_as_furniture_is_offered_as_a_rule(opened, qtbot):
    start = RAW.index("春耕讲话\n一")
    opened.hand_work.marked.emit(Span(start, start + 4))
    (button,) = opened.message.buttons
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.rules.editor.rule == Rule(RuleKind.FURNITURE, "春耕讲话", whole_line=True, unasked=True)


def test_the_history_names_a_rule_and_takes_it_back(opened):
    session = opened.desk.session
    session.change_rules(Message.of("New rule: {rule}", rule="乂→又"), [CHANGE])
    session.accept(session.pending[0])
    opened.review.side.show_history()
    opened.review.draw_lists()
    model = opened.review.side.history.model
    assert model.index(1).data() == "New rule: 乂→又"
    opened.review.take_back(model.entry_at(1).step)
    assert session.rules == Rules()


def test_a_document_begins_with_the_rules_about_all_texts(qtbot, services, window, tmp_path):
    services.rules = Rules.of([CHANGE])
    services.rule_notes = (Message("The file was damaged."),)
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "a.txt")
    assert services.standings[0].rules == Rules.of([CHANGE])
    qtbot.waitUntil(lambda: "damaged" in window.message.text)


def test_the_window_of_rules(opened, qtbot, services, tmp_path):
    window = opened
    window.rules.show_rules()
    rules = window.rules.list
    rules.pages.setCurrentWidget(rules.words)
    rules.words.entry.setFocus()
    qtbot.waitUntil(rules.words.entry.hasFocus)
    rules.words.entry.setText("茅书记 农口 一")
    qtbot.keyClick(rules.words.entry, Qt.Key.Key_Return)
    stated = window.desk.session.rules
    assert {rule.text for rule in stated.stated} == {"茅书记", "农口"}
    qtbot.waitUntil(lambda: rules.words.list.topLevelItemCount() == 2)
    rules.pages.setCurrentWidget(rules.rules)
    rules.rules.asked_for_new.emit()
    window.rules.editor.text.setText("乂")
    window.rules.editor.new.setText("又")
    agree(qtbot, window.rules.editor)
    listed = rules.rules.list
    qtbot.waitUntil(lambda: listed.topLevelItemCount() == 1 and listed.topLevelItem(0).text(3) == "2")
    listed.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
    assert CHANGE not in window.desk.session.rules.in_effect
    window.desk.session.undo()
    qtbot.waitUntil(lambda: listed.topLevelItem(0).checkState(0) is Qt.CheckState.Checked)
    rules.hand_on(tmp_path / "mine.json")
    listed.selectAll()
    rules.rules.delete()
    assert CHANGE not in window.desk.session.rules.stated
    rules.take_in(tmp_path / "mine.json")
    # About a single character: it waits until somebody has looked at it.
    assert replace(CHANGE, on=False) in window.desk.session.rules.stated
    assert "1 is switched off" in rules.said.text()
    assert "2 were there already" in rules.said.text()
    qtbot.waitUntil(lambda: listed.topLevelItemCount() == 1)
    rules.rules.search.setText("没有")
    assert listed.topLevelItem(0).isHidden()
    rules.take_in(tmp_path / "none.json")
    assert "none.json" in rules.said.text()


def test_without_a_document_rules_are_kept_up_all_the_same(window, qtbot, services):
    window.rules.edit(None)
    editor = window.rules.editor
    assert not editor.here.isEnabled()
    editor.text.setText("乂")
    editor.new.setText("又")
    agree(qtbot, editor)
    qtbot.waitUntil(lambda: services.rules == Rules.of([CHANGE]))
    assert RuleScope.DOCUMENT not in {rule.scope for rule in services.rules.stated}


def test_rules_that_another_window_stated_hold_here_too(opened, qtbot, services):
    other = Rule(RuleKind.WORD, "农口")
    services.rules = Rules.of([other])
    opened.desk.session.change_rules(Message("rule"), [CHANGE])
    qtbot.waitUntil(lambda: opened.desk.session.rules == Rules.of([CHANGE, other]))
    # That was no step of this review: undo takes back what was stated here.
    opened.desk.session.undo()
    assert opened.desk.session.rules == Rules.of([other])


def test_where_rules_cannot_be_written_the_reader_hears_of_it(opened, qtbot, services):
    services.save_refusal = Message("The folder is full.")
    opened.desk.session.change_rules(Message("rule"), [CHANGE])
    qtbot.waitUntil(lambda: opened.message.text == "The folder is full.")
