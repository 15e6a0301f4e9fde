"""The cases of ``cases.toml``."""

import tomllib
from pathlib import Path

import pytest

from tests.detect.removal.seen import removal

with (Path(__file__).parent / "cases.toml").open("rb") as file:
    CASES = tomllib.load(file)["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case):
    raw = case["raw"]
    found = removal(raw)
    assert found.cleaned.text == case.get("clean", raw)
    assert not found.cleaned.set_aside
    assert len(found.asked) == case.get("asked", 0)
    assert [notice.kind.value for notice in found.notices] == case.get("notices", [])


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_lines_that_end_otherwise(case):
    """The same page as a Windows file loses the same lines."""
    raw = case["raw"].replace("\n", "\r\n")
    kept = removal(raw).cleaned.text.replace("\r\n", "\n")
    assert kept == case.get("clean", case["raw"])
