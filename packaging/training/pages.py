"""Reads the annotated pages of ``shared/bench`` as the suspect finder will see them.

Furniture is taken out where the annotation says so, and paragraphs are those of the careful editor's text; so the
figures are those of the finder alone, before and apart from the rest of the engine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from rapidfuzz.distance import Levenshtein


@dataclass(frozen=True)
class Page:
    """One page: paragraphs, and for each character its position in the raw text."""

    name: str
    engine: str
    source: str
    paragraphs: list[str]
    positions: list[list[int]]
    truth: dict[int, str]
    free: frozenset[int]
    """Raw positions where suspecting is neither right nor wrong."""
    body: int
    """Han characters of the speech."""


def is_han(ch: str) -> bool:
    """As in score.py."""
    return "\u3400" <= ch <= "\u9fff"


def read_page(path: Path) -> Page:
    """Reads one annotated page."""
    gold = json.loads(path.read_text("utf-8"))
    raw = gold["raw"]
    gone = {i for s, e, *_ in gold["removed"] for i in range(s, e)}
    optional = {i for s, e in gold.get("optional_removed", []) for i in range(s, e)}
    kept = [i for i in range(len(raw)) if i not in gone and not raw[i].isspace()]
    flat = "".join(raw[i] for i in kept)
    lines = gold["clean"].split("\n")
    bare = ["".join(line.split()) for line in lines]
    breaks, at = set(), 0
    for line in bare:
        at += len(line)
        breaks.add(at)
    starts = set()
    for op in Levenshtein.opcodes(flat, "".join(bare)):
        if op.tag == "equal" or op.src_end - op.src_start == op.dest_end - op.dest_start:
            starts |= {op.src_start + b - op.dest_start for b in range(op.dest_start, op.dest_end + 1) if b in breaks}
        else:
            starts |= {op.src_end for b in range(op.dest_start, op.dest_end + 1) if b in breaks}
    edges = sorted({0, len(flat), *starts})
    pieces = [(a, b) for a, b in pairwise(edges) if b > a]
    return Page(
        gold["id"], gold.get("engine") or "none", gold.get("source", gold["id"]),
        [flat[a:b] for a, b in pieces], [kept[a:b] for a, b in pieces],
        {o["pos"]: o["true"] for o in gold["ocr"]},
        frozenset(gone | optional | set(gold.get("ocr_free", ()))),
        sum(is_han(ch) for i, ch in enumerate(raw) if i not in gone and i not in optional),
    )


def read_set(shared: Path, name: str) -> list[Page]:
    """All pages of one set."""
    return [read_page(path) for path in sorted((shared / "bench" / name).glob("*.json"))]
