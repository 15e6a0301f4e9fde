"""Encodings of pages: what they declare loses against what they read like, and a reader's word against nothing."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.readers import web
from reader.store.readers.web_charset import decoded

BODY = "<p>同志们：今天我们召开全县农村工作会议，主要任务是总结去年的工作，研究部署今年的任务。</p>"
TRADITIONAL = "<p>各位同事：今天我們召開會議，主要任務是總結去年的工作，研究部署今年的任務，請大家發表意見。</p>"


def page(declared, body=BODY):
    return f"<html><head>{declared}<title>讲话</title></head><body>{body}</body></html>"


def meta(label):
    return f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("", "gb18030"),
        (meta("gb2312"), "gb18030"),
        (meta("gb2312"), "utf-8"),
        (meta("utf-8"), "gb18030"),
        (meta("iso-8859-1"), "gb18030"),
        (meta("windows-1252"), "utf-8"),
        (meta("big5"), "gb18030"),
        (meta("no-such-thing"), "gb18030"),
        (meta("x" * 39), "gb18030"),
        (meta("base64"), "gb18030"),
        ("<meta charset='GBK'>", "gb18030"),
        ("<META CHARSET = utf8 >", "utf-8"),
        (meta("utf-16"), "utf-8"),
        ("<!--" + "x" * 3000 + "-->" + meta("gbk"), "gb18030"),
        ("", "utf-16-le"),
        (meta("utf-8"), "utf-16-be"),
    ],
)
def test_simplified(declared, encoding):
    code = page(declared)
    assert decoded(code.encode(encoding))[0] == code


@pytest.mark.parametrize("declared", ["", meta("big5"), meta("gb2312"), meta("utf-8")])
@pytest.mark.parametrize("encoding", ["big5", "utf-8", "gb18030"])
def test_traditional(declared, encoding):
    code = page(declared, TRADITIONAL).replace("讲话", "講話")
    assert decoded(code.encode(encoding))[0] == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030"])
def test_a_mark_settles_it(encoding):
    marks = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    mark = marks.get(encoding) or {"utf-32-le": codecs.BOM_UTF32_LE, "gb18030": b"\x84\x31\x95\x33"}[encoding]
    code = page(meta("big5"))
    assert decoded(mark + code.encode(encoding))[0] == code


def test_a_mark_is_more_than_a_declaration_and_what_it_reads_like():
    data = codecs.BOM_UTF8 + "<meta charset=gb2312><p>Ђ".encode()
    assert decoded(data)[0] == "<meta charset=gb2312><p>Ђ"


def test_a_title_and_long_style_sheets_before_the_text():
    code = page("<title>Ⅻ鑫</title><style>" + ".a{color:red}\n" * 20_000 + "</style>")
    assert decoded(code.encode("gb18030"))[0] == code
    code = page("<title>é</title>" + "<script>var a;</script>\n" * 20_000, TRADITIONAL).replace("讲话", "話")
    assert decoded(code.replace("é", "鑫").encode("big5"))[0] == code.replace("é", "鑫")


def test_an_xml_declaration_counts():
    code = '<?xml version="1.0" encoding="big5"?>' + page("", "<p>國</p>").replace("讲话", "話")
    assert decoded(code.encode("big5"))[0] == code


def test_what_the_wrapping_says_comes_before_what_the_page_says():
    code = page(meta("gb2312"), "<p>テスト</p>").replace("讲话", "テスト")
    assert decoded(code.encode("shift_jis"), declared="shift_jis")[0] == code
    assert decoded(code.encode("shift_jis"))[0] != code


def test_the_page_says_it_where_nothing_else_can():
    """Two words of Japanese read like nothing in Chinese encodings, so the declaration holds."""
    code = page(meta("shift_jis"), "<p>テスト</p>").replace("讲话", "テスト")
    assert decoded(code.encode("shift_jis"))[0] == code


def test_valid_utf8_in_any_language_is_no_chance():
    code = page(meta("iso-8859-1"), "<p>Ещё раз о том же</p>")
    assert decoded(code.encode())[0] == code


def test_two_characters_may_be_chance():
    code = "<meta charset=gb2312><p>强努"
    assert decoded(code.encode("gbk"))[0] == code


def test_the_readers_word_is_last():
    data = page(meta("gb2312")).encode("gb18030")
    assert "同志们" not in web.read(data, "x", "latin-1").raw
    assert "同志们" in web.read(data, "x", "gbk").raw
    with pytest.raises(LookupError):
        web.read(data, "x", "no-such-thing")


def test_damage_is_told():
    data = page(meta("utf-8")).encode("utf-8").replace("今天".encode(), "今天".encode()[:-1], 1)
    source = web.read(data, "x")
    assert "同志们：今\ufffd我们" in source.raw
    (message,) = [m for m in source.remarks if "fit no character" in m.text]
    assert dict(message.values) == {"encoding": "UTF-8", "count": 1}
    assert source.undecodable == ()


@given(st.binary(max_size=200), st.sampled_from([None, "gbk", "utf-16", "x"]))
def test_any_bytes_are_decoded(data, declared):
    text, _ = decoded(data, declared=declared)
    assert isinstance(text, str)
