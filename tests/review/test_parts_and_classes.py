"""Sections as stretches of the raw text, and the findings behind each line of the account."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.review.classes import AccountClass, Fate, classes, fate_of
from reader.review.filters import Filter
from reader.review.parts import Part, parts_of
from reader.review.session import ReviewSession
from reader.text.analysis import Analysis
from reader.text.fix import Kind
from reader.text.section import Section
from reader.text.source import Source
from reader.text.span import Span
from tests.builders import fix, options


def head(level, start, title="标题"):
    return Section(level, title, Span(start, start + 2), 0)


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ((), ()),
        ((head(0, 0),), (Part("标题", 0, Span(0, 100)),)),
        ((head(0, 7),), (Part("", 0, Span(0, 7)), Part("标题", 0, Span(7, 100)))),
        (
            (head(0, 0, "题"), head(1, 10, "一"), head(2, 20, "（一）"), head(1, 40, "二"), head(1, 60, "三")),
            (
                Part("题", 0, Span(0, 100)),
                Part("一", 1, Span(10, 40)),
                Part("（一）", 2, Span(20, 40)),
                Part("二", 1, Span(40, 60)),
                Part("三", 1, Span(60, 100)),
            ),
        ),
        # A level may be left out, and a second text may follow with a title of its own.
        (
            (head(2, 0, "甲"), head(0, 30, "乙")),
            (Part("甲", 2, Span(0, 30)), Part("乙", 0, Span(30, 100))),
        ),
    ],
)
def test_a_part_reaches_to_the_next_heading_that_is_not_below_it(sections, expected):
    assert parts_of(sections, 100) == expected


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 98)), unique_by=lambda entry: entry[1], max_size=12))
def test_parts_nest_or_lie_apart_and_leave_nothing_out(entries):
    parts = parts_of([head(level, start) for level, start in entries], 100)
    for a in parts:
        for b in parts:
            apart = a.span.end <= b.span.start or b.span.end <= a.span.start
            inside = a.span.start <= b.span.start and b.span.end <= a.span.end
            assert apart or inside or (b.span.start <= a.span.start and a.span.end <= b.span.end)
    if parts:
        assert {place for part in parts for place in range(part.span.start, part.span.end)} == set(range(100))


RAW = "站标春耕商虽,乂快乂好,不误农时"


@pytest.fixture
def session():
    found = (
        fix("boilerplate", (0, 2, "")),
        options("ocr", 5, 6, "量", "议"),
        fix("punctuation", (6, 7, "，")),
        fix("punctuation", (15, 15, "。")),
        options("ocr", 7, 8, "又"),
    )
    return ReviewSession(Source.of_text(RAW), Analysis(found, (), ()))


def of(session, fate, kind=None):
    return [fix.observed(RAW) for fix in classes(session).get(AccountClass(fate, kind), ())]


def test_findings_stand_in_the_class_in_which_their_characters_are_counted(session):
    assert of(session, Fate.REMOVED) == ["站标"]
    assert of(session, Fate.CHANGED, Kind.PUNCTUATION) == [","]
    assert of(session, Fate.INSERTED) == [""]
    assert of(session, Fate.CHANGED, Kind.OCR) == []
    suspects = [fix for fix in session.fixes if fix.kind is Kind.OCR]
    session.accept(suspects[0])
    session.keep(suspects[1])
    assert of(session, Fate.CHANGED, Kind.OCR) == ["虽"]
    assert of(session, Fate.KEPT) == ["乂"]
    session.undo()
    assert of(session, Fate.KEPT) == []


def test_classes_add_up_to_the_ledger(session):
    for suspect in session.fixes:
        session.accept(suspect)
        counted: Counter[Fate] = Counter()
        for fate in (Fate.REMOVED, Fate.CHANGED, Fate.INSERTED):
            for found in classes(session).get(AccountClass(fate), ()):
                edits = found.choosing(session.decision(found).option).edits
                counted[fate] += sum(
                    len(edit.replacement) if fate is Fate.INSERTED else edit.span.length
                    for edit in edits
                    if fate_of(edit) is fate
                )
        ledger = session.ledger
        assert (counted[Fate.REMOVED], counted[Fate.CHANGED], counted[Fate.INSERTED]) == (
            ledger.removed,
            ledger.changed,
            ledger.inserted,
        )


def test_a_filter_for_a_part_shows_what_begins_in_it(session):
    assert [fix.observed(RAW) for fix in Filter(within=Span(5, 8)).select(session)] == ["虽", ",", "乂"]
