"""Documents whose XML, HTML or rich text is nested, multiplied, circular, or made to fetch something."""

from tests.store.hostile.case import Case
from tests.store.readers import test_rich
from tests.store.readers.building import W, docx, docx_parts, item, numbering, odt, odt_parts, p, zipped
from tests.store.readers.test_container import document, laughs, with_document
from tests.store.readers.test_flat import flat_opendocument, word_2003
from tests.store.readers.test_mhtml import mail, part
from tests.store.readers.test_word import OFFICIAL, style_of

READ = "同志们，今天开会。"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def external(kind, address, body=None):
    """A document that is related to something outside of it."""
    more = [(kind, address.replace("&", "&amp;"), ' TargetMode="External"')]
    return docx(body or p(READ), more=more)


def entity(address, kind="SYSTEM"):
    said = f'PUBLIC "x" "{address}"' if kind == "PUBLIC" else f'SYSTEM "{address}"'
    return with_document(document(p("&x;"), f"<!DOCTYPE w [<!ENTITY x {said}>]>"))


def parameter(address):
    return with_document(document(p(READ), f'<!DOCTYPE w [<!ENTITY % x SYSTEM "{address}"> %x;]>'))


def quadratic():
    """One long entity named many times: no nesting that a count of levels would see."""
    return with_document(document(p("&x;" * 50_000), f'<!DOCTYPE w [<!ENTITY x "{"笑" * 50_000}">]>'.replace("\n", "")))


def xinclude(address):
    inner = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}" parse="text"/>'
    return docx(p(READ) + f"<w:p><w:r><w:t>{inner}</w:t></w:r></w:p>")


def stylesheet(address):
    return with_document(document(p(READ), f'<?xml-stylesheet type="text/xsl" href="{address}"?>'))


def circular_styles():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{at}"><w:name w:val="s{at}"/><w:basedOn w:val="s{(at + 1) % 5}"/>'
        f'<w:link w:val="s{at}"/><w:next w:val="s{at}"/></w:style>'
        for at in range(5)
    )
    return docx(p(READ, '<w:pStyle w:val="s0"/>'), styles=styles + style_of("me", "me", '<w:basedOn w:val="me"/>'))


