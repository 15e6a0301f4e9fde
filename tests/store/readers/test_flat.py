"""Documents that are one XML file, as templates and old programs write them, often called .doc."""

import pytest

from reader.store.magic import recognise
from reader.store.readers import Refused, read
from tests.store.readers.building import docx_parts, item, level, numbering, odt_parts, p, r

_2003 = "http://schemas.microsoft.com/office/word/2003"
_AML = "http://schemas.microsoft.com/aml/2001/core"


def word_2003(body, styles=""):
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>\n'
        f'<w:wordDocument xmlns:w="{_2003}/wordml" xmlns:wx="{_2003}/auxHint" xmlns:aml="{_AML}">'
        f"<w:styles>{styles}</w:styles><w:body><wx:sect>{body}<w:sectPr/></wx:sect></w:body></w:wordDocument>"
    ).encode()


def package(**more):
    """A package as one XML file."""
    parts = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{content}</pkg:xmlData></pkg:part>'
        for name, content in docx_parts(**more).items()
        if not name.startswith("[")
    )
    namespace = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return f'<?xml version="1.0"?><pkg:package xmlns:pkg="{namespace}">{parts}</pkg:package>'.encode()


def flat_opendocument(body):
    content = odt_parts(body)["content.xml"].replace("document-content", "document", 2)
    kind = ' office:mimetype="application/vnd.oasis.opendocument.text" '
    return b'\xef\xbb\xbf<?xml version="1.0"?>' + content.replace(" xmlns", kind + "xmlns", 1).encode()


LISTED = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="{}"/></w:listPr>'

BODY = (
    p("题目", '<w:pStyle w:val="a"/>')
    + p("形势", LISTED.format("一、"))
    + f"<w:p>{r('正')}<aml:annotation w:type='Word.Deletion'><aml:content>{r('错')}</aml:content></aml:annotation>"
    f"<aml:annotation w:type='Word.Insertion'><aml:content>{r('文')}</aml:content></aml:annotation><w:r><w:footnote>"
    f"{p('注')}</w:footnote></w:r><aml:annotation w:type='Word.Comment'><aml:content>{p('批')}</aml:content>"
    "</aml:annotation></w:p>"
)
STYLE = '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Title"/></w:style>'


def test_word_2003():
    data = word_2003(BODY, STYLE)
    assert recognise(data, ".doc") == "docx"
    source = read("docx", data, "speech.doc")
    assert source.raw.split("\n") == ["题目", "一、形势", "正文〔1〕", "〔1〕注"]
    assert [(h.span.of(source.raw), h.level) for h in source.headings] == [("题目", 0)]
    said = " ".join(map(str, source.remarks))
    assert "tracked change" in said
    assert "Comments" in said


def test_a_package_as_one_file():
    numbers = numbering(level(0, "chineseCounting", "%1、"))
    data = package(body=item("形势") + item("任务"), numbering=numbers)
    assert recognise(data, ".xml") == "docx"
    assert read("docx", data, "speech.xml").raw.split("\n") == ["一、形势", "二、任务"]


def test_an_opendocument_as_one_file():
    data = flat_opendocument("<text:p>甲</text:p><text:p>乙</text:p>")
    assert recognise(data, ".fodt") == "odt"
    assert read("odt", data, "speech.fodt").raw.split("\n") == ["甲", "乙"]


def test_a_text_about_such_files_is_a_text():
    assert recognise(f"命名空间 {_2003}/wordml 的用法".encode()) == "txt"


@pytest.mark.parametrize("cut", [200, 400, -1])
def test_half_a_file_is_refused(cut):
    with pytest.raises(Refused, match="damaged"):
        read("docx", word_2003(BODY)[:cut], "speech.doc")


def test_entities_are_refused_here_too():
    data = word_2003(BODY).replace(b"<w:wordDocument", b'<!DOCTYPE w [<!ENTITY a "b">]><w:wordDocument', 1)
    with pytest.raises(Refused, match="entities"):
        read("docx", data, "speech.doc")
