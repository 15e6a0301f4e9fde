"""The hashed maps and the exported trees say what went in."""

import fuse
import numpy as np
import pytest

from reader.lm.features import PLACE_FACTS
from reader.lm.judge import Judge, load, save, widened


@pytest.mark.parametrize("size", [1, 2, 7, 100, 5000])
def test_a_map_returns_every_value(size):
    random = np.random.default_rng(size)
    keys = np.unique(random.integers(0, 2**56, size * 2, dtype=np.uint64))[:size]
    values = random.integers(0, 256, (2, len(keys)), dtype=np.uint8)
    found, columns = fuse.build(keys, list(values)).find(keys)
    assert found.all()
    assert (np.stack(columns) == values).all()


def test_a_map_hardly_ever_knows_strangers():
    random = np.random.default_rng(3)
    keys = np.unique(random.integers(0, 2**56, 20_000, dtype=np.uint64))
    table = fuse.build(keys, [np.zeros(len(keys), dtype=np.uint8)])
    strangers = np.setdiff1d(random.integers(0, 2**56, 200_000, dtype=np.uint64), keys)
    assert table.find(strangers)[0].mean() < 2e-4


def test_exported_trees_agree_with_the_library(tmp_path):
    pytest.importorskip("sklearn")
    from ranker import exported
    from sklearn.ensemble import HistGradientBoostingClassifier

    random = np.random.default_rng(5)
    rows = random.normal(size=(600, len(PLACE_FACTS))).astype(np.float32)
    wrong = rows[:, 0] * rows[:, 1] + 0.3 * random.normal(size=600) > 0
    model = HistGradientBoostingClassifier(max_iter=20, random_state=1).fit(rows, wrong)
    trees = exported(model)
    assert np.allclose(trees.log_odds(rows), model.decision_function(rows), atol=1e-4)
    width = widened(rows).shape[1]
    judge = Judge(np.zeros(width), np.ones(width), random.normal(size=width), 0.5, trees)
    save(judge, tmp_path / "judge.npz")
    assert np.allclose(load(tmp_path / "judge.npz").log_odds(rows), judge.log_odds(rows))
    assert len(judge.log_odds(rows[:0])) == 0


def test_averaged_trees_give_the_mean_and_calibration_moves_the_odds(tmp_path):
    pytest.importorskip("sklearn")
    from ranker import recalibrated, train_line_and_trees

    random = np.random.default_rng(6)
    rows = random.normal(size=(600, 5)).astype(np.float32)
    wrong = rows[:, 0] * rows[:, 1] + rows[:, 2] + 0.3 * random.normal(size=600) > 0
    grown = {"max_iter": 20, "max_features": 0.5}
    trees_alone = [train_line_and_trees(rows, wrong, 1.0, 0.0, grown | {"random_state": seed}, 1) for seed in range(3)]
    together = train_line_and_trees(rows, wrong, 1.0, 0.0, grown, 3)
    mean = np.mean([judge.log_odds(rows) for judge in trees_alone], axis=0)
    assert np.allclose(together.log_odds(rows), mean, atol=1e-4)
    mixed = train_line_and_trees(rows, wrong, 1.0, 0.3, grown, 3)
    moved = recalibrated(mixed, 0.8, -1.5)
    assert np.allclose(moved.log_odds(rows), 0.8 * mixed.log_odds(rows) - 1.5, atol=1e-4)
    save(moved, tmp_path / "judge.npz", tuple("abcde"))
    assert np.allclose(load(tmp_path / "judge.npz", tuple("abcde")).log_odds(rows), moved.log_odds(rows))


def test_a_judge_of_other_facts_is_refused(tmp_path):
    np.savez(tmp_path / "judge.npz", facts=np.array(["something", "else"]))
    with pytest.raises(ValueError, match="other facts"):
        load(tmp_path / "judge.npz")
