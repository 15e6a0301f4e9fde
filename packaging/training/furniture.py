"""Trains the furniture line classifier and writes ``resources/tables/furniture.npz``.

    python packaging/training/furniture.py [--shared ../shared] [--out FILE]

Furniture: the phrases of ``furniture_phrases.tsv`` and of ``sites/dev_inventory.tsv`` in the shared data, filled with
invented values (``furniture_words.toml``), in half and full width, some in traditional script. Not furniture: lines
of official texts, news and speeches, whole, as single sentences and as pieces of printed lines; the sentences among
them that talk of websites, downloads and copyright, weighted up; and the short lines around a speech (dates, names,
greetings, document numbers, headings, signatures) of ``speech_phrases.txt``. What it is worth
on sites that it never saw measures ``held_out_sites.py``. Needs scikit-learn, which the program itself does not.
"""

from __future__ import annotations

import argparse
import csv
import lzma
import os
import random
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from opencc import OpenCC
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from reader.detect.furniture.features import BUCKETS, TITLE, form, ngrams, normalised  # noqa: E402

VARIANTS = 24
"""Fillings of each phrase."""
SEED = 20

with (Path(__file__).parent / "furniture_words.toml").open("rb") as _file:
    _WORDS = tomllib.load(_file)

SITE_FIRST, SITE_LAST = _WORDS["site_first"].split(), _WORDS["site_last"].split()
CATEGORIES, USERS, EVENTS = _WORDS["categories"].split(), _WORDS["users"].split(), _WORDS["events"].split()
PLACES, UNITS = _WORDS["places"].split(), _WORDS["units"].split()
SURNAMES, GIVEN = _WORDS["surnames"].split(), _WORDS["given"].split()
TITLES_OF_OFFICE, PEOPLE = _WORDS["titles_of_office"].split(), _WORDS["people"].split()
ONLINE = _WORDS["online"].split()
"""What official texts are about when they use the words that sites use."""
TITLES, ONLINE_TITLES = _WORDS["titles"], _WORDS["online_titles"]
"""Titles as official texts and speeches bear them; titles of texts about what sites talk about too."""
NUMERALS = "一二三四五六七八九十"


