"""Reads PDFs that hold text, as lines in reading order. Page numbers follow the text; running heads are left out.

The reading itself is done by another process (``pdf_child``) within a deadline and a bound of memory, for the library
that understands PDF is native code and a file can be made to crash it.
"""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Iterator
from typing import Any

from reader.store.readers import Refused
from reader.store.readers.left_out import remarks
from reader.store.readers.lines import Line, to_source
from reader.store.readers.pdf_child import TOO_LARGE, serve
from reader.store.readers.pdf_edges import apart
from reader.store.readers.pdf_layout import Printed
from reader.store.readers.watching import step
from reader.text.message import Message
from reader.text.source import Source

_PASSWORD = Message(
    "{name} is protected by a password. Open it in a PDF reader and print it into a new PDF without the password."
)
_DAMAGED = Message("{name} is damaged: its pages cannot be found. Get it again, or print it into a new PDF.")
_CRASHED = Message("{name} cannot be read: the PDF is broken in a way that stops the reading. Print it into a new PDF.")
_SLOW = Message("{name} was given up: one of its pages takes too long to read. Print it into a new PDF.")
_LARGE = Message("{name} was given up: reading it takes too much memory. Split it into parts first.")
_SCANNED = Message("{name} is a scanned PDF: pictures of pages without text. Run character recognition on it first.")
_GARBLED = Message(
    "{name} does not say which characters it shows, so it gives no text. Run character recognition on it first."
)
_EMPTY = Message("{name} is a PDF without any text.")

DEADLINE = 30.0
"""Seconds that a page, or the start with its list of pages, may take; a crowded page takes less than one."""

LONGEST = 900.0
"""Seconds for all pages; four thousand that are hard to read take a quarter of it."""

_FEW = 20
"""Glyphs a page below which a document of pictures has no text: a stamp, a page number, the mark of a scanner."""

_GARBLED_SHARE = 0.3
"""Glyphs without a known character from which on the rest is no text either."""


def read(data: bytes, name: str, encoding: str | None = None) -> Source:
    """The text of a PDF.

    :raises Refused: if there is none, or it is encrypted, damaged, or takes too long or too much memory
    :raises GivenUp: if whoever watches the reading ends it
    """
    pages = list(_read_apart(data))
    glyphs = sum(page["glyphs"] for page in pages)
    unknown = sum(page["unknown"] for page in pages)
    pictures = [number for number, page in enumerate(pages, 1) if page["picture"]]
    if pictures and glyphs < _FEW * len(pages):
        raise Refused(_SCANNED)
    if glyphs and unknown > _GARBLED_SHARE * glyphs:
        raise Refused(_GARBLED)
    if not glyphs:
        raise Refused(_EMPTY)
    said = []
    if pictures:
        numbers = ", ".join(map(str, pictures[:20])) + ("…" if len(pictures) > 20 else "")
        said.append(Message.of("Pages that are pictures were left out: {pages}.", pages=numbers))
    broken = [str(number) for number, page in enumerate(pages, 1) if page.get("broken")]
    if broken:
        said.append(Message.of("Pages that are damaged were left out: {pages}.", pages=", ".join(broken[:20])))
    if unknown:
        said.append(Message.of("Characters that the PDF does not name stand as \ufffd: {count}.", count=unknown))
    text = apart([Printed(*line) for line in page["lines"]] for page in pages)
    lines = [*text.lines, *text.numbers]
    heads = [Line(head) for head in text.heads]
    return to_source(map(Line, lines), data, name, "pdf", [*said, *remarks({}, heads)])


def _read_apart(data: bytes) -> Iterator[dict[str, Any]]:
    """What the other process says of each page.

    :raises Refused: if it finds no pages, or comes to an end of its own
    """
    # Forking a process that has threads can hang it. The way that starts workers also works in a bundled program.
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there,), daemon=True)
    process.start()
    there.close()
    try:
        end = time.monotonic() + LONGEST
        here.send_bytes(data)
        pages, total = None, 0
        while pages is None or pages > 0:
            if not here.poll(max(0.0, min(DEADLINE, end - time.monotonic()))):
                raise Refused(_SLOW)
            answer = json.loads(here.recv_bytes(_LONGEST_ANSWER))
            if "error" in answer:
                raise Refused({"password": _PASSWORD, "crowded": _LARGE}.get(answer["error"], _DAMAGED))
            if pages is None:
                pages = total = int(answer["pages"])
                continue
            pages -= 1
            step(total - pages, total)
            yield answer
    except (EOFError, OSError, ValueError, KeyError, TypeError) as error:
        process.join(1)
        raise Refused(_LARGE if process.exitcode == TOO_LARGE else _CRASHED) from error
    finally:
        here.close()
        process.kill()
        process.join()
        process.close()


_LONGEST_ANSWER = 16 * 1024**2
"""Bytes; a page of most glyphs takes a tenth of it."""
