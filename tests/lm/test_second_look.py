"""The second look: what it may change, and that it judges a place by what stands elsewhere on the page."""

from dataclasses import replace

import numpy as np
import pytest

from reader.lm.analysis import with_order
from reader.lm.features import CANDIDATE_FACTS
from reader.lm.second_facts import (
    SECOND_CANDIDATE_FACTS,
    SECOND_PLACE_FACTS,
    candidate_facts,
    engines_of_the_rest,
    log_sum,
    place_facts,
)
from reader.lm.second_look import NOT_RULED_OUT, Seen, believed
from reader.lm.suspects import default_finder

PAGE = "\n".join((
    "去年以来，全县上下团结一心，经济杜会保持了平稳较快的发展，为今后的发展莫定了坚实的基础。",
    "我们要进一步解放恩想，实事求是，切实维护人民群众的根本利益，努力开创各项工作新局面。",
    "各级各部门要高度重规，加强组织领导，明确责任分工，推动经济杜会全面进步。",
))
WRONG = "杜莫恩规"


@pytest.fixture(scope="module")
def finder():
    return default_finder()


@pytest.fixture(scope="module")
def analysis(finder):
    return finder.analyse(PAGE)


@pytest.fixture(scope="module")
def odds(finder, analysis):
    return finder.places.log_odds(analysis.facts)


def rows_of(analysis, characters):
    return np.array([k for k, at in enumerate(analysis.positions.tolist()) if PAGE[at] in characters])


def test_only_places_that_are_not_ruled_out_are_judged_again(finder, analysis, odds):
    looked, again = finder.second.look(finder.sources, analysis, odds)
    ruled_out = odds <= NOT_RULED_OUT
    assert ruled_out.any()
    assert (again[ruled_out] == odds[ruled_out]).all()
    assert (looked.proposals.candidates[ruled_out] == analysis.proposals.candidates[ruled_out]).all()
    assert (again[~ruled_out] != odds[~ruled_out]).any()
    wrong = rows_of(analysis, WRONG)
    assert set(wrong) <= set(np.flatnonzero(~ruled_out))
    assert (again[wrong] > 0).all()


def test_candidates_change_their_order_and_nothing_else(finder, analysis, odds):
    looked, _ = finder.second.look(finder.sources, analysis, odds)
    before, after = analysis.proposals, looked.proposals
    assert (np.sort(before.candidates, axis=1) == np.sort(after.candidates, axis=1)).all()
    assert (after.places == before.places).all()
    assert (looked.shares.sum(axis=1) <= 1 + 1e-5).all()
    assert (np.diff(looked.shares, axis=1) <= 1e-6).all()
    gain = CANDIDATE_FACTS.index("gain")
    assert np.allclose(looked.facts[:, gain], after.gains[:, 0])
    assert np.allclose(looked.candidate_facts[:, :, gain], after.gains)


def test_another_order_moves_all_that_belongs_to_a_candidate(analysis):
    rows = np.array([0, 2])
    count = analysis.proposals.candidates.shape[1]
    order = np.tile(np.arange(count)[::-1], (2, 1))
    shares = np.full((2, count), 1 / count, dtype=np.float32)
    turned = with_order(analysis, rows, order, shares)
    assert (turned.proposals.pairs[rows] == analysis.proposals.pairs[rows, ::-1]).all()
    assert (turned.facts[rows, :len(CANDIDATE_FACTS)] == analysis.candidate_facts[rows, -1, :]).all()
    assert (turned.facts[1] == analysis.facts[1]).all()
    assert (turned.shares[rows] == shares).all()


def facts_of(finder, analysis, odds, names):
    seen = Seen.of(finder.sources, analysis, odds)
    utility = np.zeros(seen.candidates.shape[:2])
    facts = place_facts(analysis, seen.rows, odds, utility, seen.candidates)
    return seen.rows, [facts[:, SECOND_PLACE_FACTS.index(name)] for name in names]


