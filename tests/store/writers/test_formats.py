"""Every format through the door that the window and the command line use."""

import io
from datetime import UTC, datetime
from zipfile import ZipFile

import docx
import pytest

from reader.language import LANGUAGES, say, use
from reader.review.session import ReviewSession
from reader.store.export import Format, cleaned_bytes, save_cleaned, suggested_name
from reader.text.analysis import Analysis
from reader.text.source import Source
from tests.builders import fix
from tests.store.writers.word import resolved


@pytest.fixture
def review():
    use("en")
    raw = "题\n会议\x01 内容"
    return ReviewSession(Source.of_text(raw, "页.txt"), Analysis((fix("spacing", (5, 6, "")),), (), ()))


@pytest.mark.parametrize("form", Format)
def test_every_format_can_be_saved(review, form, tmp_path):
    place = tmp_path / f"out.{form.suffix}"
    saved = save_cleaned(review, place, format=form, author="张三")
    assert saved.encoding == "utf-8"
    assert place.read_bytes()
    assert [child.name for child in tmp_path.iterdir()] == [place.name]


def test_a_character_that_word_cannot_hold_is_told(review, tmp_path):
    for form in (Format.DOCX, Format.TRACKED):
        saved = save_cleaned(review, tmp_path / "out.docx", format=form)
        assert [str(note) for note in saved.notes] == ["1 broken characters were saved as \ufffd."]
        assert "会议\ufffd" in "".join(p.text for p in docx.Document(saved.path).paragraphs)


def test_the_suffix_chooses_what_is_cleaned_text(tmp_path):
    assert Format.of(tmp_path / "a.docx") is Format.DOCX
    assert Format.of(tmp_path / "a.csv") is Format.CSV
    assert Format.of(tmp_path / "a.html") is Format.HTML
    assert Format.of(tmp_path / "a.report") is Format.TXT
    assert {form: form.suffix for form in Format if form.suffix != form.value} == {
        Format.TRACKED: "docx",
        Format.REPORT: "html",
    }


def test_no_two_formats_suggest_the_same_name(tmp_path):
    suggested = {form: suggested_name(tmp_path / "讲话.md", form).name for form in Format}
    assert len(set(suggested.values())) == len(Format)
    assert suggested[Format.DOCX] == "讲话_校订.docx"
    assert suggested[Format.TRACKED] == "讲话_修订.docx"
    longest = tmp_path / ("长" * 83 + ".txt")
    for form in Format:
        suggested_name(longest, form).write_text("fits")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_has_a_name_of_its_own(language):
    use(language)
    assert len({say(form.label) for form in Format}) == len(Format)
    use("en")


def test_the_date_can_be_given(review, monkeypatch):
    when = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    dated = cleaned_bytes(review, Format.TRACKED, when=when)[0]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(when.timestamp())))
    assert cleaned_bytes(review, Format.TRACKED)[0] == dated
    assert cleaned_bytes(review, Format.REPORT)[0] == cleaned_bytes(review, Format.REPORT)[0]
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert cleaned_bytes(review, Format.TRACKED)[0] != dated


def test_word_files_are_whole_archives(review):
    for form in (Format.DOCX, Format.TRACKED):
        data = cleaned_bytes(review, form)[0]
        with ZipFile(io.BytesIO(data)) as file:
            assert file.testzip() is None
            assert file.namelist()[0] == "[Content_Types].xml"
            assert len(file.namelist()) == len(set(file.namelist()))
    assert resolved(cleaned_bytes(review, Format.TRACKED)[0], "ins") == "题\n会议\ufffd内容"
