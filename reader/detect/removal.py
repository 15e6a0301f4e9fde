"""Everything that does not belong to the speech, decided together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reader.detect.counters import page_numbers, splitters
from reader.detect.duplicates import title_copies
from reader.detect.furniture.categories import category, reason
from reader.detect.furniture.classifier import default_classifier
from reader.detect.furniture.features import TITLE
from reader.detect.furniture.finding import SURE, Finding
from reader.detect.furniture.gates import passages_cut_out, stops_here
from reader.detect.furniture.lines import Line, lines_of
from reader.detect.furniture.title import Title, copies, find_title, masked
from reader.detect.furniture.zones import Zone, furniture_probability
from reader.detect.watermark import watermarks
from reader.lm.model import default_model
from reader.text.fix import Fix, Kind
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.section import Notice, NoticeKind
from reader.text.span import Span

_DOUBLED_NUMBER = re.compile(r"\s*(\d{1,2})[.．]\s*\1[、.．]")
_ONLY_TITLES = re.compile(rf"[\d、.．\s《》\-_]*(?:{TITLE}\s*){{2,}}[》\s]*")

_ASKS_FROM = 0.6
"""Below this probability a line is not even asked about."""

_LONG = 160
"""A line of more characters with several full stops is prose, whatever its words are."""


def removals(seen: Projection) -> tuple[list[Fix], list[Notice]]:
    """What to take out of the text, one fix for every line or spliced stretch, and notices of what the site withheld.

    ``seen`` is the text with invisible characters gone. Head and tail of the page are decided for all lines together;
    then come the title's junk and copies, counters, gates, and what was spliced into the speech. The fixes never
    overlap.
    """
    text = seen.text
    lines = lines_of(text)
    if not lines:
        return [], []
    page = _Page.of(lines)
    found = [
        *_furniture(page),
        *passages_cut_out(text),
        *_title(page, text),
        *splitters(text),
        *page_numbers(text),
    ]
    kept = _apart(found)
    hidden = np.zeros(len(text), dtype=bool)
    for finding in kept:
        hidden[finding.start : finding.end] = True
    kept = _apart([*kept, *watermarks(text, hidden, default_classifier(), default_model())])
    fixes = [fix for finding in sorted(kept, key=lambda f: f.start) if (fix := finding.fix(seen)) is not None]
    return fixes, list(_notices(page, kept, seen))


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines, what the title is, and for each line its probability to be furniture and its zone."""

    lines: Sequence[Line]
    title: Title | None
    copied: frozenset[int]
    """Rows that begin with another copy of the title."""
    furniture: Sequence[float]
    zones: Sequence[Zone]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Page:
        classifier = default_classifier()
        title = find_title(lines, classifier)
        remainders = {row: lines[row].text[end - lines[row].start :] for row, _, end in copies(lines, title)} if title else {}
        readings = [remainders.get(row, masked(line.text, title)) for row, line in enumerate(lines)]
        odds = classifier.log_odds(readings).tolist()
        for row, (line, reading) in enumerate(zip(lines, readings, strict=True)):
            if (title is not None and row == title.row) or not reading:
                odds[row] = 0.0
            elif _ONLY_TITLES.fullmatch(reading):
                odds[row] = max(odds[row], 3.0)
            elif _DOUBLED_NUMBER.match(line.text):
                odds[row] += 3.0
            elif line.length > _LONG and line.text.count("。") > 2:
                odds[row] -= 3.0
        probabilities, zones = furniture_probability(odds)
        return cls(lines, title, frozenset(remainders), probabilities.tolist(), zones)

    @property
    def first_speech(self) -> int:
        """The first row of the speech itself, below the title."""
        own = self.title.row if self.title else -1
        rows = (
            row for row, zone in enumerate(self.zones)
            if row > own and zone is Zone.SPEECH and self.furniture[row] < _ASKS_FROM
        )
        return next(rows, len(self.lines) - 1)

    @property
    def last_speech(self) -> int:
        rows = (row for row in range(len(self.lines) - 1, -1, -1) if self.furniture[row] < _ASKS_FROM)
        return next(rows, 0)


def _furniture(page: _Page) -> Iterator[Finding]:
    own = page.title.row if page.title else -1
    for row, (line, probability, zone) in enumerate(zip(page.lines, page.furniture, page.zones, strict=True)):
        if row == own or row in page.copied or probability < _ASKS_FROM:
            continue
        rule = category(line.text)
        yield Finding(
            line.whole_start, line.whole_end, Kind.BOILERPLATE, rule, reason(rule, zone), min(0.995, probability)
        )


def _title(page: _Page, text: str) -> Iterator[Finding]:
    title = page.title
    if title is None:
        return
    line = page.lines[title.row]
    why = Message.of("Hung onto the title by the site or its file names.")
    for start, end in ((line.start, title.start), (title.end, line.end)):
        if start < end:
            yield Finding(start, end, Kind.BOILERPLATE, "title_junk", why, 0.98)
    yield from title_copies(text, page.lines, title, page.first_speech + 1)


def _apart(found: Iterable[Finding]) -> list[Finding]:
    """Those findings that do not overlap with an earlier one."""
    kept: list[Finding] = []
    starts: list[int] = []
    for finding in found:
        at = bisect_left(starts, finding.start)
        if at and kept[at - 1].end > finding.start:
            continue
        if at < len(kept) and kept[at].start < finding.end:
            continue
        starts.insert(at, finding.start)
        kept.insert(at, finding)
    return kept


def _notices(page: _Page, kept: Iterable[Finding], seen: Projection) -> Iterator[Notice]:
    last = page.lines[page.last_speech]
    told = False
    for finding in kept:
        if finding.rule != "preview_cut" or finding.confidence < SURE:
            continue
        if finding.start >= last.end or (finding.end >= last.end and finding.start > last.start):
            if not told and stops_here(seen.text[finding.start : finding.end]):
                place = seen.place(min(last.end, finding.start))
                message = Message.of("The site shows only a part: the text breaks off here.")
                yield Notice(NoticeKind.TRUNCATED, Span(place, place), message)
                told = True
        elif finding.replacement or "字" in seen.text[finding.start : finding.end]:
            if finding.start > page.lines[page.first_speech].start:
                spans = seen.spans(finding.start, finding.end)
                message = Message.of("The site cut a passage out here.")
                yield Notice(NoticeKind.GAP, Span(spans[0].start, spans[-1].end), message)
