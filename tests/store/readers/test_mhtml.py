"""Pages saved in one file, by browsers and by Safari: whole, in pieces, and made to be costly."""

import base64
import plistlib
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.readers import Refused, mhtml, webarchive
from tests.store.readers.saved_pages import saved

pytestmark = pytest.mark.usefixtures("no_network")

MARK = "----MultipartBoundary--x7Kq----"


def part(html, *headers, how="quoted-printable", encoding="utf-8", kind="text/html"):
    data = html.encode(encoding)
    body = {
        "quoted-printable": lambda: quopri.encodestring(data).replace(b"\n", b"\r\n"),
        "base64": lambda: base64.encodebytes(data),
        "8bit": lambda: data,
    }[how]()
    lines = [f"Content-Type: {kind}", f"Content-Transfer-Encoding: {how}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def mail(*parts, mark=MARK, more="", kind="multipart/related", end=True, head=()):
    top = [
        "From: <Saved by Blink>",
        "Subject: =?utf-8?Q?=E8=AE=B2=E8=AF=9D?=",
        "MIME-Version: 1.0",
        *head,
        f'Content-Type: {kind};\r\n\ttype="text/html";\r\n\tboundary="{mark}"{more}',
    ]
    data = "\r\n".join(top).encode() + b"\r\n\r\n\r\n"
    for piece in parts:
        data += b"--" + mark.encode() + b"\r\n" + piece + b"\r\n"
    return data + (b"--" + mark.encode() + b"--\r\n" if end else b"")


PICTURE = part("\x89PNG", "Content-Location: http://a.example/x.png", how="base64", kind="image/png")


def lines(data, **more):
    return mhtml.read(data, "页.mhtml", **more).raw.split("\n")


def said(source):
    return [message.text for message in source.remarks]


DAMAGED = "The saved page is damaged: its parts are not where it says. The text may be incomplete."


@pytest.mark.parametrize("how", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_page(how, encoding):
    page = part("<html><h1>讲话</h1><p>同志们：今天开会，讲三点意见。</p></html>", how=how, encoding=encoding)
    source = mhtml.read(mail(page, PICTURE), "页.mhtml")
    assert source.raw == "讲话\n同志们：今天开会，讲三点意见。"
    assert [heading.level for heading in source.headings] == [0]
    assert (source.format, source.encoding, source.remarks) == ("mhtml", "utf-8", ())


def test_a_page_that_is_no_bundle():
    data = b"MIME-Version: 1.0\r\nContent-Location: http://a.example/\r\n" + part("<p>讲话</p>")
    assert lines(data) == ["讲话"]


FRAMES = [
    part('<frameset><frame src="cid:m@x"><frame src="text.htm"></frameset>', "Content-Location: http://a.example/d/"),
    part("<p>菜单</p>", "Content-ID: <m@x>"),
    part("<h2>讲话</h2>", "Content-Location: http://a.example/d/text.htm"),
    part("<p>不在页上</p>", "Content-Location: http://a.example/d/other.htm"),
]


def test_frames_stand_where_the_page_puts_them():
    source = mhtml.read(mail(*FRAMES), "x")
    assert source.raw == "菜单\n讲话"
    assert [heading.span.of(source.raw) for heading in source.headings] == ["讲话"]
    assert said(source) == ["Pages of this file that are shown nowhere were not read: {count}."]
    assert dict(source.remarks[0].values) == {"count": 1}


def test_the_root_is_the_part_that_the_mail_names():
    assert lines(mail(FRAMES[3], FRAMES[1], more=';\r\n\tstart="<m@x>"')) == ["菜单"]
    head = ("Snapshot-Content-Location: http://a.example/d/other.htm",)
    assert lines(mail(FRAMES[1], FRAMES[3], head=head)) == ["不在页上"]
    assert lines(mail(FRAMES[1], FRAMES[3])) == ["菜单"]


def test_a_frame_that_shows_itself_is_read_once():
    page = part('<p>甲</p><iframe src="cid:a@x"></iframe>', "Content-ID: <a@x>")
    other = part('<p>乙</p><iframe src="cid:a@x"></iframe><iframe src="cid:b@x"></iframe>', "Content-ID: <b@x>")
    assert lines(mail(page, other)) == ["甲"]
    both = part('<iframe src="cid:b@x"></iframe><iframe src="cid:b@x"></iframe>', "Content-ID: <a@x>")
    assert lines(mail(both, other)) == ["乙"]


def test_declared_charsets_are_those_of_each_part():
    page = part("<p>國</p><iframe src='cid:b@x'></iframe>", encoding="big5", kind='text/html; charset="big5"')
    other = part("<p>国</p>", "Content-ID: <b@x>", encoding="gbk", kind="text/html; charset=gbk")
    assert lines(mail(page, other)) == ["國", "国"]
    japanese = part("<p>テスト</p>", encoding="shift_jis", kind="text/html; charset=shift_jis")
    assert lines(mail(japanese)) == ["テスト"]
    framed = part("<p>テスト</p>", "Content-ID: <b@x>", encoding="shift_jis", kind="text/html; charset=shift_jis")
    assert lines(mail(page, framed)) == ["國", "テスト"]
    assert lines(mail(part("<p>讲话</p>")), encoding="latin-1") != ["讲话"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (mail(part("<p>讲话</p>"), end=False), ["讲话"]),
        (mail(part("<p>讲话</p>"), PICTURE).replace(f'boundary="{MARK}"'.encode(), b'boundary="other"'), ["讲话"]),
        (mail(part("<p>讲话</p>"), PICTURE).replace(f';\r\n\tboundary="{MARK}"'.encode(), b""), ["讲话"]),
        (mail(part("<p>讲话</p>" * 50, how="base64"))[:-200], ["讲话"] * 41),
    ],
    ids=["no end", "other boundary", "no boundary", "cut"],
)
def test_damaged_bundles_give_what_there_is(data, expected):
    source = mhtml.read(data, "x")
    assert source.raw.split("\n")[: len(expected)] == expected
    assert DAMAGED in said(source)


@pytest.mark.parametrize("data", [mail(PICTURE), mail(), b"", b"MIME-Version: 1.0\r\n", mail(end=False)])
def test_bundles_without_a_page_are_refused(data):
    with pytest.raises(Refused, match="no page is in it"):
        mhtml.read(data, "x")


def test_bundles_in_bundles_are_read_to_a_depth():
    inner = part("<p>讲话</p>")
    for depth in range(2):
        inner = mail(inner, mark=f"m{depth}")
    assert lines(inner) == ["讲话"]
    for depth in range(2, 200):
        inner = mail(inner, mark=f"m{depth}x")
    with pytest.raises(Refused, match="no page is in it"):
        mhtml.read(inner, "x")


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n" + b"--x\r\n" * 300_000,
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related" + b";\"" * 200_000 + b"\r\n\r\n",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; " + b"(" * 200_000,
        b"MIME-Version: 1.0\r\n" + b"A: b\r\n" * 200_000,
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + b"--a" * 300_000,
        b"\r\n" * 500_000,
    ],
    ids=["empty parts", "quotes", "comments", "headers", "boundaries", "line ends"],
)
def test_costly_bundles_are_refused(data):
    with pytest.raises(Refused):
        mhtml.read(data, "x")


