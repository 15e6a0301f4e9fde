"""Chooses what the list shows; every choice says how many findings it would show."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from reader.language import tr
from reader.review.parts import Part
from reader.review.words import kind_name
from reader.text.fix import Kind
from reader.text.span import Span
from reader.ui.keymap import with_key
from reader.ui.narrow_combo import NarrowCombo
from reader.ui.rows import shortened
from reader.ui.scopes import LEAST, Record, Scope, Selected, View, scope_name

LONGEST_TITLE = 24
"""Characters of a heading that are shown to choose by."""


class FilterBar(QWidget):
    """Shows a ``View`` and announces another one."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = View()
        self._scopes = {scope: QToolButton() for scope in Scope}
        group = QButtonGroup(self)
        scopes = QHBoxLayout()
        scopes.setSpacing(4)
        for scope, button in self._scopes.items():
            button.setObjectName("scope")
            button.setCheckable(True)
            button.setText(scope_name(scope))
            button.clicked.connect(lambda _checked=False, scope=scope: self._put(replace(self._view, scope=scope)))
            group.addButton(button)
            scopes.addWidget(button)
        scopes.addStretch(1)
        self._kinds = NarrowCombo(tr("Kind of finding"))
        self._kinds.currentIndexChanged.connect(self._on_kind)
        self.search = QLineEdit()
        self.search.setAccessibleName(tr("Search the findings"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_text)
        self._certainty = NarrowCombo(tr("Least certainty"))
        for least in LEAST:
            self._certainty.addItem("", least)
        self._certainty.currentIndexChanged.connect(self._on_certainty)
        self._entries: list[tuple[str, Span | None]] = []
        self._sections = NarrowCombo(tr("Section of the text"))
        self._sections.currentIndexChanged.connect(self._on_section)
        self.clear = QPushButton(tr("Show all again"))
        self.clear.setObjectName("quiet")
        self.clear.setAutoDefault(False)
        self.clear.clicked.connect(self._on_clear)
        self._grouped = QCheckBox(tr("Groups first"))
        self._grouped.toggled.connect(self._on_grouped)
        self._doubtful = QCheckBox()
        self._doubtful.toggled.connect(self._on_doubtful)
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setVerticalSpacing(5)
        layout.addLayout(scopes, 0, 0, 1, 2)
        layout.addWidget(self._kinds, 1, 0)
        layout.addWidget(self.search, 1, 1)
        layout.addWidget(self._certainty, 2, 0)
        layout.addWidget(self._sections, 2, 1)
        boxes = QHBoxLayout()
        boxes.setSpacing(12)
        boxes.addWidget(self._grouped)
        boxes.addWidget(self._doubtful)
        boxes.addStretch(1)
        boxes.addWidget(self.clear)
        layout.addLayout(boxes, 3, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        layout.setColumnStretch(1, 1)
        self.name_keys()
        self.show_view(self._view)

    def name_keys(self) -> None:
        """Let the fields name the keys that lead to them."""
        self.search.setPlaceholderText(with_key(tr("Search"), "search"))
        tip = tr("Findings that make the same change stand together, before all others.")
        self._grouped.setToolTip(with_key(tip, "order"))

    def show_view(self, view: View) -> None:
        """Show which choices are in force."""
        self._view = view
        for scope, button in self._scopes.items():
            button.setChecked(scope is view.scope)
        blockers = [QSignalBlocker(widget) for widget in (self._doubtful, self.search, self._certainty, self._grouped)]
        self._certainty.setCurrentIndex(LEAST.index(view.filter.least_confidence))
        self._doubtful.setChecked(view.filter.doubtful)
        self._grouped.setChecked(view.grouped)
        if self.search.text().strip() != view.filter.text:
            self.search.setText(view.filter.text)
        del blockers
        self.clear.setVisible(view != view.plain)

    def show_counts(self, selected: Selected) -> None:
        """Show how many findings each choice has."""
        for scope, button in self._scopes.items():
            button.setText(f"{scope_name(scope)} {selected.by_scope[scope]}")
        chosen = next(iter(self._view.filter.kinds), None)
        entries: list[tuple[str, str]] = [(tr("All kinds"), "")]
        for kind in Kind:
            number = selected.by_kind.get(kind, 0)
            if number or kind is chosen:
                entries.append((f"{kind_name(kind)} {number}", kind.value))
        blocker = QSignalBlocker(self._kinds)
        self._kinds.clear()
        for text, value in entries:
            self._kinds.addItem(text, value)
        at = self._kinds.findData(chosen.value if chosen is not None else "")
        self._kinds.setCurrentIndex(max(0, at))
        del blocker
        for index, least in enumerate(LEAST):
            self._certainty.setItemText(index, _certainty(least, selected.by_certainty.get(least)))
        self._doubtful.setText(tr("Show doubtful ones too ({number})", number=selected.doubtful))
        self._doubtful.setVisible(bool(selected.doubtful) or self._view.filter.doubtful)

    def show_parts(self, parts: tuple[Part, ...], selected: Selected) -> None:
        """Show the sections to choose from, with how many findings each has."""
        within = self._view.filter.within
        entries: list[tuple[str, Span | None]] = [(tr("The whole text"), None)]
        for part in parts:
            name = shortened(part.title, LONGEST_TITLE) or tr("Before the title")
            number = selected.number_in(part.span)
            if number or part.span == within:
                entries.append((f"{'　' * max(0, part.level - 1)}{name} {number}", part.span))
        if within is not None and all(span != within for _, span in entries):
            # Its heading is another one now, or none; what is shown stays until the reader chooses anew.
            entries.append((tr("A stretch of the text {number}", number=selected.number_in(within)), within))
        blocker = QSignalBlocker(self._sections)
        if entries != self._entries:
            # Filling the box costs more than all counting, and most decisions change one section's number or none.
            self._entries = entries
            self._sections.clear()
            for text, span in entries:
                self._sections.addItem(text, span)
        at = next(number for number, (_, span) in enumerate(entries) if span == within)
        self._sections.setCurrentIndex(at)
        del blocker
        self._sections.setVisible(len(entries) > 1)

    def _on_section(self) -> None:
        self._put(self._view.within(self._sections.currentData()))

    def _on_clear(self) -> None:
        self._put(self._view.plain)
        self.show_view(self._view)

    def _on_kind(self) -> None:
        value = self._kinds.currentData()
        self._put(self._view.of_kind(Kind(value) if value else None))

    def _on_certainty(self) -> None:
        least = float(self._certainty.currentData())
        self._put(replace(self._view, filter=replace(self._view.filter, least_confidence=least)))

    def _on_text(self, text: str) -> None:
        self._put(replace(self._view, filter=replace(self._view.filter, text=text.strip())))

    def _on_doubtful(self, doubtful: bool) -> None:
        self._put(replace(self._view, filter=replace(self._view.filter, doubtful=doubtful)))

    def _on_grouped(self, grouped: bool) -> None:
        self._put(replace(self._view, grouped=grouped))

    def _put(self, view: View) -> None:
        self._view = view
        self.clear.setVisible(view != view.plain)
        self.changed.emit(view)


def _certainty(least: float, record: Record | None) -> str:
    """The choice in the reviewer's own terms: how many of these were accepted so far."""
    name = tr("≥ {least}", least=f"{least:.0%}") if least else tr("Any certainty")
    if record is not None and record.decided:
        accepted, decided = record.accepted, record.decided
        return tr("{choice}: accepted {accepted} of {decided}", choice=name, accepted=accepted, decided=decided)
    return name
