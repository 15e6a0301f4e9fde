"""Tracked changes: accepting all gives the cleaned text, rejecting all the original; nobody is given others' work."""

import io
from datetime import UTC, datetime

import docx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.language import use
from reader.review.decision import Verdict
from reader.review.session import ReviewSession
from reader.store.writers.tracked import to_tracked
from reader.text.analysis import Analysis
from reader.text.fix import Level
from reader.text.message import Message
from reader.text.section import Notice, NoticeKind
from reader.text.source import Source
from reader.text.span import Span
from tests.builders import fix, options
from tests.store.writers.word import NS, W, anchored, as_word, disorder, parts, resolved
from tests.strategies import damaged

WHEN = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    use("en")


def session(raw, *found, notices=(), **source):
    return ReviewSession(
        Source(raw, raw.encode("utf-8", "surrogatepass"), "utf-8", **source), Analysis(found, (), notices)
    )


def tracked(review, author=""):
    return to_tracked(review, author=author, when=WHEN)


def changes(data):
    """Who changed what: (ins or del, text or the mark of a paragraph, author)."""
    found = []
    for element in parts(data)["word/document.xml"].iter(f"{W}ins", f"{W}del"):
        text = "".join(piece.text or "" for piece in element.iter(f"{W}t", f"{W}delText"))
        found.append((element.tag.removeprefix(W), text or "¶", element.get(f"{W}author")))
    return found


def comments(data):
    """What each comment is about and what it says."""
    about = anchored(data)
    root = parts(data).get("word/comments.xml")
    found = [] if root is None else root.findall("w:comment", NS)
    return [
        (about[comment.get(f"{W}id")], ["".join(p.itertext()) for p in comment.findall("w:p", NS)]) for comment in found
    ]


AWKWARD = (
    ("\r\n", [fix("spacing", (0, 1, ""))]),
    ("\r\n", [fix("spacing", (1, 2, ""))]),
    ("\r\n", [fix("spacing", (1, 1, "字"))]),
    ("甲\r乙\n丙", [fix("spacing", (2, 3, ""))]),
    ("甲\r乙\n丙", [fix("spacing", (2, 2, "\n"), (3, 4, ""))]),
    ("甲\n\n乙", [fix("break", (1, 2, "")), fix("watermark", (2, 4, ""))]),
    ("甲\f乙\r", [fix("break", (3, 4, "\n\n"))]),
    ("甲\r乙", [fix("watermark", (2, 3, "")), fix("break", (3, 3, "\n"))]),
    ("<&>\"'\t]]>", [fix("markup", (0, 3, "&amp;"))]),
    ("\ud800\x00\x1f\ufffe", [fix("invisible", (1, 2, "\ud801"))]),
)


@given(damaged(), st.data())
def test_nothing_is_lost_and_nothing_is_added(given_text, data):
    raw, found = given_text
    review = session(raw, *found)
    for one in found:
        verdict = data.draw(st.sampled_from(Verdict))
        review.decide([one], verdict, Message("so"))
    check(review)


@pytest.mark.parametrize(("raw", "found"), AWKWARD)
def test_awkward_places(raw, found):
    check(session(raw, *found))


@given(st.text(alphabet=st.characters(codec=None), max_size=20))
@example("\ud800\r\ufffe\f\x0b\x85\u2028")
def test_any_text_can_be_held(raw):
    check(session(raw))


def check(review):
    data = tracked(review, "张三")
    assert resolved(data, "ins") == as_word(review.cleaned.text)
    assert resolved(data, "del") == as_word(review.raw)
    files = parts(data)
    assert [said for name, root in files.items() if name.startswith("word/") for said in disorder(root)] == []
    marked = [*files["word/document.xml"].iter(f"{W}ins", f"{W}del")]
    numbers = [element.get(f"{W}id") for element in marked] + list(anchored(data))
    assert len(numbers) == len(set(numbers))
    assert len(docx.Document(io.BytesIO(data)).paragraphs) == len(files["word/document.xml"].findall(".//w:p", NS))
    return data


