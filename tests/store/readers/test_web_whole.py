"""Whole saved pages through the command line: the site is gone, the speech is there to the letter."""

import gzip
import json

import pytest

from reader import cli
from reader.pipeline import Engine
from reader.review.session import ReviewSession
from reader.store.documents import UnreadableDocument, read_document
from reader.store.export import Format, cleaned_bytes, save_cleaned, suggested_name
from tests.store.readers.saved_pages import saved
from tests.store.readers.test_mhtml import mail, part

PAGES = [
    ("document_site", "river_cleaning", "gb18030"),
    ("public_account", "library_notice", "utf-8"),
    ("public_account", "school_opening", "utf-8"),
    ("county_portal", "river_cleaning", "gb18030"),
]

pytestmark = pytest.mark.usefixtures("no_network")


def clean(path, capfdbinary):
    assert cli.main(["clean", str(path)], lambda _: 1) == 0
    out, _ = capfdbinary.readouterr()
    return out.decode("utf-8").split("\n")


@pytest.mark.parametrize(("page", "sample", "encoding"), PAGES)
def test_the_speech_is_what_is_left(page, sample, encoding, tmp_path, capfdbinary):
    code, speech = saved(page, sample)
    path = tmp_path / "页.html"
    path.write_bytes(code.encode(encoding))
    assert clean(path, capfdbinary) == speech


def test_a_page_laid_out_in_tables_keeps_its_speech(tmp_path, capfdbinary):
    code, speech = saved("county_portal", "river_cleaning")
    path = tmp_path / "页.shtml"
    path.write_bytes(code.encode("gb18030"))
    left = clean(path, capfdbinary)
    assert left[-len(speech) + 1 :] == speech[1:]
    assert len(left) <= len(speech) + 1


def test_the_same_in_other_wrappings(tmp_path, capfdbinary):
    code, speech = saved("document_site", "river_cleaning")
    packed, bundled = tmp_path / "a.html.gz", tmp_path / "b.mht"
    packed.write_bytes(gzip.compress(code.encode("gb18030")))
    bundled.write_bytes(mail(part(code, encoding="gb18030")))
    assert clean(packed, capfdbinary) == speech
    assert clean(bundled, capfdbinary) == speech


@pytest.fixture
def session(tmp_path):
    code, _ = saved("document_site", "river_cleaning")
    path = tmp_path / "页.html"
    path.write_bytes(code.encode("gb18030"))
    source = read_document(path)
    return ReviewSession(source, Engine().analyse(source.raw))


def test_what_is_saved(session, tmp_path):
    source = session.source
    name = suggested_name(tmp_path / "页.html")
    assert name == tmp_path / "页_校订.txt"
    assert save_cleaned(session, name, source_path=tmp_path / "页.html").encoding == "utf-8"
    assert name.read_text("utf-8") == session.cleaned.text
    for fix in session.fixes:
        session.keep(fix)
    assert session.cleaned.text == source.raw
    assert cleaned_bytes(session, Format.TXT)[0] == source.raw.encode(), "the text of the page, not its code"
    document = json.loads(cleaned_bytes(session, Format.JSON)[0])
    assert document["source"]["format"] == "html"
    assert document["source"]["characters"] == len(source.raw)


def test_a_page_without_text_says_what_to_do(tmp_path):
    path = tmp_path / "页.html"
    path.write_text("<html><body><div id=app></div><script src=a.js></script></body></html>", encoding="utf-8")
    with pytest.raises(UnreadableDocument, match="without text"):
        read_document(path)
