"""Damaged documents of every format, each made from its number alone."""

import json
import plistlib
import random
import tomllib
from functools import cache
from pathlib import Path

from reader.store.project import project_bytes
from tests.fuzz import mutations
from tests.fuzz.mutations import LINES, MARKUP, PRINTED, RICH, changed, in_archive, in_gzip, in_streams, words_of
from tests.store import test_project
from tests.store.readers import test_flat, test_mhtml, test_opendocument, test_rich, test_speech, test_word
from tests.store.readers.building import docx, item, level, numbering, odt, p
from tests.store.readers.raw_pdf import raw_pdf
from tests.store.readers.saved_pages import SAMPLES, saved
from tests.store.readers.test_pdf import PAINTED, SPEECH, painted, print_lines

HERE = Path(__file__).resolve().parent
_CASES = HERE.parent / "store" / "readers" / "web.toml"


def _texts():
    speeches = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    return [text[:3000].encode(code) for text in speeches for code in ("utf-8", "gb18030", "utf-16", "utf-32-le")] + [
        "會議內容：今天召開會議，部署工作。\r\n".encode("big5") * 20,
        b"\x84\x31\x95\x33" + "一、提高认识。\r二、抓好落实。".encode("gb18030"),
    ]


def _marked():
    return [
        "# 讲话\n\n同志们：\n\n## 一、形势\n\n正文 **要点** [链接](a)\n\n- 甲\n- 乙\n\n```\ncode\n```\n".encode(),
        "讲话\n====\n\n> 引文\n\n|表|格|\n|--|--|\n|一|二|\n\n1. 甲\n2) 乙\n\n---\n<b>x</b> &amp;\n".encode("gb18030"),
    ]


def _pages():
    whole = [saved(page, "river_cleaning")[0] for page in ("county_portal", "document_site", "public_account")]
    cases = tomllib.loads(_CASES.read_text("utf-8"))["case"]
    return [page.encode(code) for page in whole for code in ("utf-8", "gb18030")] + [
        case["html"].encode() for case in cases if isinstance(case.get("html"), str)
    ]


def _words():
    deep = numbering(*(level(at, "decimal", f"%{at + 1}.") for at in range(9)))
    return [
        test_speech.word(),
        test_speech.word_with_automatic_numbers(),
        *(docx(body, numbering=test_word.OFFICIAL) for body, _ in test_word.TEXT.values()),
        docx(p("文"), numbering=deep, styles=test_word.style_of("a", "Title"), footnotes="", comments=""),
    ]


def _opendocuments():
    bodies = (body for body, _ in test_opendocument.TEXT.values())
    return [
        test_speech.opendocument(),
        *(odt(body, test_opendocument.STYLES, test_opendocument.OUTLINE) for body in bodies),
    ]


def _riches():
    return [
        test_speech.rich(),
        *((test_rich.HEAD + body + "}").encode("latin-1") for body, _ in test_rich.TEXT.values()),
    ]


def _flat():
    return [
        test_flat.word_2003(test_flat.BODY, test_flat.STYLE),
        test_flat.package(body=p("题目") + item("正文") + p("文"), numbering=test_word.OFFICIAL),
        test_flat.flat_opendocument(next(iter(test_opendocument.TEXT.values()))[0]),
    ]


def _pdfs():
    plain = [painted(paint, pages=2, pageCompression=0) for paint in PAINTED[:4]]
    packed = painted(lambda canvas, page: print_lines(canvas, SPEECH), pages=2)
    return [*plain, packed, raw_pdf(b"BT /F 12 Tf 72 700 Td (Text) Tj 0 -14 Td [(a) -250 (b)] TJ ET /X Do")]


def _archives():
    frame = {"WebResourceData": "<p>表</p>".encode(), "WebResourceURL": "http://a.example/b.htm"}
    made = test_mhtml.archive(WebSubframeArchives=[{"WebMainResource": frame}])
    return [plistlib.dumps(made, fmt=plistlib.FMT_BINARY)]


def _bundles():
    page = saved("public_account", "river_cleaning")[0]
    return [
        test_mhtml.mail(*test_mhtml.FRAMES),
        test_mhtml.mail(test_mhtml.part(page), test_mhtml.PICTURE),
        test_mhtml.mail(test_mhtml.part(page, how="base64", encoding="gb18030"), mark="m"),
    ]


