"""The queue in the window: dropping a folder, the list, going from document to document, exporting, stopping."""

import queue as queues
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.batch.background import Told
from reader.batch.outcome import Facts, Outcome, Stamp
from reader.batch.plan import Job, Plan
from reader.batch.search import Refusal
from reader.store.export import Format
from reader.store.reviews import Review
from reader.text.message import Message
from reader.ui.main_window import MainWindow
from reader.ui.queue_state import Order, State
from reader.ui.queue_table import NAME, NOTICES, PENDING
from reader.ui.queue_words import Phase
from reader.ui.services import Refused
from tests.ui.conftest import RAW, Services

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


def outcome(job, pending=0, failure=None, **notices):
    if failure is not None:
        return Outcome(job, Message(failure))
    facts = Facts(1000, 900, 100, 0, 0, "utf-8", "txt", pending={"ocr": pending} if pending else {}, notices=notices)
    return Outcome(job, facts=facts, source=Stamp(1, 1, f"digest of {job.name}"))


@dataclass
class Cleaning:
    """Tells what a test puts into it, and remembers what it was asked."""

    news: queues.Queue = field(default_factory=queues.Queue)
    asked: list = field(default_factory=list)

    def told(self):
        while (news := self.news.get(timeout=20)) is not None:
            if isinstance(news, Exception):
                raise news
            yield news

    def pause(self):
        self.asked.append("pause")

    def go_on(self):
        self.asked.append("go on")

    def stop(self):
        self.asked.append("stop")
        self.news.put(None)


@dataclass
class QueueServices(Services):
    """Services whose documents and outcomes are said by the test."""

    folder: Path = Path()
    names: tuple = ("甲.txt", "乙.txt", "丙.txt", "丁.txt")
    refused: tuple = ()
    cleanings: list = field(default_factory=list)
    prepared: list = field(default_factory=list)
    marks: dict = field(default_factory=dict)
    exported: list = field(default_factory=list)
    broken: tuple = ()

    def find(self, paths, out=None, form=Format.TXT):
        jobs = [Job(self.folder / name, name, None if out is None else out / f"{name}.out") for name in self.names]
        return Plan(tuple(jobs), self.refused)

    def cleaning(self, paths, jobs):
        self.cleanings.append(Cleaning())
        return self.cleanings[-1]

    def prepare(self, path, cancelled):
        self.prepared.append(path.name)
        return True

    def mark(self, paths, digest, done):
        self.marks[digest] = done

    def save_reviewed(self, path, target, form, author, cancelled):
        if path.name in self.broken:
            raise Refused(Message("The file is gone."))
        self.exported.append((path.name, target.name, form))
        return ()


@pytest.fixture
def services(tmp_path):
    return QueueServices(folder=tmp_path)


@pytest.fixture
def cleaning(window, services, qtbot, tmp_path):
    """A queue that was just opened and waits for outcomes."""
    window.open_path(tmp_path)
    qtbot.waitUntil(lambda: bool(services.cleanings) and window.queue.phase is Phase.CLEANING)
    yield services.cleanings[-1]
    window.queue.finish()


OUTCOMES = ({"pending": 3}, {"pending": 9}, {}, {"failure": "It is empty."})


@pytest.fixture
def cleaned(window, services, cleaning, qtbot):
    """The queue once all is cleaned: 乙 and 甲 need eyes, 丙 does not, 丁 failed."""
    jobs = services.find(()).jobs
    cleaning.news.put([Told(at, outcome(job, **OUTCOMES[at])) for at, job in enumerate(jobs)])
    cleaning.news.put(None)
    qtbot.waitUntil(lambda: window.queue.phase is Phase.OVER)
    window.queue_page.draw()
    return window


def listed(window):
    table = window.queue_page.table
    return [table.queue.entries[number].name for number in table.shown]


def wait_for(window, qtbot, name):
    qtbot.waitUntil(lambda: window.desk.path is not None and window.desk.path.name == name)
    qtbot.waitUntil(lambda: not window.desk.analysing and window.desk.session.raw == RAW)
    QApplication.processEvents()


def key(widget, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget, key, modifier)
    QApplication.processEvents()


