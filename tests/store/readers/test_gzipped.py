"""Packed documents: what is inside is read as what it is; bombs and damage are not."""

import gzip
import io
import tarfile
import tracemalloc
import zlib
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.documents import UnreadableDocument, read_document
from reader.store.encodings import to_bytes
from reader.store.readers import Refused, gzipped
from reader.text.apply import apply_fixes

PAGE = "<html><head><title>讲话</title></head><body><h1>讲话</h1><p>同志们</p></body></html>"
BROKEN_OFF = "The archive breaks off or is damaged. The text may be incomplete: fetch it again."


def test_a_page():
    data = gzip.compress(PAGE.encode("gbk"))
    source = gzipped.read(data, "页.html.gz")
    assert (source.raw, source.format, source.data, source.encoding) == ("讲话\n同志们", "html", data, "utf-8")
    assert source.headings
    assert source.sha256 == sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("会议\r\n内容\r\n", "gb18030"), ("\ufeff会议", "utf-8"), ("會議內容", "big5"), ("a", "utf-8")],
)
def test_a_plain_text_is_written_back_as_it_was_inside(text, encoding):
    inside = text.encode(encoding)
    source = gzipped.read(gzip.compress(inside), "页.txt.gz", None if len(text) < 2 else encoding)
    assert source.raw == text.lstrip("\ufeff")
    assert source.format == "gzip"
    assert to_bytes(source, source.raw, apply_fixes(source.raw, ()).offsets) == inside


def test_undecodable_bytes_inside_come_back():
    inside = "同志们：今天我们召开会议".encode("gb18030") + b"\xff" + "，讲三点意见。".encode("gb18030")
    source = gzipped.read(gzip.compress(inside), "x")
    assert source.undecodable
    assert to_bytes(source, source.raw, apply_fixes(source.raw, ()).offsets) == inside


def test_markdown_is_known_by_the_name_inside():
    assert gzipped.read(gzip.compress("# 讲话\n".encode()), "页.md.gz").headings
    assert not gzipped.read(gzip.compress("# 讲话\n".encode()), "页.txt.gz").headings


def test_packed_twice_is_read_and_thrice_is_not():
    once = gzip.compress("讲话".encode())
    assert gzipped.read(gzip.compress(once), "x").raw == "讲话"
    with pytest.raises(Refused, match="archive in an archive in an archive"):
        gzipped.read(gzip.compress(gzip.compress(once)), "x")


def test_several_members_are_one_document():
    assert gzipped.read(gzip.compress("讲".encode()) + gzip.compress("话".encode()), "x").raw == "讲话"
    assert gzipped.read(gzip.compress("讲话".encode()) + b"\0\0padding", "x").remarks == ()


@pytest.mark.parametrize("at", [-1, -8, -9, -40])
def test_what_breaks_off_is_read_as_far_as_it_goes(at):
    source = gzipped.read(gzip.compress(bytes(range(65, 90)) * 40 + "讲话".encode() * 200)[:at], "x")
    assert source.raw.startswith("ABC")
    assert BROKEN_OFF in [message.text for message in source.remarks]


def test_a_wrong_checksum_is_told():
    data = bytearray(gzip.compress("讲话".encode() * 100))
    data[-6] ^= 1
    source = gzipped.read(bytes(data), "x")
    assert source.raw.startswith("讲话")
    assert BROKEN_OFF in [message.text for message in source.remarks]


def bundle():
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as file:
        member = tarfile.TarInfo("../../etc/passwd")
        member.size = 3
        file.addfile(member, io.BytesIO(b"abc"))
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (gzip.compress(b""), "is empty"),
        (b"\x1f\x8b\x08", "damaged"),
        (b"\x1f\x8b\x08\x00" + b"\xff" * 50, "damaged"),
        (bundle(), "archive of several files"),
        (gzip.compress(b"\x89PNG\r\n\x1a\n" + bytes(20)), "picture"),
        (gzip.compress(b"<script>x</script><div></div><div></div><p></p>"), "without text"),
        (gzip.compress(bytes(10_000_000)), "packed to fill the memory"),
        (gzip.compress(gzip.compress(bytes(100_000_000))), "packed to fill the memory"),
    ],
)
def test_what_cannot_be_read_is_refused(data, why, tmp_path):
    path = tmp_path / "页.gz"
    path.write_bytes(data)
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    message = caught.value.message
    assert why in message.text.format(**dict(message.values))


def test_a_bomb_is_never_unpacked():
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(100)) + packer.flush()
    tracemalloc.start()
    with pytest.raises(Refused, match="packed to fill the memory"):
        gzipped.read(bomb, "x")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 75_000_000, "100 MB are inside"


@given(st.binary(max_size=120), st.integers(0, 60), st.binary(max_size=8))
def test_no_archive_breaks_the_reader(inside, at, noise):
    data = gzip.compress(inside)
    try:
        gzipped.read(b"\x1f\x8b\x08" + data[3:at] + noise + data[at:], "x")
    except Refused:
        return


@given(st.binary(min_size=1, max_size=5000))
def test_unpacking_undoes_packing(inside):
    assert gzipped.unpacked(gzip.compress(inside)) == (inside, True)