def name(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def place(rng: random.Random) -> str:
    return rng.choice(PLACES) + rng.choice(UNITS)


def title(rng: random.Random) -> str:
    return with_values(rng.choice(TITLES), rng)


def site(rng: random.Random) -> str:
    return rng.choice(SITE_FIRST) + rng.choice(SITE_LAST)


def date(rng: random.Random) -> str:
    y, m, d = rng.randint(2005, 2024), rng.randint(1, 12), rng.randint(1, 28)
    forms = (
        f"{y}-{m:02}-{d:02}", f"{y}-{m}-{d}", f"{y}/{m}/{d}", f"{y}.{m:02}.{d:02}", f"{y}年{m}月{d}日",
        f"{m:02}-{d:02}",
    )  # fmt: skip
    return rng.choice(forms)


def time(rng: random.Random) -> str:
    return f"{rng.randint(0, 23)}:{rng.randint(0, 59):02}" + rng.choice(("", f":{rng.randint(0, 59):02}"))


def url(rng: random.Random) -> str:
    word = "".join(rng.choice("abcdegimnoswxz") for _ in range(rng.randint(3, 9)))
    front = rng.choice(("www.", "http://www.", "https://", "m.", ""))
    back = rng.choice((".com", ".cn", ".net", ".com.cn", ".org"))
    return front + word + back + rng.choice(("", "", "/", "/article/123.html"))


def number(rng: random.Random) -> str:
    return str(rng.randint(1, 10 ** rng.randint(1, 4)))


def office_file(rng: random.Random) -> str:
    kind = rng.choice(("docx", "doc", "pdf", "pptx", "ppt", "txt", "wps"))
    return rng.choice((kind, kind.upper()))


def phone(rng: random.Random) -> str:
    kinds = (
        f"400-{rng.randint(100, 999)}-{rng.randint(1000, 9999)}",
        f"010-{rng.randint(10000000, 99999999)}",
        masked_phone(rng),
    )
    return rng.choice(kinds)


def masked_phone(rng: random.Random) -> str:
    return f"1{rng.randint(30, 89)}****{rng.randint(1000, 9999)}"


def size(rng: random.Random) -> str:
    return f"{rng.randint(10, 900)}" + rng.choice(("", ".5", ".12")) + rng.choice(("KB", "MB", "K", ""))


def stamp(rng: random.Random) -> str:
    return f"{rng.randint(2010, 2024)}0{rng.randint(1, 9)}{rng.randint(10, 28)}{rng.randint(100000, 235959)}"


def day(rng: random.Random) -> str:
    """A date as speeches write it."""
    year, month = rng.randint(1950, 2024), rng.randint(1, 12)
    if rng.random() < 0.6:
        return f"{year}年{month}月{rng.randint(1, 28)}日"
    written = "".join("〇一二三四五六七八九"[int(c)] for c in str(year))
    return f"{written}年{rng.choice(NUMERALS)}月{rng.choice(NUMERALS)}日"


def clocked(rng: random.Random) -> str:
    """A date with the time, as news files carry it above the text."""
    date_ = f"{rng.randint(2010, 2024)}年{rng.randint(1, 12):02}月{rng.randint(1, 28):02}日"
    return f"{date_}{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"


def agency(rng: random.Random) -> str:
    where = place(rng)
    local = (f"{where}人民政府", f"{where}委员会", f"中共{where}委", f"{where}教育局")
    return rng.choice(("国务院办公厅", *local, "财政部", "民政部"))


def some(words: Sequence[str]) -> Callable[[random.Random], str]:
    return lambda rng: rng.choice(words)


FILLERS: dict[str, Callable[[random.Random], str]] = {
    **dict.fromkeys(("SITE", "SOURCE", "GAMBLING_BRAND"), site),
    **dict.fromkeys(("CAT", "TOPIC", "KW", "FOLDER", "TAG"), some(CATEGORIES)),
    **dict.fromkeys(("URL", "DOMAIN", "HASH_URL"), url),
    **dict.fromkeys(("OTHER_TITLE", "RELATED_TITLE", "TITLE"), title),
    **dict.fromkeys(("N", "COURSE_CODE9"), number),
    **dict.fromkeys(("NAME", "AUTHOR"), name),
    **dict.fromkeys(("CN_NUM", "NUMERAL"), some(NUMERALS)),
    "USER": some(USERS), "DATE": date, "TIME": time, "EXT": office_file, "SIZE": size, "TIMESTAMP14": stamp,
    "DATETIME": lambda r: f"{date(r)} {time(r)}" if r.random() < 0.6 else date(r),
    "MM-DD": lambda r: f"{r.randint(1, 12):02}-{r.randint(1, 28):02}",
    "YEAR": lambda r: str(r.randint(1990, 2024)), "N.NN": lambda r: f"{r.randint(1, 60)}.{r.randint(10, 99)}",
    "NN": lambda r: str(r.randint(1, 150)), "PHONE": phone, "MASKED_PHONE": masked_phone,
    "ID": lambda r: r.choice((str(r.randint(10**5, 10**10)), f"mishu{number(r)}", f"gw{number(r)}")),
    "ORG": lambda r: place(r) + r.choice(("政府办公室", "教育局", "宣传部")),
    "HEADING": lambda r: r.choice(CATEGORIES) + "情况", "APHORISM": lambda _: "书山有路勤为径",
    "DAY": day, "CLOCKED": clocked, "PLACE": place, "UNIT": some(UNITS), "CITY": some(PLACES), "EVENT": some(EVENTS),
    "MONTH_DAY": lambda r: f"{r.randint(1, 12)}月{r.randint(1, 28)}日", "SHORT": lambda r: r.choice(PLACES)[0],
    "SURNAME": some(SURNAMES), "GIVEN": some(GIVEN), "OFFICE": some(TITLES_OF_OFFICE), "PEOPLE": some(PEOPLE),
    "AGENCY": agency, "ONLINE": some(ONLINE), "ONLINE_TITLE": lambda r: with_values(r.choice(ONLINE_TITLES), r),
}  # fmt: skip
"""What the slots of phrases are filled with."""
_SLOT = re.compile(r"\{([A-Z0-9_.\-]+)\}")


def with_values(phrase: str, rng: random.Random) -> str:
    """``phrase`` with every slot filled; unknown slots stay."""
    return _SLOT.sub(lambda slot: FILLERS[slot[1]](rng) if slot[1] in FILLERS else slot[0], phrase)


_FULL = {code - 0xFEE0: code for code in map(ord, "：，（）！？；｜＞")}

BODY_SLOTS = {"BODY", "FIRST_120_CHARS", "FIRST_200_CHARS", "FIRST_SENTENCES", "PARAGRAPH", "REST_OF_WORD", "LINE",
              "ZH_PARAGRAPH", "EN_PARAGRAPH", "MACHINE_TRANSLATION", "LEAD", "ANCHOR5-6", "PUA", "JAMMER",
              "ADULT_SEO_WORDS", "PAGE"}  # fmt: skip
"""Phrases with these hold pieces of the text itself: other detectors find them."""

ALONE = {"{TITLE}", "{OTHER_TITLE}", "{RELATED_TITLE}", "{DATE}", "{N}"}
"""A title or a date by itself says nothing: its place and its repetition do."""


@dataclass(frozen=True)
class Phrase:
    """What a site prints: its category, its place on the page, the words with slots, and the site ("" for our list)."""

    category: str
    position: str
    words: str
    site: str = ""


def phrases(shared: Path) -> Iterator[Phrase]:
    """All phrases, of our own list and of the inventory of sites."""
    with (Path(__file__).parent / "furniture_phrases.tsv").open(encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                yield Phrase(*line.rstrip("\n").split("\t"))
    with (shared / "sites" / "dev_inventory.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["category"] != "other" and row["position"] != "inline":
                yield Phrase(row["category"], row["position"], row["phrase"].replace("\\n", " "), row["site"])


def filled(phrase: str, rng: random.Random) -> str:
    """``phrase`` with invented values; the page's own title often as the mark that stands for it at run time."""
    if rng.random() < 0.6:
        phrase = phrase.replace("{TITLE}", TITLE)
    line = with_values(phrase, rng)
    chance = rng.random()
    if chance < 0.25:
        line = line.translate(_FULL)
    elif chance < 0.35:
        line = line.replace(" ", "") if rng.random() < 0.5 else re.sub(r"([:：])", r"\1 ", line)
    if rng.random() < 0.08:
        line = rng.choice(("• ", "- ", "· ", "【", "[", "|", "> ")) + line
    if rng.random() < 0.05:
        line = f"  {rng.randint(1, 9)}. {rng.randint(1, 9)}、{line}"
    return line


@dataclass(frozen=True)
class Example:
    """A line to learn from, how much it counts, and the phrase of furniture that it is; none for a line of a text."""

    line: str
    weight: float
    phrase: Phrase | None = None


def teaches(phrase: Phrase) -> bool:
    """Whether a phrase tells by its own words that it is furniture."""
    if set(_SLOT.findall(phrase.words)) & BODY_SLOTS or phrase.words in ALONE:
        return False
    return phrase.category != "watermark" or len(phrase.words) >= 3


def furniture(shared: Path, rng: random.Random) -> Iterator[Example]:
    """Lines of furniture, with weights: each phrase counts alike, however often it is filled."""
    to_traditional = OpenCC("s2t")
    for phrase in filter(teaches, phrases(shared)):
        lines = {filled(phrase.words, rng) for _ in range(VARIANTS)}
        if rng.random() < 0.3:
            lines |= {to_traditional.convert(filled(phrase.words, rng))}
        slots = set(_SLOT.findall(phrase.words))
        for line in sorted(lines):
            yield Example(line, (6.0 + len(slots) * 2) / len(lines), phrase)


HARD = re.compile(
    r"下载|网站|会员|版权|注册|登录|点击|文档|上传|评论|关注|分享|微信|扫码|二维码|客服|举报|侵权|在线|转载|浏览"
    r"|客户端|收藏|订阅|资源|平台|预览|阅读|电话|网民|网友|编辑|投稿|出处|来源"
)
SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]?")
SOURCES = {"gov_reports": 4000, "xi_speeches": 4000, "policies": 4000, "shenlun": 4000, "nankai_news": 9000,
           "xwlb": 5000, "mao_works": 2500, "chinanews": 9000, "laws": 6000, "seg_corpora": 3000,
           "bedtimenews": 3000, "prose": 3000}  # fmt: skip
"""Paragraphs drawn from each source."""


def prose(shared: Path, rng: random.Random) -> Iterator[Example]:
    """Lines of real texts, whole and in pieces; those with words that sites use count more."""
    for source, count in SOURCES.items():
        with lzma.open(shared / "corpus" / f"{source}.txt.xz", "rt", encoding="utf-8") as file:
            lines = [line for line in file.read().splitlines() if len(line) >= 12]
        for line in rng.sample(lines, min(count, len(lines))):
            yield Example(line[:400], 0.7)
            sentences = SENTENCE.findall(line)
            yield Example(rng.choice(sentences), 0.7)
            at, width = rng.randrange(max(1, len(line) - 30)), rng.randint(20, 36)
            yield Example(line[at : at + width], 0.7)
        hard = [line for line in lines if HARD.search(line) and line[-1] in "。！？”）"]
        for line in rng.sample(hard, min(count // 2, len(hard))):
            sentences = [s for s in SENTENCE.findall(line) if HARD.search(s)]
            if sentences:
                yield Example(rng.choice(sentences), 1.5)
                piece = rng.choice(sentences)
                at = max(0, HARD.search(piece).start() - rng.randint(0, 25))  # type: ignore[union-attr]
                yield Example(piece[at : at + rng.randint(18, 34)], 1.5)


ROUNDS = 250
"""Fillings of each line of ``speech_phrases.txt``."""


def around_a_speech(rng: random.Random) -> Iterator[Example]:
    """The short lines that stand around a speech and belong to it."""
    file = Path(__file__).parent / "speech_phrases.txt"
    for phrase in file.read_text(encoding="utf-8").splitlines():
        if not phrase.startswith("#"):
            open_ended = _SLOT.search(phrase) is not None
            lines = {with_values(phrase, rng) for _ in range(ROUNDS if open_ended else 1)}
            yield from (Example(line, (500.0 if open_ended else 150.0) / len(lines)) for line in sorted(lines))


def traditional_pairs() -> tuple[list[int], list[int]]:
    """Characters of the traditional script that have one simplified form."""
    convert = OpenCC("t2s").convert
    simple = {code: convert(chr(code)) for code in range(0x4E00, 0xA000)}
    pairs = [(code, ord(char)) for code, char in simple.items() if len(char) == 1 and char != chr(code)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def matrix(lines: list[str]) -> csr_matrix:
    buckets, owners = ngrams(lines)
    counts = np.bincount(owners, minlength=len(lines))
    values = (1 / np.sqrt(np.maximum(counts, 1)))[owners]
    grams = csr_matrix((values.astype(np.float32), (owners, buckets)), shape=(len(lines), BUCKETS))
    return hstack([grams, csr_matrix(form(lines))], format="csr")


class Lesson:
    """What there is to learn from, as numbers; read once, learnt from as often as phrases are left out."""

    def __init__(self, shared: Path) -> None:
        rng = random.Random(SEED)  # noqa: S311  (samples, not secrets)
        examples = [*furniture(shared, rng), *prose(shared, rng), *around_a_speech(rng)]
        self._old, self._new = traditional_pairs()
        script = dict(zip(self._old, self._new, strict=True))
        self._facts = matrix([normalised(example.line, script) for example in examples])
        self._weights = np.array([example.weight for example in examples])
        self._phrases = [example.phrase for example in examples]
        # A later lesson differs little from the one before and begins where that one ended.
        self._model = LogisticRegression(C=4.0, solver="lbfgs", max_iter=400, tol=1e-5, warm_start=True)

    def learnt(self, left_out: Callable[[Phrase], bool] = lambda _: False) -> dict[str, np.ndarray]:
        """The arrays of the table, see ``reader.detect.furniture.classifier``, learnt without those phrases."""
        labels = np.array([phrase is not None for phrase in self._phrases])
        weights = self._weights * np.array([phrase is None or not left_out(phrase) for phrase in self._phrases])
        weights[labels] *= weights[~labels].sum() / weights[labels].sum()
        self._model.fit(self._facts, labels, sample_weight=weights * np.count_nonzero(weights) / weights.sum())
        learnt = self._model.coef_[0]
        return {
            "weights": np.round(learnt[:BUCKETS], 3).astype(np.float16),
            "form": learnt[BUCKETS:].astype(np.float32),
            "bias": np.float32(self._model.intercept_[0]),
            "traditional": np.array(self._old, dtype=np.uint32),
            "simplified": np.array(self._new, dtype=np.uint32),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("JIAODU_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "tables" / "furniture.npz")
    args = parser.parse_args()
    table = Lesson(args.shared).learnt()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(args.out, **table)
    print(f"{args.out}: {args.out.stat().st_size} bytes, {np.count_nonzero(table['weights'])} weights")


if __name__ == "__main__":
    main()
