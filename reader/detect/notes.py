"""Notes of sites that are known by their form, once is enough: credits, addresses, advertisements, copy marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import regex

from reader.detect.furniture.squeezed import Squeezed
from reader.detect.seams import Seams
from reader.text.chars import is_han
from reader.text.message import Message

_TIMEOUT = 10.0

_ADDRESS = (
    r"(?:https?://)?(?:[a-z0-9\-]{1,30}\.){1,3}(?:com|cn|net|org|top|cc|vip|info|xyz)(?:\.cn)?"
    r"(?:/[\w\-./?=&%]{0,60})?"
)
_SITE = r"[^。！？；\s]{1,16}?(?:网站?|文库|论坛|资料库|素材库|图书馆|文档|之家|在线)"
_RIGHTS = (
    r"(?:[,，](?:版权所有|违[责者]必[纠究]|侵权必究|转载请注明(?:出处)?|未经(?:许可|授权)[^。，,\s]{0,8}"
    r"|仅供[^。，,\s]{0,8})){0,3}"
)
_DONE = r"(?:作品|整理发布|收集整理|整理|提供|发布|原创|首发|版权所有)?"

_PLAIN = 0.985
"""From this share of right hits on the form alone decides, and the language model is hardly asked."""

_BARE = r"(?:[a-z0-9\-]{2,30}\.){1,2}(?:com|cn|net|org|top|cc|vip|info|xyz)(?:\.cn)?"
"""An address without what tells one, amid the characters of a sentence; asked about."""

IS_ADDRESS = regex.compile(rf"(?:https?://|www\.){_ADDRESS}", regex.IGNORECASE)
_OPENS_ADDRESS = regex.compile(rf"(?:https?://|www\.){_ADDRESS}|{_BARE}", regex.IGNORECASE)
_GIVES_ADDRESS = regex.compile(
    r"(?:网址|网站|网页|主页|登录|登陆|访问|查询|邮箱|公布|地址|http|是|为|在|[:：（(])[^。！？]{0,4}$"
)
"""Words before an address that the author gives himself."""

_APHORISM = regex.compile(r"\d{1,3}、(?:…{1,3}|[^。！？；：\n]{4,24})——(?=[\u4e00-\u9fff]{2})")
_TELLING = 5.0
"""A saying with its author is a page's header where the text gains so many nats without it."""

_NOTES = tuple(
    (regex.compile(pattern, regex.IGNORECASE), share)
    for pattern, share in (
        (r"【[^【】\n]{0,24}(?:微信|公众号|qq|加群|客服|下载|更多)[^【】\n]{0,24}】", _PLAIN),
        (
            r"[（(\[][^()（）\[\]\n]{0,24}(?:整理|收集|上传|转载|下载|更多)"
            rf"{_ADDRESS}[^()（）\[\]\n]{{0,12}}[）)\]]",
            _PLAIN,
        ),
        (
            r"(?:本文|该文|此文|本资料|该资料|本篇)(?:档)?(?:为|由|来自|来源于|转载自|摘自|选自)"
            rf"{_SITE}(?:\(?{_ADDRESS}\)?)?{_DONE}{_RIGHTS}",
            _PLAIN,
        ),
        (rf"(?:资料|文章|本文|内容|信息)来源(?:于)?[:：]?\s?{_SITE}\s?(?:www\.)?{_ADDRESS}", _PLAIN),
        (rf"(?:资料|文章|本文|内容|信息)来源(?:于)?[:：]\s?{_SITE}", 0.95),
        (
            r"(?:获取|查看)?更多[^。！？，,；;\s]{0,10}?(?:请关注|请访问|请登录|请搜索|尽在|关注|访问)"
            rf"{_SITE}(?:{_ADDRESS})?",
            0.98,
        ),
        (rf"(?:https?://|www\.){_ADDRESS}", 0.98),
        (rf"(?<=[\u4e00-\u9fff]){_BARE}(?=[\u4e00-\u9fff])", 0.95),
        (r"精品名师归纳总结(?:可编辑资料)?(?:[ \-]{2,40}欢迎下载)?", 0.98),
        (
            r"(?:资料|word|可编辑资料)[^。，\n]{0,16}[ \-]{6,60}(?:可编辑资料|欢迎下载)(?:[ \-]{4,40}欢迎下载)?",
            _PLAIN,
        ),
        (
            r"[（(【\[]?(?:加?微信号?|公众号|q群|qq群?|加群|vx|加v)[:：]?\s?[a-z0-9_\-]{5,20}[）)】\]]?"
            r"(?=[\u4e00-\u9fff，。])",
            0.95,
        ),
    )
)
"""Forms of such notes, with the share of hits that are right where the text reads on without them."""

