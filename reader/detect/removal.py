"""Everything that does not belong to the speech, decided together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reader.detect.bullets import bullets
from reader.detect.counters import page_numbers, splitters
from reader.detect.duplicates import (
    doubled_beginning,
    printed_outline,
    teaser_rows,
    teasers,
    title_copies,
)
from reader.detect.foreign_lines import foreign_lines
from reader.detect.furniture.classifier import Classifier, default_classifier
from reader.detect.furniture.finding import SURE, Finding
from reader.detect.furniture.gates import passages_cut_out, stops_here
from reader.detect.furniture.lines import Line, lines_of
from reader.detect.furniture.page import Page
from reader.detect.furniture.squeezed import Squeezed
from reader.detect.furniture.title import squeeze
from reader.detect.markup import glosses, jammers, markup
from reader.detect.overprint import overprints
from reader.detect.rare_walls import rare_walls
from reader.detect.single_notes import single_notes
from reader.detect.spliced_titles import spliced_titles
from reader.detect.watermark import watermarks
from reader.lm.model import Model, default_model
from reader.text.fix import Edit, Fix, Kind
from reader.text.message import Message
from reader.text.offsets import OffsetMap
from reader.text.projection import Projection
from reader.text.section import Notice, NoticeKind
from reader.text.span import Span


def removals(seen: Projection) -> tuple[list[Fix], list[Notice]]:
    """What to take out of the text, one fix for every line or spliced stretch, and notices of what the site withheld.

    ``seen`` is the text with invisible characters gone. Code, counters and what was spliced into sentences go first,
    so that lines are judged by their own words. Head and tail of the page are decided for all lines together; then
    come the title's junk and copies, gates, and what stands twice.
    """
    code = _apart([*markup(seen.text), *glosses(seen.text), *jammers(seen.text), *rare_walls(seen.text)])
    first = _fixes(code, seen)
    bare = _looking_through(seen, first) if first else seen
    text = bare.text
    lines = lines_of(text)
    if not lines:
        return first, []
    classifier, model = default_classifier(), default_model()
    counted = _apart([*splitters(text), *page_numbers(text)])
    spliced = _apart(watermarks(text, _hidden(text, counted), classifier, model))
    page = Page.of(lines, classifier, [finding for finding in (*counted, *spliced) if finding.confidence >= SURE])
    found = _apart([*_around(page, text), *counted])
    found = _apart([*found, *_twice(page, text, _hidden(text, found))])
    spliced = list(_with_single_notes(text, spliced, found, classifier, model))
    found = _apart([*found, *(finding for finding in spliced if not page.names_itself(text, finding))])
    found = _apart([*found, *bullets(text), *foreign_lines(lines), *spliced_titles(text)])
    found = list(_with_leftovers(text, found, lines))
    return [*first, *_fixes(found, bare)], list(_notices(page, found, bare))


def _around(page: Page, text: str) -> Iterator[Finding]:
    """Furniture, gates and titles; in case of conflict the earlier ones hold."""
    furniture = list(page.furniture_lines())
    openings = teaser_rows(page.lines, page.title)
    yield from teasers(page.lines, openings)
    yield from (finding for finding in furniture if finding.confidence >= SURE)
    yield from passages_cut_out(text)
    yield from (finding for finding in furniture if finding.confidence < SURE)
    yield from page.title_junk()
    if page.title is not None:
        yield from title_copies(text, page.lines, page.title, page.first_speech_but(openings))


def _twice(page: Page, text: str, hidden: NDArray[np.bool_]) -> Iterator[Finding]:
    """Outlines and openings that are printed above the text and again in it, and bold overprint."""
    own = page.title.row if page.title else -1
    first = page.first_speech
    printed = printed_outline(page.lines, first + 40)
    reason = Message.of("The headings of the text, printed above it once more.")
    for row in printed.rows if printed is not None else ():
        line = page.lines[row]
        trust = 0.98 if printed is not None and printed.sure else 0.8
        yield Finding(line.whole_start, line.whole_end, Kind.DUPLICATE, "outline", reason, trust)
    masked = hidden.copy()
    if own >= 0:
        line = page.lines[own]
        masked[: line.end] = True
    speech = Squeezed.of(text, masked)
    doubled = doubled_beginning(speech.text)
    if doubled is not None:
        start, _ = speech.span(*doubled)
        end = int(speech.places[doubled[1]])
        yield Finding(
            start, end, Kind.DUPLICATE, "doubled_block", Message.of("The same passage stands twice in a row."), 0.98
        )
    for start, end, once in overprints(speech.text):
        why = Message.of("Bold letters that the print made by printing them over each other.")
        yield Finding(*speech.span(start, end), Kind.DUPLICATE, "overprint", why, 0.975, once)


def _with_single_notes(
    text: str, spliced: Sequence[Finding], found: Sequence[Finding], classifier: Classifier, model: Model
) -> Iterator[Finding]:
    """What was spliced in, with the notes that stand once; ``found`` is what goes otherwise, where none is looked for.

    What stands several times shows its own edges best. A known form within a longer note gives way to the whole of it
    if that has more of a site's words; otherwise the note took in characters of the speech.
    """
    times = Counter(squeeze(text[finding.start : finding.end]) for finding in spliced)
    several = [one for one in spliced if one.confidence >= SURE and times[squeeze(text[one.start : one.end])] > 1]
    notes = list(single_notes(text, _hidden(text, [*found, *several]), classifier, model))
    pairs = [
        (note, one)
        for note in notes
        for one in spliced
        if note.start <= one.start and one.end <= note.end and one.length < note.length
    ]
    words = [text[one.start : one.end] for pair in pairs for one in pair]
    odds = classifier.log_odds(words).tolist()
    whole = {one for (_, one), longer, own in zip(pairs, odds[::2], odds[1::2], strict=True) if longer > own}
    yield from (one for one in spliced if one not in whole)
    too_wide = {note for note, one in pairs if one not in whole}
    yield from (note for note in notes if note not in too_wide)


def _hidden(text: str, found: Iterable[Finding]) -> NDArray[np.bool_]:
    hidden = np.zeros(len(text), dtype=bool)
    for finding in found:
        hidden[finding.start : finding.end] = True
    return hidden


def _apart(found: Iterable[Finding]) -> list[Finding]:
    """Those findings that do not overlap with an earlier one, in text order."""
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


_LEFTOVER = "。，、；：！？,.;:!?)）】」』”’|_-"
"""Marks that say nothing by themselves; not … and —, which may stand for what is cut off."""


def _with_leftovers(text: str, found: Sequence[Finding], lines: Sequence[Line]) -> Iterator[Finding]:
    """The findings, each that leaves nothing of its line but marks made to take the whole line."""
    starts = [line.start for line in lines]
    for number, finding in enumerate(found):
        line = lines[max(0, bisect_right(starts, finding.start) - 1)]
        alone = (not number or found[number - 1].end <= line.start) and (
            number + 1 == len(found) or found[number + 1].start >= line.end
        )
        rest = text[line.start : finding.start] + text[finding.end : line.end]
        whole = line.start <= finding.start and finding.end <= line.end and finding.replacement == ""
        if alone and whole and rest.strip() and not rest.strip(_LEFTOVER + " \u3000\t"):
            finding = replace(finding, start=line.whole_start, end=line.whole_end)
        yield finding


def _fixes(found: Iterable[Finding], seen: Projection) -> list[Fix]:
    return [fix for finding in found if (fix := finding.fix(seen)) is not None]


def _looking_through(seen: Projection, fixes: Iterable[Fix]) -> Projection:
    """``seen`` with further fixes applied; they touch nothing that ``seen`` changed."""
    edits = [Edit(raw, clean.of(seen.text)) for raw, clean in seen.offsets.pairs]
    edits += [edit for fix in fixes for edit in fix.edits]
    edits.sort()
    parts: list[str] = []
    done = 0
    for edit in edits:
        parts += [seen.raw[done : edit.span.start], edit.replacement]
        done = edit.span.end
    parts.append(seen.raw[done:])
    return Projection(seen.raw, "".join(parts), OffsetMap.of(edits, len(seen.raw)))


def _notices(page: Page, found: Iterable[Finding], seen: Projection) -> Iterator[Notice]:
    first, last = page.lines[page.first_speech], page.lines[page.last_speech]
    told = False
    for finding in found:
        if finding.rule != "preview_cut" or finding.confidence < SURE or finding.start < first.start:
            continue
        if finding.end >= last.end:
            if not told and stops_here(seen.text[finding.start : finding.end]):
                place = seen.place(min(last.end, finding.start))
                message = Message.of("The site shows only a part: the text breaks off here.")
                yield Notice(NoticeKind.TRUNCATED, Span(place, place), message)
                told = True
        elif "字" in seen.text[finding.start : finding.end]:
            spans = seen.spans(finding.start, finding.end)
            message = Message.of("The site cut a passage out here.")
            yield Notice(NoticeKind.GAP, Span(spans[0].start, spans[-1].end), message)
