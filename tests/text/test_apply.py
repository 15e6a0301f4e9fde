"""Exact examples of how fixes compose; the laws next door say why, these say what."""

import pytest

from reader.text.apply import apply_fixes
from reader.text.fix import Safety
from tests.builders import fix, options

# label, raw text, fixes by name, cleaned text, then by name: applied in text order, asleep and set aside with rival
CASES = [
    ("nothing to do", "一二三", {}, "一二三", [], {}, {}),
    ("empty text", "", {"a": fix("manual", (0, 0, "序"))}, "序", ["a"], {}, {}),
    (
        "first and last character",
        "一二三",
        {"a": fix("ocr", (0, 1, "壹")), "b": fix("ocr", (2, 3, "叁"))},
        "壹二叁",
        ["a", "b"],
        {},
        {},
    ),
    ("wide characters count one", "𠮷乂𠮷", {"a": fix("ocr", (1, 2, "又"))}, "𠮷又𠮷", ["a"], {}, {}),
    ("half of a line end stays", "甲\r\n乙", {"a": fix("invisible", (1, 2, ""))}, "甲\n乙", ["a"], {}, {}),
    (
        "neighbours touch and both hold",
        "一二三",
        {"a": fix("ocr", (0, 1, "壹")), "b": fix("ocr", (1, 2, "贰"))},
        "壹贰三",
        ["a", "b"],
        {},
        {},
    ),
    (
        "insertion at both edges of a replacement",
        "一二三",
        {"a": fix("punctuation", (1, 1, "（")), "b": fix("ocr", (1, 2, "贰")), "c": fix("punctuation", (2, 2, "）"))},
        "一（贰）三",
        ["a", "b", "c"],
        {},
        {},
    ),
    (
        "mark before paragraph break, however they are called",
        "基础优化",
        {"m": fix("punctuation", (2, 2, "。")), "b": fix("break", (2, 2, "\n"))},
        "基础。\n优化",
        ["m", "b"],
        {},
        {},
    ),
    (
        "an earlier layer writes first",
        "甲乙",
        {"c": fix("ocr", (1, 1, "字")), "p": fix("punctuation", (1, 1, "，")), "s": fix("spacing", (1, 1, " "))},
        "甲 ，字乙",
        ["s", "p", "c"],
        {},
        {},
    ),
    (
        "two insertions of one fix stay in order",
        "甲乙",
        {"a": fix("punctuation", (1, 1, "”"), (1, 1, "“"))},
        "甲”“乙",
        ["a"],
        {},
        {},
    ),
    (
        "a line end replaced, a mark put before it",
        "基础 优化",
        {"m": fix("punctuation", (2, 2, "。")), "b": fix("break", (2, 3, "\n"))},
        "基础。\n优化",
        ["m", "b"],
        {},
        {},
    ),
    (
        "a break put inside what a later layer would replace holds",
        "一二三四",
        {"a": fix("punctuation", (1, 3, "——")), "b": fix("break", (2, 2, "\n"))},
        "一二\n三四",
        ["b"],
        {},
        {"a": "b"},
    ),
    (
        "watermark inside a word, and the word",
        "问某网题",
        {"w": fix("watermark", (1, 3, "")), "o": fix("ocr", (0, 1, "闻"), (3, 4, "提"))},
        "闻提",
        ["o", "w"],
        {},
        {},
    ),
    (
        "what lies in a removed stretch sleeps",
        "正文下载文挡页脚",
        {"w": fix("boilerplate", (2, 8, "")), "o": fix("ocr", (5, 6, "档"))},
        "正文",
        ["w"],
        {"o": "w"},
        {},
    ),
    (
        "at the edges of a removed stretch nothing sleeps",
        "甲乙丙丁",
        {"w": fix("boilerplate", (1, 3, "")), "a": fix("punctuation", (1, 1, "，")), "b": fix("break", (3, 3, "\n"))},
        "甲，\n丁",
        ["a", "w", "b"],
        {},
        {},
    ),
    (
        "first and last character of a removed stretch sleep",
        "甲乙丙丁",
        {"w": fix("boilerplate", (1, 3, "")), "a": fix("ocr", (1, 2, "已")), "b": fix("ocr", (2, 3, "柄"))},
        "甲丁",
        ["w"],
        {"a": "w", "b": "w"},
        {},
    ),
    (
        "an insertion in the middle of a removed stretch sleeps",
        "甲乙丙丁",
        {"w": fix("boilerplate", (1, 3, "")), "a": fix("break", (2, 2, "\n"))},
        "甲丁",
        ["w"],
        {"a": "w"},
        {},
    ),
    (
        "asleep in two removed stretches: the first is named",
        "一二三四五六",
        {
            "v": fix("watermark", (3, 6, "")),
            "w": fix("watermark", (0, 2, "")),
            "o": fix("ocr", (1, 2, "贰"), (4, 5, "伍")),
        },
        "三",
        ["w", "v"],
        {"o": "w"},
        {},
    ),
    (
        "in the way of two: the first is named",
        "一二三",
        {
            "a": fix("ocr", (0, 1, "壹")),
            "b": fix("ocr", (2, 3, "叁")),
            "c": fix("ocr", (0, 1, "丙"), (2, 3, "丁"), confidence=0.1),
        },
        "壹二叁",
        ["a", "b"],
        {},
        {"c": "a"},
    ),
    (
        "of nested removals the inner one sleeps",
        "一二三四五",
        {"in": fix("watermark", (2, 3, "")), "out": fix("boilerplate", (1, 4, ""))},
        "一五",
        ["out"],
        {"in": "out"},
        {},
    ),
    (
        "half in a removed stretch is not asleep but set aside",
        "一二三四五",
        {"out": fix("boilerplate", (1, 4, "")), "o": fix("ocr", (3, 5, "肆伍"))},
        "一五",
        ["out"],
        {},
        {"o": "out"},
    ),
    (
        "one edit of two in a removed stretch: the whole is set aside",
        "“一二”三",
        {"out": fix("boilerplate", (3, 5, "")), "q": fix("punctuation", (0, 1, "「"), (3, 4, "」"))},
        "“一二",
        ["out"],
        {},
        {"q": "out"},
    ),
    (
        "removals that cross: the longer holds",
        "一二三四五六",
        {"a": fix("duplicate", (0, 3, "")), "b": fix("boilerplate", (2, 6, ""))},
        "一二",
        ["b"],
        {},
        {"a": "b"},
    ),
    (
        "a removal that writes something hides nothing",
        "甲乙丙丁",
        {"w": fix("boilerplate", (1, 3, "\n")), "a": fix("ocr", (1, 2, "已"))},
        "甲\n丁",
        ["w"],
        {},
        {"a": "w"},
    ),
    (
        "a replaced stretch is not a removed one",
        "甲乙丙丁",
        {"s": fix("spacing", (1, 3, "")), "a": fix("ocr", (1, 2, "已"))},
        "甲丁",
        ["s"],
        {},
        {"a": "s"},
    ),
    (
        "by hand goes before everything",
        "好,的",
        {
            "p": fix("punctuation", (1, 2, "，"), confidence=0.99),
            "m": fix("manual", (0, 2, "好。"), confidence=0.3, safety=Safety.ASK),
        },
        "好。的",
        ["m"],
        {},
        {"p": "m"},
    ),
    (
        "by hand goes before a removal too",
        "甲广告乙",
        {"w": fix("watermark", (1, 3, "")), "m": fix("manual", (2, 3, "诰"))},
        "甲广诰乙",
        ["m"],
        {},
        {"w": "m"},
    ),
    (
        "invisible goes before character",
        "一二三",
        {"o": fix("ocr", (0, 2, "壹贰"), confidence=1.0), "i": fix("invisible", (1, 2, ""), confidence=0.1)},
        "一三",
        ["i"],
        {},
        {"o": "i"},
    ),
    (
        "of one layer the safer holds",
        "一二",
        {
            "a": fix("ocr", (0, 1, "甲"), safety=Safety.ASK, confidence=0.99),
            "b": fix("ocr", (0, 1, "乙"), safety=Safety.AUTO, confidence=0.5),
        },
        "乙二",
        ["b"],
        {},
        {"a": "b"},
    ),
    (
        "of one safety the surer holds",
        "一二",
        {"a": fix("ocr", (0, 1, "甲"), confidence=0.7), "b": fix("ocr", (0, 2, "乙乙"), confidence=0.8)},
        "乙乙",
        ["b"],
        {},
        {"a": "b"},
    ),
    (
        "of equals the first in the text holds",
        "一二三",
        {"a": fix("ocr", (0, 2, "甲甲")), "b": fix("ocr", (1, 3, "乙乙"))},
        "甲甲三",
        ["a"],
        {},
        {"b": "a"},
    ),
    (
        "what was set aside stands in nobody's way",
        "一二三四五",
        {"a": fix("ocr", (0, 2, "甲甲")), "b": fix("ocr", (1, 4, "乙乙乙")), "c": fix("ocr", (3, 5, "丙丙"))},
        "甲甲三丙丙",
        ["a", "c"],
        {},
        {"b": "a"},
    ),
    (
        "what sleeps stands in nobody's way",
        "一二三四",
        {"w": fix("watermark", (0, 2, "")), "a": fix("duplicate", (1, 2, "")), "b": fix("ocr", (2, 3, "叁"))},
        "叁四",
        ["w", "b"],
        {"a": "w"},
        {},
    ),
    ("a fault without a repair changes nothing", "一二", {"a": options("ocr", 0, 1)}, "一二", [], {}, {}),
    (
        "the option chosen is the one applied",
        "商虽",
        {"a": options("ocr", 1, 2, "量", "虫", chosen=1)},
        "商虫",
        ["a"],
        {},
        {},
    ),
]


