"""A virtual screen, and hands that work on it."""

import os
import shutil
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MISSING = [name for name in ("Xvfb", "xdotool", "openbox") if shutil.which(name) is None]


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
            "JIAODU_STATE": str(home / "state"),
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
