"""Every rule and word of the reader: what it says, about what, where it holds in the open text; kept up by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.language import say, tr, tr_n
from reader.review.rules import Places, brief, conflicts, doubts
from reader.text.message import Message
from reader.text.rules import Rule, RuleKind, Rules, RuleScope
from reader.ui.rules_book import RuleBook
from reader.ui.rules_words import manner, scope_name, sentence
from reader.ui.services import Refused

AT_ONCE = 20
"""Rules that are looked for in one go; a long text with many rules must not stop the window."""

_SAYS, _MANNER, _SCOPE, _HERE = range(4)
_RULE = Qt.ItemDataRole.UserRole


class RulePage(QWidget):
    """One list of rules with what can be done to the chosen ones."""

    asked_for_new = Signal()
    asked_to_edit = Signal(object)

    def __init__(self, book: RuleBook, shown: Callable[[Rule], bool], *, words: bool) -> None:
        super().__init__()
        self._book, self._shown = book, shown
        self._counting: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._count_some)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAlternatingRowColors(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHeaderLabels([tr("Word") if words else tr("Rule"), tr("How"), tr("Holds"), tr("Here")])
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_SAYS, QHeaderView.ResizeMode.Stretch)
        self.list.setColumnHidden(_MANNER, words)
        self.list.itemChanged.connect(self._on_item_changed)
        self.list.itemActivated.connect(lambda item, _column: self.asked_to_edit.emit(item.data(0, _RULE)))
        self.list.itemSelectionChanged.connect(self._on_selected)
        self.note = QLabel()
        self.note.setObjectName("faint")
        self.note.setWordWrap(True)
        self.entry = QLineEdit()
        self.entry.setPlaceholderText(tr("A name or word that is right; several with spaces between them"))
        self.entry.returnPressed.connect(self._add_words)
        self.add = QPushButton(tr("Add") if words else tr("New rule…"))
        self.add.clicked.connect(self._add_words if words else self.asked_for_new)
        self.edit = QPushButton(tr("Change…"))
        self.edit.clicked.connect(self._edit)
        self.remove = QPushButton(tr("Delete"))
        self.remove.clicked.connect(self.delete)
        buttons = QHBoxLayout()
        if words:
            buttons.addWidget(self.entry, 1)
        for button in (self.add, self.edit, self.remove):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        if not words:
            buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        column.addLayout(buttons)

    def show_rules(self, rules: Rules) -> None:
        """List these rules; where they hold follows by and by."""
        chosen = {rule.key for rule in self.chosen}
        with QSignalBlocker(self.list):
            self.list.clear()
            for rule in sorted(filter(self._shown, rules.stated), key=lambda rule: (rule.kind, rule.text)):
                item = QTreeWidgetItem([sentence(rule), manner(rule), scope_name(rule.scope), ""])
                if rule.kind is RuleKind.WORD:
                    item.setText(_SAYS, rule.text)
                item.setData(0, _RULE, rule)
                item.setToolTip(_SAYS, sentence(rule))
                item.setTextAlignment(_HERE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(0, Qt.CheckState.Checked if rule.on else Qt.CheckState.Unchecked)
                self.list.addTopLevelItem(item)
                item.setSelected(rule.key in chosen)
        self._filter()
        self._on_selected()
        self._counting = self._counts()
        self._timer.start()

    @property
    def chosen(self) -> list[Rule]:
        return [item.data(0, _RULE) for item in self.list.selectedItems()]

    def delete(self) -> None:
        """Take the chosen rules back, as one step."""
        gone = self.chosen
        if len(gone) == 1:
            self._book.change(Message.of("Delete a rule: {rule}", rule=brief(gone[0])), (), gone)
        elif gone:
            self._book.change(Message.of("Delete {number} rules", number=len(gone)), (), gone)

    def stop(self) -> None:
        """Nobody looks any more."""
        self._timer.stop()

    def _counts(self) -> Iterator[None]:
        session = self._book.session
        if session is None:
            return
        places = Places(session)
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None:
                number = places.count(item.data(0, _RULE))
                with QSignalBlocker(self.list):
                    item.setText(_HERE, str(number) if number else "–")
            yield

    def _count_some(self) -> None:
        for _ in range(AT_ONCE):
            if next(self._counting, "done") == "done":
                self._timer.stop()
                return

    def _filter(self, _text: str = "") -> None:
        wanted = self.search.text().strip().casefold()
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None:
                item.setHidden(wanted not in item.text(_SAYS).casefold())

    def _on_item_changed(self, item: QTreeWidgetItem, column: int) -> None:
        rule = item.data(0, _RULE)
        on = item.checkState(0) is Qt.CheckState.Checked
        if column == 0 and isinstance(rule, Rule) and on != rule.on:
            label = Message.of("Switch a rule on: {rule}", rule=brief(rule))
            if not on:
                label = Message.of("Switch a rule off: {rule}", rule=brief(rule))
            self._book.change(label, [replace(rule, on=on)])

    def _on_selected(self) -> None:
        chosen = self.chosen
        self.edit.setEnabled(len(chosen) == 1)
        self.remove.setEnabled(bool(chosen))
        said = ""
        if len(chosen) == 1:
            against = conflicts(chosen[0], self._book.rules.in_effect)
            if against:
                said = "⚠ " + tr("Says something else about the same characters: {rules}",
                                 rules="; ".join(map(brief, against)))  # fmt: skip
        self.note.setText(said)
        self.note.setVisible(bool(said))

    def _edit(self) -> None:
        for rule in self.chosen[:1]:
            self.asked_to_edit.emit(rule)

    def _add_words(self) -> None:
        words = self.entry.text().split()
        self.entry.clear()
        rules = [Rule(RuleKind.WORD, word) for word in words if len(word) > 1]
        if rules:
            label = Message.of("New rule: {rule}", rule=brief(rules[0]))
            if len(rules) > 1:
                label = Message.of("{number} new words", number=len(rules))
            self._book.change(label, rules)
        if len(rules) < len(words):
            self.note.setText(tr("A single character is no word: it would keep every fault in it from being found."))
            self.note.show()


class RulesWindow(QDialog):
    """Stays beside the window while the reader works; every change is in force at once and can be undone."""

    def __init__(self, book: RuleBook, edit: Callable[[Rule | None], object], parent: QWidget | None = None) -> None:
        """``edit`` opens a rule as a form, None an empty one."""
        super().__init__(parent)
        self.setWindowTitle(tr("Rules and words"))
        self._book, self._edit_rule = book, edit
        self.rules = RulePage(book, lambda rule: rule.kind is not RuleKind.WORD, words=False)
        self.words = RulePage(book, lambda rule: rule.kind is RuleKind.WORD, words=True)
        self.pages = QTabWidget()
        for page, title in ((self.rules, tr("Rules")), (self.words, tr("Word list"))):
            self.pages.addTab(page, title)
            page.asked_for_new.connect(lambda: edit(None))
            page.asked_to_edit.connect(edit)
        self.said = QLabel()
        self.said.setObjectName("faint")
        self.said.setWordWrap(True)
        take_in, hand_on = QPushButton(tr("Take in a file…")), QPushButton(tr("Hand on as a file…"))
        take_in.clicked.connect(self._ask_to_take_in)
        hand_on.clicked.connect(self._ask_to_hand_on)
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        for button in (take_in, hand_on, close):
            button.setAutoDefault(False)
        foot.addWidget(take_in)
        foot.addWidget(hand_on)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.pages, 1)
        column.addWidget(self.said)
        column.addLayout(foot)
        # Not at once: the row that was just switched still speaks.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._follow)
        book.changed.connect(self._later.start)
        self.say("")
        self.resize(720, 520)

    def say(self, text: str) -> None:
        """Say what happened; without ``text`` what holds for the whole window."""
        self.said.setText(text or tr("Rules hold at once, and undo takes them back. The command line asks for them."))

    def take_in(self, path: Path) -> None:
        """State the rules of a file besides those that are there, as one step."""
        try:
            rules = self._book.read(path)
        except Refused as error:
            self.say(say(error.message))
            return
        fresh = [rule for rule in rules.stated if not any(rule.key == each.key for each in self._book.rules.stated)]
        doubtful = self._doubtful(fresh)
        fresh = [replace(rule, on=rule.on and rule not in doubtful) for rule in fresh]
        self._book.change(Message.of("Take in {number} rules", number=len(fresh)), fresh)
        known = len(rules.stated) - len(fresh)
        said = tr_n("{count} rule was taken in.", "{count} rules were taken in.", len(fresh))
        if known:
            said += " " + tr_n("{count} was there already.", "{count} were there already.", known)
        if doubtful:
            said += " " + tr_n(
                "{count} is switched off for now: look at it first.",
                "{count} are switched off for now: look at them first.",
                len(doubtful),
            )
        self.say(said)

    def _doubtful(self, fresh: list[Rule]) -> list[Rule]:
        """Those that would not be stated by Enter either."""
        session = self._book.session
        places = Places(session) if session is not None else None
        others = Rules.of((*self._book.rules.stated, *fresh)).in_effect
        return [rule for rule in fresh if doubts(rule, places.count(rule) if places is not None else 0, others)]

    def hand_on(self, path: Path) -> None:
        """Write the rules about all texts to a file."""
        try:
            self._book.write(path)
        except Refused as error:
            self.say(say(error.message))
            return
        number = len(self._book.rules.within(RuleScope.USER).stated)
        self.say(tr_n("{count} rule is in {path}", "{count} rules are in {path}", number, path=str(path)))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  (Qt's name)
        super().showEvent(event)
        self._follow()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  (Qt's name)
        for page in (self.rules, self.words):
            page.stop()
        super().closeEvent(event)

    def _follow(self) -> None:
        if self.isVisible():
            self.rules.show_rules(self._book.rules)
            self.words.show_rules(self._book.rules)

    def _ask_to_take_in(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Take in a file…"), "", _files())
        if name:
            self.take_in(Path(name))

    def _ask_to_hand_on(self) -> None:
        place = str(Path.home() / "rules.json")
        name, _ = QFileDialog.getSaveFileName(self, tr("Hand on as a file…"), place, _files())
        if name:
            self.hand_on(Path(name))


def _files() -> str:
    return tr("Rules ({pattern})", pattern="*.json")