def _projects():
    return [project_bytes(test_project.review(), with_source=with_source) for with_source in (True, False)]


SEEDS = {
    "text": _texts,
    "markdown": _marked,
    "web": _pages,
    "clipboard": _pages,
    "mhtml": _bundles,
    "webarchive": _archives,
    "gzip": lambda: [*_texts()[:4], *_pages()[:2]],
    "word": _words,
    "flat": _flat,
    "opendocument": _opendocuments,
    "rich": _riches,
    "pdf": _pdfs,
    "project": _projects,
}
"""Whole documents of every kind that is read."""

_PATTERNS = {"rich": RICH, "pdf": PRINTED, "text": LINES, "markdown": LINES, "project": PRINTED}


@cache
def seeds(kind):
    return tuple(SEEDS[kind]())


@cache
def _parts(kind):
    return [mutations.unzipped(seed) for seed in seeds(kind)]


@cache
def _vocabulary(kind):
    of = [content for parts in _parts(kind) for content in parts.values()] if kind in ("word", "opendocument") else None
    return words_of(of or seeds(kind), _PATTERNS.get(kind, MARKUP)) or [b"x"]


def document(kind, number, seed=0):
    """The damaged document of this number; the same bytes every time."""
    return damaged(kind, random.Random(f"{kind} {seed} {number}"))  # noqa: S311  (the same damage every time)


def damaged(kind, rng):
    words = _vocabulary(kind)
    if kind in ("word", "opendocument"):
        return in_archive(rng.choice(_parts(kind)), rng, words, rng.choice(_parts(kind)))
    data = rng.choice(seeds(kind))
    pattern = _PATTERNS.get(kind, MARKUP)
    if kind == "gzip":
        return in_gzip(data, rng, lambda inside, by: changed(inside, by, pattern, words))
    if kind == "pdf":
        return in_streams(data, rng, words) if rng.random() < 0.3 else changed(data, rng, pattern, words)
    if kind == "mhtml":
        return _bundle(data, rng, words)
    if kind == "webarchive":
        return _archive(data, rng)
    if kind == "project":
        return _project(data, rng, words)
    if kind == "flat" and rng.random() < 0.7:
        return mutations.regrown(data, rng)
    return changed(data, rng, pattern, words)


def _bundle(data, rng, words):
    which = rng.randrange(3)
    if which == 0:
        return changed(data, rng, LINES, words_of([data], LINES))
    if which == 1:
        return mutations.mutated(data, rng)
    page = changed(rng.choice(seeds("web")), rng, MARKUP, words).decode("utf-8", "replace")
    how = rng.choice(("quoted-printable", "base64", "8bit"))
    parts = [test_mhtml.part(page, "Content-ID: <m@x>", how=how), rng.choice(test_mhtml.FRAMES)]
    rng.shuffle(parts)
    return test_mhtml.mail(*parts, end=rng.random() < 0.8)


def _archive(data, rng):
    if rng.random() < 0.5:
        return mutations.mutated(data, rng)
    page = changed(rng.choice(seeds("web")), rng, MARKUP, _vocabulary("web"))
    made = test_mhtml.archive()
    made["WebMainResource"]["WebResourceData"] = page
    wrong = rng.choice((None, 1, "x", [], {}, b"", True, 1.5))
    if rng.random() < 0.5:
        made["WebMainResource"][rng.choice(sorted(made["WebMainResource"]))] = wrong if wrong is not None else "x"
    return plistlib.dumps(made, fmt=plistlib.FMT_BINARY)


def _project(data, rng, words):
    """Damage that fits its checksum again, or damage as it comes."""
    if rng.random() < 0.3:
        return changed(data, rng, PRINTED, words)
    content = json.loads(data)
    for _ in range(rng.choice((1, 1, 2, 5))):
        place, last = content, rng.choice(sorted(content))
        while rng.random() < 0.7 and place[last] and isinstance(place[last], dict | list):
            place = place[last]
            last = rng.choice(sorted(place)) if isinstance(place, dict) else rng.randrange(len(place))
        values = (None, True, 0, -1, 2**70, 1.5, "", "x", "\ud800", [], {}, [[[]]], {"a": 1}, "文" * 999)
        place[last] = rng.choice(values)
    content["checksum"] = test_project.checksum(content)
    return json.dumps(content).encode()
