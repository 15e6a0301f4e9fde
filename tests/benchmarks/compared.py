"""What people use instead, on the same texts: ftfy, OpenCC, a script of regular expressions, and this program.

    python tests/benchmarks/compared.py [SHARED]        # needs rapidfuzz, ftfy and opencc-python-reimplemented

SHARED is the folder of the shared texts (by default ``JIAODU_SHARED``). For each tool and set, from one run:

    damage   edits from the result to the careful editor's text, over those from the page as it came (1 is untouched)
    lost     Chinese characters of the speech that the result lacks, in a thousand; those that were misread count
    left     Chinese characters that are no part of it (furniture, misread ones) and stand in the result, over those of
             the page as it came
    speed    characters a second

pycorrector's n-gram corrector is tried where ``pycorrector`` and ``kenlm`` are installed and its model lies in
``PYCORRECTOR_MODEL``: the package does not hold the model, and nothing is downloaded here.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz.distance import LCSseq, Levenshtein

import reader

SETS = ("pages_dev", "ocr_dev")
ROOT = Path(__file__).resolve().parents[2]

Tool = Callable[[str], str]

WIDE = str.maketrans(",:;!?()", "，：；！？（）")
FURNITURE = re.compile(r"VIP|会员|下载|登录|注册|版权|举报|上传|查看更多|文档|积分|客服|免责|仅供参考|第\s*\d+\s*页")


def regex_script(text: str) -> str:
    """Such a script as is passed around: blanks out, lines with tell-tale words out, marks widened, lines joined."""
    lines = [re.sub(r"[ \t\u3000\u00a0]+", "", line) for line in text.splitlines()]
    lines = [line.translate(WIDE) for line in lines if line and not (len(line) < 60 and FURNITURE.search(line))]
    joined = ""
    for line in lines:
        joined += line if re.search(r"[。！？：”]$", line) is None and len(line) > 20 else line + "\n"
    return joined.strip()


def by_ftfy() -> Tool:
    import ftfy

    return ftfy.fix_text


def by_opencc() -> Tool:
    import opencc

    convert = opencc.OpenCC("t2s").convert
    return lambda text: str(convert(text))


def by_pycorrector() -> Tool:
    from pycorrector import Corrector

    corrector = Corrector(language_model_path=os.environ["PYCORRECTOR_MODEL"])
    return lambda text: str(corrector.correct(text)["target"])


def all_accepted(text: str) -> str:
    """As a reader who accepts every question that may be accepted in a batch, without looking."""
    review = reader.clean(text)
    review.accept_all(least_confidence=0.0)
    return review.text


TOOLS: dict[str, Callable[[], Tool]] = {
    "the page as it came": lambda: lambda text: text,
    "ftfy": by_ftfy,
    "OpenCC t2s": by_opencc,
    "regular expressions": lambda: regex_script,
    "ftfy, OpenCC, expressions": lambda: lambda text: regex_script(by_opencc()(by_ftfy()(text))),
    "pycorrector n-gram": by_pycorrector,
    "Jiaodu, unasked": lambda: lambda text: reader.clean(text).text,
    "Jiaodu, --no-suspects": lambda: lambda text: reader.clean(text, suspects=False).text,
    "Jiaodu, all sure accepted": lambda: all_accepted,
}


def han(text: str) -> str:
    return "".join(char for char in text if "\u3400" <= char <= "\u9fff")


def measured(tool: Tool, pages: list[dict[str, str]]) -> tuple[float, float, float, float]:
    """Damage, lost, left, speed; see above."""
    before = after = lost = speech = foreign = left = characters = 0
    seconds = 0.0
    for page in pages:
        raw, clean = page["raw"], page["clean"]
        begun = time.perf_counter()
        result = tool(raw)
        seconds += time.perf_counter() - begun
        characters += len(raw)
        before += Levenshtein.distance(raw, clean)
        after += Levenshtein.distance(result, clean)
        there, wanted, came = han(result), han(clean), han(raw)
        common = LCSseq.similarity(there, wanted)
        speech += len(wanted)
        lost += len(wanted) - common
        left += len(there) - common
        foreign += len(came) - LCSseq.similarity(came, wanted)
    return after / before, 1000 * lost / speech, left / foreign, characters / seconds


def main() -> None:
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / os.environ.get("JIAODU_SHARED", "../shared"))
    reader.clean("热身。")
    for name in SETS:
        pages = [json.loads(path.read_text("utf-8")) for path in sorted((shared / "bench" / name).glob("*.json"))]
        print(f"\n{name}: {len(pages)} texts\n{'':28} damage   lost   left     speed")
        for label, make in TOOLS.items():
            try:
                tool = make()
            except (ImportError, KeyError) as missing:
                print(f"{label:28} not run: {missing}")
                continue
            damage, lost, left, speed = measured(tool, pages)
            print(f"{label:28} {damage:6.3f} {lost:6.2f} {left:6.3f} {speed:9,.0f}", flush=True)


if __name__ == "__main__":
    main()
