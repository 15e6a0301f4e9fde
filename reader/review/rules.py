"""Rules seen from a review: what a finding would be as a rule, where a rule holds here, and what speaks against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from reader.review.session import ReviewSession
from reader.text.chars import is_han
from reader.text.fix import Fix, Kind, Layer
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.rules import CHANGED, FAULTS, LONGEST, REMOVED, Rule, RuleKind
from reader.text.span import Span

MANY = 20
"""A rule that holds in more places of one text is stated only after they were shown."""

CONTEXT = 12
"""Characters that are shown on either side of a place."""

_WORD = range(2, 5)
"""Code points of a word that is guessed from what stands several times."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a rule holds: its span in the raw text, and how it reads with what is around it."""

    span: Span
    before: str
    text: str
    after: str


class Places:
    """Where rules hold in a review as it stands now: in the readings that the engine looks for them in."""

    def __init__(self, session: ReviewSession) -> None:
        self._raw, self._applied = session.raw, session.cleaned.applied

    def of(self, rule: Rule) -> tuple[Hit, ...]:
        """The places of a rule in text order, whether it is on or not."""
        seen = self.reading(rule)
        return tuple(_hit(seen, span) for span in rule.places(seen.text))

    def count(self, rule: Rule) -> int:
        """How many places there are."""
        return sum(1 for _ in rule.places(self.reading(rule).text))

    def reading(self, rule: Rule) -> Projection:
        """The text in which the rule is looked for."""
        if rule.kind in (RuleKind.FURNITURE, RuleKind.TEXT):
            return self._page
        return self._lines if rule.kind is RuleKind.CHANGE and rule.fault.layer is Layer.PUNCTUATION else self.speech

    @cached_property
    def speech(self) -> Projection:
        """The text with all but single characters repaired."""
        return self._below(Layer.CHARACTER)

    @cached_property
    def _lines(self) -> Projection:
        return self._below(Layer.PUNCTUATION)

    @cached_property
    def _page(self) -> Projection:
        return self._below(Layer.REMOVAL)

    def _below(self, layer: Layer) -> Projection:
        return Projection.of(self._raw, (fix for fix in self._applied if fix.layer < layer or fix.kind is Kind.MANUAL))


def _hit(seen: Projection, span: Span) -> Hit:
    text, spans = seen.text, seen.spans(span.start, span.end)
    before = text[max(0, span.start - CONTEXT) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + CONTEXT].partition("\n")[0]
    return Hit(Span(spans[0].start, spans[-1].end), before, span.of(text), after)


def rule_behind(session: ReviewSession, fix: Fix) -> Rule | None:
    """The rule that a finding comes from; None where it comes from the program or a hand."""
    kind = {CHANGED: RuleKind.CHANGE, REMOVED: RuleKind.FURNITURE}.get(fix.rule)
    if kind is None:
        return None
    places = Places(session)
    rules = sorted(session.rules.of_kind(kind), key=lambda rule: -rule.reach)
    return next((rule for rule in rules if any(fix.span.overlaps(hit.span) for hit in places.of(rule))), None)


def always(session: ReviewSession, fix: Fix, option: int | None = None) -> Rule | None:
    """The rule that decides everywhere as accepting this finding decides here; None where it makes none.

    A single character is taken with a neighbour where the same fault has it everywhere: the character itself is mostly
    right in other texts (虽 in 商虽). Otherwise with as little as lets the rule hold only where the fault was found.
    """
    chosen = fix.choosing(session.decision(fix).option if option is None else option) if fix.options else fix
    if fix.kind.removes:
        return _furniture(session.raw, chosen) if fix.options and not chosen.replacement else None
    observed, replacement = fix.observed(session.raw), chosen.replacement
    if fix.kind not in (*FAULTS, Kind.MANUAL) or not fix.options or not _sayable(observed, replacement):
        return None
    fault = fix.kind if fix.kind in FAULTS else Kind.OCR
    change = Rule(RuleKind.CHANGE, observed, replacement, fault=fault)
    if len(observed) > 1 or fix.kind is Kind.MANUAL:
        return change
    same = {other.spans for other in session.fixes if other.kind is fix.kind and _change(session.raw, other) ==
            (observed, replacement)}
    # To take out one character wherever it stands would cut it out of every text.
    return next(_narrowed(change, Places(session).reading(change), fix, same), change if replacement else None)


def never(session: ReviewSession, fix: Fix) -> Rule | None:
    """The rule by which nothing like this finding is reported again; None where it makes none.

    That is the word around it where one stands several times in the text (a name, mostly), else this very change.
    """
    if fix.kind.removes:
        stretch = _furniture(session.raw, fix)
        if stretch is None:
            return None
        return Rule(RuleKind.TEXT, stretch.text, whole_line=stretch.whole_line)
    observed = fix.observed(session.raw)
    if fix.kind not in FAULTS or not _sayable(observed, fix.options[0].text if fix.options else ""):
        return None
    word = _word(Places(session).speech, fix) if fix.kind is Kind.OCR else ""
    if word:
        return Rule(RuleKind.WORD, word)
    if not fix.options:
        return Rule(RuleKind.WORD, observed)
    return Rule(RuleKind.NEVER, observed, fix.options[0].text)


def furniture(session: ReviewSession, stretch: Span) -> Rule | None:
    """The rule that a stretch of the raw text is no part of any text; None where it is more than a line.

    What is as short as a word and stands within a line is asked about: in another text it may be the author's.
    """
    return _stretch(session.raw, stretch)


