"""A network's opinion reaches the judges where one is installed, and nothing changes where none is."""

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.lm import find_suspects, neural, suspects
from reader.lm.analysis import draft, ranked
from reader.lm.features import CANDIDATE_FACTS, PLACE_FACTS
from reader.lm.judge import load, save
from reader.lm.suspects import Finder, default_finder
from reader.lm.vocabulary import BOUNDARY, Vocabulary
from tests.lm import tiny_network

REACH = 7


class Neighbours:
    """Stands for a network that knows nothing but the symbols beside each place."""

    def run(self, names, given):
        assert names == ["scores"]
        flat = given["symbols"].ravel()
        left, right = flat[given["at"] - 1], flat[given["at"] + 1]
        scores = left[:, None] + 2 * right[:, None] + given["candidates"] + given["bigrams"].sum(axis=2)
        return [scores.astype(np.float32)]


@given(st.integers(1, 3000), st.data())
def test_how_a_text_is_cut_does_not_show(length, data):
    places = np.array(sorted(data.draw(st.sets(st.integers(0, length - 1), min_size=1, max_size=40))))
    random = np.random.default_rng(length)
    symbols = random.integers(4, 200, length).astype(np.uint16)
    candidates = random.integers(4, 200, (len(places), 3)).astype(np.uint16)
    bigrams = random.integers(-9, 0, (len(places), 3, 2)).astype(np.float32)
    rescorer = neural.Rescorer(Neighbours(), REACH, "")
    scores = rescorer._read(symbols, places, candidates, bigrams)
    padded = np.concatenate([[BOUNDARY], symbols, [BOUNDARY]]).astype(np.int64)
    expected = (padded[places] + 2 * padded[places + 2])[:, None] + candidates + bigrams.sum(axis=2)
    assert (scores == expected).all()


@pytest.fixture(scope="module")
def sample():
    pytest.importorskip("onnxruntime")
    return neural.load(tiny_network.SAMPLE, tiny_network.vocabulary())


def test_a_real_network_doubts_what_is_misread(sample):
    finder = default_finder()
    drafted = draft(finder.sources, finder.generator, tiny_network.MISREAD)
    opinion = sample.opinion(finder.sources.model, drafted.reading.symbols, drafted.proposals)
    at = drafted.reading.positions[drafted.proposals.places]
    wrong = np.array([tiny_network.TEXT[k] != tiny_network.MISREAD[k] for k in at])
    assert wrong.sum() == 3
    assert opinion.asked[wrong].all()
    odds = np.where(opinion.asked, opinion.odds, -np.inf)
    assert set(np.argsort(-odds)[:3]) == set(np.flatnonzero(wrong))
    assert (odds[wrong] > 0).all()
    for row in np.flatnonzero(wrong):
        truth = finder.sources.model.vocabulary.symbols_of(tiny_network.TEXT[at[row]])[0]
        candidates = drafted.proposals.candidates[row].tolist()
        assert opinion.gains[row, candidates.index(truth)] > 0
    assert not opinion.gains[~opinion.asked].any()
    assert not opinion.scores[~opinion.asked].any()


def test_facts_of_the_network_come_after_all_others(sample):
    finder = default_finder()
    drafted = draft(finder.sources, finder.generator, tiny_network.MISREAD)
    opinion = sample.opinion(finder.sources.model, drafted.reading.symbols, drafted.proposals)
    plain = ranked(finder.sources, drafted, finder.candidate_weights)
    heard = ranked(finder.sources, drafted, np.append(finder.candidate_weights, np.float32(0)), opinion)
    assert heard.facts[:, :len(PLACE_FACTS)] == pytest.approx(plain.facts, abs=1e-4)
    assert heard.facts.shape[1] == len(PLACE_FACTS) + len(neural.PLACE_FACTS)
    # The gain is that of the candidate that came first, in the order of the judge.
    first = heard.proposals.candidates[:, 0]
    row = np.argmax(drafted.proposals.candidates == first[:, None], axis=1)
    assert (heard.facts[:, -3] == opinion.gains[np.arange(len(row)), row]).all()


def alone(finder):
    """The shipped finder with nothing but the judges that a network may stand beside."""
    return Finder(finder.sources, finder.generator, finder.candidate_weights, finder.places)


