"""Rules in a review: a step of its history like all others, and what a finding would be as a rule."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.review.rules import Places, always, brief, conflicts, doubts, furniture, never, rule_behind
from reader.review.session import ReviewSession
from reader.text.analysis import Analysis
from reader.text.fix import Kind
from reader.text.message import Message
from reader.text.rules import CHANGED, Rule, RuleKind, Rules, RuleScope
from reader.text.source import Source
from reader.text.span import Span
from tests.builders import fix, options

C, W, F, T, N = RuleKind.CHANGE, RuleKind.WORD, RuleKind.FURNITURE, RuleKind.TEXT, RuleKind.NEVER
LABEL = Message("rule")
ONE, OTHER = Rule(C, "乂", "又"), Rule(W, "茅书记", scope=RuleScope.DOCUMENT)


def session(raw, *found, rules=()):
    return ReviewSession(Source.of_text(raw), Analysis(found, (), ()), Rules.of(rules))


def test_a_rule_is_a_named_step_that_undo_takes_back():
    review = session("乂快", rules=[ONE])
    heard = []
    review.changed.connect(heard.append)
    review.change_rules(Message("New rule"), [OTHER], [ONE])
    assert (review.rules, str(review.undo_label)) == (Rules.of([OTHER]), "New rule")
    assert review.stale
    assert review.standing.rules == review.rules
    review.undo()
    assert review.rules == Rules.of([ONE])
    review.redo()
    assert review.rules == Rules.of([OTHER])
    assert [change.rules for change in heard] == [True, True, True]


def test_what_changes_nothing_is_no_step():
    review = session("乂快", rules=[ONE])
    assert not review.change_rules(LABEL, [ONE])
    assert not review.change_rules(LABEL, (), [OTHER])
    assert review.steps == ()


def test_an_analysis_under_the_rules_is_not_stale():
    review = session("乂快")
    review.change_rules(LABEL, [ONE])
    review.adopt(Analysis((), (), (), rules=review.rules))
    assert not review.stale


def test_another_form_of_a_statement_takes_its_place():
    review = session("乂快", rules=[ONE])
    unasked = Rule(C, "乂", "又", unasked=True)
    review.change_rules(LABEL, [unasked])
    assert review.rules.stated == (unasked,)
    review.undo()
    assert review.rules.stated == (ONE,)


def test_a_rule_about_the_document_goes_before_the_same_about_all():
    here = Rule(C, "乂", "又", on=False, scope=RuleScope.DOCUMENT)
    assert Rules.of([ONE, here]).in_effect == ()


def test_a_rule_can_be_taken_back_from_the_middle_of_the_history():
    suspect = options("ocr", 0, 1, "又")
    review = session("乂快", suspect)
    review.change_rules(LABEL, [ONE])
    review.accept(suspect)
    review.reverse(review.steps[0], Message("back"))
    assert review.rules == Rules()
    assert review.cleaned.text == "又快"
    review.undo()
    assert review.rules == Rules.of([ONE])


RULES = [Rule(W, text, scope=scope) for text in ("甲", "乙") for scope in RuleScope]


@given(st.lists(st.tuples(st.sampled_from(RULES), st.booleans()), max_size=6), st.data())
def test_undo_leads_through_every_set_of_rules(deeds, data):
    review = session("甲乙", rules=data.draw(st.lists(st.sampled_from(RULES), max_size=2)))
    held = [review.rules]
    for rule, add in deeds:
        if review.change_rules(LABEL, [rule] if add else (), () if add else [rule]):
            held.append(review.rules)
    for rules in reversed(held):
        assert review.rules == rules
        review.undo()
    for rules in held[1:]:
        review.redo()
        assert review.rules == rules


RAW = "快乂好，茅书记说，茅书记要求乂快\n人人为我。\n责任编辑：某人\n"


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        (options("ocr", 1, 2, "又"), Rule(C, "快乂", "快又")),
        (options("ocr", RAW.index("人"), RAW.index("人") + 1, "入"), Rule(C, "人人", "入人")),
        (fix("boilerplate", (RAW.index("责"), len(RAW), "")), Rule(F, "责任编辑：某人", whole_line=True, unasked=True)),
        (fix("watermark", (1, 2, "")), Rule(F, "乂")),
        (fix("punctuation", (3, 4, "、")), Rule(C, "好，", "好、", fault=Kind.PUNCTUATION)),
        (fix("break", (3, 3, "\n")), None),
        (options("ocr", 1, 2), None),
        (fix("boilerplate", (0, len(RAW), "")), None),
    ],
)
def test_always(found, rule):
    review = session(RAW, found)
    assert always(review, found) == rule


def test_always_takes_a_neighbour_that_the_fault_has_everywhere():
    raw = "跟政协商虽，通气、商虽，虽然"
    found = [options("ocr", at, at + 1, "量") for at in (4, 10)]
    assert always(session(raw, *found), found[0]) == Rule(C, "商虽", "商量")


def test_always_takes_the_neighbour_on_the_side_of_the_word():
    found = replace(options("ocr", 1, 2, "硬"), reason=Message("“{observed}”", (("observed", "硕环境"),)))
    assert always(session("有硕环境", found), found) == Rule(C, "硕环", "硬环")


def test_always_needs_no_neighbours_where_the_fault_is_found_everywhere():
    places = [at for at, char in enumerate(RAW) if char == "乂"]
    found = [options("ocr", at, at + 1, "又") for at in places]
    assert always(session(RAW, *found), found[0]) == Rule(C, "乂", "又")


def test_one_character_is_not_taken_out_of_every_text():
    found = fix("ocr", (3, 4, ""))
    assert always(session("抓落，和，和发展", found), found) is None
    found = fix("ocr", (2, 3, ""))
    assert always(session("震应和急预案", found), found) == Rule(C, "应和", "应")


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        (options("ocr", RAW.index("茅"), RAW.index("茅") + 1, "矛"), Rule(W, "茅书记")),
        (options("ocr", 1, 2, "又"), Rule(N, "乂", "又")),
        (fix("punctuation", (3, 4, "、")), Rule(N, "，", "、")),
        (fix("boilerplate", (RAW.index("责"), len(RAW), "")), Rule(T, "责任编辑：某人", whole_line=True)),
        (fix("spacing", (3, 4, "")), None),
    ],
)
def test_never(found, rule):
    assert never(session(RAW, found), found) == rule


def test_the_rule_behind_a_finding():
    made = replace(options("ocr", 1, 2, "又"), rule=CHANGED)
    own = Rule(C, "快乂", "快又")
    review = session(RAW, made, rules=[own, Rule(C, "茅", "矛"), Rule(C, "乂", "又")])
    assert rule_behind(review, made) == own
    assert rule_behind(review, replace(made, rule="suspect")) is None


def test_a_stretch_marked_by_hand_is_a_rule_if_it_is_one_line():
    review = session(RAW)
    assert furniture(review, Span(1, 3)) == Rule(F, "乂好")
    assert furniture(review, Span(4, 8)) == Rule(F, "茅书记说", unasked=True)
    assert furniture(review, Span(0, len(RAW))) is None


def test_places_are_those_of_the_reading_that_the_engine_looks_in():
    review = session("商某站虽", fix("watermark", (1, 3, "")))
    (hit,) = Places(review).of(Rule(C, "商虽", "商量"))
    assert (hit.span, hit.before, hit.text) == (Span(3, 4), "商", "虽")


@pytest.mark.parametrize(
    ("one", "other", "opposed"),
    [
        (Rule(C, "乂", "又"), Rule(C, "乂", "义"), True),
        (Rule(C, "乂", "又"), Rule(C, "又", "乂"), True),
        (Rule(C, "乂", "又"), Rule(N, "乂", "又"), True),
        (Rule(C, "乂", "又"), Rule(N, "乂", "义"), False),
        (Rule(C, "乂", "又"), Rule(W, "乂安"), True),
        (Rule(F, "致谢某人"), Rule(T, "某人"), True),
        (Rule(F, "甲"), Rule(F, "甲乙"), False),
        (Rule(C, "乂", "又"), Rule(C, "乂", "义", on=False), False),
    ],
)
def test_conflicts_are_named(one, other, opposed):
    assert conflicts(one, [one, other]) == ((other,) if opposed else ())
    named = [said for said in doubts(one, 1, [other]) if dict(said.values).get("rule") == brief(other)]
    assert bool(named) == opposed


def test_a_rule_about_little_or_in_many_places_is_doubted():
    assert len(doubts(Rule(C, "乂", "又"), 21, [])) == 2
    assert doubts(Rule(C, "商虽", "商量"), 20, []) == ()
