"""Decisions go on with a document that changed: read again, in another encoding, or reviewed before."""

import csv
import io
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.review.decision import Decision, Verdict
from reader.review.session import ReviewSession
from reader.store.carrying import Conflict, Lost, Reason, Review
from reader.store.quotes import Quote
from reader.store.resume import Previous
from reader.text.analysis import Progress
from reader.text.source import Source
from reader.ui.carrying import of_session
from reader.ui.services import Earlier
from reader.ui.transfer import Transfer, change_of, entries, standing, summary, table
from tests.builders import options
from tests.ui.conftest import RAW, document_analysis, document_fixes, place

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]
YES, NO = Decision(Verdict.ACCEPTED), Decision(Verdict.REJECTED)
LOST = document_fixes()[2]


def lost(reason=Reason.GONE):
    return Lost(LOST, YES, Quote.of(RAW, LOST), reason)


def test_what_did_not_come_over_is_told_in_rows(session):
    conflict = Conflict(LOST, LOST, NO, YES)
    transfer = Transfer("旧稿", 3, (lost(Reason.SETTLED), lost()), (conflict,))
    rows = entries(transfer, session)
    assert [bool(row.key) for row in rows] == [True, False, False]  # conflicts first, what is settled last
    assert "nothing to do" in rows[-1].why
    assert rows[0].theirs is YES
    assert rows[1].change == "虽 → 量"
    assert (transfer.to_do, summary(transfer).count(":")) == (2, 4)
    read = list(csv.reader(io.StringIO(table(rows).decode("utf-8-sig"))))
    assert len(read) == 4
    assert read[2][:4] == [rows[1].kind, "Accepted", rows[1].before, "虽 → 量"]


def test_a_place_is_looked_for_by_words_that_still_stand(session):
    row = entries(Transfer("旧稿", 0, (lost(),)), session)[0]
    assert standing(row.quote, session) in session.raw
    other = ReviewSession(Source.of_text("别的文字，乂快乂好地播种"), document_analysis(()))
    assert standing(row.quote, other) == row.quote[0] or standing(row.quote, other) in other.raw


@pytest.mark.parametrize(
    ("decision", "said"), [(YES, "虽 → 量"), (Decision(Verdict.ACCEPTED, 1), "虽 → 议"), (NO, "虽")]
)
def test_the_change_is_the_one_that_was_decided_on(decision, said):
    assert change_of(LOST, decision, "虽") == said


@pytest.fixture
def page(opened, qtbot, tmp_path):
    file = tmp_path / "b.txt"
    file.write_text("一", encoding="utf-8")
    with qtbot.waitSignal(opened.desk.settled):
        opened.open_path(file)
    return file


def test_a_changed_file_is_read_again_with_the_decisions(opened, page, services, qtbot):
    kept, accepted = [fix for fix in opened.desk.session.pending if fix.options][:2]
    opened.desk.session.keep(kept)
    opened.desk.session.accept(accepted)
    with qtbot.waitSignal(opened.desk.changed_on_disk):
        page.write_text("二", encoding="utf-8")
    old = opened.desk.session
    services.raw = "又一行。\n" + RAW
    services.analysis = document_analysis  # the places are others: nothing is found there
    with qtbot.waitSignal(opened.carrying.carried):
        with qtbot.waitSignal(opened.desk.settled):
            opened.message.buttons[0].click()
        assert opened.desk.session is not old
    qtbot.waitUntil(lambda: opened.carrying.transfer is not None)
    assert len(opened.carrying.transfer.lost) + opened.carrying.transfer.carried == 2
    assert ("carried", opened.carrying.transfer.lost, "b.txt") in services.log.told


def test_decisions_hold_again_where_the_text_is_the_same_and_undo_takes_them_back(opened, page, services, qtbot):
    session = opened.desk.session
    first = session.pending[0]
    session.keep(first)
    opened.carrying.read_again()
    qtbot.waitUntil(lambda: opened.carrying.transfer is not None)
    now = opened.desk.session
    assert now is not session
    assert now.decisions[first.key].verdict is Verdict.REJECTED
    assert opened.carrying.transfer.carried == 1
    assert not opened.actions_by_name["unplaced"].isEnabled()
    (undo,) = opened.message.buttons
    undo.click()
    assert now.state(now.fix(first.key)).value == "pending"


def test_another_encoding_takes_the_decisions_along(opened, page, services, answers, qtbot):
    opened.desk.session.keep(opened.desk.session.pending[0])
    answers.read_as = "gb18030"
    opened.desk.look_at_encodings()
    qtbot.waitUntil(lambda: opened.carrying.transfer is not None)
    assert services.encodings[-1] == "gb18030"
    assert opened.carrying.transfer.carried == 1


