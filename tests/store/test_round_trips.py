"""Every format that is both written and read: what was decided comes back, but for losses that are named here."""

import io
import json
import re
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.review.decision import Verdict
from reader.review.session import ReviewSession
from reader.store.documents import UnreadableDocument, read_document
from reader.store.encodings import ENCODINGS, decode
from reader.store.export import Format, cleaned_bytes, save_cleaned
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.source import Source
from tests.store.readers.building import zipped
from tests.store.writers.test_pages import blocks
from tests.store.writers.word import as_word
from tests.strategies import damaged

WORDS = ("会议内容", "一、形势", "（一）", "题", "。", "，", "a", "7", "“", "𠮷", "e\u0301", "<p>", "&amp;", "# ", "*")
SPACE = (" ", "\u3000", "\t", "\n", "\n\n", "\r\n", "\r", "\f", "\ufeff", "\u2028", "\x85", "\0")
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(SPACE), st.characters()), max_size=14).map("".join)


def session_of(raw, found=(), **more):
    data = raw.encode("utf-8", "surrogatepass")
    return ReviewSession(Source(raw, data, "utf-8", **more), Analysis(found, (), ()))


@st.composite
def reviews(draw):
    """Any text with any findings, some of them decided."""
    raw, found = draw(damaged(max_pieces=20))
    session = session_of(raw, found)
    for one in found:
        session.decide([one], draw(st.sampled_from(Verdict)), Message("so"))
    return session


def read_back(data, name, encoding=None):
    """The document as it is read, or nothing where there is no text in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            return read_document(path, encoding)
        except UnreadableDocument:
            return None


def trimmed(text):
    """Lines as documents of paragraphs get them: without the blank ones, and without space around them.

    Space is what Python takes for it, so some control characters at the ends of lines go with it.
    """
    return [line.strip() for line in re.split(r"\r\n|[\r\n\f]", text) if line.strip()]


def lines(text):
    """Lines as Word holds them: control characters are U+FFFD."""
    return [as_word(line) for line in trimmed(text)]


def shown(text):
    """Lines as pages show them: space is one space, and control characters are U+FFFD."""
    visible = (re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", line) for line in trimmed(text))
    return [" ".join(re.split(r"[ \t]+", line)) for line in visible]


def came_back(source):
    return [] if source is None else source.raw.split("\n")


# Plain text: every character, the line ends, the mark in front


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(raw=TEXTS)
def test_plain_text_in_every_encoding(encoding, raw):
    try:
        data = raw.encode(encoding)
    except UnicodeEncodeError:
        assume(False)
    source = decode(data, encoding)
    # A mark at the beginning is no character; some encodings read other bytes than they wrote.
    assume(source.raw == raw)
    written, used, notes = cleaned_bytes(ReviewSession(source, Analysis((), (), ())), Format.TXT)
    assert (written, used, notes) == (data, source.encoding, ())
    again = decode(written, used)
    assert again.raw == raw


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_plain_text_is_read_without_being_told_the_encoding(encoding):
    raw = "關於工作的報告\r\n同志們：今天召開會議，主要任務是總結去年的工作，研究部署今年的任務。\r\n" * 5
    if encoding == "gb18030":
        raw = "关于工作的报告\r\n同志们：今天召开会议，主要任务是总结去年的工作，研究部署今年的任务。\r\n" * 5
    source = read_back(raw.encode(encoding), "a.txt")
    assert source.raw == raw
    written, used, _ = cleaned_bytes(ReviewSession(source, Analysis((), (), ())), Format.TXT)
    assert written == raw.encode(encoding)
    assert read_back(written, "b.txt").raw == raw
    assert used == source.encoding


@given(reviews())
def test_reviewed_plain_text(session):
    written, used, _ = cleaned_bytes(session, Format.TXT)
    cleaned = session.cleaned.text
    expected = re.sub("[\ud800-\udfff]", "\ufffd", cleaned)
    again = decode(written, used)
    # Line ends that fixes put in are those of the source; beside others they may be one or two.
    assert re.sub(r"[\r\n]+", "\n", again.raw) == re.sub(r"[\r\n]+", "\n", expected)


# Markdown, web pages: the lines that a person sees


@given(reviews())
def test_markdown(session):
    written, used, _ = cleaned_bytes(session, Format.MD)
    source = decode(written, used, "a.md", "md")
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(source.raw)
    assert [one.strip() for one in blocks(page) if one.strip()] == shown(session.cleaned.text)


@given(TEXTS)
@example("\x85")
@example("a\u2028b")
def test_web_pages(raw):
    written, _, _ = cleaned_bytes(session_of(raw), Format.HTML)
    assert [" ".join(re.split(r"[ \t]+", one)) for one in came_back(read_back(written, "a.html"))] == shown(raw)


@given(reviews())
def test_reviewed_web_pages(session):
    written, _, _ = cleaned_bytes(session, Format.HTML)
    assert came_back(read_back(written, "a.html")) == shown(session.cleaned.text)


# Word: the lines, whatever stands in them; tracked changes both ways


@given(TEXTS)
def test_word(raw):
    written, _, _ = cleaned_bytes(session_of(raw), Format.DOCX)
    assert came_back(read_back(written, "a.docx")) == lines(raw)


@given(reviews())
def test_tracked_changes_accepted_and_rejected(session):
    """What we read of such a file is what Word shows when all is accepted; turned round, it is the original."""
    written, _, _ = cleaned_bytes(session, Format.TRACKED)
    assert stripped(came_back(read_back(written, "a.docx"))) == stripped(as_word(session.cleaned.text).split("\n"))
    assert stripped(came_back(read_back(turned_round(written), "a.docx"))) == stripped(as_word(session.raw).split("\n"))


def stripped(found):
    return [line.strip() for line in found if line.strip()]


def turned_round(data):
    """The same file with insertions as deletions, and deletions as insertions."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    body = parts["word/document.xml"].decode("utf-8")
    other = {"ins": "del", "del": "ins"}
    body = re.sub(r"(</?w:)(ins|del)(?=[ />])", lambda found: found[1] + other[found[2]], body)
    parts["word/document.xml"] = body.replace("w:delText", "w:t").encode("utf-8")
    return zipped(parts)


# JSON: the rows, applied


@given(reviews())
def test_json_rows_applied_give_the_cleaned_text(session):
    written, _, _ = cleaned_bytes(session, Format.JSON)
    document = json.loads(written)
    raw, made, at = session.raw, "", 0
    for row in document["fixes"]:
        if row["decision"] == "accepted":
            assert raw[row["start"] : row["end"]] == row["original"]
            made += raw[at : row["start"]] + row["replacement"]
            at = row["end"]
    assert made + raw[at:] == document["clean"] == session.cleaned.text


# Again and again: what came back goes out the same


@pytest.mark.parametrize("form", [Format.TXT, Format.HTML, Format.DOCX])
@given(raw=TEXTS)
def test_the_second_time_nothing_changes(form, raw):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{form.suffix}"
        save_cleaned(session_of(raw), path, format=form)
        try:
            first = read_document(path, "utf-8" if form is Format.TXT else None)
        except UnreadableDocument:
            return
        save_cleaned(ReviewSession(first, Analysis((), (), ())), path, format=form, overwrite_source=True)
        second = read_document(path, "utf-8" if form is Format.TXT else None)
        assert second.raw == first.raw
