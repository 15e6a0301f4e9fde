"""What to do with something dropped on the window or pasted into it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reader.language import tr

_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Dropped:
    """One of: a file to open, a text to open, or a sentence that says why not. ``hint`` is said while dragging."""

    path: Path | None = None
    text: str = ""
    html: str = ""
    """The same text as a piece of a web page, where the other program gave it so."""
    refusal: str = ""
    hint: str = ""


def judge(local: Iterable[str], remote: Iterable[str], text: str, html: str = "") -> Dropped:
    """Decide on a drop of local paths, addresses elsewhere, and text (as such, and as a piece of a web page).

    >>> judge(["a.txt", "b.txt"], [], "").path is None
    True
    """
    paths, addresses = list(local), list(remote)
    if len(paths) + len(addresses) > 1:
        return _refused(
            tr("One file can be opened at a time. For many files, use the command: jiaodu clean FILE… --out FOLDER")
        )
    if addresses:
        return _refused(tr("This is an address, not a file. Save the page in your browser, then open the saved file."))
    if paths:
        path = Path(paths[0])
        if path.is_dir():
            return _refused(
                tr("This is a folder. Open one file of it; for all of them, use: jiaodu clean FOLDER --out OTHER")
            )
        return Dropped(path=path, hint=tr("Release to open {name}", name=path.name))
    if text.strip() or _TAG.sub("", html).strip():
        return Dropped(text=text, html=html, hint=tr("Release to open this text"))
    return _refused(tr("Only files and text can be opened."))


def _refused(sentence: str) -> Dropped:
    return Dropped(refusal=sentence, hint=sentence)
