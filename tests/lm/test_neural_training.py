"""The network can be trained, stopped, resumed and exported; what is exported says what was trained."""

import lzma

import numpy as np
import pytest
from neural import packed
from neural.misreading import NOTHING, Misreader

from reader.lm.vocabulary import Vocabulary
from tests.lm import tiny_network


def test_errors_are_put_where_the_tables_say():
    own = tiny_network.vocabulary()
    reader = Misreader(tiny_network.TinyNoise(), own)
    symbols = own.encode("\n".join(tiny_network.SENTENCES * 400))[0]
    rows = symbols[:len(symbols) // 64 * 64].reshape(-1, 64)
    damaged = reader.damage(rows, np.random.default_rng(1))
    assert damaged.observed.shape == rows.shape
    wrong = (damaged.observed != damaged.truth) & (damaged.truth != NOTHING)
    allowed = {tuple(own.symbols_of(true + observed).tolist()) for true, observed in tiny_network.NOISE.items()}
    assert set(zip(damaged.truth[wrong].tolist(), damaged.observed[wrong].tolist(), strict=True)) == allowed
    # What was printed is still there, in its order, but for what was lost or pushed off the end of its row.
    put_in = lost = 0
    for row, truth in zip(rows.tolist(), damaged.truth.tolist(), strict=True):
        printed = [symbol for symbol in truth if symbol != NOTHING]
        put_in += len(truth) - len(printed)
        rest = iter(row)
        whole = all(symbol in rest for symbol in printed)
        lost += printed != row[:len(printed)]
        assert whole or printed[-1] == row[-1]
    assert put_in > 0
    assert lost > 0
    again = reader.damage(rows, np.random.default_rng(1))
    assert (again.observed == damaged.observed).all()


def test_the_text_is_packed_by_weight(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    lines = [f"第{k}段工作" for k in range(1000)]
    for source in ("shenlun", "laws"):
        with lzma.open(folder / f"{source}.txt.xz", "wt", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    sizes = packed.pack(tmp_path, tmp_path / "packed.xz")
    assert sizes.keys() == {"shenlun", "laws"}
    assert packed.pack(tmp_path, tmp_path / "other.xz", frozenset({"laws"})).keys() == {"shenlun"}
    with lzma.open(tmp_path / "packed.xz", "rt", encoding="utf-8") as file:
        kept = file.read().split("\n")
    # The first block of each source is held out; nothing of it may be learnt.
    assert kept.count(lines[0]) == 0
    assert sum(kept.count(line) for line in lines[120:]) > 880
    assert 0.1 < sum(kept.count(line) == 2 for line in lines) / 880 < 0.3
    own = Vocabulary.of("段第工作")
    symbols = packed.load(tmp_path / "packed.xz", own)
    assert own.symbols_of("工")[0] in symbols
    assert not ((symbols[1:] == 1) & (symbols[:-1] == 1)).any()


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    pytest.importorskip("torch")
    pytest.importorskip("onnx")
    folder = tmp_path_factory.mktemp("trained")
    trainer = tiny_network.trainer(folder, 25_600)
    assert trainer.run(5, lambda _: None, every=50)
    return folder


def test_training_learns_and_logs(trained):
    lines = (trained / "curve.csv").read_text().splitlines()
    assert lines[0].startswith("step,characters,seconds,loss_characters")
    names = lines[0].split(",")
    first, last = (dict(zip(names, map(float, line.split(",")), strict=True)) for line in (lines[1], lines[-1]))
    assert last["characters"] == 25_600
    assert last["loss_characters"] < first["loss_characters"]
    assert last["truth_above_observed"] > 0.9
    assert {f"average-{share:g}.pt" for share in (0.0625, 0.125, 0.25, 0.5, 1)} <= {p.name for p in trained.iterdir()}


def test_a_stopped_training_goes_on_as_if_it_had_not_stopped(trained, tmp_path):
    import torch

    for _ in range(3):
        tiny_network.trainer(tmp_path, 25_600).run(0.004, lambda _: None)
    stopped = tiny_network.trainer(tmp_path, 25_600)
    assert 0 < stopped.step < 100
    assert stopped.run(5, lambda _: None)
    one, other = (torch.load(folder / "average-1.pt")["weights"] for folder in (trained, tmp_path))
    for name, values in one.items():
        torch.testing.assert_close(other[name], values, msg=name)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_what_is_exported_says_what_was_trained(trained, tmp_path):
    import onnxruntime
    import torch
    from neural.export import Rescoring, write, write_exact
    from neural.training import load_average

    network, characters = load_average(trained / "average-1.pt")
    own = tiny_network.vocabulary()
    size = write(network, own, tmp_path, characters)
    write_exact(network, tmp_path / "exact.onnx")
    assert size == (tmp_path / "rescorer.onnx").stat().st_size
    symbols = own.encode(tiny_network.MISREAD)[0].astype(np.int64)[None, :200]
    at = np.arange(0, 200, 3)
    candidates = np.random.default_rng(1).integers(4, len(own), (len(at), 4))
    bigrams = np.full((len(at), 4, 2), -5, dtype=np.float32)
    given = {"symbols": symbols, "at": at, "candidates": candidates, "bigrams": bigrams}
    with torch.no_grad():
        wanted = Rescoring(network)(*(torch.from_numpy(value) for value in given.values()))
    for name, tolerance in (("exact.onnx", 1e-4), ("rescorer.onnx", 0.6)):
        (said,) = onnxruntime.InferenceSession(tmp_path / name).run(["scores"], given)
        assert np.abs(said - wanted.numpy()).max() < tolerance, name
