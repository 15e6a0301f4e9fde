"""Texts on which a careless pattern would never come to an end.

Each is long enough that work growing with the square of the length would take many minutes, so that the run itself
is the test.
"""

import pytest

from tests.detect.removal.seen import removal

SIZE = 60_000

UNITS = {
    "one character": "我",
    "openers": "（",
    "dots": "…",
    "points": ".",
    "splitters": "1、",
    "spaced splitters": " 1、",
    "addresses without end": "www.",
    "labels of an address": "a.",
    "tags without end": "<p ",
    "entities without end": "&a",
    "style sheets without end": "a{b:",
    "style selectors": "a ",
    "jammers": "a! ",
    "site names": "网",
    "credits": "本文由",
    "more": "更多请关注",
    "field codes": "TOC \\o",
    "forum codes": "[td=",
    "dashes": "- ",
    "cut-outs": "省略1字",
    "cut-outs in brackets": "(省略1字",
    "page numbers": "第1页共",
    "dashed numbers": "—1",
    "glosses": "国(guo",
    "brackets of notes": "【更多",
    "short lines": "同志们\n",
    "furniture": "上一篇\n",
    "numbers alone": "7\n",
    "blank lines": " \n",
    "titles": "在大会上的讲话\n",
    "titles in a row": "在大会上的讲话",
    "file words": "word文档",
    "separators": " - _",
    "bullets": "n 字\n",
    "rare characters": "蒄",
    "rare and common characters": "蒄我",
    "titles amid sentences": "会上的讲话受",
    "English lines": "But we also need to see that\n",
    "doubled letters": "认认",
    "doubled years": "20062006",
    "texts in a row": "第一篇：讲话\n",
    "zero-width": "\u200b我",
    "joiners": "\u200d",
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_comes_to_an_end(unit):
    raw = unit * (SIZE // len(unit))
    assert len(removal(raw).cleaned.text) <= len(raw) + SIZE // len(unit)


def test_a_million_characters_on_one_line():
    sentence = "堤坝修得牢不牢，关键看责任心；第{}处隐患，有的是鼠洞，有的是裂缝。"
    raw = "".join(sentence.format(k) for k in range(1_000_000 // len(sentence)))
    assert removal(raw).cleaned.text == raw
