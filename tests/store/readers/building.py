"""Makes documents from a few lines of their XML, as small as programs accept them."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def zipped(parts, *, method=zipfile.ZIP_DEFLATED):
    """An archive of parts (name to text or bytes)."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return data.getvalue()


def docx_parts(body, *, strict=False, main="word/document.xml", types=_MAIN, more=(), **parts):
    """The parts of a Word document; ``parts`` are numbering, styles, footnotes, …: what stands in their root."""
    namespace = STRICT if strict else W
    office = _STRICT_OFFICE if strict else _OFFICE
    folder, _, name = main.rpartition("/")
    made = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/{main}" ContentType="{types}"/></Types>',
        "_rels/.rels": _relations([("officeDocument", main, "")], office),
        main: f'<w:document xmlns:w="{namespace}" {_MORE}><w:body>{body}</w:body></w:document>',
    }
    for kind, content in parts.items():
        root = {"header1": "hdr", "footer1": "ftr"}.get(kind, kind)
        made[f"{folder}/{kind}.xml"] = f'<w:{root} xmlns:w="{namespace}" {_MORE}>{content}</w:{root}>'
    related = [(kind.rstrip("1"), f"{kind}.xml", "") for kind in parts]
    made[f"{folder}/_rels/{name}.rels"] = _relations([*related, *more], office)
    return made


def docx(body, **more):
    return zipped(docx_parts(body, **more))


def _relations(related, office):
    rows = "".join(
        f'<Relationship Id="r{at}" Type="{office}/{kind}" Target="{target}"{mode}/>'
        for at, (kind, target, mode) in enumerate(related)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def p(text="", properties="", run=""):
    """A paragraph of one run."""
    inner = f'<w:r>{f"<w:rPr>{run}</w:rPr>" if run else ""}<w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def r(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text, numbers=1, level=0):
    """A paragraph with an automatic number."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbers}"/></w:numPr>')


def level(at, form, text, more="", start=1):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels, lists="", styles=""):
    return (
        f'<w:abstractNum w:abstractNumId="0">{styles}{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{lists}'
    )


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_NAMES = " ".join(
    f'xmlns:{prefix}="{_ODF}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
    )
)  # fmt: skip


def odt_parts(body, styles="", common=None):
    """The parts of an OpenDocument text; ``styles`` are those of its text, ``common`` what stands in styles.xml."""
    made = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {_ODF_NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
    }
    if common is not None:
        made["styles.xml"] = f"<office:document-styles {_ODF_NAMES}>{common}</office:document-styles>"
    return made


def odt(body, styles="", common=None):
    return zipped(odt_parts(body, styles, common))
