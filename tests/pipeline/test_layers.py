"""How the layers work together: later ones read through what earlier ones take away, and see what the reader keeps."""

from pathlib import Path

import pytest

from reader.pipeline import Cancelled, Engine
from reader.review.session import ReviewSession
from reader.text.analysis import applies_by_itself
from reader.text.apply import apply_fixes
from reader.text.fix import Kind
from reader.text.section import NoticeKind
from reader.text.source import Source

SAMPLE = (Path(__file__).resolve().parents[1] / "samples" / "spring_ploughing.txt").read_text("utf-8")
RIVER = (Path(__file__).resolve().parents[1] / "samples" / "river_cleaning.txt").read_text("utf-8").rstrip("\n")
WATERMARK = "本资料由青松文档站提供，转载违法必究"


@pytest.fixture(scope="module")
def engine():
    return Engine()


def cleaned(raw, analysis):
    return apply_fixes(raw, filter(applies_by_itself, analysis.fixes)).text


def suspects_at(analysis, at):
    return [fix for fix in analysis.fixes if fix.kind is Kind.OCR and fix.span.start <= at < fix.span.end]


def spliced(old, new):
    """The river speech with ``new`` in place of ``old``, and a watermark in two more places."""
    text = RIVER.replace(old, new, 1)
    for place in ("亲眼见过的。", "不能图省事。"):
        text = text.replace(place, place + WATERMARK, 1)
    return text


def test_a_watermark_inside_a_word_goes_and_the_word_is_whole(engine):
    raw = spliced("资金问题", f"资金问{WATERMARK}题")
    analysis = engine.analyse(raw)
    assert WATERMARK not in cleaned(raw, analysis)
    assert "资金问题大家不用担心" in cleaned(raw, analysis)
    assert not suspects_at(analysis, raw.index("资金问") + 2)
    assert not suspects_at(analysis, raw.index("题大家不用"))


def test_a_suspect_beside_a_watermark_is_judged_through_it(engine):
    raw = spliced("乡亲们站在堤上", f"这件事要同群众商{WATERMARK}虽着办。乡亲们站在堤上")
    analysis = engine.analyse(raw)
    at = raw.index("虽着办")
    found = suspects_at(analysis, at)
    assert found, "商虽 is 商量 misread"
    assert found[0].replacement == "量"
    accepted = apply_fixes(raw, [*filter(applies_by_itself, analysis.fixes), found[0]]).text
    assert "同群众商量着办。" in accepted


def test_a_suspect_stands_beside_a_line_end_space(engine):
    raw = SAMPLE
    analysis = engine.analyse(raw)
    found = suspects_at(analysis, raw.index("商虽") + 1)
    assert found
    assert found[0].replacement == "量"


def test_what_is_kept_is_read(engine):
    """The tail of the page is furniture; once the reader keeps a stretch, what is wrong inside it is found."""
    raw = RIVER + "\n本文由青松文档站整理,商虽转载事宜请联系客服,电话:400-820-1188\n"
    analysis = engine.analyse(raw)
    session = ReviewSession(Source.of_text(raw), analysis)
    tail = raw.index("本文由")
    removals = [fix for fix in session.fixes if fix.kind.removes and fix.span.end > tail]
    assert removals
    assert not [fix for fix in analysis.fixes if fix.kind is Kind.PUNCTUATION and fix.span.start >= tail]
    for fix in removals:
        session.keep(fix)
    assert session.stale
    session.adopt(engine.analyse(raw, session.standing))
    assert not session.stale
    inside = [fix for fix in session.fixes if fix.kind is Kind.PUNCTUATION and fix.span.start >= tail]
    assert inside
    assert "客服，电话：400-820-1188" in session.cleaned.text


def test_taking_the_decision_back_brings_the_first_analysis_back(engine):
    raw = RIVER + "\n本文由青松文档站整理,转载请注明出处\n"
    first = engine.analyse(raw)
    session = ReviewSession(Source.of_text(raw), first)
    removal = next(fix for fix in session.fixes if fix.kind.removes)
    session.keep(removal)
    session.adopt(engine.analyse(raw, session.standing))
    session.undo()
    assert engine.analyse(raw, session.standing) == first


def test_windows_line_ends_are_kept_through_every_layer(engine):
    raw = RIVER.replace("\n", "\r\n\r\n\u3000\u3000").replace("，", ",")
    text = cleaned(raw, engine.analyse(raw))
    assert text == RIVER.replace("\n", "\r\n")


def test_a_clean_text_stays_as_it_is(engine):
    for path in sorted(Path(__file__).resolve().parents[1].glob("samples/*.txt")):
        text = path.read_text("utf-8").rstrip("\n")
        if path.stem == "spring_ploughing":
            continue
        analysis = engine.analyse(text)
        assert cleaned(text, analysis) == text, path.stem
        assert [notice.kind for notice in analysis.notices] == [], path.stem


def test_the_page_of_the_sample_comes_out_whole(engine):
    analysis = engine.analyse(SAMPLE)
    text = cleaned(SAMPLE, analysis)
    assert "在全镇春耕生产动员会上的讲话\n同志们：今天把大家请来，开一个短会" in text
    assert text.endswith("为夺取今年农业的丰收而努")
    assert "青松文档站" not in text
    assert " " not in text
    assert [section.title for section in analysis.sections if section.level == 1] == [
        "一、认清形势，增强做好春耕工作的责任感",
        "二、突出重点，抓好春耕生产的各项措施",
        "三、加强领导，确保春耕生产任务的完成",
    ]
    assert [notice.kind for notice in analysis.notices] == [NoticeKind.TRUNCATED]


def test_a_long_text_without_suspects_says_how_far_it_is_and_stops_when_asked():
    paragraph = "各级各部门要加强组织领导，明确责任分工，狠抓工作落实，确保完成全年的目标任务。" * 4
    raw = "\n".join([paragraph] * 250)
    steps = [progress for _, progress in Engine().stream(raw)]
    assert 4 < len(steps) <= 22
    assert [step.done for step in steps] == sorted({step.done for step in steps})
    assert steps[-1].done == steps[-1].total

    asked = 0

    def cancelled():
        nonlocal asked
        asked += 1
        return asked > 8

    with pytest.raises(Cancelled):
        Engine().analyse(raw, cancelled=cancelled)
