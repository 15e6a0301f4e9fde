"""Web pages: what of their code is text, in which lines, and what it may cost."""

import tomllib
import tracemalloc
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.readers import Refused, web, web_code
from reader.store.readers.web_code import parsed
from reader.store.readers.web_page import Page
from reader.store.writers.webpage import to_html
from tests.store.readers.saved_pages import saved

CASES = tomllib.loads(Path(__file__).with_name("web.toml").read_text("utf-8"))["case"]

pytestmark = pytest.mark.usefixtures("no_network")


def read(html, **more):
    return web.read(html.encode("utf-8", "surrogatepass"), "页.html", **more)


def said(source):
    return [message.text.format(**dict(message.values)) for message in source.remarks]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_cases(case):
    source = read(case["html"])
    assert source.raw.split("\n") == case["lines"]
    if "headings" in case:
        assert [[h.span.of(source.raw), h.level] for h in source.headings] == case["headings"]
    left_out = [text for text in said(source) if "left out" in text]
    told = f"{case.get('hidden')} Chinese characters that the page hides were left out."
    assert left_out == ([told] if "hidden" in case else [])


def test_the_labels_are_unique():
    assert len({case["label"] for case in CASES}) == len(CASES)


def test_what_a_source_is_made_of():
    data = "<meta charset=gbk><h1>通知</h1><p>各位代表".encode("gbk")
    source = web.read(data, "页.html")
    assert (source.raw, source.data, source.encoding, source.bom) == ("通知\n各位代表", data, "utf-8", b"")
    assert (source.format, source.name, source.undecodable) == ("html", "页.html", ())


def test_long_hidden_text_is_read_and_told():
    long = "同志们，" * 40
    source = read(f"<p>{'看得见的话' * 60}</p><div style='display:none'>{long}<b hidden>坏</b></div>")
    assert source.raw.endswith("\n" + long)
    assert said(source) == [
        "1 Chinese characters that the page hides were left out.",
        "120 Chinese characters that the page hides at first are in the text.",
    ]


def test_the_title_is_told_where_the_text_lacks_it():
    assert said(read("<title>全县大会讲话 - 某站</title><p>同志们")) == [
        "The window's title is not in the text: 全县大会讲话 - 某站"
    ]
    assert said(read("<title>全县大会讲话 - 某站</title><h1>全县大会讲话</h1>")) == []
    assert said(read("<title>全县 大会讲话_某站—一个很长很长的口号</title><h1>全县大会 讲话</h1>")) == []
    assert said(read("<title>首页</title><p>同志们")) == []


def test_embedded_pages_are_told():
    source = read("<p>一</p><iframe src=http://ad.example/></iframe><iframe src=about:blank></iframe><iframe></iframe>")
    assert said(source) == ["Embedded pages were not read (1): they are not part of this file."]


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<html><body></body></html>", "without text"),
        ("<script>load()</script><div id=app></div>", "a script loads it"),
        ("<p>&nbsp;</p><img src=1.png>", "pictures only"),
        ("<frameset><frame src=menu.htm><frame src=main.htm><noframes>不支持</noframes></frameset>", "menu.htm"),
        ("<!-- never closed <p>一", "without text"),
        ("", "without text"),
    ],
)
def test_pages_without_text_are_refused(html, why):
    with pytest.raises(Refused) as caught:
        read(html)
    values = {**dict(caught.value.message.values), "name": "页.html"}
    assert why in caught.value.message.text.format(**values)


TEXT = st.text(st.sampled_from("问题的ab，。<&>\"'é\u3000\u00a0😀"), min_size=1, max_size=12)
TAGS = st.sampled_from(["span", "b", "a", "font", "em", "o:p", "sub", "u", "label", "x-y"])


@st.composite
def trees(draw, depth=4):
    """Code of inline elements, and its text."""
    if depth == 0 or draw(st.booleans()):
        text = draw(TEXT)
        return escape(text), text
    inner = draw(st.lists(trees(depth - 1), max_size=4))
    tag, style = draw(TAGS), draw(st.sampled_from(["", " style='color:red'", " class=a", " title='<p>'"]))
    return f"<{tag}{style}>{''.join(code for code, _ in inner)}</{tag}>", "".join(text for _, text in inner)


@given(trees())
def test_the_text_of_inline_elements_is_their_concatenation(tree):
    code, text = tree
    # No-break spaces and wide ones are characters, so nothing collapses here.
    page = Page()
    assert page.ops == []
    if text.strip():
        assert read(f"<p>{code}</p>").raw == text
    else:
        with pytest.raises(Refused):
            read(f"<p>{code}</p>")


PARAGRAPHS = st.lists(
    st.text(st.sampled_from("全县会议ab12，。<&>\"'“”、（）"), min_size=1, max_size=30), min_size=1, max_size=8
)


@given(PARAGRAPHS)
def test_what_we_write_as_a_page_is_read_back(paragraphs):
    assert read(to_html("\n".join(paragraphs), ())).raw.split("\n") == paragraphs