def heard_by(finder, rescorer, odds):
    """The same with a network; the judge adds so much of the network's odds."""
    more, at = len(neural.PLACE_FACTS), len(PLACE_FACTS)
    weights = np.zeros(more)
    weights[neural.PLACE_FACTS.index("network odds")] = odds
    places = finder.places
    wide = dataclasses.replace(places, centre=np.insert(places.centre, at, np.zeros(more)),
                               scale=np.insert(places.scale, at, np.ones(more)),
                               weights=np.insert(places.weights, at, weights))
    return Finder(finder.sources, finder.generator, np.append(finder.candidate_weights, np.float32(0)), wide, rescorer)


def test_judges_use_the_network(sample, monkeypatch):
    finder = default_finder()
    monkeypatch.setattr(suspects, "default_finder", lambda: alone(finder))
    plain = list(find_suspects(tiny_network.MISREAD.split("\n")))
    monkeypatch.setattr(suspects, "default_finder", lambda: heard_by(finder, sample, 0.0))
    deaf = list(find_suspects(tiny_network.MISREAD.split("\n")))
    assert [(s.paragraph, s.start) for s in deaf] == [(s.paragraph, s.start) for s in plain]
    assert [s.confidence for s in deaf] == pytest.approx([s.confidence for s in plain])
    monkeypatch.setattr(suspects, "default_finder", lambda: heard_by(finder, sample, 2.0))
    heard = {(s.paragraph, s.start): s.confidence for s in find_suspects(tiny_network.MISREAD.split("\n"))}
    wrong = [s for s in plain if tiny_network.SENTENCES[s.paragraph][s.start] != s.observed]
    assert wrong
    assert all(heard[s.paragraph, s.start] > s.confidence for s in wrong)


@pytest.fixture
def fresh():
    """The finder and the folder are looked for once; here they are looked for again."""
    for cached in (neural.installed, default_finder):
        cached.cache_clear()
    yield
    for cached in (neural.installed, default_finder):
        cached.cache_clear()


def test_the_folder_that_is_named_is_used(fresh, sample, monkeypatch, tmp_path):
    plain = default_finder()
    assert plain.rescorer is None, "no network is shipped"
    heard = heard_by(plain, sample, 1.0)
    for name in ("rescorer.onnx", "rescorer.json"):
        (tmp_path / name).write_bytes((tiny_network.SAMPLE / name).read_bytes())
    np.save(tmp_path / "candidates-neural.npy", heard.candidate_weights)
    save(heard.places, tmp_path / "places-neural.npz", (*PLACE_FACTS, *neural.PLACE_FACTS))
    neural.installed.cache_clear()
    default_finder.cache_clear()
    monkeypatch.setenv(neural.FOLDER, str(tmp_path))
    with pytest.raises(ValueError, match="another vocabulary"):
        default_finder()
    facts = json.loads((tmp_path / "rescorer.json").read_text())
    facts["vocabulary"] = neural.fingerprint(plain.sources.model.vocabulary)
    (tmp_path / "rescorer.json").write_text(json.dumps(facts))
    found = default_finder()
    assert found.rescorer is not None
    assert (found.places.weights == heard.places.weights).all()
    monkeypatch.setenv(neural.FOLDER, "")
    neural.installed.cache_clear()
    default_finder.cache_clear()
    assert default_finder().rescorer is None


def test_a_named_folder_must_hold_a_network(fresh, monkeypatch, tmp_path):
    pytest.importorskip("onnxruntime")
    monkeypatch.setenv(neural.FOLDER, str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r"rescorer\.onnx"):
        neural.installed()


def test_without_the_runtime_there_is_no_network(fresh, monkeypatch):
    monkeypatch.setenv(neural.FOLDER, str(tiny_network.SAMPLE))
    monkeypatch.setattr(neural, "find_spec", lambda name: None)
    assert neural.installed() is None


def test_what_does_not_fit_is_refused(tmp_path):
    facts = json.loads((tiny_network.SAMPLE / "rescorer.json").read_text())
    with pytest.raises(ValueError, match="another vocabulary"):
        neural.load(tiny_network.SAMPLE, Vocabulary("天地"))
    (tmp_path / "rescorer.json").write_text(json.dumps(facts | {"format": 99}))
    with pytest.raises(ValueError, match="format 99"):
        neural.load(tmp_path, tiny_network.vocabulary())
    save(default_finder().places, tmp_path / "places.npz")
    with pytest.raises(ValueError, match="other facts"):
        load(tmp_path / "places.npz", (*PLACE_FACTS, *neural.PLACE_FACTS))
    assert len(default_finder().candidate_weights) == len(CANDIDATE_FACTS)
