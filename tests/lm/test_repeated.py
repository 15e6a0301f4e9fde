"""Slips that stand twice in a text support each other; names and terms that stand twice do not."""

import numpy as np
import pytest

from reader.lm.repeated import with_repeats
from reader.lm.suspects import default_finder

ONCE = "下一步怎么走，班子里要先通气、商虽，形成一致意见再往下布置，不能各吹各的号。"
AGAIN = "凡是涉及群众切身利益的大事，事前都要同人大、政协商虽，向党委汇报，按程序办理。"
OTHER = "今后一个时期，大家要把主要精力放在项目上，一级抓一级，层层抓落实。"


def weakly_suspected(text, characters, probability=0.12):
    """The text's analysis with every unlikely place at nearly nothing, and those of some characters at a weak guess."""
    finder = default_finder()
    analysis = finder.analyse(text)
    guess = np.full(len(analysis.positions), 0.001)
    rows = [row for row, at in enumerate(analysis.positions.tolist()) if text[at] in characters]
    guess[rows] = probability
    return finder.sources.model, analysis, guess, rows


def test_a_slip_made_twice_is_believed_at_both_places():
    model, analysis, guess, rows = weakly_suspected("\n".join((ONCE, OTHER, AGAIN)), "虽")
    assert len(rows) == 2
    mended, raised = with_repeats(model, analysis, guess)
    assert (raised[rows] > 0.5).all()
    first = [model.vocabulary.character(int(symbol)) for symbol in mended.proposals.candidates[rows, 0]]
    assert first == ["量", "量"]
    assert (mended.shares[rows, 0] >= 0.85).all()
    assert np.allclose(mended.shares.sum(axis=1), analysis.shares.sum(axis=1), atol=0.02)
    others = np.setdiff1d(np.arange(len(raised)), rows)
    assert (raised[others] == guess[others]).all()


def test_a_slip_made_once_stays_as_weak_as_it_is():
    model, analysis, guess, rows = weakly_suspected("\n".join((ONCE, OTHER)), "虽")
    assert len(rows) == 1
    assert (with_repeats(model, analysis, guess)[1] == guess).all()


def test_a_place_that_is_hardly_suspected_supports_nothing():
    model, analysis, guess, _ = weakly_suspected("\n".join((ONCE, OTHER, AGAIN)), "虽", probability=0.02)
    assert (with_repeats(model, analysis, guess)[1] == guess).all()


@pytest.mark.parametrize(
    ("text", "character"),
    [
        # the same neighbours on both sides: a term
        ("今年要把巴朗山隧道的前期工作做完。\n年底以前巴朗山隧道要具备开工条件。", "朗"),
        ("每副号牌由两只组成，号牌每副两只。\n安装号牌每副两只，缺一不可。", "副"),
        # the candidate makes no known pair: a name
        ("璩嬿同志在会上作了发言。\n会后，璩嬿又到三个村子走了一遍。", "璩嬿"),
        ("笪若虚同志在会上作了发言。\n会后，笪若虚又到三个村子走了一遍。", "笪"),
        # before what names of places end in
        ("我想问一问，你们蓼川的账是怎么算的？\n全县都在看，蓼川的干部是拉弓的。", "蓼"),
    ],
)
def test_names_and_terms_that_repeat_are_no_slips(text, character):
    model, analysis, guess, rows = weakly_suspected(text, character)
    assert rows, "the model does not even look at the place, so the case says nothing"
    assert (with_repeats(model, analysis, guess)[1] == guess).all()


def test_nothing_at_all():
    finder = default_finder()
    analysis = finder.analyse("")
    assert len(with_repeats(finder.sources.model, analysis, np.zeros(0))[1]) == 0
