"""The linter and the type checker have nothing to say."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def said_by(*command: str) -> str:
    """What a tool says, empty if it is content."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_ruff():
    assert not said_by("ruff", "check", "--no-cache", "reader", "tests", "packaging")


@pytest.mark.slow
def test_mypy():
    assert not said_by("mypy")
