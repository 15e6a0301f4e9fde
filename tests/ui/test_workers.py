"""Work on another thread: results in order, late ones dropped, faults said."""

import threading
import time

import pytest
from PySide6.QtCore import QCoreApplication

from reader.ui.workers import Worker

pytestmark = pytest.mark.gui


def test_results_come_in_order_on_this_thread(qtbot):
    worker, came = Worker(), []
    worker.produced.connect(lambda value: came.append((value, threading.current_thread() is threading.main_thread())))
    with qtbot.waitSignal(worker.finished):
        worker.start(lambda _cancelled: iter(range(3)))
    assert came == [(0, True), (1, True), (2, True)]
    assert not worker.busy


def test_what_was_cancelled_announces_nothing_more(qtbot):
    worker, came, gate, ended = Worker(), [], threading.Event(), threading.Event()
    worker.produced.connect(came.append)

    def slow(cancelled):
        gate.wait(5)
        yield "late"
        ended.set()

    worker.start(slow)
    with qtbot.waitSignal(worker.finished):
        worker.start(lambda _cancelled: iter(["new"]))
        gate.set()
    worker.wait(5)
    qtbot.wait(20)
    assert came == ["new"]


def test_work_learns_that_it_is_not_wanted(qtbot):
    worker, seen = Worker(), threading.Event()

    def patient(cancelled):
        while not cancelled():
            threading.Event().wait(0.005)
        seen.set()
        return iter(())

    worker.start(patient)
    worker.cancel()
    worker.wait(5)
    assert seen.is_set()


def test_a_fault_is_handed_over(qtbot):
    worker = Worker()

    def faulty(_cancelled):
        yield 1
        raise ValueError("broken")

    with qtbot.waitSignal(worker.failed) as blocker:
        worker.start(faulty)
    assert str(blocker.args[0]) == "broken"


def test_results_that_were_on_their_way_are_dropped(qtbot):
    worker, came = Worker(), []
    worker.produced.connect(came.append)
    worker.start(lambda _cancelled: iter(["on its way"]))
    worker.wait(5)
    worker.cancel()
    qtbot.wait(20)
    assert came == []


def test_the_program_waits_for_what_is_being_written(qtbot):
    worker, written = Worker(), []

    def work(_cancelled):
        time.sleep(0.2)
        written.append(1)
        yield 1

    worker.finish_at_quit()
    worker.start(work)
    QCoreApplication.instance().aboutToQuit.emit()
    assert written == [1]
    QCoreApplication.instance().aboutToQuit.emit()  # nothing is left to wait for
