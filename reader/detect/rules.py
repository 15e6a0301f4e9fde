"""What the reader's own rules come to in one text: findings like all others, and findings that are not made.

Of two rules that want the same characters the one that says more of the text holds (its ``reach``), then the one that
stands first; of two that say the same of one place, both are alternatives of one question. Rules come after the
language model, not before it: a rule that was just stated must not have every page judged anew.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reader.detect.protection import protected_from_rules, protected_place
from reader.text.fix import Edit, Fix, Kind, Layer, Option, Safety
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.rules import CHANGED, FAULTS, REMOVED, Rule, RuleKind, Rules
from reader.text.span import Span

CERTAINTY = 0.99
"""Of what a rule finds. It is the reader's own word, and was said without looking at this place."""


def removals_under_rules(found: Sequence[Fix], seen: Projection, rules: Rules) -> list[Fix]:
    """The removals of a page with what the rules take out besides, and without what they keep.

    A removal over a stretch that is text is cut around it; nothing of it is left where it was all of the removal.
    """
    furniture = dict(_furniture(seen, rules.of_kind(RuleKind.FURNITURE)))
    kept = [(span, rule) for rule in rules.of_kind(RuleKind.TEXT) for span in _with_line_ends(seen, rule)]
    if not kept:
        return [*(fix for fix in found if fix.key not in furniture), *(fix for fix, _ in furniture.values())]
    raws = [(piece, rule) for span, rule in kept for piece in seen.spans(span.start, span.end) if piece.length]
    every = [piece for piece, _ in raws]
    result = [cut for fix in found if fix.key not in furniture for cut in _cut(fix, every, seen.raw)]
    for fix, reach in furniture.values():
        stronger = [piece for piece, rule in raws if rule.reach >= reach]
        result += _cut(fix, stronger, seen.raw)
    return result


def _furniture(seen: Projection, rules: Iterable[Rule]) -> Iterator[tuple[str, tuple[Fix, int]]]:
    """The removals of rules by key, each with what the rule says of the text."""
    for rule in sorted(rules, key=lambda rule: rule.reach):
        reason = Message.of("Your rule: “{stretch}” is not part of the text.", stretch=rule.text)
        for place, span in zip(rule.places(seen.text), _with_line_ends(seen, rule), strict=True):
            safety = Safety.AUTO if rule.unasked else Safety.ASK
            edits = seen.edits(span.start, span.end, "")
            if edits:
                spliced = not rule.whole_line and _spliced(seen.text, place)
                fix = Fix.editing(
                    edits, Kind.BOILERPLATE, REMOVED, reason, safety=safety, confidence=CERTAINTY, protected=spliced
                )
                yield fix.key, (fix, rule.reach)


def _spliced(text: str, span: Span) -> bool:
    """Whether taking the stretch out would cut a number in two or reach into a quotation."""
    if span.start and span.end < len(text) and text[span.start - 1].isdigit() and text[span.end].isdigit():
        return True
    first = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    inside = text[first : span.start] + "□"
    return protected_place(inside, len(inside) - 1, len(inside)) and not text[span.start - 1].isdigit()


def _with_line_ends(seen: Projection, rule: Rule) -> Iterator[Span]:
    """The places of a rule; those about whole lines with their blanks and one line end."""
    text = seen.text
    for span in rule.places(text):
        start, end = span.start, span.end
        if rule.whole_line:
            while start and text[start - 1].isspace() and text[start - 1] not in "\r\n":
                start -= 1
            while end < len(text) and text[end].isspace() and text[end] not in "\r\n":
                end += 1
            if end < len(text):
                end += 2 if text.startswith("\r\n", end) else 1
            elif start:
                start -= 2 if text[max(0, start - 2) : start] == "\r\n" else 1
        yield Span(start, end)


def _cut(fix: Fix, kept: Sequence[Span], raw: str) -> list[Fix]:
    """The removal without the stretches that are kept: itself, a smaller one, or none."""
    if not any(edit.span.overlaps(span) for edit in fix.edits for span in kept):
        return [fix]
    edits: list[Edit] = []
    for edit in fix.edits:
        pieces = [edit.span]
        for hole in kept:
            if not edit.replacement:
                pieces = [rest for piece in pieces for rest in _without(piece, hole)]
            elif edit.span.overlaps(hole):
                pieces = []
        edits += (Edit(piece, edit.replacement) for piece in pieces if edit.replacement or piece.of(raw).strip())
    if not edits:
        return []
    option = replace(fix.options[fix.chosen], edits=tuple(sorted(edits)))
    return [replace(fix, spans=tuple(edit.span for edit in sorted(edits)), options=(option,), chosen=0)]


def _without(piece: Span, hole: Span) -> Iterator[Span]:
    if not piece.overlaps(hole):
        yield piece
        return
    if piece.start < hole.start:
        yield Span(piece.start, hole.start)
    if hole.end < piece.end:
        yield Span(hole.end, piece.end)


def reported(found: Iterable[Fix], seen: Projection, rules: Rules) -> list[Fix]:
    """``found``, single characters and marks in the reading ``seen``, without what the reader never wants reported."""
    words = _Stretches(
        piece
        for rule in rules.of_kind(RuleKind.WORD)
        for span in rule.places(seen.text)
        for piece in seen.spans(span.start, span.end)
    )
    never = {
        (seen.spans(span.start, span.end), rule.core[2])
        for rule in rules.of_kind(RuleKind.NEVER)
        for span in rule.places(seen.text)
    }
    if not words and not never:
        return list(found)
    return [
        fix
        for fix in found
        if fix.kind not in FAULTS
        or not (words.touch(fix) or (fix.options and (fix.spans, fix.options[0].text) in never))
    ]


