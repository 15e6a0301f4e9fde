"""What happens when the window cannot open: a sentence that says what to install, and the way without a window."""

import builtins
import subprocess
import sys
from pathlib import Path

import pytest

from reader import __main__ as start
from reader.language import use

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def english(monkeypatch):
    use("en")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


def failing_import(monkeypatch, error):
    real = builtins.__import__

    def imported(name, *args, **kwargs):
        if name == "reader.app.application":
            raise error
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", imported)


def said(capsys):
    err = capsys.readouterr().err
    assert "jiaodu clean FILE" in err
    return err


def test_without_pyside(monkeypatch, capsys):
    failing_import(monkeypatch, ModuleNotFoundError("No module named 'PySide6'", name="PySide6"))
    assert start.open_window([]) == 1
    assert "pip install 'jiaodu[gui]'" in said(capsys)


def test_without_a_library_of_the_system(monkeypatch, capsys):
    text = "libEGL.so.1: cannot open shared object file: No such file or directory"
    failing_import(monkeypatch, ImportError(text, name="PySide6.QtGui", path="/lib/PySide6/QtGui.abi3.so"))
    assert start.open_window([]) == 1
    err = said(capsys)
    assert "libEGL.so.1" in err
    assert "apt-get install libegl1" in err


def test_with_a_pyside_that_does_not_load(monkeypatch, capsys):
    failing_import(monkeypatch, ImportError("DLL load failed", name="PySide6.QtGui"))
    assert start.open_window([]) == 1
    assert "DLL load failed" in said(capsys)


def test_a_fault_of_our_own_is_not_hidden(monkeypatch):
    failing_import(monkeypatch, ModuleNotFoundError("No module named 'reader.oops'", name="reader.oops"))
    with pytest.raises(ModuleNotFoundError):
        start.open_window([])


def test_without_a_display(monkeypatch, capsys):
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.delenv("DISPLAY", raising=False)
    assert start.open_window([]) == 1
    assert "There is no display" in said(capsys)


def test_without_the_libraries_of_x11(monkeypatch, capsys):
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setenv("DISPLAY", ":77")
    monkeypatch.setattr(start, "_loads", lambda name: "cursor" not in name)
    assert start.open_window([]) == 1
    err = said(capsys)
    assert "libxcb-cursor.so.0" in err
    assert "apt-get install libxcb-cursor0" in err


def test_help_needs_neither_qt_nor_the_model():
    program = (
        "import sys; from reader.__main__ import main\n"
        "try: main(['clean', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'PySide6', 'charset_normalizer', 'regex', 'tqdm', 'multiprocessing'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
