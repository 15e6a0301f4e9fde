"""Makes rules of findings and marks: always change this, never report that, furniture wherever it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reader.language import say, tr, tr_n
from reader.review.rules import Places, always, brief, furniture, never, rule_behind
from reader.review.session import ReviewSession
from reader.text.fix import Fix
from reader.text.message import Message
from reader.text.rules import Rule, RuleScope
from reader.text.span import Span
from reader.ui.hand_work import HandWork
from reader.ui.message_bar import MessageBar
from reader.ui.review_view import ReviewView
from reader.ui.rows import shortened
from reader.ui.rules_book import RuleBook
from reader.ui.rules_editor import RuleEditor
from reader.ui.rules_window import RulesWindow
from reader.ui.rules_words import sentence


class RuleMaking(QObject):
    """Opens rules as forms over ``window``, and says by ``bar`` what became of them."""

    def __init__(
        self, window: QWidget, book: RuleBook, review: ReviewView, hand_work: HandWork, bar: MessageBar
    ) -> None:
        super().__init__(window)
        self._window, self._book, self._review, self._bar = window, book, review, bar
        self.editor: RuleEditor | None = None
        self.list: RulesWindow | None = None
        hand_work.marked.connect(self._offer)
        book.trouble.connect(bar.tell)
        review.card.always.connect(self.always)
        review.card.never.connect(self.never)

    def always(self) -> None:
        """Have the current finding decided everywhere as here."""
        self._propose(always)

    def never(self) -> None:
        """Have nothing like the current finding reported again."""
        self._propose(never)

    def _propose(self, rule_of: Callable[[ReviewSession, Fix], Rule | None]) -> None:
        session, fix = self._review.session, self._review.current
        if session is None or fix is None:
            return
        own = rule_behind(session, fix)
        if own is not None:
            self._tell_of(own)
            return
        rule = rule_of(session, fix)
        if rule is None:
            self._review.told.emit(tr("This is about its place and makes no rule. Enter and X decide on it here."))
        else:
            self.edit(rule, new=True, fix=fix if rule_of is always else None)

    def _tell_of(self, rule: Rule) -> None:
        """A finding comes from this rule: another rule against it would only contradict."""

        def switch_off() -> None:
            self._book.change(Message.of("Switch a rule off: {rule}", rule=brief(rule)), [replace(rule, on=False)])
            self._bar.hide()

        self._bar.tell(
            tr("This is what a rule of yours says: {rule}", rule=sentence(rule)),
            (tr("Change it…"), lambda: self.edit(rule)),
            (tr("Switch it off"), switch_off),
            passing=True,
        )

    def edit(self, rule: Rule | None, *, new: bool = False, fix: Fix | None = None) -> None:
        """Open a rule as a form: one that is stated already, a ``new`` proposal, or an empty form.

        ``fix`` is the finding that is accepted with the proposal, if that is what is stated.
        """
        self._review.finish_editing()
        edits = rule is not None and not new
        over = self.list if self.list is not None and self.list.isVisible() else self._window
        editor = RuleEditor(rule, self._book.rules, self._book.session, edits=edits, parent=over)
        before = rule if edits else None
        editor.stated.connect(lambda stated: self._state(stated, before, self._decided(stated, rule, fix)))
        editor.finished.connect(self._forget)
        self.editor = editor
        editor.open()

    def show_rules(self) -> None:
        """All rules and words, to be kept up."""
        if self.list is None:
            self.list = RulesWindow(self._book, self.edit, self._window)
        self.list.show()
        self.list.activateWindow()

    def tell_notes(self) -> None:
        """Say what is to be said about the file of rules."""
        said = " ".join(map(say, self._book.take_notes()))
        if said:
            self._bar.tell(said)

    def _decided(self, stated: Rule, proposal: Rule | None, fix: Fix | None) -> tuple[Fix, ...]:
        """The finding, where stating the rule says what shall become of it, and nobody has said so yet."""
        session = self._book.session
        if fix is None or session is None or proposal is None or stated.core != proposal.core:
            return ()
        return (fix,) if session.waits(fix) else ()

    def _state(self, rule: Rule, instead_of: Rule | None, accepted: tuple[Fix, ...]) -> None:
        session = self._book.session
        hits = Places(session).count(rule) if session is not None else 0
        label = Message.of("New rule: {rule}", rule=brief(rule))
        if instead_of is not None:
            label = Message.of("Change a rule: {rule}", rule=brief(rule))
        with self._review.at_once():
            change = self._book.change(label, [rule], [] if instead_of is None else [instead_of], accepted)
            if change and accepted:
                self._review.go_on()
        if not change:
            self._bar.tell(tr("This rule is there already."), passing=True)
            return
        step_name = say(label)
        if session is None:
            self._bar.tell(tr("{step}. It holds from the next document on.", step=step_name), passing=True)
            return
        if rule.scope is RuleScope.USER:
            said = tr_n(
                "{step}. It holds in {count} place here, and in all texts.",
                "{step}. It holds in {count} places here, and in all texts.",
                hits, step=step_name,
            )  # fmt: skip
        else:
            said = tr_n(
                "{step}. It holds in {count} place here, and in no other text.",
                "{step}. It holds in {count} places here, and in no other text.",
                hits, step=step_name,
            )  # fmt: skip
        step = session.steps[session.position - 1]
        self._bar.tell(said, (tr("Undo"), lambda: self._review.take_back(step)), passing=True)

    def _offer(self, span: Span) -> None:
        """A stretch was marked as furniture by hand: most often it stands on other pages of the site too."""
        session = self._review.session
        rule = furniture(session, span) if session is not None else None
        if rule is None:
            return
        said = tr("Marked as furniture here: “{stretch}”.", stretch=shortened(rule.text, 30))
        self._bar.tell(said, (tr("Make it a rule…"), lambda: self.edit(rule, new=True)), passing=True)

    def _forget(self, _result: int) -> None:
        editor, self.editor = self.editor, None
        if editor is not None:
            editor.deleteLater()
