"""Exact examples of a review: what each step changes, says and announces."""

import itertools
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.review.decision import Decision, State, Verdict
from reader.review.session import OPENED, Changed, ReviewSession
from reader.text.analysis import Analysis, Standing, basis_of
from reader.text.fix import Kind, Level, Safety
from reader.text.message import Message
from reader.text.section import Notice, NoticeKind, Section
from reader.text.source import Source
from reader.text.span import Span
from tests.builders import REASON, fix, options
from tests.strategies import damaged

ASK = Safety.ASK
#      0123456789
RAW = "问某网题商虽,甲乙丙"
WATERMARK = fix("watermark", (1, 3, ""))
HIDDEN = options("ocr", 2, 3, "罔")
SUSPECT = options("ocr", 5, 6, "量", "虫")
COMMA = fix("punctuation", (6, 7, "，"))
NUMBER = fix("punctuation", (7, 8, "1"), protected=True)
BARE = options("ocr", 8, 9)
DOUBTFUL = options("ocr", 9, 10, "两", level=Level.DOUBTFUL)
FOUND = (WATERMARK, HIDDEN, SUSPECT, COMMA, NUMBER, BARE, DOUBTFUL)


@pytest.fixture
def session():
    return open_session(FOUND)


def open_session(found, raw=RAW, sections=(), notices=(), basis=frozenset({WATERMARK.key})):
    return ReviewSession(Source.of_text(raw), Analysis(tuple(found), sections, notices, basis))


def listening(session):
    events = []
    session.changed.connect(events.append)
    return events


def test_what_the_program_does_unasked(session):
    assert session.cleaned.text == "问题商虽，甲乙丙"
    states = {WATERMARK: "accepted", HIDDEN: "asleep", SUSPECT: "pending", COMMA: "accepted", NUMBER: "pending"}
    states |= {BARE: "pending", DOUBTFUL: "pending"}
    assert {f: session.state(f).value for f in FOUND} == states
    assert session.decision(COMMA) == Decision(Verdict.ACCEPTED, by_reader=False)
    assert session.decision(SUSPECT) == Decision(Verdict.PENDING, by_reader=False)
    assert session.pending == (SUSPECT, NUMBER, BARE)
    assert session.progress == (0, 3)
    assert (session.undo_label, session.redo_label, session.decisions, session.manual) == (None, None, {}, ())
    assert session.fix(SUSPECT.key) is SUSPECT
    assert not session.stale


def test_refusing_everything_gives_the_original_back(session):
    session.decide(session.fixes, Verdict.REJECTED, Message("All"))
    assert session.cleaned.text == RAW
    assert session.cleaned.text.encode() == session.source.data
    assert set(map(session.state, session.fixes)) == {State.KEPT}
    assert session.progress == (4, 4)
    assert session.stale


def test_an_alternative_is_accepted_changed_and_taken_back(session):
    session.accept(SUSPECT, 1)
    assert "商虫" in session.cleaned.text
    session.accept(SUSPECT)
    assert "商虫" in session.cleaned.text  # the option chosen stays chosen
    session.keep(SUSPECT)
    session.accept(SUSPECT, 0)
    assert "商量" in session.cleaned.text
    for text in ("商虽", "商虫", "商虽"):
        session.undo()
        assert text in session.cleaned.text
    assert not session.can_undo
    session.redo()
    assert "商虫" in session.cleaned.text


def test_what_sleeps_wakes_when_the_stretch_is_kept(session):
    events = listening(session)
    session.keep(WATERMARK)
    assert session.cleaned.text.startswith("问某网题")
    assert session.state(HIDDEN) is State.PENDING
    assert session.next_pending(None) is HIDDEN
    assert session.progress == (0, 4)
    assert session.stale
    assert events == [Changed(frozenset({WATERMARK.key, HIDDEN.key}))]
    session.accept(HIDDEN)
    session.accept(WATERMARK)
    assert session.state(HIDDEN) is State.ASLEEP
    assert session.cleaned.text.startswith("问题")
    assert not session.stale


