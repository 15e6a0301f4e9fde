"""Turns the table of commands into menus, a tool bar and keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QWidget

from reader.language import tr
from reader.ui.commands import BARE_KEYS_OF_PANES, DECIDING, Command, commands, menus
from reader.ui.keymap import Keymap, said
from reader.ui.text_pane import TextPane

TOOLS = (
    *("open", "save", "", "undo", "redo", "", "previous", "next", "", "accept", "keep", ""),
    # The panel first: where the window is narrow, the last ones find no room, and the button is all there is of it.
    *("side", "folds", "lock", "keys"),
)
"""What the tool bar offers; an empty name is a line."""

Deed = Callable[..., object]


class Bindings:
    """The actions of a window by name, and its menus by name.

    ``places`` are the widgets in which bare keys work: the two panes, then the list.
    """

    def __init__(self, window: QMainWindow, deeds: Mapping[str, Deed], places: tuple[QWidget, ...]) -> None:
        self._window, self._places = window, places
        bar = window.menuBar()
        self.menus: dict[str, QMenu] = {name: bar.addMenu(title) for name, title in menus().items()}
        self.actions: dict[str, QAction] = {}
        self._bare: list[QAction] = []
        for command in commands():
            self.actions[command.name] = self._bind(command, deeds[command.name])
        for name in ("folds", "lock", "order", "side"):
            self.actions[name].setCheckable(True)
            self.actions[name].setChecked(name != "order")
        window.addToolBar(self._tools())
        self.use_keys(Keymap())

    def bind_digits(self, deed: Callable[[int], object]) -> None:
        """Let the digits choose alternatives: bare in the panes and the list, with Alt everywhere."""
        for number in range(1, 10):
            for key, widgets in ((f"Alt+{number}", (self._window,)), (str(number), self._places)):
                action = QAction(self._window)
                action.setShortcut(QKeySequence(key))
                action.setAutoRepeat(False)
                if widgets is self._places:
                    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                action.triggered.connect(lambda _checked=False, number=number: deed(number))
                for widget in widgets:
                    widget.addAction(action)

    def add_after(self, name: str, menu: QMenu) -> None:
        """Put a menu of more entries below a command's own."""
        place = self.menus[next(command.menu for command in commands() if command.name == name)]
        below = place.actions()[place.actions().index(self.actions[name]) + 1]
        place.insertMenu(below, menu)

    def offer_menu(self, pane: TextPane, point_at: Callable[[TextPane, int], object]) -> None:
        """Let the other button of the mouse offer what can be done here; ``point_at`` is told where that is."""

        def offer(place: QPoint) -> None:
            point_at(pane, pane.offset_under(QPointF(place)))
            self.menu_of(pane).popup(pane.mapToGlobal(place))

        pane.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        pane.customContextMenuRequested.connect(offer)

    def menu_of(self, pane: TextPane) -> QMenu:
        """The menu of a pane as it is now; it goes when it closes."""
        menu = QMenu(pane)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(tr("Copy"))
        copy.setEnabled(bool(pane.selected.length))
        copy.triggered.connect(pane.copy)
        menu.addSeparator()
        for name in ("furniture", "speech"):
            menu.addAction(self.actions[name])
        menu.addSeparator()
        for name in ("edit", "split", "join"):
            menu.addAction(self.actions[name])
        menu.addSeparator()
        for name in ("heading", "raise", "lower"):
            menu.addAction(self.actions[name])
        return menu

    def use_keys(self, keymap: Keymap) -> None:
        """Let the commands answer to these keys from now on."""
        for bare in self._bare:
            for widget in self._places:
                widget.removeAction(bare)
            bare.deleteLater()
        self._bare.clear()
        for command in commands():
            action, keys = self.actions[command.name], keymap.of(command.name)
            action.setShortcuts([QKeySequence(key) for key in keys.everywhere])
            first = [said(each) for each in (*keys.bare[:1], *keys.everywhere[:1])]
            action.setToolTip(f"{command.text} ({', '.join(first)})" if first else command.text)
            # Bound to panes and list, never to the window: there, Enter would press through fields and buttons.
            for key in keys.bare:
                bare = QAction(self._window)
                bare.setShortcut(QKeySequence(key))
                bare.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                bare.setAutoRepeat(command.name not in DECIDING)
                bare.triggered.connect(action.trigger)
                for widget in self._places[:2] if key in BARE_KEYS_OF_PANES else self._places:
                    widget.addAction(bare)
                self._bare.append(bare)

    def _bind(self, command: Command, deed: Deed) -> QAction:
        action = QAction(command.text, self._window)
        action.triggered.connect(lambda _checked=False: deed())
        # A key held too long must not decide on the findings that follow.
        action.setAutoRepeat(command.name not in DECIDING)
        menu = self.menus[command.menu]
        if command.separated:
            menu.addSeparator()
        menu.addAction(action)
        return action

    def _tools(self) -> QToolBar:
        tools = QToolBar(tr("Tools"))
        tools.setObjectName("tools")
        tools.setMovable(False)
        tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        short = {
            "open": tr("Open"),
            "save": tr("Save"),
            "previous": tr("‹ Previous"),
            "next": tr("Next ›"),
            "accept": tr("Accept"),
            "keep": tr("Keep original"),
            "folds": tr("Fold"),
            "lock": tr("Lock scrolling"),
            "side": tr("Panel"),
        }
        for name in TOOLS:
            if not name:
                tools.addSeparator()
                continue
            action = self.actions[name]
            action.setIconText(short.get(name, action.text()))
            tools.addAction(action)
        return tools
