"""A page as a whole: its lines, its title, and where head, speech and tail are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.detect.bullets import lone_signs
from reader.detect.furniture.categories import category, reason
from reader.detect.furniture.classifier import Classifier
from reader.detect.furniture.features import TITLE
from reader.detect.furniture.finding import SURE, Finding
from reader.detect.furniture.gates import says_cut, stops_here
from reader.detect.furniture.lines import Line
from reader.detect.furniture.title import BULLETS, Title, copies, find_title, masked, may_be_title, squeeze
from reader.detect.furniture.zones import STRONGEST, Zone, furniture_probability
from reader.text.chars import count_han, ends_sentence
from reader.text.fix import Kind
from reader.text.message import Message

_DOUBLED_NUMBER = re.compile(r"\s*(\d{1,2})[.．]\s*\1[、.．]")
_ONLY_TITLES = re.compile(rf"[\d、.．\s《》\-_]*(?:{TITLE}\s*){{2,}}[》\s]*")
_LABEL = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:正文|内容|简介|全文|预览|摘要|介绍|描述|文本|阅读|展开|查看|複製|簡介|內容)"
    r"[\u4e00-\u9fff]{0,3}[:：]?"
)
"""A short label that stands alone above the text, as sites print it (文档简介, 正文内容：)."""

_LABEL_WEIGHS, _COLLECTED = 4.0, 3.0
_GATE_WEIGHS, _NAME_WEIGHS, _ITSELF_WEIGHS = 4.0, 4.0, 4.0
_OF_ITSELF = re.compile(
    r"本网?站(?:不|所有|资源|文档|内容|只|仅|提供|对|立场|观点|原创|客服)|(?:本站|小编)[^。；]{0,20}(?:资源|文档|资料|上传|下载|整理|收集|版权|客服)"
    r"|不代表本[站网]|(?:网友|会员|用户)(?:上传|投稿)|由(?:会员|网友|用户)[^。]{0,6}(?:上传|分享|提供|投稿)"
    r"|(?:点击|点此|请点)(?:这里|此处|联系|下载|查看全)|[本该]文[档献](?:由|为|来自|来源|共|总共)"
)
"""A line that speaks of its site, its document or its links. In 35 million characters of reports, speeches, laws and
news of a university three places do."""

_MIXED, _MIXED_PER_CHARACTER, _DOUBTED = -1.5, 0.06, 1.0
"""Log-odds below which such words are a note that was spliced into a line of the speech: the first, and the second for
each character less. A line between that and 0 may be one: it gets the third, with which it goes only amid others."""

_SITE_NAME = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:文库网|文库|网|论坛|图书馆|素材库)")
_SITE_KIND = re.compile(r"(?:文库网|文库|网|论坛|图书馆|素材库)$")
_LEAST_STEM = 3
_LONG, _PROSE_WEIGHS = 160, 3.0
"""A line of more characters with several full stops is prose, whatever its words are."""

_DEEPEST_HEAD = 80
"""Lines of a head at most, where a copy of the title is to tell its end."""

_LEANING = 2.5
"""Log-odds for a line between the title and its copy. Names and dates of a speech weigh more against it."""

_AROUND_TITLE = 4
"""Chinese characters beside the title in what may still be the title itself; more are a note that names it."""

_CAPTION = 30
"""Characters behind the title in a caption at most."""

_CATEGORISED = 200
"""Characters of a line that are enough to name its kind."""

ASKS_FROM = 0.6
"""Below this probability a line is not even asked about."""

_MAYBE_TITLE = 0.9
"""How sure a line of the head is at most that may be the title of the text, for another was taken for it, or who
speaks."""

_NAME = re.compile("[\u4e00-\u9fff]{2,3}")
_UNMISTAKABLE = 5.0
"""Log-odds from which a word of so few characters, right above the speech, is no name."""

_MOST_DOUBTED = 4
"""Sentences that a line may have whose removal is only asked about."""


@dataclass(frozen=True, slots=True)
class Page:
    """The lines, what the title is, and for each line its probability to be furniture and its zone."""

    lines: Sequence[Line]
    title: Title | None
    copied: frozenset[int]
    """Rows that begin with another copy of the title."""
    odds: Sequence[float]
    """What each line says by itself: its log-odds for furniture."""
    furniture: Sequence[float]
    zones: Sequence[Zone]

    @classmethod
    def of(cls, lines: Sequence[Line], classifier: Classifier, spliced: Sequence[Finding] = ()) -> Page:
        """The page of ``lines``; ``spliced`` (in any order) was put into their sentences and is no word of theirs."""
        title = find_title(lines, classifier)
        readings = [masked(line.text, title) for line in lines]
        odds = classifier.log_odds(readings).tolist()
        for row, (rest, own) in _without_splices(lines, spliced, title, classifier).items():
            if own < 0.0:
                readings[row], odds[row] = rest, own
        remainders = _behind_copies(lines, title, odds, classifier)
        for row, (remainder, own) in remainders.items():
            readings[row], odds[row] = remainder, own
        names = _own_names(lines, title)
        bullets = lone_signs([line.text for line in lines])
        for row, (line, reading) in enumerate(zip(lines, readings, strict=True)):
            if (title is not None and row == title.row) or not reading or line.text in bullets:
                odds[row] = 0.0
            else:
                odds[row] = _with_form(odds[row], line, reading)
                if line.length <= _LONG and any(name in line.text for name in names):
                    odds[row] += _NAME_WEIGHS
        _lean_on_anchor(odds, title, remainders)
        probabilities, zones = furniture_probability(odds, [line.length for line in lines])
        return cls(lines, title, frozenset(remainders), odds, probabilities.tolist(), zones)

    def names_itself(self, text: str, finding: Finding) -> bool:
        """Whether a finding is the page's own title, which repeats as notes do, with few words around it at most."""
        if self.title is None:
            return False
        words, title = squeeze(text[finding.start : finding.end]), self.title.squeezed
        return words in title or (title in words and count_han(words) - count_han(title) <= _AROUND_TITLE)

    @property
    def first_speech(self) -> int:
        """The first row of the speech itself, below the title."""
        return self.first_speech_but(())

    def first_speech_but(self, left_out: Collection[int]) -> int:
        """The first row of the speech when those rows are none of it."""
        own = self.title.row if self.title else -1
        rows = (
            row
            for row, zone in enumerate(self.zones)
            if row > own and zone is Zone.SPEECH and self.furniture[row] < ASKS_FROM and row not in left_out
        )
        return next(rows, len(self.lines) - 1)

    @property
    def last_speech(self) -> int:
        """The last row that is not furniture."""
        rows = (row for row in range(len(self.lines) - 1, -1, -1) if self.furniture[row] < ASKS_FROM)
        return next(rows, 0)

    def furniture_lines(self) -> Iterator[Finding]:
        """One finding for each line of furniture, its line end included."""
        own, opening = self.title.row if self.title else -1, self.first_speech
        for row, (line, probability, zone) in enumerate(zip(self.lines, self.furniture, self.zones, strict=True)):
            if row == own or row in self.copied or probability < ASKS_FROM:
                continue
            if probability < SURE and line.text.count("。") > _MOST_DOUBTED:
                # A page of sentences is not asked away: a slip of the key would lose it.
                continue
            rule = category(line.text[:_CATEGORISED])
            sure = min(0.995, probability)
            # What has a bullet is an item of a list that names another page, and no title.
            named = self.title is not None and self.title.words in line.text
            if zone is Zone.HEAD and may_be_title(line.text) and line.text[0] not in BULLETS and not named:
                sure = min(sure, _MAYBE_TITLE)
            if row + 1 == opening and _NAME.fullmatch(line.text) and self.odds[row] < _UNMISTAKABLE:
                sure = min(sure, _MAYBE_TITLE)
            yield Finding(line.whole_start, line.whole_end, Kind.BOILERPLATE, rule, reason(rule, zone), sure)

    def title_junk(self) -> Iterator[Finding]:
        """What file names, site names and counters add to the title, before and behind it."""
        title = self.title
        if title is None:
            return
        line = self.lines[title.row]
        why = Message.of("Hung onto the title by the site or its file names.")
        for start, end in ((line.start, title.start), (title.end, line.end)):
            if start < end:
                junk = line.text[start - line.start : end - line.start]
                sure = title.sure or any(map(str.isalpha, junk))
                yield Finding(start, end, Kind.BOILERPLATE, "title_junk", why, 0.98 if sure else 0.8)