PIECES = [
    *("<p>", "</p>", "<div>", "</div>", "<br>", "<b class=a>", "</b>", "<s hidden>", "</s>", "<h1>", "</h1>"),
    *("<table>", "<tr>", "<td>", "</table>", "<ol>", "<li>", "</ol>", "<pre>", "</pre>", "<textarea>", "<plaintext>"),
    *("<script>", "</script>", "<style>", ".a{display:none}", "</style>", "<title>", "</title>", "<template>"),
    *("<!--", "-->", "&nbsp;", "&#", "&#x", "<", ">", "</", "<!", "<?", "<![CDATA[", "]]>", "<svg>", "<math>"),
    *("<select>", "<iframe src=x>", "<frameset>", "<body>", "</body>", "</html>", "<ruby><rt>", "<q>", "</q>"),
]
CODE = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join)


@given(CODE)
def test_no_code_breaks_the_reader(code):
    try:
        source = read(code)
    except Refused:
        return
    assert source.raw.strip()
    assert "\r" not in source.raw
    assert not source.raw.startswith("\n")
    assert all(heading.span.of(source.raw).strip() for heading in source.headings)
    # Read as text once more, a page's text stays what it is.
    assert read(f"<pre>{escape(source.raw)}</pre>").raw == source.raw.replace("\0", "")


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data):
    try:
        web.read(data, "x")
    except Refused:
        return


HOSTILE = {
    "deep": "<div>" * 20_000 + "末" + "</div>" * 20_000,
    "deep and open": "<div>" * 50_000 + "末",
    "fonts that are never closed": "<p><font size=1>末" * 10_000,
    "tables in tables": "<table><tr><td>甲<td>" * 10_000 + "末",
    "lists in lists": "<ol><li>" * 10_000 + "末",
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">末",
    "a long attribute": '<p style="' + "a:b;" * 500_000 + '">末',
    "entities": "&amp;" * 400_000 + "末",
    "brackets": "<" * 300_000 + " 末",
    "comments": "<!--" * 300_000 + "--><p>末",
    "comments of a style sheet": "<style>" + "/*" * 100_000 + "</style>末",
    "braces of a style sheet": "<style>" + "{" * 100_000 + "</style>末",
    "rules for one class": "<style>" + ".a.b{display:none}" * 2_000 + "</style>" + "<p class='a c'>末" * 2_000,
    "spaces": "一" + " " * 1_000_000 + "\n" + " " * 1_000_000 + "末",
    "declarations": "<meta charset=" * 100_000 + ">末",
    "hidden in hidden": "<b hidden>坏" * 20_000 + "<i style='visibility:visible'>末",
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_are_read_in_little_memory(code):
    tracemalloc.start()
    try:
        source = read(code)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert source.raw.endswith("末")
    assert most < 100 * len(code) + 20_000_000


def test_a_page_that_keeps_the_parser_busy_is_refused_before_it_does():
    code = "<div>" * 100_000 + "</b>" * 50_000
    with pytest.raises(Refused, match="nested so deeply"):
        read(code)


def test_a_page_is_read_however_large_its_pictures_are_and_refused_if_its_code_is(monkeypatch):
    monkeypatch.setattr(web_code, "LIMIT", 1000)
    assert read(f"<p>一<img src='data:image/png;base64,{'A' * 5000}'>").raw == "一"
    with pytest.raises(Refused, match="million characters"):
        read("<p>一" * 300)


def test_nothing_is_loaded_or_run(tmp_path):
    bait = tmp_path / "bait.txt"
    bait.write_text("坏", encoding="utf-8")
    address = bait.as_uri()
    source = read(
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{address}">]><link rel=stylesheet href="{address}">'
        f'<script src="{address}"></script><p>一&x;</p><iframe src="{address}"></iframe><object data="{address}">'
        f'</object><embed src="{address}"><xi:include href="{address}"/><base href="http://evil.example/">二'
    )
    assert "坏" not in source.raw
    assert source.raw == "]>\n一&x;\n二", "as a browser shows it"


@pytest.mark.parametrize("page", ["document_site", "public_account", "county_portal"])
def test_whole_pages_keep_their_furniture_and_their_speech(page):
    code, lines = saved(page, "river_cleaning")
    source = web.read(code.encode("gb18030"), f"{page}.html")
    seen = {
        "document_site": ["搜索", "查看更多", "1. 1、本文档共3页", "登录后发表评论", "某ICP备00000000号"],
        "public_account": ["阅读原文", "河湾镇发布"],
        "county_portal": ["首页\t政务公开\t领导讲话", "浏览次数：356", "【打印此页】【关闭窗口】"],
    }[page]
    unseen = ["请登录", "您的会员已到期", "不支持脚本", "扫一扫", "请输入关键词", "getElementById", "河湾1", "count"]
    assert [text for text in seen if text not in source.raw] == []
    assert [text for text in unseen if text in source.raw] == []
    joined = "".join(source.raw.split())
    assert all("".join(line.split()) in joined for line in lines)


def test_the_steps_of_a_page_end_where_they_began():
    page = parsed("<table><tr><td><ol><li><b hidden><pre>一")
    assert page.depth == 0
    assert page.ops.count(page.ops[0]) > 1
