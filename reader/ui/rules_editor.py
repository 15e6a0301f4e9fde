"""One rule as a form, with every place of the open text that it holds in: it is seen before it is stated."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from html import escape

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from reader.language import say, tr, tr_n
from reader.review.rules import Places, doubts
from reader.review.session import ReviewSession
from reader.text.fix import Kind
from reader.text.rules import Rule, RuleKind, Rules, RuleScope
from reader.ui.questions import HOLD
from reader.ui.rows import visible
from reader.ui.rules_words import kinds

SHOWN = 300
"""Places that are listed at most; more are only counted."""

DELAY = 150
"""Milliseconds without a key before the places are looked for."""

_CHANGING = (RuleKind.CHANGE, RuleKind.NEVER)
_STRETCHES = (RuleKind.FURNITURE, RuleKind.TEXT)
_UNASKED = (RuleKind.CHANGE, RuleKind.FURNITURE)


class RuleEditor(QDialog):
    """Says ``stated`` once the reader agrees to the rule; ``proposal`` None begins an empty one."""

    stated = Signal(object)

    def __init__(
        self,
        proposal: Rule | None,
        rules: Rules,
        session: ReviewSession | None,
        *,
        edits: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Change a rule") if edits else tr("New rule"))
        self._others = Rules(tuple(rule for rule in rules.stated if not edits or rule != proposal)).in_effect
        self._proposal, self._edits = proposal, edits
        self._places = Places(session) if session is not None else None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DELAY)
        self._later.timeout.connect(self.look)
        self._build(proposal, open_document=session is not None)
        self._connect()
        self._fit_kind()
        self.look()
        # A key that was meant for the text must not state a rule.
        self.agree.setEnabled(False)
        QTimer.singleShot(HOLD, self, self._judge)
        self.resize(620, 520)

    @property
    def rule(self) -> Rule | None:
        """The rule as the form says it; None as long as it says none."""
        kind = RuleKind(self.kind.currentData())
        text = self.text.text() if kind in _CHANGING else self.text.text().strip()
        usual = self._proposal
        with suppress(ValueError):
            rule = Rule(
                kind,
                text,
                self.new.text() if kind in _CHANGING else "",
                whole_line=kind in _STRETCHES and self.whole_line.isChecked(),
                loose=kind in _STRETCHES and self.loose.isChecked(),
                unasked=kind in _UNASKED and self.unasked.isChecked(),
                on=usual.on if usual is not None else True,
                scope=RuleScope.DOCUMENT if self.here.isChecked() else RuleScope.USER,
            )
            return replace(rule, fault=self._fault(rule))
        return None

    def _fault(self, rule: Rule) -> Kind:
        """What the findings of the rule are called; without a letter or character it is about marks."""
        _, old, new, _ = rule.core
        if not any(char.isalnum() for char in old + new):
            return Kind.PUNCTUATION
        if self._proposal is None or self._proposal.fault is Kind.PUNCTUATION:
            return Kind.OCR
        return self._proposal.fault

    def look(self) -> None:
        """Find the places of the rule as the form says it now."""
        self._later.stop()
        rule = self.rule
        self.hits.clear()
        number = 0
        if rule is not None and self._places is not None:
            for number, hit in enumerate(self._places.of(rule), 1):
                if number <= SHOWN:
                    new = rule.core[2] if rule.kind is RuleKind.CHANGE else ""
                    change = f"{hit.text} → {new or '∅'}" if rule.kind is RuleKind.CHANGE else hit.text
                    self.hits.addItem(visible(f"{hit.before}〔{change}〕{hit.after}"))
        self._number = number
        self.count.setText(self._said_of(number) if rule is not None else "")
        said = doubts(rule, number, self._others) if rule is not None else ()
        self.doubt.setText("<br>".join(f"⚠ {escape(say(each))}" for each in said))
        self.doubt.setVisible(bool(said))
        self._doubtful = bool(said)
        self._judge()

    def _said_of(self, number: int) -> str:
        if self._places is None:
            return tr("No document is open: the rule holds from the next one on.")
        if not number:
            return tr("It holds nowhere in this text.")
        return tr_n("It holds in {count} place of this text:", "It holds in {count} places of this text:", number)

    def _judge(self) -> None:
        """Name the button after what it does; what is doubtful is never done by a stray Enter."""
        self.agree.setEnabled(self.rule is not None)
        if self._edits:
            words = tr("Change it")
        elif self._doubtful:
            words = tr("State it all the same")
        else:
            words = tr("State the rule")
        self.agree.setText(words)
        (self.leave if self._doubtful else self.agree).setDefault(True)

    def _state(self) -> None:
        self.look()
        rule = self.rule
        if rule is not None:
            self.stated.emit(rule)
            self.accept()

    # Building

    def _build(self, proposal: Rule | None, *, open_document: bool) -> None:
        rule = proposal if proposal is not None else Rule(RuleKind.CHANGE, "□")
        self.kind = QComboBox()
        for kind, words in kinds().items():
            self.kind.addItem(words, kind)
        self.kind.setCurrentIndex(list(kinds()).index(rule.kind))
        # What must stand beside it is part of what is written: the rule finds out itself what of it changes.
        beside = (rule.before, rule.after)
        self.text = QLineEdit(rule.text.join(beside) if proposal is not None else "")
        self.new = QLineEdit(rule.replacement.join(beside) if proposal is not None else "")
        self.new.setPlaceholderText(tr("nothing: it is taken out"))
        self.whole_line = QCheckBox(tr("Only where it stands alone on its line"))
        self.whole_line.setChecked(rule.whole_line)
        self.loose = QCheckBox(tr("With any number where it has one"))
        self.loose.setChecked(rule.loose)
        self.unasked = QCheckBox(tr("Apply without asking"))
        self.unasked.setToolTip(tr("In numbers, dates, names and quotations it always asks."))
        self.unasked.setChecked(rule.unasked)
        self.everywhere = QRadioButton(tr("In all texts"))
        self.here = QRadioButton(tr("In this document only"))
        self.here.setEnabled(open_document)
        scopes = QButtonGroup(self)
        scopes.addButton(self.everywhere)
        scopes.addButton(self.here)
        (self.here if open_document and rule.scope is RuleScope.DOCUMENT else self.everywhere).setChecked(True)
        self.count, self.doubt = QLabel(), QLabel()
        self.doubt.setWordWrap(True)
        self.doubt.setTextFormat(Qt.TextFormat.RichText)
        self.hits = QListWidget()
        self.hits.setAccessibleName(tr("Places of the rule"))
        self.hits.setUniformItemSizes(True)
        buttons = QDialogButtonBox()
        self.agree = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.leave = buttons.addButton(tr("Leave it"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)

        self._form = QFormLayout()
        self._form.addRow(tr("The rule"), self.kind)
        self._form.addRow(tr("Text"), self.text)
        self._form.addRow(tr("To"), self.new)
        for box in (self.whole_line, self.loose, self.unasked):
            self._form.addRow("", box)
        scope = QHBoxLayout()
        scope.addWidget(self.everywhere)
        scope.addWidget(self.here)
        scope.addStretch(1)
        self._form.addRow(tr("Holds"), scope)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(self._form)
        column.addWidget(self.doubt)
        column.addWidget(self.count)
        column.addWidget(self.hits, 1)
        column.addWidget(buttons)
        self._doubtful, self._number = False, 0

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._fit_kind)
        for field in (self.text, self.new):
            field.textChanged.connect(lambda _text: self._later.start())
        for box in (self.whole_line, self.loose, self.unasked, self.here):
            box.toggled.connect(lambda _on: self._later.start())
        self.agree.clicked.connect(self._state)

    def _fit_kind(self) -> None:
        """Ask only for what the kind of rule has."""
        kind = RuleKind(self.kind.currentData())
        for field, kinds_of_it in (
            (self.new, _CHANGING),
            (self.whole_line, _STRETCHES),
            (self.loose, _STRETCHES),
            (self.unasked, _UNASKED),
        ):
            self._form.setRowVisible(field, kind in kinds_of_it)
        self._later.start()

