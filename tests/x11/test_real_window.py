"""The whole program on a virtual screen: a real drag from another program, real keys, and the file that is saved."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reader.pipeline import Engine
from reader.review.session import ReviewSession
from reader.store.documents import read_document

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "samples" / "spring_ploughing.txt"
NEEDED = ("Xvfb", "xdotool", "openbox")
MISSING = [name for name in NEEDED if shutil.which(name) is None]

pytestmark = [
    pytest.mark.x11,
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


class Screen:
    """A virtual screen with a window manager, and hands that move the mouse and press keys."""

    def __init__(self, home):
        read, write = os.pipe()
        # Xvfb chooses a free display by itself and writes its number.
        self._processes = [
            subprocess.Popen(
                ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
                pass_fds=[write],
                stderr=subprocess.DEVNULL,
            )
        ]
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb did not start"
        self.environment = {
            **os.environ,
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "LANGUAGE": "en",
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "PYTHONPATH": str(ROOT),
        }
        self.run("openbox")

    def run(self, *command):
        process = subprocess.Popen(command, env=self.environment, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        self._processes.append(process)
        return process

    def hand(self, *command):
        done = subprocess.run(
            ["xdotool", *map(str, command)], env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def press(self, *keys):
        for key in keys:
            self.hand("key", "--clearmodifiers", key)
            time.sleep(0.15)

    def window(self, title, seconds=30):
        return wait_for(lambda: self.hand("search", "--onlyvisible", "--name", title).split("\n")[0], seconds, title)

    def title(self, window):
        return self.hand("getwindowname", window)

    def drag(self, start, end):
        """A drag as a hand does it: press, leave slowly, arrive, let go."""
        self.hand("mousemove", *start)
        self.hand("mousedown", 1)
        steps = 12
        for step in range(1, steps + 1):
            place = [round(a + (b - a) * step / steps) for a, b in zip(start, end, strict=True)]
            self.hand("mousemove", *place)
            time.sleep(0.05)
        self.hand("mousemove", end[0] + 3, end[1] + 3)
        time.sleep(0.3)
        self.hand("mouseup", 1)

    def close(self):
        for process in reversed(self._processes):
            process.terminate()
        for process in reversed(self._processes):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
            if process.stderr is not None:
                process.stderr.close()


def wait_for(answer, seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = answer()
        if value:
            return value
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s for {what}")


def rests(process):
    """Whether the process does next to nothing: its analysis is over."""

    def ticks():
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    before = ticks()
    time.sleep(1)
    return ticks() - before <= 5


@pytest.fixture
def screen(tmp_path):
    screen = Screen(tmp_path)
    yield screen
    screen.close()




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
        if len(fix.options) > 1 and number == 1:
            keys.append("2")
            decisions.append((fix, "accept", 1))
        elif number % 2 or not fix.options:
            keys.append("x")
            decisions.append((fix, "keep", None))
        else:
            keys.append("Return")
            decisions.append((fix, "accept", None))
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
