"""Markdown: the text as it stands, with the headings that it marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.store.readers import read
from reader.store.readers.markdown import headings


def found(text):
    return [(heading.span.of(text), heading.level) for heading in headings(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 一\n## 二 ##\n###### 六\n####### 七\n", [("一", 1), ("二", 2), ("六", 6)]),
        ("#一\n # 二\n    # 三\n#\n# #\n", [("二", 1)]),
        ("# 关于 C# 和 F#\n# 关于 #5#\n", [("关于 C# 和 F#", 1), ("关于 #5#", 1)]),
        ("一\n===\n\n二\n-\n", [("一", 1), ("二", 2)]),
        ("一\n二\n---\n", []),
        ("- 一\n---\n", []),
        ("> 一\n===\n", []),
        ("\n---\n一\n", []),
        ("# 一\n二\n---\n", [("一", 1), ("二", 2)]),
        ("```\n# 一\n```\n# 二\n", [("二", 1)]),
        ("~~~~ sh\n# 一\n~~~\n# 一\n~~~~\n# 二\n", [("二", 1)]),
        ("```\n# 一\n", []),
        ("---\ntitle: x\n# y\n---\n# 一\n", [("一", 1)]),
        ("---\n一\n", []),
        ("# 一\r\n二\r\n===\r\n# 三\r# 四", [("一", 1), ("二", 1), ("三", 1), ("四", 1)]),
        ("", []),
    ],
)
def test_headings(text, expected):
    assert found(text) == expected


def test_the_text_is_unchanged_and_one_heading_at_the_top_is_the_title():
    data = "---\ntitle: 题\n---\r\n# 题\n\n## 一、二 `x`\n".encode("gb18030")
    source = read("md", data, "页.md")
    assert source.raw.encode("gb18030") == source.data == data
    assert [heading.level for heading in source.headings] == [0, 1]
    assert [h.level for h in read("md", b"# a\n# b\n## c\n", "x").headings] == [1, 1, 2]


LINES = st.lists(
    st.sampled_from(["# 一", "## 二 ##", "文", "", "---", "===", "```", "- 项", "> 引", "    码", "#无", "文 #"]),
    max_size=10,
)


@given(LINES)
def test_every_heading_is_one_for_markdown_too(lines):
    """Those of lists and quotations, and underlined paragraphs of several lines, we leave to the analysis."""
    text = "\n".join(lines) + "\n"
    if text.startswith("---\n"):
        return  # front matter, which is an extension
    tokens = MarkdownIt().parse(text)
    theirs = [
        (tokens[at + 1].content, int(token.tag[1]))
        for at, token in enumerate(tokens)
        if token.type == "heading_open"
    ]
    rest = iter(theirs)
    assert all(heading in rest for heading in found(text)), (found(text), theirs)
