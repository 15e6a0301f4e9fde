"""Misread punctuation."""

import pytest

from reader.lm.marks import find_misread_marks

PAGE = [
    "各省·自治区丶直辖市人民政府，国务院各部委·各直属机构：",
    "要认真贯彻落实党中央·国务院的决策部署，加快建设法治政府丶法治社会，维护国家法制统一丶尊严。",
    "国办发【2018】115号",
]


def test_dots_and_strokes_of_a_page_are_found():
    found = {(m.paragraph, m.start): m for m in find_misread_marks(PAGE)}
    for number, paragraph in enumerate(PAGE):
        for at, ch in enumerate(paragraph):
            assert ((number, at) in found) == (ch in "·丶【】"), (number, at, ch)
    assert {m.candidates[0][0] for m in found.values() if m.observed in "·丶"} == {"、"}
    assert [m.candidates[0][0] for m in found.values() if m.observed in "【】"] == ["〔", "〕"]
    assert all(0.5 <= m.confidence <= 1 for m in found.values())
    assert list(found) == sorted(found)


@pytest.mark.parametrize("text", [
    "卡尔·马克思和弗里德里希·恩格斯", "大连重工•起重集团公司", "一二·九运动", "【导语】各位代表", "", "·", "丶丶丶",
    "请看[1]和[2]",
])
def test_lone_dots_and_other_brackets_stay(text):
    assert list(find_misread_marks([text])) == []