def _sayable(old: str, new: str) -> bool:
    return bool(old.strip()) and old != new and "\n" not in old + new and "\r" not in old + new and len(old) <= LONGEST


def _change(raw: str, fix: Fix) -> tuple[str, str]:
    return fix.observed(raw), fix.options[0].text if fix.options else ""


def _furniture(raw: str, fix: Fix) -> Rule | None:
    gone = [span for span in fix.spans if span.of(raw).strip()]
    return _stretch(raw, gone[0]) if len(gone) == 1 else None


def _stretch(raw: str, span: Span) -> Rule | None:
    text = span.of(raw).strip()
    if not _sayable(text, ""):
        return None
    start = raw.index(text, span.start)
    end = start + len(text)
    opens = not raw[max(raw.rfind("\n", 0, start), raw.rfind("\r", 0, start)) + 1 : start].strip()
    line_end = min((at for at in (raw.find("\n", end), raw.find("\r", end)) if at >= 0), default=len(raw))
    alone = opens and not raw[end:line_end].strip()
    return Rule(RuleKind.FURNITURE, text, whole_line=alone, unasked=alone or len(text) >= _WORD.stop - 1)


def _narrowed(change: Rule, seen: Projection, fix: Fix, same: set[tuple[Span, ...]]) -> Iterator[Rule]:
    """The change with neighbours: first as the same fault has them everywhere, then as few as tell it from others."""
    at = next((span for span in change.places(seen.text) if seen.spans(span.start, span.end) == fix.spans), None)
    if at is None:
        return
    before, after = seen.text[max(0, at.start - 1) : at.start], seen.text[at.end : at.end + 1]
    # What the engine compared tells on which side the word is that the character belongs to.
    compared = str(dict(fix.reason.values).get("observed", ""))
    sides = [("", after), (before, "")] if compared.startswith(change.text) else [(before, ""), ("", after)]
    among: list[Rule] = []
    for left, right in (*sides, (before, after), ("", "")):
        if all(map(is_han, left + right)):
            rule = replace(change, text=left + change.text + right, replacement=left + change.replacement + right)
            places = {seen.spans(span.start, span.end) for span in rule.places(seen.text)}
            if places == same and left + right:
                yield rule
            elif places <= same:
                among.append(rule)
    yield from sorted(among, key=lambda rule: rule.reach)


def _word(seen: Projection, fix: Fix) -> str:
    """What is likeliest a word over the place: the longest of the stretches that stand there most often."""
    text, place = seen.text, fix.span
    start = seen.offsets.span_to_clean(place).start
    end = seen.offsets.span_to_clean(place).end
    stretches = [
        text[first : first + size]
        for size in _WORD
        for first in range(max(0, end - size), start + 1)
        if first + size <= len(text) and all(map(is_han, text[first : first + size]))
    ]
    counts = Counter({stretch: text.count(stretch) for stretch in set(stretches)})
    often = [stretch for stretch in stretches if counts[stretch] > 1]
    return max(often, key=lambda stretch: (counts[stretch], len(stretch)), default="")


def brief(rule: Rule) -> str:
    """The rule in a few signs, the same in every language, for the name of a step.

    >>> brief(Rule(RuleKind.CHANGE, "商虽", "商量"))
    '商虽→商量'
    """
    text = rule.text if len(rule.text) <= 24 else f"{rule.text[:12]}…{rule.text[-11:]}"
    match rule.kind:
        case RuleKind.CHANGE:
            return f"{rule.before}{text}{rule.after}→{rule.before}{rule.replacement}{rule.after}"
        case RuleKind.NEVER:
            return f"{rule.before}{text}{rule.after}↛{rule.before}{rule.replacement}{rule.after}"
        case RuleKind.FURNITURE:
            return f"⌫ {text}"
        case _:
            return f"✓ {text}"


def conflicts(rule: Rule, others: Iterable[Rule]) -> tuple[Rule, ...]:
    """Those of ``others`` that say something else about the same characters, in their order."""
    return tuple(other for other in others if other.key != rule.key and other.on and _contradict(rule, other))


def _contradict(one: Rule, other: Rule) -> bool:
    kinds = {one.kind, other.kind}
    if kinds <= {RuleKind.FURNITURE, RuleKind.TEXT}:
        return len(kinds) == 2 and (one.text in other.text or other.text in one.text)
    if kinds <= {RuleKind.CHANGE}:
        back = one.text == other.replacement and other.text == one.replacement
        return back or (_whole(one) == _whole(other) and one.core != other.core)
    if kinds == {RuleKind.CHANGE, RuleKind.NEVER}:
        return one.core[1:3] == other.core[1:3]
    if kinds == {RuleKind.CHANGE, RuleKind.WORD}:
        change, word = (one, other) if one.kind is RuleKind.CHANGE else (other, one)
        return _whole(change) in word.text or word.text in _whole(change)
    return False


def _whole(rule: Rule) -> str:
    return rule.before + rule.text + rule.after


def doubts(rule: Rule, hits: int, others: Iterable[Rule]) -> tuple[Message, ...]:
    """What the reader should know before stating the rule, a sentence each; mostly nothing."""
    said = []
    if len(_whole(rule).strip()) == 1 and rule.kind is not RuleKind.NEVER and not rule.whole_line:
        said.append(Message.of("The rule is about a single character. It will hold in many other words too."))
    if hits > MANY:
        said.append(Message.of("It holds in {number} places of this text. Look at them first.", number=hits))
    said += (
        Message.of("Another rule says something else about these characters: {rule}", rule=brief(other))
        for other in conflicts(rule, others)
    )
    return tuple(said)
