"""The JSON that other programs read: its rows, applied as they are written, give the cleaned text."""

import json

from hypothesis import given
from hypothesis import strategies as st

from reader.language import use
from reader.review.decision import Verdict
from reader.review.session import ReviewSession
from reader.store.contract import contract, to_json
from reader.store.encodings import decode
from reader.text.analysis import Analysis
from reader.text.fix import Edit, Fix, Kind, Option, Safety
from reader.text.message import Message
from reader.text.section import Notice, NoticeKind, Section
from reader.text.source import Source
from reader.text.span import Span
from tests.strategies import damaged

REASON = Message("because")


def applied(raw: str, rows: list[dict]) -> str:
    """As a stranger who knows only the contract would do it."""
    out, at = [], 0
    for row in rows:
        if row["decision"] != "accepted":
            continue
        assert row["start"] >= at, "accepted rows overlap or are out of order"
        assert raw[row["start"] : row["end"]] == row["original"]
        out += [raw[at : row["start"]], row["replacement"]]
        at = row["end"]
    return "".join(out) + raw[at:]


def written(session: ReviewSession) -> dict:
    return json.loads(to_json(contract(session)))


@given(damaged(), st.data())
def test_accepted_rows_make_the_cleaned_text(found, data):
    raw, fixes = found
    session = ReviewSession(Source.of_text(raw), Analysis(fixes, (), ()))
    for fix in fixes:
        verdict = data.draw(st.sampled_from([*Verdict, None]))
        if verdict is not None:
            option = data.draw(st.integers(0, len(fix.options) - 1)) if fix.options else None
            session.decide([fix], verdict, REASON, option=option)
    document = written(session)
    assert document["clean"] == session.cleaned.text
    assert applied(raw, document["fixes"]) == document["clean"]
    by_start = sorted(document["fixes"], key=lambda row: (row["start"], row["end"]))
    assert applied(raw, by_start) == document["clean"], "a stable sort by place must not change the order"
    assert {row["id"] for row in document["fixes"]} == {fix.key for fix in fixes}


def test_every_field_of_the_contract():
    use("en")
    source = decode("乂大会".encode("gb18030"), "gb18030", "page.txt")
    edit = Edit(Span(0, 1), "又")
    fix = Fix(
        (Span(0, 1),), Kind.OCR, "ngram", (Option("又", 0.98, (edit,)),), Safety.ASK, 0.98, Message.of("{n}!", n=1)
    )
    analysis = Analysis(
        (fix,),
        (Section(0, "乂", Span(0, 1), 0),),
        (Notice(NoticeKind.TRUNCATED, Span(3, 3), Message("It stops here.")),),
    )
    document = written(ReviewSession(source, analysis))
    assert document["schema"] == "jiaodu/1"
    assert document["source"]["path"] == "page.txt"
    assert document["source"]["encoding"] == "gb18030"
    assert document["source"]["characters"] == 3
    assert len(document["source"]["sha256"]) == 64
    (row,) = document["fixes"]
    assert row == {
        "id": fix.key,
        "part": 0,
        "parts": 1,
        "kind": "ocr",
        "rule": "ngram",
        "start": 0,
        "end": 1,
        "original": "乂",
        "replacement": "又",
        "alternatives": [{"text": "又", "confidence": 0.98, "edits": [[0, 1, "又"]]}],
        "confidence": 0.98,
        "level": "sure",
        "safety": "ask",
        "decision": "pending",
        "state": "pending",
        "by_reader": False,
        "protected": False,
        "reason": "1!",
    }
    assert document["sections"] == [{"level": 0, "title": "乂", "start": 0, "end": 1, "clean_start": 0}]
    assert document["notices"] == [{"kind": "truncated", "start": 3, "end": 3, "message": "It stops here."}]
    assert document["ledger"] == {"source": 3, "kept": 3, "removed": 0, "changed": 0, "inserted": 0}


def test_a_suspect_without_repair_leaves_the_text_and_has_no_alternatives():
    suspect = Fix((Span(0, 1), Span(2, 3)), Kind.OCR, "ngram", (), Safety.SHOW, 0.6, REASON)
    rows = written(ReviewSession(Source.of_text("商x虽"), Analysis((suspect,), (), ())))["fixes"]
    assert [(row["original"], row["replacement"], row["alternatives"]) for row in rows] == [
        ("商", "商", []),
        ("虽", "虽", []),
    ]


def test_a_fix_that_sleeps_is_pending_and_says_so():
    gone = Fix.replacing(Span(0, 4), "", Kind.BOILERPLATE, "site", REASON)
    inside = Fix.replacing(Span(1, 2), "乙", Kind.OCR, "ngram", REASON)
    across = Fix.replacing(Span(3, 5), "丙", Kind.OCR, "ngram", REASON)
    rows = written(ReviewSession(Source.of_text("一二三四五"), Analysis((gone, inside, across), (), ())))["fixes"]
    assert {row["replacement"]: (row["decision"], row["state"]) for row in rows} == {
        "": ("accepted", "accepted"),
        "乙": ("pending", "asleep"),
        "丙": ("pending", "set_aside"),
    }


def test_lone_surrogates_are_json_escapes():
    session = ReviewSession(Source.of_text("文\udc80字", name="\udcff.txt"), Analysis((), (), ()))
    assert json.loads(to_json(contract(session)).decode("utf-8"))["clean"] == "文\udc80字"


def test_undecodable_bytes_are_a_notice():
    source = decode("政府工作报告".encode() + b"\xff\xfe", "utf-8")
    notices = written(ReviewSession(source, Analysis((), (), ())))["notices"]
    assert [(notice["kind"], notice["start"]) for notice in notices] == [("encoding", 6)]
