"""Reports of decisions: every decision is in them, the sum is right, and nothing of a hostile page runs."""

import csv
import io
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language import use
from reader.review.decision import Verdict
from reader.review.headings import heading_fix
from reader.review.session import ReviewSession
from reader.store.writers.findings import Places, rows
from reader.store.writers.report import to_report
from reader.store.writers.table import to_table
from reader.text.analysis import Analysis
from reader.text.fix import Kind, Level
from reader.text.message import Message
from reader.text.section import Notice, NoticeKind
from reader.text.source import Source
from reader.text.span import Span
from tests.builders import fix, options
from tests.strategies import damaged

WHEN = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    use("en")
    yield
    use("en")


def session(raw, *found, notices=(), name="page.txt", **source):
    given_source = Source(raw, raw.encode("utf-8", "surrogatepass"), "utf-8", name=name, **source)
    return ReviewSession(given_source, Analysis(found, (), notices))


class Tables(HTMLParser):
    """The cells of each table, and everything that is shown."""

    def __init__(self, page):
        super().__init__()
        self.tables, self.said, self.tags, self.open = [], "", set(), False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self.open = True

    def handle_endtag(self, tag):
        self.open = False if tag in {"td", "th"} else self.open

    def handle_data(self, data):
        if self.open:
            self.tables[-1][-1][-1] += data
        self.said += data


def table(review, **given_words):
    data = to_table(review, **given_words)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def reviewed():
    raw = "水印，我们商虽。\n(二)好 的"
    found = (
        fix("watermark", (0, 2, ""), confidence=0.98),
        options("ocr", 5, 7, "商量", "商谈", confidence=0.9),
        fix("punctuation", (9, 10, "（"), (11, 12, "）")),
        options("ocr", 12, 13, "女", confidence=0.4, level=Level.DOUBTFUL),
        options("ocr", 4, 5),
        fix("spacing", (13, 14, "")),
    )
    notice = Notice(NoticeKind.MASKED, Span(9, 10), Message("A word is masked here."))
    review = session(raw, *found, notices=(notice,), remarks=(Message("A picture is not in the text."),))
    review.accept(found[1])
    review.keep(found[5])
    return review


WANTED = """
1|1:1|0|Watermark|Remove|水印|||，我们商虽。↵(二)好 |because|0.98|Accepted|Jiaodu
2|1:5|4|Misread character|No repair known|们||水印，我|商虽。↵(二)好 的|because|0.9|To decide|
3|1:6|5|Misread character|Replace|商虽|商量|水印，我们|。↵(二)好 的|because|0.9|Accepted|张三
4|2:1|9|Punctuation|Replace|(…)|（…）|水印，我们商虽。↵|好 的|because|0.9|Accepted|Jiaodu
5|2:5|13|Spacing|Remove| ||印，我们商虽。↵(二)好|的|because|0.9|Original kept|张三
"""
WANTED = [line.split("|") for line in WANTED.strip().splitlines()]


def test_the_table_has_a_row_for_each_decision():
    head, *found = table(reviewed(), author="张三")
    assert head[:4] == ["Number", "Line:column", "Offset", "Kind"]
    assert found == WANTED


def test_the_report_has_the_same_rows():
    shown = Tables(to_report(reviewed(), author="张三", when=WHEN))
    account, notices, decisions = shown.tables
    assert account[1:] == [["Watermark", "2", "0"], ["Punctuation", "0", "2"], ["Misread character", "0", "2"]]
    assert notices[1:] == [
        ["", "Document", "A picture is not in the text."],
        ["2:1", "Masked words", "A word is masked here."],
    ]
    assert [[row[0], row[1], row[2], row[3], row[6], row[8], row[9]] for row in decisions[1:]] == [
        [row[0], row[1], row[2], row[3], row[9], row[11], row[12]] for row in WANTED
    ]
    assert [row[4] for row in decisions[1:]][2] == "水印，我们商虽。↵(二)好␣的"
    assert [row[5] for row in decisions[1:]] == [
        "Remove",
        "No repair known",
        "Replace商虽 → 商量",
        "Replace(…) → （…）",
        "Remove",
    ]
    for said in (
        "Original 15 = kept 9 + removed 2 + changed 4",
        "1 doubt that is shown only on demand is not listed.",
        "page.txt",
        "UTF-8",
        "2026-03-01 08:30",
        reviewed().source.sha256,
    ):
        assert said in shown.said


