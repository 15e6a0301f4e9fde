"""Named states of a review: listed below the history, compared with, returned to."""

import pytest
from PySide6.QtCore import QUrl

from reader.review.checkpoints import Checkpoint, compare
from reader.review.decision import State
from reader.ui.comparing import MOST, Ends, page
from reader.ui.theme import LIGHT

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


def test_the_page_shows_what_differs_and_links_to_it(session):
    before = Checkpoint.of(session, "起点")
    fix = next(fix for fix in session.pending if session.raw[fix.span.start] == "虽")
    session.accept(fix)
    said = page(compare(session, before), Ends("起点", "now"), session.raw, LIGHT)
    assert f'href="{fix.key}"' in said
    assert ">虽</s>" in said
    assert ">量</u>" in said
    assert "To decide 虽" in said
    assert "1 paragraph reads otherwise" in said
    assert "no difference" in page(compare(session, Checkpoint.of(session)), Ends("a", "b"), session.raw, LIGHT)


def test_what_came_from_the_text_is_no_code_on_the_page(session):
    before = Checkpoint.of(session, "<b>起点</b>")
    session.accept(session.pending[0])
    said = page(compare(session, before), Ends("<b>起点</b>", "<i>"), session.raw, LIGHT)
    assert "<b>" not in said
    assert "<i>" not in said


def test_long_lists_end_with_a_number(session):
    comparison = compare(session, Checkpoint.of(session))
    before = Checkpoint.of(session)
    session.accept(session.pending[0])
    one = compare(session, before)
    many = type(comparison)(one.decisions * (MOST + 7), ())
    assert "and 7 more" in page(many, Ends("a", "b"), session.raw, LIGHT)


def test_a_state_is_named_compared_with_and_returned_to(opened, answers, qtbot):
    session, panel = opened.desk.session, opened.states.panel
    assert panel.list.isHidden()
    answers.called = "交给主任以前"
    opened.actions_by_name["state"].trigger()
    assert panel.current.name == "交给主任以前"
    assert answers.asked[-1][2] == "State 1"
    fix = session.pending[0]
    session.accept(fix)
    panel.compare.click()
    qtbot.waitUntil(lambda: opened.states.comparison is not None)
    assert "交给主任以前" in opened.states.comparison.page.toPlainText()
    opened.states.comparison._on_link(QUrl(fix.key))
    assert opened.review.current.key == fix.key
    opened.states.comparison.back.click()
    assert session.state(fix) is State.PENDING
    assert opened.states.comparison.isHidden()
    opened.message.buttons[0].click()
    assert session.state(fix) is State.ACCEPTED


def test_a_name_that_is_taken_is_replaced_after_a_question_only(opened, answers, services):
    answers.called = "一"
    opened.states.name()
    first = services.log.named["一"]
    answers.go = False
    opened.states.name()
    assert services.log.named["一"] is first
    answers.go = True
    opened.states.name()
    assert services.log.named["一"] is not first
    answers.called = None
    opened.states.name()
    assert list(services.log.named) == ["一"]


def test_a_window_that_writes_nothing_down_says_so(opened, answers, services):
    services.log.recording, answers.called = False, "一"
    opened.states.name()
    assert "not written down" in opened.message.text


def test_states_go_with_the_document(opened, answers, qtbot, tmp_path):
    answers.called = "一"
    opened.states.name()
    with qtbot.waitSignal(opened.desk.settled):
        opened.open_path(tmp_path / "二.txt")
    assert opened.states.panel.current is None