def test_a_dropped_folder_becomes_a_queue(window, services, qtbot, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    action, buttons, modifiers = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(50, 50), action, data, buttons, modifiers))
    assert "queue of the folder" in window.empty._hint
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), action, data, buttons, modifiers))
    qtbot.waitUntil(lambda: window.queue.phase is Phase.CLEANING)
    window.queue_page.draw()
    assert window.pages.currentWidget() is window.queue_page
    assert listed(window) == ["甲.txt", "乙.txt", "丙.txt", "丁.txt"]
    assert window.queue.queue.counts[State.WAITING] == 4
    assert "0 of 4" in window.queue_page.line.text()
    window.queue.finish()


def test_states_and_counts_follow_what_comes(window, services, cleaning, qtbot):
    jobs = services.find(()).jobs
    cleaning.news.put([Told(0), Told(1)])
    qtbot.waitUntil(lambda: window.queue.queue.counts[State.CLEANING] == 2)
    cleaning.news.put([Told(1, outcome(jobs[1], pending=4, gap=2))])
    qtbot.waitUntil(lambda: window.queue.queue.counts[State.EYES] == 1)
    page = window.queue_page
    page.draw()
    assert listed(window)[0] == "乙.txt"
    table = page.table
    assert table.data(table.index(0, PENDING)) == "4"
    assert table.data(table.index(0, NOTICES)) == "Missing passage ×2"
    assert "1 of 4" in page.line.text()
    assert page.scopes[(State.EYES,)].text() == "Needs eyes 1"


def test_filter_and_order_of_the_list(cleaned):
    page = cleaned.queue_page
    assert listed(cleaned) == ["丁.txt", "乙.txt", "甲.txt", "丙.txt"]
    page.scopes[(State.EYES,)].click()
    assert listed(cleaned) == ["乙.txt", "甲.txt"]
    page.search.setText("甲")
    page.draw()
    assert listed(cleaned) == ["甲.txt"]
    page.search.setText("nothing of that name")
    page.draw()
    assert page.nothing.text() == "No document fits the filter."
    page.search.clear()
    page.scopes[()].click()
    page.orders.setCurrentIndex(1)
    assert page.order is Order.NAME
    assert listed(cleaned) == sorted(listed(cleaned))


def test_the_selection_stays_with_its_document_when_rows_move(window, services, cleaning, qtbot):
    page, jobs = window.queue_page, services.find(()).jobs
    page.draw()
    page.select(3)
    cleaning.news.put([Told(3, outcome(jobs[3], pending=9)), Told(1, outcome(jobs[1], pending=1))])
    qtbot.waitUntil(lambda: window.queue.queue.counts[State.EYES] == 2)
    page.draw()
    assert listed(window)[0] == "丁.txt"
    assert page.current == 3
    assert page.list.currentIndex().row() == 0
    page.scopes[(State.EYES,)].click()
    page.scopes[()].click()
    assert page.current == 3


def test_enter_opens_and_one_key_leads_on(cleaned, services, qtbot):
    cleaned.queue_page.select(1)
    cleaned.queue_page.list.setFocus()
    key(cleaned.queue_page.list, Qt.Key.Key_Return)
    wait_for(cleaned, qtbot, "乙.txt")
    assert cleaned.pages.currentWidget() is cleaned.review
    qtbot.waitUntil(lambda: services.prepared == ["甲.txt"])
    cleaned.actions_by_name["next_document"].trigger()
    wait_for(cleaned, qtbot, "甲.txt")
    cleaned.actions_by_name["previous_document"].trigger()
    wait_for(cleaned, qtbot, "乙.txt")


def test_going_on_asks_nothing_where_decisions_come_back(cleaned, services, answers, qtbot):
    cleaned.queue_flow.open_number(1)
    wait_for(cleaned, qtbot, "乙.txt")
    cleaned.review.accept()
    assert cleaned.desk.modified
    cleaned.queue_flow.next()
    wait_for(cleaned, qtbot, "甲.txt")
    assert not [asked for asked in answers.asked if asked[0] == "parting"]


def test_going_on_asks_where_decisions_would_be_lost(cleaned, services, answers, qtbot):
    cleaned.queue_flow.open_number(1)
    wait_for(cleaned, qtbot, "乙.txt")
    cleaned.review.accept()
    services.log.recording = False
    cleaned.queue_flow.next()
    wait_for(cleaned, qtbot, "甲.txt")
    assert [asked[1] for asked in answers.asked if asked[0] == "parting"] == ["乙.txt"]


