"""Archives that unpack to more than there is room for, lie about themselves, or name places elsewhere."""

import gzip
import io
import struct
import zipfile
import zlib

from tests.store.hostile.case import Case
from tests.store.readers.building import docx, docx_parts, odt_parts, p, zipped
from tests.store.readers.test_container import crowded, document, encrypted, twins, with_document

GOOD = docx(p("同志们，今天开会。"))


def nested(levels, inner=b"\0" * 10_000_000):
    """An archive of archives: ten in each, as 42.zip has them."""
    for _ in range(levels):
        inner = zipped({f"{at}.docx": inner for at in range(10)})
    return inner


def overlapping(count=10_000):
    """Entries that are all the same packed bytes (D. Fifield, 2019): the directory multiplies them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = b"\0" * 5_000_000
    packed = packer.compress(plain) + packer.flush()
    sizes = struct.pack("<III", zlib.crc32(plain), len(packed), len(plain))
    local = struct.pack("<IHHHHH", 0x04034B50, 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", 5, 0) + b"word/" + packed
    entries = b""
    for at in range(count):
        name = b"word/%d.xml" % at
        entries += struct.pack("<IHHHHHH", 0x02014B50, 20, 20, 0, 8, 0, 0) + sizes
        entries += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(entries), len(local), 0)
    return local + entries + end


def named(*names):
    """A good document with parts beside it that want to be written elsewhere."""
    parts = docx_parts(p("同志们，今天开会。"))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
        for name in names:
            entry = zipfile.ZipInfo("x")
            entry.filename = name  # the library would clean it
            file.writestr(entry, "坏")
    return data.getvalue()


def related_to(target):
    """A document whose text is said to be at ``target``."""
    parts = docx_parts(p("同志们，今天开会。"))
    parts["_rels/.rels"] = parts["_rels/.rels"].replace("word/document.xml", target)
    return zipped(parts)


def endless_gzip():
    packer = zlib.compressobj(wbits=31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()


def members(count=20_000):
    return gzip.compress(b"a", mtime=0) * count


def large_directory():
    """A directory that says it begins before the file and is larger than it."""
    return GOOD[:-10] + struct.pack("<II", 0xFFFFFFF0, 0xFFFFFFF0) + GOOD[-2:]


def with_comment():
    """A comment that is another archive's end."""
    return GOOD[:-2] + struct.pack("<H", len(GOOD)) + GOOD


READ = "同志们，今天开会。"
PATHS = {
    "parent folders": ("../../../bait.xml", "word/../../bait.xml"),
    "the root": ("/bait.xml", "//other/bait.xml"),
    "a drive": ("C:\\bait.xml", "C:bait.xml", "\\\\127.0.0.1\\share\\bait.xml"),
    "devices": ("CON", "NUL.xml", "/dev/bait"),
    "a stop character": ("bait\x01\x7f.xml", "a" * 60_000),
    "other characters": (
        "..\u2215bait",
        "\u202ebait.xml",
        "ba\ud83d\ude00it".encode("utf-16", "surrogatepass").decode("utf-16"),
    ),
}

CASES = {
    "bomb: a part of the text": Case(lambda _: with_document(document(p("文" * 40_000_000))), "a.docx", "choke"),
    "bomb: elements": Case(lambda _: with_document(document("<w:p/>" * 6_000_000)), "a.docx", "choke"),
    "bomb: below the ratio": Case(
        lambda _: with_document(document("".join(p(f"第{at}段文字") for at in range(900_000)))), "a.docx", "too large"
    ),
    "bomb: a picture": Case(
        lambda _: zipped({**docx_parts(p(READ)), "word/media/a.png": bytes(300_000_000)}), "a.docx", "", READ
    ),
    "bomb: OpenDocument": Case(
        lambda _: zipped({**odt_parts("<text:p>文</text:p>"), "content.xml": b" " * 100_000_000}), "a.odt", "choke"
    ),
    "bomb: the kind": Case(lambda _: zipped({"mimetype": bytes(100_000_000)}), "a.odt", "choke"),
    "bomb: content types": Case(
        lambda _: zipped({**docx_parts(p("文")), "[Content_Types].xml": bytes(100_000_000)}), "a.docx", "choke"
    ),
    "bomb: archives in archives": Case(lambda _: nested(4), "a.docx", "archive"),
    "bomb: overlapping entries": Case(lambda _: overlapping(), "a.docx", "damaged"),
    "many entries": Case(lambda _: crowded(70_000), "a.docx", "more parts"),
    "gzip: a bomb": Case(lambda _: endless_gzip(), "a.gz", "packed to fill the memory"),
    "gzip: a bomb in a bomb": Case(lambda _: gzip.compress(endless_gzip()), "a.gz", "packed to fill the memory"),
    "gzip: many members": Case(lambda _: members(), "a.gz", "", "aaaa"),
    "twins": Case(lambda _: twins(), "a.docx", "same name"),
    "encrypted archive": Case(lambda _: encrypted(), "a.docx", "password"),
    "twins by a slash": Case(lambda _: named("/bait.xml", "bait.xml"), "a.docx", "same name"),
    "a directory that lies": Case(lambda _: large_directory(), "a.docx", "damaged"),
    "an archive in the comment": Case(lambda _: with_comment(), "a.docx", "", READ),
    "another document in front": Case(lambda _: GOOD + GOOD, "a.docx", "", READ),
    "the text elsewhere: up": Case(lambda _: related_to("../../../bait.txt"), "a.docx", "damaged"),
    **{
        f"the text elsewhere: {at}": Case(lambda bait, at=at: related_to(bait.uris[at]), "a.docx", "damaged")
        for at in range(4)
    },
    **{f"names: {what}": Case(lambda _, n=names: named(*n), "a.docx", "", READ) for what, names in PATHS.items()},
    "names only: an archive": Case(lambda _: zipped({"../../bait.txt": "x"}), "a.txt", "archive"),
}
