"""Stretches marked by hand as furniture or as text: what they take, what they bring back, and how that comes undone."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.review.decision import State, Verdict
from reader.review.session import ReviewSession
from reader.store.journal import Journal
from reader.store.resume import replay
from reader.text.analysis import Analysis
from reader.text.fix import Kind
from reader.text.message import Message
from reader.text.source import Source
from reader.text.span import Span
from reader.ui.hand_edit import NotExpressible, edited, paragraph_at
from reader.ui.hand_marks import as_furniture, as_speech
from tests.builders import fix, options
from tests.strategies import damaged

LABEL = Message("Mark")


def open_session(raw, *found):
    return ReviewSession(Source.of_text(raw), Analysis(found, (), ()))


def stretch(raw, text):
    return Span(raw.index(text), raw.index(text) + len(text))


def mark(session, marked):
    if marked.removal is None:
        session.decide(marked.rejected, Verdict.REJECTED, LABEL)
    else:
        session.add(marked.removal, LABEL, instead_of=marked.rejected)


LINES = "开头\n广告一\n广告二\n结尾,完"


@pytest.mark.parametrize(
    ("raw", "text", "left"),
    [
        ("好广告人", "广告", "好人"),
        ("一\n广告\n二", "广告", "一\n二"),
        ("一\r\n  广告 \r\n二", "广告", "一\r\n二"),
        ("广告\n二", "广告", "二"),
        ("一\n广告", "广告", "一"),
        ("一\r\n广告", "广告", "一"),
        ("一\n广告\n二", "广告\n", "一\n二"),
        ("广告", "广告", ""),
    ],
)
def test_furniture_goes_and_a_whole_line_goes_with_its_end(raw, text, left):
    session = open_session(raw)
    mark(session, as_furniture(session, stretch(raw, text)))
    assert session.cleaned.text == left
    session.undo()
    assert session.cleaned.text == raw


def test_what_was_found_inside_furniture_sleeps_and_wakes():
    raw = "开头\n本站广告,请看\n结尾,完"
    inner, comma = options("ocr", 5, 6, "厂"), fix("punctuation", (7, 8, "，"))
    session = open_session(raw, inner, comma)
    marked = as_furniture(session, stretch(raw, "本站广告,请看"))
    assert marked.removal.kind is Kind.BOILERPLATE
    mark(session, marked)
    assert (session.state(inner), session.state(comma)) == (State.ASLEEP, State.ASLEEP)
    assert session.cleaned.text == "开头\n结尾,完"
    session.keep(marked.removal)
    assert (session.state(inner), session.state(comma)) == (State.PENDING, State.ACCEPTED)


def test_furniture_around_beside_and_across_other_removals():
    raw = "一广告二水印三,完"
    mark_ = fix("watermark", (4, 6, ""))
    for text, left in (("二水印三", "一广告,完"), ("印三", "一广告二,完"), ("二水", "一广告三,完")):
        session = open_session(raw, mark_)
        mark(session, as_furniture(session, stretch(raw, text)))
        assert session.cleaned.text == left
        assert State.SET_ASIDE not in {session.state(each) for each in session.fixes}
    session = open_session(raw, mark_)
    assert as_furniture(session, stretch(raw, "水印")) is None
    assert as_furniture(session, Span(3, 3)) is None


def test_an_edit_by_hand_inside_goes_too_and_one_across_the_edge_is_refused():
    raw = "甲乙丙丁戊"
    session = open_session(raw)
    session.add(edited(session, Span(0, 5), "甲乙子丁戊"), LABEL)
    mark(session, as_furniture(session, Span(1, 4)))
    assert session.cleaned.text == "甲戊"
    session.undo()
    assert session.cleaned.text == "甲乙子丁戊"
    session.add(edited(session, paragraph_at(session.cleaned.text, 0), "甲和丑"), LABEL)
    with pytest.raises(NotExpressible):
        as_furniture(session, Span(0, 4))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("广告一", "开头\n广告一\n结尾,完"),
        ("广告二", "开头\n广告二\n结尾,完"),
        ("告一\n广", "开头\n告一\n广结尾,完"),
        ("广告一\n广告二", LINES),
        (LINES, LINES),
    ],
)
@pytest.mark.parametrize("removed", [(3, 11), (2, 10)], ids=["with the end", "with the end before"])
def test_a_part_of_what_was_removed_comes_back_and_the_rest_stays_away(text, left, removed):
    gone = fix("boilerplate", (*removed, ""), rule="block")
    session = open_session(LINES, gone)
    mark(session, as_speech(session, stretch(LINES, text)))
    if removed == (2, 10) and text == "告一\n广":
        left = "开头告一\n广\n结尾,完"
    assert session.cleaned.text == left
    session.undo()
    assert session.cleaned.text == "开头\n结尾,完"
    assert session.state(gone) is State.ACCEPTED


def test_what_is_not_removed_cannot_come_back():
    session = open_session(LINES)
    assert as_speech(session, stretch(LINES, "广告")) is None


def test_a_mark_is_written_down_and_comes_back(tmp_path):
    gone = fix("boilerplate", (3, 11, ""), rule="block")
    session = open_session(LINES, gone)
    journal, _ = Journal.open(session.source, tmp_path)
    journal.follow(session)
    mark(session, as_speech(session, stretch(LINES, "广告二")))
    mark(session, as_furniture(session, stretch(LINES, "开头")))
    mark(session, as_speech(session, stretch(LINES, "广告一")))
    session.undo()
    journal.close()
    again = open_session(LINES, gone)
    journal, recovered = Journal.open(again.source, tmp_path)
    replay(recovered, again)
    journal.close()
    assert again.cleaned.text == session.cleaned.text == "广告二\n结尾,完"
    again.redo()
    assert again.cleaned.text == "广告一\n广告二\n结尾,完"
    for _ in range(3):
        again.undo()
    assert again.cleaned.text == "开头\n结尾,完"


def gone_from(session):
    edits = (edit for each in session.cleaned.applied for edit in each.edits if each.kind.removes)
    return {n for edit in edits if not edit.replacement for n in range(edit.span.start, edit.span.end)}


@given(damaged(), st.integers(0, 30), st.integers(1, 30))
def test_nothing_of_a_mark_stays_and_nothing_else_moves(crowd, start, length):
    raw, found = crowd
    session = open_session(raw, *found)
    span = Span(min(start, len(raw)), min(start + length, len(raw)))
    before, gone = session.cleaned.text, gone_from(session)
    try:
        marked = as_furniture(session, span)
    except NotExpressible:
        assume(False)
    if marked is None:
        assert all(n in gone or not raw[n].strip() for n in range(span.start, span.end))
        return
    mark(session, marked)
    now = gone_from(session)
    assert all(n in now or not raw[n].strip() for n in range(span.start, span.end))
    assert {n for n in gone if raw[n].strip()} <= now
    session.undo()
    assert session.cleaned.text == before


@given(damaged(), st.integers(0, 30), st.integers(1, 30))
def test_what_is_marked_as_text_comes_back_and_the_rest_stays_away(crowd, start, length):
    raw, found = crowd
    block = fix("boilerplate", (0, len(raw) // 2 + 1, ""), rule="block")
    assume(len(raw) > 2)
    session = open_session(raw, *found, block)
    span = Span(min(start, len(raw) // 2), min(start + length, len(raw)))
    before, gone = session.cleaned.text, gone_from(session)
    try:
        marked = as_speech(session, span)
    except NotExpressible:
        return
    if marked is None:
        assert not any(n in gone and raw[n].strip() for n in range(span.start, span.end))
        return
    mark(session, marked)
    assert not any(each in session.cleaned.applied for each in marked.rejected)
    away = {n for n in gone if not span.start <= n < span.end and raw[n].strip()}
    assert away <= gone_from(session)
    session.undo()
    assert session.cleaned.text == before