def test_what_was_kept_sleeps_like_others(session):
    session.keep(WATERMARK)
    session.keep(HIDDEN)
    assert session.state(HIDDEN) is State.KEPT
    assert session.progress == (1, 4)
    session.accept(WATERMARK)
    assert session.state(HIDDEN) is State.ASLEEP
    assert session.decision(HIDDEN).verdict is Verdict.REJECTED
    assert session.progress == (0, 3)


def test_accepted_but_in_the_way_of_a_stronger_one():
    weak, strong = fix("ocr", (0, 2, "甲甲"), safety=ASK), fix("ocr", (1, 3, "乙乙"), safety=ASK, confidence=0.95)
    session = open_session((weak, strong), "一二三")
    session.accept(weak)
    assert session.cleaned.text == "甲甲三"
    session.accept(strong)
    assert session.cleaned.text == "一乙乙"
    assert (session.state(weak), session.state(strong)) == (State.SET_ASIDE, State.ACCEPTED)
    assert session.decision(weak).verdict is Verdict.ACCEPTED
    session.keep(strong)
    assert session.cleaned.text == "甲甲三"


NO_STEP = {
    "the same again": (lambda s: s.keep(SUSPECT), lambda s: s.keep(SUSPECT)),
    "a fault without repair cannot be accepted": (lambda s: None, lambda s: s.accept(BARE)),
    "what nobody decided is open already": (lambda s: None, lambda s: s.reopen(SUSPECT)),
    "nothing": (lambda s: None, lambda s: s.decide([], Verdict.ACCEPTED, REASON)),
    "the same option again": (lambda s: s.accept(SUSPECT, 1), lambda s: s.accept(SUSPECT, 1)),
    "the same change by hand again": (lambda s: s.add(HAND, REASON), lambda s: s.add(HAND, REASON)),
    "undo at the beginning": (lambda s: None, lambda s: s.undo()),
    "redo at the end": (lambda s: s.keep(SUSPECT), lambda s: s.redo()),
}
HAND = fix("manual", (4, 5, "商"), (6, 7, "。"))


@pytest.mark.parametrize(("first", "then"), NO_STEP.values(), ids=NO_STEP)
def test_what_changes_nothing_is_no_step(session, first, then):
    first(session)
    events, label, text = listening(session), session.undo_label, session.cleaned.text
    then(session)
    assert (events, session.undo_label, session.cleaned.text) == ([], label, text)


def test_that_the_reader_wants_what_was_done_unasked_is_a_step(session):
    session.accept(COMMA)
    assert session.decisions == {COMMA.key: Decision(Verdict.ACCEPTED)}
    assert session.undo() == {COMMA.key}
    assert session.decisions == {}


def test_labels_follow_undo_and_redo(session):
    session.accept(SUSPECT)
    session.keep(NUMBER)
    session.postpone(BARE)
    assert [session.undo_label, session.redo_label] == [Message("Postpone"), None]
    session.undo()
    assert [session.undo_label, session.redo_label] == [Message("Keep original"), Message("Postpone")]
    session.undo()
    session.undo()
    assert [session.undo_label, session.redo_label] == [None, Message("Accept")]
    assert not session.can_undo
    session.reopen(COMMA)
    assert [session.undo_label, session.redo_label] == [Message("Back to pending"), None]
    assert Message("Opened") == OPENED


def test_a_step_takes_memory_for_what_it_changes_only():
    found = [options("ocr", at, at + 1, "字") for at in range(250)]
    session = open_session(found, "文" * 250)
    tracemalloc.start()
    try:
        for one in found:
            session.keep(one)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # A copy of all decisions for each step would be 1 MB here, and gigabytes for a book.
    assert held < 400_000
    while session.can_undo:
        session.undo()
    assert session.decisions == {}


def test_a_batch_is_one_step(session):
    events = listening(session)
    session.decide([SUSPECT, NUMBER, BARE, COMMA], Verdict.ACCEPTED, Message("Accept four"))
    assert events == [Changed(frozenset({SUSPECT.key, NUMBER.key, COMMA.key}))]
    assert session.cleaned.text == "问题商量，1乙丙"
    session.undo()
    assert session.cleaned.text == "问题商虽，甲乙丙"
    assert not session.can_undo


