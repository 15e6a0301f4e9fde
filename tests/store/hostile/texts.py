"""Plain texts and files of other kinds under wrong names: long lines, stray bytes, two formats in one, passwords."""

import gzip
import json

from reportlab.lib.pdfencrypt import StandardEncryption

from reader.store.project import project_bytes
from tests.store.hostile.case import Case
from tests.store.readers.building import docx, odt_parts, p, zipped
from tests.store.readers.raw_pdf import raw_pdf
from tests.store.readers.test_pdf import in_lines, painted
from tests.store.test_project import review

READ = "同志们，今天开会。"
LINE = READ * 3_000_000
PDF = raw_pdf(b"BT /F 12 Tf 72 700 Td (Meeting of the county council) Tj ET")
DOCX = docx(p(READ))
HTML = f"<!DOCTYPE html><html><head><title>x</title></head><body><p>{READ}</p></body></html>".encode()


def old_office(stream):
    """A file of Microsoft's compound format with a stream of this name in its directory."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + stream.encode("utf-16-le").ljust(128, b"\0")


def picture():
    return b"\x89PNG\r\n\x1a\n" + bytes(100) + PDF


def shifted(data, count=500):
    return b"\n" * count + data


def deep_project():
    return f'{{"schema":"jiaodu-project/1","x":{"[" * 200_000}{"]" * 200_000}}}'.encode()


def project_of(bom=b""):
    return bom + project_bytes(review(), with_source=True)


def huge_number():
    content = json.loads(project_of())
    content["source"]["characters"] = "HERE"
    return json.dumps(content).replace('"HERE"', "9" * 4000).encode()


def locked_pdf():
    return painted(in_lines, encrypt=StandardEncryption("secret"))


CASES = {
    "one line": Case(lambda _: LINE.encode(), "a.txt", "", READ),
    "one line, GB 18030": Case(lambda _: (READ * 1_000_000).encode("gb18030"), "a.txt", "", READ),
    "one line, UTF-16": Case(lambda _: (READ * 1_000_000).encode("utf-16"), "a.txt", "", READ),
    "one line of Markdown": Case(lambda _: ("# " + READ * 300_000 + "**" * 300_000).encode(), "a.md", "", READ),
    "one line of a page": Case(
        lambda _: f"<html><body><p>{READ * 500_000}</p></body></html>".encode(), "a.html", "", READ
    ),
    "one line of brackets": Case(lambda _: b"[" * 3_000_000 + READ.encode(), "a.md", "", "[["),
    "line ends": Case(lambda _: READ.encode() + b"\r\n" * 5_000_000, "a.txt", "", READ),
    "spaces": Case(lambda _: READ.encode() + b" " * 20_000_000 + READ.encode(), "a.txt", "", READ),
    "tags that are none": Case(lambda _: b"<p " * 1_000_000 + READ.encode(), "a.txt", "", "<p <p"),
    "comments without end": Case(lambda _: b"<!--" * 1_000_000 + READ.encode(), "a.txt", "", "<!--"),
    "headers without end": Case(lambda _: b"a: b\r\n" * 1_000_000, "a.txt", "", "a: b"),
    "NULs": Case(lambda _: bytes(1_000_000), "a.txt", "full of bytes"),
    "NULs in a text": Case(lambda _: (READ + "\0").encode() * 3 + READ.encode() * 100, "a.txt", "", READ),
    "NULs in a page": Case(lambda _: HTML.replace(READ.encode(), READ.encode() + b"\0\0"), "a.html", "", READ),
    "a lone surrogate, UTF-8": Case(lambda _: READ.encode() + b"\xed\xa0\x80" + READ.encode(), "a.txt", "", READ),
    "a lone surrogate, UTF-16": Case(
        lambda _: b"\xff\xfe" + (READ + "\ud800" + READ).encode("utf-16-le", "surrogatepass"), "a.txt", "", READ
    ),
    "surrogates in a page": Case(
        lambda _: HTML.replace(READ.encode(), READ.encode() + b"&#xD800;&#55357;&#x110000;&#x0;"), "a.html", "", READ
    ),
    "surrogates in Word": Case(lambda _: docx(p(READ + "&#xD800;")), "a.docx", "damaged"),
    "overlong UTF-8": Case(lambda _: READ.encode() + b"\xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80", "a.txt", "", READ),
    "half a character": Case(lambda _: READ.encode()[:-1], "a.txt", "", READ[:-1]),
    "half a word of UTF-16": Case(lambda _: READ.encode("utf-16")[:-1], "a.txt", "", READ[:-1]),
    "directions": Case(lambda _: (READ + "\u202e\u2066" * 10_000).encode(), "a.txt", "", READ),
    "marks upon marks": Case(lambda _: ("文" + "\u0301" * 1_000_000).encode(), "a.txt", "", "文"),
    "Word as text": Case(lambda _: DOCX, "a.txt", "", READ),
    "a PDF as Word": Case(lambda _: PDF, "a.docx", "", "Meeting", 4),
    "a page as Word": Case(lambda _: HTML, "a.docx", "", READ),
    "a text as Word": Case(lambda _: READ.encode(), "a.docx", "", READ),
    "a text as PDF": Case(lambda _: READ.encode(), "a.pdf", "", READ),
    "rich text as .doc": Case(lambda _: b"{\\rtf1 Text\\par}", "a.doc", "", "Text"),
    "a picture as text": Case(lambda _: b"\x89PNG\r\n\x1a\n" + bytes(50), "a.txt", "picture"),
    "a packed page as text": Case(lambda _: gzip.compress(HTML), "a.txt", "", READ),
    "a PDF that is a page too": Case(lambda _: HTML + PDF, "a.html", reads="Meeting", seconds=4),
    "a PDF with a line before it": Case(lambda _: b"\x01\x02\n" + PDF, "a.pdf", "", "Meeting", 4),
    "a PDF in a picture": Case(lambda _: picture(), "a.pdf", "", "Meeting", 4),
    "Word with a PDF before it": Case(lambda _: PDF + DOCX, "a.docx", "", "Meeting", 4),
    "Word with a PDF behind it": Case(lambda _: DOCX + PDF, "a.pdf", "", READ, 4),
    "Word that is OpenDocument too": Case(
        lambda _: zipped({**odt_parts(f"<text:p>{READ}</text:p>"), "word/document.xml": "<x/>"}), "a.docx", "", READ
    ),
    "an encrypted Word file": Case(lambda _: old_office("EncryptedPackage"), "a.docx", "password"),
    "an old Word file": Case(lambda _: old_office("WordDocument"), "a.docx", "old Word"),
    "an encrypted PDF": Case(lambda _: locked_pdf(), "a.pdf", "password", seconds=4),
    "an encrypted OpenDocument": Case(
        lambda _: zipped({**odt_parts("<text:p>x</text:p>"), "META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        "a.odt",
        "password",
    ),
    "an old office file of nothing but beginnings": Case(
        lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 500_000, "a.doc", "old Office"
    ),
    "a deep project": Case(lambda _: deep_project(), "a.jiaodu", "not a review"),
    "a project of a huge number": Case(lambda _: huge_number(), "a.jiaodu", "changed or damaged"),
    "a project with a mark": Case(lambda _: project_of(b"\xef\xbb\xbf"), "a.jiaodu", "not a review"),
    "a project of brackets": Case(lambda _: b"[" * 60_000_000, "a.jiaodu", "too large"),
    "a project of NULs": Case(lambda _: bytes(60_000_000), "a.jiaodu", "not a review"),
}
