"""Characters that a recogniser put in, left out, split or merged."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.lm.channel import ENGINES
from reader.lm.components import default_components
from reader.lm.hypotheses import Slip, Text, between
from reader.lm.model import default_model
from reader.lm.slips import find_slips
from reader.lm.suspects import Evidence, Suspect, default_finder
from reader.lm.vocabulary import code_points

BEFORE = "今天的会议很重要，各级各部门要认真抓好贯彻落实。"

PAGES = [
    ("tesseract", Slip.INSERTED, "各乡镇要完善破坏性地震应和急预案，落实防汛责任。", "和", ""),
    ("tesseract", Slip.INSERTED, "广大党员干部要紧紧依靠人人民群众，把工作做好。", "人", ""),
    ("ppocr", Slip.DROPPED, "为全面建成小社会作出新的更大的贡献。", "", "康"),
    ("classic", Slip.SPLIT, "各单位要切实转变亻乍风，深入基层调查研究。", "亻乍", "作"),
    ("classic", Slip.SPLIT, "发现问题要女口实向县委报告。", "女口", "如"),
    ("classic", Slip.MERGED, "县里组织的好篮球队在全省比赛中获得第一名。", "好", "女子"),
    ("tesseract", Slip.STRAY, "农民人均纯收和人比去年增加一百元。", "和人", "入"),
]


def of_engine(engine, count=6):
    """Characters that this kind of recogniser takes for others and the other kinds do not, observed and true."""
    channel = default_finder().sources.channel
    rates = channel.rates.astype(int)
    mine = ENGINES.index(engine)
    lead = rates[:, mine] - np.delete(rates, mine, axis=1).max(axis=1)
    rows = np.repeat(np.arange(len(channel.observed)), np.diff(channel.starts.astype(int)))
    return [(chr(channel.observed[rows[pair]]), chr(channel.true[pair])) for pair in np.argsort(-lead)[:count].tolist()]


def suspect(paragraph, start, observed, candidate, confidence):
    facts = Evidence("", 0, "", 0, False, False, 0, 0, 0.0)
    return Suspect(paragraph, start, start + 1, observed, ((candidate, confidence),), confidence, "sure", facts)


def page(text, engine):
    """A text on a page that this kind of recogniser misread elsewhere, and the suspects there."""
    pairs = of_engine(engine)
    wrong = "".join(observed for observed, _ in pairs)
    suspects = [suspect(2, at, observed, true, 0.99) for at, (observed, true) in enumerate(pairs)]
    return [BEFORE, text, wrong], suspects


def found(text, engine, more=()):
    paragraphs, suspects = page(text, engine)
    slips, left = find_slips(paragraphs, [*more, *suspects], "\n".join(paragraphs))
    return slips, [each for each in left if each.paragraph == 1]


@pytest.mark.parametrize(("engine", "slip", "text", "observed", "proposed"), PAGES)
def test_each_kind_is_found_where_it_is(engine, slip, text, observed, proposed):
    [only], _ = found(text, engine)
    assert (only.slip, only.paragraph, text[only.start:only.end], only.proposed) == (slip, 1, observed, proposed)
    assert only.confidence >= 0.25
    assert only.gain > 0


@pytest.mark.parametrize(("engine", "slip", "text", "observed", "proposed"), PAGES)
def test_nothing_is_asked_once_it_is_mended(engine, slip, text, observed, proposed):
    [only], _ = found(text, engine)
    assert found(text[:only.start] + proposed + text[only.end:], engine)[0] == []


@pytest.mark.parametrize(("engine", "slip", "text"), [row[:3] for row in PAGES if row[1] is not Slip.SPLIT])
def test_a_page_without_misread_characters_is_left_alone(engine, slip, text):
    slips, left = find_slips([BEFORE, text], [], BEFORE + text)
    assert (slips, left) == ([], [])


def test_what_stands_elsewhere_too_was_printed():
    text = PAGES[2][2]
    paragraphs, suspects = page(text, "ppocr")
    once, _ = find_slips(paragraphs, suspects, "\n".join(paragraphs))
    often, _ = find_slips(paragraphs, suspects, "\n".join(paragraphs) + 5 * "\n建成小社会，成小社区")
    assert max((slip.confidence for slip in often), default=0.0) < once[0].confidence


def test_the_likelier_reading_of_a_place_stays():
    text = PAGES[0][2]
    at = text.index("应和") + 1
    slips, left = found(text, "tesseract", [suspect(1, at, "和", "合", 0.3)])
    assert (len(slips), left) == (1, [])
    sure = suspect(1, at, "和", "合", 0.9999)
    assert found(text, "tesseract", [sure]) == ([], [sure])


@pytest.mark.parametrize("text", ["全县有人口二十十三万。", "一九九八年年底，完成了任务。", "二二三四五六七八。"])
def test_numbers_are_not_guessed(text):
    for engine in ENGINES:
        slips, _ = found(text, engine)
        assert not any(set(text[slip.start:slip.end] + slip.proposed) & set("一二三四五六七八九十") for slip in slips)


def test_halves_make_a_character_and_come_from_it():
    components = default_components()
    which, rows = components.of_parts(code_points("女木日今讠"), code_points("口几月天舌"))
    wholes = [("女木日今讠"[k], chr(components.rows[row, 2]))
              for k, row in zip(which.tolist(), rows.tolist(), strict=True)]
    assert wholes == [("女", "如"), ("木", "机"), ("日", "明"), ("讠", "话")]
    which, rows = components.of_whole(code_points("如的天"))
    pairs = {("如的天"[k], "".join(map(chr, components.rows[row, :2]))) for k, row in
             zip(which.tolist(), rows.tolist(), strict=True)}
    assert {("如", "女口"), ("的", "白勺")} <= pairs
    assert not any(whole == "天" for whole, _ in pairs)


@given(st.text("我们要加快发展经济，。", min_size=1, max_size=12), st.data())
@settings(max_examples=60, deadline=None)
def test_a_gain_is_the_difference_of_both_texts(text, data):
    model = default_model()
    symbols, _ = model.vocabulary.encode(text)
    read = Text(model, symbols)
    at = data.draw(st.integers(0, len(symbols)))
    taken = data.draw(st.integers(0, min(2, len(symbols) - at)))
    put = data.draw(st.text("快要展们", max_size=2))
    written = Text(model, np.concatenate(
        [symbols[:at], model.vocabulary.symbols_of(put), symbols[at + taken:]]).astype(np.uint16))
    gains = [read.gains(np.array([at]), taken, model.vocabulary.symbols_of(put)[None, :])[0]]
    difference = written.sums[-1] - read.sums[-1]
    gains.append(read.gains(np.array([at]), taken, model.vocabulary.symbols_of(put)[None, :])[0])
    assert gains == pytest.approx([difference, difference], abs=1e-3)


def test_the_best_character_between_two_is_the_best_of_all():
    model = default_model()
    symbols, positions = model.vocabulary.encode("全面建成小社会的宏伟目标")
    place = int(np.searchsorted(positions, 5))
    best = between(Text(model, symbols), np.array([place]), 0, Slip.DROPPED)
    assert model.vocabulary.character(int(best.put[0, 0])) == "康"
    assert best.margins[0] > 0
