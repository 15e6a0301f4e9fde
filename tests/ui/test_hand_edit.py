"""Paragraphs edited by hand become fixes that give exactly what was typed."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.review.session import ReviewSession
from reader.text.analysis import Analysis
from reader.text.fix import Kind
from reader.text.message import Message
from reader.text.source import Source
from reader.ui.hand_edit import NotExpressible, edited, paragraph_at
from tests.builders import fix
from tests.strategies import damaged
from tests.ui.test_marks import at

LABEL = Message("Edit by hand")


def edit(session, paragraph_with, text):
    clean = session.cleaned.text
    span = paragraph_at(clean, clean.index(paragraph_with))
    made = edited(session, span, text)
    if made is not None:
        session.add(made, LABEL)
    return made


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("播种", "耕种"),
        ("农时。", "农时，不误一户。"),
        ("问题不少", "问题很多"),  # across the watermark that stands between 问 and 题
        ("商虽，", "商量、"),  # over a mark that was put in by a fix
        ("年年如此", ""),
        ("播种，", "播种。\n"),  # a paragraph more
    ],
)
def test_the_text_reads_as_typed(session, old, new):
    clean = session.cleaned.text
    made = edit(session, old, paragraph_at(clean, clean.index(old)).of(clean).replace(old, new))
    assert session.cleaned.text == clean.replace(old, new)
    assert made.kind is Kind.MANUAL


def test_small_changes_are_small(session):
    clean = session.cleaned.text
    made = edit(session, "播种", paragraph_at(clean, clean.index("播种")).of(clean).replace("播种", "耕种"))
    assert made.observed(session.raw) == "播"
    assert session.state(at(session, "虽")).value == "pending"


def test_nothing_typed_is_nothing_changed(session):
    clean = session.cleaned.text
    span = paragraph_at(clean, clean.index("播种"))
    assert edited(session, span, span.of(clean)) is None


def test_a_second_edit_of_a_place_holds_and_undo_brings_the_first_back(session):
    for word in ("甲", "乙"):
        clean = session.cleaned.text
        line = paragraph_at(clean, clean.index("束时")).of(clean)
        edit(session, "束时", word + line[1:])
        assert session.cleaned.text.splitlines()[-1].startswith(word)
    session.undo()
    assert session.cleaned.text.splitlines()[-1].startswith("甲")
    session.undo()
    assert session.cleaned.text.splitlines()[-1].startswith("结束时")


@given(damaged(), st.data())
def test_whatever_is_typed_is_what_it_reads_or_it_is_refused(page, data):
    raw, found = page
    session = ReviewSession(Source.of_text(raw), Analysis(found, (), ()))
    clean = session.cleaned.text
    assume(clean)
    span = paragraph_at(clean, data.draw(st.integers(0, len(clean) - 1)))
    old = span.of(clean)
    text = data.draw(st.sampled_from(("", "新", "字", old + "尾", "头" + old, old[::-1])))
    try:
        made = edited(session, span, text)
    except NotExpressible:
        return
    if made is not None:
        session.add(made, LABEL)
    assert session.cleaned.text == clean[: span.start] + text + clean[span.end :]


@pytest.mark.parametrize(
    ("raw", "repair", "typed"),
    [
        ("甲乙", (1, 1, "。"), "甲乙"),  # what a fix put in is taken out again
        ("甲乙", (1, 1, "。"), "甲！乙"),
        ("甲,,乙", (1, 3, "，"), "甲,乙"),  # inside of what a fix wrote
    ],
)
def test_what_a_fix_wrote_can_be_written_over(raw, repair, typed):
    session = ReviewSession(Source.of_text(raw), Analysis((fix("punctuation", repair),), (), ()))
    assert session.cleaned.text != typed
    session.add(edited(session, paragraph_at(session.cleaned.text, 0), typed), LABEL)
    assert session.cleaned.text == typed
    session.undo()
    assert session.cleaned.text != typed