def long_styles(count=30_000):
    """Each style is based on the one before it."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{at}"><w:name w:val="s{at}"/><w:basedOn w:val="s{at - 1}"/></w:style>'
        for at in range(count)
    )
    body = "".join(p(READ, f'<w:pStyle w:val="s{count - 1 - at}"/>') for at in range(2000))
    return docx(body, styles=styles)


def circular_numbering():
    lists = '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    circle = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="8"><w:styleLink w:val="L"/><w:numStyleLink w:val="L"/></w:abstractNum>'
    )
    style = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    return docx(item(READ, 7), numbering=circle + numbering(lists=lists), styles=style)


def huge_numbers():
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="99999999999999999999"/><w:numFmt w:val="upperRoman"/>'
        '<w:lvlText w:val="%1%1%1%1%1%1%1%1"/></w:lvl>'
    )
    return docx(item(READ) * 3, numbering=numbering(level))


def roman():
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="2000000000"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1"/></w:lvl>'
    )
    return docx(item(READ) * 50, numbering=numbering(level))


def letters():
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="2000000000"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1"/></w:lvl>'
    )
    return docx(item(READ) * 50, numbering=numbering(level))


def spans(count="999999999"):
    return docx(
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{count}"/></w:tcPr>{p(READ)}</w:tc></w:tr></w:tbl>' + p("完")
    )


def repeated(what):
    """OpenDocument says how often a thing is there by a number."""
    many = "2000000000"
    forms = {
        "spaces": f'<text:p>{READ}<text:s text:c="{many}"/>完</text:p>',
        "cells": f'<table:table><table:table-row><table:table-cell table:number-columns-repeated="{many}"><text:p>'
        f"{READ}</text:p></table:table-cell></table:table-row></table:table>",
        "rows": f'<table:table><table:table-row table:number-rows-repeated="{many}"><table:table-cell><text:p>{READ}'
        "</text:p></table:table-cell></table:table-row></table:table>",
        "both": "".join(
            f'<table:table><table:table-row table:number-rows-repeated="{many}"><table:table-cell '
            f'table:number-columns-repeated="{many}"><text:p>{READ}</text:p></table:table-cell></table:table-row></table:table>'
            for _ in range(20)
        ),
        "levels": f'<text:h text:outline-level="{many}">{READ}</text:h>',
        "starts": f'<text:list><text:list-item text:start-value="{many}"><text:p>{READ}</text:p></text:list-item>'
        "</text:list>",
    }
    return odt(forms[what])


def boxes(depth):
    """Text boxes in text boxes: each may hold paragraphs."""
    one = "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
    end = "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    return docx(one * depth + p(READ) + end * depth)


def tables(depth, cell=""):
    return docx(f"<w:tbl><w:tr><w:tc>{cell}" * depth + p(READ) + "</w:tc></w:tr></w:tbl><w:p/>" * depth + p("完"))


def fields(count):
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    return docx(f"<w:p>{begin * count}<w:r><w:t>{READ}</w:t></w:r></w:p>{p(READ)}")


def notes(count=3000):
    """Notes that refer to themselves and to each other."""
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = "".join(f"<w:p>{refer.format(at)}<w:r><w:t>甲</w:t></w:r></w:p>" for at in range(2, count))
    own = "".join(
        f'<w:footnote w:id="{at}"><w:p><w:r><w:t>注</w:t></w:r>{refer.format(at)}{refer.format(at + 1)}</w:p>'
        "</w:footnote>"
        for at in range(2, count)
    )
    return docx(p(READ) + body, footnotes=own)


def rtf(inner):
    return (test_rich.HEAD + inner + "}").encode("latin-1")


def loading(address):
    """A page with everything by which pages fetch something."""
    return (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{address}">]><html><head><base href="{address}"><link rel=stylesheet '
        f'href="{address}"><style>@import url({address}); p {{background: url({address})}}</style><script src='
        f'"{address}">'
        f'</script><meta http-equiv=refresh content="0;url={address}"></head><body onload="location=\'{address}\'">'
        f'<p>{READ}&x;</p><img src="{address}"><iframe src="{address}"></iframe><object data="{address}"></object>'
        f'<embed src="{address}"><video src="{address}"></video><form action="{address}"><input type=submit></form>'
        f"</body></html>"
    ).encode()


def bundled(address):
    page = part(f'<p>{READ}</p><iframe src="{address}"></iframe>', f"Content-Location: {address}")
    outside = b'Content-Type: message/external-body; access-type=URL; URL="%s"\r\n\r\n\r\n' % address.encode()
    return mail(page, outside)


def parts_in_parts(depth):
    inner = part(f"<p>{READ}</p>")
    for at in range(depth):
        inner = mail(inner, mark=f"m{at}x")
    return inner


def archived(address):
    """An OpenDocument text with links to a picture, a template, an object and a section elsewhere."""
    link = f'xlink:href="{address}"'.replace("\\", "/")
    xlink = ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    body = (
        f"<text:p>{READ}<draw:frame><draw:image {link}/></draw:frame></text:p><draw:frame><draw:object {link}/>"
        f'</draw:frame><text:section text:name="x"><text:section-source {link}/></text:section>'
    )
    parts = odt_parts(body)
    parts["content.xml"] = parts["content.xml"].replace("<office:document-content", f"<office:document-content{xlink}")
    return zipped(parts)


def attributes(form, count):
    return f"<w:p {' '.join(map(form.format, range(count)))}/>"


def at_all(name, make, file, says="", reads=""):
    """A case for each thing that a document may try to reach."""
    return {f"{name} {at}": Case(lambda bait, at=at: make(bait.uris[at]), file, says, reads) for at in range(4)}


DEEP = "<div>" * 200_000

CASES = {
    **at_all("an entity elsewhere", entity, "a.docx", "entities"),
    **at_all("a public entity elsewhere", lambda uri: entity(uri, "PUBLIC"), "a.docx", "entities"),
    **at_all("a parameter entity elsewhere", parameter, "a.docx", "entities"),
    **at_all("an included file", xinclude, "a.docx", "", READ),
    **at_all("a style sheet elsewhere", stylesheet, "a.docx", "", READ),
    **at_all("a template elsewhere", lambda uri: external("attachedTemplate", uri), "a.docx", "", READ),
    **at_all("a picture elsewhere", lambda uri: external("image", uri), "a.docx", "", READ),
    **at_all("an object elsewhere", lambda uri: external("oleObject", uri), "a.docx", "", READ),
    **at_all("notes elsewhere", lambda uri: external("footnotes", uri), "a.docx", "", READ),
    **at_all(
        "a document to insert",
        lambda uri: external("aFChunk", uri, p(READ) + '<w:altChunk r:id="r0" xmlns:r="' + _R + '"/>'),
        "a.docx",
        "",
        READ,
    ),
    **at_all("a page that loads", loading, "a.html", "", READ),
    **at_all("a saved page that loads", bundled, "a.mht", "", READ),
    **at_all("OpenDocument with links", archived, "a.odt", "", READ),
    **at_all(
        "rich text with fields",
        lambda uri: rtf(
            r'\pard {\field{\*\fldinst INCLUDEPICTURE "@"}{\fldrslt Text}}{\*\template @}\par'.replace(
                "@", uri.replace("\\", "\\\\")
            )
        ),
        "a.rtf",
        "",
        "Text",
    ),
    "billion laughs": Case(lambda _: with_document(laughs()), "a.docx", "entities"),
    "quadratic entities": Case(lambda _: quadratic(), "a.docx", "entities"),
    "laughs in a page": Case(
        lambda _: (laughs() + f"<p>{READ}</p>").replace("w:document", "html").encode(), "a.html", "", READ
    ),
    "laughs in one file": Case(
        lambda _: word_2003(p(READ)).replace(b"<w:wordDocument", b'<!DOCTYPE w [<!ENTITY a "b">]><w:wordDocument', 1),
        "a.xml",
        "entities",
    ),
    "deep XML": Case(
        lambda _: with_document(document("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)), "a.docx", "nested deeper"
    ),
    "deep XML, open": Case(
        lambda _: with_document(f'<w:document xmlns:w="{W}">' + "<w:p>" * 1_000_000), "a.docx", "nested deeper"
    ),
    "deep OpenDocument": Case(
        lambda _: odt("<text:section>" * 50_000 + "</text:section>" * 50_000), "a.odt", "nested deeper"
    ),
    "deep flat OpenDocument": Case(
        lambda _: flat_opendocument("<text:list><text:list-item>" * 5_000), "a.fodt", "nested deeper"
    ),
    "tables in tables": Case(lambda _: tables(60), "a.docx", "", READ),
    "boxes in boxes": Case(lambda _: boxes(30), "a.docx", "", READ),
    "fields without end": Case(lambda _: fields(20_000), "a.docx", "", READ),
    "a million attributes": Case(
        lambda _: with_document(document(attributes("a{}='1'", 300_000) + p(READ))), "a.docx", "", READ
    ),
    "a million namespaces": Case(
        lambda _: with_document(document(attributes("xmlns:a{}='a'", 30_000) + p(READ))), "a.docx", "", READ
    ),
    "one text of 60 MB": Case(lambda _: with_document(document(p("会议内容" * 5_000_000))), "a.docx", says="choke"),
    "circular styles": Case(lambda _: circular_styles(), "a.docx", "", READ),
    "styles on styles": Case(lambda _: long_styles(), "a.docx", "", READ),
    "circular numbering": Case(lambda _: circular_numbering(), "a.docx", "", READ),
    "huge numbers": Case(lambda _: huge_numbers(), "a.docx", "", READ),
    "huge roman numbers": Case(lambda _: roman(), "a.docx", "", READ),
    "huge letters": Case(lambda _: letters(), "a.docx", "", READ),
    "levels that are none": Case(lambda _: docx(item(READ, 1, 10**12), numbering=OFFICIAL), "a.docx", "", READ),
    "spans of a billion columns": Case(lambda _: spans(), "a.docx", "", READ),
    "notes of notes": Case(lambda _: notes(), "a.docx", "", READ),
    "a picture inside of 100 MB": Case(
        lambda _: zipped(
            {
                **docx_parts(f"<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>{p(READ)}"),
                "word/media/a.emf": b"\xff" * 100_000_000,
            }
        ),
        "a.docx",
        "",
        READ,
    ),
    **{
        f"repeated {what}": Case(lambda _, w=what: repeated(w), "a.odt", "", READ)
        for what in ("spaces", "cells", "rows", "both", "levels", "starts")
    },
    "rich text: groups": Case(lambda _: rtf("{" * 1_000_000 + "Text"), "a.rtf", "nested"),
    "rich text: closed groups": Case(lambda _: rtf("{}" * 1_000_000 + "Text"), "a.rtf", "", "Text"),
    "rich text: an object": Case(
        lambda _: rtf(r"Text{\object\objemb{\*\objclass Package}{\*\objdata " + "01050000" * 4_000_000 + "}}"),
        "a.rtf",
        "",
        "Text",
    ),
    "rich text: a picture": Case(
        lambda _: rtf(r"Text{\pict\wmetafile8 " + "ff" * 10_000_000 + "}"), "a.rtf", "", "Text"
    ),
    "rich text: binary that is not there": Case(lambda _: rtf(r"Text\bin2147483647 x"), "a.rtf", "", "Text"),
    "rich text: negative binary": Case(lambda _: rtf(r"Text\bin-5 x\par"), "a.rtf", "", "Text"),
    "rich text: numbers": Case(lambda _: rtf(r"Text\uc999999999\u99999999999 ?\'\'\'zz\par"), "a.rtf", "", "Text"),
    "rich text: one long word": Case(lambda _: rtf("Text\\" + "a" * 5_000_000), "a.rtf", "", "Text"),
    "rich text: fonts": Case(
        lambda _: rtf(r"{\fonttbl" + "".join(rf"{{\f{at}\fcharset134 a;}}" for at in range(100_000)) + "}Text"),
        "a.rtf",
        "",
        "Text",
    ),
    "rich text: cells": Case(
        lambda _: rtf(r"\trowd" + r"\cellx100" * 200_000 + r"\intbl Text" + r"\cell" * 200_000 + r"\row"),
        "a.rtf",
        "",
        "Text",
    ),
    "a deep page": Case(lambda _: f"<html><body>{DEEP}{READ}".encode(), "a.html", "", READ),
    "a page of end tags": Case(
        lambda _: f"<html>{DEEP}{'</b>' * 200_000}{READ}".encode(), "a.html", "nested so deeply"
    ),
    "parts in parts": Case(lambda _: parts_in_parts(300), "a.mht", "no page is in it"),
    "a page of pictures": Case(
        lambda _: (
            f"<html><body><p>{READ}</p><img src='data:image/png;base64,{'A' * 20_000_000}'></body></html>".encode()
        ),
        "a.html",
        "",
        READ,
    ),
}
