"""Reads Word documents (.docx and its kin, of Word, WPS and LibreOffice): the text as Word shows it, in its order.

Footnotes and endnotes follow the text, with their marks in it; automatic numbers are written out. Headers and footers,
comments, deletions and hidden text are left out, and the remarks say so.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from reader.store.readers import Refused
from reader.store.readers.container import DAMAGED, Container
from reader.store.readers.left_out import PICTURES_ONLY, Left, remarks
from reader.store.readers.lines import Line, to_source
from reader.store.readers.word_flat import Flat
from reader.store.readers.word_names import attributes, child, named, value
from reader.store.readers.word_numbering import Numbering
from reader.store.readers.word_story import Notes, Story
from reader.store.readers.word_styles import Styles
from reader.text.message import Message
from reader.text.source import Source

_NO_TEXT = Message("{name} is a Word document without any text.")


Package = Container | Flat


def read(data: bytes, name: str, encoding: str | None = None) -> Source:
    """The text of a Word document.

    :raises Refused: if there is none, or the file is damaged or larger than can be read
    """
    package: Package = Container(data) if data.startswith(b"PK") else Flat(data)
    main = _main_part(package)
    parts = dict(_related(package, main))
    styles = Styles(_xml(package, parts.get("styles")))
    numbering = Numbering(_xml(package, parts.get("numbering")), styles)
    document = _xml(package, main)
    body = child(document, "w:body")
    if document is None or body is None:
        raise Refused(DAMAGED)
    notes = Notes()
    _set_forms(notes, _xml(package, parts.get("settings")))
    story = Story(styles, numbering, notes)
    lines = story.lines(body)
    lines += story.inner_notes
    left = Counter(story.left)
    for kind in ("footnote", "endnote"):
        wanted = [(note, mark) for of, note, mark in notes.found if of == kind]
        root = _xml(package, parts.get(f"{kind}s")) if wanted else None
        if root is not None:
            lines += _notes(root, wanted, styles, numbering, left)
    if not any(line.text.strip() for line in lines):
        raise Refused(PICTURES_ONLY if left[Left.PICTURE] else _NO_TEXT)
    return to_source(lines, data, name, "docx", remarks(left, _headers(package, main, styles)))


def _main_part(package: Package) -> str:
    kinds = dict(_relations(package, ""))
    main = kinds.get("officeDocument", "word/document.xml")
    if main not in package:
        raise Refused(DAMAGED)
    return main


def _related(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """The parts that a part names, by the last word of their kind; of several of one kind the last."""
    for kind, target in _relations(package, part):
        if target in package:
            yield kind, target


def _relations(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """Kinds and names of the parts that a part, or with an empty name the package, refers to.

    Addresses outside of it come out as names that no part has.
    """
    folder, name = posixpath.split(part)
    root = _xml(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    for relation in root if root is not None else ():
        said = attributes(relation)
        if named(relation) == "rel:Relationship":
            target = posixpath.normpath(posixpath.join("/", folder, said.get("Target", "")))
            yield said.get("Type", "").rpartition("/")[2], target.lstrip("/")


def _xml(package: Package, part: str | None) -> etree._Element | None:
    return package.xml(part) if part and part in package else None


def _set_forms(notes: Notes, settings: etree._Element | None) -> None:
    for kind in notes.forms:
        form = child(settings, f"w:{kind}Pr", "w:numFmt")
        if form is not None:
            notes.forms[kind] = value(form)


def _notes(
    root: etree._Element, wanted: list[tuple[str, str]], styles: Styles, numbering: Numbering, left: Counter[Left]
) -> Iterator[Line]:
    """The notes in the order of their marks, each with its mark before it."""
    bodies = {value(note, "w:id"): note for note in root if named(note) in ("w:footnote", "w:endnote")}
    for note, mark in wanted:
        body = bodies.pop(note, None)
        if body is None:
            continue
        story = Story(styles, numbering)
        lines = [line for line in story.lines(body) if line.text.strip()]
        left.update(story.left)
        for at, line in enumerate(lines):
            yield Line((mark if at == 0 else "") + line.text.strip())


def _headers(package: Package, main: str, styles: Styles) -> Iterator[Line]:
    for kind, part in _related(package, main):
        if kind in ("header", "footer"):
            yield from Story(styles, Numbering(None, styles)).lines(package.xml(part))
