"""Lists of paths in files and on standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def listed(source: Path, *, null: bool) -> list[Path]:
    """The paths that a list names: one a line, or ``null``: each ended by a zero byte; ``-`` is standard input.

    Bytes are read as names of files are, whatever they are; a list that begins with a mark of UTF-8 or UTF-16, as
    programs of Windows write them, is read as that says. Empty lines are left out.

    :raises OSError: if the list cannot be read
    """
    data = sys.stdin.buffer.read() if str(source) == "-" else source.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        text = os.fsdecode(data.removeprefix(b"\xef\xbb\xbf"))
    lines = text.split("\0") if null else [line.removesuffix("\r") for line in text.split("\n")]
    return [Path(line) for line in lines if line.strip()]
