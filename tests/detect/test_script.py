"""Pages in traditional characters, variants scattered in simplified text, and compatibility forms."""

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.detect.script import Script, compatibility_forms, simplified_forms
from reader.pipeline import Engine
from reader.review.session import ReviewSession
from reader.text.fix import Fix, Kind, Level, Safety
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.section import NoticeKind
from reader.text.source import Source
from reader.text.span import Span

SIMPLE = (
    "在全县春季造林动员会上的讲话\n同志们：\n今天的会议开得很及时。春季造林季节性强，时间紧、任务重，各乡镇要把责任落实到人。\n"
    "一、认清形势，增强紧迫感\n去年全县完成造林三万亩，成活率达到百分之八十五，这个成绩来之不易。但是也要看到，荒山荒坡还有不少。\n"
    "二、突出重点，抓好落实\n林业部门要搞好技术指导，财政部门要保证资金到位，水利部门要解决好浇灌的问题。谢谢大家！"
)
TRADITIONAL = opencc.OpenCC("s2t").convert(SIMPLE)


@pytest.fixture(scope="module")
def engine():
    return Engine()


def opened(engine, raw):
    return ReviewSession(Source.of_text(raw), engine.analyse(raw))


def variants(session):
    return [fix for fix in session.fixes if fix.kind is Kind.VARIANT]


@pytest.mark.parametrize(
    ("raw", "traditional"), [(SIMPLE, False), (TRADITIONAL, True), ("", False), ("ABC 123", False)]
)
def test_which_script_a_page_is_in(raw, traditional):
    script = Script.of(raw)
    assert script.is_traditional is traditional
    assert len(script.simple) == len(raw)


@pytest.mark.parametrize("word", ["乾隆皇帝", "著名", "瞭望", "慰藉", "台风", "公里", "皇后", "茶几", "山谷"])
def test_words_of_simplified_text_are_no_traditional_forms(word):
    assert Script.of(word * 5).traditional == 0


@given(st.text(st.sampled_from("後裡會議發展今天會议发展，。\n a1"), max_size=60))
def test_the_simplified_copy_lines_up_with_the_page(raw):
    script = Script.of(raw)
    assert len(script.simple) == len(raw)
    differing = [(a, b) for a, b in zip(raw, script.simple, strict=True) if a != b]
    assert all(simplified_forms()[ord(a)] == b for a, b in differing)


def test_a_traditional_page_is_kept_as_it_is_and_said_to_be_one(engine):
    session = opened(engine, TRADITIONAL)
    assert session.cleaned.text == TRADITIONAL
    assert [notice.kind for notice in session.notices] == [NoticeKind.TRADITIONAL]
    assert not session.pending
    assert [section.level for section in session.sections] == [0, 1, 1]
    assert session.sections[1].title == "一、認清形勢，增強緊迫感"


def test_its_conversion_is_offered_on_demand(engine):
    session = opened(engine, TRADITIONAL)
    offered = variants(session)
    assert offered
    assert all(fix.safety is Safety.ASK and fix.level is Level.DOUBTFUL for fix in offered)
    for fix in offered:
        session.accept(fix)
    assert session.cleaned.text == opencc.OpenCC("t2s").convert(TRADITIONAL) == SIMPLE
    for fix in offered:
        session.keep(fix)
    assert session.cleaned.text == TRADITIONAL


def test_phrases_decide_where_one_character_has_several_simplified_ones(engine):
    raw = TRADITIONAL.replace("認清形勢", "幹部和乾淨的環境，認清形勢")
    session = opened(engine, raw)
    for fix in variants(session):
        session.accept(fix)
    assert "干部和干净的环境" in session.cleaned.text


def test_furniture_and_watermarks_go_from_a_traditional_page(engine):
    convert = opencc.OpenCC("s2t").convert
    legal = convert("本文由用户上传，版权归原作者所有，如有侵权请联系本站删除。下载后可任意编辑。")
    mark = convert("【某某文库整理发布】")
    spliced = TRADITIONAL.replace("責任落", f"責{mark}任落").replace("來之不易", f"來之{mark}不易")
    raw = f"{legal}\n{spliced}\n{legal}"
    session = opened(engine, raw)
    assert session.cleaned.text == TRADITIONAL


def test_a_misread_character_of_a_traditional_page_is_mended_in_traditional_characters(engine):
    raw = TRADITIONAL.replace("責任落實", "責任落賓").replace("但是", "伹是")
    session = opened(engine, raw)
    asked = {fix.observed(raw): fix.replacement for fix in session.pending if fix.kind is Kind.OCR}
    assert asked.get("賓") == "實"
    assert set(asked) <= {"賓", "伹"}


@pytest.mark.parametrize(("misread", "printed"), [("發展經齊", "發展經濟"), ("理髪店的頭髮", "理髮店的頭髮")])
def test_a_proposal_is_the_form_that_its_word_wants(misread, printed):
    raw = f"我們要{misread}，"
    script = Script.of(raw)
    at = next(n for n, (a, b) in enumerate(zip(misread, printed, strict=True)) if a != b) + 3
    simple = opencc.OpenCC("t2s").convert(printed)[at - 3]
    made = Fix.replacing(Span(at, at + 1), simple, Kind.OCR, "suspect", Message("because"), safety=Safety.ASK)
    assert script.as_printed(made).replacement == printed[at - 3]


def test_variants_scattered_in_simplified_text_are_asked_about_once_each(engine):
    raw = SIMPLE.replace("会议", "會议").replace("成绩", "成績").replace("这个", "這个").replace("乡镇", "鄉镇")
    session = opened(engine, raw)
    asked = {fix.observed(raw): fix for fix in session.pending}
    assert {char: fix.replacement for char, fix in asked.items()} == {"會": "会", "績": "绩", "這": "这", "鄉": "乡"}
    assert all(fix.kind is Kind.VARIANT and fix.safety is Safety.ASK for fix in asked.values())


def test_one_traditional_form_in_simplified_text_is_left_to_the_language_model(engine):
    raw = SIMPLE.replace("会议", "會议")
    assert not variants(opened(engine, raw))


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        *(("改⾰开放", "革"), ("⻩河", "黄"), ("颜⾊", "色"), ("⼀共", "一"), ("⻓江", "长")),
        *(("\uf900有此理", "\u8c48"), ("⺮", None), ("革", None)),
    ],
)
def test_compatibility_forms(raw, plain):
    found = list(compatibility_forms(Projection.of(raw)))
    assert [fix.replacement for fix in found] == ([plain] if plain else [])
    assert all(fix.safety is Safety.AUTO for fix in found)
