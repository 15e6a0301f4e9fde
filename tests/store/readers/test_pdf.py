"""PDFs as different programs paint them; the lines that are read, and what becomes of files that do harm."""

import io
import multiprocessing
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from reader.store.magic import recognise
from reader.store.readers import Refused, pdf, pdf_child, read
from reader.store.readers.pdf_layout import Glyph, lines_of
from tests.store.readers import bad_children
from tests.store.readers.raw_pdf import raw_pdf, stream

FONT = "STSong-Light"
SIZE = 16
STEP = 28
TOP = 760


def painted(paint, pages=1, **more):
    """A PDF; ``paint`` gets the canvas and the number of the page."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    data = io.BytesIO()
    canvas = Canvas(data, invariant=True, **more)
    for page in range(1, pages + 1):
        canvas.setFont(FONT, SIZE)
        paint(canvas, page)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def read_back(data):
    assert recognise(data) == "pdf"
    return read("pdf", data, "speech.pdf")


def lines(paint, pages=1):
    return read_back(painted(paint, pages)).raw.split("\n")


def print_lines(canvas, texts, left=80, top=TOP, step=STEP):
    for at, text in enumerate(texts):
        canvas.drawString(left, top - at * step, text)


SPEECH = [
    "同志们：今天召开全县供水工作会议，主要任务是总结",
    "去年的工作，研究部署今年的任务。下面讲三点意见。",
    "第一，要提高认识。第二，要抓好落实。",
]


def in_lines(canvas, page):
    print_lines(canvas, SPEECH)


def glyph_by_glyph(canvas, page):
    for row, text in enumerate(SPEECH):
        for at, char in enumerate(text):
            canvas.drawString(80 + at * SIZE, TOP - row * STEP, char)


def glyphs_in_any_order(canvas, page):
    places = [(row, at, char) for row, text in enumerate(SPEECH) for at, char in enumerate(text)]
    random.Random(7).shuffle(places)  # noqa: S311  (an order, not a secret)
    for row, at, char in places:
        canvas.drawString(80 + at * SIZE, TOP - row * STEP, char)


def twice_for_bold(canvas, page):
    for shift in (0, 0.4):
        print_lines(canvas, SPEECH, left=80 + shift)


def glyphs_twice_for_bold(canvas, page):
    for row, text in enumerate(SPEECH):
        for at, char in enumerate(text):
            for shift in (0, 0.5):
                canvas.drawString(80 + at * SIZE + shift, TOP - row * STEP, char)


def from_the_bottom(canvas, page):
    for at, text in reversed(list(enumerate(SPEECH))):
        canvas.drawString(80, TOP - at * STEP, text)


def turned(canvas, page):
    canvas.setPageRotation(90)
    canvas.translate(500, 0)
    canvas.rotate(90)
    print_lines(canvas, SPEECH, top=480)


def upside_down(canvas, page):
    canvas.setPageRotation(180)
    canvas.translate(595, 842)
    canvas.rotate(180)
    print_lines(canvas, SPEECH)


def turned_the_other_way(canvas, page):
    canvas.setPageRotation(270)
    canvas.translate(0, 560)
    canvas.rotate(-90)
    print_lines(canvas, SPEECH, top=480)


PAINTED = [
    in_lines, glyph_by_glyph, glyphs_in_any_order, twice_for_bold, glyphs_twice_for_bold, from_the_bottom,
    turned, upside_down, turned_the_other_way,
]  # fmt: skip


@pytest.mark.parametrize("paint", PAINTED)
def test_lines_however_they_are_painted(paint):
    assert lines(paint) == SPEECH


def test_downwards_from_right_to_left():
    def paint(canvas, page):
        for column, text in enumerate(SPEECH):
            for at, char in enumerate(text):
                canvas.drawString(500 - column * STEP, TOP - at * SIZE, char)

    assert lines(paint) == SPEECH


def test_two_columns_are_read_one_after_the_other():
    left = [f"左栏第{at:02d}行的文字在这里" for at in range(12)]
    right = [f"右栏第{at:02d}行的文字在这里" for at in range(12)]

    def paint(canvas, page):
        canvas.drawCentredString(300, 800, "关于供水工作的讲话摘要登在这里")
        for at in range(12):  # line by line across both, as some programs do
            canvas.drawString(60, TOP - at * STEP, left[at])
            canvas.drawString(320, TOP - at * STEP, right[at])
        canvas.drawCentredString(300, 40, "— 12 —")

    assert lines(paint) == ["关于供水工作的讲话摘要登在这里", *left, *right, "— 12 —"]


def test_a_table_is_read_row_by_row():
    rows = [("姓名", "职务", "电话"), *((f"张{at}", "主任", f"1234{at}") for at in range(9))]

    def paint(canvas, page):
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                canvas.drawString(80 + column * 180, TOP - at * STEP, cell)

    assert lines(paint) == ["\t".join(row) for row in rows]


NUMBERS = {
    "dashes": lambda page: f"- {page} -",
    "words": lambda page: f"第 {page} 页 共 4 页",
    "bare": lambda page: str(page),
    "of all": lambda page: f"{page}/4",
}


@pytest.mark.parametrize("form", NUMBERS)
def test_edges_of_pages_do_not_cut_the_text(form):
    body = [
        "".join(chr(0x4E00 + 100 * page + 20 * row + at) for at in range(20)) for page in range(5) for row in range(3)
    ]

    def paint(canvas, page):
        canvas.drawCentredString(300, 40, NUMBERS[form](page))
        print_lines(canvas, body[3 * page - 3 : 3 * page])
        canvas.drawString(80, 780, "讲话选编")
        canvas.drawRightString(520, 810, "会议材料" if page % 2 else "县政府公报")

    source = read_back(painted(paint, pages=5))
    assert source.raw.split("\n") == [*body, *(" ".join(NUMBERS[form](page).split()) for page in range(1, 6))]
    assert [str(remark) for remark in source.remarks] == [
        "Headers and footers of the pages were left out: 会议材料 / 讲话选编 / 县政府公报"
    ]


def test_what_recurs_elsewhere_is_text():
    """A line that comes again inside of pages, at another height, or with numbers that do not count."""

    def paint(canvas, page):
        print_lines(canvas, [f"{page * 7}、总则", "重复的一行", "二、任务"], top=TOP - 20 * page)
        canvas.drawString(80, 780, "同志们：")
        canvas.drawString(80, 100, ["12", "7", "30"][page - 1])

    assert lines(paint, pages=3) == [
        line
        for page, number in ((1, "12"), (2, "7"), (3, "30"))
        for line in ("同志们：", f"{page * 7}、总则", "重复的一行", "二、任务", number)
    ]


def test_one_page_has_no_running_head():
    def paint(canvas, page):
        canvas.drawString(80, 810, "会议材料")
        print_lines(canvas, SPEECH)
        canvas.drawString(300, 40, "1")

    assert lines(paint) == ["会议材料", *SPEECH, "1"]


def test_first_lines_of_paragraphs_keep_their_indent():
    def paint(canvas, page):
        canvas.drawCentredString(300, TOP + STEP, "讲话")
        for at, (text, moved) in enumerate(
            [
                ("去年的工作取得了成效。今年要更好。", 1),
                ("任务很重，要抓紧落实。", 0),
                ("希望大家努力工作。", 0),
                ("谢谢大家，散会，再见。", 1),
            ]
        ):
            canvas.drawString(80 + moved * 2 * SIZE, TOP - at * STEP, text)

    assert lines(paint) == [
        "讲话",
        "　　去年的工作取得了成效。今年要更好。",
        "任务很重，要抓紧落实。",
        "希望大家努力工作。",
        "　　谢谢大家，散会，再见。",
    ]


def test_gaps_between_words():
    def paint(canvas, page):
        canvas.drawString(80, TOP, "2021年 GDP增长8.5%。")
        canvas.drawString(80, TOP - STEP, "县")
        canvas.drawString(80 + SIZE * 1.2, TOP - STEP, "长")  # spread out by the justification
        canvas.drawString(80 + SIZE * 4, TOP - STEP, "通")
        canvas.drawString(80 + SIZE * 6, TOP - STEP, "知")

    assert lines(paint) == ["2021年 GDP增长8.5%。", "县长 通 知"]


def test_a_watermark_across_the_page_is_no_line_of_it():
    def paint(canvas, page):
        print_lines(canvas, SPEECH[:2])
        canvas.saveState()
        canvas.translate(200, 600)
        canvas.rotate(45)
        canvas.drawString(0, 0, "某文库下载")
        canvas.restoreState()
        print_lines(canvas, SPEECH[2:], top=TOP - 2 * STEP)

    source = read_back(painted(paint))
    assert source.raw.split("\n") == SPEECH
    assert "某文库下载" in str(source.remarks[0])


def test_what_lies_beside_the_page_is_not_shown():
    def paint(canvas, page):
        print_lines(canvas, SPEECH)
        canvas.drawString(2000, TOP, "看不见")

    assert lines(paint) == SPEECH


def picture(canvas, page):
    canvas.drawImage(ImageReader(_image()), 0, 0, 595, 842)


def _image():
    from PIL import Image

    return Image.new("L", (60, 80), 200)


def test_a_scan_is_no_text():
    def stamped(canvas, page):
        picture(canvas, page)
        canvas.drawString(500, 20, f"{page}")

    for paint in (picture, stamped):
        with pytest.raises(Refused, match="scanned"):
            read_back(painted(paint, pages=3))


def test_a_scan_with_recognised_text_is_a_text():
    def paint(canvas, page):
        picture(canvas, page)
        text = canvas.beginText(80, TOP)
        text.setFont(FONT, SIZE)
        text.setTextRenderMode(3)  # invisible, over the picture
        text.textLines(SPEECH)
        canvas.drawText(text)

    assert lines(paint) == SPEECH


def test_single_pages_that_are_pictures_are_told():
    def paint(canvas, page):
        picture(canvas, page) if page == 2 else print_lines(canvas, SPEECH[page // 2 :])

    source = read_back(painted(paint, pages=3))
    assert source.raw.split("\n") == [*SPEECH, *SPEECH[1:]]
    assert [str(remark) for remark in source.remarks] == ["Pages that are pictures were left out: 2."]


def test_a_password():
    locked = painted(in_lines, encrypt=StandardEncryption("geheim", canPrint=0))
    with pytest.raises(Refused, match="password"):
        read_back(locked)
    # Restrictions without a password to open it keep nobody from reading.
    assert read_back(painted(in_lines, encrypt=StandardEncryption("", "owner"))).raw.split("\n") == SPEECH


BROKEN = {
    "only a beginning": (lambda whole: whole[:200], "damaged"),
    "no pages": (lambda whole: painted(lambda *_: None).replace(b"/Type /Page", b"/Type /Nage"), "."),
    "blank": (lambda whole: painted(lambda *_: None), "without any text"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_files(case):
    make, expected = BROKEN[case]
    with pytest.raises(Refused, match=expected):
        read_back(make(painted(in_lines)))


def test_a_file_without_its_end_is_read_as_far_as_it_goes():
    assert read_back(painted(in_lines)[:-20]).raw.split("\n") == SPEECH


def test_dots_of_lists_are_known_by_their_font():
    names = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <61> <F0FC> endbfchar"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Wingdings/ToUnicode 6 0 R>>"
    data = raw_pdf(b"BT /F 12 Tf 50 700 Td (a) Tj ET", font, stream(b"begincmap " + names + b" endcmap"))
    assert read_back(data).raw == "√"


def test_glyphs_without_characters_are_no_text():
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    system = b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    inner = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 1000/CIDSystemInfo%s>>" % system
    glyphs = b"BT /F 12 Tf 50 700 Td <000109A50002000309A604110005> Tj ET"
    with pytest.raises(Refused, match="does not say which characters"):
        read_back(raw_pdf(glyphs, font, inner))


@pytest.mark.slow
def test_a_form_that_paints_itself_is_given_up():
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X 6 0 R>>>>"
    with pytest.raises(Refused, match="too much memory"):
        read_back(raw_pdf(b"/X Do", more=stream(b"/X Do " * 4, form)))


def test_a_page_of_too_many_glyphs_is_given_up():
    with pytest.raises(Refused, match="too much memory"):
        read_back(raw_pdf(b"BT /F 12 Tf 50 700 Td " + b"(aaaaaaaaaa) Tj " * 30_000 + b"ET"))


def test_a_document_of_too_many_pages_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf_child, "_MOST_PAGES", 2)
    assert list(pdf_child._pages(painted(in_lines, pages=3))) == [{"error": "crowded"}]
    assert len(list(pdf_child._pages(painted(in_lines, pages=2)))) == 3


CHILDREN = {
    "crash": "stops the reading",
    "hang": "too long",
    "hang_later": "too long",
    "fill_the_memory": "too much memory",
    "lie": "stops the reading",
    "say_little": "stops the reading",
    "shout": "stops the reading",
}


@pytest.mark.parametrize("child", CHILDREN)
def test_a_process_that_misbehaves_is_ended(child, monkeypatch):
    monkeypatch.setattr(pdf, "serve", getattr(bad_children, child))
    monkeypatch.setattr(pdf, "DEADLINE", 1.5 if "hang" in child else 60)
    with pytest.raises(Refused, match=CHILDREN[child]):
        read_back(painted(in_lines))
    assert multiprocessing.active_children() == []


def row_of(text, y=0.0, left=0.0, step=10.0):
    return [Glyph(char, left + at * step, left + at * step + 10, y, 10) for at, char in enumerate(text)]


def test_a_raised_mark_stays_in_its_line():
    raised = Glyph("①", 30, 35, 3, 5)
    (line,) = lines_of([*row_of("引文。"), raised, *row_of("后文", left=35)])
    assert line.text == "引文。①后文"


def test_a_glyph_twice_in_one_place_is_one():
    (line,) = lines_of([*row_of("一一事"), *row_of("一一事", left=1.5)])
    assert line.text == "一一事"


def test_no_glyphs_no_lines():
    assert lines_of([]) == []
    assert lines_of([Glyph(" ", 0, 5, 0, 10)]) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a matter of fork")
def test_a_parent_that_uses_much_memory_does_not_count(tmp_path):
    path = tmp_path / "speech.pdf"
    path.write_bytes(painted(in_lines))
    script = (
        "import sys\nfrom pathlib import Path\nfrom reader.store.documents import read_document\n"
        "if __name__ == '__main__':\n    held = b'x' * (1100 << 20)\n    print(read_document(Path(sys.argv[1])).raw)\n"
    )
    (tmp_path / "large.py").write_text(script)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[3]), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, str(tmp_path / "large.py"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
