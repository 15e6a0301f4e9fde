"""What a batch applies without asking: nothing, what is safe, or also what is sure, and never a number or a name."""

import json
from pathlib import Path

import pytest

from reader.batch.accept import reviewed
from reader.batch.delicate import is_delicate
from reader.batch.settings import Accept, Settings
from reader.pipeline import Engine
from reader.review.decision import State
from reader.review.session import ReviewSession
from reader.store.contract import contract
from reader.text.analysis import Analysis, applies_by_itself
from reader.text.apply import apply_fixes
from reader.text.fix import Edit, Fix, Kind, Level, Option, Safety
from reader.text.message import Message
from reader.text.source import Source
from reader.text.span import Span

SAMPLE = (Path(__file__).resolve().parents[1] / "samples" / "spring_ploughing.txt").read_text("utf-8")
WHY = Message("Because.")
RAW = "今天又開会，大家都来了。第二天他们又走了，没有人留下来。"


def suspect(start, text, *, confidence=0.97, share=None, **more):
    edit = Edit(Span(start, start + 1), text)
    option = Option(text, confidence if share is None else share, (edit,))
    return Fix((edit.span,), Kind.OCR, "suspect", (option,), Safety.ASK, confidence, WHY, **more)


def reviewing(fixes, accept=Accept.SURE, raw=RAW, **settings):
    analysis = Analysis(tuple(fixes), (), ())
    return reviewed(Source.of_text(raw, "page"), lambda _: analysis, Settings(accept=accept, **settings))


def applied(session):
    return [fix.span.start for fix in session.cleaned.applied]


SAFE = Fix.replacing(Span(11, 12), "！", Kind.PUNCTUATION, "mark", WHY)


@pytest.mark.parametrize(
    ("fix", "taken"),
    [
        (suspect(3, "开"), True),
        (suspect(3, "开", confidence=0.94), False),
        (suspect(3, "开", share=0.5), False),  # that the place is wrong is sure, what was printed is not
        (suspect(3, "开", protected=True), False),
        (suspect(3, "开", level=Level.DOUBTFUL), False),
        (Fix((Span(3, 4),), Kind.OCR, "suspect", (), Safety.SHOW, 0.99, WHY), False),
        (suspect(13, "三"), False),  # 第二天
    ],
)
def test_only_what_is_sure_and_harmless_is_taken(fix, taken):
    session = reviewing([fix, SAFE])
    assert applied(session) == ([fix.span.start, 11] if taken else [11])
    assert reviewing([fix, SAFE], Accept.SAFE).cleaned.text == RAW[:11] + "！" + RAW[12:]


def test_the_threshold_is_that_of_the_settings():
    fix = suspect(3, "开", confidence=0.6)
    assert applied(reviewing([fix], threshold=0.6)) == [3]
    assert applied(reviewing([fix], threshold=0.61)) == []


def test_no_reader_decided():
    session = reviewing([suspect(3, "开"), SAFE])
    rows = contract(session)["fixes"]
    assert [(row["decision"], row["by_reader"], row["safety"]) for row in rows] == [
        ("accepted", False, "ask"),
        ("accepted", False, "auto"),
    ]


def test_nothing_is_the_original_with_everything_pending():
    session = reviewing([suspect(3, "开"), SAFE], Accept.NONE)
    assert session.cleaned.text == RAW
    assert {row["decision"] for row in contract(session)["fixes"]} == {"pending"}
    assert not any(row["by_reader"] for row in contract(session)["fixes"])


def test_findings_that_want_one_place_are_both_left():
    wide = Fix.replacing(Span(3, 5), "开会", Kind.OCR, "suspect", WHY, safety=Safety.ASK, confidence=0.99)
    session = reviewing([suspect(3, "开"), wide, suspect(24, "流")])
    assert applied(session) == [24]


