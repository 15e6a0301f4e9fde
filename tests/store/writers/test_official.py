"""The look of GB/T 9704—2012, number by number, and that not a character of the text is touched."""

import io

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt
from hypothesis import given

from reader.store.writers.official import to_official
from reader.store.writers.paragraphs import Paragraph
from reader.store.writers.roles import Role, roles
from reader.text.section import Section
from reader.text.span import Span
from tests.store.writers.test_pages import AWKWARD
from tests.store.writers.word import NS, W, as_word, disorder, parts

TEXT = (
    "关于工作的讲话\n张三\n（2010年3月5日）\n同志们：\n开头一段，要讲三点。\n一、怎么运作\n（一）从体制方面来讲，要强化观念。\n"
    "1．抓落实\n（1）抓督查\n完了。\n附件：名单\n某市人民政府办公室\n2010年3月5日\n（此件公开发布）\n"
)
TITLES = (
    ("关于工作的讲话", 0),
    ("一、怎么运作", 1),
    ("（一）从体制方面来讲，", 2),
    ("1．抓落实", 3),
    ("（1）抓督查", 4),
)


def sections(text, titles=TITLES):
    places = [(title, level, text.index(title)) for title, level in titles]
    return tuple(Section(level, title, Span(at, at + len(title)), at) for title, level, at in places)


@pytest.fixture(scope="module")
def data():
    return to_official(TEXT, sections(TEXT), name="page.txt", author="张三")


@pytest.fixture(scope="module")
def document(data):
    return docx.Document(io.BytesIO(data))


def test_every_paragraph_has_its_style(document):
    assert [(p.style.name, p.text) for p in document.paragraphs] == [
        ("Title", "关于工作的讲话"),
        ("题下标示", "张三"),
        ("题下标示", "（2010年3月5日）"),
        ("主送机关", "同志们："),
        ("Normal", "开头一段，要讲三点。"),
        ("Heading 1", "一、怎么运作"),
        ("Normal", "（一）从体制方面来讲，要强化观念。"),
        ("Heading 3", "1．抓落实"),
        ("Heading 4", "（1）抓督查"),
        ("Normal", "完了。"),
        ("附件说明", "附件：名单"),
        ("署名", "某市人民政府办公室"),
        ("成文日期", "2010年3月5日"),
        ("Normal", "（此件公开发布）"),
    ]


def test_a_heading_that_runs_on_keeps_its_type_to_its_end(document):
    run_in = document.paragraphs[6]
    assert [(run.text, run.style.name) for run in run_in.runs] == [
        ("（一）从体制方面来讲", "标题 2 字符"),
        ("，要强化观念。", "Default Paragraph Font"),
    ]


def eastern(style):
    return style.element.rPr.rFonts.get(f"{W}eastAsia") if style.element.rPr is not None else None


@pytest.mark.parametrize(
    ("name", "font", "points", "level"),
    [
        ("Title", "方正小标宋简体", 22, None),
        ("Heading 1", "黑体", None, "0"),
        ("Heading 2", "楷体_GB2312", None, "1"),
        ("Heading 3", "仿宋_GB2312", None, "2"),
        ("Heading 4", "仿宋_GB2312", None, "3"),
        ("标题 1 字符", "黑体", None, None),
        ("标题 2 字符", "楷体_GB2312", None, None),
        ("footer", "宋体", 14, None),
    ],
)
def test_type_and_size(document, name, font, points, level):
    style = document.styles[name]
    assert eastern(style) == font
    assert style.font.size == (Pt(points) if points else None)
    outline = style.element.find("w:pPr/w:outlineLvl", NS)
    assert (None if outline is None else outline.get(f"{W}val")) == level


def test_body_type(document):
    defaults = document.styles.element.find("w:docDefaults", NS)
    fonts = defaults.find("w:rPrDefault/w:rPr/w:rFonts", NS)
    assert fonts.get(f"{W}eastAsia") == "仿宋_GB2312"
    assert fonts.get(f"{W}ascii") == fonts.get(f"{W}hAnsi") == "Times New Roman"
    assert defaults.find("w:rPrDefault/w:rPr/w:sz", NS).get(f"{W}val") == "32"
    assert defaults.find("w:rPrDefault/w:rPr/w:lang", NS).get(f"{W}eastAsia") == "zh-CN"
    for rule in ("kinsoku", "overflowPunct"):
        assert defaults.find(f"w:pPrDefault/w:pPr/w:{rule}", NS) is not None
    indent = document.styles["Normal"].element.find("w:pPr/w:ind", NS)
    assert indent.get(f"{W}firstLineChars") == "200"


def test_the_page_has_22_lines_of_28_characters(document):
    section = document.sections[0]
    millimetre = Mm(1)
    sizes = {
        "page_width": 210,
        "page_height": 297,
        "top_margin": 37,
        "bottom_margin": 35,
        "left_margin": 28,
        "right_margin": 26,
    }
    for name, size in sizes.items():
        assert abs(getattr(section, name) - Mm(size)) < millimetre / 20, name
    height = section.page_height - section.top_margin - section.bottom_margin
    width = section.page_width - section.left_margin - section.right_margin
    defaults = document.styles.element.find("w:docDefaults", NS)
    spacing = defaults.find("w:pPrDefault/w:pPr/w:spacing", NS)
    assert spacing.get(f"{W}lineRule") == "exact"
    line = Pt(int(spacing.get(f"{W}line")) / 20)
    assert height // line == 22
    closer = int(defaults.find("w:rPrDefault/w:rPr/w:spacing", NS).get(f"{W}val")) / 20
    assert width // Pt(16 + closer) == 28
    grid = section._sectPr.find("w:docGrid", NS)
    assert grid.get(f"{W}linePitch") == spacing.get(f"{W}line")


