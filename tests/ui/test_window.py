"""The window as the reader meets it: opening, deciding by keys, saving, leaving, and everything that goes wrong."""

import gc
import threading
import weakref
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from reader.language import say
from reader.review.decision import State, Verdict
from reader.text.analysis import Analysis, Progress
from reader.text.fix import Fix, Safety
from reader.text.message import Message
from reader.text.section import Notice, NoticeKind
from reader.text.source import Source
from reader.text.span import Span
from reader.ui.display import show
from reader.ui.main_window import MainWindow
from reader.ui.questions import Parting
from reader.ui.scopes import Scope
from reader.ui.services import Earlier, Unfinished
from tests.builders import fix, options
from tests.ui.conftest import RAW, Services, document_analysis, document_fixes
from tests.ui.test_marks import at

# The off-screen platform says so at every window; nothing is wrong.
pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]
Key = Qt.Key
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def press(qtbot, window, *keys, where=None):
    for key in keys:
        modifiers = Qt.KeyboardModifier.NoModifier
        if isinstance(key, tuple):
            modifiers, key = key
        qtbot.keyClick(where or window.review.panes.clean, key, modifiers)


def listed(window):
    window.review.draw_lists()
    return [window.review.side.list.fixes.fix_at(n) for n in range(window.review.side.list.fixes.rowCount())]


def urls(*names):
    data = QMimeData()
    data.setUrls([QUrl(name) if "://" in name else QUrl.fromLocalFile(name) for name in names])
    return data


def drop(window, data):
    action, buttons, modifiers = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), action, data, buttons, modifiers)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    hint = window.empty._hint
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), action, data, buttons, modifiers))
    return hint


# Opening


def test_an_empty_window_says_what_to_do_and_offers_no_deciding(window):
    assert window.pages.currentWidget() is window.empty
    assert not window.actions_by_name["accept"].isEnabled()
    assert window.actions_by_name["open"].isEnabled()


def test_a_dropped_file_is_opened(window, qtbot, tmp_path):
    file = tmp_path / "a.txt"
    with qtbot.waitSignal(window.desk.settled):
        hint = drop(window, urls(str(file)))
    assert hint == "Release to open a.txt"
    assert window.desk.session.raw == RAW
    assert window.windowTitle() == "a.txt[*] — Jiaodu"
    assert window.pages.currentWidget() is window.review


def test_an_address_that_is_dropped_is_answered(window):
    drop(window, urls("https://example.org/x"))
    assert window.message.text
    assert window.desk.session is None


def test_dropped_text_is_opened_and_asked_for_a_place_when_saved(window, qtbot, answers, tmp_path):
    data = QMimeData()
    data.setText("同志们,大家好")
    with qtbot.waitSignal(window.desk.settled):
        drop(window, data)
    answers.save_at = tmp_path / "x.txt"
    with qtbot.waitSignal(window.desk.saved):
        window.saving.save()
    assert answers.asked[-1][0] == "save"


def test_what_cannot_be_read_leaves_the_open_document_alone(opened, services, tmp_path):
    session = opened.desk.session
    services.refusal = Message("The file is empty.")
    opened.open_path(tmp_path / "b.txt")
    opened.desk._reader.wait(5)
    QApplication.processEvents()
    assert opened.message.text == "The file is empty."
    assert opened.desk.session is session


def test_a_fault_while_reading_is_said(window, services, qtbot, tmp_path, monkeypatch, caplog):
    def broken(*_):
        raise OSError("the disk is gone")

    monkeypatch.setattr(services, "read", broken)
    with qtbot.waitSignal(window.desk.refused):
        window.open_path(tmp_path / "a.txt")
    assert "the disk is gone" in window.message.text


def test_a_fault_of_the_analysis_leaves_the_text_open(window, services, qtbot, tmp_path, monkeypatch):
    def broken(*_):
        raise RuntimeError("no model")

    monkeypatch.setattr(services, "analyse", broken)
    with qtbot.waitSignal(window.desk.broken):
        window.open_path(tmp_path / "a.txt")
    assert "no model" in window.message.text
    assert window.review.panes.raw.toPlainText() == RAW


def test_reading_and_analysing_can_be_stopped(window, services, qtbot, tmp_path):
    services.gate = threading.Event()
    window.open_path(tmp_path / "a.txt")
    qtbot.waitUntil(lambda: window.desk.session is not None and len(window.desk.session.fixes) == 2)
    assert window.message.text == "Looking for faults in a.txt…"
    (stop,) = window.message.buttons
    stop.click()
    assert not window.desk.analysing
    assert len(window.desk.session.fixes) == 2
    assert "Stopped" in window.message.text


def test_findings_can_be_decided_while_others_still_come(window, services, qtbot, tmp_path):
    services.gate = threading.Event()
    window.open_path(tmp_path / "a.txt")
    qtbot.waitUntil(lambda: window.desk.session is not None and len(window.desk.session.fixes) == 2)
    session = window.desk.session
    session.keep(session.fixes[0])
    services.gate.set()
    qtbot.waitUntil(lambda: len(session.fixes) == 11)
    assert session.state(session.fixes[0]) is State.KEPT


def test_a_text_without_findings_is_not_called_faultless(window, services, qtbot, tmp_path):
    services.raw = "今天天气很好。"
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "a.txt")
    assert "does not mean" in window.review.card._change.text()


def test_notices_are_said_once(opened, qtbot):
    assert "The text stops here." in opened.message.text
    opened.message.hide()
    opened.tidings._on_settled()
    assert not opened.message.text


def test_a_document_that_was_replaced_is_freed(opened, qtbot, tmp_path):
    before = weakref.ref(opened.desk.session)
    was_on = gc.isenabled()
    gc.disable()
    try:
        with qtbot.waitSignal(opened.desk.settled):
            opened.open_path(tmp_path / "另一篇.txt")
        opened.review.draw_lists()
        assert before() is None
    finally:
        if was_on:
            gc.enable()


def test_what_is_said_of_many_places_is_said_once(opened):
    place = Span(0, 1)
    twice = tuple(Notice(NoticeKind.NUMBERING, place, Message("A number is missing.")) for _ in range(2))
    notices = (*twice, *(Notice(NoticeKind.MASKED, place, Message(f"Mask {n}.")) for n in "abc"))
    opened.message.hide()
    opened.desk.session.adopt(replace(document_analysis(), notices=notices))
    opened.tidings._on_settled()
    assert "A number is missing. ×2  ·  Mask a.  ·  Mask b.  and 1 more" in opened.message.text


