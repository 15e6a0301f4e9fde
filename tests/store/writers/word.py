"""Reads Word files the way the standard says, by hand: what the writers are held against."""

import io
import re
from zipfile import ZipFile

from lxml import etree

NS = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
W = f"{{{NS['w']}}}"

# The order of the children that we write, ECMA-376 part 1 (transitional), annex A.1.
ORDER = {
    "document": "body",
    "body": "p sectPr",
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs suppressAutoHyphens kinsoku "
    "wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN snapToGrid spacing ind contextualSpacing jc "
    "textAlignment outlineLvl rPr sectPr",
    "rPr": "ins del rStyle rFonts b bCs i iCs color spacing w kern position sz szCs highlight u vertAlign lang",
    "sectPr": "headerReference footerReference type pgSz pgMar lnNumType pgNumType cols titlePg docGrid",
    "settings": "zoom mirrorMargins trackRevisions defaultTabStop autoHyphenation evenAndOddHeaders "
    "drawingGridHorizontalSpacing drawingGridVerticalSpacing characterSpacingControl compat themeFontLang",
    "compat": "useFELayout compatSetting",
    "styles": "docDefaults style",
    "docDefaults": "rPrDefault pPrDefault",
    "style": "name basedOn next link uiPriority qFormat pPr rPr",
    "font": "altName charset family pitch",
    "comments": "comment",
    "p": "pPr *",
    "r": "rPr *",
}


def parts(data):
    """Every XML part of a Word file, by name."""
    with ZipFile(io.BytesIO(data)) as file:
        return {name: etree.fromstring(file.read(name)) for name in file.namelist()}


def disorder(root):
    """Elements whose children come in another order than the schema says, or are none that it was checked for."""
    found = []
    for element in root.iter(f"{W}*"):
        name = etree.QName(element).localname
        order = ORDER.get(name, "").split()
        if not order:
            continue
        known = {tag: n for n, tag in enumerate(order)}
        ranks = [known.get(etree.QName(child).localname, known.get("*")) for child in element]
        if None in ranks or ranks != sorted(ranks):
            found.append(f"{name}: {[etree.QName(child).localname for child in element]}")
    return found


def text_of(run):
    """What a run holds; nothing but text and tabs may be in it."""
    said = ""
    for child in run:
        name = etree.QName(child).localname
        if name in {"t", "delText"}:
            assert child.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
            said += child.text or ""
        elif name == "tab":
            said += "\t"
        else:
            assert name in {"rPr", "commentReference", "annotationRef"}, name
    return said


def resolved(data, keep):
    """The text of a Word file with all changes accepted (``keep="ins"``) or rejected (``keep="del"``).

    A paragraph whose mark goes is one with the paragraph after it.
    """
    other = {"ins": "del", "del": "ins"}[keep]
    said = ""
    paragraphs = parts(data)["word/document.xml"].findall("w:body/w:p", NS)
    for n, paragraph in enumerate(paragraphs):
        for child in paragraph:
            name = etree.QName(child).localname
            if name == "r":
                assert child.find("w:delText", NS) is None, "struck text belongs into w:del"
                said += text_of(child)
            elif name in {"ins", "del"}:
                wrong = "t" if name == "del" else "delText"
                assert child.find(f"w:r/w:{wrong}", NS) is None
                said += "".join(map(text_of, child)) if name == keep else ""
            else:
                assert name in {"pPr", "commentRangeStart", "commentRangeEnd"}, name
        mark = paragraph.find("w:pPr/w:rPr", NS)
        gone = mark is not None and mark.find(f"w:{other}", NS) is not None
        last = n == len(paragraphs) - 1
        assert not (last and mark is not None), "the end of a document cannot be struck"
        said += "" if last or gone else "\n"
    return said


def anchored(data):
    """The text that each comment is about, by number, as it stands with all changes shown."""
    said, opened = {}, set()
    for element in parts(data)["word/document.xml"].iter():
        name = etree.QName(element).localname
        if name == "commentRangeStart":
            assert element.get(f"{W}id") not in said
            opened.add(element.get(f"{W}id"))
            said[element.get(f"{W}id")] = ""
        elif name == "commentRangeEnd":
            opened.remove(element.get(f"{W}id"))
        elif name in {"t", "delText"}:
            for number in opened:
                said[number] += element.text
        elif name == "p":
            for number in opened:
                said[number] += "\n"
    assert not opened
    return said


def as_word(text):
    """A text as a Word file can hold it: one kind of line end, no control characters, no lone surrogates."""
    return re.sub("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", re.sub("\r\n|[\r\f]", "\n", text))
