"""The process that reads hostile documents, watched from outside."""

import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.store.hostile.case import TEXT, Bait

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


class Watched:
    """A process that reads documents; ``asked`` is what it and those it started asked of the system meanwhile."""

    def __init__(self, folder):
        self.folder, self.hook = folder, HERE / "watched"
        (folder / "noted").touch()
        paths = os.pathsep.join((str(self.hook), str(ROOT)))
        environment = {**os.environ, "PYTHONPATH": paths, "JIAODU_WATCHED": str(folder)}
        environment |= {"PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(folder)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.hostile.child"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def read(self, path):
        """What came out, and the seconds and megabytes that it took."""
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    @property
    def asked(self):
        return (self.folder / "noted").read_text("utf-8")

    def close(self):
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


@pytest.fixture(scope="session")
def watched(tmp_path_factory):
    process = Watched(tmp_path_factory.mktemp("hostile"))
    yield process
    process.close()


class Listening:
    """An address on this machine; ``calls`` counts those who came."""

    def __init__(self):
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture(scope="session")
def listening():
    server = Listening()
    yield server
    server.close()


@pytest.fixture(scope="session")
def bait(tmp_path_factory, listening):
    file = tmp_path_factory.mktemp("elsewhere") / "bait.txt"
    file.write_text(TEXT, "utf-8")
    return Bait(file.as_uri(), f"{listening.address}/bait")
