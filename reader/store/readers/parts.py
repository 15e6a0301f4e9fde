"""Puts a page together that was saved with the pages in its frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urljoin

from reader.store.readers.web import from_code
from reader.store.readers.web_charset import decoded
from reader.store.readers.web_code import parsed, wanted
from reader.store.readers.web_steps import Op
from reader.text.message import Message
from reader.text.source import Source

_DEEPEST = 3
"""Frames within frames: a page of people has two."""


@dataclass(frozen=True, slots=True)
class Part:
    """A page of several that were saved together: its addresses, bytes, and the encoding it was declared to have."""

    addresses: tuple[str, ...]
    content: bytes
    declared: str | None = None


def from_parts(
    root: Part,
    others: Iterable[Part],
    data: bytes,
    name: str,
    format: str,  # noqa: A002
    encoding: str | None = None,
    remarks: Sequence[Message] = (),
) -> Source:
    """The text of a page, with that of the pages in its frames where the frames stand, each once.

    :raises Refused: if there is no text
    :raises LookupError: if there is no such encoding
    """
    others = tuple(others)
    known: dict[str, Part] = {}
    for part in others:
        for address in part.addresses:
            known.setdefault(_plain(address), part)
    used: set[int] = {id(root)}

    def frame(base: Part, depth: int, address: str) -> Sequence[Op] | None:
        part = known.get(_plain(address)) or known.get(_plain(_absolute(base, address)))
        if part is None or id(part) in used or depth > _DEEPEST:
            return None
        used.add(id(part))
        code, _ = decoded(part.content, encoding, part.declared)
        ops, _, _ = wanted(parsed(code, lambda inner: frame(part, depth + 1, inner)))
        return ops

    code, doubts = decoded(root.content, encoding, root.declared)
    source = from_code(code, data, name, format, (*remarks, *doubts), lambda address: frame(root, 1, address))
    unseen = sum(id(part) not in used for part in others)
    if not unseen:
        return source
    told = Message.of("Pages of this file that are shown nowhere were not read: {count}.", count=unseen)
    return replace(source, remarks=(*source.remarks, told))


def _absolute(base: Part, address: str) -> str:
    try:
        return urljoin(base.addresses[0], address) if base.addresses else address
    except ValueError:
        return address


def _plain(address: str) -> str:
    """An address in the form in which two that mean the same are equal."""
    address = address.strip().partition("#")[0]
    if address[:4].lower() == "cid:":
        return "cid:" + unquote(address[4:]).strip("<>")
    return address