def test_page_numbers_stand_outside(data, document):
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = parts(data)[footer.part.partname.lstrip("/")].findall("w:p", NS)
        assert "".join(paragraph.itertext()) == "— 1 —"
        assert paragraph.find("w:pPr/w:jc", NS).get(f"{W}val") == side
        assert paragraph.find("w:pPr/w:ind", NS).get(f"{W}{side}Chars") == "100"
        assert paragraph.find("w:fldSimple", NS).get(f"{W}instr").strip() == "PAGE"
    settings = parts(data)["word/settings.xml"]
    assert settings.find("w:autoHyphenation", NS).get(f"{W}val") == "0"


def test_every_font_can_be_replaced(data):
    files = parts(data)
    table = {font.get(f"{W}name"): font for font in files["word/fontTable.xml"]}
    used = {
        fonts.get(f"{W}{script}")
        for fonts in files["word/styles.xml"].iter(f"{W}rFonts")
        for script in ("ascii", "eastAsia")
    }
    assert used <= set(table)
    for name in used - {"Times New Roman"}:
        assert table[name].find("w:altName", NS).get(f"{W}val").split(",")


def test_the_properties_tell_nothing_about_the_machine(document):
    said = document.core_properties
    assert (said.title, said.author, said.last_modified_by) == ("关于工作的讲话", "张三", "")
    anonymous = docx.Document(io.BytesIO(to_official("无题", (), name="page.txt"))).core_properties
    assert (anonymous.title, anonymous.author, anonymous.created) == ("page.txt", "", None)


def test_elements_come_in_the_order_of_the_schema(data):
    assert [said for name, root in parts(data).items() if name.startswith("word/") for said in disorder(root)] == []


def test_styles_that_are_named_exist(data, document):
    known = {style.style_id for style in document.styles}
    for root in parts(data).values():
        for tag in ("pStyle", "rStyle", "basedOn", "next", "link"):
            assert {element.get(f"{W}val") for element in root.iter(f"{W}{tag}")} <= known
    kinds = {style.style_id: style.type for style in document.styles}
    assert kinds["Heading2Char"] is WD_STYLE_TYPE.CHARACTER


@given(AWKWARD)
def test_not_a_character_is_touched(text):
    found = docx.Document(io.BytesIO(to_official(text, ())))
    wanted = [line.strip() for line in as_word(text).split("\n") if line.strip()]
    assert [p.text for p in found.paragraphs if p.text] == wanted


def test_signature_and_date_as_the_norm_places_them(data):
    document = parts(data)["word/document.xml"]
    found = {
        "".join(p.itertext()): int(p.find("w:pPr/w:ind", NS).get(f"{W}rightChars"))
        for p in document.iter(f"{W}p")
        if p.find("w:pPr/w:ind", NS) is not None
    }
    # The date (six characters wide) begins two characters after the signature (nine) does.
    assert found == {"某市人民政府办公室": 200, "2010年3月5日": 300}
    assert 9 + 2 == 6 + 3 + 2


def test_a_date_longer_than_the_signature():
    text = "题\n正文写完了。\n某局\n2010年12月25日\n"
    document = parts(to_official(text, (Section(0, "题", Span(0, 1), 0),)))["word/document.xml"]
    indents = [int(i.get(f"{W}rightChars")) for i in document.iter(f"{W}ind")]
    # Seven characters and two from the edge; the signature of two begins two further out.
    assert indents == [900, 200]


LINES = {
    "no date, no signature": (["题", "正文。", "某市人民政府"], [Role.TITLE, Role.BODY, Role.BODY]),
    "no title, no addressee": (["同志们：", "正文。"], [Role.BODY, Role.BODY]),
    "a colon later on": (["题", "正文。", "要求如下："], [Role.TITLE, Role.BODY, Role.BODY]),
    "only names": (["题", "张三", "李四", "王五"], [Role.TITLE, Role.BODY, Role.BODY, Role.BODY]),
    "a date in brackets": (["题", "（2010年3月5日）", "正文。"], [Role.TITLE, Role.UNDER_TITLE, Role.BODY]),
    "a date alone": (["题", "正文。", "二〇一〇年三月五日"], [Role.TITLE, Role.BODY, Role.DATE]),
    "a sentence above the date": (["题", "正文，完。", "2010年3月5日"], [Role.TITLE, Role.BODY, Role.DATE]),
    "a subtitle": (["题", "——在大会上", "正文。"], [Role.TITLE, Role.UNDER_TITLE, Role.BODY]),
}


@pytest.mark.parametrize(("lines", "wanted"), LINES.values(), ids=LINES)
def test_roles(lines, wanted):
    given_lines = [Paragraph(lines[0], 0, len(lines[0])) if lines[0] == "题" else Paragraph(lines[0])]
    assert roles([*given_lines, *map(Paragraph, lines[1:])]) == wanted


def test_an_empty_text_is_a_document_too():
    assert [p.text for p in docx.Document(io.BytesIO(to_official("", ()))).paragraphs] == [""]
