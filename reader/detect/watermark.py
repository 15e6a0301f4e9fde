"""Names and notes of sites that were spliced into the text, often amid a word.

Two signs. The same words stand several times, each time between other neighbours, and the text reads on when they are
taken out, which the language model judges: a slogan that a speech repeats is part of its sentences. And words that
speak of a site, its documents or its address, which a speech has no place for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from reader.detect.furniture.classifier import Classifier
from reader.detect.furniture.finding import Finding
from reader.detect.furniture.squeezed import Squeezed
from reader.detect.notes import IS_ADDRESS, Splice, aphorisms, copy_marks, known_notes
from reader.detect.repeats import LEAST_HAN, SHORTEST, Repeat, repeats
from reader.detect.seams import Seams
from reader.lm.model import Model
from reader.text.chars import count_han, is_han
from reader.text.fix import Kind
from reader.text.message import Message

_SHORTEST_EVEN, _MANY = 3, 4
"""A string of so few characters counts from so many places on, where these are evenly apart."""

_ONE_IN = 30_000
"""Characters of text for which a note stands once at least; in a long text any phrase repeats a few times."""

_SITES_WORDS = 4.0
"""Log-odds for furniture from which the words themselves tell of a site."""

_NO_SPEECH, _LONG = -1.0, 8
"""Log-odds for furniture below which the words are a speech's own, unless they are so many characters or more."""

_ENOUGH = 60
"""Places by which a string is judged; it may have more."""

_NAME_END = re.compile(r"网站?|文库|论坛|资料库|素材库|图书馆|之家|在线|题库|文档|大全")

_EDGE_MARKS = "。，、；：！？,;:!?．.…”’）)》〉 　"


def watermarks(text: str, hidden: NDArray[np.bool_], classifier: Classifier, model: Model) -> Iterator[Finding]:
    """What was spliced into the text, the surest first; one place may come several times.

    ``hidden`` marks the characters that other detectors took out already.
    """
    squeezed = Squeezed.of(text, hidden)
    seams = Seams(squeezed.text, model)
    known = list(known_notes(squeezed, seams))
    repeated = list(_repeated(squeezed, seams, classifier))
    splices = [
        *(splice for splice in repeated if not _took_in_speech(squeezed.text, splice, known, classifier)),
        *known,
        *aphorisms(squeezed, seams),
        *copy_marks(squeezed, seams),
    ]
    for start, end, rule, reason, confidence in sorted(splices, key=lambda splice: -splice[4]):
        yield Finding(*squeezed.span(start, end), Kind.WATERMARK, rule, reason, confidence)


def _took_in_speech(text: str, splice: Splice, known: Sequence[Splice], classifier: Classifier) -> bool:
    """Whether a repeated string is a note of a known form with words of the speech that happen to stand beside it each
    time: it reads more like a site's without them, and they do not at all.
    """
    start, end = splice[:2]
    for inner_start, inner_end, *_ in known:
        if start <= inner_start and inner_end <= end and 0 < end - start - (inner_end - inner_start) <= _BESIDE:
            rest = [part for part in (text[start:inner_start], text[inner_end:end]) if part]
            whole, own, *others = classifier.log_odds([text[start:end], text[inner_start:inner_end], *rest]).tolist()
            if own > whole and max(others) < _NO_SITES:
                return True
    return False


_BESIDE, _NO_SITES = 6, 1.0
"""Characters that stand beside a note by chance each time at most, and the log-odds below which they are no site's."""