def test_a_batch_with_an_option_that_one_lacks_changes_nothing(session):
    with pytest.raises(IndexError):
        session.decide([SUSPECT, NUMBER], Verdict.ACCEPTED, Message("two"), option=1)
    with pytest.raises(IndexError):
        session.accept(SUSPECT, -1)
    assert not session.can_undo


def test_postponing_marks_and_unmarks(session):
    session.postpone(SUSPECT)
    assert session.decision(SUSPECT) == Decision(Verdict.PENDING, postponed=True)
    assert session.state(SUSPECT) is State.PENDING
    session.postpone(SUSPECT)
    assert session.decision(SUSPECT) == Decision(Verdict.PENDING)
    session.postpone(COMMA)
    assert "," in session.cleaned.text
    assert session.decision(COMMA).postponed
    session.accept(COMMA)
    assert not session.decision(COMMA).postponed


def test_what_the_reader_opens_again_is_counted(session):
    session.reopen(COMMA)
    assert session.pending == (SUSPECT, COMMA, NUMBER, BARE)
    assert session.progress == (0, 4)
    session.keep(COMMA)
    assert session.progress == (0, 3)


ROUND = [  # after, backwards -> next
    (None, False, SUSPECT),
    (None, True, BARE),
    (SUSPECT, False, NUMBER),
    (SUSPECT, True, BARE),
    (NUMBER, True, SUSPECT),
    (BARE, False, SUSPECT),
    (COMMA, False, NUMBER),
    (COMMA, True, SUSPECT),
    (WATERMARK, True, BARE),
    (WATERMARK, False, SUSPECT),
    (DOUBTFUL, False, SUSPECT),
    (DOUBTFUL, True, BARE),
]


@pytest.mark.parametrize(("after", "backwards", "expected"), ROUND)
def test_the_next_one_waiting(session, after, backwards, expected):
    assert session.next_pending(after, backwards=backwards) is expected


def test_the_last_one_waiting_is_its_own_next_and_then_there_is_none(session):
    session.decide([SUSPECT, NUMBER], Verdict.REJECTED, Message("two"))
    assert session.next_pending(BARE) is BARE
    assert session.next_pending(BARE, backwards=True) is BARE
    session.keep(BARE)
    assert session.next_pending(BARE) is None
    assert session.progress == (3, 3)


def test_a_change_by_hand_is_a_finding_like_others(session):
    events = listening(session)
    session.add(HAND, Message("Edit"))
    assert session.cleaned.text == "问题商虽。甲乙丙"
    assert session.manual == (HAND,)
    assert session.fixes.index(HAND) == session.fixes.index(SUSPECT) - 1
    assert (session.state(COMMA), session.state(HAND)) == (State.SET_ASIDE, State.ACCEPTED)
    assert events == [Changed(frozenset({HAND.key, COMMA.key}), findings=True)]
    assert session.progress == (0, 3)
    session.keep(HAND)
    assert session.cleaned.text == "问题商虽，甲乙丙"
    assert session.standing.manual == ()
    session.undo()
    assert session.standing == Standing({HAND.key: HAND.edits}, frozenset(), (HAND,))
    assert session.undo() == {HAND.key, COMMA.key}
    assert HAND not in session.fixes
    session.redo()
    assert session.cleaned.text == "问题商虽。甲乙丙"


def test_a_change_by_hand_holds_in_the_option_it_came_with(session):
    session.add(options("manual", 7, 8, "子", "丑", chosen=1), Message("Edit"))
    assert session.cleaned.text.endswith("丑乙丙")


def test_decisions_outlive_a_newer_analysis(session):
    session.keep(WATERMARK)
    session.accept(HIDDEN)
    session.keep(NUMBER)
    events = listening(session)
    session.adopt(Analysis((replace(WATERMARK, confidence=0.5), COMMA, DOUBTFUL), (), (), frozenset()))
    assert session.fix(WATERMARK.key).confidence == 0.5
    assert [f.key for f in session.fixes] == [f.key for f in (WATERMARK, HIDDEN, COMMA, NUMBER, DOUBTFUL)]
    assert set(session.orphans) == {HIDDEN, NUMBER}
    assert session.cleaned.text == "问某罔题商虽，甲乙丙"
    assert events == [Changed(frozenset({SUSPECT.key, BARE.key}), findings=True)]
    assert not session.stale
    session.adopt(Analysis(FOUND, (), (), frozenset()))
    assert session.orphans == ()
    assert session.fixes == FOUND


