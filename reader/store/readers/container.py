"""Documents that are zip archives of XML: every part is unpacked and parsed within bounds.

Such files are hostile until shown otherwise. A few kilobytes can unpack to gigabytes, declare entities that multiply,
or nest deeper than any stack; archives can hold two parts of one name. Parts are read by name into memory, never
written anywhere, and archives inside are never opened.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from reader.store.readers import Refused
from reader.text.message import Message

DAMAGED = Message(
    "{name} is damaged: it cannot be unpacked. Get it again, or open it in its program and save it once more."
)
PROTECTED = Message("{name} is protected by a password. Open it in its program and save it without the password.")
_BOMB = Message("{name} was not opened: it unpacks to more than any document, as files made to choke a computer do.")
_CROWD = Message("{name} was not opened: it is an archive of more parts than any document has.")
_TWINS = Message(
    "{name} has two parts of the same name, so it is not clear which one is the text. Open it in Word, WPS or "
    "LibreOffice and save it once more."
)
_ENTITIES = Message(
    "{name} was not opened: it declares entities, which no office program does and which can choke a computer."
)
_DEEP = Message("{name} was not opened: it is nested deeper than any document.")
_LARGE = Message("{name} is too large to be read in one piece. Split it into parts first.")

_FAULTS = (("ntity", _ENTITIES), ("depth", _DEEP), ("Resource limit", _LARGE))
"""What the parser says of XML that it gives up on."""

MOST_PARTS = 20_000
"""A long report with a picture on each page has some thousand."""

MOST_BYTES = 256 * 1024**2
"""Of all parts that are read of one document, unpacked: some ten million characters of Chinese in Word."""

_BOMB_RATIO = 400
"""Repetitive XML shrinks to a hundredth at best; deflate can go to a thousandth."""
_BOMB_BYTES = 16 * 1024**2
"""Below this no ratio does harm."""

_ELEMENT, _ATTRIBUTE, _TEXT = 130, 230, 140
"""Bytes that libxml2 needs for each, beside their characters."""
MOST_MEMORY = 768 * 1024**2
"""Bytes for the tree of one part."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What ``zipfile`` raises on archives that are not what they say."""


class Container:
    """The parts of a zipped document by name; names are compared without case, as office programs do.

    :raises Refused: if it cannot be opened, has too many parts, or two of one name
    """

    def __init__(self, data: bytes) -> None:
        # Asked before the directory is read, for an entry in memory takes twenty times its bytes.
        if data.count(b"PK\x01\x02") > MOST_PARTS:
            raise Refused(_CROWD)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise Refused(DAMAGED) from error
        self._parts: dict[str, zipfile.ZipInfo] = {}
        self._left = MOST_BYTES
        for info in self._zip.infolist():
            name = _plain(info.filename)
            if name in self._parts:
                raise Refused(_TWINS)
            self._parts[name] = info

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in lower case."""
        return tuple(self._parts)

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        :raises KeyError: if there is none of this name
        :raises Refused: if it is damaged, encrypted, or larger than allowed
        """
        info = self._parts[_plain(name)]
        if info.flag_bits & 1:
            raise Refused(PROTECTED)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(DAMAGED)  # documents are packed in no other way, and some others take much memory
        # The sizes in the directory are only what the file says; what counts is what comes out.
        packed = max(info.compress_size, 1)
        most = min(self._left, max(_BOMB_BYTES, _BOMB_RATIO * packed))
        try:
            with self._zip.open(info) as part:
                data = part.read(most + 1)
        except _BROKEN as error:
            raise Refused(DAMAGED) from error
        if len(data) > most:
            raise Refused(_BOMB)
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        """The root element of a part.

        :raises KeyError: if there is none of this name
        :raises Refused: as ``read`` and ``parsed`` do
        """
        return parsed(self.read(name))


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def parsed(data: bytes) -> etree._Element:
    """The root element of an XML document in UTF-8 or UTF-16; nothing outside of it is ever looked at.

    :raises Refused: if it is not well-formed, declares entities, nests too deeply, or would take too much memory
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    opening, closing = data.count(b"<"), data.count(b"</")
    elements = opening - closing
    if _ELEMENT * elements + _TEXT * opening + _ATTRIBUTE * data.count(b"=") + len(data) > MOST_MEMORY:
        raise Refused(_LARGE)
    # The encoding is fixed, for one that the document chooses (UTF-7) would hide from the count above.
    parser = etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(next((why for word, why in _FAULTS if word in str(error)), DAMAGED)) from error
    except ValueError as error:
        raise Refused(DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(_ENTITIES)
    return root


class Names(dict[object, str]):
    """Short names of elements and attributes (``w:p``) by their full ones, whatever year's namespace they are in.

    ``prefixes`` maps namespaces to prefixes; what is in none of them has the empty short name.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self._prefixes = prefixes

    def __missing__(self, full: object) -> str:
        namespace, _, local = str(full).removeprefix("{").rpartition("}")
        prefix = self._prefixes.get(namespace)
        self[full] = short = f"{prefix}:{local}" if prefix else ""
        return short
