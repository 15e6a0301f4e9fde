"""What one document is put through: it gives a text that makes sense, or a sentence in both languages."""

import json
import os
import tempfile
from pathlib import Path

from reader.language import LANGUAGES, say, use
from reader.store.documents import looks_binary
from reader.store.encodings import PLAIN, to_bytes
from reader.store.magic import recognise
from reader.store.project_reading import NotAProject, read_project
from reader.store.readers import Refused, pdf, pdf_child, read
from reader.store.readers.clipboard import read_clipboard
from reader.text.apply import apply_fixes
from reader.text.message import Message

FORMATS = {
    "text": "txt",
    "markdown": "md",
    "web": "html",
    "mhtml": "mhtml",
    "webarchive": "webarchive",
    "gzip": "gzip",
    "word": "docx",
    "flat": "docx",
    "opendocument": "odt",
    "rich": "rtf",
    "pdf": "pdf",
}
"""Kinds of documents (see ``inputs``) and the format as which each is read, whatever it is taken for."""


def outcome(kind, data):
    """``text`` or ``refused``.

    :raises AssertionError: if what comes out makes no sense
    """
    if kind == "project":
        return _project(data)
    if kind == "clipboard":
        html = data.decode("utf-8", "surrogateescape")
        return _checked(read_clipboard(html, None))
    found = recognise(data)
    if isinstance(found, Message):
        _sayable(found)
    elif found not in FORMATS.values():
        raise AssertionError(f"no reader for {found}")
    try:
        source = read("odt" if found == "odt" else FORMATS[kind], data, "文件")
    except Refused as refused:
        _sayable(refused.message)
        return "refused"
    assert source.data == data
    return _checked(source)


def _checked(source):
    binary = looks_binary(source.raw)
    if binary is not None:
        _sayable(binary)
    for heading in source.headings:
        assert 0 <= heading.span.start < heading.span.end <= len(source.raw)
        assert heading.span.of(source.raw).strip()
    for remark in source.remarks:
        _sayable(remark)
    written = to_bytes(source, source.raw, apply_fixes(source.raw, ()).offsets, errors="surrogatepass")
    if source.format in PLAIN and not source.remarks:
        assert written == source.data
    if source.format not in (*PLAIN, "gzip"):
        source.raw.encode("utf-8")
    return "text" if source.raw.strip() else "refused"


def _sayable(message):
    for language in LANGUAGES:
        use(language)
        # A gap that nothing fills is a KeyError.
        assert say(Message.of(message.text, **{**dict(message.values), "name": "文件"})).strip()


def _project(data):
    handle, name = tempfile.mkstemp()
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        project = read_project(path)
    except NotAProject as refused:
        _sayable(refused.message)
        return "refused"
    finally:
        path.unlink()
    for fix in (*project.review.found.values(), *project.review.manual):
        for language in LANGUAGES:
            use(language)
            assert "Project-Id" not in say(fix.reason)
        assert all(0 <= span.start <= span.end for span in fix.spans)
    return "text"


def read_pdfs_here():
    """Let this process do what the one that opens PDFs does, for its end to be seen."""

    def here(data):
        for answer in pdf_child._pages(data):
            page = json.loads(json.dumps(answer))
            if "error" in page:
                raise Refused(pdf._PASSWORD if page["error"] == "password" else pdf._DAMAGED)
            if "pages" not in page:
                yield page

    pdf._read_apart = here
