"""Marks, numbers, headings and what is wrong with them: exact examples beside the cases, and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.structure import marks
from reader.structure.ending import is_cut_off
from reader.structure.headings import headings
from reader.structure.numbering import numbering_faults
from reader.structure.outline import outline
from reader.text.fix import Fix, Kind
from reader.text.message import Message
from reader.text.numbering import System, mark_at, number_of
from reader.text.projection import Projection
from reader.text.section import NoticeKind
from reader.text.span import Span

DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A number from 1 to 99 as headings write it."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


@given(st.integers(1, 99))
def test_numerals_of_headings_are_read(number):
    assert number_of(numeral(number)) == number


@pytest.mark.parametrize("wrong", ["", "二三十", "十十", "百", "千万", "甲"])
def test_what_is_no_number_has_no_value(wrong):
    assert number_of(wrong) is None


@pytest.mark.parametrize(
    ("text", "system", "number", "length"),
    [
        ("第三编 水利", System.PART, 3, 3),
        ("第十二章 总则", System.CHAPTER, 12, 4),
        ("第2章 总则", System.CHAPTER, 2, 3),
        ("第一节 机构", System.PIECE, 1, 3),
        ("第一百零五条 罚则", System.ARTICLE, 105, 6),
        ("一、形势", System.HAN, 1, 2),
        ("二十三．形势", System.HAN, 23, 4),
        ("（十二）水情", System.HAN_BRACKETS, 12, 4),
        ("(三)水情", System.HAN_BRACKETS, 3, 3),
        ("1.水库", System.DIGIT, 1, 2),
        ("12、水库", System.DIGIT, 12, 3),
        ("（3）库容", System.DIGIT_BRACKETS, 3, 3),
        ("⑤坝高", System.CIRCLED, 5, 1),
    ],
)
def test_marks_of_every_system(text, system, number, length):
    mark = mark_at(text)
    assert mark is not None
    assert (mark.system, mark.number, mark.length) == (system, number, length)


@pytest.mark.parametrize(
    "text", ["3.5亿元", "一是修渠", "第一，修渠", "2008年", "一百吨", "（水利局）", "100、200", "0.5", ""]
)
def test_what_is_no_mark(text):
    assert mark_at(text) is None


def faults(*lines):
    text = "在全镇春耕会上的讲话\n" + "\n".join(lines)
    return [(span.of(text), message.text) for span, message in numbering_faults(text, list(headings(text)))]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["一、修渠", "二、备肥"], []),
        (["一、修渠", "三、查药"], [("三、", "After number {last} comes {number}.")]),
        (["一、修渠", "二、备肥", "二、查药"], [("二、", "Number {number} stands twice.")]),
        (["二、备肥", "三、查药"], [("二、", "Numbering starts at {number}; what came before may be missing.")]),
        (["一、水", "（一）渠", "（二）库", "二、肥", "（一）化肥"], []),
        (
            ["一、水", "（一）渠", "二、肥", "（二）化肥"],
            [("（二）", "Numbering starts at {number}; what came before may be missing.")],
        ),
        (["一、水", "1.渠", "2.库", "1.闸", "2.桥"], []),
    ],
)
def test_faults_of_numbering_say_what_is_wrong(lines, expected):
    assert faults(*lines) == expected


@pytest.mark.parametrize(
    ("announced", "present", "wrong"), [("三点", 1, 1), ("三点", 3, 0), ("两个方面", 2, 0), ("四个问题", 3, 1)]
)
def test_announced_points_are_counted(announced, present, wrong):
    lines = [f"下面，我讲{announced}。", *(f"{numeral(n)}、第{numeral(n)}件事" for n in range(1, present + 1))]
    assert len(faults(*lines)) == wrong


LINES = st.lists(
    st.sampled_from(
        [
            "在全镇会上的讲话",
            "一、修渠",
            "（一）水情。水库里的水够用。",
            "1.渠",
            "同志们：",
            "今年的雨水比往年少得多，水库里的水只有六成。",
            "",
            "①坝",
            "第一章 总则",
        ]
    ),
    max_size=12,
)


@given(LINES)
def test_headings_stand_where_they_say(lines):
    text = "\n".join(lines)
    found = list(headings(text))
    assert all(heading.span.of(text).strip() == heading.title.strip() for heading in found)
    assert [heading.span for heading in found] == sorted(heading.span for heading in found)
    assert all("\n" not in heading.title for heading in found)
    assert sum(heading.level == 0 for heading in found) <= 1


@given(LINES)
def test_sections_point_into_the_raw_text(lines):
    raw = " ".join(lines)
    seen = Projection.of(raw, [replaced(raw, at) for at, char in enumerate(raw) if char == " "])
    for section in outline(seen)[0]:
        assert "".join(section.raw_span.of(raw).split()) == "".join(section.title.split())


def replaced(raw, at):
    return Fix.replacing(Span(at, at + 1), "\n", Kind.BREAK, "test", Message("because"))


def test_a_cut_off_text_is_told_at_its_end():
    raw = "在全镇春耕会上的讲话\n同志们，让我们为夺取今年农业的丰收而努\n\n"
    notices = outline(Projection.of(raw))[1]
    assert [(notice.kind, notice.span.start) for notice in notices] == [(NoticeKind.TRUNCATED, len(raw.rstrip()))]


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_an_empty_text_is_not_cut_off(text):
    assert not is_cut_off(text)
    assert outline(Projection.of(text)) == ((), ())


def test_work_on_damaged_marks_grows_with_the_text():
    """Each of many damaged marks looks ahead for its successor; that must not go to the end every time."""
    lines = ["一，这里没有二。"] * 4000
    counted = 0
    read = marks._readings

    def counting(line):
        nonlocal counted
        counted += 1
        return read(line)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks, "_readings", counting)
        assert marks.marks_of(lines) == [None] * len(lines)
    assert counted < 100 * len(lines)
