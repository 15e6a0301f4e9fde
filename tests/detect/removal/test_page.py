"""Which lines of a page are offered for removal."""

import pytest

from reader.detect.duplicates import teaser_rows
from reader.detect.furniture.lines import lines_of
from reader.detect.furniture.page import Page
from reader.detect.furniture.zones import Zone

SENTENCE = "各乡镇要把责任落实到人，把树苗栽到山头地块。"


@pytest.mark.parametrize(
    ("text", "probability", "offered"),
    [
        ("2013-05-06|来源：某网|【大中小】【打印】", 0.7, True),
        (SENTENCE * 3, 0.7, True),
        # a page of sentences in one line is never asked away
        ("2013-05-06 " + SENTENCE * 30, 0.9, False),
        ("下载须知。" * 12, 0.99, True),
    ],
)
def test_long_prose_is_not_asked_away(text, probability, offered):
    page = Page(lines_of(text), None, frozenset(), [0.0], [probability], [Zone.HEAD])
    assert bool(list(page.furniture_lines())) is offered


ACT = (
    "根据二〇一七年九月一日全县人民代表大会常务委员会第二十九次会议"
    "关于修改青石县水渠管理办法和春耕用水若干规定等八件办法的决定"
)


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        # lines that begin alike for longer than a teaser is, and say different things
        ([f"{ACT}第一次修正", f"{ACT}第二次修正", "第一条　为了用好水，制定本办法。"], []),
        ([f"{ACT}第一次修正", "第一条　为了用好水，制定本办法。", f"{ACT}第三次修正，自公布之日起施行。"], []),
        ([f"{ACT}…", f"{ACT}第二次修正，自公布之日起施行。"], [0]),
        ([f"摘要：{ACT}", "青石县", f"{ACT}第二次修正，自公布之日起施行。"], [0]),
    ],
)
def test_a_teaser_stands_below_whole(lines, rows):
    assert teaser_rows(lines_of("\n".join(lines)), None) == rows