# Deciding by keys


def test_the_first_finding_that_waits_is_current(opened):
    assert opened.review.current == at(opened.desk.session, "虽")


@pytest.mark.parametrize(
    ("key", "state"),
    [
        (Key.Key_Return, State.ACCEPTED),
        (Key.Key_A, State.ACCEPTED),
        (Key.Key_X, State.KEPT),
        (Key.Key_Delete, State.KEPT),
    ],
)
def test_one_key_decides_and_goes_on(opened, qtbot, key, state):
    press(qtbot, opened, key)
    session = opened.desk.session
    assert session.state(at(session, "虽")) is state
    assert opened.review.current == at(session, "乂")
    assert ("商量" in opened.review.panes.clean.toPlainText()) is (state is State.ACCEPTED)


def test_all_findings_by_one_key_each(opened, qtbot):
    session = opened.desk.session
    press(qtbot, opened, *[Key.Key_X] * 5)
    assert session.progress == (5, 5)
    assert "Everything is decided" in opened.review.card._title.text()


def test_digits_choose_alternatives(opened, qtbot):
    press(qtbot, opened, Key.Key_2)
    assert "商议" in opened.desk.session.cleaned.text


def test_going_up_and_down_postponing_and_reopening(opened, qtbot):
    session = opened.desk.session
    press(qtbot, opened, Key.Key_J, Key.Key_J, Key.Key_K)
    assert opened.review.current == at(session, "乂")
    press(qtbot, opened, Key.Key_M)
    assert session.decision(at(session, "乂")).postponed
    assert opened.review.current == at(session, "乂", 1)
    press(qtbot, opened, Key.Key_Up, Key.Key_A)
    opened.review.go_to(at(session, "乂").key)
    press(qtbot, opened, Key.Key_U)
    assert session.state(at(session, "乂")) is State.PENDING


def test_headings_and_paragraph_ends_by_keys(opened, qtbot):
    session = opened.desk.session
    text = session.cleaned.text
    outline = lambda: [(section.level, section.title) for section in session.sections]  # noqa: E731
    before = outline()
    opened.review.reading.point_at(opened.review.panes.clean, text.index("一、形势"))
    press(qtbot, opened, Key.Key_BracketRight)
    assert outline() == [(0, "春耕讲话"), (2, "一、形势")]
    press(qtbot, opened, Key.Key_BracketLeft, Key.Key_H)
    assert outline() == [(0, "春耕讲话")]
    press(qtbot, opened, *[(Qt.KeyboardModifier.ControlModifier, Key.Key_Z)] * 3)
    assert outline() == before
    opened.review.reading.point_at(opened.review.panes.clean, text.index("一九七八"))
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    press(qtbot, opened, (control | shift, Key.Key_J))
    assert session.cleaned.text == text.replace("一九七八", "\n一九七八")
    opened.review.reading.point_at(opened.review.panes.clean, text.index("要同群众"))
    press(qtbot, opened, (control, Key.Key_J))
    assert session.cleaned.text == text


def test_undo_shows_what_it_took_back(opened, qtbot):
    session = opened.desk.session
    press(qtbot, opened, Key.Key_A, Key.Key_X)
    press(qtbot, opened, (Qt.KeyboardModifier.ControlModifier, Key.Key_Z))
    assert opened.review.current == at(session, "乂")
    assert session.state(at(session, "乂")) is State.PENDING
    press(qtbot, opened, (Qt.KeyboardModifier.ControlModifier, Key.Key_Y))
    assert session.state(at(session, "乂")) is State.KEPT
    assert opened.windowTitle().endswith("Jiaodu")


def test_a_group_is_one_step_and_says_its_number(opened, qtbot):
    session = opened.desk.session
    opened.review.go_to(at(session, "乂").key)
    press(qtbot, opened, (Qt.KeyboardModifier.ShiftModifier, Key.Key_A))
    assert opened.message.text == "Accepted 2: 乂 → 又."
    assert "又快又好" in session.cleaned.text
    opened.message.buttons[0].click()
    assert "乂快乂好" in session.cleaned.text


def test_the_message_about_a_group_goes_when_it_is_undone_and_takes_back_nothing_else(opened, qtbot):
    session = opened.desk.session
    shift_a = (Qt.KeyboardModifier.ShiftModifier, Key.Key_A)
    opened.review.go_to(at(session, "乂").key)
    press(qtbot, opened, shift_a)
    opened.review.undo()
    assert opened.message.text == ""
    opened.review.go_to(at(session, "乂").key)
    press(qtbot, opened, shift_a)
    opened.review.go_to(at(session, "虽").key)
    press(qtbot, opened, Key.Key_A)
    opened.message.buttons[0].click()
    assert "商量，乂快乂好" in session.cleaned.text


def test_a_finding_without_a_repair_is_not_accepted_silently(opened, qtbot):
    session = opened.desk.session
    opened.review.go_to(at(session, "辛苦").key)
    press(qtbot, opened, Key.Key_A)
    assert session.state(at(session, "辛苦")) is State.PENDING
    assert "No repair" in opened.status.currentMessage()


def test_space_shows_the_other_reading_while_it_is_held(opened, qtbot):
    pane = opened.review.panes.clean
    qtbot.keyPress(pane, Key.Key_Space)
    assert "商量" in pane.toPlainText()
    assert "商量" not in opened.desk.session.cleaned.text
    qtbot.keyRelease(pane, Key.Key_Space)
    assert "商量" not in pane.toPlainText()


def test_keys_work_from_the_list_too(opened, qtbot):
    opened.review.side.list.setFocus()
    press(qtbot, opened, Key.Key_Return, where=opened.review.side.list)
    assert "商量" in opened.desk.session.cleaned.text
    press(qtbot, opened, Key.Key_Down, where=opened.review.side.list)
    assert opened.review.current == at(opened.desk.session, "乂", 1)


