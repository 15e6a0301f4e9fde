"""Lines told by their form, and spaces left of line ends, in texts that lost all their lines."""

import pytest

from reader.detect.gaps import gaps
from reader.detect.linebreaks import line_breaks
from reader.detect.lineforms import form_ends
from reader.detect.plain import stretches_without_lines
from reader.detect.spacedends import line_end_probabilities
from reader.text.apply import apply_fixes
from reader.text.projection import Projection

FORMS = [
    "……座谈会上的讲话（2011年6月8日）|万水根|同志们：今天开会。",
    "……典礼上的讲话(2011年6月8日)| 万水根| 2011级新同学，老师们：大家好。",
    "……自2019年3月1日起施行。|总理万水根|2018年11月6日|河道管理条例",
    "……请认真贯彻执行。青石县人民政府2018年12月18日|（此件公开发布）|河道管理办法",
    "……建交大会上的讲话|（2011年6月8日，青石）|女士们，先生们：今天开会。",
    "青石县河道管理办法|（2008年11月6日青石县人民政府第3次常务会议通过）|第一章总则",
    "青石国国务院令第706号|《河道管理条例》已经通过，现予公布。",
]
RUNNING_ON = [
    "他在讲话（2011年6月8日）中指出，同志们要记住：河道要清。",
    "会议由河长（2011年6月8日任职）主持。",
    "会后。总理万水根2018年11月6日至8日到各地调查。",
    "根据河道管理条例（2008年11月6日青石县人民代表大会第3次会议通过）第六条的规定办理。",
    "根据国务院令第706号的规定办理。",
    "条例2018年12月18日（星期二）公布。",
]


@pytest.mark.parametrize("marked", FORMS)
def test_lines_that_head_and_close_a_paper(marked):
    text = marked.replace("|", "")
    wanted = {len(marked[:at].replace("|", "")) for at, char in enumerate(marked) if char == "|"}
    assert set(form_ends(text, 0, len(text))) == wanted


@pytest.mark.parametrize("text", RUNNING_ON)
def test_the_same_words_amid_a_sentence(text):
    assert not set(form_ends(text, 0, len(text)))


def probabilities(text):
    return list(line_end_probabilities(list(gaps(text))).values())


def test_a_title_and_a_name_end_where_their_spaces_are():
    said = probabilities("在全县河道清淤动员大会上的讲话 青石县县长万水根 今天我们开一个短会")
    assert len(said) == 2
    assert min(said) > 0.5


def test_the_same_space_is_doubted_on_a_page_strewn_with_them():
    page = "今天我们把各乡 镇的负责同 志请到一 起，专门研 究今冬明 春的河 道清淤，干流由县 里统一组 织施工"
    title = "在全县河道清淤动员大会上的讲话 青石县县长万水根，"
    assert max(probabilities(page)) < 0.5
    assert probabilities(title + page)[0] < probabilities(title)[0]


def test_after_commas_and_within_numbers_no_line_ends():
    assert probabilities("修渠， 清淤，3 4 5（ 见表）") == []


def test_numbers_are_set_off_by_spaces():
    assert max(probabilities("全县清淤共 3 处，修渠 27 公里，今年还要再修水库")) < 0.5


@pytest.mark.parametrize(("lines", "lost"), [
    ([50, 1900], [1900]),
    ([700], [700]),
    ([50, 998, 597], []),
    ([50, 1300, 600], [1300, 600]),
    ([60, 60, 60, 60, 900], []),
    ([60, 60, 60, 60, 1900], [1900]),
])
def test_a_text_that_lost_its_lines_is_one_line_and_several_long_lines_are_paragraphs(lines, lost):
    text = "\n".join("堤" * (length - 1) + "。" for length in lines)
    assert [stop - start for start, stop in stretches_without_lines(text)] == lost


@pytest.mark.parametrize("comma", [",", "，"])
def test_a_greeting_is_one_line_whatever_the_width_of_its_commas(comma):
    pad = "每一段都要立下桩号，写明长度、深度和责任人，做到一把尺子量到底，不留死角，不走过场。" * 12
    raw = f"在全县河道清淤大会上的讲话(2016年3月18日)万水根 同胞们{comma}朋友们:{pad}"
    lines = apply_fixes(raw, line_breaks(Projection.of(raw))).text.split("\n")
    assert lines[1:4] == ["(2016年3月18日)", "万水根", f"同胞们{comma}朋友们:"]
