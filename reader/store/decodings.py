"""How a document would read in each encoding, for a reader who sees that the guess was wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reader.store.encodings import ENCODINGS, encoding_notices
from reader.store.plausibility import SAMPLE, plausibility
from reader.store.readers import Refused, read
from reader.text.message import Message
from reader.text.source import Source

FORMATS = ("txt", "md", "html")
"""Documents in which the encoding is a question; the others say it themselves."""

_BYTES = 1 << 18
"""So many from the beginning are read in each encoding. A multiple of four, so that no encoding is cut in a unit."""

LINES, WIDTH = 3, 48
"""How many lines are shown, and how many characters of each."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The first telling ``lines`` as they read in ``encoding``, and how much that reads like Chinese.

    ``undecodable`` counts the places, near the beginning, where the bytes fit no character.
    """

    encoding: str
    lines: tuple[str, ...]
    undecodable: int
    plausibility: float


def doubts(source: Source) -> tuple[Message, ...]:
    """What a reader must know about how the bytes were read: what could not be, and whether the reading is a guess.

    A web page says so among its remarks, for its text is not what was decoded.
    """
    said = tuple(notice.message for notice in encoding_notices(source))
    return said or tuple(remark for remark in source.remarks if "encoding" in dict(remark.values))


def readings(source: Source) -> tuple[Reading, ...]:
    """One for each encoding in which ``source`` reads otherwise than in those before; the most plausible first.

    Of encodings that read alike the one in use stays, and is there in any case where the document is plain text.
    Empty for documents that say their encoding themselves.
    """
    if source.format not in FORMATS:
        return ()
    own = source.encoding if source.format != "html" else ""
    found = [_reading(source, encoding) for encoding in dict.fromkeys((*([own] if own else []), *ENCODINGS))]
    told: dict[tuple[object, ...], Reading] = {}
    for reading in found:
        if reading is not None:
            told.setdefault((reading.lines, reading.undecodable, reading.plausibility), reading)
    return tuple(sorted(told.values(), key=lambda reading: -reading.plausibility))


def _reading(source: Source, encoding: str) -> Reading | None:
    data = source.data[:_BYTES]
    try:
        read_so = read(source.format, data, source.name, encoding)
    except (Refused, LookupError, ValueError):
        return None
    raw = read_so.raw
    if len(source.data) > _BYTES:
        # The cut may go through a character.
        raw = raw[:-1] if read_so.undecodable and read_so.undecodable[-1][0] == len(raw) - 1 else raw
        read_so = replace(read_so, undecodable=tuple(each for each in read_so.undecodable if each[0] < len(raw)))
    undecodable = len(read_so.undecodable) if source.format != "html" else raw.count("\ufffd")
    return Reading(encoding, _telling(raw), undecodable, plausibility(raw[:SAMPLE]))


def _telling(raw: str) -> tuple[str, ...]:
    """The first lines that are read otherwise in another encoding; ASCII reads the same in most."""
    lines = [line.strip() for line in raw[:SAMPLE].splitlines()]
    filled = [line for line in lines if line]
    telling = [line for line in filled if not line.isascii()] or filled
    return tuple(_shown(line) for line in telling[:LINES])


def _shown(line: str) -> str:
    cut = line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
    return "".join(char if char.isprintable() else "\ufffd" for char in cut)
