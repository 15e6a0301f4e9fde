"""The title of the page: where it stands, and what file names, site names and counters were hung onto it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from reader.detect.furniture.classifier import Classifier
from reader.detect.furniture.features import TITLE
from reader.detect.furniture.lines import Line
from reader.text.chars import count_han

_EXTENSION = r"docx?|pdf|pptx?|wps|txt|xlsx?|rtf|caj|epub|html?"
_COUNT = r"[\d一二三四五六七八九十百]{1,4}"
_OPEN, _CLOSE = r"[(（\[【〔<《]", r"[)）\]】〕>》]"
_FILE_WORDS = (
    r"(?:word|pdf|ppt|txt|电子|最新|精选|完整|免费|在线|可编辑|可打印|打印|精品|修改|推荐|优秀|实用|标准|通用|经典|珍藏|高清"
    r"|文档|资料|版本?|格式|下载|课件|阅读|预览|图文|整理|[\s_\-])"
)
_TAIL = re.compile(
    "(?:"
    rf"\.(?:{_EXTENSION})(?:\s*vip)?|(?<=[\u4e00-\u9fff)）])vip"
    rf"|\s*{_OPEN}?\s*(?:共|第)?\s*\d{{1,4}}\s*[页頁]\s*{_CLOSE}?"
    rf"|\s*{_OPEN}\s*\d{{1,3}}\s*{_CLOSE}"
    rf"|\s*{_OPEN}?\s*(?:通用|精选|优秀|合集|最新|热门|推荐|必备|集锦|汇编|大全|经典|范文|整理|共|实用|精品|[\s_\-])*{_COUNT}\s*篇\s*{_CLOSE}?"
    rf"|\s*(?:精选|通用|优秀)?\s*{_OPEN}?\s*篇\s*{_OPEN}?\s*{_COUNT}\s*{_CLOSE}*"
    rf"|\s*{_OPEN}\s*{_FILE_WORDS}{{1,8}}\s*{_CLOSE}"
    r"|\s*【[^】]{0,8}(?:word|pdf|文档|范文|下载|\d字)[^】]{0,4}】"
    rf"|\s*(?:word|ppt|pdf)(?:{_FILE_WORDS}{{0,8}}|\s*\d{{1,4}}\s*[页頁])"
    rf"|(?:免费|文档|全文|在线|本文|立即|点击)?\s*(?:下载|在线阅读|在线预览)(?:本文|推荐|站)?"
    rf"|(?<=[\u4e00-\u9fff])(?:ppt)?课件"
    rf"|\s*{_OPEN}\s*(?:繁体|简体|定稿|转载|转|图|附图|荐|精|热|原创|组图)\s*{_CLOSE}"
    rf"|\s*\d{{1,7}}\s*字范[本文]"
    rf"|_\d{{1,14}}|[_\-]\d{{14}}"
    rf"|\s*[.…]{{2,}}"
    r"|[\s_\-|｜–—·]+"
    ")$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    rf"(?:\d{{1,3}}、\s*|图片\s+|第{_COUNT}篇[:：]\s*|(?:标题|文件名称?|文档名称|资料名称|主题|原文)[:：]\s*"
    r"|\[标签:标题\]\s*|【[^】]{0,6}(?:备考|范文|推荐|精品|最新|热门|下载|文档)[^】]{0,6}】\s*)"
)
_NEXT_TEXT = re.compile(r"第[二2]篇")
"""Where a file holds several texts, 第一篇 is no number that the site hung onto the title."""

_SITE = re.compile(
    r"网|文库|文档|图书馆|论坛|豆丁|巴巴|素材|下载|模板|范文|大全|在线|频道|文秘|之家|百科|公文|资料|博客|学习|搜索|搜狐|新浪|腾讯|知乎|docin|\.(?:com|cn|net|org)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[_|｜]\s*|\s+[-–—·]\s*|(?<=[\u4e00-\u9fff)）])-(?=\w)|(?<=\w)-(?=[\u4e00-\u9fff])")
_STOP = re.compile(r"[。！？!?；;]")
_TITLE_WORD = re.compile(
    r"讲话|致辞|报告|通知|意见|决定|办法|规定|条例|演讲|发言|贺信|公告|通报|批复|方案|规划|纲要|细则|总结|体会|主持词|汇报|函|令|计划|说明|制度|材料|的思考"
)
_ENDS_AS_TITLE = re.compile(rf"(?:{_TITLE_WORD.pattern})(?:[（(].*)?$")
_BEGINS_AS_TITLE = re.compile(r"关于|印发|转发|^[在把坚]|国务院|人民政府")

LONGEST, SHORTEST = 90, 4
"""Characters that a title has at most and at least, so that it can be told from a sentence and from a word."""

_LEAST_COPY = 8
"""Characters from the title's beginning that another line must repeat to bear witness to it."""

_NAMED, _BELOW = 2.5, 3.0
"""What it adds to a title that a site hung its name onto it; what a dash takes, for a subtitle begins so."""

