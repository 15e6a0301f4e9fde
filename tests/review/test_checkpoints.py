"""Named states of a review: returning to one is one step, and comparing two says what reads otherwise."""

from hypothesis import given
from hypothesis import strategies as st

from reader.review.checkpoints import Checkpoint, ParagraphChange, Piece, compare, return_to
from reader.review.decision import Decision, Verdict
from reader.review.headings import heading_fix
from reader.review.restoring import put
from reader.review.session import ReviewSession
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.source import Source
from reader.text.span import Span
from tests.builders import fix, options
from tests.strategies import damaged

#      0123456789
RAW = "甲乙\n丙丁\n戊己\n"
SUSPECT = options("ocr", 0, 1, "田", "由")
BLANK = fix("spacing", (3, 4, ""))
COMMA = options("ocr", 6, 7, "戌")
HAND = fix("manual", (4, 5, "改"))
OTHER_HAND = fix("manual", (7, 8, "巳"))
WHOLE = Analysis((SUSPECT, BLANK, COMMA), (), ())


def session(analysis=WHOLE):
    return ReviewSession(Source.of_text(RAW), analysis)


def state(one):
    return one.cleaned.text, {fix.key: one.decision(fix).verdict for fix in one.fixes}, one.manual


def test_returning_is_one_step_and_undo_leads_back():
    review = session()
    review.accept(SUSPECT, 1)
    review.add(HAND, Message("Edit"))
    named = Checkpoint.of(review, "晚上")
    before = state(review)
    review.keep(BLANK)
    review.keep(SUSPECT)
    review.add(OTHER_HAND, Message("Edit"))
    review.accept(COMMA)
    later, steps = state(review), len(review.steps)
    return_to(named, review)
    assert state(review) == before
    assert len(review.steps) == steps + 1
    assert str(review.undo_label) == "Return to 晚上"
    review.undo()
    assert state(review) == later
    review.redo()
    assert state(review) == before


def test_what_was_forgotten_after_undo_comes_back_changes_by_hand_too():
    review = session()
    review.add(HAND, Message("Edit"))
    review.keep(SUSPECT)
    named = Checkpoint.of(review, "a")
    before = state(review)
    review.undo()
    review.undo()
    review.accept(COMMA)  # the steps of the checkpoint are gone
    return_to(named, review)
    assert state(review) == before


def test_returning_to_where_one_stands_does_nothing():
    review = session()
    review.accept(SUSPECT)
    return_to(Checkpoint.of(review, "a"), review)
    assert len(review.steps) == 1


def test_a_finding_that_the_analysis_no_longer_makes_comes_back_with_its_decision():
    review = session()
    review.accept(SUSPECT, 1)
    named = Checkpoint.of(review, "a")
    bare = session(Analysis((COMMA,), (), ()))
    bare.accept(COMMA)
    return_to(named, bare)
    assert bare.cleaned.text == "由乙\n丙丁\n戊己\n"
    assert SUSPECT in bare.orphans or SUSPECT in bare.fixes
    bare.adopt(WHOLE)
    assert bare.decision(SUSPECT) == Decision(Verdict.ACCEPTED, 1)


def test_a_heading_that_was_set_otherwise_is_set_back():
    review = session()
    review.add(heading_fix(Span(0, 2), 1), Message("Heading"))
    named = Checkpoint.of(review, "a")
    review.add(heading_fix(Span(0, 2), 3), Message("Heading"))
    assert [(d.fix, d.before.verdict) for d in compare(review, named).decisions] == [
        (heading_fix(Span(0, 2), 3), Verdict.ACCEPTED)
    ]
    return_to(named, review)
    assert review.manual == (heading_fix(Span(0, 2), 1),)


