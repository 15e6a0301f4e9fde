"""Estimates how much furniture of sites never seen is removed: every site in turn is taken for one of these.

    python packaging/training/held_out_sites.py [--shared ../shared] [--tables FOLDER] [--only WORD] [--details]

For each family of sites (mirrors, and sites of one engine, which share phrases) the line classifier learns anew without
any phrase of theirs, also without those of our own list that read nearly the same and are known from no other site.
Then the engine cleans pages with this family's furniture: those of the shared benchmark, and pages put together from
its phrases around untouched texts (``composed_pages.py``). Families with few phrases are left out together, which is
harder for each of them. The rules in the code cannot be taken back; see the decision note for what that means.
``--tables`` keeps what was learnt, so that a change of rules is measured without learning again. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from composed_pages import Page, composed, usable
from furniture import ROOT, SEED, Lesson, Phrase, phrases, teaches
from rapidfuzz import fuzz, process

import reader
from reader.detect import removal
from reader.detect.furniture.classifier import Classifier
from reader.text.fix import Kind
from reader.text.numbering import mark_at

PAGES = 6
"""Pages put together for each family."""

FEW = 4
"""Families with fewer phrases are left out together."""

_SLOT = re.compile(r"\{[A-Z0-9_.\-]+\}|[\d\W_]+")
_TITLED = re.compile(
    "(?:讲话|致辞|通知|意见|决定|办法|规定|条例|报告|批复|函|方案|演讲|发言|贺信)(?:[（(].*)?$|^[在把].{6,}$|[:：]"
)
_REMOVING = {Kind.BOILERPLATE, Kind.WATERMARK, Kind.DUPLICATE}
_NEAR = 75.0
"""Likeness (percent of common characters) from which two phrases are nearly the same."""


def families(known: Sequence[Phrase]) -> dict[str, set[str]]:
    """Sites that belong together, by their first name: one name, a mirror, or two phrases alike."""
    sites = list(dict.fromkeys(phrase.site for phrase in known if phrase.site))
    said = {site: {words for p in known if p.site == site and len(words := _bare(p.words)) > 3} for site in sites}
    family = {site: site for site in sites}
    for at, site in enumerate(sites):
        for other in sites[:at]:
            if _mirrors(site, other) or _mirrors(other, site) or len(said[site] & said[other]) > 1:
                first, second = family[other], family[site]
                family = {name: first if head == second else head for name, head in family.items()}
    groups: dict[str, set[str]] = defaultdict(set)
    for site, head in family.items():
        groups[head].add(site)
    return groups


def _mirrors(site: str, other: str) -> bool:
    """Whether the inventory says so: 同组 and the other's domain, or a name that begins with the other's."""
    domain, _, name = site.partition(" ")
    group = re.search(r"同组 ([\w.]+)", other)
    named = name.split("(")[0].split()[:1]
    alike = bool(named) and named != ["同组"] and domain[0] != "(" and other.partition(" ")[2].startswith(named[0])
    return alike or (group is not None and group[1] == domain)


def left_out(known: Sequence[Phrase], sites: set[str]) -> Callable[[Phrase], bool]:
    """Whether a phrase is of those sites, or one of our own that reads nearly the same and like no other site's."""
    own = sorted({_bare(phrase.words) for phrase in known if phrase.site in sites})
    others = sorted({_bare(phrase.words) for phrase in known if phrase.site and phrase.site not in sites})

    @cache
    def gone(phrase: Phrase) -> bool:
        if phrase.site:
            return phrase.site in sites
        return _near(_bare(phrase.words), own) and not _near(_bare(phrase.words), others)

    return gone


def _bare(words: str) -> str:
    return _SLOT.sub("", words)


def _near(words: str, others: Sequence[str]) -> bool:
    return bool(words) and process.extractOne(words, others, scorer=fuzz.ratio, score_cutoff=_NEAR) is not None


@dataclass
class Tally:
    """Chinese characters to remove, removed, both; stretches; characters of the text, and those lost."""

    want: int = 0
    got: int = 0
    hit: int = 0
    spans: int = 0
    whole: int = 0
    body: int = 0
    lost: int = 0

    def __iadd__(self, other: Tally) -> Tally:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        return self

    def row(self) -> str:
        precision, recall = self.hit / (self.got or 1), self.hit / (self.want or 1)
        f1 = 2 * precision * recall / ((precision + recall) or 1)
        lost = 1e4 * self.lost / (self.body or 1)
        return f"{precision:.4f} {recall:.4f} {f1:.4f} {self.whole / (self.spans or 1):.4f} {lost:6.2f}"