@given(st.lists(st.sampled_from([*mail(*FRAMES).split(b"\r\n"), b"--", b"=", b"\xff"]), max_size=40))
def test_no_bundle_breaks_the_reader(pieces):
    try:
        source = mhtml.read(b"\r\n".join(pieces), "x")
    except Refused:
        return
    assert source.raw.strip()


def archive(**more):
    page = {"WebResourceData": "<p>讲话</p><iframe src='b.htm'></iframe>".encode("gbk")}
    page |= {"WebResourceTextEncodingName": "GBK", "WebResourceURL": "http://a.example/", "WebResourceMIMEType": "x"}
    return {"WebMainResource": page, **more}


def test_safaris_archives():
    frame = {"WebResourceData": "<p>表</p>".encode(), "WebResourceURL": "http://a.example/b.htm"}
    data = plistlib.dumps(archive(WebSubframeArchives=[{"WebMainResource": frame}]), fmt=plistlib.FMT_BINARY)
    source = webarchive.read(data, "页.webarchive")
    assert (source.raw, source.format, source.data) == ("讲话\n表", "webarchive", data)


@pytest.mark.parametrize(
    "wrong", [[], {}, {"WebMainResource": 1}, {"WebMainResource": {"WebResourceData": "x"}}, {"WebSubframeArchives": 1}]
)
def test_archives_of_something_else_are_refused(wrong):
    with pytest.raises(Refused):
        webarchive.read(plistlib.dumps(wrong, fmt=plistlib.FMT_BINARY), "x")


@given(st.binary(max_size=100), st.integers(0, 200))
def test_no_archive_breaks_the_reader(noise, at):
    good = plistlib.dumps(archive(), fmt=plistlib.FMT_BINARY)
    try:
        webarchive.read(good[:at] + noise + good[at + len(noise) :], "x")
    except Refused:
        return


def test_a_whole_page_in_a_frame():
    code, speech = saved("county_portal", "river_cleaning")
    shell = part('<html><frameset rows="80,*"><frame src="top.htm"><frame src="cid:main@x"></frameset></html>')
    top = part("<p>石桥县政务网</p>", "Content-Location: http://a.example/top.htm")
    shell = shell.replace(b"\r\n\r\n", b"\r\nContent-Location: http://a.example/index.htm\r\n\r\n", 1)
    source = mhtml.read(mail(shell, top, part(code, "Content-ID: <main@x>", encoding="gb18030")), "x")
    assert source.raw.startswith("石桥县政务网\n首页\t政务公开\t领导讲话\n")
    assert [line for line in speech if line not in source.raw] == []
