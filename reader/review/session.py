"""The review of one document: verdicts, undo, and what the text reads like because of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from reader.review.decision import Decision, State, Verdict
from reader.review.headings import outline_of
from reader.review.reckoning import Adoption, Findings, Reckoning, by_itself, numbered_as, rank
from reader.review.signal import Signal
from reader.text.analysis import Analysis, Standing, applies_by_itself, basis_of
from reader.text.apply import Cleaned
from reader.text.fix import Fix, Kind, Level
from reader.text.ledger import Ledger
from reader.text.message import Message
from reader.text.rules import NO_CHANGE, NO_RULES, Rule, RuleChange, Rules, RuleScope
from reader.text.section import Notice, Section
from reader.text.source import Source

OPENED = Message("Opened")


@dataclass(frozen=True, slots=True)
class Changed:
    """Sent after something changed: the keys of the findings whose decision or state is another one now.

    ``findings`` says that the list of findings itself is a new one (after an analysis, or a change made by hand),
    ``rules`` that other rules hold: their findings come with the next analysis.
    """

    keys: frozenset[str]
    findings: bool = False
    rules: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What one step decided, and what stood in its place before (None: nothing), so that it can be taken back.

    A step holds only what it changes: thousands of them must not each keep a copy of thousands of decisions.
    """

    news: Mapping[str, Decision] = field(default_factory=dict)
    olds: Mapping[str, Decision | None] = field(default_factory=dict)
    manual: tuple[Fix, ...] = ()
    label: Message = OPENED
    rules: RuleChange = NO_CHANGE


