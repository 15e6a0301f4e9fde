"""Headings and paragraph ends by hand: what each place becomes, and the keys that do it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.review.headings import level_of
from reader.review.session import ReviewSession
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.section import Section
from reader.text.source import Source
from reader.text.span import Span
from reader.ui.hand_structure import heading_at, joined, moved, split, with_level
from tests.builders import fix

LABEL = Message("Change")
RAW = "春耕讲话\n一、形势\n今年雨水多。\n\n要抓紧,不能等。"


def open_session(raw=RAW, fixes=(), sections=None):
    if sections is None:
        sections = [(0, "春耕讲话"), (1, "一、形势")]
    spans = [(level, text, Span(raw.index(text), raw.index(text) + len(text))) for level, text in sections]
    made = tuple(Section(level, text, span, 0) for level, text, span in spans)
    return ReviewSession(Source.of_text(raw), Analysis(tuple(fixes), made, ()))


def at(session, text):
    return session.cleaned.text.index(text)


def test_what_a_place_is_about():
    session = open_session()
    assert heading_at(session, at(session, "势")) == (Span(5, 9), 1)
    assert heading_at(session, at(session, "雨")) == (Span(10, 16), None)
    assert heading_at(session, at(session, "\n\n要") + 1) is None


def test_a_heading_that_runs_on_is_meant_wherever_the_reader_points_in_its_paragraph():
    session = open_session("（一）抓种子,要快。后面很长。", sections=[(2, "（一）抓种子")])
    assert heading_at(session, 12) == (Span(0, 6), 2)


@pytest.mark.parametrize(
    ("text", "by", "level"),
    [("势", -1, 0), ("势", 1, 2), ("春耕", -1, None), ("春耕", 1, 1), ("雨", 1, 1), ("雨", -1, 1)],
)
def test_raise_and_lower(text, by, level):
    session = open_session()
    made = moved(session, at(session, text), by)
    assert (None if made is None else level_of(made)) == level


def test_the_same_level_again_changes_nothing():
    session = open_session()
    assert with_level(session, at(session, "势"), 1) is None
    assert with_level(session, at(session, "雨"), None) is None


@pytest.mark.parametrize(
    ("raw", "before", "wanted"),
    [
        ("甲乙丙丁", "丙", "甲乙\n丙丁"),
        ("甲乙 丙丁", "丙", "甲乙\n丙丁"),
        ("首\r\n甲乙丙丁\r\n尾", "丙", "首\r\n甲乙\n丙丁\r\n尾"),
        ("甲乙丙丁", "甲", None),
        ("甲乙\r\n丙", "\r", None),
    ],
)
def test_split(raw, before, wanted):
    session = open_session(raw, sections=[])
    made = split(session, raw.index(before))
    if made is not None:
        session.add(made, LABEL)
    assert session.cleaned.text == (raw if wanted is None else wanted)


@pytest.mark.parametrize(
    ("raw", "place", "wanted"),
    [
        ("甲乙\n丙丁", "甲", "甲乙丙丁"),
        ("甲乙 \n\n\u3000\u3000丙丁\n戊", "乙", "甲乙丙丁\n戊"),
        ("甲乙\r\n丙丁\r\n戊", "乙", "甲乙丙丁\r\n戊"),
        ("at last\nwe came", "a", "at last we came"),
        ("甲乙\n丙丁", "丙", None),
        ("甲乙\n\n", "甲", None),
    ],
)
def test_join(raw, place, wanted):
    session = open_session(raw, sections=[])
    made = joined(session, raw.index(place))
    if made is not None:
        session.add(made, LABEL)
    assert session.cleaned.text == (raw if wanted is None else wanted)


@given(raw=st.text("甲乙。 \n", min_size=1, max_size=30), place=st.integers(0, 30))
def test_split_and_join_lose_no_character(raw, place):
    session = open_session(raw, sections=[])
    for change in (split, joined):
        made = change(session, min(place, len(raw)))
        if made is not None:
            session.add(made, LABEL)
            assert "".join(session.cleaned.text.split()) == "".join(raw.split())
            session.undo()
    assert session.cleaned.text == raw


def test_split_inside_what_another_fix_changed():
    comma = fix("punctuation", (RAW.index(","), RAW.index(",") + 1, "，"))
    session = open_session(fixes=[comma])
    session.add(split(session, at(session, "不能")), LABEL)
    assert session.cleaned.text.endswith("要抓紧，\n不能等。")
