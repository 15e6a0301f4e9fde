"""Zipped documents that are broken, or made to do harm: each is refused with its sentence, and little is unpacked."""

import io
import warnings
import zipfile

import pytest

from reader.store.magic import recognise
from reader.store.readers import Refused, container, read
from reader.text.message import Message
from tests.store.readers.building import W, docx, docx_parts, odt_parts, p, zipped


def said(data):
    """The sentence that a file gets, whoever of recognition and reader says it."""
    form = recognise(data)
    if isinstance(form, Message):
        return form.text
    with pytest.raises(Refused) as caught:
        read(form, data, "file.docx")
    return caught.value.message.text


def with_document(xml, **more):
    return zipped({**docx_parts(p("文"), **more), "word/document.xml": xml})


def document(inner, before=""):
    return f'{before}<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'


def laughs():
    entities = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 30))
    return document("<w:p><w:r><w:t>&l29;</w:t></w:r></w:p>", f'<!DOCTYPE w [<!ENTITY l0 "笑">{entities}]>')


def twins():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in docx_parts(p("文")).items():
            file.writestr(name, content)
        file.writestr("WORD\\document.xml", document(p("另")))
    return data.getvalue()


def encrypted():
    data = bytearray(docx(p("文")))
    at = 0
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def lying_about_sizes():
    """A part that says it is short; what counts is what comes out."""
    data = bytearray(with_document(document(p("文" * 40_000_000))))
    at = data.rfind(b"PK\x01\x02")
    while at >= 0:
        if data[at + 46 :].startswith(b"word/document.xml"):
            data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
        at = data.rfind(b"PK\x01\x02", 0, at)
    return bytes(data)


WHOLE = docx(p("同志们，今天开会。" * 50))

HOSTILE = {
    "cut in the middle": (lambda: WHOLE[: len(WHOLE) // 2], "damaged"),
    "cut at the end": (lambda: WHOLE[:-30], "damaged"),
    "bytes changed": (lambda: WHOLE.replace(b"PK\x03\x04", b"PK\x03\x05", 2)[:0] + flipped(WHOLE), "damaged"),
    "only a beginning": (lambda: b"PK\x03\x04[Content_Types].xml", "damaged"),
    "no document": (lambda: zipped({k: v for k, v in docx_parts("").items() if "document.xml" not in k}), "damaged"),
    "no XML": (lambda: with_document("同志们"), "damaged"),
    "XML that ends early": (lambda: with_document(document(p("文"))[:-20]), "damaged"),
    "another root": (lambda: with_document("<a/>"), "damaged"),
    "no text": (lambda: docx(p()), "without any text"),
    "pictures only": (
        lambda: docx('<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>'),
        "pictures but no text",
    ),
    "billion laughs": (lambda: with_document(laughs()), "entities"),
    "entities of another file": (
        lambda: with_document(document("<w:p/>", '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
        "entities",
    ),
    "a DTD elsewhere": (
        lambda: with_document(document("<w:p/>", '<!DOCTYPE w SYSTEM "http://192.0.2.1/w.dtd">')),
        "entities",
    ),
    "deep": (lambda: with_document(document("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)), "nested deeper"),
    "a bomb": (lambda: with_document(document(p("文" * 40_000_000))), "choke"),
    "a bomb that lies about its size": (lying_about_sizes, "damaged"),
    "a bomb of elements": (lambda: with_document(document("<w:p/>" * 6_000_000)), "choke"),
    "many parts": (lambda: crowded(container.MOST_PARTS + 1), "more parts"),
    "two parts of one name": (twins, "same name"),
    "an encrypted archive": (encrypted, "password"),
    "an encrypted OpenDocument": (
        lambda: zipped({**odt_parts("<text:p>x</text:p>"), "META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        "password",
    ),
    "an odd way to pack": (lambda: zipped(docx_parts(p("文")), method=zipfile.ZIP_LZMA), "damaged"),
    "an archive of documents": (lambda: zipped({"a.docx": WHOLE, "b.docx": WHOLE}), "archive"),
    "an archive with a path out": (lambda: zipped({"../../a.txt": "x", "/etc/b.txt": "x"}), "archive"),
}  # fmt: skip


def flipped(data):
    middle = data.index(b"word/document.xml") + 60
    return data[:middle] + bytes(255 - byte for byte in data[middle : middle + 8]) + data[middle + 8 :]


def crowded(count):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, content in docx_parts(p("文")).items():
            file.writestr(name, content)
        for at in range(count):
            file.writestr(str(at), b"")
    return data.getvalue()


@pytest.mark.parametrize("case", HOSTILE)
def test_each_has_its_sentence(case, no_network):
    make, expected = HOSTILE[case]
    assert expected in said(make())


def test_no_more_is_unpacked_than_allowed(monkeypatch):
    """A part that would be 120 MB is given up at the ratio that no document has."""
    unpacked = 0
    original = zipfile.ZipExtFile.read

    def counted(self, n=-1):
        nonlocal unpacked
        data = original(self, n)
        unpacked += len(data)
        return data

    bomb = with_document(document(p("文" * 40_000_000)))
    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    assert "choke" in said(bomb)
    assert unpacked < 50 * 1024**2


def test_the_bound_holds_for_all_parts_together(monkeypatch):
    monkeypatch.setattr(container, "MOST_BYTES", 5000)
    parts = container.Container(zipped({"a": bytes(3000), "b": bytes(3000)}))
    assert len(parts.read("a")) == 3000
    with pytest.raises(Refused):
        parts.read("b")


def test_a_tree_that_would_fill_the_memory_is_not_built(monkeypatch):
    xml = document("<w:p/>" * 1000).encode()
    assert len(container.parsed(xml)[0]) == 1000
    monkeypatch.setattr(container, "MOST_MEMORY", 100_000)
    with pytest.raises(Refused, match="too large"):
        container.parsed(xml)


def test_an_encoding_that_would_hide_elements_is_not_followed():
    hidden = b"<?xml version='1.0' encoding='UTF-7'?><a>+ADw-b/+AD4-</a>"
    assert len(container.parsed(hidden)) == 0
    assert container.parsed("<a>会议</a>".encode("utf-16")).text == "会议"


@pytest.mark.parametrize("name", ["word/document.xml", "WORD\\Document.XML", "/word/document.xml"])
def test_names_are_compared_as_programs_do(name):
    parts = docx_parts(p("文"))
    parts[name] = parts.pop("word/document.xml")
    assert read("docx", zipped(parts), "file.docx").raw == "文"


MANY = 20_000

LARGE = {
    "copies of nothing": f"<w:p><mc:AlternateContent>{'<mc:Choice/>' * MANY}</mc:AlternateContent></w:p>{p('文')}",
    "ends that are deleted": p("文", "<w:rPr><w:del/></w:rPr>") * MANY + p("文"),
    "paragraphs": p("文") * MANY,
    "cells": "<w:tbl><w:tr>" + f"<w:tc>{p('文')}</w:tc>" * MANY + "</w:tr></w:tbl>",
}


@pytest.mark.parametrize("case", LARGE)
def test_much_of_one_thing_takes_no_more_than_its_share(case):
    """Work that grows with the square of its size would take minutes here and hours for what a file may hold."""
    assert read("docx", docx(LARGE[case]), "file.docx").raw.strip("\n\t").endswith("文")