class ReviewSession:
    """A source, what was found in it, and the reader's decisions.

    The raw text never changes; ``cleaned`` is a function of the raw text, the findings and the decisions alone.
    Nothing here knows where findings come from: ``adopt`` takes a newer analysis, for instance after a removal was
    rejected and detectors should read the stretch (``stale`` says when that is due). ``rules`` are those that the
    reader stated before about all texts.
    """

    def __init__(self, source: Source, analysis: Analysis, rules: Rules = NO_RULES) -> None:
        self.source = source
        self._rules = rules
        self.changed: Signal[Changed] = Signal()
        self._analysis = analysis
        self._step = Step()
        self._steps: list[Step] = [self._step]
        self._now = 0
        self._decisions: Mapping[str, Decision] = {}
        self._carried: Mapping[str, Fix] = {}
        self._findings: Findings
        self._reckoning: Reckoning
        self._collect()
        self._settle()

    # What there is

    @property
    def raw(self) -> str:
        return self.source.raw

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """Every finding in text order, changes made by hand included."""
        return self._findings.fixes

    @property
    def notices(self) -> tuple[Notice, ...]:
        return self._analysis.notices

    @property
    def sections(self) -> tuple[Section, ...]:
        """The outline: found, marked by the document, or set by hand; titles read as the cleaned text reads now."""
        said = [fix for fix in self._step.manual if fix.kind is Kind.HEADING]
        said = [fix for fix in said if self._reckoning.states[fix.key] is State.ACCEPTED]
        return outline_of(self._analysis.sections, self.source.headings, said, self._reckoning.cleaned)

    @property
    def cleaned(self) -> Cleaned:
        return self._reckoning.cleaned

    @property
    def ledger(self) -> Ledger:
        return Ledger.of(self.raw, self._reckoning.cleaned)

    def fix(self, key: str) -> Fix:
        """The finding with this key.

        :raises KeyError: if there is none
        """
        return self._findings.by_key[key]

    # What was decided

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """The reader's own decisions by key of the finding, also on findings that only other steps have."""
        return self._decisions

    @property
    def manual(self) -> tuple[Fix, ...]:
        """The changes made by hand."""
        return self._step.manual

    @property
    def rules(self) -> Rules:
        """What the reader said about every place, of this document or of all."""
        return self._rules

    @property
    def orphans(self) -> tuple[Fix, ...]:
        """Decided findings that the newest analysis no longer makes; they stay, for a decision is never dropped."""
        return tuple(fix for key, fix in sorted(self._carried.items()) if self._findings.by_key[key] is fix)

    def decision(self, fix: Fix) -> Decision:
        """The reader's decision, or what the program does by itself."""
        own = self._decisions.get(fix.key)
        return by_itself(self._findings.by_key.get(fix.key, fix)) if own is None else own

    def state(self, fix: Fix) -> State:
        return self._reckoning.states[fix.key]

    def waits(self, fix: Fix) -> bool:
        """Whether the finding still asks for a decision: pending, shown by default, not inside a removed stretch."""
        return fix.level is Level.SURE and self._reckoning.states[fix.key] is State.PENDING

    @property
    def pending(self) -> tuple[Fix, ...]:
        """The findings that still ask for a decision, in text order."""
        return tuple(fix for fix in self._findings.fixes if self.waits(fix))

    @property
    def progress(self) -> tuple[int, int]:
        """How many of the findings that ask (or asked) for a decision are decided, and how many there are.

        What the program applies by itself asks only when the reader opens it again.
        """
        done = waiting = 0
        for fix in self._findings.fixes:
            state = self._reckoning.states[fix.key]
            if fix.level is Level.SURE and state is not State.ASLEEP:
                if state is State.PENDING:
                    waiting += 1
                elif not applies_by_itself(fix):
                    done += 1
        return done, done + waiting

    def next_pending(self, after: Fix | None, *, backwards: bool = False) -> Fix | None:
        """The next finding that asks for a decision, going round at the end; ``after`` only if it is the last."""
        waiting = self.pending
        if not waiting:
            return None
        if after is None:
            return waiting[-1] if backwards else waiting[0]
        order = [rank(fix) for fix in waiting]
        if backwards:
            return waiting[bisect_left(order, rank(after)) - 1]
        return waiting[bisect_right(order, rank(after)) % len(waiting)]

    # Deciding

    def decide(self, fixes: Iterable[Fix], verdict: Verdict, label: Message, *, option: int | None = None) -> None:
        """Give all these findings the same verdict, as one step that undo takes back.

        Accepting a finding without a repair is not possible and leaves it as it is.

        :raises IndexError: if a finding has no such option
        """
        news: dict[str, Decision] = {}
        for fix in fixes:
            options = self._findings.by_key.get(fix.key, fix).options
            if option is not None and not 0 <= option < len(options):
                raise IndexError(f"finding {fix.key} has no option {option}")
            if verdict is Verdict.ACCEPTED and not options:
                continue
            old = self.decision(fix)
            new = Decision(verdict, old.option if option is None else option)
            # That nobody decided yet needs no saying; that the reader wants what was done unasked is worth a record.
            if old != new and not (verdict is Verdict.PENDING and old == replace(new, by_reader=False)):
                news[fix.key] = new
        if news:
            self._go(news, self._step.manual, label)

    def accept(self, fix: Fix, option: int | None = None) -> None:
        self.decide([fix], Verdict.ACCEPTED, Message("Accept"), option=option)

    def keep(self, fix: Fix) -> None:
        """Keep the original at this place."""
        self.decide([fix], Verdict.REJECTED, Message("Keep original"))

    def reopen(self, fix: Fix) -> None:
        """Make the finding wait for a decision again."""
        self.decide([fix], Verdict.PENDING, Message("Back to pending"))

    def postpone(self, fix: Fix) -> None:
        """Leave the finding undecided with a mark, or take the mark away."""
        old = self.decision(fix)
        new = Decision(Verdict.PENDING, old.option, by_reader=True, postponed=not old.postponed)
        label = Message("Postpone") if new.postponed else Message("Back to pending")
        self._go({fix.key: new}, self._step.manual, label)

    def add(self, fix: Fix, label: Message, *, instead_of: Iterable[Fix] = ()) -> None:
        """Take in a change made by hand (an edit, a mark as furniture): a finding that is accepted from the start.

        The findings that it stands ``instead_of`` are kept as in the original, in the same step.
        """
        manual = (*(old for old in self._step.manual if old.key != fix.key), fix)
        news = {fix.key: Decision(Verdict.ACCEPTED, fix.chosen)}
        for other in instead_of:
            if other.key != fix.key:
                news[other.key] = Decision(Verdict.REJECTED, self.decision(other).option)
        self._go(news, manual, label)

    def change_rules(
        self, label: Message, added: Iterable[Rule] = (), removed: Iterable[Rule] = (), accepted: Iterable[Fix] = ()
    ) -> RuleChange:
        """State rules or take them back, as one step; returns what that changed.

        A rule replaces one of the same statement and scope. Findings follow with the next analysis. ``accepted`` are
        findings that the reader decided on by stating the rule: they belong to the step.
        """
        change = self._rules.step(added, removed)
        if change:
            news = {fix.key: Decision(Verdict.ACCEPTED, self.decision(fix).option) for fix in accepted if fix.options}
            self._go(news, self._step.manual, label, change)
        return change

    def learn_rules(self, rules: Rules) -> None:
        """Take in what was said about all texts elsewhere, meanwhile: no step, for nobody decided it here."""
        here = self._rules.within(RuleScope.DOCUMENT)
        now = Rules.of((*here.stated, *rules.within(RuleScope.USER).stated))
        if now != self._rules:
            self._rules = now
            self.changed.emit(Changed(frozenset(), rules=True))

    def reverse(self, step: Step, label: Message, keys: Iterable[str] | None = None) -> None:
        """Take back what an earlier step decided, on the findings of ``keys`` or on all, as a new step.

        What was decided anew since stays. A change by hand that is taken back leaves the original as it was. With all
        of a step its rules are taken back too.
        """
        news: dict[str, Decision] = {}
        for key in step.news if keys is None else keys:
            if key in step.news and self._decisions.get(key) == step.news[key]:
                news[key] = step.olds[key] or self._undecided(key, step)
        rules = self._rules.step(step.rules.removed, step.rules.added) if keys is None else NO_CHANGE
        if news or rules:
            self._go(news, self._step.manual, label, rules)

    # Going back and forth

    @property
    def can_undo(self) -> bool:
        return self._now > 0

    @property
    def can_redo(self) -> bool:
        return self._now + 1 < len(self._steps)

    @property
    def undo_label(self) -> Message | None:
        """What undo would take back."""
        return self._step.label if self.can_undo else None

    @property
    def redo_label(self) -> Message | None:
        return self._steps[self._now + 1].label if self.can_redo else None

    def undo(self) -> frozenset[str]:
        """Take the last step back; returns the keys whose decisions are other ones now."""
        if not self.can_undo:
            return frozenset()
        return self._move(self._now - 1)

    def redo(self) -> frozenset[str]:
        if not self.can_redo:
            return frozenset()
        return self._move(self._now + 1)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step since the opening, also those that were taken back and can be done again."""
        return tuple(self._steps[1:])

    @property
    def position(self) -> int:
        """How many of ``steps`` are in effect."""
        return self._now

    def resume(self, found: Iterable[Fix], steps: Iterable[Step], position: int) -> None:
        """Stand where an earlier session of the same raw text stood: its ``steps``, of which ``position`` hold.

        ``found`` are the findings that were decided, as they were then: what the analysis has not made yet, or makes no
        longer, is in the list all the same, and options keep the numbers that the steps mean.

        :raises ValueError: if something was decided in this session already, or there are fewer steps
        """
        taken = list(steps)
        if len(self._steps) > 1 or not 0 <= position <= len(taken):
            raise ValueError(f"cannot stand at step {position} of {len(taken)}, {len(self._steps) - 1} done here")
        decided = {key for step in taken for key in step.news}
        for step in taken[:position]:
            # What was said about all texts may have been taken back elsewhere since.
            self._rules = self._rules.changed(step.rules.within(RuleScope.DOCUMENT))
        known = {fix.key: fix for fix in found if fix.key in decided}
        made = {fix.key for fix in self._analysis.fixes}
        fixes = tuple(numbered_as(known.get(fix.key), fix) for fix in self._analysis.fixes)
        self._analysis = replace(self._analysis, fixes=fixes)
        self._carried = {key: fix for key, fix in known.items() if key not in made}
        self._steps += taken
        self._now, self._step = position, self._steps[position]
        self._decisions = {key: decision for step in taken[:position] for key, decision in step.news.items()}
        before = self._reckoning
        self._collect()
        self._settle()
        moved = self._reckoning.moved_since(before)
        self.changed.emit(Changed(frozenset(moved | self._decisions.keys()), findings=True))

    # A newer analysis

    @property
    def stale(self) -> bool:
        """Whether other rules hold than the analysis was made under, or the decisions put other removals in effect."""
        return self._rules != self._analysis.rules or basis_of(self._reckoning.cleaned.applied) != self._analysis.basis

    @property
    def standing(self) -> Standing:
        """The decisions in the form that an analysis wants them."""
        verdicts = self._decisions.items()
        accepted = {
            key: self._findings.by_key[key].choosing(decision.option).edits
            for key, decision in verdicts
            if decision.verdict is Verdict.ACCEPTED and key in self._findings.by_key
        }
        rejected = frozenset(key for key, decision in verdicts if decision.verdict is not Verdict.ACCEPTED)
        manual = tuple(fix for fix in self._step.manual if fix.key in accepted)
        return Standing(accepted, rejected, manual, self._rules)

    def prepared(self, analysis: Analysis, after: Adoption | None = None) -> Adoption:
        """What ``adopt`` of this analysis comes to, worked out without changing anything.

        May be called on another thread while the reader goes on deciding: in a long text this takes some tenths of a
        second. If something was decided meanwhile, ``adopt`` works it out once more. ``after`` is what will be adopted
        before.
        """
        # What is looked at first tells whether the rest still belongs to it: a decision replaces both of these.
        step, decisions = self._step, self._decisions
        state = self._state if after is None else after.state
        decided = frozenset(key for each in list(self._steps) for key in each.news)
        return Adoption.of((step, decisions, *state), self.raw, state, analysis, decided, step.manual, decisions)

    def adopt(self, analysis: Analysis | Adoption) -> None:
        """Go on with a newer analysis of the same raw text; decisions on findings that it makes again stay.

        Decided findings that it no longer makes stay in the list, and are named in ``orphans``.
        """
        made = analysis if isinstance(analysis, Adoption) else self.prepared(analysis)
        here = (self._step, self._decisions, *self._state)
        if any(a is not b for a, b in zip(made.before, here, strict=True)):
            made = self.prepared(made.analysis)
        self._analysis, self._carried, self._findings, self._reckoning = made.state
        self.changed.emit(Changed(made.moved, findings=True))

    # Inside

    @property
    def _state(self) -> tuple[Analysis, Mapping[str, Fix], Findings, Reckoning]:
        return self._analysis, self._carried, self._findings, self._reckoning

    def _undecided(self, key: str, step: Step) -> Decision:
        """What held about a finding before anything was decided on it."""
        option = step.news[key].option
        fix = self._findings.by_key.get(key)
        if any(key == by_hand.key for by_hand in self._step.manual):
            return Decision(Verdict.REJECTED, option)
        return Decision(Verdict.PENDING, option) if fix is None else replace(by_itself(fix), by_reader=True)

    def _go(
        self, news: Mapping[str, Decision], manual: tuple[Fix, ...], label: Message, rules: RuleChange = NO_CHANGE
    ) -> None:
        olds = {key: self._decisions.get(key) for key in news}
        if (news, manual) == (olds, self._step.manual) and not rules:
            return
        del self._steps[self._now + 1 :]
        self._steps.append(Step(news, olds, manual, label, rules))
        self._move(self._now + 1)

    def _move(self, to: int) -> frozenset[str]:
        """Go to the step before or after this one."""
        before, manual = self._reckoning, self._step.manual
        said: Mapping[str, Decision | None] = self._steps[to].news
        rules = self._steps[to].rules
        if to < self._now:
            said, rules = self._step.olds, self._step.rules.inverse
        decisions = dict(self._decisions)
        for key, decision in said.items():
            if decision is None:
                del decisions[key]
            else:
                decisions[key] = decision
        moved = {key for key, decision in said.items() if self._decisions.get(key) != decision}
        self._now, self._step, self._decisions = to, self._steps[to], decisions
        self._rules = self._rules.changed(rules)
        findings = manual != self._step.manual
        if findings:
            self._collect()
        self._settle()
        moved |= self._reckoning.moved_since(before)
        self.changed.emit(Changed(frozenset(moved), findings, bool(rules)))
        return frozenset(moved)

    def _collect(self) -> None:
        self._findings = Findings.of(self._carried.values(), self._analysis, self._step.manual)

    def _settle(self) -> None:
        self._reckoning = Reckoning.of(self.raw, self._findings, self._decisions)
