"""Names and notes of sites that were spliced into the text, often amid a word.

Two signs. The same words stand several times, each time between other neighbours, and the text reads on when they are
taken out, which the language model judges: a slogan that a speech repeats is part of its sentences. And words that
speak of a site, its documents or its address, which a speech has no place for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

from reader.detect.furniture.classifier import Classifier
from reader.detect.furniture.finding import Finding
from reader.lm.model import Model
from reader.text.fix import Kind
from reader.text.message import Message

Places = NDArray[np.int64]

SHORTEST = 6
"""Characters that must repeat, white space aside, before a string is looked at for its repetition alone."""

LONGEST = 120
_MOST_STRINGS = 4000
"""Repeated strings that are weighed at most; a watermark repeats more evenly than anything else and comes early."""

_CONTEXT = 9
"""Characters on each side that the language model reads."""

_TIMEOUT = 10.0

_EDGE_MARKS = "。，、；：！？,;:!?．.…”’）)》〉 　"

_ADDRESS = r"(?:https?://)?(?:[a-z0-9\-]{1,30}\.){1,3}(?:com|cn|net|org|top|cc|vip|info|xyz)(?:\.cn)?(?:/[\w\-./?=&%]{0,60})?"
_SITE = r"[\u4e00-\u9fffA-Za-z0-9]{1,10}?(?:网|文库|论坛|资料库|素材库|图书馆|文档|之家|在线)"
_NOTES = tuple(
    (regex.compile(pattern, regex.IGNORECASE), confidence)
    for pattern, confidence in (
        (r"【[^【】\n]{0,24}(?:微信|公众号|qq|加群|客服|下载|更多)[^【】\n]{0,24}】", 0.985),
        (r"[（(\[][^()（）\[\]\n]{0,24}(?:整理|收集|上传|转载|下载|更多)[^()（）\[\]\n]{0,20}" + _ADDRESS + r"[^()（）\[\]\n]{0,12}[）)\]]", 0.985),
        (rf"(?:本文|该文|此文|本资料|该文档|本文档|此文档|本篇)(?:档)?(?:为|由|来自|来源于|转载自|摘自|选自)[^。！？\n ]{{0,6}}?{_SITE}(?:网)?(?:\(?{_ADDRESS}\)?)?"
         rf"(?:作品|整理发布|收集整理|整理|提供|发布|原创|首发|版权所有)?(?:[,，](?:版权所有|违[责者]必[纠究]|侵权必究|转载请注明(?:出处)?|未经(?:许可|授权)[^。，,\n]{{0,8}}|仅供[^。，,\n]{{0,8}})){{0,3}}", 0.985),
        (rf"(?:资料|文章|本文|内容|信息)来源(?:于)?[:：]?\s?{_SITE}(?:网)?\s?(?:{_ADDRESS})?", 0.95),
        (rf"(?:更多|获取更多|查看更多)[^。！？，,；;\n ]{{0,10}}(?:请关注|请访问|请登录|请搜索|尽在|关注|访问)[^。！？，,；;\n ]{{0,4}}?{_SITE}(?:网)?(?:{_ADDRESS})?", 0.98),
        (rf"{_SITE}\s?(?:www\.){_ADDRESS}", 0.98),
        (rf"(?:https?://|www\.){_ADDRESS}", 0.9),
        (r"精品名师归纳总结(?:可编辑资料)?(?:[ \-]{2,40}欢迎下载)?", 0.98),
        (r"(?:资料|word|可编辑资料)[^。，\n]{0,16}[ \-]{6,60}(?:可编辑资料|欢迎下载)(?:[ \-]{4,40}欢迎下载)?", 0.985),
        (r"\d{1,3}、…{1,3}——\S{1,6}?(?=[\s\u4e00-\u9fff])", 0.6),
    )
)  # fmt: skip
"""Forms of such notes, with the share of hits that are right where the text reads on without them."""


@dataclass(frozen=True, slots=True)
class Squeezed:
    """The text without white space and without what other detectors took out, and where each character stands."""

    text: str
    places: Places

    @classmethod
    def of(cls, text: str, hidden: NDArray[np.bool_]) -> Squeezed:
        keep = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        blank = (keep <= 0x20) | (keep == 0x3000) | (keep == 0xA0) | (keep == 0x85)
        places = np.flatnonzero(~blank & ~hidden)
        return cls("".join(map(text.__getitem__, places.tolist())), places)

    def span(self, start: int, end: int) -> tuple[int, int]:
        return int(self.places[start]), int(self.places[end - 1]) + 1


@dataclass(frozen=True, slots=True)
class Repeat:
    """A string that stands several times; ``starts`` are places in the squeezed text."""

    words: str
    starts: tuple[int, ...]


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

    def gains(self, stretches: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
        """For each stretch of the squeezed text how many nats the three characters behind it gain when it is gone."""
        lines: list[str] = []
        marks: list[int] = []
        for start, end in stretches:
            left = self._text[max(0, start - _CONTEXT) : start]
            right = self._text[end : end + 4]
            inner = self._text[max(start, end - _CONTEXT) : end]
            lines += [left + right, inner + right]
            marks += [len(left), len(inner)]
        reading = self._model.read("\n".join(lines))
        sums = np.r_[0.0, np.cumsum(reading.log_p, dtype=np.float64)]
        totals = np.empty(len(lines))
        at = 0
        for row, (line, mark) in enumerate(zip(lines, marks, strict=True)):
            low, high = np.searchsorted(reading.positions, (at + mark, at + min(mark + 3, len(line))))
            totals[row] = sums[high] - sums[low]
            at += len(line) + 1
        return totals[0::2] - totals[1::2]


def watermarks(text: str, hidden: NDArray[np.bool_], classifier: Classifier, model: Model) -> Iterator[Finding]:
    """What was spliced into the text; ``hidden`` marks the characters that other detectors took out already."""
    squeezed = Squeezed.of(text, hidden)
    seams = Seams(squeezed.text, model)
    taken = np.zeros(len(squeezed.text), dtype=bool)
    for start, end, rule, reason, confidence in [
        *_repeated(squeezed, seams, classifier),
        *_once(squeezed, seams),
    ]:
        if taken[start:end].any():
            continue
        taken[start:end] = True
        yield Finding(*squeezed.span(start, end), Kind.WATERMARK, rule, reason, confidence)


_Splice = tuple[int, int, str, Message, float]


def _repeated(squeezed: Squeezed, seams: Seams, classifier: Classifier) -> Iterator[_Splice]:
    found = repeats(squeezed.text)
    if not found:
        return
    trimmed = [_trimmed(repeat) for repeat in found]
    odds = classifier.log_odds([repeat.words for repeat in trimmed])
    stretches = [(start, start + len(repeat.words)) for repeat in trimmed for start in repeat.starts]
    gains = seams.gains(stretches)
    at = 0
    weighed: list[tuple[float, Repeat]] = []
    for repeat, own in zip(trimmed, odds.tolist(), strict=True):
        mine = gains[at : at + len(repeat.starts)]
        at += len(repeat.starts)
        confidence = _certainty(repeat, own, mine)
        if confidence:
            weighed.append((confidence, repeat))
    weighed.sort(key=lambda pair: (-pair[0], -len(pair[1].words) * len(pair[1].starts)))
    for confidence, repeat in weighed:
        reason = Message.of(
            "The same words stand {count} times with different neighbours, and the text reads on without them.",
            count=len(repeat.starts),
        )
        for start in repeat.starts:
            yield start, start + len(repeat.words), "watermark", reason, confidence


def _trimmed(repeat: Repeat) -> Repeat:
    """Without the stops at its ends that happen to be the same every time."""
    words = repeat.words
    left = len(words) - len(words.lstrip(_EDGE_MARKS))
    words = words.strip(_EDGE_MARKS) or repeat.words
    return Repeat(words, tuple(start + left for start in repeat.starts)) if words != repeat.words else repeat


def _certainty(repeat: Repeat, odds: float, gains: NDArray[np.float64]) -> float:
    """How sure it is that the string was spliced in; 0 where it is not worth a question."""
    if len(repeat.words) < SHORTEST - 1:
        return 0.0
    mean, share = float(gains.mean()), float((gains > 0).mean())
    if odds > 1.0 and mean > 1.0 and share >= 0.7:
        return 0.99
    if len(gains) >= 3 and len(repeat.words) >= 7 and mean > 5.0 and share >= 0.9:
        return 0.975
    if len(repeat.words) >= 7 and mean > 5.0 and share == 1.0 and odds > -2.0:
        return 0.8
    return 0.0


def _once(squeezed: Squeezed, seams: Seams) -> Iterator[_Splice]:
    text = squeezed.text
    found: list[tuple[int, int, float]] = []
    for pattern, confidence in _NOTES:
        found += [(m.start(), m.end(), confidence) for m in pattern.finditer(text, timeout=_TIMEOUT)]
    if not found:
        return
    gains = seams.gains([(start, end) for start, end, _ in found])
    reason = Message.of("Names a site or its documents, amid the speech.")
    for (start, end, confidence), gain in sorted(zip(found, gains.tolist(), strict=True), key=lambda p: -p[0][2]):
        yield start, end, "watermark", reason, confidence if gain > 0.5 else min(confidence, 0.9) - 0.2
