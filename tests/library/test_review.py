"""A review through the library: the same as everywhere else, and every promise with it."""

import json
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reader
from reader.text.apply import apply_fixes

PAGE = (
    "关于优化发展环境的讲话\n同志们：\n今天开会,主要讲三点意见。第一，要提高认识，既要改善软环境，也要改善硬环境；"
    "第二，要落实责任，既要加强检查，乂要狠抓落实；第三，要把握机遇，大力发展经挤，务求取得实效。\n"
    "本文档由会员上传，下载文档请登录账号\n"
)


@pytest.fixture
def review():
    return reader.clean(PAGE, name="page")


def test_what_is_safe_is_applied_and_the_rest_waits(review):
    assert review.text.startswith("关于优化发展环境的讲话\n同志们：\n今天开会，")
    assert "下载文档" not in review.text
    assert "经挤" in review.text
    assert [review.observed(fix) for fix in review.pending] == ["乂", "挤"]
    assert review.ledger.adds_up
    assert review.sections[0].title == "关于优化发展环境的讲话"


def test_deciding_and_going_back(review):
    first, second = review.pending
    review.accept(first)
    review.keep(second.key)
    assert "又要" in review.text
    assert "经挤" in review.text
    assert (review.state(first), review.state(second)) == (reader.State.ACCEPTED, reader.State.KEPT)
    assert review.pending == ()
    assert review.undo()
    assert review.undo()
    assert review.pending == (first, second)
    assert not review.undo()
    assert review.redo()
    assert "又要" in review.text
    review.reopen(first)
    assert first in review.pending


def test_keeping_everything_gives_the_original_back(review):
    for fix in review.fixes:
        review.keep(fix)
    while review.applied:  # what was removed is read now, and may hold findings of its own
        review.keep(review.applied[0])
    assert review.text == PAGE


def test_a_removal_that_is_kept_is_read(review):
    gone = next(fix for fix in review.applied if fix.kind is reader.Kind.BOILERPLATE)
    review.keep(gone)
    assert "下载文档请登录账号" in review.text
    assert not review.session.stale


def test_all_at_once_is_one_step_and_leaves_protected_places_alone():
    review = reader.clean(PAGE.replace("发展经挤", "“发展经挤”"))
    done = review.accept_all(least_confidence=0.5)
    assert [review.observed(fix) for fix in done] == ["乂"]
    assert "“发展经挤”" in review.text
    assert review.undo()
    assert review.state(done[0]) is reader.State.PENDING
    assert review.accept_all(kinds=["punctuation"]) == ()
    assert review.accept_all(least_confidence=1.0) == ()


@pytest.mark.parametrize("accept", ["safe", "sure", "none"])
def test_what_is_accepted_unasked(accept):
    text = reader.clean(PAGE, accept=accept).text
    assert ("经挤" in text) is (accept != "sure")
    assert (text == PAGE) is (accept == "none")


def test_without_suspects_the_same_is_applied(review):
    quick = reader.clean(PAGE, suspects=False)
    assert quick.text == review.text
    assert not any(fix.kind is reader.Kind.OCR for fix in quick.fixes)


def test_words_are_right_as_they_stand():
    review = reader.clean(PAGE, words=["经挤"])
    assert [review.observed(fix) for fix in review.pending] == ["乂"]
    assert not review.session.stale
    review.keep(review.pending[0])
    assert [review.observed(fix) for fix in review.pending] == []


def test_rules_are_those_of_the_window():
    rule = reader.Rule(reader.RuleKind.CHANGE, "检查", "监督检查")
    review = reader.clean(PAGE, rules=[rule])
    (stated,) = [fix for fix in review.pending if review.observed(fix) == "检"]
    review.accept(stated)
    assert "加强监督检查" in review.text


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"text": PAGE.encode()}, TypeError),
        ({"text": PAGE, "words": "经挤"}, TypeError),
        ({"text": PAGE, "words": [" "]}, ValueError),
        ({"text": PAGE, "accept": "all"}, ValueError),
        ({"text": PAGE, "threshold": 1.5}, ValueError),
    ],
)
def test_wrong_usage_is_an_error_at_once(arguments, error):
    with pytest.raises(error):
        reader.clean(**arguments)


def test_wrong_names_are_errors(review):
    for ask in (review.accept, review.keep, review.reopen, review.state, review.observed, review.fix):
        with pytest.raises(KeyError):
            ask("no such key")
    with pytest.raises(IndexError):
        review.accept(review.pending[0], 99)
    with pytest.raises(ValueError, match="wild"):
        review.accept_all("wild")


def test_the_json_is_the_contract(review, tmp_path):
    document = json.loads(review.to_json())
    assert document == review.to_dict()
    assert document["schema"] == "jiaodu/1"
    assert document["source"]["path"] == "page"
    accepted = [row for row in document["fixes"] if row["decision"] == "accepted"]
    text = PAGE
    for row in reversed(accepted):
        text = text[: row["start"]] + row["replacement"] + text[row["end"] :]
    assert text == document["clean"] == review.text


def test_files_in_and_out(review, tmp_path):
    path = tmp_path / "页.txt"
    path.write_bytes(PAGE.encode("gb18030"))
    opened = reader.open(path)
    assert opened.text == review.text
    assert "页.txt" in repr(opened)
    for form in (None, "md", "html", "json", "docx", "csv", reader.Format.REPORT):
        saved = opened.save(tmp_path / f"out-{form}.txt", form)
        assert saved.path.stat().st_size
    assert (tmp_path / "out-None.txt").read_bytes() == review.text.encode("gb18030")
    with pytest.raises(reader.NotSaved):
        opened.save(path)
    with pytest.raises(ValueError, match="pptx"):
        opened.save(tmp_path / "x", "pptx")
    with pytest.raises(reader.UnreadableDocument):
        reader.open(tmp_path / "nothing.txt")
    with pytest.raises(LookupError):
        reader.open(path, encoding="klingon")


PIECES = [
    "今天开会", "，", ",", " ", "\n", "一、", "下载文档请登录账号", "1", "“", "”", "\u200b", "\r\n", "。", "\ufffd",
    "𠮷",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_gives_a_review_that_adds_up(text):
    review = reader.clean(text, suspects=False)
    assert review.ledger.adds_up
    assert apply_fixes(text, review.applied).text == review.text
    assert all(span.end <= len(text) for span in chain.from_iterable(fix.spans for fix in review.fixes))