_AMONG = 14
"""The title stands among the first lines; before it there is at most a menu."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a page: the number of its line, where its words stand in the text, and the words themselves."""

    row: int
    start: int
    end: int
    words: str
    sure: bool = True
    """Whether it reads like a title or is repeated; else a verse or a fragment may stand first."""

    @property
    def squeezed(self) -> str:
        return squeeze(self.words)


_HEADED = re.compile(
    rf"(?!.{{0,20}}(?:小编|整理|推荐|大家|下面|以下|欢迎))[^,，:：>|｜/\s]{{6,60}}?(?:{_TITLE_WORD.pattern})(?:$|[\s_\-—|｜(（\[【.·])"
)


def may_be_title(line: str) -> bool:
    """Whether a line of the head begins as titles of texts do, whatever stands behind.

    >>> may_be_title("在春耕会上的讲话_某某网"), may_be_title("首页 > 领导讲话")
    (True, False)
    """
    return _HEADED.match(line) is not None


def squeeze(text: str) -> str:
    """``text`` without white space."""
    return "".join(text.split())


def find_title(lines: Sequence[Line], classifier: Classifier) -> Title | None:
    """The title, if one of the first lines is one: freed from junk, with the other lines as witnesses."""
    best: tuple[float, Title] | None = None
    heads = lines[:_AMONG]
    odds = classifier.log_odds([line.text[:LONGEST] for line in heads])
    listed = _bullets_of_menus(heads)
    squeezed = [squeeze(line.text[:300]) for line in _near_the_edges(lines)]
    for row, line in enumerate(heads):
        if line.text[:1] in listed or _is_menu(line.text):
            continue
        if line.length > LONGEST + 60 or _STOP.search(line.text):
            if line.length > 200:
                break
            continue
        title = _freed(row, line, lines, classifier)
        if title is None or not SHORTEST <= len(title.words) <= LONGEST:
            continue
        words = title.squeezed
        led = best is not None and words in best[1].squeezed
        if best is not None and led and not _leads_to(best[1], title, classifier):
            continue
        echoes = sum(words in other for at, other in enumerate(squeezed) if at != row)
        speaks, begins = bool(_TITLE_WORD.search(title.words)), bool(_BEGINS_AS_TITLE.search(title.words))
        title = replace(title, sure=(echoes > 0 or speaks or begins) and title.words[-1] not in "，、：,:")
        bare = odds[row] if title.words == line.text else classifier.log_odds([title.words])[0]
        worth = 1.5 * min(echoes, 3) + 2.5 * speaks + 1.5 * begins + (1.5 if row == 0 else -0.35 * row)
        worth -= max(0.0, float(bare) - 1.5)
        named = _SITE.search(line.text, title.end - line.start) is not None
        worth += _NAMED * named - _BELOW * (line.text[:1] == "—")
        if best is not None and led:
            best = max(worth, best[0]), title
        elif worth > 0 and (best is None or worth > best[0]):
            best = worth, title
    return best[1] if best else None


_PATH, _STEP = 2.0, re.compile(r"[\s>›»/|｜]$")
"""Log-odds for furniture from which the words before a title are a path through the site; what a step ends with."""


def _leads_to(first: Title, title: Title, classifier: Classifier) -> bool:
    """Whether what was taken for the title is the title behind words of the site (某某网 资料库 关于…的意见).

    A name or an office before the title is the speaker's: only words that name a site or a menu are a path.
    """
    way = first.words.removesuffix(title.words)
    named = way != first.words and _STEP.search(way) is not None and (_SITE.search(way) or way.startswith("首页"))
    return bool(named) and float(classifier.log_odds([way + TITLE])[0]) > _PATH


BULLETS = frozenset("·•・●■◆▪▲★※>»›")


def _bullets_of_menus(heads: Sequence[Line]) -> set[str]:
    """The bullets that two of the first lines or more begin with: those are a menu's, and no title."""
    opening = [line.text[:1] for line in heads]
    return {sign for sign in BULLETS if opening.count(sign) > 1}


_CELL = 6
"""Characters of a menu's word at most."""


def _is_menu(text: str) -> bool:
    """Whether a line is a row of short words with tabs or bars between them."""
    cells = re.split(r"\s*[\t|｜]\s*", text)
    return len(cells) > 2 and all(0 < len(cell) <= _CELL for cell in cells)


def _witnesses(lines: Sequence[Line], row: int) -> list[Line]:
    """Lines that may repeat the title: those near the head and those at the end."""
    return [line for at, line in enumerate(_near_the_edges(lines)) if at != row]


def _near_the_edges(lines: Sequence[Line]) -> list[Line]:
    return [*lines[:40], *lines[max(40, len(lines) - 15) :]]