def test_bare_keys_never_decide_from_a_field_or_a_button(opened, qtbot):
    session = opened.desk.session
    search = opened.review.side.filters.search
    assert isinstance(search, QLineEdit)
    search.setFocus()
    for key in (Key.Key_A, Key.Key_X, Key.Key_Return, Key.Key_1, Key.Key_Space):
        qtbot.keyClick(search, key)
    assert not session.can_undo
    assert search.text() == "ax1 "
    search.clear()
    button = opened.review.card.keep_button
    button.setFocus()
    qtbot.keyClick(button, Key.Key_A)
    assert not session.can_undo
    qtbot.keyClick(button, Key.Key_Space)
    assert session.state(at(session, "虽")) is State.KEPT


def test_the_list_shows_what_waits_and_counts_the_rest(opened, qtbot):
    assert len(listed(opened)) == 5
    press(qtbot, opened, Key.Key_A)
    assert len(listed(opened)) == 4
    opened.review.side.filters._scopes[Scope.MINE].click()
    assert listed(opened) == [at(opened.desk.session, "虽")]
    opened.review.side.filters.search.setText("没有的")
    assert listed(opened) == []


def test_status_bar_accounts_for_every_character(opened, qtbot):
    ledger = opened.desk.session.ledger
    assert ledger.adds_up
    assert opened.status.ledger.text().startswith(f"Source {len(RAW)} = kept {ledger.kept} + removed {ledger.removed}")
    opened.status.ledger.click()
    assert opened.review.side.currentWidget() is opened.review.side.account


# Panes


def test_clicking_selects_on_either_side(opened, qtbot):
    session, panes = opened.desk.session, opened.review.panes
    target = at(session, "乂", 1)
    for pane, offset in ((panes.raw, target.span.start), (panes.clean, session.cleaned.text.index("乂好"))):
        opened.review.go_to(at(session, "虽").key)
        pane.pointed.emit(offset)
        assert opened.review.current == target


def test_folded_furniture_opens_by_a_click_and_by_key(opened, qtbot):
    raw = opened.review.panes.raw
    assert "侵权必究" not in raw.toPlainText()
    press(qtbot, opened, Key.Key_F)
    assert "侵权必究" in raw.toPlainText()
    assert not opened.actions_by_name["folds"].isChecked()
    press(qtbot, opened, Key.Key_F)
    raw.fold_pointed.emit(RAW.index("本站"))
    assert "侵权必究" in raw.toPlainText()


def test_a_removed_stretch_comes_back_with_one_key_and_the_text_is_looked_at_again(opened, services, qtbot):
    session = opened.desk.session
    opened.review.go_to(at(session, "某站水印").key)
    with qtbot.waitSignal(opened.desk.settled, timeout=5000):
        press(qtbot, opened, Key.Key_X)
        assert "问某站水印题" in opened.review.panes.clean.toPlainText()
    assert at(session, "某站水印").key in services.standings[-1].rejected


def test_panes_scroll_together_and_apart(window, services, qtbot, tmp_path):
    services.raw = "\n".join(f"第{n}段，有一些文字。" * 8 for n in range(120))
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "a.txt")
    raw, clean = window.review.panes.raw.verticalScrollBar(), window.review.panes.clean.verticalScrollBar()
    for share in (0.0, 0.3, 1.0):
        raw.setValue(round(raw.maximum() * share))
        assert clean.value() / clean.maximum() == pytest.approx(share, abs=0.05)
    press(qtbot, window, Key.Key_L)
    there = clean.value()
    raw.setValue(0)
    assert clean.value() == there


# Editing


def test_a_paragraph_is_edited_in_its_place(opened, qtbot):
    press(qtbot, opened, Key.Key_E)
    editor = opened.review.reading.editor
    assert editor.toPlainText().startswith("要同群众商虽")
    cursor = editor.textCursor()
    cursor.setPosition(1)
    editor.setTextCursor(cursor)
    event = QInputMethodEvent("jing", [])
    QApplication.sendEvent(editor, event)
    assert "jing" not in editor.typed()
    event = QInputMethodEvent()
    event.setCommitString("经常")
    QApplication.sendEvent(editor, event)
    press(qtbot, opened, (Qt.KeyboardModifier.ControlModifier, Key.Key_Return), where=editor)
    assert opened.review.reading.editor is None
    assert "要经常同群众商虽" in opened.desk.session.cleaned.text
    assert opened.desk.session.undo_label.text == "Edit by hand"


def test_bare_keys_are_letters_while_editing(opened, qtbot):
    press(qtbot, opened, Key.Key_E)
    editor = opened.review.reading.editor
    for key in (Key.Key_A, Key.Key_X, Key.Key_J):
        qtbot.keyClick(editor, key)
    assert not opened.desk.session.can_undo
    assert "axj" in editor.typed()
    qtbot.keyClick(editor, Key.Key_Escape)
    assert opened.review.reading.editor is editor
    qtbot.keyClick(editor, Key.Key_Escape)
    assert opened.review.reading.editor is None
    assert not opened.desk.session.can_undo


# Saving and leaving


def test_saving_goes_beside_the_source_and_says_what_waits(opened, services, qtbot, tmp_path):
    press(qtbot, opened, Key.Key_A)
    assert opened.desk.modified
    with qtbot.waitSignal(opened.desk.saved):
        press(qtbot, opened, (Qt.KeyboardModifier.ControlModifier, Key.Key_S))
    target = tmp_path / "讲话_校订.txt"
    assert services.saved == {target: opened.desk.session.cleaned.text}
    assert "4 findings are not decided and were written as in the original." in opened.message.text
    assert not opened.isWindowModified()


def test_the_source_is_written_over_only_if_chosen(opened, services, answers, qtbot, tmp_path):
    for place, over in ((tmp_path / "讲话.txt", True), (tmp_path / "b.txt", False)):
        answers.save_at = place
        with qtbot.waitSignal(opened.desk.saved):
            opened.saving.save_as()
        assert services.over[-1] is over


def test_a_failed_save_says_why_and_loses_nothing(opened, services, qtbot):
    press(qtbot, opened, Key.Key_A)
    services.save_refusal = Message("The folder is write-protected.")
    with qtbot.waitSignal(opened.desk.not_saved):
        opened.saving.save()
    assert opened.message.text == "The folder is write-protected."
    assert [button.text() for button in opened.message.buttons] == ["Save as…"]
    assert opened.desk.modified


