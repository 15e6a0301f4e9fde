"""What stands in a Word document and what is read of it, case by case."""

import io
from xml.sax.saxutils import escape

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.documents import read_document
from reader.store.magic import recognise
from reader.store.readers import read
from tests.store.readers.building import docx, item, level, numbering, p, r

OFFICIAL = numbering(
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
    level(4, "decimalEnclosedCircle", "%5"),
    lists='<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
    "</w:lvlOverride></w:num>",
)


def read_back(data):
    assert recognise(data) == "docx"
    return read("docx", data, "speech.docx")


def lines(data):
    return read_back(data).raw.split("\n")


def field(code, result):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark('separate')}{result}{mark('end')}"


def cell(*paragraphs, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def row(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


SHOWN = '<w:vanish w:val="0"/>'
BOX = f"<w:txbxContent>{p('框中一')}{p('框中二')}</w:txbxContent>"

TEXT = {
    "paragraphs": (p("同志们：") + p() + p("今天开会。"), ["同志们：", "", "今天开会。"]),
    "runs join": (f"<w:p>{r('问')}{r('题')}</w:p>", ["问题"]),
    "line ends and tabs": (
        f"<w:p>{r('上')}<w:r><w:br/></w:r>{r('下')}<w:r><w:tab/></w:r>{r('右')}</w:p>",
        ["上", "下\t右"],
    ),
    "a page ends inside": (f'<w:p>{r("上")}<w:r><w:br w:type="page"/></w:r>{r("下")}</w:p>', ["上", "下"]),
    "a page ends before": (f'<w:p><w:r><w:br w:type="page"/></w:r>{r("下")}</w:p>', ["下"]),
    "space that is not kept": ("<w:p><w:r><w:t> 会 议\n上 </w:t></w:r></w:p>", ["会 议 上"]),
    "hyphens": (f"<w:p>{r('甲')}<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>{r('乙')}</w:p>", ["甲-乙"]),
    "symbols": (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Symbol" w:char="F061"/>'
        '<w:sym w:font="Symbol" w:char="F032"/><w:sym w:font="Unknown" w:char="3007"/></w:r></w:p>',
        ["√α2〇"],
    ),
    "a symbol font's private characters": (p("\uf06c", run='<w:rFonts w:ascii="Wingdings"/>'), ["●"]),
    "a link": (f"<w:p><w:hyperlink>{r('点击查看')}</w:hyperlink></w:p>", ["点击查看"]),
    "a field shows its result": (f"<w:p>{r('第')}{field('PAGE', r('3'))}{r('页')}</w:p>", ["第3页"]),
    "fields in fields": (f"<w:p>{field('IF ' + field('PAGE', r('9')), r('见'))}</w:p>", ["见"]),
    "a simple field": (f'<w:p><w:fldSimple w:instr="TITLE">{r("题")}</w:fldSimple></w:p>', ["题"]),
    "a field that never ends": (f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{r("正文")}</w:p>', ["正文"]),
    "a field over paragraphs": (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText><w:fldChar w:fldCharType='
        f'"separate"/></w:r>{r("一、形势")}</w:p><w:p>{r("二、任务")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        ["一、形势", "二、任务"],
    ),
    "content controls": (f"<w:sdt><w:sdtPr/><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>", ["控件"]),
    "ruby": (
        f"<w:p><w:r><w:ruby><w:rt>{r('dù')}</w:rt><w:rubyBase>{r('杜')}</w:rubyBase></w:ruby></w:r></w:p>",
        ["杜"],
    ),
    "insertions": (f"<w:p>{r('正')}<w:ins>{r('式')}</w:ins><w:moveTo>{r('的')}</w:moveTo></w:p>", ["正式的"]),
    "deletions": (
        f"<w:p>{r('正')}<w:del><w:r><w:delText>错</w:delText></w:r></w:del><w:moveFrom>{r('移')}</w:moveFrom>{r('文')}</w:p>",
        ["正文"],
    ),
    "a deleted paragraph end": (p("前", "<w:rPr><w:del/></w:rPr>") + p("后"), ["前后"]),
    "a deleted paragraph": (
        f"{p('上')}<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del>{r('删')}</w:del></w:p>{p('下')}",
        ["上", "下"],
    ),
    "hidden text": (f"<w:p>{r('明')}{r('暗', '<w:vanish/>')}{r('显', SHOWN)}</w:p>", ["明显"]),
    "a hidden paragraph": (p("上") + p("暗", "<w:rPr><w:vanish/></w:rPr>", "<w:vanish/>") + p("下"), ["上", "下"]),
    "comments": (f"<w:p><w:commentRangeStart/>{r('文')}<w:r><w:commentReference/></w:r></w:p>", ["文"]),
    "a formula": ("<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>", ["a+b"]),
    "a table": (
        f"<w:tbl>{row(cell(p('姓名')), cell(p('职务')))}{row(cell(p('张三')), cell(p()))}</w:tbl>",
        ["姓名\t职务", "张三"],
    ),
    "merged cells": (
        "<w:tbl>"
        + row(cell(p("合"), properties='<w:gridSpan w:val="2"/>'), cell(p("丙")))
        + row(cell(p("甲"), properties='<w:vMerge w:val="restart"/>'), cell(p("乙")))
        + row(cell(p("旧"), properties="<w:vMerge/>"), cell(p("丁")), cell(p("戊")))
        + "</w:tbl>",
        ["合\t丙", "甲\t乙", "\t丁\t戊"],
    ),
    "cells of several paragraphs": (f"<w:tbl>{row(cell(p('王'), p('五')), cell(p('县长')))}</w:tbl>", ["王 五\t县长"]),
    "a speech in a frame": (
        f"<w:tbl>{row(cell(p('县政府文件')), cell(p('同志们：' * 20), p('第一段。' * 20)))}</w:tbl>",
        ["县政府文件", "同志们：" * 20, "第一段。" * 20],
    ),
    "a frame of one cell": (table(row(cell(p("甲"), p("乙")))), ["甲", "乙"]),
    "a table in a table": (
        table(row(cell(p("外")), cell(table(row(cell(p("内甲")), cell(p("内乙")))), p()))),
        ["外\t内甲\t内乙"],
    ),
    "a deleted row": (f"<w:tbl>{row(cell(p('在')))}{row(cell(p('删')), properties='<w:del/>')}</w:tbl>", ["在"]),
    "a text box once": (
        f"<w:p>{r('正文')}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"{r('接着')}</w:p>",
        ["正文接着", "框中一", "框中二"],
    ),
    "a text box that only the fallback has": (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        ["", "框中一", "框中二"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TEXT)
@pytest.mark.parametrize("strict", [False, True])
def test_text(case, strict):
    body, expected = TEXT[case]
    assert lines(docx(body, strict=strict)) == expected


NUMBERS = {
    "levels begin anew": (
        [*[("形势", 1, 0), ("成绩", 1, 1), ("问题", 1, 1), ("投入", 1, 2), ("任务", 1, 0), ("目标", 1, 1)],
         *[("首先", 1, 3), ("其次", 1, 4)]],
        ["一、形势", "（一）成绩", "（二）问题", "1. 投入", "二、任务", "（一）目标", "（1）首先", "①其次"],
    ),
    "a list begins where it says and the others count on": (
        [("甲", 1, 0), ("乙", 2, 0), ("丙", 2, 0), ("丁", 1, 0)],
        ["一、甲", "七、乙", "八、丙", "九、丁"],
    ),
    "eleven": ([(str(at), 1, 0) for at in range(21)], None),
    "no list": ([("文", 0, 0), ("文", 9, 0)], ["文", "文"]),
}  # fmt: skip


@pytest.mark.parametrize("case", NUMBERS)
def test_automatic_numbers(case):
    items, expected = NUMBERS[case]
    got = lines(docx("".join(item(*one) for one in items), numbering=OFFICIAL))
    if expected is None:
        assert [got[0], got[9], got[10], got[19], got[20]] == ["一、0", "十、9", "十一、10", "二十、19", "二十一、20"]
    else:
        assert got == expected


def test_numbers_of_several_levels_and_legal_ones():
    numbers = numbering(
        level(0, "chineseCounting", "第%1章", '<w:suff w:val="space"/>'),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="0"/>'),
        level(3, "bullet", chr(0xF0B7), '<w:suff w:val="nothing"/>'),
    )
    body = item("总则") + item("条") + item("款", level=1) + item("项", level=2) + item("则") + item("项", level=2)
    assert lines(docx(body + item("点", level=3), numbering=numbers)) == [
        "第一章 总则", "第二章 条", "2.1 款", "a) 项", "第三章 则", "b) 项", "• 点",
    ]  # fmt: skip


def style_of(key, name, more=""):
    return f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'


def test_a_number_that_comes_with_the_style():
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        style_of("a", "heading 1", listed)
        + style_of("b", "自定", '<w:basedOn w:val="a"/>')
        + style_of("c", "heading 2", listed)
    )
    numbers = numbering(
        level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="c"/>')
    )
    style = '<w:pStyle w:val="{}"/>'.format
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("形势", style("a")) + p("成绩", style("c")) + p("任务", style("b")) + p("结语", style("a") + none)
    source = read_back(docx(body, styles=styles, numbering=numbers))
    assert source.raw.split("\n") == ["一、形势", "（一）成绩", "二、任务", "结语"]
    assert marked(source) == [("一、形势", 1), ("（一）成绩", 2), ("二、任务", 1), ("结语", 1)]


def marked(source):
    return [(heading.span.of(source.raw), heading.level) for heading in source.headings]


def test_headings_by_style_name_and_outline_level():
    styles = "".join(
        style_of(*style)
        for style in [
            ("t", "Title", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
            ("2", "标题 2", ""),
            ("x", "公文一级", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
            ("y", "公文正文", '<w:basedOn w:val="x"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>'),
            ("z", "循环", '<w:basedOn w:val="z"/>'),
        ]
    )
    style = '<w:pStyle w:val="{}"/>'.format
    direct = '<w:outlineLvl w:val="2"/>'
    body = p("题目", style("t")) + p("一、甲", style("x")) + p("正文", style("y")) + p("二级", style("2"))
    body += p("三级", direct) + p("循环", style("z")) + p("没有", style("none")) + p("", style("x"))
    assert marked(read_back(docx(body, styles=styles))) == [("题目", 0), ("一、甲", 1), ("二级", 2), ("三级", 3)]


def test_a_heading_that_runs_on_in_its_line():
    body = p("（一）抓投入。", '<w:outlineLvl w:val="1"/><w:rPr><w:vanish/><w:specVanish/></w:rPr>') + p("要增加投入。")
    source = read_back(docx(body))
    assert source.raw == "（一）抓投入。要增加投入。"
    assert marked(source) == [("（一）抓投入。", 2)]


def test_notes_follow_the_text():
    reference = '<w:r><w:{}Reference w:id="{}"/></w:r>'.format
    body = (
        f"<w:p>{r('引文')}{reference('footnote', 2)}{r('再引')}{reference('footnote', 3)}"
        f"{r('末')}{reference('endnote', 1)}{r('自')}"
        '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>＊</w:t></w:r></w:p>'
    )
    note = '<w:footnote w:id="{}">{}</w:footnote>'.format
    notes = (
        note(3, p("乙")) + note(0, p("分隔线")) + note(2, f"<w:p><w:r><w:footnoteRef/></w:r>{r(' 甲')}</w:p>" + p("续"))
        + note(4, p("＊丙"))
    )  # fmt: skip
    data = docx(body, footnotes=notes, endnotes=f'<w:endnote w:id="1">{p("尾")}</w:endnote>')
    assert lines(data) == ["引文〔1〕再引〔2〕末〔i〕自＊", "〔1〕甲", "续", "〔2〕乙", "＊丙", "〔i〕尾"]


def test_what_is_left_out_is_said():
    body = (
        f"<w:p>{r('明')}{r('暗', '<w:vanish/>')}<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r>"
        "<w:commentReference/><w:drawing><a:blip/></w:drawing><w:ruby><w:rt><w:r><w:t>míng</w:t></w:r></w:rt></w:ruby>"
        "</w:r></w:p><w:altChunk/>"
    )
    source = read_back(docx(body, header1=p("县政府办公室"), footer1=p("第 3 页 共 5 页") + p("内部资料")))
    assert source.raw == "明"
    said = [str(remark) for remark in source.remarks]
    wanted = [
        "tracked change",
        "hidden",
        "Comments",
        "Pronunciations",
        "Pictures",
        "inside of this one",
        "县政府办公室 / 内部资料",
    ]
    assert [any(word in sentence for sentence in said) for word in wanted] == [True] * len(wanted)
    assert len(said) == len(wanted)
    assert "共" not in said[-1]


def test_nothing_is_said_where_nothing_is_left_out():
    assert read_back(docx(p("文"), footer1=p("— 3 —"))).remarks == ()


def test_the_text_of_other_makers_of_packages():
    assert lines(docx(p("文"), main="Document/MainPart.xml")) == ["文"]
    assert lines(docx(p("文"), types="application/vnd.ms-word.document.macroEnabled.main+xml")) == ["文"]


def test_nothing_outside_of_the_file_is_followed(no_network):
    external = [
        ("footnotes", "http://192.0.2.1/notes.xml", ' TargetMode="External"'),
        ("styles", "../../../etc/passwd", ""),
    ]
    assert lines(docx(p("文") + '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>', more=external)) == [
        "文",
        "〔1〕",
    ]


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff\u2028\u2029\x85"),
    max_size=30,
)


@given(st.lists(texts, min_size=1, max_size=8).filter(lambda lines: any(line.strip() for line in lines)))
def test_any_paragraphs_come_back(paragraphs):
    assert lines(docx("".join(p(escape(text)) for text in paragraphs))) == paragraphs


@given(st.lists(texts, min_size=1, max_size=5).filter(lambda lines: any(line.strip() for line in lines)))
def test_what_python_docx_writes_comes_back(paragraphs):
    document = python_docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    data = io.BytesIO()
    document.save(data)
    assert lines(data.getvalue()) == paragraphs


def test_a_source_has_the_bytes_and_writes_utf_8(tmp_path):
    path = tmp_path / "讲话.docx"
    path.write_bytes(docx(p("会议")))
    source = read_document(path)
    assert (source.format, source.encoding, source.bom, source.name) == ("docx", "utf-8", b"", "讲话.docx")
    assert source.data == path.read_bytes()
