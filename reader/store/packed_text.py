"""A whole text inside a record: as it is while it is short, packed where it is long."""

from __future__ import annotations

import binascii
import zlib
from base64 import b64decode, b64encode
from hashlib import sha256

from reader.store.journal_lines import Json

_PLAIN = 500
"""Code points up to which a text stays readable in the file."""


def text_digest(raw: str) -> str:
    """Which text this is, whatever bytes it came from."""
    return sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()


def packed(text: str) -> Json:
    """The text itself, or an object that holds it compressed: about two bytes a character."""
    if len(text) <= _PLAIN:
        return text
    # A higher level takes three times as long for a tenth less; somebody waits for it.
    return {"zlib": b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"), 1)).decode("ascii")}


def unpacked(data: Json, characters: int) -> str | None:
    """The text of so many code points that ``packed`` wrote; None if it is none, and never much longer in between."""
    if isinstance(data, str):
        return data if len(data) == characters else None
    if not isinstance(data, dict) or not isinstance(data.get("zlib"), str):
        return None
    try:
        most = 4 * characters + 1
        said = zlib.decompressobj().decompress(b64decode(str(data["zlib"]), validate=True), most)
        text = said.decode("utf-8", "surrogatepass")
    except (zlib.error, binascii.Error, ValueError):
        return None
    return text if len(text) == characters else None