def test_what_is_decided_only_in_a_step_to_come_survives_too(session):
    session.accept(SUSPECT, 1)
    session.undo()
    session.adopt(Analysis((COMMA,), (), (), frozenset()))
    session.redo()
    assert session.cleaned.text == "问某网题商虫，甲乙丙"


REWORKED = {
    "fewer": ("量",),
    "in another order": ("量", "贵", "虫"),
    "more": ("量", "贵"),
}


@pytest.mark.parametrize("texts", REWORKED.values(), ids=REWORKED)
def test_an_option_means_the_same_after_a_newer_analysis(session, texts):
    session.accept(SUSPECT, 1)
    newer = options("ocr", 5, 6, *texts, confidence=0.7)
    assert newer.key == SUSPECT.key
    session.adopt(Analysis((newer,), (), (), frozenset()))
    assert "商虫" in session.cleaned.text
    own = session.fix(newer.key)
    assert {option.text for option in own.options} == {*texts, "虫"}
    assert own.confidence == 0.7
    session.accept(own, [option.text for option in own.options].index(texts[-1]))
    assert f"商{texts[-1]}" in session.cleaned.text
    session.undo()
    session.undo()
    assert "商虽" in session.cleaned.text


def test_an_undecided_finding_is_taken_as_the_newer_analysis_has_it(session):
    newer = options("ocr", 5, 6, "量", "贵")
    session.adopt(Analysis((newer,), (), (), frozenset()))
    assert session.fix(newer.key) is newer
    events = listening(session)
    session.adopt(Analysis((replace(newer, chosen=1, safety=Safety.AUTO),), (), (), frozenset()))
    assert "商贵" in session.cleaned.text
    assert events == [Changed(frozenset({newer.key}), findings=True)]
    session.adopt(Analysis((replace(newer, safety=Safety.AUTO),), (), (), frozenset()))
    assert "商量" in session.cleaned.text
    assert events[1:] == [Changed(frozenset({newer.key}), findings=True)]
    session.adopt(Analysis((replace(newer, safety=Safety.AUTO),), (), (), frozenset()))
    assert events[2:] == [Changed(frozenset(), findings=True)]


def test_what_a_newer_analysis_would_choose_holds_where_nobody_decided(session):
    session.accept(SUSPECT, 1)
    session.undo()
    newer = options("ocr", 5, 6, "量", "贵", "虫", chosen=1, safety=Safety.AUTO)
    session.adopt(Analysis((newer,), (), (), frozenset()))
    assert "商贵" in session.cleaned.text
    session.redo()
    assert "商虫" in session.cleaned.text


def test_a_finding_that_was_also_made_by_hand_is_an_orphan_only_without_that(session):
    session.keep(SUSPECT)
    session.add(replace(SUSPECT, rule="hand"), Message("Edit"))
    session.adopt(Analysis((COMMA,), (), (), frozenset()))
    assert session.orphans == ()
    assert "商量" in session.cleaned.text
    session.undo()
    assert session.orphans == (SUSPECT,)
    assert session.state(SUSPECT) is State.KEPT


def test_the_outline_reads_as_the_cleaned_text_does():
    raw = "前言。一、工作怎么运做"
    heading, title = Span(3, 11), Span(0, 3)
    broken = fix("break", (3, 3, "\n"))
    misread = options("ocr", 10, 11, "作")
    sections = (Section(0, "前言。", title, 0), Section(1, "一、工作怎么运做", heading, 4))
    session = open_session((broken, misread), raw, sections)
    assert session.sections[1] == Section(1, "一、工作怎么运做", heading, 4)
    assert session.cleaned.text[session.sections[1].clean_start :] == "一、工作怎么运做"
    session.accept(misread)
    assert session.sections[1].title == "一、工作怎么运作"
    session.keep(broken)
    assert session.sections[1].clean_start == 3
    assert session.sections[0] == Section(0, "前言。", title, 0)


