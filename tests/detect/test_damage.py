"""Damage that shows only over a longer stretch of a speech, put into a sample at known places."""

from pathlib import Path

import pytest

from reader.detect.mojibake import mojibake
from reader.detect.overprint import overprints
from reader.detect.private_glyphs import private_glyphs
from reader.detect.turned_words import turned_words
from reader.detect.wording import lost_punctuation, spun_wording
from reader.pipeline import Engine
from reader.text.analysis import applies_by_itself
from reader.text.apply import apply_fixes
from reader.text.projection import Projection
from reader.text.section import NoticeKind

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
RIVER = (SAMPLES / "river_cleaning.txt").read_text("utf-8").strip()
SCHOOL = (SAMPLES / "school_opening.txt").read_text("utf-8").strip()
BODY = "".join(sample.partition("\n")[2].replace("\n", "") for sample in (RIVER, SCHOOL))
TITLE = "在全县春耕会上的讲话"
ENGINE = Engine(suspects=False)


def cleaned(raw):
    return apply_fixes(raw, filter(applies_by_itself, ENGINE.analyse(raw).fixes)).text


def amid_words(text, distance):
    """Places at about even distances between two characters, where no mark stands."""
    places = []
    at = distance
    while at < len(text) - 10:
        while not all("\u4e00" <= char <= "\u9fff" for char in text[at - 2 : at + 2]):
            at += 1
        places.append(at)
        at += distance
    return places


def spliced(text, places, make):
    pieces = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
    return pieces[0] + "".join(make(number) + piece for number, piece in enumerate(pieces[1:], 2))


@pytest.mark.parametrize("make", ["\n\n{}、", " {}、", "\n{}、"])
def test_splitter_numbers_amid_words_go(make):
    raw = f"{TITLE}\n1、" + spliced(BODY, amid_words(BODY, 340), make.format)
    kept = cleaned(raw)
    assert all(f"{number}、" not in kept for number in range(1, 4))
    assert kept.replace("\n", "") == cleaned(f"{TITLE}\n{BODY}").replace("\n", "")


def test_a_list_at_uneven_distances_stays():
    items = [
        "1、修好水渠，三月底以前要把主要水渠清理一遍，损坏的闸门要及时更换。",
        "2、备足农资。",
        "3、放好贷款，手续要简便，不能让农民跑断了腿，也不能把不该放的放出去，信用社要把好这一关。" * 3,
        "4、抓好安全。",
    ]
    raw = "在全镇春耕会上的讲话\n" + "\n".join(items)
    assert cleaned(raw) == raw


def test_bare_page_numbers_inside_sentences_go_only_as_a_series():
    body = BODY + BODY[500:] + BODY[:300]
    places = amid_words(body, 350)
    raw = f"{TITLE}\n" + spliced(body, places, "\n{}".format)
    assert len(places) > 4
    assert cleaned(raw).replace("\n", "") == cleaned(f"{TITLE}\n{body}").replace("\n", "")
    one = f"{TITLE}\n" + body[: places[1]] + "3" + body[places[1] :]
    assert "3" in cleaned(one)


def test_numbers_of_boxes_and_tables_are_no_page_numbers():
    raw = f"{TITLE}\n" + spliced(BODY * 2, amid_words(BODY * 2, 350), "\n任务专栏{}河沟清淤\n".format)
    assert all(f"任务专栏{number}河沟清淤" in cleaned(raw) for number in range(2, 6))


def test_lost_punctuation_is_said_and_nothing_is_changed():
    bare = "".join(char for char in BODY if "\u4e00" <= char <= "\u9fff")
    raw = f"{TITLE}\n{bare}"
    told = list(lost_punctuation(Projection.of(raw)))
    assert [notice.kind for notice in told] == [NoticeKind.GAP]
    assert told[0].span.of(raw) == bare
    assert list(lost_punctuation(Projection.of(RIVER))) == []
    names = " ".join(["张三丰", "李四光", "王五一"] * 60)
    assert list(lost_punctuation(Projection.of(names))) == []


def test_a_sign_has_the_same_marks_at_all_its_places():
    raw = RIVER.replace("，", "\ue003").replace("。", "\ue005")
    fixes = list(private_glyphs(Projection.of(raw)))
    assert {raw[fix.span.start] for fix in fixes} == {"\ue003", "\ue005"}
    for sign, mark in (("\ue003", "，"), ("\ue005", "。")):
        assert {fix.options[0].text for fix in fixes if raw[fix.span.start] == sign} == {mark}


def test_one_turned_word_is_a_word_and_several_are_a_habit():
    one = "镇党委记书来了，全体干部要把春耕抓好。"
    two = one + "县府政的领导也来了。"
    assert list(turned_words(Projection.of(one + one))) == []
    assert [fix.options[0].text for fix in turned_words(Projection.of(two))] == ["书记", "政府"]


@pytest.mark.parametrize("text", [RIVER, SCHOOL], ids=["river", "school"])
def test_untouched_speeches_show_no_damage(text):
    seen = Projection.of(text)
    for look in (turned_words, private_glyphs, mojibake, spun_wording, lost_punctuation):
        assert list(look(seen)) == []
    assert overprints(text) == []


@pytest.mark.parametrize(
    ("bytes_", "encoding"),
    [("今年的水情不好，大家要早作准备".encode(), "latin-1"), ("堤坝要修".encode() * 5, "cp1252")],
)
def test_characters_read_as_western_ones_are_said(bytes_, encoding):
    raw = "在全镇春耕会上的讲话\n大家要早作准备，" + bytes_.decode(encoding, "ignore") + "，一天也不能耽误。"
    assert [notice.kind for notice in mojibake(Projection.of(raw))] == [NoticeKind.ENCODING]


@pytest.mark.parametrize(
    "text",
    [
        "水从哪里来?:靠大家。钱从哪里来?:也靠大家。力气从哪里来?:还是靠大家。",
        "如太行王屋何？且焉置土石？杂曰：投诸渤海之尾，隐土之北。",
    ],
)
def test_questions_are_no_lost_bytes(text):
    assert list(mojibake(Projection.of(text))) == []


def test_words_that_begin_and_end_beside_each_other_are_not_turned():
    text = "今年机会大，任务也大，国美电器也来了，生产出来的产品种多，大家都来找原因。"
    assert list(turned_words(Projection.of(text))) == []


def test_ways_of_speaking_are_no_overprint():
    text = "认认真真踏踏实实，高高兴兴热热闹闹，清清楚楚明明白白，大大方方老老实实。"
    assert overprints(text) == []


def test_overprints_need_three_places():
    twice = "公文的格式公文的格式是有规定的。20062006年修订。"
    assert overprints(twice) == []
    thrice = twice + "一一、、认认清清形形势势"
    assert [once for _, _, once in overprints(thrice)] == ["公文的格式", "2006", "一、认清形势"]
