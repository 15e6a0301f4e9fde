"""What was copied: code where it holds more than the plain text, from browsers and from word processors."""

import pytest

from reader.store.encodings import to_bytes
from reader.store.readers.clipboard import fragment, read_clipboard

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Temp/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:""; margin:0cm;} b.h{display:none} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<h1 align=center style='text-align:center'>在全县大会上的讲话<span lang=EN-US><o:p></o:p></span></h1>
<p class=MsoNormal style='margin-left:21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
lang=EN-US><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Arial"'>&nbsp;</span></span></span><![endif]
>加强领导<span lang=EN-US><o:p></o:p></span></p>
<p class=MsoNormal>会议开了<span lang=EN-US>3</span>天<b style='mso-hide:all'>暗语</b><b
class=h>暗号</b>。</p>
<!--EndFragment--></body></html>"""


def test_word():
    source = read_clipboard(WORD, "在全县大会上的讲话\r\n加强领导\r\n会议开了3天。")
    assert source.raw == "在全县大会上的讲话\n1.\u00a0加强领导\n会议开了3天。"
    assert [(heading.span.of(source.raw), heading.level) for heading in source.headings] == [("在全县大会上的讲话", 0)]
    assert (source.format, source.name, source.encoding) == ("txt", "", "utf-8")
    assert source.data == source.raw.encode()
    assert to_bytes(source, source.raw) == source.data


def windows(html, piece):
    """What Windows puts before the code: offsets in bytes of UTF-8."""
    names = ("StartHTML", "EndHTML", "StartFragment", "EndFragment")
    head = "\r\n".join(["Version:0.9", *(f"{name}:{{:010}}" for name in names), "SourceURL:x", ""])
    size = len(head.format(0, 0, 0, 0))
    start = size + len(html[: html.index(piece)].encode())
    return head.format(size, size + len(html.encode()), start, start + len(piece.encode())) + html


def test_the_header_of_windows():
    html = "<html><body><p>前言</p><b>问</b>题<p>后记</p></body></html>"
    assert fragment(windows(html, "<b>问</b>题")) == "<b>问</b>题"
    assert read_clipboard(windows(html, "<b>问</b>题"), "").raw == "问题"
    assert fragment("Version:0.9\r\nStartFragment:99999\r\nEndFragment:5\r\n<p>问题") == "<p>问题"
    assert fragment("Version:1.0\r\nnothing") == "Version:1.0\r\nnothing"


@pytest.mark.parametrize(
    ("html", "text", "expected"),
    [
        (None, None, ""),
        (None, "问题\r\n二", "问题\n二"),
        ("", "问题", "问题"),
        ("<p>问题</p>", None, "问题"),
        ("<p>问题</p>", "问  题", "问  题"),
        ("<ol><li>问<li>题</ol>", "问\n题", "1. 问\n2. 题"),
        ("<p>问</p><p>题</p>", "问 题", "问\n题"),
        ("<h2>问题</h2>", "问题", "问题"),
        ("<span>问</span>", "问题", "问题"),
        ("<img src=x>", "问题", "问题"),
        ("<script>x</script>", "", ""),
        ("<p>\ud800问题和答案</p>", "\ud800问题", "\ufffd问题和答案"),
    ],
)
def test_which_of_both_is_read(html, text, expected):
    assert read_clipboard(html, text).raw == expected


def test_headings_are_worth_the_code():
    assert read_clipboard("<h2>问题</h2>", "问题").headings
