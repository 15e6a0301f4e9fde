"""What findings and decisions come to: the findings in order, the state of each, and the text.

Pure functions of values that nobody changes, so that they may run on another thread than the review.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reader.review.decision import Decision, State, Verdict
from reader.text.analysis import Analysis, applies_by_itself
from reader.text.apply import Cleaned, apply_fixes
from reader.text.fix import Fix


@dataclass(frozen=True, slots=True)
class Findings:
    """Every finding of a review in text order, with what the program does about it by itself."""

    fixes: tuple[Fix, ...]
    by_key: Mapping[str, Fix]
    rows: tuple[tuple[str, Fix, Decision], ...]

    @classmethod
    def of(cls, carried: Iterable[Fix], analysis: Analysis, manual: Iterable[Fix]) -> Findings:
        """``carried`` are decided findings that the analysis does not make, ``manual`` the changes made by hand."""
        by_key = {fix.key: fix for fix in (*carried, *analysis.fixes, *manual)}
        fixes = tuple(sorted(by_key.values(), key=rank))
        return cls(fixes, by_key, tuple((fix.key, fix, by_itself(fix)) for fix in fixes))


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The text under a set of decisions, and the state of every finding by its key."""

    cleaned: Cleaned
    states: Mapping[str, State]

    @classmethod
    def of(cls, raw: str, findings: Findings, decisions: Mapping[str, Decision]) -> Reckoning:
        active: list[Fix] = []
        states: dict[str, State] = {}
        for key, fix, unasked in findings.rows:
            decision = decisions.get(key, unasked)
            states[key] = _STATES[decision.verdict]
            if decision.verdict is Verdict.ACCEPTED:
                active.append(fix.choosing(decision.option))
        cleaned = apply_fixes(raw, active)
        for fix, _ in cleaned.asleep:
            states[fix.key] = State.ASLEEP
        for fix, _ in cleaned.set_aside:
            states[fix.key] = State.SET_ASIDE
        removed = _removed(cleaned)
        for key, fix, _ in findings.rows:
            if states[key] in (State.PENDING, State.KEPT) and _inside(fix, removed):
                states[key] = State.ASLEEP
        return cls(cleaned, states)

    def moved_since(self, before: Reckoning) -> set[str]:
        """The keys of the findings whose state is another one than ``before``, where it had none included."""
        states = before.states
        return {key for key, state in self.states.items() if states.get(key) is not state}


@dataclass(frozen=True, slots=True)
class Adoption:
    """What a review comes to with a newer analysis, worked out beforehand.

    ``before`` is what it was worked out from: it holds only for a review that still is there.
    """

    before: tuple[object, ...]
    analysis: Analysis
    carried: Mapping[str, Fix]
    findings: Findings
    reckoning: Reckoning
    moved: frozenset[str]

    @property
    def state(self) -> tuple[Analysis, Mapping[str, Fix], Findings, Reckoning]:
        return self.analysis, self.carried, self.findings, self.reckoning

    @classmethod
    def of(
        cls,
        before: tuple[object, ...],
        raw: str,
        now: tuple[Analysis, Mapping[str, Fix], Findings, Reckoning],
        analysis: Analysis,
        decided: frozenset[str],
        manual: Iterable[Fix],
        decisions: Mapping[str, Decision],
    ) -> Adoption:
        """Go on from ``now`` (analysis, carried findings, all findings, reckoning) with ``analysis``.

        ``decided`` are the keys that any step decides, also those that were taken back.
        """
        old, old_carried, old_findings, old_reckoning = now
        known = {fix.key: fix for fix in (*old_carried.values(), *old.fixes)}
        made = {fix.key for fix in analysis.fixes}
        carried = {key: known[key] for key in decided - made if key in known}
        # A decision names its option by number, so a decided finding keeps the numbering that was decided on.
        fixes = tuple(numbered_as(known.get(fix.key), fix) if fix.key in decided else fix for fix in analysis.fixes)
        analysis = replace(analysis, fixes=fixes)
        findings = Findings.of(carried.values(), analysis, manual)
        reckoning = Reckoning.of(raw, findings, decisions)
        moved = reckoning.moved_since(old_reckoning) | (old_reckoning.states.keys() - reckoning.states.keys())
        was = old_findings.by_key
        moved |= {
            key
            for key, fix, unasked in findings.rows
            if key in was and key not in decisions and was[key] is not fix and unasked != by_itself(was[key])
        }
        return cls(before, analysis, carried, findings, reckoning, frozenset(moved))


_STATES = {Verdict.PENDING: State.PENDING, Verdict.ACCEPTED: State.ACCEPTED, Verdict.REJECTED: State.KEPT}


def rank(fix: Fix) -> tuple[int, int, int, str]:
    """Sorts findings as the text is read: by place, then by layer."""
    span = fix.span
    return (span.start, span.end, int(fix.layer), fix.key)


def by_itself(fix: Fix) -> Decision:
    """What holds as long as the reader says nothing."""
    verdict = Verdict.ACCEPTED if applies_by_itself(fix) else Verdict.PENDING
    return Decision(verdict, fix.chosen, by_reader=False)


def numbered_as(old: Fix | None, new: Fix) -> Fix:
    """``new`` with the options of ``old`` first and in their order; what only ``new`` proposes comes after them."""
    if old is None or [option.edits for option in old.options] == [option.edits for option in new.options]:
        return new
    fresh = {option.edits: option for option in new.options}
    options = [fresh.pop(option.edits, option) for option in old.options]
    options += fresh.values()
    return replace(new, options=tuple(options), chosen=options.index(new.options[new.chosen]) if new.options else 0)


def _removed(cleaned: Cleaned) -> list[tuple[int, int]]:
    """The stretches taken away by removals, in text order."""
    gone = [e.span for fix in cleaned.applied if fix.kind.removes for e in fix.edits if not e.replacement]
    return sorted((span.start, span.end) for span in gone)


def _inside(fix: Fix, removed: list[tuple[int, int]]) -> bool:
    for span in fix.spans:
        at = bisect_right(removed, span.start, key=lambda stretch: stretch[0]) - 1
        if at < 0:
            return False
        start, end = removed[at]
        if not (start <= span.start and span.end <= end and (span.length or start < span.start < end)):
            return False
    return True
