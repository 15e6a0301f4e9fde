"""The parts of removal that can be looked at alone."""

import numpy as np
import pytest

from reader.detect.counters import page_numbers, splitters
from reader.detect.furniture.classifier import default_classifier
from reader.detect.furniture.finding import SURE, Finding
from reader.detect.furniture.lines import lines_of
from reader.detect.furniture.title import find_title
from reader.detect.furniture.zones import Zone, furniture_probability
from reader.detect.removal import _apart
from reader.detect.repeats import Repeat, repeats
from reader.detect.watermark import _certainty, _may_be_a_note
from reader.text.fix import Kind
from reader.text.message import Message

WORDS = (
    "堤坝修得牢不牢关键看责任心去年冬天我们查出了十七处隐患有的是鼠洞有的是裂缝都已经填实了"
    "今年开春以后沿河六个村出了三千多个工"
)


def running_text(size):
    return (WORDS * (size // len(WORDS) + 1))[:size]


def split_text(pieces, size=360, mark="\n"):
    return "1、" + "".join(
        running_text(size)[k % 7 :] + (f"{mark}{k + 1}、" if k < pieces else "") for k in range(1, pieces + 1)
    )


@pytest.mark.parametrize("mark", ["\n", " ", "\r\n"])
def test_splitter_numbers_go_with_their_line_ends(mark):
    text = split_text(4, mark=mark)
    found = [text[f.start : f.end] for f in splitters(text)]
    assert found == ["1、", f"{mark}2、", f"{mark}3、", f"{mark}4、"]


def test_numbers_of_a_list_stay():
    items = "".join(f"\n{k}、{running_text(350)}。" for k in range(1, 6))
    assert list(splitters(items)) == []


def test_uneven_numbers_stay():
    sizes = (200, 700, 220, 690)
    text = "1、" + "".join(f"{running_text(size)}\n{k}、" for k, size in enumerate(sizes, start=2))
    assert len(list(splitters(text))) < 3


def test_bare_page_numbers_go_only_as_a_rising_series():
    page = running_text(600)
    series = "".join(f"{page}\n{k}\n" for k in range(1, 6))
    assert [f.rule for f in page_numbers(series)] == ["page_number"] * 5
    assert list(page_numbers(f"{page}\n7\n{page}\n3\n{page}")) == []


def test_numbers_that_count_things_are_no_page_numbers():
    page = running_text(600)
    text = "".join(f"{page}共有{k}个{page}" for k in range(1, 7))
    assert list(page_numbers(text)) == []


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("在全县防汛会议上的讲话.docxVIP", "在全县防汛会议上的讲话"),
        ("在全县防汛会议上的讲话_第3页", "在全县防汛会议上的讲话"),
        ("在全县防汛会议上的讲话(45)", "在全县防汛会议上的讲话"),
        ("在全县防汛会议上的讲话（全文）", "在全县防汛会议上的讲话（全文）"),
        ("在全县防汛会议上的讲话(2016年5月)", "在全县防汛会议上的讲话(2016年5月)"),
        ("在全县防汛会议上的讲话【篇十】", "在全县防汛会议上的讲话"),
        ("在全县防汛会议上的讲话(精选15篇)", "在全县防汛会议上的讲话"),
        ("在全县防汛会议上的讲话Word文档下载推荐.docx", "在全县防汛会议上的讲话"),
        ("在全县防汛会议上的讲话WORD12页.docx", "在全县防汛会议上的讲话"),
        ("在全县防汛会议上的讲话PPT课件 - 青藤网", "在全县防汛会议上的讲话"),
        ("青藤文库搜索-在全县防汛会议上的讲话", "在全县防汛会议上的讲话"),
        ("1、在全县防汛会议上的讲话课件", "在全县防汛会议上的讲话"),
        ("2013-03-25_在全县防汛会议上的讲话", "2013-03-25_在全县防汛会议上的讲话"),
        ("坚守——在全县防汛会议上的讲话", "坚守——在全县防汛会议上的讲话"),
        ("在全县防汛会议上的讲话和在全县防汛会议上的讲话合编", "在全县防汛会议上的讲话"),
        ("【三农视点】柳河县人民政府关于秋种的通知", "【三农视点】柳河县人民政府关于秋种的通知"),
    ],
)
def test_title_is_freed(printed, title):
    lines = lines_of(f"{printed}\n同志们：\n汛期说到就到，堤上的人要上堤，船上的人要上船。\n")
    assert find_title(lines, default_classifier()).words == title


def test_no_title_where_a_sentence_comes_first():
    lines = lines_of("同志们，汛期说到就到，堤上的人要上堤，船上的人要上船。我再讲一遍。\n大家听清楚了没有？")
    assert find_title(lines, default_classifier()) is None