def _freed(row: int, line: Line, lines: Sequence[Line], classifier: Classifier) -> Title | None:
    text = line.text
    start, end = 0, len(text)
    while (match := _HEAD.match(text, start, end)) and match.end() < end:
        if match[0].startswith("第") and any(_NEXT_TEXT.match(other.text) for other in lines):
            break
        start = match.end()
    start = _without_site_before(text, start, end)
    while True:
        before = end
        while (match := _TAIL.search(text, start, end)) and match.start() > start:
            end = match.start()
        end = _without_site_behind(text, start, end, classifier)
        if end == before:
            break
    if not text[end:].strip(" _-|｜–—·"):
        end = len(text)
    start, end = _as_witnessed(text, start, end, _witnesses(lines, row), classifier)
    joined = re.match(r"(.{6,})和\1(?:合编)?$", text[start:end])
    if joined:
        end = start + joined.end(1)
    words = text[start:end].strip()
    if not words:
        return None
    start = text.index(words, start)
    return Title(row, line.start + start, line.start + start + len(words), words)


def _without_site_before(text: str, start: int, end: int) -> int:
    """Past a site's name and a separator (某某文库搜索-…)."""
    match = _SEPARATOR.search(text, start, min(end, start + 16))
    if match and _SITE.search(text[start : match.start()]) and not _TITLE_WORD.search(text[start : match.start()]):
        return match.end()
    return start


def _without_site_behind(text: str, start: int, end: int, classifier: Classifier) -> int:
    """Before a separator and a site's name or another tag of the page (… - 某某网, …-某某模板_28 下载本文)."""
    for match in _SEPARATOR.finditer(text, start + SHORTEST, end):
        tag = text[match.end() : end]
        if count_han(text[start : match.start()]) < SHORTEST:
            continue
        if len(tag) > 24 or _ENDS_AS_TITLE.search(tag):
            continue
        if _SITE.search(tag) or (tag and classifier.log_odds([f"{TITLE}{text[match.start() : end]}"])[0] > 2.5):
            return match.start()
    return end


def _as_witnessed(
    text: str, start: int, end: int, witnesses: Sequence[Line], classifier: Classifier
) -> tuple[int, int]:
    """Narrow the title to what another line repeats, where the rest is no part of a title.

    A rest is junk when it reads like furniture behind a title, or holds no letters.
    """
    if end - start > LONGEST + 40:
        return start, end
    words = text[start:end]
    if any(words in witness.text for witness in witnesses):
        return start, end
    for witness in witnesses:
        # Only a copy of the beginning counts, and to look for that is quicker than to compare.
        if words[:_LEAST_COPY] not in witness.text[:200]:
            continue
        match = SequenceMatcher(None, words, witness.text[:200], autojunk=False).find_longest_match()
        if match.size < max(6, 0.55 * len(words)) or not _stands_alone(witness.text, match.b, match.b + match.size):
            continue
        behind = words[match.a + match.size :]
        copied = match.a == 0 and match.size >= _LEAST_COPY
        if copied and behind and not behind[0].isalnum() and _is_junk(behind, classifier):
            return start, start + match.size
    return start, end


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a line's copy of the title is set off: at the start of the line, or between marks."""
    return (start == 0 or not text[start - 1].isalnum()) and (end == len(text) or not text[end].isalnum() or start == 0)


def _is_junk(behind: str, classifier: Classifier) -> bool:
    """Whether what follows the title is a tag of the page; a date or （全文） is none."""
    if _TITLE_WORD.search(behind) or re.fullmatch(r"[（(].*[年月日文号稿].*[）)]", behind.strip()):
        return False
    return float(classifier.log_odds([TITLE + behind])[0]) > 1.0


def masked(line: str, title: Title | None) -> str:
    """``line`` with the mark for the title where the title stands."""
    if title is None or len(line) > 4 * LONGEST:
        return line
    if title.words in line:
        return line.replace(title.words, TITLE)
    if title.squeezed not in squeeze(line):
        return line
    return re.sub(r"\s*".join(map(re.escape, title.squeezed)), TITLE, line)


def copies(lines: Sequence[Line], title: Title) -> Iterator[tuple[int, int, int]]:
    """Other copies of the title that begin a line: the line's number, and where the copy stands in the text.

    The copy may be broken by spaces, as the print's line end leaves them, and may be doubled on the spot.
    """
    words = title.squeezed
    mark = re.compile(r"\d{1,3}、\s*")
    for row, line in enumerate(lines):
        if row == title.row:
            continue
        at = 0
        if opening := mark.match(line.text):
            at = opening.end()
        end = behind_copies(words, line.text, at)
        if end > at:
            yield row, line.start + at, line.start + end


def behind_copies(words: str, text: str, start: int) -> int:
    """Behind the copies of ``words`` that follow each other from ``start`` on, and the white space after them.

    ``start`` itself where none stands there. White space between the characters of a copy does not count. No pattern is
    made of the words: to compile one takes longer than all the looking.
    """
    end = start
    while text.startswith(words[0], end) and (copied := _behind_copy(words, text, end)) is not None:
        end = _behind_space(text, copied)
    return end


def _behind_copy(words: str, text: str, at: int) -> int | None:
    for char in words:
        if text[at : at + 1] != char:
            at = _behind_space(text, at)
            if text[at : at + 1] != char:
                return None
        at += 1
    return at


def _behind_space(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at
