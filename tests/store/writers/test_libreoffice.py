"""What LibreOffice makes of our Word files: the same texts, whether changes are accepted or rejected."""

import random
import shutil
import subprocess

import pytest

from reader.review.session import ReviewSession
from reader.store.export import Format, cleaned_bytes
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.section import Notice, NoticeKind, Section
from reader.text.source import Source
from reader.text.span import Span
from tests.builders import fix, options
from tests.store.writers.libreoffice import ACCEPT, AS_IT_IS, REJECT, SOFFICE, pages, texts
from tests.store.writers.word import as_word

pytestmark = [pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]


def chinese_fonts():
    """Whether this machine can set Chinese at all."""
    listed = shutil.which("fc-list")
    return listed and subprocess.run([listed, ":lang=zh"], capture_output=True, check=True).stdout


PIECES = (
    "文",
    "字",
    "题，",
    "。",
    " ",
    "\u3000",
    "a",
    "7",
    "\r\n",
    "\n",
    "\n\n",
    "\r",
    "𠮷",
    "\0",
    "\t",
    "<&>",
    "e\u0301",
)
WRITTEN = ("", "", "", "字", "新的", "。", "\n", "”\n", "\n\n", "\t")


def random_review(seed):
    """A short text with fixes of all kinds, some waiting, some by a person, and a notice."""
    chance = random.Random(seed)  # noqa: S311
    raw = "".join(chance.choices(PIECES, k=chance.randrange(1, 40)))
    found = []
    for _ in range(chance.randrange(8)):
        start = chance.randrange(len(raw) + 1)
        end = min(len(raw), start + chance.choice((0, 1, 1, 2, 5)))
        written = chance.choice(WRITTEN) or ("" if end > start else "补")
        kind = chance.choice(("spacing", "break", "watermark", "punctuation"))
        if chance.random() < 0.3:
            found.append(options("ocr", start, end, written or "又"))
        else:
            found.append(fix(kind, (start, end, written)))
    found = list({one.key: one for one in found}.values())
    notice = Notice(NoticeKind.TRUNCATED, Span(len(raw), len(raw)), Message("The text stops."))
    review = ReviewSession(Source.of_text(raw), Analysis(tuple(found), (), (notice,)))
    for one in found:
        if chance.random() < 0.3:
            review.accept(one)
    return review


def test_accepting_all_gives_the_cleaned_text_and_rejecting_all_the_original(tmp_path):
    reviews = [random_review(seed) for seed in range(100)]
    files = [cleaned_bytes(review, Format.TRACKED, author="张三")[0] for review in reviews]
    jobs = [(data, command) for data in files for command in (ACCEPT, REJECT)]
    said = texts(tmp_path, jobs)
    wrong = []
    for n, review in enumerate(reviews):
        for text, wanted in ((said[2 * n], review.cleaned.text), (said[2 * n + 1], review.raw)):
            if text != as_word(wanted):
                wrong.append((n, review.raw, as_word(wanted), text))
    assert wrong == []


def test_the_official_look_has_the_same_text(tmp_path):
    raw = (
        "关于工作的讲话\n张三\n（2010年3月5日）\n同志们：\n一、怎么运作\n（一）从体制方面来讲，要强化观念。\n完。\n"
        "某市人民政府\n2010年3月5日\n"
    )
    titles = (("关于工作的讲话", 0), ("一、怎么运作", 1), ("（一）从体制方面来讲，", 2))
    spans = [(Span(raw.index(title), raw.index(title) + len(title)), title, level) for title, level in titles]
    sections = tuple(Section(level, title, span, span.start) for span, title, level in spans)
    review = ReviewSession(Source.of_text(raw), Analysis((), sections, ()))
    assert texts(tmp_path, [(cleaned_bytes(review, Format.DOCX)[0], AS_IT_IS)]) == [raw.rstrip("\n")]


@pytest.mark.skipif(not chinese_fonts(), reason="no font has Chinese characters")
def test_the_page_is_set_with_22_lines_of_28_characters(tmp_path):
    review = ReviewSession(Source.of_text("校" * (28 * 22 * 2 - 2)), Analysis((), (), ()))
    first, second = pages(tmp_path, cleaned_bytes(review, Format.DOCX)[0])
    for lines, number in ((first, 1), (second, 2)):
        body = [line.strip() for line in lines if "校" in line]
        assert [len(line) for line in body] == [26 if number == 1 else 28, *[28] * 21]
        assert [line.strip() for line in lines if "校" not in line and line.strip()] == [f"— {number} —"]
