"""A reader who decides, changes options, undoes, redoes, puts off, edits and re-analyses at random."""

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from reader.review.decision import Verdict
from reader.review.session import ReviewSession
from reader.text.analysis import Analysis
from reader.text.fix import Safety
from reader.text.message import Message
from reader.text.source import Source
from tests.review.account import MANUAL_KINDS, Account
from tests.strategies import damaged, fixes

PICK = st.integers(0, 99)


class Reviewing(RuleBasedStateMachine):
    @initialize(crowd=damaged(most=7))
    def open(self, crowd):
        self.raw, found = crowd
        self.account = Account(self.raw, found)
        self.analysis_basis = frozenset(self.account.basis())
        self.session = ReviewSession(Source.of_text(self.raw), Analysis(found, (), (), self.analysis_basis))
        self.events = []
        self.session.changed.connect(self.events.append)

    def pick(self, number):
        order = self.account.in_text_order()
        return order[number % len(order)]

    def doing(self, act, note, *, findings=False, always=False):
        """Do something to the session, note it in the account, and compare what was announced with what moved."""
        before = {key: self.account.noted(key).said for key in self.account.findings}, self.account.states()
        manual = self.account.page.manual
        self.events.clear()
        returned = act()
        moved = note()
        after = {key: self.account.noted(key).said for key in self.account.findings}, self.account.states()
        if not (moved or always):
            assert self.events == []
            return
        (event,) = self.events
        expected = {k for b, a in zip(before, after, strict=True) for k in b.keys() | a.keys() if b.get(k) != a.get(k)}
        assert event.keys == expected
        assert event.findings == (findings or manual != self.account.page.manual)
        assert returned is None or returned == event.keys

    some = precondition(lambda self: self.account.findings)

    @some
    @rule(
        numbers=st.lists(PICK, min_size=1, max_size=4),
        verdict=st.sampled_from(Verdict),
        label=st.sampled_from(("one", "two")),
    )
    def decide_several(self, numbers, verdict, label):
        chosen = {fix.key: fix for fix in map(self.pick, numbers)}
        self.doing(
            lambda: self.session.decide(list(chosen.values()), verdict, Message(label)),
            lambda: self.account.decide(list(chosen), verdict, label),
        )

    @some
    @rule(number=PICK, option=st.integers(0, 2))
    def accept_an_option(self, number, option):
        fix = self.pick(number)
        mine = self.session.fix(fix.key)
        wanted = [n for n, o in enumerate(mine.options) if o.edits == _edits(fix, option)]
        if not wanted:
            self.events.clear()
            with pytest.raises(IndexError):
                self.session.accept(mine, len(mine.options))
            assert self.events == []
            return
        self.doing(
            lambda: self.session.accept(mine, wanted[0]),
            lambda: self.account.decide([fix.key], Verdict.ACCEPTED, "Accept", {fix.key: fix.choosing(option)}),
        )

    @some
    @rule(number=PICK, what=st.sampled_from(("accept", "keep", "reopen")))
    def decide_one(self, number, what):
        fix = self.pick(number)
        verdict, label = {
            "accept": (Verdict.ACCEPTED, "Accept"),
            "keep": (Verdict.REJECTED, "Keep original"),
            "reopen": (Verdict.PENDING, "Back to pending"),
        }[what]
        self.doing(
            lambda: getattr(self.session, what)(fix),
            lambda: self.account.decide([fix.key], verdict, label),
        )

    @some
    @rule(number=PICK)
    def postpone(self, number):
        fix = self.pick(number)
        self.doing(lambda: self.session.postpone(fix), lambda: self.account.postpone(fix.key))

    @rule(data=st.data(), again=st.booleans())
    def add(self, data, again):
        if again and self.account.page.manual:
            fix = data.draw(st.sampled_from(self.account.page.manual))
        else:
            fix = data.draw(fixes(self.raw, MANUAL_KINDS))
        if not fix.options:
            return
        self.doing(lambda: self.session.add(fix, Message("By hand")), lambda: self.account.add(fix, "By hand"))

    @rule()
    def undo(self):
        def note():
            self.account.now -= 1
            return True

        self.doing(self.session.undo, note if self.account.now else lambda: False)

    @rule()
    def redo(self):
        def note():
            self.account.now += 1
            return True

        self.doing(self.session.redo, note if self.account.now + 1 < len(self.account.pages) else lambda: False)

    @rule(data=st.data(), dropped=st.sets(PICK, max_size=3))
    def adopt(self, data, dropped):
        old = [fix for n, fix in enumerate(self.account.analysed.values()) if n not in dropped]
        # A newer analysis may trust a finding more or less, and may propose other repairs after the first.
        old = [data.draw(_reworked(fix)) for fix in old]
        new = data.draw(st.lists(fixes(self.raw), max_size=2))
        found = tuple({fix.key: fix for fix in (*new, *self.account.carried.values(), *old)}.values())
        if data.draw(st.booleans()):
            found = tuple(fix for fix in found if fix.key not in self.account.carried)
        self.analysis_basis = frozenset(data.draw(st.sampled_from((frozenset(), frozenset(self.account.basis())))))
        analysis = Analysis(found, (), (), self.analysis_basis)
        self.doing(lambda: self.session.adopt(analysis), lambda: self.account.adopt(found), findings=True, always=True)

    @invariant()
    def text_and_states_follow_the_account(self):
        result, _ = self.account.outcome()
        assert self.session.cleaned.text == result.text
        assert self.session.ledger.adds_up
        assert [fix.key for fix in self.session.fixes] == [fix.key for fix in self.account.in_text_order()]
        assert {fix.key: self.session.state(fix) for fix in self.session.fixes} == self.account.states()
        for fix in self.session.fixes:
            decision, noted = self.session.decision(fix), self.account.noted(fix.key)
            edits = fix.choosing(decision.option).edits if fix.options else ()
            assert (decision.verdict, edits, decision.by_reader, decision.postponed) == noted.said

    @invariant()
    def the_buttons_follow_the_account(self):
        pages, now = self.account.pages, self.account.now
        assert self.session.can_undo == (now > 0)
        assert self.session.can_redo == (now + 1 < len(pages))
        assert self.session.undo_label == (Message(pages[now].label) if now else None)
        assert self.session.redo_label == (Message(pages[now + 1].label) if now + 1 < len(pages) else None)
        assert self.session.manual == self.account.page.manual

    @invariant()
    def what_is_left_to_do_follows_the_account(self):
        waiting = [fix.key for fix in self.account.waiting()]
        assert [fix.key for fix in self.session.pending] == waiting
        assert self.session.progress == self.account.progress()
        order = [fix.key for fix in self.account.in_text_order()]
        for at, fix in enumerate(self.session.fixes):
            round_trip = [*order[at + 1 :], *order[: at + 1]]
            after = self.session.next_pending(fix)
            assert (after and after.key) == next((key for key in round_trip if key in waiting), None)
            before = self.session.next_pending(fix, backwards=True)
            back = [*reversed(order[:at]), *reversed(order[at:])]
            assert (before and before.key) == next((key for key in back if key in waiting), None)

    @invariant()
    def what_an_analysis_should_know_follows_the_account(self):
        noted = self.account.page.noted
        accepted = {key: note.said[1] for key, note in noted.items() if note.verdict is Verdict.ACCEPTED}
        standing = self.session.standing
        assert (standing.accepted, standing.rejected) == (accepted, noted.keys() - accepted.keys())
        assert standing.manual == tuple(fix for fix in self.account.page.manual if fix.key in accepted)
        assert self.session.stale == (self.account.basis() != self.analysis_basis)
        manual = {fix.key for fix in self.account.page.manual}
        assert {fix.key for fix in self.session.orphans} == self.account.carried.keys() - manual


def _edits(fix, option):
    return fix.options[option].edits if option < len(fix.options) else None


@st.composite
def _reworked(draw, fix):
    if len(fix.options) > 1:
        rest = draw(st.permutations(fix.options[1:]))
        fix = replace(fix, options=(fix.options[0], *rest[: draw(st.integers(0, len(rest)))]), chosen=0)
    return replace(
        fix, safety=draw(st.sampled_from((fix.safety, Safety.ASK))), confidence=draw(st.sampled_from((0.4, 0.9)))
    )


TestReviewing = Reviewing.TestCase
