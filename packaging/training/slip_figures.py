#!/usr/bin/env python3
"""Measures, by kind and recogniser, what the whole engine says of slips and of misread marks.

    python packaging/training/slip_figures.py --shared ../shared [SET ...] [--details KIND]

Truth is the alignment of the page as scraped with the careful editor's text: every stretch where both differ is an
event, named after what happened (a character put in, left out, two for one; a mark taken for another, by family; a
mark lost or put in). A finding is right if it mends an event of its kind at its place.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pages import is_han  # noqa: E402 (the repository must be on the path first)
from rapidfuzz.distance import Levenshtein  # noqa: E402

from reader.pipeline import Engine  # noqa: E402
from reader.text.fix import Fix, Kind, Level  # noqa: E402

SETS = ("ocr_dev", "ocr_old_dev", "clean_dev", "speech_clean_dev", "speech_dev", "pages_dev")
_WIDE = str.maketrans(",:;?!()", "，：；？！（）")
_OPENING, _CLOSING = "（〔《〈【[［{「『(", "）〕》〉】]］}」』)"
_QUOTES = "“”‘’\"'″′＂＇"
_STOPS = "，。、；："
_DOTS = "·•丶．‧.°*"
_DASHES = "—―－-一~～"


@dataclass(frozen=True)
class Event:
    """One place where a page and its print differ; ``at`` and ``end`` are code points of the page as scraped."""

    kind: str
    at: int
    end: int
    observed: str
    true: str


def kind_of(observed: str, true: str) -> str:
    """What happened where ``observed`` stands for ``true``; empty for what is no business of ours."""
    if observed == true or "\n" in observed + true:
        return ""
    han = [sum(map(is_han, text)) for text in (observed, true)]
    if all(map(is_han, observed + true)):
        names = {(1, 0): "character put in", (0, 1): "character lost", (2, 1): "two for one", (1, 2): "one for two"}
        return names.get((han[0], han[1]), "")
    if observed and not set(observed) - set(_DASHES) and true and not set(true) - set("—―－"):
        return "dash"
    if not observed and len(true) == 1:
        return {"。": "lost full stop", "，": "lost comma", "、": "lost comma"}.get(true, "lost other mark")
    if len(observed) == 1 and not true:
        return "" if han[0] or observed.isalnum() else "mark put in"
    if len(observed) != 1 or len(true) != 1:
        return ""
    if true == "〇":
        return "zero"
    if true in _QUOTES:
        return "quote" if observed in _QUOTES else ""
    if true in "〔〕":
        return "year bracket"
    if true in _OPENING + _CLOSING:
        return "bracket" if observed in _OPENING + _CLOSING else ""
    if true in _STOPS + "·":
        return "dot or stroke" if observed in _DOTS else "stop for stop" if observed in _STOPS else ""
    return ""


def events(raw: str, clean: str, gone: set[int]) -> Iterator[Event]:
    """Every difference between the page and the print, line ends and white space apart."""
    kept = [at for at, char in enumerate(raw) if at not in gone and not char.isspace()]
    read, printed = "".join(raw[at] for at in kept), "".join(clean.split())
    ends = [*kept, len(raw)]
    for block in _differences(read.translate(_WIDE), printed.translate(_WIDE)):
        a, b, x, y = block
        pairs = [(a, b, x, y)]
        if b - a == y - x and not (set(read[a:b]) <= set(_DASHES) and set(printed[x:y]) <= set("—―－")):
            pairs = [(a + k, a + k + 1, x + k, x + k + 1) for k in range(b - a)]
        for first, last, start, stop in pairs:
            observed, true = read[first:last].translate(_WIDE), printed[start:stop].translate(_WIDE)
            if kind := kind_of(observed, true):
                yield Event(kind, ends[first], ends[last - 1] + 1 if last > first else ends[first], observed, true)


def _differences(read: str, printed: str) -> list[tuple[int, int, int, int]]:
    found: list[tuple[int, int, int, int]] = []
    for op in Levenshtein.opcodes(read, printed):
        if op.tag == "equal":
            continue
        a, b, x, y = op.src_start, op.src_end, op.dest_start, op.dest_end
        if found and found[-1][1] == a and found[-1][3] == y - (y - x):
            a, x = found[-1][0], found.pop()[2]
        found.append((a, b, x, y))
    return found


def findings(fixes: tuple[Fix, ...], raw: str) -> Iterator[tuple[Event, Fix]]:
    """What the engine says that has a kind of ours, one for each edit."""
    for fix in fixes:
        if fix.kind in (Kind.OCR, Kind.PUNCTUATION) and fix.options and fix.level is Level.SURE:
            dash = fix.rule == "misread-dash"
            groups = [fix.edits] if dash else [(edit,) for edit in fix.edits]
            for edits in groups:
                observed = "".join(edit.span.of(raw) for edit in edits).translate(_WIDE)
                true = "".join(edit.replacement for edit in edits)
                if kind := kind_of(observed, true):
                    yield Event(kind, edits[0].span.start, edits[-1].span.end, observed, true), fix


def meets(found: Event, event: Event) -> bool:
    """Whether a finding is about an event; what is lost at a line end may be put on either side of it."""
    return found.at <= event.end + 1 and event.at <= found.end + 1 if found.at == found.end else (
        found.at < event.end and event.at < found.end)


def shown(raw: str, event: Event) -> str:
    """A place with what stands around it, on one line."""
    before, after = raw[max(0, event.at - 8):event.at], raw[event.end:event.end + 8]
    return f"{before}[{event.observed}→{event.true}]{after}".replace("\n", "|")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("JIAODU_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--details", default="", help="list what is missed and wrong of this kind")
    args = parser.parse_args()
    for name in args.sets:
        tallies: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        characters: Counter[str] = Counter()
        for path in sorted((args.shared / "bench" / name).glob("*.json")):
            page = json.loads(path.read_text("utf-8"))
            raw, engine = page["raw"], page.get("engine") or name
            gone = {at for start, end, *_ in page["removed"] for at in range(start, end)}
            happened = list(events(raw, page["clean"], gone))
            characters[engine] += sum(map(is_han, raw))
            tally = tallies[engine]
            for event in happened:
                tally[event.kind]["events"] += 1
            met: set[Event] = set()
            for found, fix in findings(Engine().analyse(raw).fixes, raw):
                if found.at in gone:
                    continue
                there = [event for event in happened if event.kind == found.kind and meets(found, event)]
                right = any(event.true == found.true for event in there)
                met.update(there)
                tally[found.kind]["found"] += 1
                tally[found.kind]["right place"] += bool(there)
                tally[found.kind]["right"] += right
                if found.kind == args.details and not right:
                    said = "wrong reading" if there else "false"
                    print(page["id"], said, fix.rule, fix.confidence, shown(raw, found))
            for event in happened:
                tally[event.kind]["met"] += event in met
                if event.kind == args.details and event not in met:
                    print(page["id"], "missed", shown(raw, event))
        for engine, tally in tallies.items():
            for kind, t in sorted(tally.items()):
                per = 1e4 * (t["found"] - t["right place"]) / characters[engine]
                print(f"{name:17} {engine:20} {kind:17} events {t['events']:4}  met {t['met']:4}  found {t['found']:4}",
                      f" right place {t['right place']:4}  right {t['right']:4}  false per 10,000 {per:.2f}",
                      flush=True)


if __name__ == "__main__":
    main()