@pytest.mark.parametrize(("part", "gone"), [(Parting.STAY, False), (Parting.DISCARD, True), (Parting.SAVE, True)])
def test_leaving_with_decisions_asks(opened, services, answers, qtbot, part, gone):
    press(qtbot, opened, Key.Key_A)
    answers.part = part
    opened.close()
    if gone:
        qtbot.waitUntil(lambda: not opened.isVisible())
    assert bool(services.saved) is (part is Parting.SAVE)
    assert answers.asked[-1] == ("parting", "讲话.txt", 1, True)
    assert opened.isVisible() is not gone


def test_leaving_without_decisions_does_not_ask(opened, answers):
    opened.close()
    assert answers.asked == []
    assert not opened.isVisible()


def test_a_save_that_fails_keeps_the_window_open(opened, services, answers, qtbot):
    press(qtbot, opened, Key.Key_A)
    answers.part = Parting.SAVE
    services.save_refusal = Message("The disk is full.")
    with qtbot.waitSignal(opened.desk.not_saved):
        opened.close()
    assert opened.isVisible()


def test_settings_are_kept(opened, services, settings, qtbot, answers, tmp_path):
    opened.appearance.choose("sepia")
    opened.appearance.zoom(3)
    opened.close()
    again = MainWindow(services, settings, answers)
    qtbot.addWidget(again)
    assert (again.appearance.theme.name, again.appearance.typography.size) == ("sepia", 19.0)
    assert again._recent.paths == [str(tmp_path / "讲话.txt")]


def test_the_widgets_hold_no_second_truth(opened, qtbot):
    """Whatever is done to the session behind the window's back is what the window shows."""
    session = opened.desk.session
    for deed in (session.accept, session.keep, session.reopen):
        for finding in session.fixes:
            deed(finding)
            assert opened.review.panes.clean.toPlainText() == session.cleaned.text
    assert session.source == Source.of_text(RAW, "讲话.txt")


def test_a_group_can_be_listed_alone(opened, qtbot):
    session = opened.desk.session
    opened.review.go_to(at(session, "乂").key)
    press(qtbot, opened, Key.Key_G)
    assert listed(opened) == [at(session, "乂"), at(session, "乂", 1)]
    press(qtbot, opened, Key.Key_X)
    assert opened.review.current == at(session, "乂", 1)
    press(qtbot, opened, Key.Key_X)
    assert session.pending  # others wait, but not in this group
    assert "Nothing that the filter shows waits" in opened.status.currentMessage()
    press(qtbot, opened, Key.Key_G)
    assert len(listed(opened)) == 3


def test_a_large_group_is_decided_after_a_question_only(opened, answers, qtbot, monkeypatch):
    monkeypatch.setattr("reader.ui.batches.LARGE_BATCH", 1)
    answers.go = False
    opened.review.go_to(at(opened.desk.session, "乂").key)
    press(qtbot, opened, (Qt.KeyboardModifier.ShiftModifier, Key.Key_A))
    assert answers.asked == [("sure", "Decide on 2 findings at once: 乂 → 又?", "Accept 2")]
    assert not opened.desk.session.can_undo


def test_a_key_held_down_decides_once(opened):
    for action in opened.review.panes.clean.actions():
        if action.shortcut().toString() in ("Return", "A", "X", "Del", "1"):
            assert not action.autoRepeat()
    assert not opened.actions_by_name["accept"].autoRepeat()
    assert opened.actions_by_name["next"].autoRepeat()


DOUBT = Message.of("Read as {encoding}; at {count} places the bytes fit no character.", encoding="UTF-8", count=1)


def test_a_doubtful_reading_is_said_and_another_encoding_offered(window, services, answers, qtbot, tmp_path):
    services.undecodable, services.doubts = ((3, b"\xff"),), (DOUBT,)
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "a.txt")
    assert say(DOUBT) in window.message.text
    answers.read_as = "gb18030"
    with qtbot.waitSignal(window.desk.settled):
        window.message.buttons[-1].click()
    assert answers.asked[-1] == ("encoding", ["gb18030", "utf-8"], "utf-8")
    assert services.encodings == [None, "gb18030"]


def test_nothing_is_asked_before_another_encoding_is_read_for_the_decisions_come_along(opened, answers, qtbot):
    opened.review.accept()
    answers.read_as = "gb18030"
    with qtbot.waitSignal(opened.carrying.carried, check_params_cb=None):
        opened.actions_by_name["encoding"].trigger()
    assert all(asked[0] != "parting" for asked in answers.asked)


def test_a_pasted_text_has_no_encoding_to_choose(window, qtbot):
    with qtbot.waitSignal(window.desk.settled):
        window.open_text("讲话")
    assert not window.actions_by_name["encoding"].isEnabled()


def test_the_place_of_a_notice_is_shown_in_the_outline(opened):
    assert "The text stops here." in opened.message.text
    (show,) = opened.message.buttons
    show.click()
    assert opened.review.side.currentWidget() is opened.review.side.outline


def test_everything_removed_comes_back_in_one_step(opened, services, qtbot):
    session = opened.desk.session
    opened.batches.restore_all()
    assert session.ledger.removed == 0
    assert "侵权必究" in opened.review.panes.clean.toPlainText()
    session.undo()
    assert session.ledger.removed > 0


def test_what_is_copied_is_the_text_and_not_how_it_is_shown(opened):
    raw = opened.review.panes.raw
    assert "▸" in raw.toPlainText()
    raw.selectAll()
    assert raw.createMimeDataFromSelection().text() == RAW


def test_copied_text_is_opened_by_a_key(opened, qtbot):
    QApplication.clipboard().setText("另一篇讲话")
    with qtbot.waitSignal(opened.desk.settled):
        press(qtbot, opened, (Qt.KeyboardModifier.ControlModifier, Key.Key_V))
    assert opened.desk.session.raw == "另一篇讲话"
    assert opened.desk.path is None


def test_all_keys_are_shown_and_none_is_bound_twice(opened):
    opened.actions_by_name["keys"].trigger()
    assert opened.companions.overview.isVisible()
    from reader.ui.commands import commands

    keys = [key for command in commands() for key in (*command.bare, *command.chords)]
    assert len(keys) == len(set(keys))


