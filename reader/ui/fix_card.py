"""The card of the current finding: the change large and in context, why, how sure, and what else it could be."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from reader.language import tr
from reader.review.decision import State
from reader.review.session import ReviewSession
from reader.text.fix import Fix, Kind, Level, Safety
from reader.ui.glyph_lens import LENS, SMALL_LENS, GlyphLens
from reader.ui.keymap import with_key
from reader.ui.rows import Row, reason_of, row_of, visible
from reader.ui.scopes import Record, record_of_rule
from reader.ui.theme import LIGHT, READING_FONTS, Theme
from reader.ui.typography import Typography

LEAST, LEAST_WHEN_COMPACT = 150, 90
"""Height of the card in pixels, if its words need no more."""

_TELLING = 3
"""Decisions on findings of one rule that say something about it."""

MOST_OPTIONS = 9
"""There are nine digits to choose by."""


class FixCard(QFrame):
    """Shows one finding; its buttons ask for what the keys ask for."""

    accept = Signal()
    keep = Signal()
    reopen = Signal()
    postpone = Signal()
    edit = Signal()
    always = Signal()
    never = Signal()
    group = Signal()
    option = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(tr("Current finding"))
        self._theme = LIGHT
        self._families: tuple[str, ...] = READING_FONTS
        self.lens = GlyphLens()
        self._title, self._change, self._reason = QLabel(), QLabel(), QLabel()
        self._title.setObjectName("faint")
        self._change.setTextFormat(Qt.TextFormat.RichText)
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self._change, self._reason):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._options: list[QPushButton] = []
        self._chosen = -1
        self._row_of_options = QHBoxLayout()
        self._row_of_options.setSpacing(6)
        self._row_of_options.addStretch(1)

        self.accept_button = self._button("", self.accept, "accept")
        self.keep_button = self._button("", self.keep)
        self.group_button = self._button("", self.group)
        self.edit_button = self._button("", self.edit, "quiet")
        self.postpone_button = self._button("", self.postpone, "quiet")
        self.reopen_button = self._button("", self.reopen, "quiet")
        self.always_button = self._button("", self.always, "quiet")
        self.never_button = self._button("", self.never, "quiet")
        buttons = QVBoxLayout()
        buttons.setSpacing(5)
        for button in (self.accept_button, self.keep_button, self.group_button):
            buttons.addWidget(button)
        self._quiet = QWidget()
        quiet = QHBoxLayout(self._quiet)
        quiet.setContentsMargins(0, 0, 0, 0)
        quiet.setSpacing(0)
        for button in (self.edit_button, self.postpone_button, self.reopen_button):
            quiet.addWidget(button)
        self._rules = QWidget()
        rules = QHBoxLayout(self._rules)
        rules.setContentsMargins(0, 0, 0, 0)
        rules.setSpacing(0)
        for button in (self.always_button, self.never_button):
            rules.addWidget(button)
        buttons.addWidget(self._quiet)
        buttons.addWidget(self._rules)
        buttons.addStretch(1)

        words = QVBoxLayout()
        words.setSpacing(5)
        words.addWidget(self._title)
        words.addWidget(self._change)
        words.addLayout(self._row_of_options)
        words.addWidget(self._reason)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 9, 14, 9)
        layout.setSpacing(14)
        layout.addLayout(words, 1)
        layout.addWidget(self.lens, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(buttons)
        self._compact = False
        self.setMinimumHeight(LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.name_keys()

    def name_keys(self) -> None:
        """Let the buttons name the keys that do the same; those that depend on the finding follow with that."""
        self._name_accept()
        self.keep_button.setText(with_key(tr("Keep original"), "keep"))
        self.edit_button.setText(with_key(tr("Edit"), "edit"))
        self.postpone_button.setText(with_key(tr("Postpone"), "postpone"))
        self.reopen_button.setText(with_key(tr("Back to pending"), "reopen"))
        self.always_button.setText(with_key(tr("Always so…"), "always"))
        self.never_button.setText(with_key(tr("Never report…"), "never"))

    def _name_accept(self, *, removes: bool = False) -> None:
        self.accept_button.setText(with_key(tr("Remove") if removes else tr("Accept"), "accept"))

    def dress(self, theme: Theme, typography: Typography) -> None:
        self._theme, self._families = theme, typography.families
        self.lens.dress(theme)

    def set_compact(self, compact: bool) -> bool:
        """Take less room, where there is little: the text comes first. Returns whether that is another size."""
        if compact == self._compact:
            return False
        self._compact = compact
        self._quiet.setVisible(not compact)
        self._rules.setVisible(not compact)
        self.lens.setFixedSize(SMALL_LENS if compact else LENS)
        self.setMinimumHeight(self._least)
        return True

    @property
    def _least(self) -> int:
        return LEAST_WHEN_COMPACT if self._compact else LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        super().resizeEvent(event)
        # A card that grew stays so: if it shrank for the next finding, the text would move under the reader's eye, and
        # both panes would be laid out anew at every decision.
        again = event.size().width() != event.oldSize().width()
        self.setMinimumHeight(self._least if again else max(self.minimumHeight(), event.size().height()))

    def say_nothing(self, title: str, text: str) -> None:
        """There is no current finding: say how the review stands instead."""
        self._title.setText(title)
        self._change.setText(f'<span style="font-size:13pt">{escape(text)}</span>')
        self._reason.clear()
        self._show_options(())
        self.lens.hide()
        for button in self._buttons():
            button.setEnabled(False)
        self.group_button.hide()

    def show_fix(self, session: ReviewSession, fix: Fix, alike: int) -> None:
        """Show a finding of a session; ``alike`` is how many waiting ones, itself included, make the same change."""
        row = row_of(session, fix, context=12 if self._compact else 26, longest=24 if self._compact else 60)
        state, decision = session.state(fix), session.decision(fix)
        self._title.setText(self._headline(row, fix, record_of_rule(session, fix)))
        self._change.setText(self._sentence(row))
        self._reason.setText(self._reasons(fix, state))
        self._show_options(self._choices(session, fix), decision.option)
        old = fix.observed(session.raw)
        new = fix.choosing(decision.option).replacement if fix.options else ""
        lens = fix.kind in (Kind.OCR, Kind.VARIANT) and len(old) == 1 and len(new) <= 1
        self.lens.setVisible(lens)
        if lens:
            self.lens.set_pair(old, new)
        for button in self._buttons():
            button.setEnabled(True)
        self.accept_button.setEnabled(bool(fix.options) and state not in (State.ASLEEP, State.ACCEPTED))
        self.keep_button.setEnabled(state not in (State.ASLEEP, State.KEPT))
        self.reopen_button.setEnabled(decision.by_reader or state in (State.ACCEPTED, State.KEPT))
        removes = bool(fix.options) and not new and fix.kind.removes
        self._name_accept(removes=removes)
        self.group_button.setVisible(alike > 1)
        self.group_button.setText(with_key(tr("Accept all {number} alike", number=alike), "accept_group"))

    def _headline(self, row: Row, fix: Fix, record: Record) -> str:
        parts = [f"{row.sign} {row.state}", row.kind]
        if fix.kind is not Kind.MANUAL:
            parts.append(row.confidence)
        if fix.level is Level.DOUBTFUL:
            parts.append(tr("doubtful"))
        if row.state and not row.by_reader and fix.safety is Safety.AUTO and not fix.protected:
            parts.append(tr("applied by the program"))
        if row.postponed:
            parts.append(tr("postponed"))
        if fix.protected:
            parts.append(tr("protected"))
        if record.decided >= _TELLING:
            # How far to trust the rule that asks, in the reader's own figures.
            accepted, decided = record.accepted, record.decided
            parts.append(tr("accepted {accepted} of {decided} like it", accepted=accepted, decided=decided))
        return "  ·  ".join(parts)

    def _sentence(self, row: Row) -> str:
        theme = self._theme
        families = ",".join(f"'{name}'" for name in self._families)
        old = f'<span style="color:{theme.faint}"><s>{escape(row.old)}</s></span>' if row.old else ""
        if row.new is None:
            change = f'<span style="background:{theme.pending.back}">{escape(row.old)}</span> <b>?</b>'
        else:
            arrow = f' <span style="color:{theme.faint}">→</span> ' if row.old and row.new else ""
            put = f'<span style="background:{theme.accepted.back}"><b>{escape(row.new)}</b></span>' if row.new else ""
            change = f"{old}{arrow}{put}"
        return (
            f'<span style="font-family:{families};font-size:{12 if self._compact else 15}pt">'
            f'<span style="color:{theme.faint}">{escape(row.before)}</span>'
            f'〔{change}〕<span style="color:{theme.faint}">{escape(row.after)}</span></span>'
        )

    def _reasons(self, fix: Fix, state: State) -> str:
        said = reason_of(fix)
        if state is State.ASLEEP:
            said += " " + tr("It lies inside a removed stretch and waits until that is kept.")
        elif state is State.SET_ASIDE:
            said += " " + tr("It was set aside: another accepted change wants the same characters.")
        return said

    def _choices(self, session: ReviewSession, fix: Fix) -> tuple[str, ...]:
        if len(fix.options) < 2:
            return ()
        observed = fix.observed(session.raw)
        return tuple(
            f"{number} {visible(option.text) or tr('take out “{old}”', old=visible(observed))}  {option.confidence:.0%}"
            for number, option in enumerate(fix.options[:MOST_OPTIONS], 1)
        )

    def _show_options(self, choices: tuple[str, ...], chosen: int = -1) -> None:
        # Buttons are kept for the next finding: making one costs more than all else that a decision draws here.
        while len(self._options) < len(choices):
            self._options.append(self._option(len(self._options)))
        for number, button in enumerate(self._options):
            shown = number < len(choices)
            if shown:
                button.setText(choices[number])
            button.setVisible(shown)
        self._chosen = chosen
        self._check()

    def _check(self) -> None:
        for number, button in enumerate(self._options):
            button.setChecked(number == self._chosen)

    def _choose(self, number: int) -> None:
        self.option.emit(number)
        # The session says which one is chosen: a click on that one again must not seem to take it away.
        self._check()

    def _option(self, number: int) -> QPushButton:
        button = QPushButton()
        button.setCheckable(True)
        button.setObjectName("option")
        button.clicked.connect(lambda: self._choose(number))
        self._row_of_options.insertWidget(number, button)
        return button

    def _button(self, text: str, signal: object, name: str = "") -> QPushButton:
        button = QPushButton(text)
        if name:
            button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: signal.emit())  # type: ignore[attr-defined]  # a bound signal has no public type
        return button

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (
            self.accept_button,
            self.keep_button,
            self.group_button,
            self.edit_button,
            self.postpone_button,
            self.reopen_button,
            self.always_button,
            self.never_button,
        )
