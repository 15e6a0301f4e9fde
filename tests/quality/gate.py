"""Measures the engine on the shared benchmark sets and holds it to the floors of ``baseline.json``.

    python -m tests.quality.gate                   # all sets: prints figures beside floors, exit status 1 if one fell
    python -m tests.quality.gate seed pages_dev    # some of them
    python -m tests.quality.gate --raise           # moves floors up to just below what was measured
    python -m tests.quality.gate --lower SET FIGURE VALUE
                                                   # lowers one floor: a decision that belongs in the change's message

The judge is ``score.py`` of the shared folder itself, never a copy, so its figures and ours cannot differ. A set is
pinned by the SHA-256 of its pages: floors say nothing about other data, and a changed set asks for a new baseline.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BASELINE = Path(__file__).with_name("baseline.json")
SETS = ("seed", "speech_dev", "speech_clean_dev", "pages_dev", "clean_dev", "ocr_dev", "ocr_old_dev")

LOWER_IS_BETTER = frozenset(
    {
        "inconsistent",
        "missing",
        "body_lost_per_10k",
        "ocr_false_alarms_per_10k",
        "cer_default",
        "decisions_per_1k",
    }
)
FIGURES = (
    "missing",
    "inconsistent",
    "removal_f1",
    "spans_removed_whole",
    "body_lost_per_10k",
    "ocr_precision",
    "ocr_recall",
    "ocr_right_character",
    "ocr_false_alarms_per_10k",
    "paragraph_f1",
    "heading_f1",
    "notices_right",
    "cer_default",
    "decisions_per_1k",
)
"""Not among them: ``cer_after_ideal_review``, which counts suspects that are shown on demand only as accepted."""

NO_TRUTH = frozenset({"ocr_precision", "ocr_recall", "ocr_right_character"})
"""Say nothing on the sets of untouched texts, where one false alarm makes a precision of 0."""

WIDE = {"ocr_precision": 0.02, "ocr_recall": 0.02, "ocr_right_character": 0.02}
"""Shares that rest on a threshold, so that one gives way a little when another rises."""

SLACK = {"inconsistent": 0.0, "missing": 0.0, "body_lost_per_10k": 0.05, "ocr_false_alarms_per_10k": 0.1}
"""How far a floor stays from what was measured; 0.004 for other shares, a twentieth for other error rates."""


def shared_folder() -> Path:
    return (ROOT / os.environ.get("JIAODU_SHARED", "../shared")).resolve()


def fingerprint(folder: Path) -> str:
    """SHA-256 over names and contents of the pages of a set."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.json")):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def measure(shared: Path, name: str) -> dict[str, float]:
    """The judge's figures for one set; it runs the project's own command line on every page."""
    judge = [sys.executable, str(shared / "bench" / "score.py"), str(shared / "bench" / name), "--json"]
    done = subprocess.run(judge, cwd=ROOT, check=True, capture_output=True, text=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    return {figure: float(figures[figure]) for figure in figures_of(name)}


def figures_of(name: str) -> tuple[str, ...]:
    """The figures that say something about a set."""
    return tuple(figure for figure in FIGURES if "clean" not in name or figure not in NO_TRUTH)


def falls_short(figure: str, value: float, floor: float) -> bool:
    """Whether a measured value is on the wrong side of its floor (for error rates the floor is a ceiling)."""
    return value > floor + 1e-9 if figure in LOWER_IS_BETTER else value < floor - 1e-9


def floor_below(figure: str, value: float) -> float:
    """The floor for a measured value: so close that a real loss shows, so far that rounding does not."""
    if figure in LOWER_IS_BETTER:
        return round(value + SLACK.get(figure, max(0.0005, 0.05 * value)), 4)
    return round(max(0.0, value - WIDE.get(figure, 0.004)), 4)


def read_baseline() -> dict[str, dict[str, object]]:
    content: dict[str, dict[str, object]] = json.loads(BASELINE.read_text("utf-8"))
    return content


def _write(baseline: dict[str, dict[str, object]]) -> None:
    BASELINE.write_text(json.dumps(baseline, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def shortfalls(entry: dict[str, object], figures: dict[str, float]) -> list[str]:
    floors = entry["floors"]
    assert isinstance(floors, dict)
    return [
        f"{figure}: {figures[figure]:.4f}, floor {floor}"
        for figure, floor in floors.items()
        if falls_short(figure, figures[figure], floor)
    ]


def _raised(old: dict[str, float], figures: dict[str, float]) -> dict[str, float]:
    floors = {}
    for figure, value in figures.items():
        new = floor_below(figure, value)
        before = old.get(figure)
        keeps = before is not None and falls_short(figure, new, before)
        floors[figure] = before if keeps and before is not None else new
    return floors


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--raise", dest="lift", action="store_true")
    parser.add_argument("--lower", nargs=3, metavar=("SET", "FIGURE", "VALUE"))
    arguments = parser.parse_args()
    baseline = read_baseline() if BASELINE.exists() else {}
    if arguments.lower:
        name, figure, value = arguments.lower
        floors = baseline[name]["floors"]
        assert isinstance(floors, dict)
        print(f"{name} {figure}: {floors[figure]} -> {value}")
        floors[figure] = float(value)
        _write(baseline)
        return 0
    shared, status = shared_folder(), 0
    for name in arguments.sets:
        figures, sha = measure(shared, name), fingerprint(shared / "bench" / name)
        entry = baseline.get(name, {"floors": {}, "sha256": sha})
        short = shortfalls(entry, figures) if entry["sha256"] == sha else ["these are not the pages of the baseline"]
        print(f"{name}: " + ", ".join(f"{figure} {value:.4f}" for figure, value in figures.items()))
        for line in short:
            status = 1
            print(f"  FELL {line}")
        if arguments.lift and not short:
            floors = entry["floors"]
            assert isinstance(floors, dict)
            baseline[name] = {"floors": _raised(floors, figures), "sha256": sha}
    if arguments.lift:
        _write(baseline)
    return status


if __name__ == "__main__":
    sys.exit(main())
