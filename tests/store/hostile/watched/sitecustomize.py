"""Loaded by every Python that is started with this folder in PYTHONPATH: notes what it asks of the system.

Whatever is written outside of JIAODU_WATCHED, and every connection, is noted in the file JIAODU_WATCHED/noted and
refused. Processes that a process starts inherit this.
"""

import os
import sys

FOLDER = os.environ.get("JIAODU_WATCHED", "")
_NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request")
_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.truncate")
_PROGRAMS = ("os.system", "os.exec", "os.posix_spawn", "subprocess.Popen", "os.startfile", "webbrowser.open")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _hook(event, given):
    if event == "open":
        path, mode, flags = given
        writes = (isinstance(flags, int) and flags & _WRITING) or (isinstance(mode, str) and set(mode) & set("wax+"))
        if isinstance(path, int) or not (writes or "bait" in os.fsdecode(path)) or path in (os.devnull, b"/dev/null"):
            return
    elif event in _CHANGES:
        path = given[0]
    elif event in _NETWORK or event in _PROGRAMS:
        path = None
    else:
        return
    if path is not None and "bait" not in os.fsdecode(path):
        inside = os.path.realpath(os.fsdecode(path)).startswith(os.path.realpath(FOLDER))
        if inside or "__pycache__" in os.fsdecode(path):
            return
    os.write(log, f"{event} {given!r:.300}\n".encode("utf-8", "replace"))
    raise PermissionError(f"not while a hostile document is read: {event}")


if FOLDER:
    log = os.open(os.path.join(FOLDER, "noted"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)  # noqa: PTH118
    sys.addaudithook(_hook)
