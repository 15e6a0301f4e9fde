"""The floors of ``baseline.json`` hold on the shared sets, and the gate itself would notice a loss."""

import json

import pytest

from tests.quality.gate import (
    FIGURES,
    LOWER_IS_BETTER,
    SETS,
    falls_short,
    figures_of,
    fingerprint,
    floor_below,
    main,
    measure,
    read_baseline,
    shortfalls,
)

QUICK = ("seed",)


@pytest.mark.shared
@pytest.mark.parametrize("name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in SETS])
def test_no_figure_falls_below_its_floor(shared, name):
    entry = read_baseline()[name]
    assert fingerprint(shared / "bench" / name) == entry["sha256"], "other pages than those of the baseline"
    assert shortfalls(entry, measure(shared, name)) == []


@pytest.mark.shared
def test_every_set_of_the_bench_has_floors(shared):
    assert set(read_baseline()) == {folder.name for folder in (shared / "bench").iterdir() if folder.is_dir()}


def test_every_set_has_a_floor_for_every_figure():
    for name, entry in read_baseline().items():
        assert set(entry["floors"]) == set(figures_of(name)), name


@pytest.mark.parametrize(
    ("figure", "value", "floor", "short"),
    [
        ("paragraph_f1", 0.90, 0.91, True),
        ("paragraph_f1", 0.91, 0.91, False),
        ("paragraph_f1", 0.95, 0.91, False),
        ("inconsistent", 0.0, 0.0, False),
        ("inconsistent", 1.0, 0.0, True),
        ("ocr_false_alarms_per_10k", 3.1, 3.0, True),
        ("ocr_false_alarms_per_10k", 2.9, 3.0, False),
    ],
)
def test_shares_have_floors_and_error_rates_have_ceilings(figure, value, floor, short):
    assert falls_short(figure, value, floor) is short
    assert bool(shortfalls({"floors": {figure: floor}}, {figure: value})) is short


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("value", [0.0, 0.5, 0.99])
def test_a_new_floor_holds_for_what_was_measured(figure, value):
    assert not falls_short(figure, value, floor_below(figure, value))
    worse = value + 1.0 if figure in LOWER_IS_BETTER else value - 0.03
    assert value == 0.0 or falls_short(figure, worse, floor_below(figure, value))


def test_other_pages_have_another_fingerprint(tmp_path):
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    first = fingerprint(tmp_path)
    (tmp_path / "a.json").write_text("{ }", encoding="utf-8")
    second = fingerprint(tmp_path)
    (tmp_path / "a.json").rename(tmp_path / "b.json")
    assert len({first, second, fingerprint(tmp_path)}) == 3


def test_a_floor_is_lowered_only_by_the_flag(tmp_path, monkeypatch):
    baseline = tmp_path / "baseline.json"
    baseline.write_text(json.dumps({"seed": {"floors": {"paragraph_f1": 0.9}, "sha256": "x"}}), encoding="utf-8")
    monkeypatch.setattr("tests.quality.gate.BASELINE", baseline)
    monkeypatch.setattr("tests.quality.gate.measure", lambda shared, name: {"paragraph_f1": 0.8})
    monkeypatch.setattr("tests.quality.gate.fingerprint", lambda folder: "x")
    monkeypatch.setattr("sys.argv", ["gate", "seed", "--raise"])
    assert main() == 1
    assert json.loads(baseline.read_text("utf-8"))["seed"]["floors"] == {"paragraph_f1": 0.9}
    monkeypatch.setattr("sys.argv", ["gate", "--lower", "seed", "paragraph_f1", "0.79"])
    assert main() == 0
    assert json.loads(baseline.read_text("utf-8"))["seed"]["floors"] == {"paragraph_f1": 0.79}


def test_floors_rise_with_what_is_measured(tmp_path, monkeypatch):
    baseline = tmp_path / "baseline.json"
    baseline.write_text(json.dumps({"seed": {"floors": {"paragraph_f1": 0.9}, "sha256": "x"}}), encoding="utf-8")
    monkeypatch.setattr("tests.quality.gate.BASELINE", baseline)
    monkeypatch.setattr("tests.quality.gate.measure", lambda shared, name: {"paragraph_f1": 0.95})
    monkeypatch.setattr("tests.quality.gate.fingerprint", lambda folder: "x")
    monkeypatch.setattr("sys.argv", ["gate", "seed", "--raise"])
    assert main() == 0
    assert json.loads(baseline.read_text("utf-8"))["seed"]["floors"]["paragraph_f1"] == pytest.approx(0.946)


def test_a_fallen_figure_does_not_hide_behind_other_pages(tmp_path, monkeypatch, capsys):
    baseline = tmp_path / "baseline.json"
    baseline.write_text(json.dumps({"seed": {"floors": {"paragraph_f1": 0.9}, "sha256": "x"}}), encoding="utf-8")
    monkeypatch.setattr("tests.quality.gate.BASELINE", baseline)
    monkeypatch.setattr("tests.quality.gate.measure", lambda shared, name: {"paragraph_f1": 0.95})
    monkeypatch.setattr("tests.quality.gate.fingerprint", lambda folder: "y")
    monkeypatch.setattr("sys.argv", ["gate", "seed", "--raise"])
    assert main() == 1
    assert "not the pages" in capsys.readouterr().out
