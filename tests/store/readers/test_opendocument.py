"""What stands in an OpenDocument text and what is read of it, case by case."""
# ruff: noqa: E501  (in tables of examples a case reads best on one line)

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.magic import recognise
from reader.store.readers import Refused, read
from tests.store.readers.building import odt


def read_back(data):
    assert recognise(data) == "odt"
    return read("odt", data, "speech.odt")


def p(text="", style="P1"):
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def listed(*items, style="L1", more=""):
    inner = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    name = f' text:style-name="{style}"' if style else ""
    return f"<text:list{name} {more}>{inner}</text:list>"


def row(*cells):
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def cell(*paragraphs, more=""):
    return f"<table:table-cell {more}>{''.join(paragraphs)}</table:table-cell>"


COVERED = "<table:covered-table-cell/>"

STYLES = (
    '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="HP" style:family="paragraph"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="P9" style:family="paragraph" style:parent-style-name="Title"/>'
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
    '<text:list-level-style-number text:level="2" style:num-format="一, 二, 三, ..." style:num-prefix="（" style:num-suffix="）"/>'
    '<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="." text:display-levels="2"/>'
    '</text:list-style><text:list-style style:name="L2">'
    '<text:list-level-style-bullet text:level="1" text:bullet-char="\uf0b7"/></text:list-style>'
)
OUTLINE = (
    '<office:styles><text:outline-style><text:outline-level-style text:level="1" style:num-format="1" '
    'style:num-prefix="第" style:num-suffix="章"/></text:outline-style></office:styles>'
)

TEXT = {
    "paragraphs": (p("同志们：") + p() + p("今天开会。"), ["同志们：", "", "今天开会。"]),
    "spans join": (p("问<text:span>题</text:span>多"), ["问题多"]),
    "white space counts once": (p("  会 \n <text:span> 议</text:span>上"), ["会 议上"]),
    "spaces, tabs and line ends": (p('张<text:s text:c="2"/>三<text:tab/>四<text:line-break/> 五'), ["张  三\t四", "五"]),
    "links and fields": (p("<text:a>链</text:a><text:page-number>3</text:page-number>页"), ["链3页"]),
    "a comment": (p("甲<office:annotation><text:p>批</text:p></office:annotation>乙"), ["甲乙"]),
    "ruby": (p("<text:ruby><text:ruby-base>杜</text:ruby-base><text:ruby-text>dù</text:ruby-text></text:ruby>"), ["杜"]),
    "hidden": (p('明<text:span text:style-name="H">暗</text:span>显') + p("暗", "HP"), ["明显"]),
    "a hidden section": (f'<text:section text:display="none">{p("暗")}</text:section>{p("明")}', ["明"]),
    "deletions": (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删</text:p></text:deletion>"
        f"</text:changed-region></text:tracked-changes>{p('正<text:change/>文')}",
        ["正文"],
    ),
    "numbers": (
        listed(p("形势") + listed(p("成绩"), p("问题"), style="")) + p("文") + listed(p("任务"), more='text:continue-numbering="true"')
        + listed(p("新"), p("次")),
        ["一、形势", "（一）成绩", "（二）问题", "文", "二、任务", "一、新", "二、次"],
    ),
    "numbers of several levels": (listed(p("甲") + listed(p("乙") + listed(p("丙"), style=""), style="")), ["一、甲", "（一）乙", "一.1. 丙"]),
    "a list that goes on": (
        listed(p("甲"), more='xml:id="a"') + listed(p("乙"), style="L2") + listed(p("丙"), more='text:continue-list="a"'),
        ["一、甲", "• 乙", "二、丙"],
    ),
    "a second paragraph of an item": (listed(p("甲") + p("续"), p("乙")), ["一、甲", "续", "二、乙"]),
    "a table": (f"<table:table>{row(cell(p('姓名')), cell(p('职务')))}{row(cell(p('张')), cell(p('王'), p('五')))}</table:table>",
                ["姓名\t职务", "张\t王 五"]),
    "merged cells": (
        "<table:table>"
        + row(cell(p("合"), more='table:number-columns-spanned="2"'), COVERED, cell(p("丙")))
        + row(cell(p("宽"), more='table:number-columns-spanned="2"'), COVERED, COVERED, cell(p("戊")))
        + row(COVERED, cell(p("乙")), cell(p("丁")))
        + "</table:table>",
        ["合\t丙", "宽\t\t戊", "\t乙\t丁"],
    ),
    "a text box": (p(f"文<draw:frame><draw:text-box>{p('框')}</draw:text-box></draw:frame>字"), ["文字", "框"]),
    "notes": (
        p("引<text:note><text:note-citation>1</text:note-citation><text:note-body>" + p("注") + "</text:note-body></text:note>文"),
        ["引〔1〕文", "〔1〕注"],
    ),
    "a list of contents": (
        f"<text:table-of-content><text:table-of-content-source>{p('模板')}</text:table-of-content-source><text:index-body>"
        f"{p('一、形势<text:tab/>1')}</text:index-body></text:table-of-content>",
        ["一、形势\t1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TEXT)
def test_text(case):
    body, expected = TEXT[case]
    assert read_back(odt(body, STYLES)).raw.split("\n") == expected


def test_headings_and_their_numbers():
    body = (
        p("题目", "P9")
        + '<text:h text:outline-level="1">总则</text:h><text:h text:outline-level="2">目标</text:h>'
        + p("文")
    )
    source = read_back(odt(body, STYLES, OUTLINE))
    assert source.raw.split("\n") == ["题目", "第1章总则", "目标", "文"]
    assert [(h.span.of(source.raw), h.level) for h in source.headings] == [("题目", 0), ("第1章总则", 1), ("目标", 2)]


def test_what_is_left_out_is_said():
    body = p('明<text:span text:style-name="H">暗</text:span><draw:frame><draw:image/></draw:frame>')
    common = f"<office:master-styles><style:master-page><style:header>{p('县政府')}</style:header></style:master-page></office:master-styles>"
    said = " ".join(str(remark) for remark in read_back(odt(body, STYLES, common)).remarks)
    assert all(word in said for word in ("hidden", "Pictures", "县政府"))


def test_what_holds_no_text_is_refused():
    with pytest.raises(Refused, match="without any text"):
        read_back(odt(p()))
    with pytest.raises(Refused, match="pictures but no text"):
        read_back(odt(p("<draw:frame><draw:image/></draw:frame>")))


texts = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Zs"), exclude_characters="\ufffe\uffff\u2028\u2029\x85"
    ),
    max_size=30,
)


@given(st.lists(texts, min_size=1, max_size=8).filter(any))
def test_any_paragraphs_come_back(paragraphs):
    assert read_back(odt("".join(p(escape(text)) for text in paragraphs))).raw.split("\n") == paragraphs
