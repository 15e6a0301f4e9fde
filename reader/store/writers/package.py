"""Puts the parts of a Word file together: python-docx's package keeps the relationships and the content types."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from reader.store.writers.wordml import escaped, part

_KINDS = {
    "styles": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "settings": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
    "fontTable": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "comments": (CONTENT_TYPE.WML_COMMENTS, RELATIONSHIP_TYPE.COMMENTS),
    "footer1": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    "footer2": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
}

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive, the earliest that it can say: one document gives the same bytes each time."""


def word_file(body: str, parts: Mapping[str, bytes], *, title: str = "", author: str = "", created: str = "") -> bytes:
    """A Word file of this body (the content of ``w:body``) and these parts, by name.

    ``body`` names another part by its name, for instance a footer by ``r:id="footer1"``. ``title`` and ``author`` are
    its core properties; ``created`` is a moment as W3CDTF, left out by default. Nothing tells on which machine it was
    written.
    """
    package = OpcPackage()
    document = Part(
        PackURI("/word/document.xml"), CONTENT_TYPE.WML_DOCUMENT_MAIN, part("document", f"<w:body>{body}</w:body>")
    )
    package.load_rel(RELATIONSHIP_TYPE.OFFICE_DOCUMENT, document, "document")
    for name, content in parts.items():
        content_type, relationship = _KINDS[name]
        document.load_rel(relationship, Part(PackURI(f"/word/{name}.xml"), content_type, content), name)
    properties = (
        (CONTENT_TYPE.OPC_CORE_PROPERTIES, RELATIONSHIP_TYPE.CORE_PROPERTIES, "core", _core(title, author, created)),
        (CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, "app", _APPLICATION),
    )
    for content_type, relationship, name, content in properties:
        package.load_rel(relationship, Part(PackURI(f"/docProps/{name}.xml"), content_type, content), name)
    file = io.BytesIO()
    package.save(file)
    return _undated(file)


def _undated(file: io.BytesIO) -> bytes:
    """The same archive without the time at which it was written."""
    written = io.BytesIO()
    with ZipFile(file) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return written.getvalue()


_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _core(title: str, author: str, created: str) -> bytes:
    said = f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>' if created else ""
    return (
        f"{_DECLARATION}"
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:creator>{escaped(author)}</dc:creator>"
        f"<dc:language>zh-CN</dc:language>{said}</cp:coreProperties>"
    ).encode()


_APPLICATION = (
    f"{_DECLARATION}"
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Jiaodu</Application></Properties>"
).encode()
