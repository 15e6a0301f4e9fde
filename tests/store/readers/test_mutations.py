"""Damaged documents: every one gives a text or a sentence, never another error.

pytest -m long tests/store/readers/test_mutations.py        25,000 of each kind, some minutes
"""

import io
import random
import zipfile

import pytest

from reader.store.magic import recognise
from reader.store.readers import Refused, read
from reader.store.readers.pdf_child import _pages
from reader.text.message import Message
from tests.store.readers import test_opendocument, test_rich, test_word
from tests.store.readers.building import docx, odt, zipped
from tests.store.readers.test_pdf import SPEECH, painted, print_lines
from tests.store.readers.test_speech import opendocument, rich, word_with_automatic_numbers

QUICK, LONG = 150, 25_000

PIECES = [
    *(b"<", b">", b"</", b"&", b"\0", b"\xff", b"\xed\xa0\x80", b"%", b"\\", b"{", b"}", b"9999999999", b"-1", b'"'),
    *(b"<w:p>", b"</w:p>", b"<w:tbl>", b"<w:tr>", b"<w:tc>", b"</w:tc>", b"<w:r>", b"<w:txbxContent>", b"w:val"),
    *(b"<text:p>", b"<text:list>", b"<table:table-row>", b"<text:note-body>", b"\\par", b"\\u", b"\\'", b"\\bin9 "),
    *(b"stream", b"endobj", b"/Kids", b"<<", b">>", b"[", b"]", b"/Length 99999999", b"BT", b"Tj"),
]  # fmt: skip


def mutated(data, rng):
    """Some places changed: bytes put in, taken out, doubled, moved."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at, length = rng.randrange(len(made) + 1), rng.choice((1, 2, 5, 20, 200))
        match rng.randrange(5):
            case 0:
                made[at : at + length] = b""
            case 1:
                made[at:at] = rng.choice(PIECES)
            case 2:
                made[at : at + 1] = bytes([rng.randrange(256)])
            case 3:
                made[at:at] = made[at : at + length]
            case _:
                other = rng.randrange(len(made) + 1)
                made[at : at + length] = made[other : other + length]
    return bytes(made)


def in_parts(data, rng):
    """A zipped document with one of its parts damaged, or the archive itself."""
    if rng.random() < 0.2:
        return mutated(data, rng)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {info.filename: file.read(info) for info in file.infolist()}
    name = rng.choice(sorted(parts))
    parts[name] = mutated(parts[name], rng)
    return zipped(parts, method=zipfile.ZIP_STORED)


def words():
    return [
        word_with_automatic_numbers(),
        *(docx(body, numbering=test_word.OFFICIAL) for body, _ in test_word.TEXT.values()),
    ]


def texts():
    bodies = (body for body, _ in test_opendocument.TEXT.values())
    return [opendocument(), *(odt(body, test_opendocument.STYLES, test_opendocument.OUTLINE) for body in bodies)]


def riches():
    return [rich(), *((test_rich.HEAD + body + "}").encode("latin-1") for body, _ in test_rich.TEXT.values())]


SEEDS = {"docx": words, "odt": texts, "rtf": riches}


def run(form, count):
    rng = random.Random(f"{form} 1")  # noqa: S311  (the same damage every time)
    seeds = SEEDS[form]()
    change = mutated if form == "rtf" else in_parts
    outcomes = {"text": 0, "refused": 0}
    for _ in range(count):
        data = change(rng.choice(seeds), rng)
        found = recognise(data)
        if isinstance(found, Message):
            outcomes["refused"] += 1
            continue
        if found not in SEEDS:
            continue
        try:
            source = read(found, data, "file")
        except Refused:
            outcomes["refused"] += 1
        else:
            outcomes["text"] += 1
            source.raw.encode("utf-8")
            for heading in source.headings:
                assert heading.span.of(source.raw).strip()
    # Damage that nobody notices, or that nothing survives, would try nothing.
    assert min(outcomes.values()) > count // 50, outcomes


@pytest.mark.parametrize("form", SEEDS)
def test_damaged_documents(form):
    run(form, QUICK)


@pytest.mark.long
@pytest.mark.parametrize("form", SEEDS)
def test_many_damaged_documents(form):
    run(form, LONG)


def pages_of(count, seed):
    """What the process that opens PDFs would say of damaged ones; in this process, so a crash ends the test."""
    rng = random.Random(seed)  # noqa: S311
    whole = painted(lambda canvas, page: print_lines(canvas, SPEECH), pages=2, pageCompression=0)
    answers = 0
    for _ in range(count):
        for answer in _pages(mutated(whole, rng)):
            assert answer.keys() <= {"error", "pages", "lines", "glyphs", "unknown", "picture", "broken"}
            answers += bool(answer.get("lines"))
    assert answers > count // 10


def test_damaged_pdfs():
    pages_of(QUICK, "pdf 1")


@pytest.mark.long
def test_many_damaged_pdfs():
    pages_of(LONG, "pdf 2")
