"""What the reader's rules come to: cases as data, and the laws that hold for any rules on any text."""

import tomllib
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.detect.rules import removals_under_rules, reported, under_changes
from reader.pipeline import Engine
from reader.review.decision import Verdict
from reader.review.session import ReviewSession
from reader.store.rules import rule_of
from reader.text.analysis import Analysis, Standing, applies_by_itself
from reader.text.apply import apply_fixes
from reader.text.fix import Layer
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.rules import Rule, RuleKind, Rules, RuleScope
from reader.text.source import Source
from reader.text.span import Span
from tests.builders import fix, options
from tests.pipeline.pages import pages

LABEL = Message("test")
CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "rules.toml").read_text("utf-8"))["case"]
C, W, F, T, N = RuleKind.CHANGE, RuleKind.WORD, RuleKind.FURNITURE, RuleKind.TEXT, RuleKind.NEVER


def rules(*said):
    return Rules.of(said)


def found(raw, stated, others=()):
    """The findings of rules in a text in which nothing else is found but ``others``, layer by layer."""
    gone = removals_under_rules([each for each in others if each.kind.removes], Projection.of(raw), stated)
    seen = Projection.of(raw, [each for each in gone if applies_by_itself(each)])
    rest = reported([each for each in others if not each.kind.removes], seen, stated)
    return under_changes([*gone, *rest], seen, stated, Layer.CHARACTER)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case):
    stated = Rules.of(rule_of(data, RuleScope.USER) for data in case["rules"])
    made = found(case["raw"], stated)
    if "readings" in case:
        assert [sorted(option.text for option in each.options) for each in made] == [case["readings"]]
    else:
        assert apply_fixes(case["raw"], made).text == case["clean"]
    assert sum(not applies_by_itself(each) for each in made) == case["asked"]


def test_a_word_of_the_list_silences_suspects_in_it_and_no_others():
    raw = "茅书记种茅"
    suspects = (options("ocr", 0, 1, "矛"), options("ocr", 4, 5, "矛"))
    assert found(raw, rules(Rule(W, "茅书记")), suspects) == [suspects[1]]


def test_a_change_is_not_reported_where_it_never_shall_be():
    raw = "茅书记和茅草"
    suspects = (options("ocr", 0, 1, "矛", "予"), options("ocr", 4, 5, "予", "矛"))
    assert found(raw, rules(Rule(N, "茅", "矛")), suspects) == [suspects[1]]


def test_a_rule_and_a_suspect_about_one_place_are_one_question_with_the_rule_first():
    suspect = options("ocr", 1, 2, "义", "又")
    (made,) = found("快乂好", rules(Rule(C, "乂", "又")), (suspect,))
    assert [option.text for option in made.options] == ["又", "义"]


def test_a_suspect_that_is_part_of_what_a_rule_does_is_the_rules():
    raw = "己经作发"
    suspects = (options("ocr", 0, 1, "已"), options("ocr", 3, 4, "废"), options("ocr", 2, 3, "做"))
    made = found(raw, rules(Rule(C, "己经作发", "已经作废")), suspects)
    assert len(made) == 2
    assert suspects[2] in made


def test_a_removal_is_cut_around_what_is_text():
    raw = "广告一\n致谢：某人\n广告二\n正文。"
    block = fix("boilerplate", (0, raw.index("正"), ""))
    (made,) = found(raw, rules(Rule(T, "致谢：某人", whole_line=True)), (block,))
    assert apply_fixes(raw, [made]).text == "致谢：某人\n正文。"
    assert (made.kind, made.rule) == (block.kind, block.rule)


def test_where_all_of_a_removal_is_text_nothing_is_removed():
    assert found("某某\n正文", rules(Rule(T, "某某")), (fix("boilerplate", (0, 3, "")),)) == []


def test_a_rule_sees_through_what_is_removed():
    raw = "商某站虽"
    (_, made) = sorted(
        found(raw, rules(Rule(C, "商虽", "商量"), Rule(F, "某站", unasked=True))), key=lambda each: each.layer
    )
    assert made.spans == (Span(3, 4),)


ALPHABET = "甲乙丙一2“”，\n "
TEXTS = st.text(ALPHABET, max_size=30)
PART = st.text(ALPHABET.replace("\n", ""), max_size=3)


@st.composite
def any_rule(draw):
    kind = draw(st.sampled_from(RuleKind))
    text = draw(PART.filter(str.strip))
    changes = kind in (C, N)
    new = draw(PART.filter(lambda new: new != text)) if changes else ""
    beside = (draw(PART), draw(PART)) if changes else ("", "")
    flags = {name: draw(st.booleans()) for name in ("whole_line", "loose", "unasked", "on")}
    return Rule(kind, text, new, *beside, scope=draw(st.sampled_from(RuleScope)), **flags)


@given(TEXTS, st.lists(any_rule(), max_size=5))
def test_whatever_the_rules_keeping_all_is_the_original(raw, said):
    made = found(raw, Rules.of(said))
    session = ReviewSession(Source.of_text(raw), Analysis(tuple(made), (), ()))
    for each in session.fixes:
        session.keep(each)
    assert session.cleaned.text == raw


@given(TEXTS, st.lists(any_rule(), max_size=3))
def test_the_order_in_which_rules_are_stated_does_not_matter(raw, said):
    distinct = list({(rule.key, rule.scope): rule for rule in said}.values())
    results = {repr(found(raw, Rules.of(order))) for order in permutations(distinct)}
    assert len(results) == 1


def test_a_stretch_that_meets_itself_is_counted_from_the_left():
    assert list(Rule(W, "甲甲").places("甲甲甲甲甲")) == [Span(0, 2), Span(2, 4)]


@given(TEXTS, any_rule())
def test_places_of_a_rule_never_meet(raw, rule):
    places = list(rule.places(raw))
    assert all(a.end <= b.start for a, b in pairwise(places))
    assert all(span.length for span in places)


@given(TEXTS, st.lists(any_rule(), max_size=4))
def test_what_rules_change_never_meets(raw, said):
    changes = [each for each in found(raw, Rules.of(said)) if not each.kind.removes]
    assert not apply_fixes(raw, changes).set_aside


ENGINE = Engine(suspects=False)


STRETCHES = st.sampled_from(("水渠", "图书", "，", "2016", "登录后发表评论", "下载"))


@given(pages(), STRETCHES, st.sampled_from((C, F, T, W)))
def test_the_engine_forgets_a_rule_that_is_taken_back(page, text, kind):
    rule = Rule(kind, text, "换了" if kind is C else "", unasked=True)
    plain = ENGINE.analyse(page)
    ruled = ENGINE.analyse(page, Standing(rules=rules(rule)))
    assert ruled.rules == rules(rule)
    assert ENGINE.analyse(page) == plain
    session = ReviewSession(Source.of_text(page), ruled, ruled.rules)
    session.decide(session.fixes, Verdict.REJECTED, LABEL)
    assert session.cleaned.text == page
    # What is kept between analyses changes nothing: a fresh engine comes to the same.
    assert Engine(suspects=False).analyse(page, Standing(rules=rules(rule))) == ruled
