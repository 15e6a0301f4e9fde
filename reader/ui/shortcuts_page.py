"""The page on which keys are changed: all commands with their keys, and one key pressed for another."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.language import tr
from reader.ui.chosen_keys import ChosenKeys
from reader.ui.commands import commands
from reader.ui.key_field import KeyField
from reader.ui.keymap import (
    FIXED,
    Keymap,
    Scope,
    command_named,
    listed,
    owner_name,
    refusal,
    said,
    scope_of,
)

NAME_ROLE = Qt.ItemDataRole.UserRole
WIDTH = 190
"""Pixels for three keys."""

_COLUMNS = (Scope.BARE, Scope.EVERYWHERE)


class _Table(QTableWidget):
    """Enter and F2 change a key and Delete takes it away, as in a spreadsheet; typing does not search here."""

    def __init__(self, page: ShortcutsPage) -> None:
        super().__init__(0, 3)
        self._page = page

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._page.ask_for_key()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._page.clear_keys()
        elif event.text() and event.text().isprintable():
            event.accept()
        else:
            super().keyPressEvent(event)


class ShortcutsPage(QWidget):
    """Shows ``keys`` and chooses others; what is chosen is in force at once."""

    def __init__(self, keys: ChosenKeys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._adding = False
        self._offered: tuple[str, Scope, str] | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search commands and keys"))
        self.search.setAccessibleName(tr("Search commands and keys"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.table = _Table(self)
        self._dress_table()
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.field = KeyField()
        self.field.setText(tr("Press the new key. Esc leaves everything as it is."))
        self.field.pressed.connect(self._on_key)
        self.field.given_up.connect(self._give_up)
        self.change = self._button(tr("Change…"), self.ask_for_key)
        self.add = self._button(tr("Add a key…"), lambda: self.ask_for_key(adding=True))
        self.clear = self._button(tr("No key"), self.clear_keys)
        self.usual = self._button(tr("Usual key"), self._reset_one)
        self.all_usual = self._button(tr("All usual keys"), self._reset_all)
        self.swap = self._button("", self._swap)
        self.stay = self._button(tr("Give up"), self._give_up)
        self._rows = QStackedWidget()
        for buttons in (
            (self.change, self.add, self.clear, self.usual, None, self.all_usual),
            (self.field, self._button(tr("Give up"), self._give_up)),
            (None, self.swap, self.stay),
        ):
            self._rows.addWidget(_row(buttons))
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)
        column.addWidget(self._rows)
        keys.changed.connect(self._draw)
        self._fill()
        self._draw()
        self._usual_words()

    # What is asked

    def ask_for_key(self, *, adding: bool = False) -> None:
        """Let the next key that is pressed be that of the chosen command."""
        if self._name is None:
            return
        self._adding = adding
        where = tr("everywhere") if self._scope is Scope.EVERYWHERE else tr("in the text and the list")
        self.told.setText(tr("A key for “{command}”, {where}.", command=command_named(self._name).text, where=where))
        self._rows.setCurrentIndex(1)
        self.field.setFocus()

    def clear_keys(self) -> None:
        """Take the keys of the chosen cell away."""
        name = self._name
        if name is not None:
            self._choose(self._keys.keymap.putting(name, self._scope, ()))

    def _on_key(self, key: str) -> None:
        name = self._name
        if name is None:
            return
        scope = scope_of(key, self._scope)
        why_not = refusal(key, scope)
        if why_not:
            self.told.setText(why_not)
            return
        owner = self._keys.keymap.owner(key)
        if owner and owner != name and owner not in FIXED.values():
            self._offer(name, scope, key, owner)
            return
        held = self._keys.keymap.of(name).of(scope) if self._adding else ()
        self._choose(self._keys.keymap.putting(name, scope, (*held, key)))

    def _offer(self, name: str, scope: Scope, key: str, owner: str) -> None:
        before = self._keys.keymap.of(name).of(scope)
        self._offered = name, scope, key
        sentence = tr("{key} is the key of “{other}”.", key=said(key), other=owner_name(owner))
        swappable = bool(before) and not self._adding and self._keys.keymap.swapping(name, scope, key).owner(before[0])
        if swappable:
            sentence += " " + tr("Swapped, that gets {old}.", old=said(before[0]))
            self.swap.setText(tr("Swap"))
        else:
            sentence += " " + tr("That would be without it.")
            self.swap.setText(tr("Take it"))
        self.told.setText(sentence)
        self._rows.setCurrentIndex(2)
        self.swap.setFocus()

    def _swap(self) -> None:
        offered, self._offered = self._offered, None
        if offered is None:
            return
        name, scope, key = offered
        keymap = self._keys.keymap
        if self._adding:
            self._choose(keymap.putting(name, scope, (*keymap.of(name).of(scope), key)))
        else:
            self._choose(keymap.swapping(name, scope, key))

    def _reset_one(self) -> None:
        if self._name is not None:
            self._choose(self._keys.keymap.usual(self._name))

    def _reset_all(self) -> None:
        self._choose(Keymap())

    def _choose(self, keymap: Keymap) -> None:
        self._keys.choose(keymap)
        self._give_up()

    def _give_up(self) -> None:
        self._offered = None
        self._usual_words()
        self._rows.setCurrentIndex(0)
        self.table.setFocus()

    def _usual_words(self) -> None:
        self.told.setText(tr("Enter changes a key, Delete takes it away. Digits choose alternatives; Space shows."))

    # What is shown

    @property
    def _name(self) -> str | None:
        item = self.table.item(self.table.currentRow(), 0)
        return str(item.data(NAME_ROLE)) if item is not None else None

    @property
    def _scope(self) -> Scope:
        return Scope.EVERYWHERE if self.table.currentColumn() == 2 else Scope.BARE

    def _fill(self) -> None:
        self.table.setRowCount(len(commands()))
        for row, command in enumerate(commands()):
            for column in range(3):
                item = QTableWidgetItem(command.text if not column else "")
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                item.setData(NAME_ROLE, command.name)
                self.table.setItem(row, column, item)
        self.table.setCurrentCell(0, 1)

    def _draw(self) -> None:
        keymap = self._keys.keymap
        for row in range(self.table.rowCount()):
            head = self.table.item(row, 0)
            if head is None:
                continue
            name = str(head.data(NAME_ROLE))
            font = head.font()
            font.setBold(keymap.changed(name))
            for column, scope in enumerate(_COLUMNS, 1):
                cell = self.table.item(row, column)
                if cell is not None:
                    cell.setText(listed(keymap.of(name).of(scope)))
                    cell.setFont(font)
            head.setFont(font)

    def _narrow(self, text: str) -> None:
        """Show only the rows in which ``text`` stands."""
        wanted = text.strip().casefold()
        for row in range(self.table.rowCount()):
            cells = [self.table.item(row, column) for column in range(3)]
            found = any(wanted in cell.text().casefold() for cell in cells if cell is not None)
            self.table.setRowHidden(row, not found)

    def _dress_table(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels([tr("Command"), tr("In the text and the list"), tr("Everywhere")])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setTabKeyNavigation(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setAccessibleName(tr("Commands and their keys"))
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            # Not by their contents: the columns would move with every key.
            table.setColumnWidth(column, WIDTH)
        table.itemDoubleClicked.connect(lambda _item: self.ask_for_key())

    def _button(self, text: str, deed: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: deed())  # type: ignore[operator]  # any function of nothing
        return button


def _row(widgets: tuple[QWidget | None, ...]) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget, 1 if isinstance(widget, KeyField) else 0)
    return row