def test_a_place_knows_what_was_said_of_the_others_but_not_of_itself(finder, analysis, odds):
    names = ("rate of the rest", "clear elsewhere", "errors near")
    place = int(rows_of(analysis, "莫")[0])
    rows, before = facts_of(finder, analysis, odds, names)
    at = int(np.flatnonzero(rows == place)[0])
    surer = odds.copy()
    surer[place] += 3
    _, own = facts_of(finder, analysis, surer, names)
    assert [fact[at] for fact in own] == pytest.approx([fact[at] for fact in before], abs=1e-5)
    others = odds.copy()
    others[rows_of(analysis, "恩规")] -= 30
    rows, less = facts_of(finder, analysis, others, names)
    at_now = int(np.flatnonzero(rows == place)[0])
    assert less[0][at_now] < before[0][at]
    assert less[1][at_now] < before[1][at]


def test_the_same_character_elsewhere_is_seen(finder, analysis, odds):
    names = ("same elsewhere", "same expected", "same agreed", "same others")
    first, second = rows_of(analysis, "杜")
    rows, (highest, expected, agreed, others) = facts_of(finder, analysis, odds, names)
    at = int(np.flatnonzero(rows == first)[0])
    there = 1 / (1 + np.exp(-odds[second]))
    assert highest[at] == pytest.approx(odds[second], rel=1e-5)
    assert expected[at] == agreed[at] == pytest.approx(there, rel=1e-5)
    assert others[at] == pytest.approx(np.log(2))
    alone = int(np.flatnonzero(rows == rows_of(analysis, "莫")[0])[0])
    assert expected[alone] == agreed[alone] == others[alone] == 0


def test_a_place_is_no_witness_of_its_own_recogniser(finder, analysis):
    probability = np.zeros(len(analysis.positions))
    probability[0] = 1.0
    weights = engines_of_the_rest(finder.sources, analysis, probability)
    assert np.allclose(weights.sum(axis=1), 1)
    assert np.allclose(weights[0], 1 / weights.shape[1])


def test_candidate_facts_say_what_the_model_says(finder, analysis):
    rows = rows_of(analysis, WRONG)
    engines = np.full((len(rows), 3), 1 / 3)
    facts = candidate_facts(finder.sources, analysis, rows, engines)
    assert facts.shape == (len(rows), analysis.proposals.candidates.shape[1], len(SECOND_CANDIDATE_FACTS))
    parts = [facts[:, :, SECOND_CANDIDATE_FACTS.index(f"gain {where}")] for where in ("at place", "+1", "+2", "+3")]
    plain = {symbol for symbol in range(len(rows)) if not _has_mended_neighbour(analysis, rows[symbol])}
    assert plain
    for k in plain:
        assert np.allclose(sum(parts)[k], analysis.proposals.gains[rows[k]], atol=1e-3)


def _has_mended_neighbour(analysis, row):
    """Whether the window of a place was judged with another place of it corrected."""
    at = analysis.positions[row]
    return any(PAGE[other] in WRONG for other in range(max(0, at - 3), min(len(PAGE), at + 4)) if other != at)


def test_nothing_at_all(finder):
    empty = finder.analyse("")
    looked, odds = finder.second.look(finder.sources, empty, np.zeros(0))
    assert looked is empty
    assert len(odds) == 0


def test_a_first_candidate_is_believed_as_much_as_it_deserves():
    shares = np.array([[0.6, 0.3, 0.1], [0.6, 0.3, 0.1], [1.0, 0.0, 0.0]], dtype=np.float32)
    less, more, alone = believed(shares, np.array([0.3, 0.8, 0.5]))
    assert less == pytest.approx([0.3, 0.15, 0.05])
    assert more == pytest.approx([0.8, 0.15, 0.05])
    assert alone == pytest.approx([0.5, 0, 0])


def test_sums_of_exponentials_do_not_overflow():
    values = np.array([[0.0, 0.0], [1000.0, 1000.0], [-1000.0, -2000.0]])
    assert log_sum(values) == pytest.approx([np.log(2), 1000 + np.log(2), -1000])


def test_judges_that_were_trained_with_a_network_do_without(finder, analysis, odds):
    plain = replace(finder, second=None)
    looked, probability = plain.judged(analysis)
    assert looked is analysis
    assert probability == pytest.approx(1 / (1 + np.exp(-odds)))