def test_words_are_found_in_the_text_and_in_what_was_removed(opened, qtbot):
    press(qtbot, opened, (Qt.KeyboardModifier.ControlModifier, Key.Key_F))
    bar, panes = opened.review.texts.find_bar, opened.review.panes
    bar.field.setText("年")
    assert panes.clean.textCursor().selectedText() == "年"
    assert bar._count.text() == "1 of 3"
    places = []
    for key in (Key.Key_Return, Key.Key_Return, Key.Key_Return):
        qtbot.keyClick(bar.field, key)
        places.append(panes.clean.textCursor().selectionStart())
    assert bar._count.text() == "1 of 3"
    assert len(set(places)) == 3
    qtbot.keyClick(bar.field, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar._count.text() == "3 of 3"
    bar.field.setText("侵权必究")
    assert panes.raw.textCursor().selectedText() == "侵权必究"
    assert "only in what was removed" in bar._count.text()
    bar.field.setText("没有的话")
    assert bar._count.text() == "Not found"
    assert not opened.desk.session.can_undo
    qtbot.keyClick(bar.field, Key.Key_Escape)
    assert not bar.isVisible()


def test_some_of_a_large_group_can_be_checked(opened, qtbot, monkeypatch):
    monkeypatch.setattr("reader.ui.tidings.SAMPLE", 1)
    session = opened.desk.session
    opened.review.go_to(at(session, "乂").key)
    press(qtbot, opened, (Qt.KeyboardModifier.ShiftModifier, Key.Key_A))
    _undo, check = opened.message.buttons
    assert check.text() == "Check 1 of them"
    check.click()
    (sampled,) = listed(opened)
    assert opened.review.current == sampled
    assert session.state(sampled) is State.ACCEPTED
    press(qtbot, opened, Key.Key_X, where=opened.review.side.list)
    assert session.state(sampled) is State.KEPT


def test_a_source_that_changes_on_disk_is_said(opened, services, qtbot, tmp_path):
    file = tmp_path / "b.txt"
    file.write_text("一", encoding="utf-8")
    with qtbot.waitSignal(opened.desk.settled):
        opened.open_path(file)
    with qtbot.waitSignal(opened.desk.changed_on_disk):
        file.write_text("二", encoding="utf-8")
    assert "b.txt was changed by another program" in opened.message.text
    with qtbot.waitSignal(opened.desk.settled):
        opened.message.buttons[0].click()


def test_certainty_is_said_in_the_reviewers_own_terms(opened, qtbot):
    press(qtbot, opened, Key.Key_A, Key.Key_X)
    opened.review.draw_lists()
    choices = opened.review.side.filters._certainty
    assert choices.itemText(3) == "≥ 90%: accepted 1 of 2"
    choices.setCurrentIndex(3)
    assert len(listed(opened)) == 3


def test_an_earlier_result_is_replaced_after_a_question_only(opened, services, answers, qtbot, tmp_path):
    earlier = tmp_path / "讲话_校订.txt"
    earlier.write_text("worked on by hand", encoding="utf-8")
    answers.go, answers.save_at = False, None
    opened.saving.save()
    assert answers.asked[0] == ("sure", "讲话_校订.txt is there already. Replace it?", "Replace")
    assert not opened.desk.saving
    answers.go = True
    with qtbot.waitSignal(opened.desk.saved):
        opened.saving.save()
    asked = len(answers.asked)
    with qtbot.waitSignal(opened.desk.saved):
        opened.saving.save()  # our own result of a moment ago
    assert len(answers.asked) == asked


class LongPage(Services):
    """Forty lines that may go, then a long text."""

    text = "\n".join([*(f"网站第{n}行，没有用的话。" for n in range(40)), *(f"正文第{n}段。" for n in range(200))])

    def analyse(self, raw, standing, cancelled):
        furniture = fix("boilerplate", (0, raw.index("正文第0段"), ""), safety=Safety.ASK)
        yield Analysis((furniture,), (), ()), Progress(1, 1)


def test_the_line_that_is_read_stays_where_it_is_when_lines_above_it_go(qtbot, settings, answers, tmp_path):
    window = MainWindow(LongPage(raw=LongPage.text), settings, answers)
    qtbot.addWidget(window, before_close_func=lambda window: setattr(window, "_leaving", True))
    window.show()
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "a.txt")
    session, pane = window.desk.session, window.review.panes.clean

    def read():
        offset = int(pane.offset_at(pane.verticalScrollBar().value()))
        return session.cleaned.text[offset:].split("\n")[0]

    pane.scroll_to(pane.y_of(session.cleaned.text.index("正文第100段")))
    line = read()
    for deed in (session.accept, session.reopen):
        deed(session.fixes[0])
        assert read() == line


def test_the_list_never_asks_for_findings_that_are_no_more(opened):
    session = opened.desk.session
    press_all = opened.review.side.filters._scopes[Scope.ALL]
    press_all.click()
    session.adopt(Analysis(session.fixes[5:], (), ()))
    opened.review.side.list.viewport().repaint()
    assert len(listed(opened)) == 6


@given(steps=st.lists(st.integers(0, 999), min_size=20, max_size=60))
@how(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_keys_are_pressed_the_window_shows_what_the_session_says(opened, qtbot, steps):
    """Goes on with the same window from example to example: the worse the mess, the better."""
    session, review = opened.desk.session, opened.review
    keys = [
        *(Key.Key_A, Key.Key_X, Key.Key_J, Key.Key_K, Key.Key_U, Key.Key_M, Key.Key_1, Key.Key_2, Key.Key_G, Key.Key_F),
        *((Qt.KeyboardModifier.ShiftModifier, key) for key in (Key.Key_A, Key.Key_X)),
        *((Qt.KeyboardModifier.ControlModifier, key) for key in (Key.Key_Z, Key.Key_Y)),
        *(Key.Key_Space, Key.Key_L, Key.Key_Plus, Key.Key_Minus, Key.Key_PageDown, Key.Key_Home),
    ]
    for step in steps:
        if step % 17 == 0:
            scopes = list(review.side.filters._scopes.values())
            scopes[step % len(scopes)].click()
        elif step % 19 == 0 and session.fixes:
            review.go_to(session.fixes[step % len(session.fixes)].key)
        elif step % 23 == 0:
            session.adopt(Analysis(document_fixes()[step % 5 :], (), ()))
        else:
            press(qtbot, opened, keys[step % len(keys)], where=review.places_for_keys[step % 3])
        assert review.panes.clean.toPlainText() == show(session.cleaned.text).text
        assert session.ledger.adds_up
        if step % 5 == 0:
            review.draw_lists()
            review.side.list.viewport().repaint()
        if review.current is not None:
            assert review.current in session.fixes


def test_findings_that_come_while_the_reader_types_do_not_move_the_edit(opened, qtbot):
    session = opened.desk.session
    press(qtbot, opened, Key.Key_E)
    editor = opened.review.reading.editor
    editor.put_cursor(0)
    editor.textCursor().insertText("【")
    # Lines above come back, and so the paragraph stands elsewhere in the cleaned text.
    session.keep(at(session, "本站文档"))
    editor.commit()
    assert "一、形势\n【要同群众商虽" in session.cleaned.text
    assert session.cleaned.text.count("侵权必究") == 1
    session.undo()
    assert "【" not in session.cleaned.text


def test_a_chord_decides_while_editing_and_takes_the_edit_first(opened, qtbot):
    session = opened.desk.session
    press(qtbot, opened, Key.Key_E)
    editor = opened.review.reading.editor
    cursor = editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.Start)
    cursor.insertText("都")
    press(qtbot, opened, (CONTROL_SHIFT, Key.Key_Return), where=editor)
    assert "都要同群众" in session.cleaned.text
    assert session.state(at(session, "虽")) is State.KEPT
    assert opened.review.current == at(session, "乂")


