"""Markdown and HTML show exactly the cleaned text, whatever characters it has."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.store.writers.markdown import to_markdown
from reader.store.writers.paragraphs import Paragraph, paragraphs
from reader.store.writers.webpage import to_html
from reader.text.section import Section
from reader.text.span import Span


def section(text, title, level, occurrence=0):
    start = [match.start() for match in re.finditer(re.escape(title), text)][occurrence]
    return Section(level, title, Span(start, start + len(title)), start)


SPEECH = "关于工作的讲话\n一、怎么运作\n（一）从体制方面来讲，要强化观念。\n正文。\n"
SECTIONS = (
    section(SPEECH, "关于工作的讲话", 0),
    section(SPEECH, "一、怎么运作", 1),
    section(SPEECH, "（一）从体制方面来讲，", 2),
)


def test_headings_of_both_kinds():
    assert list(paragraphs(SPEECH, SECTIONS)) == [
        Paragraph("关于工作的讲话", 0, 7),
        Paragraph("一、怎么运作", 1, 6),
        Paragraph("（一）从体制方面来讲，要强化观念。", 2, 10),
        Paragraph("正文。"),
    ]


def test_markdown():
    assert to_markdown(SPEECH, SECTIONS) == (
        "# 关于工作的讲话\n\n## 一、怎么运作\n\n**（一）从体制方面来讲**，要强化观念。\n\n正文。\n"
    )


def test_markdown_that_is_markdown_already_is_left_alone():
    text = "# 标题\n一、*重点*\n- 条目\n"
    sections = (section(text, "# 标题", 0), section(text, "一、*重点*", 1))
    assert to_markdown(text, sections, is_markdown=True) == "# 标题\n\n## 一、*重点*\n\n- 条目\n"


def test_html():
    page = to_html(SPEECH, SECTIONS, name="page.txt")
    assert "<title>关于工作的讲话</title>" in page
    assert "<h1>关于工作的讲话</h1>\n<h2>一、怎么运作</h2>" in page
    assert "<p><strong>（一）从体制方面来讲</strong>，要强化观念。</p>" in page
    assert "<title>a&lt;b.txt</title>" in to_html("无题", (), name="a<b.txt")


@pytest.mark.parametrize("form", [to_html, to_markdown])
def test_nothing_is_loaded_from_elsewhere(form):
    page = form('<script src="x.js"></script>\n<img src=x onerror=alert(1)>\n![](http://x/y.png)\n', ())
    shown = page if form is to_html else MarkdownIt().render(page)
    assert not re.search(r"<(script|img|link|iframe)", shown)


AWKWARD = st.lists(
    st.sampled_from(
        [*"文字。，*_`#>-+=~|\\[](){}!&<\"'1.)", " ", "\u3000", "\n", "\r\n", "\t", "&amp;", "http://a.cn", "𠮷"]
    ),
    max_size=30,
).map("".join)


def as_lines(text):
    """What a person sees of a text: its lines without the space around them and with single spaces inside."""
    lines = (" ".join(re.split(r"[ \t]+", line.strip())) for line in re.split(r"\r\n|[\r\n]", text))
    return [line for line in lines if line]


class Shown(HTMLParser):
    """The text of each block of a page."""

    def __init__(self):
        super().__init__()
        self.blocks, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        if tag == "p" or re.fullmatch("h[1-6]", tag):
            self.blocks.append("")
            self.inside = True
        else:
            assert tag in {"strong", "html", "head", "meta", "title", "style", "body"}, tag

    def handle_endtag(self, tag):
        if tag == "p" or re.fullmatch("h[1-6]", tag):
            self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.blocks[-1] += data
        else:
            assert not data.strip() or self.lasttag in {"title", "style"}


def blocks(page):
    shown = Shown()
    shown.feed(page)
    shown.close()
    return [" ".join(re.split(r"[ \t]+", block)) for block in shown.blocks]


@given(AWKWARD)
@example("1. 文")
@example("- 文")
@example("文\n===")
@example("    四个空格")
@example("#")
@example("***")
@example("文 #")
@example("&lt;")
@example("[字]: http://a.cn")
def test_markdown_shows_exactly_the_text(text):
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(to_markdown(text, ()))
    assert blocks(page) == as_lines(text)


@given(AWKWARD)
def test_html_shows_exactly_the_text(text):
    assert blocks(to_html(text, (), name="x")) == as_lines(text)


@given(AWKWARD.filter(lambda text: as_lines(text)), st.integers(0, 7), st.booleans())
def test_headings_of_any_level_show_exactly_the_text(text, level, whole):
    first = re.search(r"\S.*", text.replace("\r", "\n"))
    title = first[0].strip() if whole else first[0][: max(1, len(first[0]) // 2)]
    sections = (Section(level, title, Span(0, 0), first.start()),)
    assert blocks(to_html(text, sections)) == as_lines(text)
    page = MarkdownIt("commonmark").render(to_markdown(text, sections))
    assert blocks(page) == as_lines(text)
