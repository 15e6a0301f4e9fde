"""Laws of the whole analysis, on damaged pages put together at random and on arbitrary text."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reader.pipeline import Cancelled, Engine
from reader.review.session import ReviewSession
from reader.text.analysis import Standing, applies_by_itself
from reader.text.apply import apply_fixes
from reader.text.chars import is_han
from reader.text.fix import Kind, Safety
from reader.text.source import Source
from tests.pipeline.pages import pages

ENGINE = Engine()
SLOW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])

ODD = (
    "",
    "字",
    " ",
    "\n",
    "\0",
    "\ud800",
    "\udfff\ud800",
    "😀",
    "\u200b\ufeff\u00ad",
    " \u3000\t" * 50,
    "\n" * 300,
    "\r\n" * 200,
    "\r" * 200,
    "。" * 300,
    "（" * 400,
    ")" * 400,
    "“" * 200 + "”" * 100,
    "1" * 500,
    "1." * 300,
    "一、" * 200,
    "，" * 300,
    "*" * 300,
    "a b " * 200,
    "𠮷野家" * 100,
    "第一章第一章第一章",
    "谢谢！" * 100,
    "&nbsp;",
    "水库&nbsp;水渠 <br> 闸门<br>\n<p>同志们</p>",
    "\n".join(f"{n}、第{n}条。" for n in range(1, 80)),
    " ".join("字" * 20 for _ in range(40)),
)
PIECES = (
    *(
        "同志们：",
        "今天",
        "开会",
        "，",
        "。",
        "！",
        "、",
        " ",
        "  ",
        "\u3000",
        "\n",
        "\r\n",
        "\n\n",
        "一、",
        "（一）",
        "(2)",
        "3.",
    ),
    *(
        "2008年",
        "11月6日",
        "***",
        "××",
        "http://a.cn/b?c",
        "Windows XP",
        ",",
        ":",
        "(",
        ")",
        "“",
        "”",
        "《",
        "》",
        "下载",
    ),
    *(
        "文档",
        "\u200b",
        "\0",
        "\ud801",
        "😀",
        "第三条",
        "附件：",
        "谢谢大家",
        "400-050-0827",
        "9:00-18:30",
        "&nbsp;",
        "<p>",
        "|",
    ),
)


@st.composite
def jumbles(draw):
    return "".join(draw(st.lists(st.sampled_from(PIECES), max_size=60)))


def defaults(raw, fixes):
    return apply_fixes(raw, filter(applies_by_itself, fixes))


@SLOW
@given(pages())
def test_what_applies_by_itself_never_collides(page):
    cleaned = defaults(page, ENGINE.analyse(page).fixes)
    assert cleaned.set_aside == ()


@SLOW
@given(jumbles())
def test_what_applies_by_itself_never_collides_in_jumbled_text(raw):
    assert defaults(raw, ENGINE.analyse(raw).fixes).set_aside == ()


@SLOW
@given(pages(), pages())
def test_an_analysis_does_not_depend_on_earlier_ones(page, other):
    fresh = Engine().analyse(page)
    used = Engine()
    used.analyse(other)
    assert used.analyse(page) == fresh
    assert used.analyse(page) == fresh


@SLOW
@given(pages())
def test_the_last_partial_result_is_the_whole(page):
    partial = list(Engine().stream(page))
    assert partial[-1][0] == ENGINE.analyse(page)
    assert [progress.done for _, progress in partial] == sorted(progress.done for _, progress in partial)
    assert partial[-1][1].done == partial[-1][1].total
    # What was shown is never taken back.
    for (earlier, _), (later, _) in pairwise(partial):
        assert {fix.key for fix in earlier.fixes} <= {fix.key for fix in later.fixes}


@SLOW
@given(st.one_of(pages(), jumbles()))
def test_every_edit_lies_in_the_raw_text_and_changes_it(raw):
    for fix in ENGINE.analyse(raw).fixes:
        assert all(0 <= span.start <= span.end <= len(raw) for span in fix.spans)
        for option in fix.options:
            for edit in option.edits:
                assert 0 <= edit.span.start <= edit.span.end <= len(raw)
                assert edit.span.of(raw) != edit.replacement


@SLOW
@given(st.one_of(pages(), jumbles()))
def test_rejecting_everything_gives_the_raw_text(raw):
    analysis = ENGINE.analyse(raw)
    session = ReviewSession(Source.of_text(raw), analysis)
    for fix in session.fixes:
        session.keep(fix)
    assert session.cleaned.text == raw


@SLOW
@given(st.one_of(pages(), jumbles()))
def test_only_removals_take_chinese_characters_away(raw):
    fixes = [fix for fix in ENGINE.analyse(raw).fixes if applies_by_itself(fix) and not fix.kind.removes]
    assert "".join(filter(is_han, apply_fixes(raw, fixes).text)) == "".join(filter(is_han, raw))


@SLOW
@given(st.one_of(pages(), jumbles()))
def test_no_character_of_the_speech_is_changed_unasked(raw):
    """A misread character is always a question, and what is doubtful is never applied."""
    for fix in ENGINE.analyse(raw).fixes:
        if applies_by_itself(fix):
            assert fix.kind is not Kind.OCR
            assert fix.safety is Safety.AUTO
            assert not fix.protected


@SLOW
@given(pages(furniture=False))
def test_cleaning_the_cleaned_text_changes_nothing(page):
    once = defaults(page, ENGINE.analyse(page).fixes).text
    assert defaults(once, ENGINE.analyse(once).fixes).text == once


@pytest.mark.parametrize("raw", ODD, ids=range(len(ODD)))
def test_odd_texts(raw):
    analysis = ENGINE.analyse(raw)
    cleaned = defaults(raw, analysis.fixes)
    assert cleaned.set_aside == ()
    assert "".join(filter(is_han, cleaned.text)) == "".join(filter(is_han, raw)) or any(
        fix.kind.removes for fix in cleaned.applied
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@example("\ud800字\ud800")
@given(st.text(st.characters(), max_size=80))
def test_arbitrary_text_is_read_without_a_fault(raw):
    defaults(raw, ENGINE.analyse(raw).fixes)


@given(st.integers(0, 12))
def test_an_analysis_stops_when_asked(after):
    calls = 0

    def cancelled():
        nonlocal calls
        calls += 1
        return calls > after

    raw = PAGE * 3
    if after < least_questions(raw):
        with pytest.raises(Cancelled):
            Engine().analyse(raw, cancelled=cancelled)
    else:
        Engine().analyse(raw, cancelled=cancelled)


def least_questions(raw):
    """How often a whole analysis asks whether to stop."""
    asked = 0

    def cancelled():
        nonlocal asked
        asked += 1
        return False

    Engine().analyse(raw, cancelled=cancelled)
    return asked


PAGE = "今天开一个短会，先说水利，再说化肥。水渠要在三月底以前清理一遍，损坏的闸门要及时更换，不能等，也不能靠。\n"


def test_cancelling_leaves_the_engine_fit_for_use():
    engine = Engine()
    with pytest.raises(Cancelled):
        engine.analyse(PAGE, cancelled=lambda: True)
    assert engine.analyse(PAGE) == Engine().analyse(PAGE)


def test_decisions_that_change_nothing_change_no_finding():
    raw = PAGE
    assert Engine().analyse(raw, Standing(rejected=frozenset({"nosuchkey"}))) == Engine().analyse(raw)
