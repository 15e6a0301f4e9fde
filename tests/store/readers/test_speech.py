"""One speech as a document of every kind: cleaned by the command line it is the same text each time."""

import io

import docx as python_docx
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from reader import cli
from reader.language import use
from reader.pipeline import Engine
from reader.review.session import ReviewSession
from reader.store.documents import read_document
from reader.store.encodings import encoding_notices
from reader.store.export import save_cleaned, suggested_name
from tests.store.readers.building import docx, item, level, numbering, odt, p
from tests.store.readers.speech import HEADINGS, PARAGRAPHS, TITLE

CLEAN = "\n".join(PARAGRAPHS)


def word():
    """As an office writes it: styles for headings, a header, the number of the page in the footer."""
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "全县农村供水保障工作推进会材料"
    for text in PARAGRAPHS:
        at = 0 if text == TITLE else HEADINGS.get(text)
        document.add_paragraph(text) if at is None else document.add_heading(text, at)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def word_with_automatic_numbers():
    """The numbers of headings stand nowhere in the text; with tracked changes and a comment in it."""
    forms = numbering(level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCounting", "（%2）"))
    body = "".join(
        item(text.split("、", 1)[1], 1, 0)
        if HEADINGS.get(text) == 1
        else item(text.split("）", 1)[1], 1, 1)
        if text in HEADINGS
        else p(text)
        for text in PARAGRAPHS
    )
    body += "<w:p><w:del><w:r><w:delText>删去的话。</w:delText></w:r></w:del><w:r><w:commentReference/></w:r></w:p>"
    return docx(body, numbering=forms)


def opendocument():
    made = (
        f'<text:h text:outline-level="{HEADINGS[text]}">{text}</text:h>'
        if text in HEADINGS
        else f"<text:p>{text}</text:p>"
        for text in PARAGRAPHS
    )
    return odt("".join(made))


def rich():
    escaped = ("".join(f"\\u{ord(char)}?" for char in text) for text in PARAGRAPHS)
    body = "".join(f"\\pard{text}\\par\n" for text in escaped)
    return ("{\\rtf1\\ansi\\ansicpg936\\uc1 " + body + "}").encode("ascii")


WIDE, TALL, SIZE = 28, 22, 16


def typeset():
    """Pages of 28 characters by 22 lines (GB/T 9704—2012), with the number of the page between dashes."""
    lines = []
    for text in PARAGRAPHS:
        rest, left = (text, 0) if text in PARAGRAPHS[:3] else (text, 2)
        while rest:
            taken = WIDE - left
            if rest[taken : taken + 1] and rest[taken] in "，。、；：！？”）":
                taken -= 1
            lines.append((left, rest[:taken]))
            rest, left = rest[taken:], 0
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = io.BytesIO()
    canvas = Canvas(data, invariant=True)
    for page in range(0, len(lines), TALL):
        canvas.setFont("STSong-Light", SIZE)
        canvas.drawCentredString(298, 40, f"— {page // TALL + 1} —")
        for at, (left, text) in enumerate(lines[page : page + TALL]):
            centred = text in PARAGRAPHS[:2]
            start = 298 - len(text) * SIZE / 2 if centred else 73 + left * SIZE
            canvas.drawString(start, 760 - 29 * at, text)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


DOCUMENTS = {
    "speech.docx": word,
    "numbered.docx": word_with_automatic_numbers,
    "speech.odt": opendocument,
    "speech.rtf": rich,
    "speech.pdf": typeset,
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_command_gives_the_speech(name, tmp_path, capfdbinary):
    path = tmp_path / name
    path.write_bytes(DOCUMENTS[name]())
    use("en")
    assert cli.main(["clean", str(path)], lambda files: 1) == 0
    assert capfdbinary.readouterr().out.decode("utf-8").rstrip("\n") == CLEAN


@pytest.fixture(scope="module")
def engine():
    return Engine()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_outline_and_saving(name, tmp_path, engine):
    path = tmp_path / name
    path.write_bytes(DOCUMENTS[name]())
    source = read_document(path)
    assert encoding_notices(source) == ()
    session = ReviewSession(source, engine.analyse(source.raw))
    assert [(section.title, section.level) for section in session.sections] == [(TITLE, 0), *HEADINGS.items()]
    target = suggested_name(path)
    assert target.name == f"{path.stem}_校订.txt"
    save_cleaned(session, target, source_path=path)
    assert target.read_text("utf-8").rstrip("\n") == CLEAN
    # Whoever rejects everything has the text of the document, and not the bytes of the file.
    kept = ReviewSession(source, engine.analyse(""))
    save_cleaned(kept, target, source_path=path)
    assert target.read_bytes() == source.raw.encode("utf-8")