def _repeated(squeezed: Squeezed, seams: Seams, classifier: Classifier) -> Iterator[Splice]:
    trimmed = [repeat for repeat in map(_trimmed, repeats(squeezed.text)) if _may_be_a_note(repeat.words)]
    names = _site_names(squeezed.text)
    odds = classifier.log_odds([repeat.words for repeat in (*trimmed, *names)]).tolist()
    notes = [(repeat, own) for repeat, own in zip(trimmed, odds, strict=False) if _worth_weighing(repeat, own)]
    judged = _weigh(squeezed.text, seams, notes, _certainty)
    often = repeats(squeezed.text, _SHORTEST_EVEN, _MANY)
    short = [repeat for repeat in map(_trimmed, (one for one in often if len(one.words) < SHORTEST)) if repeat.even]
    judged += _weigh(squeezed.text, seams, [(repeat, 0.0) for repeat in short], _even_certainty)
    likely = [(name, own) for name, own in zip(names, odds[len(trimmed) :], strict=True) if own > 2.0]
    unknown = seams.are_foreign([name.words for name, _ in likely]).tolist()
    foreign = [pair for pair, is_foreign in zip(likely, unknown, strict=True) if is_foreign]
    judged += _weigh(squeezed.text, seams, foreign, _name_certainty)
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
    found: Sequence[tuple[Repeat, float]],
    certainty: Callable[[Repeat, float, NDArray[np.float64], NDArray[np.bool_]], float],
) -> list[tuple[float, Repeat]]:
    """Each string, found with its log-odds for furniture, with how sure it is that it was spliced in.

    Those not worth a question are left out.
    """
    stretches = [
        (start, start + len(repeat.words)) for repeat, _ in found for start in repeat.starts[:_ENOUGH]
    ]
    if not stretches:
        return []
    gains = seams.gains(stretches)
    inside = np.array([_amid_words(text, start, end) for start, end in stretches])
    judged: list[tuple[float, Repeat]] = []
    at = 0
    for repeat, own in found:
        upto = at + len(repeat.starts[:_ENOUGH])
        thin = own <= _SITES_WORDS and len(repeat.starts) * _ONE_IN < len(text)
        if not thin and (confidence := certainty(repeat, own, gains[at:upto], inside[at:upto])):
            judged.append((confidence, repeat))
        at = upto
    return judged


def _amid_words(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and is_han(text[start - 1]) and is_han(text[end])


def _site_names(text: str) -> list[Repeat]:
    """Strings of 3 to 8 characters that end as names of sites do, each with all its places.

    Of 第一文秘网 and 文秘网 the longer one stays where every 文秘网 is one. A name hardly has a character twice; one
    that never stands amid words is left to the lines.
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
        if not any(_amid_words(text, start, start + len(words)) for start in starts[:_ENOUGH]):
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


def _may_be_a_note(words: str) -> bool:
    """Whether a repeated string has Chinese words or an address; any technical text repeats Latin terms."""
    return count_han(words) >= LEAST_HAN or IS_ADDRESS.search(words) is not None


def _worth_weighing(repeat: Repeat, odds: float) -> bool:
    """Whether :func:`_certainty` may be above 0, whatever the text gains; most that a speech repeats is not."""
    return odds > _NO_SPEECH or len(repeat.words) >= _LONG or repeat.even


def _certainty(repeat: Repeat, odds: float, gains: NDArray[np.float64], inside: NDArray[np.bool_]) -> float:
    """How sure it is that a repeated string was spliced in; 0 where it is not worth a question.

    Words of a site need little more than their repetition. Any other string must stand inside sentences that read
    better without it, nearly every time: a name or a slogan stands where its sentence wants it.
    """
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
    middle, least = median(amid.tolist()), float(amid.min())
    if odds > 2.0 and mean > 1.0 and middle > 3.0 and len(amid) >= 2:
        return 0.98
    if len(repeat.words) >= _LONG and len(gains) >= 3 and len(amid) >= 2 and middle > 7.0 and least > 2.0:
        return 0.975
    share = float((gains > 0).mean())
    tells = odds > _NO_SPEECH or len(repeat.words) >= 2 * SHORTEST
    if tells and len(gains) >= 3 and middle > 6.0 and share >= 0.6:
        return 0.8
    if len(repeat.words) >= _LONG and len(amid) == len(gains) and middle > 6.0 and least > 4.0:
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
    return 0.975 if len(amid) > 1 and median(amid.tolist()) > 5.0 and share > 0.6 else 0.0


def _name_certainty(repeat: Repeat, odds: float, gains: NDArray[np.float64], inside: NDArray[np.bool_]) -> float:
    """The same for a string that ends as a site's name does and is no common word."""
    amid = gains[inside]
    if not len(amid):
        return 0.0
    middle, share = median(amid.tolist()), float((amid > 0).mean())
    if len(gains) >= 3 and middle > 1.0 and float(gains.mean()) > 0.0 and share >= 0.5:
        return 0.98
    if len(gains) == 2 and middle > 4.0:
        return 0.975
    if len(gains) == 1 and middle > 6.0 and odds > 4.0:
        return 0.8
    return 0.0
