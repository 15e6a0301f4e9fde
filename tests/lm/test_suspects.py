"""What the suspect finder finds, leaves alone, and promises."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.lm import DocumentCache, find_suspects
from reader.lm.suspects import CONVINCING

PAGE = (
    "在全县经济工作会议上的讲话",
    "同志们：这次会议的主要任务是，认真贯彻落实中央和省、市经济工作会议精神，总结去年的工作，分析当前的形势，安排部署今年的任务。",
    "去年以来，全县上下团结一心，奋力拼搏，经济杜会保持了平稳较快的发展，各项工作都取得了显著成绩，为今后的发展莫定了坚实的基础。",
    "我们要坚持以经济建设为中心，进一步解放恩想，实事求是，加强党的领导，切实维护人民群众的根本利益，努力开创各项工作新局面。",
    "各级各部门要高度重规，加强组织领导，明确责任分工，狠抓工作落实，确保完成全年的目标任务。",
)
MISREAD = ((2, "杜会", "社会"), (2, "莫定", "奠定"), (3, "恩想", "思想"), (4, "重规", "重视"))
WRONG = {
    (paragraph, PAGE[paragraph].index(printed) + k): (printed[k], true[k])
    for paragraph, printed, true in MISREAD for k in range(2) if printed[k] != true[k]
}
SOCIETY, FOUNDATION, THOUGHT, WEIGHT = WRONG
CLEAN = tuple("\n".join(PAGE).translate(str.maketrans({"杜": "社", "莫": "奠", "恩": "思", "规": "视"})).split("\n"))
"""Invented, in the register of the pages that the reader is for."""


def test_misread_characters_are_found_with_the_right_one():
    found = {(s.paragraph, s.start): s for s in find_suspects(PAGE) if s.level == "sure"}
    assert found.keys() == WRONG.keys()
    for place, (observed, true) in WRONG.items():
        suspect = found[place]
        assert (suspect.observed, suspect.candidates[0][0], suspect.end) == (observed, true, place[1] + 1)
        assert suspect.confidence > 0.8
        assert true in suspect.evidence.proposed_context
        assert observed in suspect.evidence.observed_context
        assert suspect.evidence.proposed_count > suspect.evidence.observed_count


def test_the_same_page_without_errors_is_silent():
    assert not [s for s in find_suspects(CLEAN) if s.level == "sure"]


@pytest.mark.parametrize("paragraph", [
    "刚才，乜长庚同志和訾大娘都讲了话，砬子沟的事情，大家心里都有数了。",
    "会议由副县长妫振淼主持，供销科佴国良、会计晁玉笙、支书亓守田参加了座谈。",
    "蓼川、洣水两条河的堤防要赶在汛期以前加固，双河乡、石灰窑村的任务最重。",
    "老话讲，一个篱笆三个桩，一个好汉三个帮，我们班子要拧成一股绳。",
    "仓廪实而知礼节，衣食足而知荣辱，这个道理大家都懂。",
])
def test_rare_names_and_sayings_are_not_corrected(paragraph):
    text = (*CLEAN, paragraph)
    assert not [s for s in find_suspects(text) if s.level == "sure" and s.paragraph == len(CLEAN)]


def test_a_word_of_the_readers_list_is_never_suspected():
    words = ["经济杜会", "重规", "不在这里"]
    found = {(s.paragraph, s.start) for s in find_suspects(PAGE, vocabulary=words)}
    assert SOCIETY not in found
    assert WEIGHT not in found
    assert FOUNDATION in found


def test_a_cache_gives_the_same_and_judges_nothing_twice(monkeypatch):
    cache = DocumentCache()
    first = list(find_suspects(PAGE, cache=cache))

    def never(*_):
        raise AssertionError("an unchanged page was judged again")

    monkeypatch.setattr("reader.lm.suspects._judge", never)
    assert list(find_suspects(PAGE, cache=cache)) == first
    fewer = list(find_suspects(PAGE, cache=cache, vocabulary=["莫定"]))
    assert fewer == [s for s in first if (s.paragraph, s.start) != FOUNDATION]


def test_cancelled_search_ends():
    answers = itertools.chain([False], itertools.repeat(True))
    long = PAGE * 60
    found = list(find_suspects(long, cancelled=lambda: next(answers)))
    assert found
    assert max(s.paragraph for s in found) < len(long) // 2
    assert list(find_suspects(PAGE, cancelled=lambda: True)) == []


def test_places_of_later_pages_count_from_the_first_paragraph():
    long = CLEAN * 60 + PAGE
    found = {(s.paragraph - len(CLEAN) * 60, s.start) for s in find_suspects(long) if s.level == "sure"}
    assert {SOCIETY, FOUNDATION, THOUGHT} <= found


LETTERS = st.one_of(st.characters(), st.sampled_from("的一国乂虽硕同志们，。12a𠮷\u3000 \n"))


@settings(max_examples=25)
@given(st.lists(st.text(alphabet=LETTERS), max_size=5), st.lists(st.text(max_size=3), max_size=3))
def test_every_suspect_lies_in_its_paragraph(paragraphs, vocabulary):
    last = (-1, -1)
    for suspect in find_suspects(paragraphs, vocabulary=vocabulary):
        text = paragraphs[suspect.paragraph]
        assert text[suspect.start:suspect.end] == suspect.observed
        assert last < (suspect.paragraph, suspect.start)
        last = suspect.paragraph, suspect.start
        assert suspect.candidates
        assert all(candidate != suspect.observed for candidate, _ in suspect.candidates)
        assert sum(share for _, share in suspect.candidates) <= suspect.confidence + 1e-6
        assert suspect.level == "doubtful" or suspect.candidates[0][1] >= CONVINCING - 1e-6
