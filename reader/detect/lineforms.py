"""Lines that head and close official texts, told by their form where a text lost all its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.text.chars import HAN, NUMERALS

_DATE = rf"(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日|[一二][{NUMERALS}○]{{3}}年[{NUMERALS}]{{1,3}}月[{NUMERALS}]{{1,3}}日)"
_GREETED = (
    "(?:同志们|同胞们|朋友们|女士们|先生们|老师们|同学们|乡亲们|代表们|委员们|战友们|全国同胞|各位|全体|尊敬的|亲爱的"
    r"|\d{4}[届级])"
)
ADDRESSED = re.compile(rf"{_GREETED}[^。！？；\n]{{0,60}}(?:[：:，,！]|$)", re.MULTILINE)
"""A line or the start of one that names who is addressed."""
_FORMS = (
    re.compile(
        rf"[（(]{_DATE}[^（()）。]{{0,10}}[）)]()\s?[{HAN}]{{2,16}}?()(?:\s?{_GREETED}[^。！？；\n]{{0,120}}[：:])"
    ),
    re.compile(
        rf"[。！]()\s?(?:总理|主席|省长|市长|州长|县长|部长|主任)\s?[{HAN}]{{2,4}}()\s?{_DATE}()(?![，、的至到起以前后])"
    ),
    re.compile(rf"(?:讲话|致辞|演讲|发言|报告)()\s?[（(]{_DATE}[，,][^（()）。]{{2,8}}[）)]()"),
    re.compile(
        rf"(?:条例|办法|规定|规则|法)()\s?[（(]{_DATE}[^（()）。]{{8,200}}(?:通过|公布|发布|修订|修正)[）)]()\s?第一[章条]"
    ),
    re.compile(rf"{_DATE}()\s?[（(](?:此件|本文)[^（()）。]{{2,12}}[）)]()"),
    re.compile(r"国[家务院]{1,3}令第\s?\d{1,4}\s?号()(?=\s?[《现])"),
)
"""Who speaks, between the date in brackets and the greeting; who signed a decree, and when; when and where a speech was
held; when a law was passed, before its first article; how far a paper may be passed on; the number of a decree. The
empty groups are where the lines end.
"""


def form_ends(text: str, left: int, right: int) -> Iterator[int]:
    """Where such lines end between two places of a text, in no order; some are found twice."""
    for form in _FORMS:
        for match in form.finditer(text, left, right):
            for group in range(1, form.groups + 1):
                if left < match.start(group) < right:
                    yield match.start(group)
