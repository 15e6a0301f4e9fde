"""Texts as symbols."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.lm.vocabulary import BOUNDARY, DIGITS, LATIN, UNKNOWN, Vocabulary

VOCABULARY = Vocabulary.of("，。（）中国人民大会年工作我们的“”")


def spelt(text: str) -> str:
    names = {UNKNOWN: "?", BOUNDARY: "|", DIGITS: "9", LATIN: "a"}
    return "".join(names.get(s, VOCABULARY.character(s)) for s in VOCABULARY.encode(text)[0].tolist())


@pytest.mark.parametrize(("text", "expected"), [
    ("中国人民", "中国人民"),
    ("中国, 人 民(工作)", "中国，人民（工作）"),
    ("2013年", "9年"),
    ("１２ 3年", "9年"),
    ("VIP会员", "a会?"),
    ("中\n国", "中|国"),
    ("中\u3000国\u200b人", "中国人"),
    ("𠮷民", "?民"),
    ("", ""),
])
def test_symbols(text, expected):
    assert spelt(text) == expected


@given(st.text(alphabet="中国人民,，。 12aB\n\u3000乂𠮷"))
def test_positions_point_at_the_symbols(text):
    symbols, positions = VOCABULARY.encode(text)
    assert len(symbols) == len(positions)
    assert (np.diff(positions) > 0).all()
    for symbol, at in zip(symbols.tolist(), positions.tolist(), strict=True):
        assert VOCABULARY.symbols_of(text[at])[0] == symbol


def test_too_many_characters_are_refused():
    with pytest.raises(ValueError, match="16384"):
        Vocabulary("".join(map(chr, range(0x3400, 0x3400 + 16384))))