def test_a_document_in_which_all_is_decided_is_reviewed(cleaned, qtbot):
    cleaned.queue_flow.open_number(1)
    wait_for(cleaned, qtbot, "乙.txt")
    session, entries = cleaned.desk.session, cleaned.queue.queue.entries
    first, *rest = session.pending
    session.keep(first)
    qtbot.waitUntil(lambda: entries[1].review is not None)
    assert entries[1].state is State.EYES
    assert entries[1].pending == len(rest)
    for finding in rest:
        session.keep(finding)
    qtbot.waitUntil(lambda: entries[1].state is State.REVIEWED)
    session.undo()
    qtbot.waitUntil(lambda: entries[1].state is State.EYES)


def test_a_part_of_an_analysis_says_nothing_about_the_review(cleaned, services, qtbot):
    services.gate = threading.Event()
    cleaned.queue_flow.open_number(1)
    qtbot.waitUntil(lambda: cleaned.desk.session is not None and len(cleaned.desk.session.fixes) == 2)
    for finding in cleaned.desk.session.fixes:
        cleaned.desk.session.keep(finding)
    cleaned.queue_flow.note()
    assert cleaned.queue.queue.entries[1].state is State.EYES
    services.gate.set()
    wait_for(cleaned, qtbot, "乙.txt")
    cleaned.queue_flow.note()
    assert cleaned.queue.queue.entries[1].review is not None
    assert cleaned.queue.queue.entries[1].state is State.EYES


