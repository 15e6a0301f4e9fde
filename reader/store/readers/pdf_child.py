"""The process that opens a PDF: what hostile files crash or hang is this process and nothing else.

It gets the file's bytes, answers with a line of JSON for each page, and ends. Nothing it says is unpickled, for a
library that was taken over could say anything.
"""

from __future__ import annotations

import ctypes
import json
import math
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from typing import Any

from reader.store.readers.pdf_layout import Glyph, lines_of
from reader.store.readers.word_symbols import bullet

MOST_MEMORY = 1024**3
"""Bytes that this process may use."""
_MOST_GLYPHS = 200_000
"""Of one page: a printed page has two thousand, a page made to choke a computer millions."""
_MOST_PAGES = 20_000
"""A file may claim any number of pages; no text that a person reads has as many."""
_LOOK_EVERY = 0.1
"""Seconds between two looks at the memory."""
TOO_LARGE = 70
"""Exit status of a process that ended because it took too much memory."""


def serve(answers: Connection) -> None:
    """Read the document that comes first through ``answers`` and send what it holds, page by page."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to decide about
    _bound()
    data = answers.recv_bytes()
    try:
        for page in _pages(data):
            answers.send_bytes(json.dumps(page).encode())
    except MemoryError:
        os._exit(TOO_LARGE)
    except OSError:  # nobody listens any more
        os._exit(1)
    answers.close()


def _bound() -> None:
    """End this process when it takes too much memory or its parent is gone."""
    if sys.platform != "win32":
        import resource

        # Beyond this an allocation fails at once, between two looks; address space is more than what is used of it.
        resource.setrlimit(resource.RLIMIT_AS, (3 * MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    parent = parent_process()
    while parent is None or parent.is_alive():
        if _memory() > MOST_MEMORY:
            os._exit(TOO_LARGE)
        time.sleep(_LOOK_EVERY)
    os._exit(1)


def _memory() -> int:
    """The most memory that this process has used, in bytes."""
    if sys.platform == "win32":
        counters = (ctypes.c_size_t * 10)()
        size = ctypes.sizeof(counters)
        ctypes.windll.psapi.GetProcessMemoryInfo(ctypes.c_void_p(-1), ctypes.byref(counters), ctypes.c_ulong(size))
        return int(counters[1])  # PeakWorkingSetSize, after two 32-bit fields
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - _INHERITED
    # Not ru_maxrss: what the parent used when it started this process stays in that, and a window may use a lot.
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:  # noqa: PTH123  (asked very often)
        peak = next((line for line in status if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(peak.split()[1]) * 1024


def _inherited() -> int:
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return 0


_INHERITED = _inherited()
"""What the parent's memory counts for at the start of this process."""


def _pages(data: bytes) -> Iterator[dict[str, Any]]:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # pypdfium2 says the cause in words only, and has said it so since its first version.
        yield {"error": "password" if "password" in str(error).lower() else "damaged"}
        return
    count = len(document)
    if count > _MOST_PAGES:
        yield {"error": "crowded"}
        return
    yield {"pages": count}
    for number in range(count):
        try:
            yield _page(document[number])
        except pdfium.PdfiumError:
            yield {"broken": True, "lines": [], "glyphs": 0, "unknown": 0, "picture": False}
    document.close()


def _page(page: Any) -> dict[str, Any]:  # noqa: ANN401  (pypdfium2 has no types)
    import pypdfium2.raw as pdfium_c

    text = page.get_textpage()
    count = text.count_chars()
    if count > _MOST_GLYPHS:
        return {"error": "crowded"}
    glyphs, unknown = _glyphs(page, text, count)
    picture = False
    if len(glyphs) < 30:
        width, height = page.get_size()
        for image in page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            left, bottom, right, top = image.get_bounds()
            picture = picture or (right - left) * (top - bottom) > 0.4 * width * height
    lines = [(line.text, line.y) for line in lines_of(glyphs)]
    answer = {"lines": lines, "glyphs": len(glyphs), "unknown": unknown, "picture": picture}
    text.close()
    page.close()
    return answer


