"""The finder's figures on the annotated pages may not fall below the floors that are pinned beside this file.

The floors hold for the data whose fingerprint they name. ``ocr_dev``, ``ocr_old_dev``, ``clean_dev`` were trained on,
so their floors only guard against breakage; their honest figures are in ``resources/tables/manifest.json``. Lowering a
floor is a decision: say why in ``packaging/decisions``.
"""

import hashlib
import json
from pathlib import Path

import evaluate
import pytest
from pages import read_set
from ranker import examples

from reader.lm.suspects import default_finder

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))


def fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.json")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("name", FLOORS)
def test_figures_hold(shared, name):
    floors = FLOORS[name]
    if fingerprint(shared / "bench" / name) != floors["fingerprint"]:
        pytest.fail(f"{name} has changed: measure again with packaging/training/evaluate.py and pin new floors")
    finder = default_finder()
    found = examples(read_set(shared, name), finder.sources, finder.generator)
    for example in found:
        example.rank(finder.candidate_weights)
    judged = [evaluate.Judged.of(example, *finder.judged(example.analysis)) for example in found]
    figures = evaluate.figures_of(judged, "sure")
    for figure, floor in floors["at least"].items():
        assert figures[figure] >= floor, (figure, figures)
    for figure, ceiling in floors["at most"].items():
        assert figures[figure] <= ceiling, (figure, figures)