def test_what_is_safe_is_never_pushed_aside():
    bold = suspect(11, "？", confidence=1.0)
    session = reviewing([bold, SAFE])
    assert session.state(SAFE) is State.ACCEPTED
    assert session.state(bold) is State.PENDING


def test_doubtful_findings_can_be_left_out():
    doubtful = suspect(3, "开", level=Level.DOUBTFUL)
    assert len(reviewing([doubtful, SAFE], Accept.SAFE, doubtful=False).fixes) == 1
    assert len(reviewing([doubtful, SAFE], Accept.SAFE).fixes) == 2


def test_a_removal_that_was_sure_is_looked_through():
    """What only shows once a sure removal is gone is found too, and standing decisions reach the analysis."""
    raw = "开会【广告】 商虽。"
    removal = Fix.replacing(Span(2, 6), "", Kind.BOILERPLATE, "advert", WHY, safety=Safety.ASK, confidence=0.99)
    space = Fix.replacing(Span(6, 7), "", Kind.SPACING, "space", WHY)

    def analyse(standing):
        through = removal.key in standing.accepted
        return Analysis((removal, space) if through else (removal,), (), (), frozenset())

    session = reviewed(Source.of_text(raw, "page"), analyse, Settings(accept=Accept.SURE))
    assert session.cleaned.text == "开会商虽。"


@pytest.mark.parametrize(
    ("text", "at", "proposed", "delicate"),
    [
        ("大家一起商虽这个问题", 5, "量", False),  # 商量 is a word
        ("会上张建囯同志发了言", 4, "国", True),  # follows a family name
        ("要增强国冢的实力", 4, "家", False),  # 强 is a family name, but part of 增强
        ("在二○○六年", 1, "三", True),
        ("完成了8O亩的任务", 4, "0", True),
        ("完成了8乂亩的任务", 4, "又", True),  # beside a digit
        ("到北亰市去开会", 2, "京", True),  # 北京 is a place
        ("人民群众的利盖", 6, "益", False),
    ],
)
def test_numbers_and_names_are_delicate(text, at, proposed, delicate):
    fix = suspect(at, proposed)
    assert is_delicate(fix, apply_fixes(text, [])) is delicate


def test_without_suspects_only_questions_of_the_language_model_are_missing():
    raw = SAMPLE.replace("商量", "商虽").replace("问题", "间题")
    whole, quick = Engine().analyse(raw), Engine(suspects=False).analyse(raw)
    missing = set(whole.fixes) - set(quick.fixes)
    assert missing
    assert set(quick.fixes) <= set(whole.fixes)
    assert not any(applies_by_itself(fix) for fix in missing)
    assert quick.sections == whole.sections
    assert quick.notices == whole.notices


@pytest.mark.parametrize("accept", Accept)
def test_the_contract_holds_whatever_is_accepted(accept):
    raw = SAMPLE.replace("工作", "工怍").replace("我们", "我仃").replace("认真", "认直")
    engine = Engine()
    settings = Settings(accept=accept, threshold=0.5)
    session = reviewed(Source.of_text(raw, "page"), lambda standing: engine.analyse(raw, standing), settings)
    document = json.loads(json.dumps(contract(session)))
    at, parts = 0, []
    for row in document["fixes"]:
        if row["decision"] == "accepted":
            assert row["start"] >= at
            parts += [raw[at : row["start"]], row["replacement"]]
            at = row["end"]
    assert "".join([*parts, raw[at:]]) == document["clean"]
    ocr = [row for row in document["fixes"] if row["kind"] == "ocr" and row["decision"] == "accepted"]
    assert bool(ocr) == (accept is Accept.SURE)
    if accept is Accept.NONE:
        assert document["clean"] == raw


def test_safe_is_what_the_window_shows():
    analysis = Engine().analyse(SAMPLE)
    source = Source.of_text(SAMPLE, "page")
    safe = reviewed(source, lambda _: analysis, Settings())
    window = ReviewSession(source, analysis)
    assert contract(safe) == contract(window)