def test_a_file_that_went_is_said(opened, page, qtbot):
    with qtbot.waitSignal(opened.desk.changed_on_disk):
        page.unlink()
    assert "moved or deleted" in opened.message.text
    assert opened.message.buttons == []


def previous(session):
    when = datetime(2024, 5, 1, tzinfo=UTC)
    return Previous(Path("x.journal"), Path("/a/旧稿.txt"), when, (3, 9), Review.of(session))


def test_a_review_of_another_version_is_offered_and_carried_over(window, services, session, qtbot, tmp_path):
    first = session.pending[0]
    session.keep(first)
    services.former = previous(session)
    window.open_path(tmp_path / "讲话.txt")
    qtbot.waitUntil(lambda: "Another version of 旧稿.txt" in window.message.text)
    assert window.desk.session.decisions == {}  # nothing without a click
    window.message.buttons[0].click()
    qtbot.waitUntil(lambda: window.carrying.transfer is not None)
    assert window.desk.session.decisions[first.key].verdict is Verdict.REJECTED


def test_nothing_is_offered_where_something_was_decided_already(window, services, session, qtbot, tmp_path):
    services.gate, asked = threading.Event(), []
    services.previous = lambda *_: asked.append(1)
    with qtbot.waitSignal(window.desk.advanced):
        window.open_path(tmp_path / "讲话.txt")
    window.desk.session.keep(window.desk.session.fixes[0])
    with qtbot.waitSignal(window.desk.settled):
        services.gate.set()
    window.carrying._looker.wait(1)
    assert asked == []


def test_the_list_comes_back_and_is_gone_through(window, services, answers, qtbot, tmp_path):
    services.earlier = Earlier(lost=(lost(), lost(Reason.SETTLED)))
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "讲话.txt")
    window.actions_by_name["unplaced"].trigger()
    dialog = window.carrying._dialog
    assert dialog.list.topLevelItemCount() == 2
    assert dialog._said.text() == "Without a place here: 1. Already so in this text: 1."
    dialog.go.click()
    assert window.review.texts.find_bar.field.text() in RAW
    assert not window.review.texts.find_bar.isHidden()
    answers.list_at = tmp_path / "list.csv"
    dialog.keep.click()
    qtbot.waitUntil(lambda: "list.csv" in window.message.text)
    assert len((tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()) == 3
    dialog.close()


def test_in_a_conflict_the_other_decision_can_be_taken(opened, qtbot):
    session = opened.desk.session
    fix = session.pending[0]
    session.keep(fix)
    opened.carrying.transfer = Transfer("同事", 0, (), (Conflict(fix, fix, NO, YES),))
    opened.carrying.show_list()
    dialog = opened.carrying._dialog
    dialog.take.click()
    assert session.decisions[fix.key].verdict is Verdict.ACCEPTED
    assert dialog.list.topLevelItemCount() == 0
    session.undo()
    assert session.decisions[fix.key].verdict is Verdict.REJECTED
    dialog.close()


def test_changes_by_hand_are_not_taken_by_a_button(session):
    hand = options("manual", 0, 1, "冬")
    rows = entries(Transfer("同事", 0, (), (Conflict(hand, hand, NO, YES),)), session)
    assert rows[0].theirs is None


def test_what_comes_to_light_by_a_carried_decision_is_carried_too(window, services, qtbot, tmp_path):
    """The words inside a removed stretch are looked at once the stretch is kept."""
    furniture, inner = document_fixes()[1], options("ocr", *place("退"), "推")
    old = ReviewSession(Source.of_text(RAW), document_analysis((*document_fixes(), inner)))
    old.keep(furniture)
    old.accept(inner)

    def analyse(raw, standing, cancelled):
        found = (*document_fixes(), inner) if furniture.key in standing.rejected else document_fixes()
        yield document_analysis(found), Progress(1, 1)

    services.analyse = analyse
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "讲话.txt")
    load = of_session(old, "旧稿", window.desk.path)
    source = Source.of_text(RAW + " ")  # another text: its decisions must be found again
    window.carrying.take(replace(load, place=lambda _, analysis: load.place(source, analysis)))
    qtbot.waitUntil(lambda: window.carrying.transfer is not None)
    assert len(window.carrying.transfer.lost) == 1
    qtbot.waitUntil(lambda: not window.carrying.transfer.lost)
    session = window.desk.session
    assert session.decisions[inner.key].verdict is Verdict.ACCEPTED
    window.message.buttons[-1].click()
    assert [key for key, decision in session.decisions.items() if decision.verdict is not Verdict.PENDING] == []