def _own_names(lines: Sequence[Line], title: Title | None) -> list[str]:
    """Names of the site as it hangs them onto the title; a long one also without its last word (金锄头文库)."""
    if title is None:
        return []
    line = lines[title.row]
    junk = f"{line.text[: title.start - line.start]} {line.text[title.end - line.start :]}"
    names = _SITE_NAME.findall(junk)
    return [*names, *(stem for name in names if len(stem := _SITE_KIND.sub("", name)) >= _LEAST_STEM)]


def _with_form(odds: float, line: Line, reading: str) -> float:
    """The line's odds with what its form adds to its words."""
    if says_cut(line.text):
        return 0.0  # It stands amid the speech as well as behind it; the gates see to it.
    if _ONLY_TITLES.fullmatch(reading):
        return max(odds, _COLLECTED)
    if _DOUBLED_NUMBER.match(line.text):
        return STRONGEST
    if line.length > _LONG:
        return odds - _PROSE_WEIGHS if line.text.count("。") > 2 else odds
    if _LABEL.fullmatch(line.text):
        return odds + _LABEL_WEIGHS
    if stops_here(line.text) and (line.text[0] in "…(（.【[" or not ends_sentence(line.text)):
        return odds + _GATE_WEIGHS
    if odds > _MIXED - _MIXED_PER_CHARACTER * line.length and _OF_ITSELF.search(reading):
        return max(odds, _ITSELF_WEIGHS if odds > 0.0 else _DOUBTED)
    return odds