def judged(page: Page, kept: Counter[str], details: list[str]) -> Tally:
    """What the engine removes of a page by itself, as ``score.py`` counts it."""
    review = reader.clean(page.raw, suspects=False, plugins=False)
    gone = {
        at
        for fix in review.applied
        if fix.kind in _REMOVING
        for edit in fix.edits
        for at in range(edit.span.start, edit.span.end)
    }
    free = {at for start, end in page.free for at in range(start, end)}
    if page.title:
        free.update(*(range(*copy.span()) for copy in re.finditer(re.escape(page.title), page.raw)))
    han = {at for at, char in enumerate(page.raw) if "\u3400" <= char <= "\u9fff"}
    want = ({at for start, end, _ in page.removed for at in range(start, end)} & han) - free
    got = (gone & han) - free
    body = han - want - free
    tally = Tally(len(want), len(got), len(want & got), body=len(body), lost=len(body & got))
    if page.title not in review.text:
        tally.lost += len(page.title)
        details.append(f"LOST the title {page.title!r}")
    for start, end, category in page.removed:
        chars = set(range(start, end)) & want
        if chars:
            tally.spans += 1
            share = len(chars & got) / len(chars)
            tally.whole += share >= 0.95
            if share < 0.95:
                kept[category] += 1
                details.append(f"kept {category}: {page.raw[start:end][:60]!r}")
    if lost := sorted(body & got):
        details.append(f"LOST {len(lost)}: {page.raw[lost[0] : lost[0] + 60]!r}")
    return tally


def benchmark(shared: Path, sites: set[str]) -> Iterator[Page]:
    """The pages of the shared benchmark with the furniture of those sites."""
    for path in sorted((shared / "bench" / "pages_dev").glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        if page["site"] in sites:
            removed = [(start, end, category) for start, end, category in page["removed"]]
            yield Page(page["raw"], removed=removed, free=[(a, b) for a, b in page.get("optional_removed", [])])


def untouched(shared: Path) -> list[str]:
    """The untouched texts of the shared benchmark that have their whole title on the first line, as pages have it."""
    files = [path for name in ("clean_dev", "speech_clean_dev") for path in sorted((shared / "bench" / name).glob("*"))]
    found = [json.loads(path.read_text(encoding="utf-8"))["clean"] for path in files]
    return [text for text in found if _TITLED.search(text.split("\n")[0]) and mark_at(text) is None]


def use(table: dict[str, np.ndarray]) -> None:
    """Let the engine judge lines by ``table``."""
    script = dict(zip(table["traditional"].tolist(), table["simplified"].tolist(), strict=True))
    weights, form = table["weights"].astype(np.float32), table["form"].astype(np.float32)
    classifier = Classifier(weights, form, float(table["bias"]), script)
    removal.default_classifier = lambda: classifier  # type: ignore[assignment]


def learnt(shared: Path, known: Sequence[Phrase], tables: Path | None) -> Iterator[tuple[str, set[str], dict]]:
    """For each family its name, its sites, and what is learnt without them."""
    lesson: Lesson | None = None
    groups = families([phrase for phrase in known if teaches(phrase)])
    few = {name for name, sites in groups.items() if sum(p.site in sites for p in known) < FEW}
    for name, sites in groups.items():
        together = set().union(*(groups[other] for other in few)) if name in few else sites
        path = tables / f"{'few' if name in few else name.split()[0]}.npz" if tables else None
        if path is None or not path.exists():
            lesson = lesson or Lesson(shared)
            table = lesson.learnt(left_out(known, together))
            if path is not None:
                np.savez_compressed(path, **table)
        else:
            with np.load(path) as stored:
                table = dict(stored)
        yield name, sites, table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("JIAODU_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--tables", type=Path, help="keep what was learnt in this folder, and use what lies there")
    parser.add_argument("--only", default="", help="families with this word in their name")
    parser.add_argument("--known", action="store_true", help="the shipped table instead: all sites known")
    parser.add_argument("--details", action="store_true", help="every stretch that was kept, every text that was lost")
    args = parser.parse_args()
    known, texts = list(phrases(args.shared)), untouched(args.shared)
    sums, kept = {"benchmark": Tally(), "composed": Tally()}, {"benchmark": Counter[str](), "composed": Counter[str]()}
    print(f"{'family':44} {'pages':9} {'P':6} {'R':6} {'F1':6} {'whole':6} lost/10k")
    with np.load(ROOT / "resources" / "tables" / "furniture.npz") as stored:
        shipped = dict(stored)
    for name, sites, table in learnt(args.shared, known, args.tables):
        if args.only not in name:
            continue
        use(shipped if args.known else table)
        own = [phrase for phrase in known if phrase.site in sites]
        rng = random.Random(f"{SEED} {name}")  # noqa: S311  (samples, not secrets)
        made = [composed(own, rng.choice(texts), rng) for _ in range(PAGES)] if any(map(usable, own)) else []
        for origin, pages in (("benchmark", list(benchmark(args.shared, sites))), ("composed", made)):
            total, details = Tally(), list[str]()
            for page in pages:
                total += judged(page, kept[origin], details)
            sums[origin] += total
            if pages:
                print(f"{name:44} {origin:9} {total.row()}")
            if args.details:
                print("\n".join(f"    {count} x {detail}" for detail, count in Counter(details).most_common()))
    for origin, total in sums.items():
        print(f"{'all':44} {origin:9} {total.row()}   kept: {dict(kept[origin].most_common())}")


if __name__ == "__main__":
    main()
