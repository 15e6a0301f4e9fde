"""Which lines of a page are offered for removal."""

import pytest

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
    page = Page(lines_of(text), None, frozenset(), [probability], [Zone.HEAD])
    assert bool(list(page.furniture_lines())) is offered