Splice = tuple[int, int, str, Message, float]
"""Start and end in the squeezed text, the rule's name, the reason, the confidence."""


def aphorisms(squeezed: Squeezed, seams: Seams) -> Iterator[Splice]:
    """Sayings that an uploader printed as page headers (7、……——某人); where the author's name ends is for the text to
    say that goes on behind it.
    """
    text = squeezed.text
    reason = Message.of("A saying with its author, amid a sentence: the header of a printed page.")
    for match in _APHORISM.finditer(text, timeout=_TIMEOUT):
        ends = [match.end() + size for size in (2, 3, 4) if text[match.end() : match.end() + size].isalpha()]
        gains = seams.gains([(match.start(), end) for end in ends])
        best = int(gains.argmax())
        if match.start() and gains[best] > 0:
            confidence = 0.975 if gains[best] > _TELLING and is_han(text[match.start() - 1]) else 0.7
            yield match.start(), ends[best], "watermark", reason, confidence


_COPY_MARK = re.compile(r"(?<=[\u4e00-\u9fff][的了和得与])['.](?=[\u4e00-\u9fff])")
_POINTS = re.compile(r"[\u4e00-\u9fff]\.(?=[\u4e00-\u9fff])")


def copy_marks(squeezed: Squeezed, seams: Seams) -> Iterator[Splice]:
    """Dots and apostrophes that sites put behind 的, 了 and 和 to know their copies (的.新模式).

    None where the text uses the point as its full stop.
    """
    places = [match.start() for match in _COPY_MARK.finditer(squeezed.text)]
    points = len(_POINTS.findall(squeezed.text))
    if not places or (points > 1.5 * len(places) and points > squeezed.text.count("。")):
        return
    reason = Message.of("A mark that a site put behind a common word to recognise its copies.")
    for place, on in zip(places, seams.reads_on(places).tolist(), strict=True):
        yield place, place + 1, "copy_mark", reason, 0.98 if on else 0.7


def known_notes(squeezed: Squeezed, seams: Seams) -> Iterator[Splice]:
    """Notes of a known form; once is enough where the words leave no doubt.

    What stands several times is judged by the middle one of its places.
    """
    text = squeezed.text
    found: list[tuple[int, int, float]] = []
    for pattern, confidence in _NOTES:
        try:
            found += [(m.start(), m.end(), confidence) for m in pattern.finditer(text, timeout=_TIMEOUT)]
        except TimeoutError:
            continue  # A text that takes this long is none; the other forms are still looked for.
    if not found:
        return
    gains = seams.gains([(start, end) for start, end, _ in found])
    reason = Message.of("Names a site or its documents, amid the speech.")
    by_words: dict[str, list[float]] = {}
    for (start, end, _), gain in zip(found, gains.tolist(), strict=True):
        by_words.setdefault(text[start:end], []).append(gain)
    for start, end, confidence in sorted(found, key=lambda note: -note[2]):
        gain = float(np.median(by_words[text[start:end]]))
        sure = gain > (0.5 if confidence < _PLAIN else -8.0)
        if _OPENS_ADDRESS.match(text, start) and _GIVES_ADDRESS.search(text[max(0, start - 12) : start]):
            continue
        yield start, end, "watermark", reason, confidence if sure else min(confidence, 0.9) - 0.2