def _glyphs(page: Any, text: Any, count: int) -> tuple[list[Glyph], int]:  # noqa: ANN401
    """The glyphs of a page as a reader sees it (turned as it is turned), and how many have no known character."""
    import pypdfium2.raw as pdfium_c

    box, x, y = pdfium_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_ref, x_ref, y_ref = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    turn = page.get_rotation() // 90
    left_edge, bottom_edge, right_edge, top_edge = page.get_cropbox()
    glyphs: list[Glyph] = []
    unknown = 0
    raw = text.raw
    for at in range(count):
        code = pdfium_c.FPDFText_GetUnicode(raw, at)
        blank = code in (9, 10, 13, 32)
        generated = blank and pdfium_c.FPDFText_IsGenerated(raw, at) == 1
        if code in (10, 13) or not pdfium_c.FPDFText_GetLooseCharBox(raw, at, box_ref):
            continue
        if not pdfium_c.FPDFText_GetCharOrigin(raw, at, x_ref, y_ref):
            continue
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if right < left_edge or left > right_edge or top < bottom_edge or bottom > top_edge:
            continue  # outside of what the page shows
        angle = 0.0 if generated else pdfium_c.FPDFText_GetCharAngle(raw, at)
        base = y.value
        if turn:
            angle += turn * math.pi / 2
            left, right, bottom, top, base = _turned(turn, left, bottom, right, top, x.value, y.value)
        tilted = abs(math.sin(angle)) > _TILT or math.cos(angle) < 0
        if code in _NO_CHARACTER or pdfium_c.FPDFText_HasUnicodeMapError(raw, at) == 1:
            unknown += 1
            char = "\ufffd"
        else:
            is_hyphen = code == _HYPHEN and pdfium_c.FPDFText_IsHyphen(raw, at) == 1
            char = "-" if is_hyphen else _symbol(raw, at, code) if 0xF020 <= code <= 0xF0FF else chr(code)
        if char >= " " or char == "\t":
            glyphs.append(Glyph(char, left, right, base, max(top - bottom, 0.1), tilted, generated))
    return _joined(glyphs), unknown


def _symbol(text: Any, at: int, code: int) -> str:  # noqa: ANN401
    """A character of a symbol font, which a PDF may know by its private code only: the dots of lists."""
    import pypdfium2.raw as pdfium_c

    name, flags = ctypes.create_string_buffer(100), ctypes.c_int()
    length = pdfium_c.FPDFText_GetFontInfo(text, at, name, len(name), flags)
    font = name.value.decode("utf-8", "replace").lower() if 0 < length <= len(name) else ""
    return bullet(chr(code), next((known for known in ("wingdings", "symbol") if known in font), "symbol"))


_TILT = 0.1
"""The sine of an angle that no line of a text has; scans that stand askew stay below."""
_HYPHEN = 2
"""What pdfium gives for a hyphen at the end of a line."""
_NO_CHARACTER = (0, 0xFFFE, 0xFFFF)


def _turned(
    turn: int, left: float, bottom: float, right: float, top: float, x: float, y: float
) -> tuple[float, float, float, float, float]:
    """Box and baseline on a page that is shown turned clockwise by quarters: left, right, bottom, top, baseline."""
    if turn == 1:
        return bottom, top, -right, -left, -x
    if turn == 2:
        return -right, -left, -top, -bottom, -y
    return -top, -bottom, left, right, x


def _joined(glyphs: list[Glyph]) -> list[Glyph]:
    """Characters beyond the first plane come as two halves."""
    joined: list[Glyph] = []
    for glyph in glyphs:
        if joined and "\udc00" <= glyph.char <= "\udfff" and "\ud800" <= joined[-1].char <= "\udbff":
            first = joined.pop()
            whole = (first.char + glyph.char).encode("utf-16", "surrogatepass").decode("utf-16")
            joined.append(Glyph(whole, first.left, first.right, first.y, first.em, first.tilted))
        else:
            joined.append(glyph)
    return [glyph for glyph in joined if not "\ud800" <= glyph.char <= "\udfff"]
