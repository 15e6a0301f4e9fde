"""How fast the window answers: ``pytest tests/benchmarks/test_window.py --benchmark-only -s``. Slowness fails nothing.

On a machine that has other things to do, ``--benchmark-timer=time.process_time`` tells what the window itself takes.

What we want, 95 times in a hundred: a decision is on the screen after 16 ms on a page and after 50 ms on 100,000
characters with 2,000 findings, and what follows it (list, counts, ruler) takes no longer; a frame of scrolling takes
16 ms; and opening 1,000,000 characters never keeps the window from answering for more than 50 ms.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import random
import time
from itertools import cycle, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from reader import language
from reader.pipeline import Engine
from reader.text.analysis import Analysis, Progress, basis_of
from reader.text.apply import apply_fixes
from reader.text.fix import Safety
from reader.text.section import Section
from reader.text.span import Span
from reader.ui import garbage
from reader.ui.main_window import MainWindow
from tests.builders import fix, options
from tests.ui.conftest import Answers, Services

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("JIAODU_SHARED", ROOT / ".." / "shared"))
SEEDS = sorted((SHARED / "seeds").glob("*.txt")) if SHARED.is_dir() else []
SENTENCES = (
    "今年的春耕生产要早作安排,水渠要修好,种子要备足,农时不等人。",
    "各村的干部要到田头去,同群众商量,把困难一件一件地解决。",
    "去年秋天修的那座桥已经通车,山里的果子当天就能送到城里的集市上。",
    "学校的房子漏雨,孩子们读书要紧,这件事情月底以前一定要办妥。",
)


class Made(Services):
    """Serves a text with findings that are known beforehand, a first part of them early."""

    def __init__(self, raw, analysis):
        super().__init__(raw)
        self.analysis = analysis

    def analyse(self, raw, standing, cancelled):
        yield Analysis(self.analysis.fixes[:20], (), ()), Progress(0, len(raw))
        yield self.analysis, Progress(len(raw), len(raw))


def invented(length, findings, seed=5):
    """A text of about ``length`` characters in paragraphs and sections, and ``findings`` findings in it."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    lines, sections, size = ["春耕讲话"], [Section(0, "春耕讲话", Span(0, 4), 0)], 5
    while size < length:
        if len(lines) % 40 == 1:
            lines.append(f"第{len(lines) // 40 + 1}部分 春耕生产")
            sections.append(Section(1, lines[-1], Span(size, size + len(lines[-1])), size))
        else:
            lines.append("".join(chance.choices(SENTENCES, k=chance.randint(2, 8))))
        size += len(lines[-1]) + 1
    raw = "\n".join(lines)
    places = sorted(chance.sample(range(10, len(raw) // 12), findings))
    found = []
    for number, place in enumerate(place * 12 for place in places):
        if "\n" in raw[place : place + 8]:
            continue
        turn = number % 10
        if turn == 0:
            found.append(fix("watermark", (place, place + 4, ""), rule="watermark"))
        elif turn < 4:
            found.append(fix("punctuation", (place, place + 1, "，")))
        elif turn < 5:
            found.append(fix("spacing", (place, place + 1, "")))
        else:
            found.append(options("ocr", place, place + 1, "己", "巳", safety=Safety.ASK))
    applied = apply_fixes(raw, [each for each in found if each.safety is Safety.AUTO]).applied
    return raw, Analysis(tuple(found), tuple(sections), (), basis_of(applied))


def show(qtbot, tmp_path, services, begin=lambda: None):
    language.use("zh_CN")
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(services, settings, Answers())
    qtbot.addWidget(window, before_close_func=lambda window: setattr(window, "_leaving", True))
    window.show()
    # The screen that is none is a small one; the window would fill it.
    window.showNormal()
    window.resize(1280, 800)
    QApplication.processEvents()
    begin()
    with qtbot.waitSignal(window.desk.settled, timeout=600_000):
        window.open_path(tmp_path / "讲话.txt")
    window.activateWindow()
    window.review.panes.clean.setFocus()
    rest(window)
    return window


def rest(window, seconds=0.4):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QApplication.processEvents()
        time.sleep(0.005)
    document = window.review.panes.clean.document()
    while document.documentLayout().blockBoundingRect(document.lastBlock()).isEmpty():
        QApplication.processEvents()


def paint(window):
    """Paint what waits to be painted, as the next frame would."""
    QApplication.sendEvent(window, QEvent(QEvent.Type.LayoutRequest))
    QApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))


def tell(benchmark, goal):
    times = sorted(benchmark.stats.stats.data)
    p95 = 1000 * times[min(len(times) - 1, round(0.95 * len(times)))]
    median = 1000 * times[len(times) // 2]
    benchmark.extra_info.update(median_ms=round(median, 1), p95_ms=round(p95, 1), goal_ms=goal)
    longest = 1000 * times[-1]
    print(f"\n{benchmark.name}: median {median:.1f} ms, p95 {p95:.1f} ms, longest {longest:.1f} ms; goal {goal} ms")


DOCUMENTS = {"seed page": 16, "100,000 characters": 50}


@pytest.fixture(scope="module")
def analysed():
    """The seed page with what the engine finds in it, worked out once."""
    if not SEEDS:
        pytest.skip("the seed page is not here")
    from reader.store.documents import read_document

    raw = read_document(SEEDS[0]).raw
    return raw, Engine().analyse(raw)


@pytest.fixture
def window(request, qtbot, tmp_path):
    made = request.getfixturevalue("analysed") if request.param == "seed page" else invented(100_000, 2_400)
    window = show(qtbot, tmp_path, Made(*made))
    window.goal = DOCUMENTS[request.param]
    # Every decision that changes a removal makes a new analysis due; here only the window is measured.
    window.desk._later.setInterval(10_000_000)
    yield window
    window.desk.finish()


def press(window, key):
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(window.review.panes.clean, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))


def decide(window, turn):
    """As the keys A and X do; the way from the key to the command is Qt's own."""
    window.actions_by_name["keep" if turn % 3 == 2 else "accept"].trigger()
    paint(window)


@pytest.mark.parametrize("window", DOCUMENTS, indirect=True)
def test_from_a_decision_to_its_picture(benchmark, window):
    turns = cycle(range(1000))

    def setup():
        QApplication.processEvents()
        window.review.draw_lists()
        window._show_state()
        paint(window)
        if window.review.current is None:
            while window.desk.session.can_undo:
                window.review.undo()
            paint(window)

    benchmark.pedantic(lambda: decide(window, next(turns)), setup=setup, rounds=100)
    tell(benchmark, window.goal)


@pytest.mark.parametrize("window", DOCUMENTS, indirect=True)
def test_what_follows_a_decision(benchmark, window):
    turns = cycle(range(1000))

    def setup():
        if window.review.current is None:
            while window.desk.session.can_undo:
                window.review.undo()
        decide(window, next(turns))

    def follow():
        window.review.draw_lists()
        window._show_state()
        paint(window)

    benchmark.pedantic(follow, setup=setup, rounds=60)
    tell(benchmark, window.goal)


@pytest.mark.parametrize("window", DOCUMENTS, indirect=True)
def test_a_removal_brought_back(benchmark, window):
    review, session = window.review, window.desk.session
    gone = cycle([each for each in session.cleaned.applied if each.kind.removes])

    def setup():
        review.go_to(next(gone).key)
        review.draw_lists()
        paint(window)

    def turn():
        (review.keep if review.session.state(review.current).value == "accepted" else review.accept)()
        paint(window)

    benchmark.pedantic(turn, setup=setup, rounds=40)
    tell(benchmark, window.goal)


@pytest.mark.parametrize("window", DOCUMENTS, indirect=True)
def test_a_frame_of_scrolling(benchmark, window):
    bar = window.review.panes.clean.verticalScrollBar()
    places = cycle(list(range(0, bar.maximum(), 60))[:600])

    def frame():
        bar.setValue(next(places))
        QApplication.processEvents()
        paint(window)

    benchmark.pedantic(frame, rounds=300)
    tell(benchmark, 16)


@pytest.mark.parametrize("findings", [2_000, 40_000])
def test_opening_a_million_characters_never_blocks(benchmark, qtbot, tmp_path, findings):
    services = Made(*invented(1_000_000, findings))
    garbage.only_when_told()  # as the program does
    beats = []
    timer = QTimer()
    timer.setInterval(0)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))

    def opening():
        window = show(qtbot, tmp_path, services, timer.start)
        timer.stop()
        window.desk.finish()

    benchmark.pedantic(opening, rounds=1)
    gaps = sorted(1000 * (b - a) for a, b in pairwise(beats))
    longest = [round(gap) for gap in gaps[:-6:-1]]
    benchmark.extra_info["longest_gaps_ms"] = longest
    print(f"\n{benchmark.name}: longest gaps {longest} ms; goal 50 ms")