@pytest.mark.parametrize(
    ("raw", "found", "text", "applied", "asleep", "aside"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_example(raw, found, text, applied, asleep, aside):
    cleaned = apply_fixes(raw, found.values())
    names = {f.key: name for name, f in found.items()}
    assert cleaned.text == text
    assert [names[f.key] for f in cleaned.applied] == applied
    assert {names[f.key]: names[r.key] for f, r in cleaned.asleep} == asleep
    assert {names[f.key]: names[r.key] for f, r in cleaned.set_aside} == aside


def test_one_decision_made_twice_counts_once_and_in_its_stronger_form():
    weak, strong = fix("ocr", (0, 1, "甲"), confidence=0.5), fix("ocr", (0, 1, "甲"), confidence=0.9)
    for found in ([weak, strong], [strong, weak]):
        cleaned = apply_fixes("一二", found)
        assert cleaned.text == "甲二"
        assert cleaned.applied == (strong,)
        assert not cleaned.set_aside


@pytest.mark.parametrize("edit", [(2, 3, "x"), (3, 3, "x"), (0, 9, "")])
def test_a_fix_beyond_the_text_is_a_mistake(edit):
    with pytest.raises(IndexError):
        apply_fixes("一二", [fix("ocr", edit)])
    assert apply_fixes("一二", [fix("ocr", (2, 2, "三"))]).text == "一二三"