def test_notices_come_from_the_newest_analysis(session):
    notice = Notice(NoticeKind.TRUNCATED, Span(10, 10), Message("cut off"))
    assert session.notices == ()
    session.adopt(Analysis(FOUND, (), (notice,), frozenset()))
    assert session.notices == (notice,)


def test_the_basis_is_what_later_detectors_see():
    kinds = {kind: fix(kind, (0, 1, "x")) for kind in Kind}
    seen = {kind for kind, one in kinds.items() if one.key in basis_of(kinds.values())}
    assert seen == set(Kind) - {Kind.PUNCTUATION, Kind.VARIANT, Kind.OCR, Kind.HEADING}


IN_EFFECT = [
    (Standing(), COMMA, True),
    (Standing(), SUSPECT, False),
    (Standing(), NUMBER, False),
    (Standing(accepted={SUSPECT.key: SUSPECT.edits}), SUSPECT, True),
    (Standing(rejected=frozenset({COMMA.key})), COMMA, False),
    (Standing(), replace(BARE, safety=Safety.AUTO), False),
]


@pytest.mark.parametrize(("standing", "one", "holds"), IN_EFFECT)
def test_in_effect(standing, one, holds):
    assert standing.in_effect(one) is holds


@given(damaged(), st.data())
def test_the_order_of_decisions_changes_nothing(crowd, data):
    raw, found = crowd
    verdicts = {f.key: data.draw(st.sampled_from(Verdict)) for f in found}
    texts = set()
    for order in (found, found[::-1], data.draw(st.permutations(found))):
        session = open_session(data.draw(st.permutations(found)), raw)
        for one in order:
            session.decide([one], verdicts[one.key], REASON)
        texts.add((session.cleaned.text, tuple(f.key for f in session.cleaned.applied)))
    assert len(texts) == 1


@given(damaged())
def test_refusing_everything_gives_any_original_back(crowd):
    raw, found = crowd
    session = open_session(found, raw)
    session.decide(session.fixes, Verdict.REJECTED, REASON)
    assert session.cleaned.text == raw
    assert (session.ledger.kept, session.ledger.inserted) == (len(raw), 0)


def test_every_order_of_three_that_collide():
    found = (
        fix("ocr", (0, 2, "甲甲"), safety=ASK),
        fix("watermark", (1, 3, ""), safety=ASK),
        fix("break", (2, 2, "\n"), safety=ASK),
    )
    texts = set()
    for order in itertools.permutations(found):
        session = open_session(order, "一二三四")
        for one in order:
            session.accept(one)
        texts.add(session.cleaned.text)
    assert texts == {"一四"}


def test_an_analysis_is_told_which_option_was_chosen():
    three = options("ocr", 5, 6, "量", "虫", "谁")
    session = open_session([three])
    session.accept(three, 2)
    assert session.standing.holding([three]) == [three.choosing(2)]
    first, second, third = three.options
    renumbered = replace(three, options=(first, third, second))
    assert session.standing.holding([renumbered]) == [renumbered.choosing(1)]
    without = replace(three, options=(first, second))
    assert session.standing.holding([without]) == [without]


def test_a_change_by_hand_can_stand_instead_of_others_in_one_step(session):
    before = session.cleaned.text
    rest = fix("watermark", (1, 2, ""), rule="hand")
    session.add(rest, Message("Mark"), instead_of=[WATERMARK, rest])
    assert [session.state(each) for each in (rest, WATERMARK, HIDDEN)] == [State.ACCEPTED, State.KEPT, State.PENDING]
    assert session.cleaned.text.startswith("问网题")
    assert len(session.steps) == 1
    session.undo()
    assert session.cleaned.text == before
    assert session.state(WATERMARK) is State.ACCEPTED
    session.redo()
    assert session.state(WATERMARK) is State.KEPT