# What is remembered


def left(name="旧讲话.txt", **more):
    given = {"document": None, "text": RAW, "encoding": "utf-8", "when": datetime(2020, 1, 2, 3, 4, tzinfo=UTC)}
    return Unfinished(name, **{**given, **more}, done=2, total=5, unchanged=True, handle=None)


def test_a_review_that_ended_with_the_program_is_offered(window, services, qtbot):
    services.left_open = [left("一.txt"), left("二.txt")]
    with qtbot.waitSignal(window.desk.unfinished):
        window.desk.look_for_unfinished()
    assert "一.txt, 2020-01-0" in window.message.text
    assert "2 of 5 decided" in window.message.text
    window.message.buttons[1].click()
    assert services.given_up == [services.left_open[0]]
    assert "二.txt" in window.message.text
    with qtbot.waitSignal(window.desk.settled):
        window.message.buttons[0].click()
    assert window.desk.session.raw == RAW


def test_what_was_saved_of_it_can_be_looked_at(window, services, qtbot, tmp_path, monkeypatch):
    saved = tmp_path / "一_校订.txt"
    opens, shown = True, []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()) or opens)
    services.left_open = [left("一.txt", saved=saved)]
    with qtbot.waitSignal(window.desk.unfinished):
        window.desk.look_for_unfinished()
    go_on, look, _give_up = window.message.buttons
    assert (go_on.text(), look.text()) == ("Go on", "Look at the saved text")
    look.click()
    assert shown == [str(saved)]
    assert "一.txt" in window.message.text
    opens = False
    look.click()
    assert str(saved) in window.message.text


def test_the_saved_text_of_a_crashed_review_can_be_looked_at_when_its_document_is_opened(
    window, services, qtbot, tmp_path
):
    saved = tmp_path / "a_校订.txt"
    services.earlier = Earlier(decided=True, crashed=True, when=datetime.now(UTC), saved=saved)
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "a.txt")
    assert [button.text() for button in window.message.buttons] == ["Start afresh"]
    saved.write_text("春耕", encoding="utf-8")
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "a.txt")
    assert window.message.buttons[-1].text() == "Look at the saved text"


def test_a_review_that_cannot_be_given_up_is_said(window, services, qtbot):
    services.left_open = [left("一.txt"), left("二.txt")]
    services.not_given_up = Message("The disk is full.")
    with qtbot.waitSignal(window.desk.unfinished):
        window.desk.look_for_unfinished()
    window.message.buttons[-1].click()
    assert window.message.text == "The disk is full."


def test_decisions_that_are_back_are_said_and_can_be_left(window, services, qtbot, tmp_path):
    services.earlier = Earlier(decided=True, when=datetime.now(UTC))
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "a.txt")
    assert "are back: 0 of 5 decided." in window.message.text
    log = services.log
    services.earlier = Earlier()
    with qtbot.waitSignal(window.desk.settled):
        window.message.buttons[0].click()
    assert log.told == ["discard", "close"]
    assert services.log.told == []
    assert "are back" not in window.message.text


def test_the_log_hears_of_saving_and_closing(opened, services, qtbot, tmp_path):
    press(qtbot, opened, Key.Key_A)
    with qtbot.waitSignal(opened.desk.saved):
        opened.saving.save()
    opened.close()
    assert services.log.told == [("saved", tmp_path / "讲话_校订.txt", 1), "close"]


def test_what_is_decided_while_a_file_is_written_is_not_said_to_be_saved(opened, services, qtbot, tmp_path):
    press(qtbot, opened, Key.Key_A)
    with qtbot.waitSignal(opened.desk.saved):
        opened.saving.save()
        press(qtbot, opened, Key.Key_X)
    assert opened.desk.session.position == 2
    assert services.log.told == [("saved", tmp_path / "讲话_校订.txt", 1)]
    assert opened.desk.modified
    opened.desk.session.undo()  # closing asks nothing then


def test_decisions_that_cannot_be_written_down_are_said(opened, services, qtbot):
    with qtbot.waitSignal(opened.desk.unwritten):
        threading.Thread(target=services.tell, args=(Message("The disk is full."),)).start()
    assert opened.message.text == "The disk is full."
    services.tell(None)
    assert "written down again" in opened.message.text


class LatePage(Services):
    """The last of two findings comes first, as the engine's stages have it."""

    text = "\n".join(["开头乂一段。", *(f"正文第{n}段。" for n in range(200)), "结尾虽一段。"])

    def analyse(self, raw, standing, cancelled):
        late, early = (options("ocr", raw.index(c), raw.index(c) + 1, "又") for c in "虽乂")
        yield Analysis((late,), (), ()), Progress(1, 2)
        self.gate.wait(5)
        yield Analysis((early, late), (), ()), Progress(2, 2)


