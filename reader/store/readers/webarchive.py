"""Reads the archives in which Safari saves a page: a property list with the page and what it loaded."""

from __future__ import annotations

import plistlib
from typing import Any

from reader.store.readers import Refused
from reader.store.readers.parts import Part, from_parts
from reader.text.message import Message
from reader.text.source import Source

_DAMAGED = Message("{name} is a damaged archive of a web page. Save the page again, as a web page.")
_DEEPEST = 3


def read(data: bytes, name: str, encoding: str | None = None) -> Source:
    """The text of the page, with that of the pages in its frames.

    :raises Refused: if the archive is damaged or the page has no text
    :raises LookupError: if there is no such encoding
    """
    try:
        archive = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except Exception as error:  # a hostile list can fail in many ways, deep in the library
        raise Refused(_DAMAGED) from error
    parts: list[Part] = []
    _collect(archive, parts, 0)
    if not parts:
        raise Refused(_DAMAGED)
    return from_parts(parts[0], parts[1:], data, name, "webarchive", encoding)


def _collect(archive: Any, parts: list[Part], depth: int) -> None:  # noqa: ANN401  (whatever the file holds)
    if not isinstance(archive, dict) or depth > _DEEPEST:
        return
    main = archive.get("WebMainResource")
    content = main.get("WebResourceData") if isinstance(main, dict) else None
    if isinstance(main, dict) and isinstance(content, bytes):
        address, declared = main.get("WebResourceURL"), main.get("WebResourceTextEncodingName")
        known = (address,) if isinstance(address, str) else ()
        parts.append(Part(known, content, declared if isinstance(declared, str) else None))
    frames = archive.get("WebSubframeArchives")
    for frame in frames if isinstance(frames, list) else ():
        _collect(frame, parts, depth + 1)
