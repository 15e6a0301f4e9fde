"""What a reader said once about every place: always change this, never report that, this is furniture, this is text.

A rule is a statement about characters, never about offsets. Where it holds in a text is a pure function of the two, so
that the same rules on the same text always come to the same findings, in whatever order they were stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from reader.text.fix import Kind
from reader.text.span import Span

LONGEST = 1_000
"""Code points of a rule's text at most: a longer passage is a place in one text and no statement about texts."""

FAULTS = (Kind.OCR, Kind.VARIANT, Kind.PUNCTUATION)
"""What the findings of an "always change" may be called."""

CHANGED, REMOVED = "your-change", "your-furniture"
"""What findings of rules say that they come from."""

_DIGITS = "0-9０-９"
_NUMERALS = "〇零一二三四五六七八九十"
_NUMBER = re.compile(rf"[{_DIGITS}]+|[{_NUMERALS}]+(?=[年月日号页期])")
# Possessive, and never begun in the middle of a number: the search stays linear on a text of digits.
_ANY_NUMBER = rf"(?<![{_DIGITS}])[{_DIGITS}]++|(?<![{_NUMERALS}])[{_NUMERALS}]++"
_LINE = re.compile(r"[^\r\n]+")


class RuleKind(StrEnum):
    """What a rule says about its text."""

    CHANGE = "change"
    """Always read ``replacement`` there."""
    NEVER = "never"
    """Never report the change to ``replacement``."""
    WORD = "word"
    """Is right as it stands: no character of it is a fault."""
    FURNITURE = "furniture"
    """Is no part of the text, wherever it stands."""
    TEXT = "text"
    """Is part of the text, and never removed."""


class RuleScope(StrEnum):
    """What a rule is about. For one statement in both scopes the one about the document counts."""

    DOCUMENT = "document"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Rule:
    """One statement.

    ``before`` and ``after`` are what must stand beside ``text`` for CHANGE and NEVER. ``whole_line`` says for FURNITURE
    and TEXT that a line must be nothing but the text (blanks at its edges aside); ``loose`` lets any number stand
    where the text has one. ``unasked`` lets CHANGE and FURNITURE apply by themselves. ``fault`` is what the findings
    of a CHANGE are called.

    :raises ValueError: if it says nothing, or nothing that can be looked for

    >>> Rule(RuleKind.CHANGE, "商虽", "商量").core
    ('商', '虽', '量', '')
    """

    kind: RuleKind
    text: str
    replacement: str = ""
    before: str = ""
    after: str = ""
    whole_line: bool = False
    loose: bool = False
    unasked: bool = False
    on: bool = True
    scope: RuleScope = RuleScope.USER
    fault: Kind = Kind.OCR

    def __post_init__(self) -> None:
        said = (self.text, self.replacement, self.before, self.after)
        if not self.text.strip():
            raise ValueError("a rule is about some text")
        if any("\n" in part or "\r" in part for part in said):
            raise ValueError("a rule is about one line")
        if max(map(len, said)) > LONGEST:
            raise ValueError(f"a rule is about {LONGEST} characters at most")
        if self.kind in (RuleKind.CHANGE, RuleKind.NEVER):
            if self.text == self.replacement:
                raise ValueError("a change changes something")
        elif self.replacement or self.before or self.after:
            raise ValueError(f"a rule of the kind {self.kind} has a text only")
        if self.fault not in FAULTS:
            raise ValueError(f"a rule finds no {self.fault}")

    @property
    def key(self) -> str:
        """The same for the same statement, whatever its scope and whether it is on."""
        said = (self.kind.value, *self.core, self.whole_line, self.loose)
        return sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:12]

    @property
    def core(self) -> tuple[str, str, str, str]:
        """What must stand before, what is changed, to what, and what must stand after: the text that stays is context.

        What is put in or taken out whole has the character before it in its core, for a change has a place of its own.
        """
        old, new = self.text, self.replacement
        if self.kind not in (RuleKind.CHANGE, RuleKind.NEVER):
            return "", old, "", ""
        start = _common(old, new)
        end = _common(old[start:][::-1], new[start:][::-1])
        if start + end == len(old):
            start, end = (start - 1, end) if start else (0, end - 1)
        stop, to = len(old) - end, len(new) - end
        return self.before + old[:start], old[start:stop], new[start:to], old[stop:] + self.after

    @property
    def reach(self) -> int:
        """Code points that must stand there for the rule to hold: of two rules for one place the longer one does."""
        return len(self.before) + len(self.text) + len(self.after)

    def places(self, text: str) -> Iterator[Span]:
        """Where the rule holds in a text, from left to right, no two on one character; of a change, its core."""
        if self.whole_line:
            yield from self._lines(text)
        elif self.loose and self.kind in (RuleKind.FURNITURE, RuleKind.TEXT):
            yield from (Span(*match.span()) for match in _loosened(self.text).finditer(text))
        else:
            before, core, _, after = self.core
            needle, at = before + core + after, 0
            while (at := text.find(needle, at)) >= 0:
                yield Span(at + len(before), at + len(before) + len(core))
                at += len(core)

    def _lines(self, text: str) -> Iterator[Span]:
        wanted = self.text.strip()
        if not self.loose:
            # Most lines are something else, and looking for the text itself is quick.
            at = 0
            while (at := text.find(wanted, at)) >= 0:
                end = at + len(wanted)
                if _alone(text, at, end):
                    yield Span(at, end)
                at = end
            return
        wanted = _NUMBER.sub("0", wanted)
        for match in _LINE.finditer(text):
            line = match[0].strip()
            if _NUMBER.sub("0", line) == wanted:
                start = match.start() + match[0].index(line)
                yield Span(start, start + len(line))


