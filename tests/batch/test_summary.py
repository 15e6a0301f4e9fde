"""The summary: who needs eyes first, sums that add up, and names of files that do no harm."""

import csv
import io
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reader.batch import summary_page
from reader.batch.attention import FAILED, attention, points
from reader.batch.outcome import Facts, Outcome
from reader.batch.plan import Job
from reader.batch.search import Refusal
from reader.batch.summary import Summary
from reader.language import use
from reader.text.message import Message


@pytest.fixture(autouse=True)
def english():
    use("en")
    yield
    use("en")


def facts(**more):
    usual = {"characters": 1000, "kept": 900, "removed": 100, "changed": 0, "inserted": 0}
    return Facts(**{**usual, "encoding": "utf-8", "format": "txt", **more})


def outcome(name, made=None, *, failure=None, **more):
    return Outcome(Job(Path(name), name, Path("out") / name), failure, facts=made, seconds=0.5, **more)


@pytest.mark.parametrize(
    ("made", "worth"),
    [
        (facts(), 0),
        (facts(characters=0, kept=0, removed=0), 0),
        (facts(notices={"not_a_speech": 1}), 100),
        (facts(notices={"not_a_speech": 3}), 100),
        (facts(undecodable=7), 60),
        (facts(notices={"gap": 2}), 20),
        (facts(notices={"gap": 9}), 50),
        (facts(notices={"truncated": 1, "masked": 2, "lost_number": 1}), 5 + 4 + 3),
        (facts(pending={"ocr": 5, "punctuation": 2}), 14),
        (facts(pending={"ocr": 500}), 60),
        (facts(characters=10_000, removed=1000, kept=9000, pending={"ocr": 5}), 1),
        (facts(removed=750, kept=250), 20),
        (facts(removed=500, kept=500), 0),
    ],
)
def test_points(made, worth):
    assert points(made) == pytest.approx(worth)


def test_a_failed_file_comes_first():
    worst = facts(
        removed=1000, kept=0, undecodable=1, pending={"ocr": 900},
        notices=Counter(dict.fromkeys(("not_a_speech", "gap", "rewritten", "several_texts", "truncated"), 99)),
    )  # fmt: skip
    assert attention(outcome("x", worst)) < FAILED == attention(outcome("x", failure=Message("No.")))


@pytest.fixture
def summary():
    made = Summary([Refusal(Path("closed"), Message("closed cannot be searched."))])
    made.add(outcome("calm.txt", facts(applied={"spacing": 3})))
    made.add(outcome("=1+1.txt", facts(pending={"ocr": 2}, notices={"gap": 1})))
    made.add(outcome("<script>alert(1)</script>.txt", facts(removed=900, kept=100, applied={"boilerplate": 2})))
    made.add(outcome("bad.txt", failure=Message("bad.txt is empty.")))
    made.add(outcome("old.txt", facts(), unchanged=True))
    made.add(outcome("lone \udc80.txt", facts()))
    yield made
    made.close()


def test_rows_come_with_those_that_need_eyes_first(summary):
    assert [row.path for row in summary.rows()] == [
        "closed", "bad.txt", "<script>alert(1)</script>.txt", "=1+1.txt", "calm.txt", "old.txt", "lone \udc80.txt",
    ]  # fmt: skip


def test_the_table_adds_up_and_has_no_formulas(summary, tmp_path):
    path = tmp_path / "sums.csv"
    summary.write(path)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    *rows, last = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert rows[3]["path"] == "'=1+1.txt"
    for column in ("characters", "removed", "applied", "pending", "applied_spacing", "notice_gap", "unchanged"):
        assert int(last[column]) == sum(int(row[column] or 0) for row in rows)
    assert last["path"] == "All 7 documents, 2 of them failed"
    assert {len(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))} == {len(last)}


class Page(HTMLParser):
    """What a browser sees: tags that are opened, and texts."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts = Counter(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        assert not {"src", "href"} & dict(attrs).keys(), "nothing is loaded"

    def handle_data(self, data):
        self.texts.append(data)


@pytest.mark.parametrize(("language", "word"), [("en", "To decide"), ("zh_CN", "待定")])
def test_the_page_is_one_file_and_runs_nothing_of_strangers(summary, tmp_path, language, word):
    use(language)
    path = tmp_path / "sums.html"
    summary.write(path)
    page = Page(path.read_text("utf-8"))
    assert page.tags["script"] == 1
    assert page.tags["tr"] == 1 + 7
    assert "<script>alert(1)</script>.txt" in page.texts
    assert word in page.texts


def test_too_many_rows_are_said(summary, tmp_path, monkeypatch):
    monkeypatch.setattr(summary_page, "MOST_ROWS", 3)
    summary.write(tmp_path / "sums.html")
    page = Page((tmp_path / "sums.html").read_text("utf-8"))
    assert page.tags["tr"] == 1 + 3
    assert any("4 documents are not shown here" in text for text in page.texts)


def test_a_summary_can_be_written_and_added_to_again(summary, tmp_path):
    summary.write(tmp_path / "sums.csv")
    summary.add(outcome("more.txt", facts()))
    assert len(list(summary.rows())) == 8
