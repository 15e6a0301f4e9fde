"""``jiaodu`` and ``python -m reader``: hands files to the window and everything else to the command line."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Sequence

from reader.cli import SOME_FAILED
from reader.cli import main as run
from reader.language import tr

_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What PySide6 needs from a Linux system before it can be imported, and the Debian packages that have it."""

_X11_PACKAGES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""What Qt needs to open a window under X11; without it Qt aborts the process instead of saying so."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit status."""
    if getattr(sys, "frozen", False):  # in a bundled application, workers start by this function too
        import multiprocessing

        multiprocessing.freeze_support()
    return run(sys.argv[1:] if arguments is None else arguments, open_window)


def open_window(files: list[str]) -> int:
    """Open the window with these files, or say what it lacks."""
    lacking = _lacking_display()
    if lacking is None:
        try:
            from reader.app.application import main as show
        except ImportError as error:
            if (error.name or "").split(".")[0] not in ("PySide6", "shiboken6") and "PySide6" not in str(error.path):
                raise
            lacking = _lacking_qt(error)
        else:
            return show(files)
    hint = tr("To clean without a window: jiaodu clean FILE")
    print(f"{lacking}\n{hint}", file=sys.stderr)
    return SOME_FAILED


def _lacking_qt(error: ImportError) -> str:
    library = re.match(r"(\S+\.so[.\d]*): cannot open shared object file", str(error))
    if library:
        return _lacking_libraries([library[1]])
    if isinstance(error, ModuleNotFoundError):
        return tr("The window needs PySide6. Install it with: pip install 'jiaodu[gui]'")
    return tr("The window cannot start, for PySide6 does not load: {error}", error=str(error))


def _lacking_display() -> str | None:
    """What keeps Qt from opening a window on this Linux system, asked first because Qt would abort the process."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if not sys.platform.startswith("linux") or platform not in ("", "xcb"):
        return None
    if os.environ.get("WAYLAND_DISPLAY") and not platform:
        return None
    if not os.environ.get("DISPLAY"):
        return tr("There is no display to open a window on.")
    missing = [name for name in _X11_PACKAGES if not _loads(name)]
    return _lacking_libraries(missing) if missing else None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _lacking_libraries(names: Sequence[str]) -> str:
    packages = {**_PACKAGES, **_X11_PACKAGES}
    known = [packages[name] for name in names if name in packages]
    said = tr("The window needs these libraries of the system: {names}.", names=", ".join(names))
    if not known:
        return said
    return said + " " + tr("On Debian and Ubuntu: apt-get install {packages}", packages=" ".join(known))


if __name__ == "__main__":
    sys.exit(main())
