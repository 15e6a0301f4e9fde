"""Files that end at any of the places where something begins or ends in them: read as far as they go, or refused."""

import re

import pytest

from reader.store.magic import recognise
from reader.store.readers import Refused, pdf, read
from reader.text.message import Message
from tests.fuzz.inputs import seeds
from tests.fuzz.trial import FORMATS, outcome, read_pdfs_here

POINTS = {
    "word": rb"PK\x03\x04|PK\x01\x02|PK\x05\x06|word/|xml",
    "opendocument": rb"PK\x03\x04|PK\x01\x02|PK\x05\x06|content\.xml",
    "flat": rb"[<>]",
    "rich": rb"[{}\\]",
    "web": rb"</?[a-z!]|>|&",
    "mhtml": rb"\r\n|--",
    "pdf": rb"\d+ 0 obj|endobj|stream|endstream|xref|trailer|startxref|%%EOF|<<|>>",
    "webarchive": rb"Web|bplist|http",
    "text": rb"\n",
    "project": rb"[\[\]{}]",
}
MOST = 200
"""Cuts of each kind, evenly spread."""


def cuts(kind, seed):
    found = sorted({at for match in re.finditer(POINTS[kind], seed) for at in (match.start(), match.end())})
    return found[:: max(1, len(found) // MOST)]


@pytest.fixture
def pdfs_here(monkeypatch):
    monkeypatch.setattr(pdf, "_read_apart", pdf._read_apart)
    monkeypatch.setattr("reader.language._spoken", None)
    read_pdfs_here()


@pytest.mark.usefixtures("pdfs_here")
@pytest.mark.parametrize("kind", POINTS)
def test_a_file_that_ends_where_something_begins_or_ends(kind):
    seed = seeds(kind)[0]
    places = cuts(kind, seed)
    assert len(places) > 5
    for at in places:
        assert outcome(kind, seed[:at]) in ("text", "refused")


@pytest.mark.parametrize(("kind", "which"), [("web", 0), ("rich", 0), ("mhtml", 1)])
def test_what_stands_before_the_end_is_read(kind, which):
    """The formats that are read as they come: half a file gives its half."""
    seed = seeds(kind)[which]
    half = read(FORMATS[kind], seed[: len(seed) // 2], "a").raw
    whole = read(FORMATS[kind], seed, "a").raw
    assert half.strip()
    assert len(half) < len(whole)


@pytest.mark.parametrize("kind", ["word", "opendocument"])
def test_a_cut_archive_is_damaged(kind):
    """What remains of it may lack anything, and nobody could tell."""
    seed = seeds(kind)[0]
    for at in cuts(kind, seed)[:-1]:
        if not seed[:at].startswith(b"PK\x03\x04") or at >= len(seed) - 4:
            continue
        found = recognise(seed[:at])
        if not isinstance(found, Message):
            with pytest.raises(Refused):
                read(FORMATS[kind], seed[:at], "a")