def test_what_differs_between_two_states():
    review = session()
    review.accept(SUSPECT)
    first = Checkpoint.of(review, "first")
    review.accept(SUSPECT, 1)
    review.keep(BLANK)
    review.add(HAND, Message("Edit"))
    review.postpone(COMMA)
    second = Checkpoint.of(review, "second")
    review.keep(COMMA)
    found = compare(review, first, second)
    accepted, rejected, pending = Verdict.ACCEPTED, Verdict.REJECTED, Verdict.PENDING
    said = [(d.fix, d.before.verdict, d.before.option, d.after.verdict, d.after.option) for d in found.decisions]
    assert said == [
        (SUSPECT, accepted, 0, accepted, 1),
        (BLANK, accepted, 0, rejected, 0),
        (HAND, rejected, 0, accepted, 0),
        (COMMA, pending, 0, pending, 0),
    ]
    assert found.counts == {
        (accepted, accepted): 1,
        (accepted, rejected): 1,
        (rejected, accepted): 1,
        (pending, pending): 1,
    }
    assert found.paragraphs == (
        ParagraphChange(0, 0, "田乙", "由乙"),
        ParagraphChange(1, 1, "丁", "丙改"),
    )
    assert found.paragraphs[1].pieces == (Piece("", "丙"), Piece("丁", "改"))
    (later,) = compare(review, second).decisions
    assert (later.fix, later.after.verdict) == (COMMA, rejected)
    assert compare(review, second).paragraphs == ()


def test_a_paragraph_that_is_there_on_one_side_only():
    review = session()
    before = Checkpoint.of(review, "a")
    review.add(fix("manual", (2, 3, "\n新的一段\n")), Message("Edit"))
    review.add(fix("boilerplate", (6, 9, "")), Message("Furniture"))
    assert compare(review, before).paragraphs == (
        ParagraphChange(1, 1, None, "新的一段"),
        ParagraphChange(2, 3, "戊己", None),
    )


def test_a_finding_that_is_gone_is_none_of_a_state_in_which_nobody_decided_on_it():
    review = session()
    review.keep(SUSPECT)
    review.accept(BLANK)
    review.keep(BLANK)
    review.accept(BLANK)
    named = Checkpoint.of(review, "a")
    bare = session(Analysis((), (), ()))
    found = compare(bare, named)
    assert [(d.fix, d.before.verdict, d.after.verdict) for d in found.decisions] == [
        (BLANK, Verdict.ACCEPTED, Verdict.REJECTED)
    ]
    assert found.paragraphs == (ParagraphChange(1, 1, "丁", "丙丁"),)


def test_what_the_program_does_by_itself_is_no_difference_when_it_is_said():
    review = session()
    before = Checkpoint.of(review, "a")
    review.keep(BLANK)
    review.accept(BLANK)
    assert compare(review, before).decisions == ()


@given(st.data())
def test_returning_makes_the_same_text_whatever_was_done_since(data):
    raw, found = data.draw(damaged())
    review = ReviewSession(Source.of_text(raw), Analysis(found, (), ()))

    def some_deeds():
        for one in data.draw(st.lists(st.sampled_from(found), max_size=4)) if found else ():
            match data.draw(st.sampled_from(("accept", "keep", "postpone", "undo", "add"))):
                case "accept":
                    review.accept(one)
                case "keep":
                    review.keep(one)
                case "postpone":
                    review.postpone(one)
                case "undo":
                    review.undo()
                case "add" if one.options:
                    review.add(one, Message("Edit"))

    some_deeds()
    named, before = Checkpoint.of(review, "x"), state(review)
    some_deeds()
    after = state(review)
    comparison = compare(review, named)
    assert bool(comparison.paragraphs) == (before[0] != after[0])
    return_to(named, review)
    assert state(review)[0] == before[0]
    assert state(review)[2] == before[2]
    assert compare(review, named).decisions == ()


def test_putting_nothing_new_is_no_step():
    review = session()
    review.accept(SUSPECT)
    put(review, {SUSPECT.key: review.decision(SUSPECT)}, (), Message("x"))
    assert len(review.steps) == 1