def test_rows_keep_still_under_the_mouse(window, services, cleaning, qtbot):
    page, jobs = window.queue_page, services.find(()).jobs
    page.draw()
    move = QMouseEvent(QEvent.Type.MouseMove, QPointF(5, 5), QPointF(5, 5), Qt.MouseButton.NoButton,
                       Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    QApplication.sendEvent(page.list.viewport(), move)
    before = listed(window)
    cleaning.news.put([Told(3, outcome(jobs[3], pending=9))])
    qtbot.waitUntil(lambda: window.queue.queue.counts[State.EYES] == 1)
    page.draw()
    assert listed(window) == before
    page._aimed = 0.0
    page.draw()
    assert listed(window)[0] == "丁.txt"


def test_a_mark_is_remembered_and_leads_on(cleaned, services, qtbot):
    cleaned.queue_flow.open_number(1)
    wait_for(cleaned, qtbot, "乙.txt")
    cleaned.actions_by_name["reviewed"].trigger()
    wait_for(cleaned, qtbot, "甲.txt")
    assert services.marks == {"digest of 乙.txt": True}
    cleaned.queue_flow.toggle()
    cleaned.queue_page.select(1)
    cleaned.queue_flow.mark()
    assert services.marks == {"digest of 乙.txt": False}
    assert cleaned.queue.queue.entries[1].state is State.EYES


def test_when_nothing_needs_eyes_any_more_it_is_said(cleaned):
    for number in (0, 1):
        cleaned.queue.queue.say_done(number, True)
    cleaned.queue_flow.next()
    assert cleaned.message.text == "No other document needs eyes."
    assert cleaned.desk.session is None


def test_behind_the_queue_the_document_answers_to_no_key(cleaned, qtbot):
    cleaned.queue_flow.open_number(1)
    wait_for(cleaned, qtbot, "乙.txt")
    session = cleaned.desk.session
    cleaned.activateWindow()
    cleaned.queue_flow.toggle()
    assert cleaned.pages.currentWidget() is cleaned.queue_page
    before = session.decisions
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    cleaned.queue_page.list.setFocus()
    for typed, modifier in ((Qt.Key.Key_Return, control), (Qt.Key.Key_1, alt), (Qt.Key.Key_X, Qt.KeyboardModifier(0)),
                            (Qt.Key.Key_A, Qt.KeyboardModifier(0)), (Qt.Key.Key_Z, control)):  # fmt: skip
        key(cleaned.queue_page.list, typed, modifier)
    key(cleaned.queue_page.list, Qt.Key.Key_F, control)
    assert cleaned.queue_page.search.hasFocus()
    QTest.keyClicks(cleaned.queue_page.search, "ax1")
    assert cleaned.queue_page.search.text() == "ax1"
    assert session.decisions == before
    assert cleaned.pages.currentWidget() is cleaned.queue_page
    cleaned.queue_flow.toggle()
    assert cleaned.pages.currentWidget() is cleaned.review
    assert cleaned.actions_by_name["accept"].isEnabled()


def test_pause_go_on_and_stop(window, services, cleaning, qtbot):
    page = window.queue_page
    page.draw()
    page.pause.click()
    assert window.queue.phase is Phase.PAUSED
    page.draw()
    assert page.pause.text() == "Go on"
    page.pause.click()
    page.stop.click()
    assert cleaning.asked == ["pause", "go on", "stop"]
    assert window.queue.phase is Phase.STOPPED
    page.draw()
    assert "What is done is kept" in page.line.text()
    page.pause.click()
    assert window.queue.phase is Phase.CLEANING
    assert len(services.cleanings) == 2


def test_a_fault_stops_the_queue_with_a_sentence(window, cleaning, qtbot, caplog):
    with qtbot.waitSignal(window.queue.broken):
        cleaning.news.put(OSError("no more processes"))
    assert "no more processes" in window.message.text
    assert window.queue.phase is Phase.STOPPED


def test_a_file_that_failed_says_why(cleaned):
    table = cleaned.queue_page.table
    row = table.row_of(3)
    assert table.data(table.index(row, NOTICES)) == "It is empty."
    assert "It is empty." in table.data(table.index(row, NAME), Qt.ItemDataRole.AccessibleTextRole)


def test_a_place_without_documents_says_so(window, services, qtbot, tmp_path):
    services.names, services.refused = (), (Refusal(tmp_path, Message("It has no text files.")),)
    window.open_path(tmp_path)
    qtbot.waitUntil(lambda: window.queue.phase is Phase.OVER)
    window.queue_page.draw()
    assert "could not be cleaned" in window.queue_page.line.text()
    window.queue_flow.open_number(0)
    assert window.message.text == "It has no text files."


def test_the_queue_of_the_last_time_comes_back(cleaned, services, settings, answers, qtbot, tmp_path):
    again = MainWindow(services, settings, answers)
    qtbot.addWidget(again)
    assert again.actions_by_name["queue"].isEnabled()
    again.queue_flow.toggle()
    qtbot.waitUntil(lambda: again.queue.phase is Phase.CLEANING)
    assert again.queue.paths == (tmp_path,)
    jobs = services.find(()).jobs
    services.cleanings[-1].news.put([Told(0, outcome(jobs[0], pending=3), Review(3, 3))])
    qtbot.waitUntil(lambda: again.queue.queue.counts[State.REVIEWED] == 1)
    again.queue_flow.finish()
    again.desk.finish()


@pytest.mark.parametrize("broken", [(), ("乙.txt",)])
def test_all_that_is_reviewed_is_exported(cleaned, services, answers, qtbot, tmp_path, broken):
    services.broken, answers.folder_at = broken, tmp_path / "out"
    for number in (0, 1):
        cleaned.queue.queue.say_done(number, True)
    cleaned.queue_page.draw()
    assert cleaned.queue_page.export.isEnabled()
    cleaned.queue_page.export_asked.emit(Format.DOCX)
    qtbot.waitUntil(lambda: "saved in" in cleaned.message.text)
    names = [name for name in ("甲.txt", "乙.txt") if name not in broken]
    assert services.exported == [(name, f"{name}.out", Format.DOCX) for name in names]
    assert ("乙.txt: The file is gone." in cleaned.message.text) is bool(broken)


def test_exporting_replaces_nothing_unasked(cleaned, services, answers, qtbot, tmp_path):
    answers.folder_at, answers.go = tmp_path, False
    (tmp_path / "甲.txt.out").touch()
    cleaned.queue.queue.say_done(0, True)
    cleaned.queue_page.export_asked.emit(Format.TXT)
    qtbot.waitUntil(lambda: any(asked[0] == "sure" for asked in answers.asked))
    assert services.exported == []


def test_thousands_of_documents_are_listed(window, services, qtbot, tmp_path):
    services.names = tuple(f"{number}.txt" for number in range(5000))
    window.open_path(tmp_path)
    qtbot.waitUntil(lambda: window.queue.phase is Phase.CLEANING)
    window.queue_page.draw()
    assert len(listed(window)) == 5000
    window.queue.finish()
