"""The whole program on a virtual screen: a real drag from another program, real keys, and the file that is saved."""

import re
import shutil
import sys
import time

import pytest

from reader.pipeline import Engine
from reader.review.session import ReviewSession
from reader.store.documents import read_document
from tests.x11.screen import MISSING, ROOT, rests, wait_for

SAMPLE = ROOT / "tests" / "samples" / "spring_ploughing.txt"

pytestmark = [
    pytest.mark.x11,
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


def test_a_page_is_dragged_decided_by_keys_and_saved(screen, tmp_path):
    page = tmp_path / "春耕讲话.txt"
    shutil.copyfile(SAMPLE, page)
    before = page.read_bytes()

    program = screen.run(sys.executable, "-m", "reader")
    window = screen.window("Jiaodu")
    screen.run(sys.executable, str(ROOT / "tests" / "x11" / "drag_source.py"), str(page))
    source = screen.window("drag-source")
    screen.hand("windowmove", source, 0, 0)
    screen.hand("windowraise", source)
    time.sleep(0.5)
    screen.drag((40, 40), (640, 500))
    wait_for(lambda: "春耕讲话.txt" in screen.title(window), 20, "the page to be open")
    screen.hand("windowactivate", "--sync", window)

    # The engine finds the same things here: the keys below are meant for what it finds, whatever that is.
    raw = read_document(page)
    session = ReviewSession(raw, Engine().analyse(raw.raw))
    waiting = session.pending
    assert any(fix.observed(raw.raw) == "虽" for fix in waiting), "the page has a character misread"
    # Keys before the end of the analysis would meet other findings.
    wait_for(lambda: rests(program), 60, "the analysis to end")

    keys, decisions = [], []
    for number, fix in enumerate(waiting):
        if len(fix.options) > 1 and number % 3 == 2:
            keys.append("2")
            decisions.append((fix, "accept", 1))
        elif number % 3 == 1 or not fix.options:
            keys.append("x")
            decisions.append((fix, "keep", None))
        else:
            keys.append("Return")
            decisions.append((fix, "accept", None))
    assert {"Return", "x", "2"} <= set(keys), "the page asks too little to try every key"
    screen.press(*keys)
    # One step back and forth again: what is saved must be what it was before.
    screen.press("ctrl+z", "ctrl+shift+z", "ctrl+s")

    saved = tmp_path / "春耕讲话_校订.txt"
    wait_for(saved.exists, 20, "the saved file")
    for fix, verdict, option in decisions:
        if verdict == "accept":
            session.accept(fix, option)
        else:
            session.keep(fix)
    assert saved.read_text(encoding="utf-8") == session.cleaned.text
    assert page.read_bytes() == before
    wait_for(lambda: "*" not in screen.title(window), 5, "the title to say that all is saved")

    screen.press("ctrl+q")
    assert program.wait(15) == 0
    said = program.stderr.read()
    assert not re.search("Traceback|Error", said), said


def test_decisions_survive_the_end_of_the_program(screen, tmp_path):
    page = tmp_path / "春耕讲话.txt"
    shutil.copyfile(SAMPLE, page)
    source = read_document(page)
    session = ReviewSession(source, Engine().analyse(source.raw))
    first, second, *_ = session.pending

    def opened():
        program = screen.run(sys.executable, "-m", "reader", str(page))
        window = screen.window("春耕讲话.txt")
        screen.hand("windowactivate", "--sync", window)
        wait_for(lambda: rests(program), 60, "the analysis to end")
        return program

    program = opened()
    screen.press("a", "x")
    time.sleep(1)
    program.kill()
    program.wait(10)

    program = opened()
    screen.press("ctrl+s")
    saved = tmp_path / "春耕讲话_校订.txt"
    wait_for(saved.exists, 20, "the saved file")
    session.accept(first)
    session.keep(second)
    assert saved.read_text(encoding="utf-8") == session.cleaned.text
    screen.press("ctrl+q")
    assert program.wait(15) == 0


def test_a_stretch_selected_with_the_mouse_is_marked_by_a_key(screen, tmp_path):
    page = tmp_path / "春耕讲话.txt"
    page.write_text("春耕讲话\n同志们：\n青松园地专用\n今天讲春耕，大家要早作准备。\n", encoding="utf-8")
    program = screen.run(sys.executable, "-m", "reader", str(page))
    window = screen.window("春耕讲话.txt")
    screen.hand("windowactivate", "--sync", window)
    wait_for(lambda: rests(program), 60, "the analysis to end")
    saved = tmp_path / "春耕讲话_校订.txt"
    for y in range(120, 320, 10):
        # Wherever the line is on this screen: what was selected too early is taken back and tried further down.
        screen.hand("mousemove", 14, y, "mousedown", 1)
        screen.hand("mousemove", 200, y)
        screen.hand("mousemove", 400, y, "mouseup", 1)
        screen.press("r", "ctrl+s")
        wait_for(lambda: "*" not in screen.title(window), 20, "the text to be saved")
        screen.press("ctrl+z")
        if saved.exists() and "青松园地" not in saved.read_text(encoding="utf-8"):
            break
    assert saved.read_text(encoding="utf-8").rstrip() == "春耕讲话\n同志们：\n今天讲春耕，大家要早作准备。"
    screen.press("ctrl+s")
    wait_for(lambda: "青松园地" in saved.read_text(encoding="utf-8"), 20, "the line to be back")
    screen.press("ctrl+q")
    assert program.wait(15) == 0