@pytest.mark.parametrize(("key", "first"), [(None, "乂"), (Key.Key_J, "虽")])
def test_the_first_finding_is_current_unless_the_reader_chose(qtbot, answers, tmp_path, settings, key, first):
    services = LatePage(raw=LatePage.text, gate=threading.Event())
    window = MainWindow(services, settings, answers)
    qtbot.addWidget(window, before_close_func=lambda window: setattr(window, "_leaving", True))
    window.show()
    window.open_path(tmp_path / "a.txt")
    qtbot.waitUntil(lambda: window.review.current is not None)
    assert window.review.reading.at_top
    if key is not None:
        press(qtbot, window, key)
    with qtbot.waitSignal(window.desk.settled):
        services.gate.set()
    assert window.review.current.observed(services.raw) == first
    assert window.review.reading.at_top is (key is None)
    window.desk.finish()


# Marking


def select(window, text, pane=None):
    pane = pane or window.review.reading.raw
    start = pane._text.index(text)
    pane.point_out(Span(start, start + len(text)))
    pane.setFocus()


def test_a_selection_is_marked_as_furniture_and_comes_back(opened, qtbot):
    review, session = opened.review, opened.desk.session
    before = session.cleaned.text
    select(opened, "困难和")
    press(qtbot, opened, Key.Key_R, where=review.reading.raw)
    assert session.cleaned.text == before.replace("困难和", "")
    assert review.current.observed(RAW) == "困难和"
    assert not review.reading.raw.selected.length
    press(qtbot, opened, Key.Key_S, where=review.reading.raw)
    assert session.cleaned.text == before
    opened.review.undo()
    opened.review.undo()
    assert session.cleaned.text == before
    assert not session.can_undo


def test_a_selection_in_the_cleaned_text_is_furniture_too(opened, qtbot):
    session = opened.desk.session
    select(opened, "问题不少", opened.review.reading.clean)
    press(qtbot, opened, Key.Key_R)
    assert "问题不少" not in session.cleaned.text
    assert "某站水印" not in session.cleaned.text


def test_a_part_of_a_removed_stretch_is_marked_as_text(opened, qtbot):
    review, session = opened.review, opened.desk.session
    review.reading.open_fold(RAW.index("本站"))
    select(opened, "侵权必究")
    press(qtbot, opened, Key.Key_S, where=review.reading.raw)
    assert "侵权必究" in session.cleaned.text
    assert "下载后" not in session.cleaned.text
    assert len(session.steps) == 1
    review.undo()
    assert "侵权必究" not in session.cleaned.text


def test_marking_nothing_says_what_to_do(opened, qtbot):
    said = []
    opened.review.told.connect(said.append)
    press(qtbot, opened, Key.Key_R, Key.Key_S)
    select(opened, "某站水印")
    press(qtbot, opened, Key.Key_R, where=opened.review.reading.raw)
    select(opened, "困难")
    press(qtbot, opened, Key.Key_S, where=opened.review.reading.raw)
    assert said == [
        "First select what is not part of the text.",
        "First select what is part of the text, in the original.",
        "This is removed already.",
        "Nothing of this is removed.",
    ]
    assert not opened.desk.session.can_undo


def test_a_pane_offers_what_can_be_done_with_a_selection(opened):
    raw = opened.review.reading.raw
    select(opened, "困难")
    menu = opened._bindings.menu_of(raw)
    names = {action.text(): action for action in menu.actions()}
    assert names["Copy"].isEnabled()
    names["Mark selection as furniture"].trigger()
    assert "困难" not in opened.desk.session.cleaned.text
    menu.close()


# The history


def rows_of_history(window):
    window.review.side.show_history()
    model = window.review.side.history.model
    return [model.index(n).data() for n in range(model.rowCount())]


def test_the_history_has_every_decision_the_newest_first(opened, qtbot):
    session = opened.desk.session
    assert rows_of_history(opened) == []
    session.accept(at(session, "虽"))
    session.decide([at(session, "乂"), at(session, "乂", 1)], Verdict.REJECTED, Message("Keep a group"))
    session.postpone(at(session, "辛苦"))
    opened.review.draw_lists()
    assert rows_of_history(opened) == [
        "◆ Postpone: 说一句:大家〔辛苦〕了",
        "Keep a group: 2 findings",
        "      ○ 同群众商量，〔乂 → 又〕快乂好地播种",
        "      ○ 众商量，乂快〔乂 → 又〕好地播种，不",
        "✓ Accept: ¶要同群众商〔虽 → 量〕，乂快乂好地",
    ]
    session.undo()
    opened.review.draw_lists()
    assert len(rows_of_history(opened)) == 4


def test_any_row_of_the_history_is_taken_back_and_shows_its_place(opened, qtbot):
    review, session = opened.review, opened.desk.session
    for text in ("虽", "辛苦"):
        session.keep(at(session, text))
    session.decide([at(session, "乂"), at(session, "乂", 1)], Verdict.ACCEPTED, Message("Accept a group"))
    rows_of_history(opened)
    history = review.side.history
    row = next(n for n in range(history.model.rowCount()) if "〔虽" in history.model.index(n).data())
    history.list.setCurrentIndex(history.model.index(row))
    history._on_pointed(history.model.index(row))
    assert review.current is at(session, "虽")
    qtbot.keyClick(history.list, Key.Key_Delete)
    assert session.state(at(session, "虽")) is State.PENDING
    assert say(session.undo_label) == "Take back an earlier decision"
    rows_of_history(opened)
    row = next(n for n in range(history.model.rowCount()) if "Accept a group" in history.model.index(n).data())
    history.list.setCurrentIndex(history.model.index(row))
    qtbot.mouseClick(history.button, Qt.MouseButton.LeftButton)
    assert [session.state(at(session, "乂", n)) for n in (0, 1)] == [State.PENDING, State.PENDING]
    row = next(n for n in range(history.model.rowCount()) if "Accept a group" in history.model.index(n).data())
    history.list.setCurrentIndex(history.model.index(row))
    assert not history.button.isEnabled()


# The order


def lines_of_list(window):
    listed(window)
    model = window.review.side.list.fixes
    items = [model.item_at(n) for n in range(model.rowCount())]
    return [item.observed(RAW) if isinstance(item, Fix) else f"{item.text} ×{item.number}" for item in items]


