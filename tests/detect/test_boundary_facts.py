"""What is said of the places between sentences, against slow and plain counts of the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.detect.boundaryfacts import _alike, _kinds_of_beginnings, _known_starts, _words_going_on, facts
from reader.detect.paragraphmodel import SENTENCE, start_log_odds
from reader.detect.sentencerun import SentenceRun, moved, pair_slots, place_slots

WORDS = st.text(alphabet="我们要抓好工作水库，：", min_size=1, max_size=12)
TEXTS = st.lists(WORDS.map(lambda words: words + "。"), min_size=1, max_size=30)


def run_of(sentences, cut=None):
    return SentenceRun.of(sentences, cut or [True] + [False] * (len(sentences) - 1))


@given(TEXTS)
def test_words_that_go_on_are_counted_by_pairs(sentences):
    pairs = [{sentence[at : at + 2] for at in range(len(sentence) - 1)} for sentence in sentences]

    def union(low, high):
        return set().union(*pairs[max(0, low) : high])

    def size(low, high):
        return sum(map(len, pairs[max(0, low) : high]))

    near, back, both, ahead = (column.tolist() for column in _words_going_on(run_of(sentences)))
    for at in range(1, len(sentences)):
        one, other = pairs[at - 1], pairs[at]
        assert near[at] == pytest.approx(len(one & other) / max(1, min(len(one), len(other))))
        assert back[at] == pytest.approx(len(union(at - 3, at) & other) / max(1, len(other)))
        shared = len(union(at - 3, at) & union(at, at + 3))
        assert both[at] == pytest.approx(shared / max(1, min(size(at - 3, at), size(at, at + 3))))
        assert ahead[at] == pytest.approx(len(one & union(at, at + 3)) / max(1, len(one)))


@given(TEXTS)
def test_sentences_that_begin_alike_are_found(sentences):
    for size, kinds in zip((2, 3, 4), _kinds_of_beginnings(run_of(sentences).first), strict=True):
        back, ahead, around = (column.tolist() for column in _alike(kinds))
        starts = [sentence[:size] for sentence in sentences]
        for at, start in enumerate(starts):
            alike = [other for other, one in enumerate(starts) if one == start and other != at]
            assert back[at] == min((at - other for other in alike if 0 < at - other < 16), default=16)
            assert ahead[at] == min((other - at for other in alike if 0 < other - at < 16), default=16)
            assert around[at] == sum(abs(other - at) < 16 for other in alike)


@given(TEXTS, st.data())
def test_known_starts_are_measured_from(sentences, data):
    cut = data.draw(st.lists(st.booleans(), min_size=len(sentences), max_size=len(sentences)))
    back, ahead, behind, before, told = (column.tolist() for column in _known_starts(run_of(sentences, cut)))
    for at in range(len(sentences)):
        last = max((i for i in range(at + 1) if cut[i]), default=0)
        following = min((i for i in range(at + 1, len(sentences)) if cut[i]), default=len(sentences))
        assert (back[at], ahead[at]) == (min(12, at - last), min(12, following - at))
        assert behind[at] == pytest.approx(np.log1p(sum(map(len, sentences[last:at]))))
        assert before[at] == pytest.approx(np.log1p(sum(map(len, sentences[at:following]))))
        assert told[at] == (following < len(sentences))


@given(TEXTS)
def test_every_sentence_has_a_row_of_finite_facts(sentences):
    run = run_of(sentences)
    rows = facts(run, np.ones((len(run), 4)))
    assert len(rows) == len(sentences)
    assert np.isfinite(rows).all()
    assert len(place_slots(run)) == len(sentences)
    assert len(pair_slots(run)[0]) == sum(len(sentence) - 1 for sentence in sentences)


def test_what_a_place_shows_depends_on_its_neighbours_only():
    """The names of a place are those of two sentences before it and one after, wherever in the text they stand."""
    near = ["要抓好水库。", "同志们，这是大事。", "下面讲两点。", "第一点是修渠。", "第二点是清淤。"]
    here = place_slots(run_of(["别的话。", *near]))
    there = place_slots(run_of([*near, "又是别的话。"]))
    assert (here[3:5] == there[2:4]).all()
    assert (here[1] != there[1]).any()


def test_white_space_tells_of_starts_that_no_mark_and_no_heading_tells_of():
    sentences = ["同志们：", "今天开会。", "一、要修渠。", "渠要修好。", "再讲清淤。"]
    assert run_of(sentences, [True, True, True, False, True]).told.tolist() == [False, False, False, False, True]


def test_rows_are_moved():
    rows = np.arange(4)
    assert moved(rows, -1, 9).tolist() == [9, 0, 1, 2]
    assert moved(rows, 2, 9).tolist() == [2, 3, 9, 9]
    assert moved(rows, 0).tolist() == [0, 1, 2, 3]
    assert moved(rows[:1], -2, 9).tolist() == [9]


def test_no_sentence_no_odds():
    assert start_log_odds([], []) == []
    assert len(start_log_odds(["只有一句。"], [True])) == 1


OPENING = "同志们，今年以来，全县的水利工作取得了新的成绩。" * 2
SPEECH = (
    "河道清了二十七条。沟渠修了一百零三里。群众对此是满意的。",
    "下面，我讲三点意见。",
    "第一，要统一思想。思想不统一，步子就不整齐。这一点大家都有体会。",
    "第二，要抓住重点。重点就是干流。干流通了，支流才通得了。",
    "第三，要加强领导。主要负责同志要亲自抓。出了问题要追究责任。",
    "最后，祝大家工作顺利。",
)


def test_what_opens_a_paragraph_is_likelier_than_what_goes_on():
    sentences = [sentence for paragraph in (OPENING, *SPEECH) for sentence in SENTENCE.findall(paragraph)]
    starts = {paragraph[:4] for paragraph in SPEECH}
    odds = start_log_odds(sentences, [True] + [False] * (len(sentences) - 1))
    opening = [said for sentence, said in zip(sentences, odds, strict=True) if sentence[:4] in starts]
    others = [said for sentence, said in zip(sentences, odds, strict=True) if sentence[:4] not in starts][1:]
    assert sum(one > other for one in opening for other in others) > 0.8 * len(opening) * len(others)