def test_the_report_speaks_chinese():
    use("zh_CN")
    page = to_report(reviewed(), when=WHEN)
    assert '<html lang="zh-CN">' in page
    said = Tables(page).said
    assert "校订报告" in said
    assert "原文 15 字 = 保留 9 字 + 移除 2 字 + 改动 4 字" in said
    heads = [cell for table in Tables(page).tables for cell in table[0]]
    assert heads
    assert not [cell for cell in heads if re.search("[a-z]", cell)]


def test_a_mark_as_heading():
    review = session("一、好\n正文", name="")
    review.add(heading_fix(Span(0, 3), 1), Message("so"))
    (row,) = rows(review)
    assert (row.kind, row.change, row.original, row.replacement, row.who) == (
        "Heading",
        "Mark",
        "一、好",
        "Heading of level 1",
        "Reader",
    )
    review.add(heading_fix(Span(0, 3), None), Message("so"))
    assert [row.replacement for row in rows(review)] == ["No heading"]


def test_nothing_found():
    page = to_report(session("好"))
    assert "Nothing was found." in page
    assert not Tables(page).tables


@given(damaged(), st.data())
def test_every_decision_is_listed(given_text, data):
    raw, found = given_text
    found = [one for one in found if one.kind is not Kind.HEADING]
    review = session(raw, *found)
    for one in found:
        review.decide([one], data.draw(st.sampled_from(Verdict)), Message("so"))
    listed = table(review)[1:]
    unasked = [one for one in found if one.level is Level.DOUBTFUL and review.decision(one).verdict is Verdict.PENDING]
    assert len(listed) == len(found) - len(unasked)
    report = Tables(to_report(review))
    assert len(report.tables[-1]) - 1 == len(listed) if listed else "Nothing was found." in report.said
    accepted = sum(row[11] == "Accepted" for row in listed)
    assert accepted == len(review.cleaned.applied)


HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "＝1＋1",
    "\t=1",
    "\r=1",
    " =1",
    "\n=1",
]


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_is_a_formula(cell):
    raw = f"字{cell}字"
    review = session(raw, fix("markup", (1, 1 + len(cell), cell + "x")))
    for row in table(review, author=cell)[1:]:
        for said in row:
            assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r]", said), said


def test_what_is_no_formula_is_left_as_it_is():
    text = "<td> 甲\r\n“乙”,\u3000丙"
    review = session(text, fix("markup", (0, len(text), "")))
    assert table(review)[1][5] == text


def test_nothing_of_a_page_runs_in_the_report():
    raw = "<script>alert(1)</script>\x00\ud800<img src=x onerror=alert(1)>"
    page = to_report(session(raw, fix("markup", (0, len(raw), "<b>")), name="</title><script>"), author="<i>")
    assert Tables(page).tags <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "dl", "dt", "dd", "br"),
        *("table", "thead", "tbody", "tr", "th", "td", "span", "del", "ins", "mark"),
    }
    assert "url(" not in page
    assert "http" not in page
    page.encode("utf-8", "replace")


def test_places():
    places = Places("甲\r\n乙\r丙\n\n丁")
    assert [places.of(n) for n in (0, 1, 3, 4, 5, 6, 7, 8, 9)] == [
        *("1:1", "1:2", "2:1", "2:2", "3:1", "3:2", "4:1", "5:1", "5:2"),
    ]