def test_whose_decision_it_was():
    by_program, by_person = fix("watermark", (0, 2, "")), options("ocr", 3, 4, "又")
    review = session("水印我乂来", by_program, by_person)
    review.accept(by_person)
    assert changes(tracked(review, "张三")) == [
        ("del", "水印", "Jiaodu"),
        ("del", "乂", "张三"),
        ("ins", "又", "张三"),
    ]
    assert changes(tracked(review))[1] == ("del", "乂", "Reader")
    dates = {
        element.get(f"{W}date") for element in parts(tracked(review))["word/document.xml"].iter(f"{W}ins", f"{W}del")
    }
    assert dates == {"2026-03-01T08:30:00Z"}


def test_paragraph_ends():
    joined, restored = fix("break", (1, 2, "")), fix("break", (3, 3, "\n"))
    data = tracked(session("甲\n乙丙", joined, restored))
    assert changes(data) == [("del", "¶", "Jiaodu"), ("ins", "¶", "Jiaodu")]
    document = parts(data)["word/document.xml"]
    assert ["".join(p.itertext()) for p in document.findall(".//w:p", NS)] == ["甲", "乙", "丙"]


def test_only_what_differs_is_marked():
    assert changes(tracked(session("商虽。\n好", fix("ocr", (0, 4, "商量。\n"))))) == [
        ("del", "虽", "Jiaodu"),
        ("ins", "量", "Jiaodu"),
    ]
    assert changes(tracked(session("甲\r\n乙", fix("spacing", (1, 3, "\n"))))) == []


def test_what_was_rejected_leaves_no_trace():
    one = fix("watermark", (0, 2, ""))
    review = session("水印我", one)
    review.keep(one)
    data = tracked(review)
    assert changes(data) == []
    assert "word/comments.xml" not in parts(data)


def test_open_questions_are_comments():
    suspect = options("ocr", 1, 3, "商量", "商谈", confidence=0.9)
    missing = options("punctuation", 4, 4, "。", confidence=0.6)
    unknown = options("ocr", 3, 4)
    doubtful = options("ocr", 0, 1, "词", level=Level.DOUBTFUL)
    cut = Notice(NoticeKind.TRUNCATED, Span(6, 6), Message("The text stops."))
    data = tracked(session("我商虽口\n完", suspect, missing, unknown, doubtful, notices=(cut,)))
    assert comments(data) == [
        ("商虽", ["Misread character", "“商虽” → “商量”? (90%)", "“商虽” → “商谈”? (90%)", "because"]),
        ("口", ["Misread character", "“口” looks wrong; no repair is known.", "because"]),
        ("口", ["Punctuation", "Put in “。”? (60%)", "because"]),
        ("完", ["Cut-off end", "The text stops."]),
    ]


@given(damaged(), st.data())
def test_comments_stay_where_they_belong(given_text, data):
    raw, found = given_text
    review = session(raw, *found)
    for one in found:
        review.decide([one], data.draw(st.sampled_from([Verdict.PENDING, Verdict.ACCEPTED])), Message("so"))
    written = check(review)
    said = [about for about, _ in comments(written)]
    assert len(said) == len(review.pending)
    if not review.cleaned.applied:
        wanted = sorted((one.span.start, one.span.end) for one in review.pending if one.span.length)
        for start, end in wanted:
            assert as_word(raw[start:end]).strip("\n") in [about.strip("\n") for about in said]


def test_a_comment_about_a_line_end_reaches_over_it():
    data = tracked(session("甲\r\n乙", options("break", 1, 3, "")))
    assert [about for about, _ in comments(data)] == ["\n"]


def test_what_was_put_in_beside_it_is_no_part_of_what_a_comment_is_about():
    before, after = options("ocr", 0, 1, "申"), options("ocr", 1, 2, "已")
    data = tracked(session("甲乙", before, after, fix("punctuation", (1, 1, "，"))))
    assert [about for about, _ in comments(data)] == ["甲", "乙"]
    assert changes(data) == [("ins", "，", "Jiaodu")]


def test_two_changes_that_make_one_line_end_are_the_persons_if_one_is():
    by_program, by_person = fix("spacing", (1, 2, "")), options("ocr", 2, 3, "")
    review = session("\r甲乙\n", by_program, by_person)
    review.accept(by_person)
    assert {author for _, _, author in changes(check(review))} == {"张三"}


def test_a_long_line_is_no_trouble():
    raw = "字" * 5_000_000
    assert resolved(tracked(session(raw)), "del") == raw


def test_the_same_decisions_give_the_same_bytes():
    review = session("甲 乙", fix("spacing", (1, 2, "")))
    assert tracked(review) == tracked(review)
