"""Damages documents: bytes, the words of their format, and what is packed inside them."""

import gzip
import io
import re
import zipfile
import zlib
from copy import deepcopy

from lxml import etree

ANYTHING = (
    *(b"<", b">", b"</", b"&", b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"%", b"\\", b"{", b"}"),
    *(b"9999999999", b"-1", b"-2147483649", b"1e999", b'"', b"\r", b"\x1a", b"\xf0\x9f\x98\x80", b"\xe2\x80\xa8"),
)  # fmt: skip
"""Pieces that have broken one parser or another."""

MARKUP = re.compile(rb"(<[^<>]{0,300}>)")
RICH = re.compile(rb"(\\[a-z]{1,30}-?\d{0,10} ?|\\'[0-9a-f]{2}|[{}])")
PRINTED = re.compile(rb"(\s+|/[A-Za-z0-9]+|[<>\[\]()]+)")
LINES = re.compile(rb"(\r?\n)")

MOST = 300_000
"""Bytes: what is slow shows at this size, and larger ones make few tries of many."""


def words_of(seeds, pattern):
    """The words of a format: those that stand in its documents."""
    return sorted({word for seed in seeds for word in pattern.findall(seed)}, key=lambda word: (len(word), word))


def mutated(data, rng, words=()):
    """Some places changed: bytes put in, taken out, doubled, moved."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at, length = rng.randrange(len(made) + 1), rng.choice((1, 2, 5, 20, 200))
        match rng.randrange(6):
            case 0:
                made[at : at + length] = b""
            case 1:
                made[at:at] = rng.choice(ANYTHING)
            case 2:
                made[at : at + 1] = bytes([rng.randrange(256)])
            case 3:
                made[at:at] = made[at : at + length]
            case 4 if words:
                made[at:at] = rng.choice(words)
            case _:
                other = rng.randrange(len(made) + 1)
                made[at : at + length] = made[other : other + length]
    return bytes(made)


def reworded(data, rng, pattern, words):
    """Some words of the format changed: taken out, repeated up to thousands of times, moved, given extreme numbers."""
    pieces = pattern.split(data)
    for _ in range(rng.choice((1, 1, 2, 4, 10))):
        at = rng.randrange(len(pieces)) | 1
        if at >= len(pieces):
            continue
        match rng.randrange(7):
            case 0:
                pieces[at] = b""
            case 1:
                pieces[at] = rng.choice(words)
            case 2:
                pieces[at] *= min(rng.choice((2, 30, 3000)), MOST // (len(pieces[at]) + 1) + 1)
            case 3:
                until = min(len(pieces), at + rng.choice((2, 4, 12)))
                block = b"".join(pieces[at:until])
                pieces[at] = block * min(rng.choice((1, 3, 500)), MOST // (len(block) + 1) + 1)
            case 4:
                other = rng.randrange(len(pieces))
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 5:
                number = rng.choice((b"0", b"-1", b"65536", b"2147483648", b"99999999999999999999", b"x", b""))
                pieces[at] = re.sub(rb"\d+", number, pieces[at])
            case _:
                pieces[at] = pieces[at] + rng.choice(words)
    return b"".join(pieces)[: 2 * MOST]


def changed(data, rng, pattern, words):
    """Damage of either sort, or of both."""
    which = rng.randrange(5)
    if which >= 2:
        data = reworded(data, rng, pattern, words)
    if which <= 2:
        data = mutated(data, rng, words)
    return data


def regrown(data, rng):
    """A tree that is well-formed still: elements taken out, repeated, moved, nested; attributes and texts exchanged."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return data
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    for _ in range(rng.choice((1, 2, 4, 10))):
        one, other = rng.choice(elements), rng.choice(elements)
        parent = one.getparent()
        match rng.randrange(8):
            case 0 if parent is not None:
                parent.remove(one)
            case 1 if parent is not None:
                for _ in range(min(rng.choice((1, 10, 100)), MOST // len(etree.tostring(one)) + 1)):
                    parent.insert(parent.index(one), deepcopy(one))
            case 2:
                other.insert(rng.randrange(len(other) + 1), deepcopy(one))
            case 3:
                one.tag = other.tag
            case 4 if one.attrib:
                name = rng.choice(sorted(one.attrib))
                one.set(name, rng.choice(("", "0", "-1", "9", "4294967296", "1e9", "%1%2%9", "x" * 500, "一")))
            case 5 if other.attrib:
                name = rng.choice(sorted(other.attrib))
                one.set(name, other.get(name))
            case 6:
                one.text = rng.choice((None, "", "文", "\t\r\n", "\u2028", "\U0001f600", "a" * 2000))
            case _:
                inner = one
                for _ in range(rng.choice((1, 5, 40, 300))):
                    inner = etree.SubElement(inner, rng.choice(elements).tag)
        if len(etree.tostring(root)) > 2 * MOST:
            break
    return etree.tostring(root, encoding="utf-8")


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {info.filename: file.read(info) for info in file.infolist()}


def rezipped(parts, rng):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return data.getvalue()


def in_archive(parts, rng, words, other):
    """A zipped document with one of its parts damaged, missing, or taken from another one; or the archive itself."""
    parts = dict(parts)
    name = rng.choice(sorted(parts))
    match rng.randrange(12):
        case 0:
            return mutated(rezipped(parts, rng), rng)
        case 1:
            del parts[name]
        case 2:
            parts[name] = other[rng.choice(sorted(other))]
        case 3:
            parts[rng.choice((name.upper(), "../" + name, "/" + name, "word/" + name))] = parts.pop(name)
        case 4 | 5 | 6:
            parts[name] = changed(parts[name], rng, MARKUP, words)
        case _:
            parts[name] = regrown(parts[name], rng)
    return rezipped(parts, rng)


def in_gzip(data, rng, change):
    """Packed damage, or a damaged packing."""
    if rng.random() < 0.6:
        return gzip.compress(change(data, rng), 1, mtime=0)
    return mutated(gzip.compress(data, 1, mtime=0), rng)


_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def in_streams(data, rng, words):
    """A PDF with damage in what it has packed."""

    def damaged(found):
        try:
            inside = zlib.decompress(found[1])
        except zlib.error:
            return found[0]
        return b"stream\n" + zlib.compress(changed(inside, rng, PRINTED, words), 1) + b"\nendstream"

    return _STREAM.sub(damaged, data)
