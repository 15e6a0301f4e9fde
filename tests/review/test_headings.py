"""The outline: headings found, marked by the document itself, and set by the reader."""

from dataclasses import replace

import pytest

from reader.review.headings import DEEPEST, heading_fix, level_of
from reader.review.session import ReviewSession
from reader.store.journal_records import fix_data, fix_of
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.section import Section
from reader.text.source import MarkedHeading, Source
from reader.text.span import Span
from tests.builders import fix

LABEL = Message("Change heading")
RAW = "全县春耕讲话\n一、形势\n今年雨水多,播种要抓紧。\n两点希望\n各村要把种子备足。\n分享到\n二、任务\n完成播种。"
TITLE, FIRST, HOPES, SHARE, SECOND = "全县春耕讲话", "一、形势", "两点希望", "分享到", "二、任务"


def span(text):
    return Span(RAW.index(text), RAW.index(text) + len(text))


LEVELS = ((0, TITLE), (1, FIRST), (1, SECOND))
FOUND = tuple(Section(level, text, span(text), RAW.index(text)) for level, text in LEVELS)


def open_session(marked=(), found=FOUND, fixes=()):
    source = replace(Source.of_text(RAW), headings=tuple(MarkedHeading(span(text), level) for text, level in marked))
    return ReviewSession(source, Analysis(tuple(fixes), tuple(found), ()))


def outline(session):
    return [(section.level, section.title) for section in session.sections]


USUAL = [(0, TITLE), (1, FIRST), (1, SECOND)]
SHARED = fix("boilerplate", (RAW.index(SHARE), RAW.index(SHARE) + 4, ""))


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ([], USUAL),
        # A heading that the analysis has as well keeps its level.
        ([(TITLE, 1), (FIRST, 3)], USUAL),
        # The levels of the page are those of the headings it shares with the analysis: here h3 is level 1.
        ([(TITLE, 1), (FIRST, 3), (HOPES, 3)], [(0, TITLE), (1, FIRST), (1, HOPES), (1, SECOND)]),
        ([(TITLE, 1), (FIRST, 3), (HOPES, 4)], [(0, TITLE), (1, FIRST), (2, HOPES), (1, SECOND)]),
        # Without any in common they count from 1.
        ([(HOPES, 5)], [(0, TITLE), (1, FIRST), (1, HOPES), (1, SECOND)]),
        # A whole line only: bold words inside of a paragraph are no heading, nor is what was removed.
        ([("播种要抓紧", 3)], USUAL),
        ([(SHARE, 3)], USUAL),
    ],
)
def test_headings_that_the_document_marks(marked, wanted):
    assert outline(open_session(marked, fixes=[SHARED])) == wanted


def test_a_marked_heading_goes_and_comes_with_its_removal():
    session = open_session([(FIRST, 3), (SHARE, 3)], fixes=[SHARED])
    session.keep(SHARED)
    assert (1, SHARE) in outline(session)
    session.undo()
    assert (1, SHARE) not in outline(session)


def test_what_is_marked_alone_makes_an_outline():
    session = open_session([(TITLE, 1), (FIRST, 2), (HOPES, 3)], found=())
    assert outline(session) == [(1, TITLE), (2, FIRST), (3, HOPES)]


@pytest.mark.parametrize(
    ("text", "level", "wanted"),
    [
        (HOPES, 2, [(0, TITLE), (1, FIRST), (2, HOPES), (1, SECOND)]),
        (FIRST, 3, [(0, TITLE), (3, FIRST), (1, SECOND)]),
        (FIRST, None, [(0, TITLE), (1, SECOND)]),
        (TITLE, None, [(1, FIRST), (1, SECOND)]),
    ],
)
def test_the_reader_sets_headings(text, level, wanted):
    session = open_session()
    session.add(heading_fix(span(text), level), LABEL)
    assert outline(session) == wanted
    assert session.cleaned.text == RAW
    assert not session.stale
    session.undo()
    assert outline(session) == USUAL
    session.redo()
    assert outline(session) == wanted


def test_a_later_word_replaces_an_earlier_one():
    session = open_session()
    for level in (2, 4, None, 3):
        session.add(heading_fix(span(HOPES), level), LABEL)
    assert outline(session)[2] == (3, HOPES)
    assert len(session.manual) == 1
    for wanted in (None, 4, 2):
        session.undo()
        assert (wanted, HOPES) in outline(session) if wanted else HOPES not in dict(map(reversed, outline(session)))


def test_the_reader_goes_before_the_document():
    session = open_session([(HOPES, 3)])
    session.add(heading_fix(span(HOPES), None), LABEL)
    assert outline(session) == USUAL


def test_a_heading_reads_as_the_text_does_now():
    misread = fix("ocr", (RAW.index("两"), RAW.index("两") + 1, "四"))
    session = open_session(fixes=[misread])
    session.add(heading_fix(span(HOPES), 2), LABEL)
    assert (2, "四点希望") in outline(session)
    session.keep(misread)
    assert (2, HOPES) in outline(session)


def test_a_removed_heading_sleeps():
    session = open_session(fixes=[SHARED])
    session.keep(SHARED)
    session.add(heading_fix(span(SHARE), 2), LABEL)
    session.accept(SHARED)
    assert outline(session) == USUAL
    session.keep(SHARED)
    assert (2, SHARE) in outline(session)


@pytest.mark.parametrize("level", [None, 0, 3, DEEPEST])
def test_a_heading_survives_the_journal(level):
    made = heading_fix(span(HOPES), level)
    assert level_of(fix_of(fix_data(made), len(RAW))) == level
    assert fix_of(fix_data(made), len(RAW)).key == made.key == heading_fix(span(HOPES), 1).key


@pytest.mark.parametrize("level", [-1, DEEPEST + 1])
def test_no_such_level(level):
    with pytest.raises(ValueError, match="level"):
        heading_fix(span(HOPES), level)
