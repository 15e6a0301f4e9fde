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
    """One of: a file to open, a text to open, folders and files for a queue, or a sentence that says why not.

    ``hint`` is said while dragging.
    """

    path: Path | None = None
    text: str = ""
    html: str = ""
    """The same text as a piece of a web page, where the other program gave it so."""
    queue: tuple[Path, ...] = ()
    refusal: str = ""
    hint: str = ""


def judge(local: Iterable[str], remote: Iterable[str], text: str, html: str = "") -> Dropped:
    """Decide on a drop of local paths, addresses elsewhere, and text (as such, and as a piece of a web page).

    >>> [path.name for path in judge(["a.txt", "b.txt"], [], "").queue]
    ['a.txt', 'b.txt']
    """
    paths, addresses = list(local), list(remote)
    if addresses:
        return _refused(tr("This is an address, not a file. Save the page in your browser, then open the saved file."))
    if paths:
        path = Path(paths[0])
        if len(paths) > 1:
            hint = tr("Release to make a queue of these {count}", count=len(paths))
            return Dropped(queue=tuple(map(Path, paths)), hint=hint)
        if path.is_dir():
            hint = tr("Release to make a queue of the folder {name}", name=path.name or str(path))
            return Dropped(queue=(path,), hint=hint)
        return Dropped(path=path, hint=tr("Release to open {name}", name=path.name))
    if text.strip() or _TAG.sub("", html).strip():
        return Dropped(text=text, html=html, hint=tr("Release to open this text"))
    return _refused(tr("Only files and text can be opened."))


def _refused(sentence: str) -> Dropped:
    return Dropped(refusal=sentence, hint=sentence)