def _alone(text: str, start: int, end: int) -> bool:
    """Whether the stretch is all that stands on its line."""
    while start and text[start - 1] not in "\r\n":
        start -= 1
        if not text[start].isspace():
            return False
    while end < len(text) and text[end] not in "\r\n":
        if not text[end].isspace():
            return False
        end += 1
    return True


def _common(a: str, b: str) -> int:
    """How many characters two texts begin with in common."""
    return next((n for n, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))


def _loosened(text: str) -> re.Pattern[str]:
    parts: list[str] = []
    at = 0
    for match in _NUMBER.finditer(text):
        parts += (re.escape(text[at : match.start()]), f"(?:{_ANY_NUMBER})")
        at = match.end()
    return re.compile("".join((*parts, re.escape(text[at:]))))


@dataclass(frozen=True, slots=True)
class RuleChange:
    """Rules that came and went in one step."""

    added: tuple[Rule, ...] = ()
    removed: tuple[Rule, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    @property
    def inverse(self) -> RuleChange:
        return RuleChange(self.removed, self.added)

    def within(self, scope: RuleScope) -> RuleChange:
        """What of it is about this scope."""
        added, removed = ([rule for rule in rules if rule.scope is scope] for rules in (self.added, self.removed))
        return RuleChange(tuple(added), tuple(removed))


NO_CHANGE = RuleChange()


@dataclass(frozen=True)
class Rules:
    """Every rule that was stated, switched off ones included; two sets of the same rules are equal."""

    stated: tuple[Rule, ...] = field(default=())

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Rules:
        """In an order of their own; one statement in one scope once, the last one named."""
        by_key = {(rule.key, rule.scope): rule for rule in rules}
        return cls(tuple(rule for _, rule in sorted(by_key.items())))

    def changed(self, change: RuleChange) -> Rules:
        """With what was removed gone and what was added in."""
        gone = set(change.removed)
        return Rules.of([*(rule for rule in self.stated if rule not in gone), *change.added])

    def step(self, added: Iterable[Rule] = (), removed: Iterable[Rule] = ()) -> RuleChange:
        """What adding and removing comes to here: a rule in the place of one of the same statement replaces it."""
        news = Rules.of(added).stated
        named = {(rule.key, rule.scope) for rule in news}
        gone = set(removed)
        out = tuple(rule for rule in self.stated if (rule in gone or (rule.key, rule.scope) in named))
        out = tuple(rule for rule in out if rule not in news)
        return RuleChange(tuple(rule for rule in news if rule not in self.stated), out)

    @cached_property
    def in_effect(self) -> tuple[Rule, ...]:
        """Those that hold: switched on, and for one statement in both scopes the one about the document."""
        by_key: dict[str, Rule] = {}
        for rule in self.stated:
            if rule.key not in by_key or rule.scope is RuleScope.DOCUMENT:
                by_key[rule.key] = rule
        return tuple(rule for _, rule in sorted(by_key.items()) if rule.on)

    def of_kind(self, *kinds: RuleKind) -> tuple[Rule, ...]:
        """Those in effect that say one of these things."""
        return tuple(rule for rule in self.in_effect if rule.kind in kinds)

    def within(self, scope: RuleScope) -> Rules:
        """Those about this scope."""
        return Rules(tuple(rule for rule in self.stated if rule.scope is scope))


NO_RULES = Rules()
