"""Formats by content, whatever the file is called; and what is said of those that are not read."""

import pytest

from reader.store.magic import recognise
from reader.text.message import Message
from tests.store.readers.building import docx, docx_parts, odt, odt_parts, p, zipped


def old_office(*streams):
    """An old Office file as far as recognition looks: its signature and entries of its directory."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + bytes(512) + entries


def office(types):
    return zipped({**docx_parts(p("x"), types=types)})


def opendocument(kind):
    return zipped({**odt_parts(""), "mimetype": f"application/vnd.oasis.opendocument.{kind}"})


_OPEN = "application/vnd.openxmlformats-officedocument"

FORMATS = {
    "docx": (docx(p("x")), "docx"),
    "docm": (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "docx"),
    "dotx": (office(f"{_OPEN}.wordprocessingml.template.main+xml"), "docx"),
    "docx without types": (zipped({"word/document.xml": "<x/>"}), "docx"),
    "odt": (odt(""), "odt"),
    "ott": (opendocument("text-template"), "odt"),
    "rtf": (b"{\\rtf1 x}", "rtf"),
    "pdf": (b"%PDF-1.4\n", "pdf"),
    "pdf after rubbish": (b"\r\n\0\0%PDF-1.4\n", "pdf"),
    "text about pdf": ("文件以 %PDF-1.4 开头。".encode(), "txt"),
    "text": ("同志们".encode(), "txt"),
}

REFUSED = {
    "doc": (old_office("1Table", "WordDocument"), "old Word document"),
    "wps": (old_office("WordDocument", "WpsCustomData"), "old Word document"),
    "xls": (old_office("Workbook"), "spreadsheet"),
    "ppt": (old_office("PowerPoint Document"), "slides"),
    "docx with a password": (old_office("\x06DataSpaces", "EncryptionInfo", "EncryptedPackage"), "password"),
    "another old file": (old_office("__properties_version1.0"), "old Office file"),
    "a word in a text of it": (old_office("x") + b"-" + "Book\0".encode("utf-16-le"), "old Office file"),
    "xlsx": (office(f"{_OPEN}.spreadsheetml.sheet.main+xml"), "spreadsheet"),
    "pptx": (office(f"{_OPEN}.presentationml.presentation.main+xml"), "slides"),
    "ods": (opendocument("spreadsheet"), "spreadsheet"),
    "odp": (opendocument("presentation"), "slides"),
    "odg": (opendocument("graphics"), "not read here"),
    "epub": (zipped({"mimetype": "application/epub+zip", "a.xhtml": "x"}), "e-book"),
    "zip": (zipped({"a.txt": "x"}), "archive"),
    "empty zip": (zipped({}), "archive"),
}  # fmt: skip


@pytest.mark.parametrize("case", FORMATS)
def test_formats(case):
    data, expected = FORMATS[case]
    assert recognise(data, ".txt") == expected


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_read(case):
    data, expected = REFUSED[case]
    why = recognise(data, ".docx")
    assert isinstance(why, Message)
    assert expected in why.text


@pytest.mark.parametrize("case", [*FORMATS, *REFUSED])
def test_no_beginning_of_a_file_is_too_much(case):
    """A file may be cut anywhere; something is said of each piece."""
    data = {**FORMATS, **REFUSED}[case][0]
    for end in range(0, len(data), max(1, len(data) // 40)):
        assert recognise(data[:end])
