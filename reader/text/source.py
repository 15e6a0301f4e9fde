"""A document as it came: the bytes and the raw text they decode to."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from reader.text.message import Message
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class MarkedHeading:
    """A stretch of the raw text that the document itself marks as a heading; level 0 is the title."""

    span: Span
    level: int


@dataclass(frozen=True, slots=True)
class Source:
    """A raw text that never changes, with the bytes it came from.

    ``raw`` holds the text as decoded, line ends included, without the byte order mark. ``undecodable`` holds, for each
    U+FFFD that stands for bytes which fit no character of ``encoding``, its offset in ``raw`` and those bytes.

    For a document that is not plain text (``format``), ``raw`` is the text that stands in it, in reading order and
    with the furniture of the page, one line for each block, and ``encoding`` is the one its text is written out in.
    ``headings`` are what it marks as such, in text order; ``remarks`` say what of it is not in ``raw``.
    """

    raw: str
    data: bytes
    encoding: str
    bom: bytes = b""
    format: str = "txt"
    name: str = ""
    undecodable: tuple[tuple[int, bytes], ...] = ()
    sha256: str = field(default="")
    headings: tuple[MarkedHeading, ...] = ()
    remarks: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        if not self.sha256:
            object.__setattr__(self, "sha256", sha256(self.data).hexdigest())

    @classmethod
    def of_text(cls, raw: str, name: str = "") -> Source:
        """A source for text that did not come from a file; its bytes are UTF-8."""
        return cls(raw, raw.encode("utf-8", "surrogatepass"), "utf-8", name=name)

    @property
    def newline(self) -> str:
        """The line end that most lines of the raw text have."""
        crlf = self.raw.count("\r\n")
        lf = self.raw.count("\n") - crlf
        cr = self.raw.count("\r") - crlf
        best = max(lf, crlf, cr)
        return "\n" if lf == best else "\r\n" if crlf == best else "\r"
