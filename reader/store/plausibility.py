"""How much a text reads like Chinese: tells a right reading of bytes from a wrong one."""

from __future__ import annotations

from functools import cache
from unicodedata import category

from reader.text.chars import is_han

SAMPLE = 30_000
"""Code points that are enough to judge a text; the share of frequent characters settles long before."""

_FREQUENT = frozenset(
    "的国和中一人要发大业有在是会民作年不政展工进为地务了实们建我行同理部全开学生各新家主关以经制体重个法合对设力机改区上动加定成产化革社公党出代持方管"
    "保市规用资现事强面自能等来到好高门共分平时三企十这院推于日利立提性办位导本度下创战应坚义就点济得二治府意任支长责专基步级构教项文场月志研前向第南过科"
    "组结通多监表省目先校员总核你内领标心求明系件育四范与争天条期效入后里问委题更当子及两农统施可特情职调信金放所量相华品极积活确其究水起他之都深震今决完"
    "把查安也将五想族技担取服正指外广策优从小整着医造防团格负质做央局续解程精织者思习集交世并善路单际审落命划讲准增号界见依税军历由执按认友才道据干青次商"
    "而价稳术源考式转真说计促话老记运西还报财师去城车受试万融根神继间九形权近种营流或史网直村境照联况协知众给北供别美费投配处八息略变备围收难东果清请使打"
    "台电士最接念切严证采快兴伟必则百群口斗需抗补风议已复带原县护彻"
    "國發業會進爲務實們開學關經體個對設機區動產黨規資現強來門時這於辦導創戰應堅義點濟長責專級構項場過組結監員總內領標範與爭條問題當兩農統職調華極積確決"
    "將擔廣優從醫團負質織續習並單際審劃講準號見稅軍歷執認據幹價穩術轉說計話記運還報財師車試萬繼間權種營網聯況協衆給別費處變備圍難東請臺電嚴證採興偉則羣鬥"
    "補風議復帶縣護徹為眾群台"
)
"""The 400 most frequent characters of official texts, 79 % of their running text, and their traditional forms."""

_MARKS = frozenset("“”‘’—…·、。《》〈〉「」『』【】〔〕（），．：；！？％　①②③④⑤⑥⑦⑧⑨⑩Ⅰ—―○●■□◆★☆※→×℃")

_FREQUENT_HAN = 1.0
_MARK = 0.5
_KNOWN_HAN = 0.2
_RARE_HAN = -0.3
_FOREIGN = -0.2
_NO_CHARACTER = -2.0


def plausibility(text: str) -> float:
    """The mean weight of the characters outside ASCII: near 0.8 for Chinese read rightly, below 0 read wrongly.

    Text in ASCII alone says nothing against itself and scores 1.
    """
    total = 0.0
    count = 0
    for char in text:
        if " " <= char < "\x7f" or char in "\t\n\r\f":
            continue
        count += 1
        total += _weight(char)
    return total / count if count else 1.0


@cache
def _weight(char: str) -> float:
    if char in _FREQUENT:
        return _FREQUENT_HAN
    if char in _MARKS:
        return _MARK
    if is_han(char):
        return _KNOWN_HAN if char in _known() else _RARE_HAN
    if char == "\ufffd" or category(char) in ("Cc", "Cn", "Co", "Cs"):
        return _NO_CHARACTER
    return _FOREIGN


@cache
def _known() -> frozenset[str]:
    """The everyday halves of the two standards: level 1 of GB 2312 (3,755) and of Big5 (5,401)."""
    gb = b"".join(bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    cells = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    big5 = b"".join(bytes((row, cell)) for row in range(0xA4, 0xC7) for cell in cells)
    return frozenset(gb.decode("gb2312", "ignore") + big5.decode("big5", "ignore"))