class _Stretches:
    """Stretches of the raw text, to be asked whether a finding lies in one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        joined: list[Span] = []
        for span in sorted(spans):
            if joined and span.start < joined[-1].end:
                joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
            else:
                joined.append(span)
        self._spans = joined

    def __bool__(self) -> bool:
        return bool(self._spans)

    def touch(self, fix: Fix) -> bool:
        """Whether the finding is about a character of one of the stretches, or a place inside of one."""
        for span in fix.spans:
            at = bisect_right(self._spans, span.start, key=lambda known: known.start) - 1
            if any(known.overlaps(span) for known in self._spans[max(0, at) : at + 2]):
                return True
        return False


def under_changes(found: Iterable[Fix], seen: Projection, rules: Rules, layer: Layer) -> list[Fix]:
    """``found`` of one layer in the reading ``seen``, with what the rules of that layer change.

    Where a finding is about the same characters as a rule, they are one question: the rule's reading comes first, those
    of the finding are the alternatives. A finding that is a part of what the rule does is the rule's.
    """
    fixes = list(found)
    changes = list(_changes(seen, rules, layer))
    if not changes:
        return fixes
    by_spans: dict[tuple[Span, ...], list[Fix]] = defaultdict(list)
    by_edit: dict[Edit, Fix] = {}
    for fix in changes:
        by_edit |= dict.fromkeys(fix.edits, fix)
    kept = []
    spans = {fix.spans for fix in changes}
    for fix in fixes:
        whole = {by_edit[edit].key if edit in by_edit else "" for edit in fix.edits}
        if fix.layer is layer and fix.spans in spans:
            by_spans[fix.spans].append(fix)
        elif fix.layer is not layer or not whole or len(whole) > 1 or "" in whole:
            kept.append(fix)
    return [*kept, *(_with_alternatives(fix, by_spans[fix.spans]) for fix in changes)]


def _with_alternatives(own: Fix, others: Iterable[Fix]) -> Fix:
    """The finding of a rule with the readings of others for the same place after its own."""
    known = {option.edits for option in own.options}
    more = []
    for option in (option for fix in others for option in fix.options):
        if option.edits not in known:
            known.add(option.edits)
            more.append(replace(option, confidence=min(option.confidence, round(1 - CERTAINTY, 4))))
    return replace(own, options=(*own.options, *more))


def _changes(seen: Projection, rules: Rules, layer: Layer) -> Iterator[Fix]:
    at_place: dict[Span, list[Rule]] = defaultdict(list)
    for rule in rules.of_kind(RuleKind.CHANGE):
        if rule.fault.layer is layer:
            for span in rule.places(seen.text):
                at_place[span].append(rule)
    if not at_place:
        return
    words = [(span, rule) for rule in rules.of_kind(RuleKind.WORD) for span in rule.places(seen.text)]
    words.sort(key=lambda word: word[0])
    starts = [span.start for span, _ in words]
    longest = max((span.length for span, _ in words), default=0)
    taken: list[Span] = []
    holding: list[tuple[Span, list[Rule]]] = []
    for span, claims in sorted(at_place.items(), key=lambda item: (-max(rule.reach for rule in item[1]), item[0])):
        reach = max(rule.reach for rule in claims)
        near = words[bisect_left(starts, span.start - longest) : bisect_right(starts, span.start)]
        if _overlapping(taken, span) or any(word.contains(span) and rule.reach >= reach for word, rule in near):
            continue
        insort(taken, span)
        strongest = [rule for rule in claims if rule.reach == reach]
        holding.append((span, sorted(strongest, key=lambda rule: rule.key) if len(strongest) > 1 else strongest))
    protected = protected_from_rules(seen.text, taken)
    for span, strongest in holding:
        fix = _change(seen, span, strongest, protected=span in protected)
        if fix is not None:
            yield fix


def _overlapping(taken: Sequence[Span], span: Span) -> bool:
    at = bisect_left(taken, span)
    return any(other.overlaps(span) for other in taken[max(0, at - 1) : at + 1])


def _change(seen: Projection, span: Span, rules: Sequence[Rule], *, protected: bool) -> Fix | None:
    """One question about one place; several rules that read it differently are asked about, whatever they say."""
    options: dict[tuple[Edit, ...], Option] = {}
    for rule in rules:
        text = rule.core[2]
        edits = seen.edits(span.start, span.end, text)
        if edits:
            options.setdefault(edits, Option(text, CERTAINTY, edits))
    spans = seen.spans(span.start, span.end)
    # What another fix wrote where nothing stood has no characters of its own.
    if not options or any(piece.length == 0 for piece in spans):
        return None
    first, *others = rules
    values = {"old": first.text, "new": first.replacement}
    if len(options) > 1:
        share = round(1 / len(options), 4)
        options = {edits: replace(option, confidence=share) for edits, option in options.items()}
        reason = Message.of("Your rules for “{old}” read it differently: choose one here.", old=first.text)
    elif not first.replacement:
        reason = Message.of("Your rule: always take out “{old}”.", old=first.text)
    else:
        reason = Message.of("Your rule: always change “{old}” to “{new}”.", **values)
    unasked = len(options) == 1 and any(rule.unasked for rule in (first, *others))
    return Fix(
        spans,
        first.fault,
        CHANGED,
        tuple(options.values()),
        Safety.AUTO if unasked else Safety.ASK,
        next(iter(options.values())).confidence,
        reason,
        protected=protected,
    )
