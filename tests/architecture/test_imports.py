"""Imports point one way, and the engine needs no Qt."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

ENGINE = [
    "assets", "batch", "cli", "cluster", "detect", "language", "library", "lm", "pipeline", "plugins", "review",
    "store", "structure", "text",
]  # fmt: skip

PLANTED = {
    # where a line is added: the line, and what the report must say
    "text/span.py": ("import reader.review.signal", "reader.text.span -> reader.review.signal"),
    "text/fix.py": ("import regex", "reader.text.fix -> regex"),
    "review/signal.py": ("import reader.pipeline", "reader.review.signal -> reader.pipeline"),
    "store/magic.py": ("import reader.batch.plan", "reader.store.magic -> reader.batch.plan"),
    "store/saving.py": ("from PySide6 import QtCore", "reader.store.saving -> PySide6"),
    "review/decision.py": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from PySide6 import QtGui",
        "reader.review.decision -> PySide6",
    ),
    "ui/theme.py": ("import reader.pipeline", "reader.ui.theme -> reader.pipeline"),
    "structure/numbering.py": ("import reader.detect.masks", "reader.structure.numbering -> reader.detect.masks"),
    "assets.py": ("import reader.language", "reader.assets -> reader.language"),
    "unlisted.py": ("", "unlisted"),
}


def report(folder: Path) -> subprocess.CompletedProcess:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(cache_dir=None))"
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def copied(folder: Path) -> Path:
    shutil.copytree(ROOT / "reader", folder / "reader", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_contracts_are_kept(tmp_path):
    done = report(copied(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_contract_reports_what_breaks_it(tmp_path):
    folder = copied(tmp_path)
    for name, (line, _) in PLANTED.items():
        path = folder / "reader" / name
        old = path.read_text("utf-8") if path.exists() else ""
        path.write_text(f"{old}\n{line}\n", encoding="utf-8")
    done = report(folder)
    assert done.returncode == 1
    # Contracts that list modules stop at an unlisted one, so that one is tried by itself.
    assert "unlisted" in done.stdout
    (folder / "reader" / "unlisted.py").unlink()
    done = report(folder)
    said = " ".join(done.stdout.split())
    missed = [name for name, (_, wanted) in PLANTED.items() if wanted not in said and wanted != "unlisted"]
    assert not missed, done.stdout
    assert "0 kept" in said, "each contract must have seen a violation"


@pytest.mark.parametrize("what", ["import", "clean"])
def test_the_engine_needs_no_qt(what, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("关于开好会议的讲话\n同志们：今天开会,主要讲三点意见。\n", encoding="utf-8")
    blocked = (
        "import sys, importlib, pkgutil\n"
        "for name in ('PySide6', 'shiboken6'): sys.modules[name] = None\n"
    )  # fmt: skip
    if what == "import":
        program = blocked + (
            "import reader\n"
            f"engine = {ENGINE}\n"
            "for module in pkgutil.walk_packages(reader.__path__, 'reader.', onerror=lambda name: None):\n"
            "    if module.name.split('.')[1] in engine: importlib.import_module(module.name)\n"
            "assert set(engine) <= {name.split('.')[1] for name in sys.modules if name.startswith('reader.')}\n"
        )
    else:
        program = blocked + f"from reader.__main__ import main; sys.exit(main(['clean', {str(page)!r}]))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
