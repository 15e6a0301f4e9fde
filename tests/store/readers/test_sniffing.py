"""What is a web page, and what only looks like one: to take a text for a page would destroy it."""

import codecs
import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.magic import recognise
from reader.store.readers.sniffing import sniffed

PAGE = "<html><head><title>通知</title></head><body><p>各位代表</p></body></html>"

PAGES = {
    "a page": PAGE,
    "with its norm": "<!DOCTYPE html>\n" + PAGE,
    "of an old norm": '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN"\n"http://www.w3.example/strict.dtd">' + PAGE,
    "as a browser saves it": "<!DOCTYPE html>\r\n<!-- saved from url=(0014)about:internet -->\r\n" + PAGE,
    "as XML": '<?xml version="1.0" encoding="utf-8"?>\n' + PAGE,
    "white space first": "\n\n   \t" + PAGE,
    "breaks off": "<!DOCTYPE html><html><head><meta charset=utf-8><title>通知</title><body><div><p>各位",
    "without html": "<head><title>通知</title></head><body><p>各位</p></body>",
    "frames": "<html><head></head><frameset><frame src=a><frame src=b></frameset></html>",
    "a piece": "<div class=a><p>各位代表</p><p>同志们</p></div>\n",
    "pieces": "<p>各位代表</p>\n<p>同志们</p>\n<p>朋友们</p>\n",
    "a piece of a public account": "<section><p style='x'><span>各位</span></p></section><section><p>好</p></section>",
}
TEXTS = {
    "empty": "",
    "plain": "各位代表：\n现在开会。\n",
    "a tag quoted": "<html> 是网页的第一个标签，<body> 里是正文。\n",
    "a tutorial": "<html> 标签\n网页用 <html> 开头，里面有 <head> 和 <body>，正文写在 <p> 里。\n",
    "a tutorial that closes what it opens": "<html> 和 </html> 标签\n<head></head> 里有 <body></body>。\n",
    "a norm quoted": "<!DOCTYPE html> 声明写在第一行，告诉浏览器这是什么文档。\n",
    "a page quoted after words": "下面是一个例子：\n" + PAGE + "\n",
    "left-overs of tags": "同志们：<br>今天开会。<p>讲三点。</p><p>完。</p>\n",
    "one left-over first": "<p>同志们：今天开会，讲三点意见。\n一、认清形势。\n二、突出重点。\n",
    "words between pieces": "<p>一</p>同志们<p>二</p>朋友们<p>三</p>",
    "words after a piece": "<div><p>一</p><p>二</p></div>\n同志们：今天开会。\n",
    "one tag": "<br>\n同志们\n",
    "angle brackets": "<关于开会的通知>\n<p>各位代表</p>\n",
    "e-mail": "From: a@b.example\nTo: c@d.example\nSubject: 通知\n\n各位代表\n",
    "another XML": '<?xml version="1.0"?><rss><channel><title>新闻</title></channel></rss>',
    "mathematics": "<a, b> 是有序对，若 a<b 则 <b, a> 不同。\n",
    "a drawing": "<svg><title>图</title><p>字</p></svg>",
}


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_pages(text, encoding):
    assert sniffed(text.encode(encoding)) == "html"
    mark = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding)
    if mark:
        assert sniffed(mark + text.encode(encoding)) == "html"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_texts(text, encoding):
    assert sniffed(text.encode(encoding)) is None


def test_the_name_decides_where_the_content_does_not():
    piece = "同志们：<br>今天开会。<p>讲三点。</p>".encode()
    assert recognise(piece, ".txt") == "txt"
    assert recognise(piece, ".HTM") == "html"
    assert recognise(b"nothing but words", ".html") == "txt"
    assert recognise(PAGE.encode(), ".txt") == "html"
    assert recognise(b"# a\n<p>b</p>\n", ".md") == "md"


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", True),
        (b'From: <Saved by Blink>\r\nSubject: =?utf-8?B?eA==?=\r\n =?utf-8?B?eA==?=\r\nMIME-Version: 1.0\r\n'
         b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--x"\r\n\r\n', True),
        (b"\r\nMIME-Version: 1.0\nContent-Type: text/html\nContent-Location: x\n\n<p>", True),
        (b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n", False),
        (b"Content-Type: multipart/related\r\n\r\n", False),
        (b"See below:\nMIME-Version: 1.0 is a header, as is\nContent-Type: multipart/related\n\n", False),
    ],
)  # fmt: skip
def test_pages_saved_as_mails(head, is_one):
    assert (sniffed(head + b"body") == "mhtml") is is_one


def test_packed():
    assert recognise(gzip.compress(b"x")) == "gzip"
    assert recognise(b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource") == "webarchive"
    assert recognise(b"bplist00 is how binary property lists begin\n") == "txt"


@given(st.text(st.sampled_from("问题ab，。<>/p!-?&;= \n"), max_size=200))
def test_text_that_begins_with_a_word_is_a_text(text):
    assert sniffed(("同" + text).encode()) is None


SHARED = Path(os.environ.get("JIAODU_SHARED", Path(__file__).resolve().parents[4] / "shared"))


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "bench").is_dir(), reason="no shared benchmark sets")
def test_scraped_pages_are_texts():
    raws = [path.read_bytes() for path in (SHARED / "seeds").glob("*.txt")]
    raws += [json.loads(path.read_bytes())["raw"].encode() for path in (SHARED / "bench").glob("*/*.json")]
    assert len(raws) > 300
    assert [raw[:80] for raw in raws if sniffed(raw)] == []