def test_any_decision_can_be_taken_back_later_as_a_new_step(session):
    session.accept(SUSPECT, 1)
    session.keep(COMMA)
    session.decide([NUMBER, DOUBTFUL], Verdict.ACCEPTED, Message("Group"))
    session.add(HAND, Message("Edit"))
    chosen, kept, group, edit = session.steps
    session.reverse(chosen, Message("Back"))
    assert session.state(SUSPECT) is State.PENDING
    session.reverse(kept, Message("Back"))
    assert session.decision(COMMA).verdict is Verdict.ACCEPTED
    session.reverse(group, Message("Back"), [DOUBTFUL.key])
    assert (session.state(NUMBER), session.state(DOUBTFUL)) == (State.ACCEPTED, State.PENDING)
    session.reverse(edit, Message("Back"))
    assert session.state(HAND) is State.KEPT
    assert len(session.steps) == 8
    session.undo()
    assert session.state(HAND) is State.ACCEPTED


def test_taking_back_leaves_what_was_decided_since(session):
    session.accept(SUSPECT, 0)
    session.accept(SUSPECT, 1)
    first, second = session.steps
    session.reverse(first, Message("Back"))
    assert len(session.steps) == 2
    session.reverse(second, Message("Back"))
    assert session.decision(SUSPECT) == Decision(Verdict.ACCEPTED, 0)


def test_taking_a_mark_back_brings_back_what_it_stood_instead_of(session):
    before = session.cleaned.text
    rest = fix("watermark", (1, 2, ""), rule="hand")
    session.add(rest, Message("Mark"), instead_of=[WATERMARK])
    session.accept(SUSPECT)
    session.reverse(session.steps[0], Message("Back"))
    session.reopen(SUSPECT)
    assert session.cleaned.text == before


# An analysis prepared beforehand


def _analysis(*fixes):
    return Analysis(fixes, (), (), frozenset({WATERMARK.key}))


def _account(session):
    return session.cleaned.text, {f.key: session.state(f) for f in session.fixes}, session.orphans, session.decisions


FEW, MORE = _analysis(*FOUND[:3]), _analysis(*FOUND[2:])


@pytest.mark.parametrize("meanwhile", ["nothing", "decided", "undone", "undone and decided", "adopted", "by hand"])
def test_an_analysis_prepared_on_another_thread_counts_as_one_adopted_now(meanwhile):
    def opened():
        session = open_session(FOUND[:5])
        session.accept(SUSPECT, 1)
        session.keep(WATERMARK)
        return session

    def happens(session):
        if "undone" in meanwhile:
            session.undo()
        if "decided" in meanwhile:
            session.keep(SUSPECT)
        if meanwhile == "adopted":
            session.adopt(FEW)
        if meanwhile == "by hand":
            session.add(fix("manual", (9, 10, "完")), Message("Edit"))

    session, simple = opened(), opened()
    prepared = session.prepared(MORE)
    for each in (session, simple):
        happens(each)
    session.adopt(prepared)
    simple.adopt(MORE)
    assert _account(session) == _account(simple)
    for each in (session, simple):
        each.undo()
    assert _account(session) == _account(simple)


def test_analyses_prepared_one_after_the_other_are_adopted_without_working_them_out_again(monkeypatch):
    session, simple = open_session(()), open_session(())
    first = session.prepared(FEW)
    second = session.prepared(MORE, first)
    third = session.prepared(_analysis(*FOUND), second)
    monkeypatch.setattr(session, "prepared", lambda *_: pytest.fail("worked out again"))
    for prepared in (first, second, third):
        heard = listening(session)
        session.adopt(prepared)
        simple.adopt(prepared.analysis)
        assert _account(session) == _account(simple)
        assert heard[0].keys == prepared.moved


def test_a_decision_between_two_prepared_analyses_is_not_lost():
    session = open_session(FOUND[:5])
    first = session.prepared(FEW)
    second = session.prepared(MORE, first)
    session.adopt(first)
    session.accept(SUSPECT, 1)
    session.adopt(second)
    assert session.state(SUSPECT) is State.ACCEPTED
    assert "商虫" in session.cleaned.text
