"""Marks that a recogniser misread are asked about, through what was spliced in, and foreign names are left alone."""

from reader.detect.misread_marks import misread_marks
from reader.pipeline import Engine
from reader.text.fix import Fix, Kind, Safety
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.span import Span

DOTTED = (
    "我们要在思想上·政治上、行动上同党中央保持一致，切实做到学习好·宣传好、贯彻好。\n"
    "工业·农业、商业都要上新台阶，县·乡、村三级要一起抓，教育·卫生、文化各项事业全面发展。"
)
NAMED = "马克思的全名是卡尔·马克思，列宁的全名是弗拉基米尔·伊里奇·列宁，白求恩的全名是亨利·诺尔曼·白求恩。"
NUMBERED = "根据国办发【2018】12号文件的要求，现就有关工作通知如下。"


def asked(text):
    return [(fix.observed(text), fix.replacement, fix.safety) for fix in misread_marks(Projection.of(text))]


def test_dots_for_enumeration_commas():
    found = asked(DOTTED)
    assert len(found) >= 4
    assert {(observed, safety) for observed, _, safety in found} == {("·", Safety.ASK)}
    assert sum(proposed == "、" for _, proposed, _ in found) >= 0.8 * len(found)


def test_dots_of_names_stay():
    assert asked(NAMED) == []


def test_the_brackets_of_a_year_are_one_question():
    [fix] = misread_marks(Projection.of(NUMBERED))
    assert [(edit.span.of(NUMBERED), edit.replacement) for edit in fix.edits] == [("【", "〔"), ("】", "〕")]
    assert fix.safety is Safety.ASK


def test_a_mark_behind_something_spliced_in_keeps_its_raw_place():
    raw = NUMBERED.replace("【", "【某某文库网")
    gone = Fix.replacing(Span(raw.index("某某"), raw.index("2018")), "", Kind.WATERMARK, "test", Message("x"))
    [fix] = misread_marks(Projection.of(raw, [gone]))
    assert [(edit.span.of(raw), edit.replacement) for edit in fix.edits] == [("【", "〔"), ("】", "〕")]


def test_a_stroke_is_asked_about_once():
    raw = "在会上的讲话\n" + DOTTED.replace("·", "丶")
    fixes = Engine().analyse(raw).fixes
    strokes = [fix for fix in fixes if "丶" in fix.observed(raw)]
    assert strokes
    assert {fix.kind for fix in strokes} == {Kind.PUNCTUATION}
    assert len({fix.spans for fix in strokes}) == len(strokes)