def test_groups_come_first_if_the_reader_likes(opened, qtbot):
    assert lines_of_list(opened) == ["虽", "乂", "乂", ":", "辛苦"]
    press(qtbot, opened, Key.Key_O)
    assert lines_of_list(opened) == ["乂 → 又 ×2", "乂", "乂", "One by one ×3", "虽", ":", "辛苦"]
    press(qtbot, opened, Key.Key_J, Key.Key_J)
    seen = [opened.review.current.observed(RAW)]
    for _ in range(4):
        press(qtbot, opened, Key.Key_X)
        seen.append(opened.review.current.observed(RAW) if opened.review.current else "")
    assert seen == ["辛苦", "乂", "乂", "虽", ":"]
    assert lines_of_list(opened) == [":"]
    assert opened.actions_by_name["order"].isChecked()
    opened.review.side.filters._grouped.click()
    assert not opened.actions_by_name["order"].isChecked()
    assert not opened.looking.grouped


def test_the_order_is_kept_between_documents_and_settings(opened, settings, services, answers, qtbot, tmp_path):
    press(qtbot, opened, Key.Key_O)
    with qtbot.waitSignal(opened.desk.settled):
        opened.open_path(tmp_path / "b.txt")
    assert opened.looking.grouped
    assert opened.review.current.observed(RAW) == "乂"
    opened.close()
    other = MainWindow(services, settings, answers)
    qtbot.addWidget(other)
    assert other.looking.grouped
    assert other.actions_by_name["order"].isChecked()


def test_arrow_keys_in_the_list_pass_headings_by(opened, qtbot):
    press(qtbot, opened, Key.Key_O)
    listed(opened)
    rows = opened.review.side.list
    rows.setFocus()
    opened.review.go_to(at(opened.desk.session, "乂", 1).key)
    qtbot.keyClick(rows, Key.Key_Down)
    assert opened.review.current.observed(RAW) == "虽"
    qtbot.keyClick(rows, Key.Key_Up)
    assert opened.review.current.observed(RAW) == "乂"
    rows.setFixedHeight(120)
    opened.review.go_to(at(opened.desk.session, "辛苦").key)
    opened.review.go_to(at(opened.desk.session, "乂").key)
    assert rows.visualRect(rows.fixes.index(0)).top() >= 0


def test_protected_findings_of_a_group_are_listed_apart_and_left_pending(
    window, services, qtbot, tmp_path, monkeypatch
):
    raw = "己经,己经,己经"
    found = tuple(replace(options("ocr", n, n + 1, "已"), protected=n == 3) for n in (0, 3, 6))
    services.raw = raw
    monkeypatch.setattr(services, "analyse", lambda *_: iter([(Analysis(found, (), ()), Progress(8, 8))]))
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "a.txt")
    press(qtbot, window, Key.Key_G)
    listed(window)
    model = window.review.side.list.fixes
    items = [model.item_at(n) for n in range(model.rowCount())]
    assert [item.span.start if isinstance(item, Fix) else (item.text, item.number) for item in items] == [
        ("己 → 已", 2), 0, 6, ("Protected, one by one", 1), 3
    ]  # fmt: skip
    press(qtbot, window, (Qt.KeyboardModifier.ShiftModifier, Key.Key_A))
    assert [window.desk.session.state(each).value for each in found] == ["accepted", "pending", "accepted"]
    assert window.review.current is found[1]


def test_in_a_low_window_the_card_leaves_room_for_the_text(opened, qtbot):
    tall = opened.review.card.height()
    opened.resize(860, 500)
    QApplication.processEvents()
    assert opened.review.card.height() < tall
    assert opened.review.reading.height() > opened.review.card.height()
    assert opened.review.card.accept_button.isVisible()
    assert not opened.review.card.postpone_button.isVisible()
    opened.resize(1200, 760)
    QApplication.processEvents()
    assert opened.review.card.postpone_button.isVisible()


# Sections and the account


def sections_shown(bar):
    return [bar._sections.itemText(number) for number in range(bar._sections.count())]


def test_findings_of_one_section_are_listed_and_gone_through(opened, qtbot):
    bar, outline = opened.review.side.filters, opened.review.side.outline
    everything = len(listed(opened))
    heading = next(item for _, item in outline._places if item.text(0) == "一、形势")
    menu = outline.menu_of(heading)
    menu.actions()[0].trigger()
    within = opened.review.course.view.filter.within
    shown = listed(opened)
    assert 0 < len(shown) <= everything
    assert all(within.start <= fix.span.start < within.end for fix in shown)
    assert bar._sections.currentText() == f"一、形势 {len(shown)}"
    assert opened.review.side.currentWidget() is opened.review.side.findings
    assert opened.review.side.list.hasFocus()
    assert bar.clear.isVisible()
    bar.clear.click()
    assert len(listed(opened)) == everything
    assert not bar.clear.isVisible()


def test_every_section_says_how_many_findings_it_has(opened):
    bar = opened.review.side.filters
    opened.looking._show(replace(opened.review.course.view, scope=Scope.ALL))
    opened.review.draw_lists()
    assert sections_shown(bar)[0] == "The whole text"
    for number in range(1, bar._sections.count()):
        bar._sections.setCurrentIndex(number)
        assert bar._sections.currentText().endswith(f" {len(listed(opened))}")


def test_a_section_whose_heading_went_is_still_shown(opened):
    bar = opened.review.side.filters
    opened.looking._show(opened.review.course.view.within(Span(60, 70)))
    opened.review.draw_lists()
    assert bar._sections.currentText().startswith("A stretch of the text")
    assert bar._sections.currentData() == Span(60, 70)


def item_named(tree, name):
    (item,) = [
        tree.topLevelItem(top).child(number)
        for top in range(tree.topLevelItemCount())
        for number in range(tree.topLevelItem(top).childCount())
        if tree.topLevelItem(top).child(number).text(0) == name
    ]
    return item


def test_the_account_leads_to_the_findings_of_a_class(opened):
    account = opened.review.side.account
    opened.status.ledger.click()
    account.itemClicked.emit(item_named(account, "Watermark"), 0)
    (shown,) = listed(opened)
    assert shown.kind.value == "watermark"
    assert "1 finding" in opened.status.currentMessage()
    opened.actions_by_name["group"].trigger()
    assert len(listed(opened)) > 1


def test_the_account_leads_to_what_was_marked(opened):
    account, reading = opened.review.side.account, opened.review.reading
    opened.status.ledger.click()
    places = []
    account.noticed.connect(places.append)
    account.itemClicked.emit(item_named(account, "Cut-off end"), 0)
    assert places == [len(RAW)]
    assert reading.panes.clean.isVisible()
