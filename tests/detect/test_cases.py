"""Reads every case of ``tests/cases/*.toml``.

A file names the ``detectors`` that read its cases. A case has a ``label``, the ``raw`` text, and any of
  clean     what it must read like afterwards (the raw text itself if left out: it must stay)
  asks      rules of the fixes that must be asked about, and no others
  notices   kinds of the notices that must be given, and no others of the kinds that the file ``tells``
  headings  levels and titles
  expect    "fail": cannot be done yet; curing it fails the build until the case is promoted
"""

import tomllib
from pathlib import Path

import pytest

from tests.detect.reading import read

CASES = Path(__file__).resolve().parents[1] / "cases"


def cases():
    for path in sorted(CASES.glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        for case in table["case"] if "detectors" in table else ():
            marks = [pytest.mark.xfail(reason=case.get("comment", ""))] if case.get("expect") == "fail" else []
            yield pytest.param(table, case, id=f"{path.stem}: {case['label']}", marks=marks)


@pytest.mark.parametrize(("table", "case"), list(cases()))
def test_case(table, case):
    got = read(case["raw"], table["detectors"])
    assert got.text == case.get("clean", case["raw"])
    if "asks" in case:
        assert got.asked == case["asks"]
    if "notices" in case:
        told = table.get("tells")
        assert [notice.kind for notice in got.notices if told is None or notice.kind in told] == case["notices"]
    if "headings" in case:
        assert [[section.level, section.title] for section in got.sections] == case["headings"]


@pytest.mark.parametrize(("table", "case"), [pytest.param(*case.values, id=case.id) for case in cases()])
def test_cleaning_the_cleaned_text_changes_nothing(table, case):
    once = read(case["raw"], table["detectors"]).text
    assert read(once, table["detectors"]).text == once


def test_labels_are_unique_and_keys_are_known():
    known = {"label", "comment", "raw", "clean", "asks", "notices", "headings", "expect"}
    labels = []
    for path in sorted(CASES.glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        for case in table["case"] if "detectors" in table else ():
            assert set(case) <= known, case["label"]
            labels.append((path.stem, case["label"]))
    assert len(labels) == len(set(labels))
    assert len(labels) > 100
