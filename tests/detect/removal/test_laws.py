"""What must hold of the removals of any text."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.text.chars import is_han
from reader.text.fix import Layer
from tests.detect.removal.invented import pages
from tests.detect.removal.seen import removal

SCRAPS = st.lists(
    st.sampled_from(
        ["同志们", "，", "。", "\n", "\r\n", " ", "　", "1、", "2、", "—1—", "第2页 共5页", "下载", "本站", "<p>",
         "&nbsp;", "\u200b", "……", "(省略40字)", "www.a.cn", "【更多,微信:a】", "青藤文秘网", "在全县大会上的讲话",
         ".docx", "VIP", "的.新", "x", "9", "[td]"]
    ),
    max_size=60,
).map("".join)  # fmt: skip


def han(text):
    return "".join(filter(is_han, text))


@given(pages())
def test_the_speech_stays_whole_and_the_furniture_goes(page):
    raw, speech = page
    assert han(removal(raw).cleaned.text) == han(speech)


@given(pages())
def test_cleaning_a_cleaned_page_takes_nothing_more(page):
    once = removal(page[0]).cleaned.text
    assert removal(once).cleaned.text == once


@given(SCRAPS | st.text(max_size=200))
@example("")
@example("\n\n")
@example("\u200b")
@example("下载本文档")
@example("<p>" * 3)
def test_any_text_gets_removals_that_hold_together(raw):
    found = removal(raw)
    assert all(fix.layer <= Layer.REMOVAL for fix in found.fixes)
    assert not found.cleaned.set_aside
    spans = sorted(edit.span for fix in found.made if fix not in dict(found.cleaned.asleep) for edit in fix.edits)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(raw) for span in spans)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_is_a_decision_of_its_own(newline):
    speech = ["同志们：", "汛期说到就到，堤上的人要上堤。"]
    raw = newline.join(["在全县防汛会议上的讲话", "下载积分：20", "全部分类", *speech])
    found = removal(raw)
    assert [fix.observed(raw) for fix in found.made] == ["下载积分：20" + newline, "全部分类" + newline]