def test_lines_are_weighed_together():
    """A line that says nothing goes with its neighbours; one that says little cannot open a new zone."""
    odds, lengths = [5, 0.0, 5, -8, -8, 1.5, -8, 4, 0.5, 4], [8, 6, 8, 200, 200, 10, 200, 8, 6, 8]
    probability, zones = furniture_probability(odds, lengths)
    assert (probability > 0.9).tolist() == [True] * 3 + [False] * 4 + [True] * 3
    assert zones == [Zone.HEAD] * 3 + [Zone.SPEECH] * 4 + [Zone.TAIL] * 3


def test_lines_of_one_kind_may_be_weighed_in_one(monkeypatch):
    rng = np.random.default_rng(7)
    lengths = rng.integers(4, 80, 200).tolist()
    for _ in range(20):
        head, tail = rng.integers(0, 30, 2)
        mean = np.r_[np.full(head, 3.0), np.full(200 - head - tail, -4.0), np.full(tail, 3.0)]
        odds = (mean + rng.normal(0, 2.0, 200)).tolist()
        together, zones = furniture_probability(odds, lengths)
        with monkeypatch.context() as one_by_one:
            one_by_one.setattr("reader.detect.furniture.zones._CLEAR", 1e9)
            apart, same_zones = furniture_probability(odds, lengths)
        assert zones == same_zones
        assert np.abs(together - apart).mean() < 0.01


@pytest.mark.parametrize(("odds", "island"), [(1.5, False), (4.0, True)])
def test_an_island_pays_for_each_of_its_lines(odds, island):
    probability, _ = furniture_probability([-5.0] * 20 + [odds] * 6 + [-5.0] * 20, [60] * 46)
    assert ((probability[20:26] > 0.5) == island).all()
    assert (probability[:20] < 0.1).all()


def test_terms_in_latin_letters_are_no_notes():
    gains, inside = np.array([3.0, 3.0, 5.4, 4.9]), np.ones(4, dtype=bool)
    assert not _may_be_a_note("Liontown")
    assert _may_be_a_note("www.liontown.com")
    assert _may_be_a_note("青藤文秘网整理")
    assert _certainty(Repeat("青藤文秘网整理", (10, 400, 500, 900)), 5.4, gains, inside) > SURE


def test_of_two_that_overlap_the_earlier_named_holds():
    def finding(start, end):
        return Finding(start, end, Kind.BOILERPLATE, "nav", Message("-"), 0.99)

    given = [finding(4, 8), finding(0, 5), finding(6, 7), finding(2, 12), finding(8, 9), finding(1, 4)]
    assert [(f.start, f.end) for f in _apart(given)] == [(1, 4), (4, 8), (8, 9)]


def test_repeats_are_as_long_as_they_are_common():
    found = {repeat.words: repeat.starts for repeat in repeats("甲乙青藤文秘网整理丙丁戊己青藤文秘网整理庚辛")}
    assert found["青藤文秘网整理"] == (2, 13)


def test_a_repeat_with_the_same_neighbour_is_part_of_a_longer_one():
    found = {repeat.words for repeat in repeats("一二三四五六七八九十东西一二三四五六七八九十南北")}
    assert found == {"一二三四五六七八九十"}


def test_places_are_even_where_pages_end():
    assert Repeat("青藤阁", (400, 860, 1330, 1790)).even
    assert not Repeat("青藤阁", (400, 500, 1330, 1790)).even
    assert not Repeat("青藤阁", (400, 860)).even


SURELY = [
    "下载本文档", "文档评论(0)", "上一篇:没有了", "版权所有 © 2019 青藤文库", "忘记密码？", "格式：DOCX 页数：7",
    "猜你喜欢",
]  # fmt: skip
NEVER = [
    "同志们：", "（2009年6月2日）", "阚德旺", "一、认清形势", "国办发〔2018〕41号", "谢谢大家！", "新华社柳河6月2日电",
    "各乡镇人民政府：", "附件：秋种任务分工表", "汛期说到就到，堤上的人要上堤，船上的人要上船。",
    "要加大版权保护的力度，严厉查处盗版，让群众举报有门。",
]  # fmt: skip


@pytest.mark.parametrize("line", SURELY)
def test_furniture_reads_like_furniture(line):
    assert default_classifier().log_odds([line])[0] > 2.0


@pytest.mark.parametrize("line", NEVER)
def test_lines_of_a_speech_do_not(line):
    assert default_classifier().log_odds([line])[0] < -0.5


def test_full_width_and_traditional_lines_read_the_same():
    lines = ["格式:DOCX 页数:28", "格式：ＤＯＣＸ 页数：28", "格式:DOCX 頁數:28"]
    half, full, old = default_classifier().log_odds(lines)
    assert half == full == old
