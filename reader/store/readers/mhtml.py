"""Reads pages saved in one file (RFC 2557: .mhtml, .mht): a mail whose parts are the page and its frames.

The parts are split here and their headers read by the standard library: its parser of whole mails goes into nested
parts without a bound, line by line, and stops where a boundary is damaged. Parts that are no pages are not decoded.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Headers
from email.parser import BytesHeaderParser
from email.policy import compat32

from reader.store.readers import Refused
from reader.store.readers.parts import Part, from_parts
from reader.text.message import Message
from reader.text.source import Source

_DEEPEST = 3
"""Multiparts within multiparts."""
_MOST_PARTS = 10_000
_LONGEST_HEADERS = 1 << 16
_LONGEST_TYPE = 2_000

_NO_PAGE = Message("{name} is a saved web page, but no page is in it. Save the page again, as a web page.")
_DAMAGED = Message("The saved page is damaged: its parts are not where it says. The text may be incomplete.")


def read(data: bytes, name: str, encoding: str | None = None) -> Source:
    """The text of the page, with that of the pages in its frames.

    :raises Refused: if no page is in it, or it has no text
    :raises LookupError: if there is no such encoding
    """
    whole = _entity(data.lstrip())
    entities = [entity for entity in _leaves(whole) if entity.kind in ("text/html", "application/xhtml+xml")]
    if not entities:
        raise Refused(_NO_PAGE)
    root = _root(whole, entities)
    parts = {id(entity): entity.part() for entity in entities}
    damaged = any(entity.damaged for entity in (whole, *entities))
    return from_parts(
        parts.pop(id(root)), parts.values(), data, name, "mhtml", encoding, (_DAMAGED,) if damaged else ()
    )


@dataclass(slots=True)
class _Entity:
    """Headers and body of a mail or of one of its parts."""

    headers: Headers
    body: bytes
    kind: str
    damaged: bool = False

    def header(self, name: str) -> str:
        return str(self.headers.get(name) or "").strip()

    def parameter(self, name: str) -> str | None:
        # The library takes time with the square of the length.
        if len(self.header("Content-Type")) > _LONGEST_TYPE:
            return None
        value = self.headers.get_param(name)
        return value if isinstance(value, str) else None

    def part(self) -> Part:
        addresses = [re.sub(r"\s+", "", self.header("Content-Location"))]
        if identity := self.header("Content-ID").strip("<>"):
            addresses.append(f"cid:{identity}")
        return Part(tuple(filter(None, addresses)), self._decoded(), self.parameter("charset"))

    def _decoded(self) -> bytes:
        how = self.header("Content-Transfer-Encoding").lower()
        if how == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if how == "base64":
            return _base64(self.body)
        return self.body


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def _base64(body: bytes) -> bytes:
    """What can be decoded, whatever stands between it; a piece that was cut off is completed."""
    letters = _NOT_BASE64.sub(b"", body)
    # One letter over holds no whole byte.
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


_HEADERS_END = re.compile(rb"\r?\n[ \t]*\r?\n")


def _entity(data: bytes) -> _Entity:
    if data.startswith((b"\r\n", b"\n")):
        head, body = b"", data[data.index(b"\n") + 1 :]
    else:
        end = _HEADERS_END.search(data, 0, _LONGEST_HEADERS)
        head, body = (data[: end.start()], data[end.end() :]) if end else (data[:_LONGEST_HEADERS], b"")
    headers = BytesHeaderParser(policy=compat32).parsebytes(head + b"\r\n\r\n")
    return _Entity(headers, body, headers.get_content_type() if head else "text/plain")


def _leaves(whole: _Entity) -> Iterator[_Entity]:
    """The parts that hold no others, in order, in as many steps as there are parts."""
    waiting = [(whole, 0)]
    count = 0
    while waiting and count < _MOST_PARTS:
        entity, depth = waiting.pop()
        count += 1
        if not entity.kind.startswith("multipart/"):
            yield entity
        elif depth < _DEEPEST:
            inner = [_entity(piece) for piece in _pieces(entity)]
            waiting += [(part, depth + 1) for part in reversed(inner)]


_LIKELY = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=[!-9;-~]{1,60}:)", re.MULTILINE)


def _pieces(entity: _Entity) -> list[bytes]:
    """What stands between the boundaries; where the one that is declared is nowhere, the one that is there counts."""
    declared = (entity.parameter("boundary") or "").encode("ascii", "replace")
    found = _split(entity, declared) if declared else []
    if found:
        return found
    entity.damaged = True
    likely = _LIKELY.search(entity.body)
    return _split(entity, likely[1]) if likely else []


def _split(entity: _Entity, boundary: bytes) -> list[bytes]:
    body = b"\n" + entity.body
    mark = re.compile(rb"\r?\n--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    marks = list(_first(mark.finditer(body)))
    pieces: list[bytes] = []
    entity.damaged |= bool(marks) and not marks[-1][1]
    for at, found in enumerate(marks):
        if found[1]:
            break
        end = marks[at + 1].start() if at + 1 < len(marks) else len(body)
        pieces.append(body[found.end() : end].removeprefix(b"\r").removeprefix(b"\n"))
    return pieces


def _first(found: Iterator[re.Match[bytes]]) -> Iterator[re.Match[bytes]]:
    for _, match in zip(range(_MOST_PARTS), found, strict=False):
        yield match


def _root(whole: _Entity, entities: list[_Entity]) -> _Entity:
    """The page itself: the part that the mail names as its start, the one saved from its address, or the first."""
    start = (whole.parameter("start") or "").strip("<>")
    address = whole.header("Snapshot-Content-Location") or whole.header("Content-Location")
    for entity in entities:
        if start and entity.header("Content-ID").strip("<>") == start:
            return entity
    for entity in entities:
        if address and entity.header("Content-Location") == address:
            return entity
    return entities[0]
