"""Carries the decisions of a review over to a changed text: scraped again, in another encoding or format.

A decision says where it was made by its offsets, what stood there and what stood around it (the selector that the W3C
Web Annotation Data Model calls TextQuoteSelector). Here the whole earlier text is used where it is known: places come
from an ``Alignment`` of both texts, are looked at once more by what stands around them, and count only where the new
analysis has the same finding there. What cannot be placed without guessing is returned with the reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise, takewhile

from rapidfuzz.distance import Indel

from reader.review.decision import Decision, Verdict
from reader.store.alignment import GRAM, Alignment, Folded, is_known, normal
from reader.store.carrying import Carried, Lost, Reanchored, Reason, Review, as_they_are
from reader.store.quotes import CONTEXT
from reader.text.analysis import Analysis
from reader.text.fix import Edit, Fix, Kind, Option
from reader.text.source import Source
from reader.text.span import Span

_CLEAR = 3 * GRAM
"""Folded characters of unbroken agreement around a place that leave no doubt about it."""

_ALIKE, _ALIKE_SIDE = 0.75, 0.5
"""Least similarity (Indel) of what stands around a place, on both sides together and on each, where agreement is
shorter. Measured on real pages with up to one character in twenty changed; see decision note 0015."""


def reanchor(review: Review, source: Source, analysis: Analysis) -> Reanchored:
    """Place the decisions of ``review`` on another text with its whole ``analysis``.

    A verdict is carried over if the new analysis has a finding of the same kind at the same place that reads the same
    and offers the repair that was decided on; a change by hand if its quote is found unambiguously. Nothing is guessed.
    On the very text that the decisions were made on they hold as they are. A million characters take some seconds.
    """
    if review.raw == source.raw:
        return as_they_are(review, analysis)
    work = _Work(review, source.raw, analysis)
    by_hand = {fix.key: fix for fix in review.manual}
    found: list[tuple[Fix, Decision, tuple[Fix, int] | Reason]] = []
    for key, decision in review.decisions.items():
        fix = by_hand.get(key) or review.found.get(key)
        if fix is not None:  # else one of which no version of its journal knows anything
            found.append((fix, decision, work.made_again(fix) if key in by_hand else work.found_again(fix, decision)))
    wanted = Counter(now[0].key for _, _, now in found if not isinstance(now, Reason))
    carried: list[Carried] = []
    lost: list[Lost] = []
    for fix, decision, now in found:
        if isinstance(now, Reason):
            lost.append(Lost(fix, decision, review.quote(fix.key, fix), now))
        elif wanted[now[0].key] > 1:  # two decisions for one finding: neither is picked
            lost.append(Lost(fix, decision, review.quote(fix.key, fix), Reason.SEVERAL))
        else:
            carried.append(Carried(fix, now[0], replace(decision, option=now[1])))
    hands = {entry.before.key: entry.now for entry in carried if entry.before.key in by_hand}
    manual = tuple(hands[fix.key] for fix in review.manual if fix.key in hands)
    carried.sort(key=lambda entry: entry.now.span)
    lost.sort(key=lambda entry: entry.fix.span)
    return Reanchored(tuple(carried), tuple(lost), manual)


_Places = tuple[tuple[int, int], ...]
_Change = tuple[tuple[int, int, str], ...]


class _Work:
    """Both texts side by side."""

    def __init__(self, review: Review, raw: str, analysis: Analysis) -> None:
        self._raw = raw
        new = Folded.of(raw)
        self._whole = review.raw is not None
        old = Folded.of_pieces(review.characters, _pieces(review)) if review.raw is None else Folded.of(review.raw)
        self._old, self._new = old, new
        self._map = Alignment.of(old, new)
        self._findings: dict[tuple[Kind, _Places], list[Fix]] = defaultdict(list)
        for fix in analysis.fixes:
            self._findings[fix.kind, tuple(map(new.span, fix.spans))].append(fix)

    def found_again(self, fix: Fix, decision: Decision) -> tuple[Fix, int] | Reason:
        """The finding of the new analysis that ``fix`` is in the new text, and the number of the decided option."""
        placed = self._places(fix)
        if isinstance(placed, Reason):
            return placed
        wanted = self._change(fix, decision)
        fitting = [
            (other, number)
            for other in self._findings.get((fix.kind, placed), ())
            if self._reads_as(fix, other)
            for number in self._numbers(other, wanted)
        ]
        if len({other.key for other, _ in fitting}) > 1:
            return Reason.SEVERAL
        if fitting:
            return fitting[0]
        return self._why_not(fix, decision, placed)

    def made_again(self, fix: Fix) -> tuple[Fix, int] | Reason:
        """The change by hand ``fix`` as it has to be in the new text."""
        placed = self._places(fix)
        if isinstance(placed, Reason):
            return placed
        spans: dict[Span, Span] = {}
        for span in fix.spans:
            place = self._exactly(span)
            if place is None:
                return Reason.OTHERWISE
            # An insertion at the edge of the place goes with the place.
            spans |= {
                Span(span.start, span.start): Span(place.start, place.start),
                Span(span.end, span.end): Span(place.end, place.end),
                span: place,
            }
        options = []
        for option in fix.options:
            made = [(spans.get(edit.span) or self._exactly(edit.span), edit.replacement) for edit in option.edits]
            edits = tuple(Edit(span, text) for span, text in made if span is not None)
            if len(edits) < len(made):
                return Reason.OTHERWISE
            options.append(Option(option.text, option.confidence, edits))
        return replace(fix, spans=tuple(spans[span] for span in fix.spans), options=tuple(options)), fix.chosen

    def _places(self, fix: Fix) -> _Places | Reason:
        """Where the folded spans of a finding of the old text stand in the new one, if there is no doubt about it."""
        placed: list[tuple[int, int]] = []
        for span in fix.spans:
            start, end = self._old.span(span)
            # A place between two characters is one only if both stand together.
            first, last = (start - 1, end + 1) if start == end else (start, end)
            if self._map.in_doubt(first, last):
                return Reason.SEVERAL
            if not self._map.in_one_piece(first, last):
                return Reason.GONE if (self._map.there[first:last] < 0).all() else Reason.OTHERWISE
            if not self._fits_around(start, end, first):
                return Reason.GONE
            edges = (start, end) if end - start > CONTEXT else (start,)
            if not all(self._map.is_certain(edge - CONTEXT, edge + CONTEXT) for edge in edges):
                return Reason.SEVERAL
            at = int(self._map.there[first]) + (start - first)
            placed.append((at, at + end - start))
        if any(a[1] > b[0] for a, b in pairwise(placed)):
            return Reason.OTHERWISE
        return tuple(placed)

    def _fits_around(self, start: int, end: int, first: int) -> bool:
        """Whether what stands around folded ``start`` to ``end`` of the old text is like that in the new one."""
        strength = int(self._map.strength[first])
        if self._whole and strength >= _CLEAR:
            return True
        at = int(self._map.there[first]) + (start - first)
        old, new = self._old.codes, self._new.codes
        before = old[max(0, start - CONTEXT) : start].tolist()
        after = old[end : end + CONTEXT].tolist()
        if not self._whole:
            before, after = _known(before[::-1])[::-1], _known(after)
        there_before = new[max(0, at - len(before)) : at].tolist()
        there_after = new[at + end - start : at + end - start + len(after)].tolist()
        sides = _alike(before, there_before), _alike(after, there_after)
        size = len(before) + len(after)
        together = (sides[0] * len(before) + sides[1] * len(after)) / size if size else 0.0
        least = _ALIKE if self._whole else 0.9
        return together >= least and min(sides) >= _ALIKE_SIDE and (size >= GRAM or self._map.strength[first] >= GRAM)

    def _change(self, fix: Fix, decision: Decision) -> _Change | None:
        """What the decided option writes where in the new text; None where the finding has no repair."""
        if not fix.options:
            return None
        # A refusal is about the repair that was offered first.
        number = decision.option if decision.verdict is Verdict.ACCEPTED else fix.chosen
        return tuple((*self._moved(edit.span), normal(edit.replacement)) for edit in fix.options[number].edits)

    def _moved(self, span: Span) -> tuple[int, int]:
        start, end = self._old.span(span)
        first = start if end > start or self._map.there[start] >= 0 else start - 1
        at = int(self._map.there[first]) + (start - first)
        return at, at + end - start

    def _numbers(self, fix: Fix, wanted: _Change | None) -> list[int]:
        """The options of a new finding that write what is wanted (0 where it has no options, and none is wanted)."""
        if wanted is None or not fix.options:
            return [0] if wanted is None and not fix.options else []
        return [
            number
            for number, option in enumerate(fix.options)
            if tuple((*self._new.span(edit.span), normal(edit.replacement)) for edit in option.edits) == wanted
        ][:1]

    def _reads_as(self, fix: Fix, other: Fix) -> bool:
        """Whether both findings are about the same characters; of a removed stretch spaces and widths do not count."""
        return fix.kind.removes or _seen(fix.observed(self._old.raw)) == _seen(other.observed(self._raw))

    def _why_not(self, fix: Fix, decision: Decision, placed: _Places) -> Reason:
        if decision.verdict is Verdict.ACCEPTED and len(fix.spans) == 1 and fix.options:
            (start, end), span = placed[0], fix.span
            here = Span(self._new.gap(start).start, self._new.gap(end).end)
            there = self._old.span(span)
            around = Span(self._old.gap(there[0]).start, self._old.gap(there[1]).end)
            (first, *more) = fix.options[decision.option].edits
            if not more and first.span == span:
                meant = self._old.raw[around.start : span.start] + first.replacement
                meant += self._old.raw[span.end : around.end]
                if normal(meant) == normal(here.of(self._raw)):
                    return Reason.SETTLED
        return Reason.NOT_FOUND if self._reads_the_same(fix, placed) else Reason.OTHERWISE

    def _reads_the_same(self, fix: Fix, placed: _Places) -> bool:
        """Whether the new text has what ``fix`` is about, to the space."""
        spans = [self._exactly(span) for span in fix.spans]
        return all(span is not None for span in spans) and len(spans) == len(placed)

    def _exactly(self, span: Span) -> Span | None:
        """Where a stretch of the old text stands in the new one, to the space; None where spaces differ."""
        start, end = self._old.span(span)
        if start == end:
            return self._between(start, span)
        if not self._map.in_one_piece(start, end):
            return None
        first, last = int(self._map.there[start]), int(self._map.there[end - 1])
        before = Span(span.start, max(span.start, int(self._old.origin[start]))).of(self._old.raw)
        after = Span(min(span.end, int(self._old.origin[end - 1]) + 1), span.end).of(self._old.raw)
        left, right = self._new.gap(first).of(self._raw), self._new.gap(last + 1)
        back = _tail(left, before)
        forth = _head(right.of(self._raw), after)
        if back is None or forth is None:
            return None
        place = Span(int(self._new.origin[first]) - back, right.start + forth)
        return place if normal(place.of(self._raw)) == normal(span.of(self._old.raw)) else None

    def _between(self, at: int, span: Span) -> Span | None:
        """The stretch of spaces, or the place, ``span`` before the folded character ``at`` of the old text."""
        if not self._map.in_one_piece(at - 1, at + 1):
            return None
        old, new = self._old.gap(at), self._new.gap(int(self._map.there[at]))
        there = new.of(self._raw)
        before, inside, after = (
            Span(old.start, span.start).of(self._old.raw),
            span.of(self._old.raw),
            Span(span.end, max(span.end, old.end)).of(self._old.raw),
        )
        if normal(there) == normal(before + inside + after) or not before:
            start = _head(there, before)
            length = None if start is None else _head(there[start:], inside)
            if start is not None and length is not None:
                return Span(new.start + start, new.start + start + length)
        if not after:
            length = _tail(there, inside)
            return None if length is None else Span(new.end - length, new.end)
        return None


def _seen(text: str) -> str:
    """What somebody sees who looks at a place: of spaces, whether they end a line, and not how many they are."""
    return normal(text) if text.strip() else " \n"["\n" in normal(text)] if text else ""


def _head(text: str, wanted: str) -> int | None:
    """How many code points at the beginning of ``text`` read as ``wanted``; spaces are few, so each is tried."""
    sizes = (size for size in range(len(text) + 1) if normal(text[:size]) == normal(wanted))
    # \r and \r\n are one line end: the longer one is meant where both read the same.
    return max(sizes, default=None)


def _tail(text: str, wanted: str) -> int | None:
    sizes = (size for size in range(len(text) + 1) if normal(text[len(text) - size :]) == normal(wanted))
    return max(sizes, default=None)


def _known(codes: list[int]) -> list[int]:
    """The codes up to the first stretch of which nothing is known."""
    return list(takewhile(is_known, codes))


def _alike(a: list[int], b: list[int]) -> float:
    return Indel.normalized_similarity(a, b) if a or b else 1.0


def _pieces(review: Review) -> Iterable[tuple[int, str]]:
    """All that the quotes of a review say about its text."""
    fixes = {**review.found, **{fix.key: fix for fix in review.manual}}
    for key, quote in review.quotes.items():
        yield max(0, quote.start - len(quote.before)), quote.before
        yield quote.end, quote.after
        at = 0
        for span in fixes[key].spans if key in fixes else (Span(quote.start, quote.end),):
            yield span.start, quote.observed[at : at + span.length]
            at += span.length
