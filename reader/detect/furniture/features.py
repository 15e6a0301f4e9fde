"""What the line classifier looks at: hashed character n-grams and the form of a line.

Both are computed for many lines at once. The training script uses the same functions, so a table fits the code that
reads it; change them together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 17
"""Weights of the hashed n-grams; with some 100,000 n-grams that matter, few share one."""

LONGEST = 160
"""Characters of a line that are read: what a line is shows at its start and its end."""

TITLE = "\ue000"
"""Stands for the title of the page inside a line: where it stands tells more than what it says."""

ORDERS = (1, 2, 3, 4)
_FACTORS = np.array([2654435761, 2246822519, 3266489917, 668265263], dtype=np.uint64)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)

_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_DIGITS = str.maketrans("123456789", "000000000")
_GLOSS = re.compile(r"(?<=[\u4e00-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,6}\)")
_SPACES = re.compile(r"\s+")


def normalised(line: str, traditional: Mapping[int, int] | None = None) -> str:
    """``line`` in one width, script, case and digit, so that variants of a phrase read alike.

    >>> normalised("格式：ＤＯＣＸ　 页数:28")
    '格式:docx 页数:00'
    """
    if len(line) > LONGEST:
        line = line[: LONGEST - 60] + line[-60:]
    line = line.translate(_WIDTHS).lower()
    line = _GLOSS.sub("", line)
    if traditional:
        line = line.translate(traditional)
    return _SPACES.sub(" ", line.strip()).translate(_DIGITS)


def characterwise(text: str) -> str:
    """As :func:`normalised`, but every character stays in its place."""
    return text.translate(_WIDTHS).lower().translate(_DIGITS)


def ngrams(lines: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The buckets of all n-grams of ``lines`` (already normalised) and, for each, the number of its line."""
    marked = "".join(f"\x02{line}\x03" for line in lines)
    codes = _codes(marked).astype(np.uint64)
    owner = np.repeat(np.arange(len(lines)), [len(line) + 2 for line in lines])
    buckets: list[NDArray[np.int64]] = []
    owners: list[NDArray[np.int64]] = []
    for order in ORDERS:
        if len(codes) < order:
            break
        last = len(codes) - order + 1
        mixed = np.full(last, order, dtype=np.uint64)
        for k in range(order):
            mixed = (mixed ^ codes[k : k + last]) * _FACTORS[k]
            mixed ^= mixed >> np.uint64(15)
        mixed = (mixed * _SPREAD) >> np.uint64(64 - 17)
        inside = owner[:last] == owner[order - 1 :]
        buckets.append(mixed[inside].astype(np.int64))
        owners.append(owner[:last][inside])
    if not buckets:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    return np.concatenate(buckets), np.concatenate(owners)


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


_LABEL = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,6} ?:")
_SEPARATORS = re.compile(r"\||>|»|•|·|›|◆|■|★|_|/|\[|\]|【|】|»")
_ADDRESS = re.compile(r"www\.|https?:|[a-z0-9]\.(?:com|cn|net|org|top|cc)\b|@", re.ASCII)
_FILE = re.compile(r"\b(?:docx?|pdf|pptx?|wps|txt|xlsx?|rtf|zip|rar)\b|(?:kb|mb)\b", re.ASCII)
_MASK = re.compile(r"\*{3,}|\bx{3,}", re.ASCII)
_CLOCK = re.compile(r"0{1,2}:00")
_DATE = re.compile(r"0000[-/.]0{1,2}[-/.]0{1,2}")
_SELF = re.compile(
    r"本站|本网|该站|[本该此]文[档献]|本资[源料]|本文由|本文来|小编|网友|会员|用户|游客|上传|下载|浏览|在线阅读"
    r"|收藏|登录|注册"
)
_SPEECH = re.compile(
    r"我们|同志|各级|各地|必须|要[把在以坚加认切抓]|工作|建设|发展|人民|政府|会议|全[国省市县]|进一步|努力"
)
_STOPS = "。!?;；！？…"
_CLOSERS = "”’」』)》\"'）"

FORM_SIZE = 26
"""Numbers that describe the form of a line."""


def form(lines: Sequence[str]) -> NDArray[np.float32]:
    """The form of each line (already normalised): a row of FORM_SIZE numbers between 0 and about 3.

    All lines are looked through at once, one behind the other, for no pattern reaches over a line feed: to search each
    line for each pattern takes three times as long.
    """
    rows = np.zeros((len(lines), FORM_SIZE), dtype=np.float32)
    together = "".join(f"{line}\n" for line in lines)
    codes = _codes(together)
    lengths = np.fromiter(map(len, lines), dtype=np.int64, count=len(lines))
    starts = np.cumsum(lengths + 1) - (lengths + 1)
    han, digits, latin, spaces, commas, stops, titles = np.add.reduceat([
        (codes >= 0x4E00) & (codes <= 0x9FFF), codes == ord("0"), (codes >= ord("a")) & (codes <= ord("z")),
        codes == ord(" "), (codes == ord(",")) | (codes == ord("、")), codes == ord("。"), codes == ord(TITLE),
    ], starts, axis=1, dtype=np.int64)

    def hits(pattern: re.Pattern[str]) -> NDArray[np.int64]:
        """How often the pattern is found in each line."""
        places = [match.start() for match in pattern.finditer(together)]
        return np.bincount(np.searchsorted(starts, places, side="right") - 1, minlength=len(lines))

    ends = [line.rstrip(_CLOSERS)[-1:] for line in lines]
    length = np.maximum(lengths, 1)
    rows[:, 0] = np.log1p(length) / 2
    rows[:, 1:6] = np.transpose([length <= 4, length <= 8, length <= 14, length > 40, length > 100])
    rows[:, 6:9] = [(bool(end) and end in _STOPS, end == ":", end in ",，、") for end in ends]
    rows[:, 9] = stops > 0
    rows[:, 10] = np.minimum(commas, 6) / 3
    rows[:, 11:14] = np.transpose([han, digits, latin] / length)
    rows[:, 14] = np.minimum(spaces, 8) / 4
    rows[:, 15] = np.minimum(hits(_LABEL), 4) / 2
    rows[:, 16] = np.minimum(hits(_SEPARATORS), 6) / 3
    for column, pattern in enumerate((_ADDRESS, _FILE, _MASK, _CLOCK, _DATE), 17):
        rows[:, column] = hits(pattern) > 0
    rows[:, 22] = np.minimum(hits(_SELF), 4) / 2
    rows[:, 23] = np.minimum(hits(_SPEECH), 4) / 2
    rows[:, 24] = titles > 0
    rows[:, 25] = [line[:1] in "-•·>|#*▪●◆■" for line in lines]
    return rows
