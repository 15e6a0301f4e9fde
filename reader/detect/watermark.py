"""Names and notes of sites that were spliced into the text, often amid a word.

Two signs. The same words stand several times, each time between other neighbours, and the text reads on when they are
taken out, which the language model judges: a slogan that a speech repeats is part of its sentences. And words that
speak of a site, its documents or its address, which a speech has no place for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

from reader.detect.furniture.classifier import Classifier
from reader.detect.furniture.finding import Finding
from reader.detect.furniture.squeezed import Squeezed
from reader.lm.model import Model
from reader.text.chars import count_han, is_han
from reader.text.fix import Kind
from reader.text.message import Message

Places = NDArray[np.int64]

SHORTEST = 6
"""Characters that must repeat, white space aside, before a string is looked at for its repetition alone."""

_SHORTEST_EVEN, _MANY = 3, 4
"""A string of so few characters counts from so many places on, where these are evenly apart."""

_PAGE, _EVEN = 150, 1.35
"""Characters of a page at least; the longest page is at most so many times the shortest."""

LONGEST = 120
_MOST_STRINGS = 4000
"""Repeated strings that are weighed at most; a watermark repeats more evenly than anything else and comes early."""

_ONE_IN = 30_000
"""Characters of text for which a note stands once at least; in a long text any phrase repeats a few times."""

_SITES_WORDS = 4.0
"""Log-odds for furniture from which the words themselves tell of a site."""

_ENOUGH = 60
"""Places by which a string is judged; it may have more."""

_CONTEXT = 9
"""Characters on each side that the language model reads."""

_TIMEOUT = 10.0

_FOREIGN = -6.5
"""Nats per character below which a name is unknown to the language model: 互联网 −2.9, 电网 −5.4, 老秘网 −9.4."""

_NAME_END = re.compile(r"网站?|文库|论坛|资料库|素材库|图书馆|之家|在线|题库|文档|大全")

_BY_CHANCE = 2
"""Characters at each end of a repeated string that may be the same by chance."""

_NEVER_FIRST, _NEVER_LAST, _NEVER_AT_EDGE = "的了着过和与及", "的和与及在把被对从向", 20.0
"""Words that lean on others: no note begins or ends with one, so the text gets them with this many nats."""

_ODDS_LOST = 1.5
"""Log-odds for furniture that a note may lose with such a character, not more: its own end it would miss."""

_EDGE_MARKS = "。，、；：！？,;:!?．.…”’）)》〉 　"

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

_IS_ADDRESS = regex.compile(rf"(?:https?://|www\.){_ADDRESS}", regex.IGNORECASE)
_GIVES_ADDRESS = regex.compile(
    r"(?:网址|网站|网页|主页|登录|登陆|访问|查询|邮箱|公布|地址|http|是|为|在|[:：（(])[^。！？]{0,4}$"
)
"""Words before an address that the author gives himself."""

_LEAST_HAN = 4
"""Chinese characters that a note has at least; terms in Latin letters repeat in any technical text."""

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


@dataclass(frozen=True, slots=True)
class Repeat:
    """A string that stands several times; ``starts`` are places in the squeezed text."""

    words: str
    starts: tuple[int, ...]

    @property
    def even(self) -> bool:
        """Whether the places are as far apart as the feet of pages, each time about as far."""
        gaps = np.diff(self.starts)
        return len(gaps) > 1 and bool(gaps.min() >= _PAGE and gaps.max() <= _EVEN * gaps.min())


def repeats(squeezed: str, shortest: int = SHORTEST) -> list[Repeat]:
    """Strings that stand at least twice with different neighbours on both sides, each as long as it is common.

    The strings do not overlap themselves. Time is n log n in the length of the text.
    """
    size = len(squeezed) - shortest + 1
    if size < 2:
        return []
    codes = np.frombuffer(squeezed.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    mixed = np.zeros(size, dtype=np.uint64)
    for k in range(shortest):
        mixed = mixed * np.uint64(0x100000001B3) + codes[k : k + size]
        mixed ^= mixed >> np.uint64(29)
    order = np.argsort(mixed, kind="stable")
    ordered = mixed[order]
    first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    counts = np.diff(np.r_[first, len(ordered)])
    before = np.r_[np.uint64(0), codes][order]
    many = counts >= 2
    lowest, highest = np.minimum.reduceat(before, first), np.maximum.reduceat(before, first)
    groups = np.flatnonzero(many & (lowest != highest))
    groups = groups[np.argsort(-counts[groups], kind="stable")][:_MOST_STRINGS]
    found: list[Repeat] = []
    for group in groups.tolist():
        starts = np.sort(order[first[group] : first[group] + counts[group]])
        if len(starts) > 400 and np.median(np.diff(starts)) < LONGEST:
            continue
        length = _common_length(codes, starts, shortest)
        kept: list[int] = []
        for start in starts.tolist():
            if not kept or start >= kept[-1] + length:
                kept.append(start)
        if len(kept) >= 2:
            found.append(Repeat(squeezed[kept[0] : kept[0] + length], tuple(kept)))
    return found


def _common_length(codes: NDArray[np.uint64], starts: Places, at_least: int) -> int:
    length = at_least
    while length < LONGEST and starts[-1] + length < len(codes):
        following = codes[starts + length]
        if (following != following[0]).any():
            break
        length += 1
    return length


class Seams:
    """Asks the language model whether the text reads on over a stretch that is taken out."""

    def __init__(self, text: str, model: Model) -> None:
        self._text = text
        self._model = model

    def is_foreign(self, words: str) -> bool:
        """Whether the language of official texts, news and speeches hardly knows the words (互联网 it knows)."""
        return float(self._model.read(words).log_p.mean()) < _FOREIGN

    def reads_on(self, places: Sequence[int]) -> NDArray[np.bool_]:
        """For each one-character mark whether the text goes on over it, rather than begins a sentence behind it."""
        lines: list[str] = []
        bounds: list[int] = []
        at = 0
        for place in places:
            right = self._text[place + 1 : place + 5]
            for left in (self._text[max(0, place - _CONTEXT) : place], "。"):
                lines.append(left + right)
                bounds += [at + len(left), at + len(left) + min(3, len(right))]
                at += len(left) + len(right) + 1
        totals = self._totals(lines, bounds)
        on: NDArray[np.bool_] = totals[0::2] > totals[1::2]
        return on

    def without_chance(self, repeat: Repeat, classifier: Classifier) -> Repeat:
        """The string without characters at its ends that are the text's own and the same each time by chance.

        Such a character is likelier where it stands in the text, every time, than once as part of the note; and the
        note reads like one without it.
        """
        for _ in range(2 * _BY_CHANCE):
            shorter = [
                Repeat(repeat.words[:-1], repeat.starts),
                Repeat(repeat.words[1:], tuple(start + 1 for start in repeat.starts)),
            ]
            now, *then = classifier.log_odds([repeat.words, *(candidate.words for candidate in shorter)]).tolist()
            evidence = [
                self._text_gains(repeat, candidate) + odds - now if count_han(candidate.words) >= _LEAST_HAN else -1.0
                for candidate, odds in zip(shorter, then, strict=True)
            ]
            best = int(np.argmax(evidence))
            if evidence[best] <= 0.0 or then[best] < now - _ODDS_LOST:
                break
            repeat = shorter[best]
        return repeat

    def _text_gains(self, longer: Repeat, shorter: Repeat) -> float:
        """How many nats the text gains with the one character that the shorter string leaves to it."""
        behind = shorter.starts == longer.starts
        char = longer.words[-1] if behind else longer.words[0]
        if not is_han(char):
            return -np.inf
        size = len(longer.words)
        lines: list[str] = []
        bounds: list[int] = []
        at = 0
        for start in longer.starts:
            left, right = self._text[max(0, start - _CONTEXT) : start], self._text[start + size : start + size + 3]
            for own in ("", char):
                lines.append(left + own + right)
                bounds += [at + len(left), at + len(left) + len(own) + min(2, len(right))]
                at += len(lines[-1]) + 1
        inside = longer.words[-_CONTEXT:] if behind else char
        lines.append(inside)
        bounds += [at + len(inside) - 1, at + len(inside)]
        totals = self._totals(lines, bounds)
        joins = _NEVER_AT_EDGE if char in (_NEVER_LAST if behind else _NEVER_FIRST) else 0.0
        return float(totals[1:-1:2].sum() - totals[0:-1:2].sum() - totals[-1] + joins)

    def _totals(self, lines: Sequence[str], bounds: Sequence[int]) -> NDArray[np.float64]:
        reading = self._model.read("\n".join(lines))
        sums = np.r_[0.0, np.cumsum(reading.log_p, dtype=np.float64)]
        edges = sums[np.searchsorted(reading.positions, bounds)]
        totals: NDArray[np.float64] = edges[1::2] - edges[0::2]
        return totals

    def gains(self, stretches: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
        """For each stretch of the squeezed text how many nats the three characters behind it gain when it is gone."""
        lines: list[str] = []
        bounds: list[int] = []
        at = 0
        for start, end in stretches:
            right = self._text[end : end + 4]
            for left in (self._text[max(0, start - _CONTEXT) : start], self._text[max(start, end - _CONTEXT) : end]):
                lines.append(left + right)
                bounds += [at + len(left), at + len(left) + min(3, len(right))]
                at += len(left) + len(right) + 1
        totals = self._totals(lines, bounds)
        gains: NDArray[np.float64] = totals[0::2] - totals[1::2]
        return gains


def watermarks(text: str, hidden: NDArray[np.bool_], classifier: Classifier, model: Model) -> Iterator[Finding]:
    """What was spliced into the text, the surest first; one place may come several times.

    ``hidden`` marks the characters that other detectors took out already.
    """
    squeezed = Squeezed.of(text, hidden)
    seams = Seams(squeezed.text, model)
    splices = [
        *_repeated(squeezed, seams, classifier),
        *_once(squeezed, seams),
        *_aphorisms(squeezed, seams),
        *_copy_marks(squeezed, seams),
    ]
    for start, end, rule, reason, confidence in sorted(splices, key=lambda splice: -splice[4]):
        yield Finding(*squeezed.span(start, end), Kind.WATERMARK, rule, reason, confidence)


_Splice = tuple[int, int, str, Message, float]


def _repeated(squeezed: Squeezed, seams: Seams, classifier: Classifier) -> Iterator[_Splice]:
    trimmed = [_trimmed(repeat) for repeat in repeats(squeezed.text)]
    odds = classifier.log_odds([repeat.words for repeat in trimmed])
    judged = _weigh(squeezed.text, seams, trimmed, odds.tolist(), _certainty)
    short = [_trimmed(repeat) for repeat in repeats(squeezed.text, _SHORTEST_EVEN) if len(repeat.words) < SHORTEST]
    short = [repeat for repeat in short if len(repeat.starts) >= _MANY and repeat.even]
    judged += _weigh(squeezed.text, seams, short, [0.0] * len(short), _even_certainty)
    names = _site_names(squeezed.text)
    name_odds = classifier.log_odds([name.words for name in names])
    foreign = [
        (name, own)
        for name, own in zip(names, name_odds.tolist(), strict=True)
        if own > 2.0 and seams.is_foreign(name.words)
    ]
    judged += _weigh(squeezed.text, seams, [n for n, _ in foreign], [o for _, o in foreign], _name_certainty)
    judged.sort(key=lambda pair: (-pair[0], -len(pair[1].words) * len(pair[1].starts)))
    for confidence, repeat in judged:
        if len(repeat.starts) > 1:
            reason = Message.of(
                "The same words stand {count} times with different neighbours, and the text reads on without them.",
                count=len(repeat.starts),
            )
        else:
            reason = Message.of("Names a site amid a sentence, which reads on without it.")
        repeat = seams.without_chance(repeat, classifier)
        for start in repeat.starts:
            yield start, start + len(repeat.words), "watermark", reason, confidence


def _weigh(
    text: str,
    seams: Seams,
    found: Sequence[Repeat],
    odds: Sequence[float],
    certainty: Callable[[Repeat, float, NDArray[np.float64], NDArray[np.bool_]], float],
) -> list[tuple[float, Repeat]]:
    """Each string with how sure it is that it was spliced in; those not worth a question left out."""
    judged_by = [repeat.starts[:_ENOUGH] for repeat in found]
    stretches = [
        (start, start + len(repeat.words))
        for repeat, starts in zip(found, judged_by, strict=True)
        for start in starts
    ]
    if not stretches:
        return []
    gains = seams.gains(stretches)
    inside = np.array([_amid_words(text, start, end) for start, end in stretches])
    judged: list[tuple[float, Repeat]] = []
    at = 0
    for repeat, own, starts in zip(found, odds, judged_by, strict=True):
        upto = at + len(starts)
        thin = own <= _SITES_WORDS and len(repeat.starts) * _ONE_IN < len(text)
        if not thin and (confidence := certainty(repeat, own, gains[at:upto], inside[at:upto])):
            judged.append((confidence, repeat))
        at = upto
    return judged


def _amid_words(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and is_han(text[start - 1]) and is_han(text[end])


def _site_names(text: str) -> list[Repeat]:
    """Strings of 3 to 8 characters that end as names of sites do, each with all its places.

    Of 第一文秘网 and 文秘网 the longer one stays where every 文秘网 is one. A name hardly has a character twice.
    """
    places: dict[str, list[int]] = {}
    for match in _NAME_END.finditer(text):
        for length in range(3, 9):
            start = match.end() - length
            if start < 0 or not text[start].isalnum() or start > match.start() - 1:
                if start >= 0 and start > match.start() - 1:
                    continue
                break
            places.setdefault(text[start : match.end()], []).append(start)
    names: list[Repeat] = []
    for words, starts in places.items():
        neighbours = {text[start - 1 : start] for start in starts}
        if len(starts) > 1 and len(neighbours) == 1 and next(iter(neighbours)).isalnum():
            continue
        if len(set(words)) < len(words) - 1:
            continue
        names.append(Repeat(words, tuple(starts)))
    return names


def _trimmed(repeat: Repeat) -> Repeat:
    """Without the stops at its ends that happen to be the same every time."""
    words = repeat.words
    left = len(words) - len(words.lstrip(_EDGE_MARKS))
    words = words.lstrip(_EDGE_MARKS)
    while words and words[-1] in _EDGE_MARKS and not _closes_own(words):
        words = words[:-1]
    words = words or repeat.words
    return Repeat(words, tuple(start + left for start in repeat.starts)) if words != repeat.words else repeat


def _closes_own(words: str) -> bool:
    """Whether the last character closes a bracket or a quotation that the words themselves open."""
    opener = _PAIRS.get(words[-1], "")
    return bool(opener) and words.count(opener) >= words.count(words[-1]) and opener in words


_PAIRS = {"）": "（", ")": "(", "”": "“", "’": "‘", "》": "《", "〉": "〈"}


def _certainty(repeat: Repeat, odds: float, gains: NDArray[np.float64], inside: NDArray[np.bool_]) -> float:
    """How sure it is that a repeated string was spliced in; 0 where it is not worth a question.

    Words of a site need little more than their repetition. Any other string must stand inside sentences that read
    better without it, nearly every time: a name or a slogan stands where its sentence wants it.
    """
    if count_han(repeat.words) < _LEAST_HAN and not _IS_ADDRESS.search(repeat.words):
        return 0.0
    amid = gains[inside]
    mean = float(gains.mean())
    if (odds > _SITES_WORDS and mean > 0.0) or (odds > 7.0 and mean > -2.5 and count_han(repeat.words) >= 6):
        return 0.99
    if odds > 6.0 and mean > -6.0 and count_han(repeat.words) >= 8:
        return 0.98
    if odds > _SITES_WORDS and mean > -2.5:
        return 0.8
    if repeat.even and _even_certainty(repeat, odds, gains, inside):
        return 0.975
    if not len(amid):
        return 0.0
    middle, least = float(np.median(amid)), float(amid.min())
    if odds > 2.0 and mean > 1.0 and middle > 3.0 and len(amid) >= 2:
        return 0.98
    if len(repeat.words) >= 8 and len(gains) >= 3 and len(amid) >= 2 and middle > 7.0 and least > 2.0:
        return 0.975
    share = float((gains > 0).mean())
    tells = odds > -1.0 or len(repeat.words) >= 2 * SHORTEST
    if tells and len(gains) >= 3 and middle > 6.0 and share >= 0.6:
        return 0.8
    if len(repeat.words) >= 8 and len(amid) == len(gains) and middle > 6.0 and least > 4.0:
        return 0.8
    return 0.0


def _even_certainty(repeat: Repeat, odds: float, gains: NDArray[np.float64], inside: NDArray[np.bool_]) -> float:
    """The same for a string that stands at even distances, as what was printed on every page does."""
    del odds
    share, amid = float((gains > 0).mean()), gains[inside]
    if count_han(repeat.words) < _SHORTEST_EVEN or not len(amid):
        return 0.0
    if len(gains) >= _MANY:
        return 0.975 if float(gains.mean()) > 2.0 and share >= 0.7 else 0.0
    return 0.975 if len(amid) > 1 and float(np.median(amid)) > 5.0 and share > 0.6 else 0.0


def _name_certainty(repeat: Repeat, odds: float, gains: NDArray[np.float64], inside: NDArray[np.bool_]) -> float:
    """The same for a string that ends as a site's name does and is no common word."""
    amid = gains[inside]
    if not len(amid):
        return 0.0
    middle, share = float(np.median(amid)), float((amid > 0).mean())
    if len(gains) >= 3 and middle > 1.0 and float(gains.mean()) > 0.0 and share >= 0.5:
        return 0.98
    if len(gains) == 2 and middle > 4.0:
        return 0.975
    if len(gains) == 1 and middle > 6.0 and odds > 4.0:
        return 0.8
    return 0.0


def _aphorisms(squeezed: Squeezed, seams: Seams) -> Iterator[_Splice]:
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


def _copy_marks(squeezed: Squeezed, seams: Seams) -> Iterator[_Splice]:
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


def _once(squeezed: Squeezed, seams: Seams) -> Iterator[_Splice]:
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
        if _IS_ADDRESS.match(text, start) and _GIVES_ADDRESS.search(text[max(0, start - 12) : start]):
            continue
        yield start, end, "watermark", reason, confidence if sure else min(confidence, 0.9) - 0.2