def _without_splices(
    lines: Sequence[Line], spliced: Sequence[Finding], title: Title | None, classifier: Classifier
) -> dict[int, tuple[str, float]]:
    """For each row with something spliced into it: what it reads like without, and the odds of that."""
    starts = [line.start for line in lines]
    parts: dict[int, list[Finding]] = {}
    for finding in sorted(spliced, key=lambda finding: finding.start):
        row = bisect_right(starts, finding.start) - 1
        if row >= 0:
            parts.setdefault(row, []).append(finding)
    rests: dict[int, str] = {}
    for row, findings in parts.items():
        line = lines[row]
        at, pieces = 0, list[str]()
        for finding in findings:
            pieces.append(line.text[at : finding.start - line.start])
            at = max(at, finding.end - line.start)
        rest = "".join(pieces) + line.text[at:]
        if rest.strip():
            reading = masked(rest, title)
            rests[row] = rest if reading.strip() == TITLE else reading
    odds = classifier.log_odds(list(rests.values())).tolist()
    return {row: (rest, odd) for (row, rest), odd in zip(rests.items(), odds, strict=True)}


def _behind_copies(
    lines: Sequence[Line], title: Title | None, odds: Sequence[float], classifier: Classifier
) -> dict[int, tuple[str, float]]:
    """For each row that begins with a copy of the title: what follows the copy, and the odds of that alone.

    Captions are no copies (…第3页, …_某某网): a short rest that makes the whole line read like furniture.
    """
    if title is None:
        return {}
    rests = {row: lines[row].text[end - lines[row].start :] for row, _, end in copies(lines, title)}
    own = classifier.log_odds(list(rests.values())).tolist()
    return {
        row: (rest, odd)
        for (row, rest), odd in zip(rests.items(), own, strict=True)
        if not (0 < len(rest) <= _CAPTION and odds[row] > 0.0)
    }


def _lean_on_anchor(odds: list[float], title: Title | None, copied: Iterable[int]) -> None:
    """Where the title stands again below furniture, the speech begins there: what lies between leans to furniture."""
    if title is None:
        return
    anchor = next((row for row in sorted(copied) if row > title.row + 1), 0)
    between = range(title.row + 1, min(anchor, _DEEPEST_HEAD))
    if any(odds[row] > 2.0 for row in between):
        for row in between:
            odds[row] += _LEANING
