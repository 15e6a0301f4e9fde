"""Lost full stops at gaps."""

import pytest

from reader.lm.sentence import sentence_end_likelihood

LOST = [
    ("这次会议开得很好，取得了圆满成功", "同志们，今年是实施五年规划的第一年"),
    ("希望大家回去以后抓好落实", "下面，我再讲三点意见"),
]
WHOLE = [
    ("我们要认真贯彻落实中央的决策部", "署，扎实做好各项工作"),
    ("今年的任务十分繁重，需要大家共", "同努力"),
    ("全县上下要以经济建设为", "中心"),
]


@pytest.mark.parametrize(("left", "right"), LOST)
def test_a_lost_stop_is_likely(left, right):
    assert sentence_end_likelihood(left, right) > 0.3


@pytest.mark.parametrize(("left", "right"), WHOLE)
def test_a_whole_sentence_is_left_alone(left, right):
    assert sentence_end_likelihood(left, right) < 0.02


MARKED = [("好。", "下面"), ("好", "，下面"), ("", "下面"), ("好", "  "), ("好，\n", "下面")]


@pytest.mark.parametrize(("left", "right"), MARKED)
def test_where_a_mark_stands_nothing_was_lost(left, right):
    assert sentence_end_likelihood(left, right) == 0.0
