"""A small model is a probability distribution; the shipped one knows the language of speeches."""

import ngrams
import numpy as np
import pytest
from counting import count

from reader.lm.model import default_model, load, save
from reader.lm.vocabulary import BOUNDARY, Vocabulary

SENTENCES = ["中国人民的工作。", "我们的工作，人民的工作。", "我们工作。", "人民工作人民。"] * 3
SENTENCES += ["中国的人民。", "的中国，我们。"]


@pytest.fixture(scope="module")
def small():
    vocabulary = Vocabulary.of("中国人民我们的工作，。")
    symbols = vocabulary.encode("\n" + "\n".join(SENTENCES) + "\n")[0]
    weights = np.full(len(symbols), 4, dtype=np.uint8)
    counts = [count(symbols, weights, order) for order in range(1, 5)]
    return ngrams.estimate(vocabulary, counts, lambda _: None, {3: 10_000, 4: 10_000})


@pytest.mark.parametrize("history", ["\n\n\n", "我们的", "人民的", "国国国", "\n我们", "的中国"])
def test_probabilities_add_up_to_one(small, history):
    start = small.vocabulary.symbols_of(history)
    every = np.arange(1, len(small.vocabulary), dtype=np.uint16)
    windows = np.column_stack([np.tile(start, (len(every), 1)), every])
    total = np.exp(small.log_probabilities(windows).astype(np.float64)).sum()
    assert total == pytest.approx(1.0, abs=0.06)  # a byte holds a log-probability to 0.033 nats


def test_seen_is_likelier_than_unseen(small):
    assert small.log_prob("我们的工作。") > small.log_prob("我们的国中。")


def test_saved_and_loaded(small, tmp_path):
    save(small, tmp_path / "lm")
    again = load(tmp_path / "lm")
    assert (again.read("我们的人民工作。").log_p == small.read("我们的人民工作。").log_p).all()
    (tmp_path / "lm" / "model.json").write_text('{"format": 99}')
    with pytest.raises(ValueError, match="format 99"):
        load(tmp_path / "lm")


def test_weights_count(small):
    symbols = small.vocabulary.encode("\n中国\n人民\n")[0]
    counts = count(symbols, np.array([1, 8, 8, 8, 1, 1, 1], dtype=np.uint8), 2)
    assert sorted(counts.weighted.tolist()) == [1.0, 1.0, 1.0, 8.0, 8.0, 8.0]
    assert counts.plain.tolist() == [1] * 6


def test_the_shipped_model_knows_fluent_text():
    model = default_model()
    assert model.perplexity("会议强调，要认真贯彻落实党中央、国务院的决策部署。") < 30
    assert model.perplexity("强会调议，认要贯真彻落党实央中、务国院的策决部署。") > 200
    assert model.perplexity("") == 1.0
    assert model.log_prob("各位代表") > model.log_prob("各位代衷")


def test_halves_of_a_word_belong_together():
    model = default_model()
    assert model.fluency_gain("去年以来提出中心城市的问", "本文来自某某网站", "题，中心城市实际上是") > 5
    assert model.fluency_gain("我们要认真贯彻", "落实", "中央的决策部署") < 0


def test_a_boundary_hides_what_stands_before_it():
    model = default_model()
    alone = model.read("各位代表：").log_p
    after = model.read("工作很好。\n各位代表：").log_p[-len(alone):]
    assert after == pytest.approx(alone, abs=0.5)
    assert model.vocabulary.encode("\n")[0].tolist() == [BOUNDARY]


TEXT = "各位代表，现在我代表县人民政府，向大会报告工作，请予审议。过去的一年，全县上下努力奋斗，经济平稳增长。"


def written_out(model, symbols, place, mark):
    """Log-probability of the three symbols behind a place, with a mark written before them and without."""
    padded = np.concatenate([np.full(3, BOUNDARY, dtype=np.uint16), symbols, np.full(3, BOUNDARY, dtype=np.uint16)])
    before, after = padded[place:place + 3], padded[place + 3:place + 6]
    rows = [np.concatenate([before, [mark], after]), np.concatenate([before, after])]
    return [model.log_probabilities(row.astype(np.uint16)).sum() for row in rows]


@pytest.mark.parametrize("places", [range(48), [0, 1, 47], [20], []], ids=["all", "the edges", "one", "none"])
@pytest.mark.parametrize("least", [-np.inf, -6.0, 3.0])
def test_gains_by_a_mark_are_those_of_the_texts_written_out(places, least):
    model = default_model()
    symbols = model.vocabulary.encode(TEXT)[0]
    gains = model.insertion_gains(symbols, np.array(places, dtype=np.int64), BOUNDARY, least)
    assert len(gains) == len(places)
    for place, gain in zip(places, gains.tolist(), strict=True):
        with_mark, without = written_out(model, symbols, place, BOUNDARY)
        expected = with_mark - without
        if expected > least:
            assert gain == pytest.approx(expected, abs=1e-3)
        else:
            assert expected - 1e-3 <= gain <= least + 1e-3


def test_columns_side_by_side_and_rows_say_the_same():
    model = default_model()
    symbols = model.vocabulary.encode(TEXT)[0]
    rows = symbols[np.arange(30)[:, None] + np.arange(7)]
    log_p, orders = model.evaluate(rows)
    by_columns, their_orders = model.evaluate_columns([rows[:, k] for k in range(7)])
    assert np.allclose(log_p, np.stack(by_columns, axis=1))
    assert (orders == np.stack(their_orders, axis=1)).all()
    assert np.allclose(model.read(TEXT).log_p[3:], model.log_probabilities(symbols))
