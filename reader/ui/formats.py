"""What can be opened and saved, as the dialogs say it. No Qt here."""

from __future__ import annotations

from pathlib import Path

from reader.language import say, tr
from reader.store.documents import SUFFIXES
from reader.store.export import Format
from reader.store.project import SUFFIX as PROJECT

TEXTS = (Format.TXT, Format.MD, Format.HTML, Format.DOCX)
"""Formats in which the cleaned text itself is saved; the others say what was decided, and the text is still unsaved."""

OPENED_BY_PROGRAMS = (".docx", ".html", ".csv", ".md")
"""Suffixes of saved files that the reader may want to look at in another program at once."""


def filter_of(form: Format) -> str:
    """The line of a dialog that stands for a format."""
    return f"{say(form.label)} (*.{form.suffix})"


def kinds_to_open() -> str:
    """The lines of the dialog that opens documents: all that can be read first."""
    every = " ".join(f"*{suffix}" for suffix in (*SUFFIXES, ".gz", PROJECT))
    lines = (
        tr("All documents ({patterns})", patterns=every),
        tr("Text files ({patterns})", patterns="*.txt *.text *.md *.markdown"),
        tr("Web pages ({patterns})", patterns="*.html *.htm *.xhtml *.shtml *.mhtml *.mht *.webarchive *.gz"),
        tr("Office documents ({patterns})", patterns="*.docx *.docm *.dotx *.odt *.ott *.rtf *.doc *.wps"),
        "PDF (*.pdf)",
        tr("Reviews ({patterns})", patterns=f"*{PROJECT}"),
        tr("All files (*)"),
    )
    return ";;".join(lines)


def settled(path: Path, form: Format) -> tuple[Path, Format]:
    """Where to save and as what, after somebody typed a name while ``form`` was chosen.

    A suffix that is typed and names another format goes before what is chosen; where none is known, it is added.

    >>> settled(Path("讲话.2024年"), Format.DOCX)[0].name
    '讲话.2024年.docx'
    >>> settled(Path("讲话.md"), Format.TXT)[1].value
    'md'
    """
    suffix = path.suffix.lower().lstrip(".")
    if suffix == form.suffix:
        return path, form
    if suffix in (*(each.suffix for each in Format), "markdown", "htm"):
        by_name = Format.of(path)
        same = by_name.suffix == form.suffix  # .htm for a report
        return path, form if same else by_name
    return path.with_name(f"{path.name}.{form.suffix}"), form


def format_name(name: str) -> str:
    """What the status line calls the format of a source."""
    names = {
        "txt": tr("Text"),
        "md": "Markdown",
        "html": tr("Web page"),
        "mhtml": tr("Web page (MHTML)"),
        "webarchive": tr("Web page (Safari)"),
        "docx": tr("Word document"),
        "odt": tr("OpenDocument text"),
        "rtf": tr("Rich text"),
        "pdf": "PDF",
    }
    return names.get(name, name)
