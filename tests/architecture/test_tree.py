"""What lies in the repository, and what must not."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

TOP = {"README.md", "pyproject.toml", "reader", "resources", "tests", "packaging"}
"""Files whose names begin with a dot do not count."""

MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/\w|[A-Z]:\\\\Users")
REGISTRY = re.compile(r"(?:pypi|pythonhosted|npmjs|deb\.debian)\.(?:org|com)")


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a checkout")
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).exists()]


def test_the_top_level_is_fixed(tracked):
    top = {path.parts[0] for path in tracked}
    assert {name for name in top if not name.startswith(".")} == TOP


def test_packaging_does_not_hide_the_library_of_that_name():
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_nothing_speaks_of_one_machine_or_one_registry(tracked):
    found = []
    for path in tracked:
        try:
            text = (ROOT / path).read_text("utf-8")
        except UnicodeDecodeError:
            continue
        if path != Path(__file__).relative_to(ROOT):
            found += [f"{path}: {match[0]}" for match in (*MACHINE.finditer(text), *REGISTRY.finditer(text))]
    assert not found


def test_generated_files_are_not_tracked(tracked):
    suffixes = {".pyc", ".whl", ".log", ".orig", ".rej", ".tmp"}
    assert not [path for path in tracked if path.suffix in suffixes or "__pycache__" in path.parts]


def test_every_resource_is_described(tracked):
    described = (ROOT / "resources" / "README.md").read_text("utf-8")
    folders = {path.parts[1] for path in tracked if path.parts[0] == "resources" and len(path.parts) > 2}
    assert [name for name in sorted(folders) if name not in described] == []
