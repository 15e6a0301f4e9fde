"""What the engine found in one raw text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reader.text.fix import Edit, Fix, Layer, Safety
from reader.text.rules import NO_RULES, Rules
from reader.text.section import Notice, Section


@dataclass(frozen=True, slots=True)
class Analysis:
    """Fixes in text order, sections in text order, and notices; all places are in the raw text.

    ``basis`` names the removals and line-end fixes that the later detectors looked through. When the reader's
    decisions put another set in effect, the findings of the later layers may be out of date: see ``basis_of``.
    ``rules`` are those that the findings were made under.
    """

    fixes: tuple[Fix, ...]
    sections: tuple[Section, ...]
    notices: tuple[Notice, ...]
    basis: frozenset[str] = frozenset()
    rules: Rules = NO_RULES


@dataclass(frozen=True, slots=True)
class Standing:
    """What the reader decided so far, as far as it changes what detectors see.

    ``accepted`` maps keys of findings to the edits of the option that was chosen (a newer analysis may number options
    otherwise), ``rejected`` holds keys; ``manual`` are the changes made by hand that are in effect, ``rules`` what was
    said about every place.
    """

    accepted: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)
    rejected: frozenset[str] = frozenset()
    manual: tuple[Fix, ...] = ()
    rules: Rules = NO_RULES

    def in_effect(self, fix: Fix) -> bool:
        """Whether the fix holds: accepted, or applied by the program and not refused."""
        if fix.key in self.rejected:
            return False
        return fix.key in self.accepted or applies_by_itself(fix)

    def holding(self, found: Iterable[Fix]) -> list[Fix]:
        """Those of ``found`` that hold, with the option that was chosen, and the changes made by hand."""
        if not self.accepted and not self.rejected:
            return [*filter(applies_by_itself, found), *self.manual]
        return [*(self._as_chosen(fix) for fix in found if self.in_effect(fix)), *self.manual]

    def _as_chosen(self, fix: Fix) -> Fix:
        chosen = self.accepted.get(fix.key)
        numbers = (number for number, option in enumerate(fix.options) if option.edits == chosen)
        return fix.choosing(next(numbers, fix.chosen))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an analysis has come: characters of the text read so far and in all."""

    done: int
    total: int


def basis_of(applied: Iterable[Fix]) -> frozenset[str]:
    """The keys of those applied fixes that decide what later detectors see."""
    return frozenset(fix.key for fix in applied if fix.layer <= Layer.SPACING or fix.layer is Layer.MANUAL)


def applies_by_itself(fix: Fix) -> bool:
    """Whether the program applies the fix without being asked: promise 4, nothing protected and nothing doubtful."""
    return fix.safety is Safety.AUTO and not fix.protected and bool(fix.options)
