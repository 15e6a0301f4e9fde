"""Every command of the window: its name, its keys, and what it is for. The key overview is made from this table."""

from __future__ import annotations

from dataclasses import dataclass

from reader.language import tr

BARE_KEYS_OF_PANES = ("Up", "Down")
"""In the list the arrow keys go from row to row, as in every list; there they are not bound."""


DECIDING = frozenset({"accept", "keep", "accept_group", "keep_group", "postpone", "reopen", "undo", "redo"})
"""Commands that a key held down must not repeat."""


@dataclass(frozen=True, slots=True)
class Command:
    """``bare`` keys work in the panes and the list only, ``chords`` everywhere, also while a field has the keyboard."""

    name: str
    text: str
    menu: str
    chords: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    needs_document: bool = True
    separated: bool = False
    """Whether the menu draws a line before it."""


def commands() -> tuple[Command, ...]:
    """In the order of the menus; made when asked, for the language may be another one by then."""
    return (
        Command("open", tr("Open…"), "file", ("Ctrl+O",), needs_document=False),
        Command("open_folder", tr("Open folder…"), "file", ("Ctrl+Shift+O",), needs_document=False),
        Command("paste", tr("Open copied text"), "file", ("Ctrl+V",), needs_document=False),
        Command("encoding", tr("Read in another encoding…"), "file"),
        Command("save", tr("Save cleaned text"), "file", ("Ctrl+S",), separated=True),
        Command("save_as", tr("Save as…"), "file", ("Ctrl+Shift+S",)),
        Command("quit", tr("Quit"), "file", ("Ctrl+Q",), needs_document=False, separated=True),
        Command("undo", tr("Undo"), "edit", ("Ctrl+Z",)),
        Command("redo", tr("Redo"), "edit", ("Ctrl+Shift+Z", "Ctrl+Y")),
        Command("edit", tr("Edit paragraph"), "edit", ("Ctrl+E",), ("E", "F2"), separated=True),
        Command("furniture", tr("Mark selection as furniture"), "edit", (), ("R",), separated=True),
        Command("speech", tr("Mark selection as text"), "edit", (), ("S",)),
        Command("heading", tr("Make a heading, or none"), "edit", (), ("H",), separated=True),
        Command("raise", tr("Raise heading"), "edit", ("Alt+Left",), ("[",)),
        Command("lower", tr("Lower heading"), "edit", ("Alt+Right",), ("]",)),
        Command("split", tr("Split paragraph here"), "edit", ("Ctrl+Shift+J",)),
        Command("join", tr("Join with next paragraph"), "edit", ("Ctrl+J",)),
        Command("find", tr("Find in the text"), "edit", ("Ctrl+F",), separated=True),
        Command("search", tr("Search the findings"), "edit", (), ("/",)),
        Command("settings", tr("Settings…"), "edit", ("Ctrl+,",), needs_document=False, separated=True),
        Command("accept", tr("Accept and go on"), "review", ("Ctrl+Return", "Ctrl+Enter"), ("Return", "Enter", "A")),
        Command("keep", tr("Keep original and go on"), "review", ("Ctrl+Shift+Return",), ("X", "Del", "Backspace")),
        Command("next", tr("Next to decide"), "review", ("F8", "Alt+Down"), ("J", "Down"), separated=True),
        Command("previous", tr("Previous to decide"), "review", ("Shift+F8", "Alt+Up"), ("K", "Up")),
        Command("reopen", tr("Back to pending"), "review", (), ("U",), separated=True),
        Command("postpone", tr("Postpone"), "review", (), ("M",)),
        Command("group", tr("Show only those alike"), "review", ("Ctrl+G",), ("G",), separated=True),
        Command("accept_group", tr("Accept all alike"), "review", (), ("Shift+A",)),
        Command("keep_group", tr("Keep all alike"), "review", (), ("Shift+X",)),
        Command("always", tr("Always so…"), "review", (), ("Shift+R",), separated=True),
        Command("never", tr("Never report…"), "review", (), ("N",)),
        Command("rules", tr("Rules and words…"), "review", ("Ctrl+R",), needs_document=False),
        Command("next_document", tr("Next document that needs eyes"), "review", ("F9",), needs_document=False,
                separated=True),
        Command("previous_document", tr("Previous document that needs eyes"), "review", ("Shift+F9",),
                needs_document=False),
        Command("reviewed", tr("Document is reviewed, or not yet"), "review", ("Ctrl+F9",), needs_document=False),
        Command("state", tr("Name this state…"), "review", ("Ctrl+D",), separated=True),
        Command("order", tr("Groups first"), "view", (), ("O",)),
        Command("folds", tr("Fold removed text"), "view", ("Ctrl+Shift+F",), ("F",)),
        Command("lock", tr("Scroll panes together"), "view", ("Ctrl+L",), ("L",)),
        Command("switch_pane", tr("Next pane"), "view", ("F6",)),
        Command("side", tr("Side panel"), "view", ("F7",)),
        Command("queue", tr("Queue or document"), "view", ("F4",), needs_document=False),
        Command("history", tr("History"), "view", ("Ctrl+H",)),
        Command("unplaced", tr("Decisions that did not come over…"), "view"),
        Command("larger", tr("Larger letters"), "view", ("Ctrl+=", "Ctrl++"), ("+", "="), separated=True),
        Command("smaller", tr("Smaller letters"), "view", ("Ctrl+-",), ("-",)),
        Command("usual", tr("Usual letters"), "view", ("Ctrl+0",), ("0",)),
        Command("keys", tr("Keys"), "help", ("F1",), (), needs_document=False),
    )


def menus() -> dict[str, str]:
    """The menus, in order."""
    return {
        "file": tr("&File"),
        "edit": tr("&Edit"),
        "review": tr("&Review"),
        "view": tr("&View"),
        "help": tr("&Help"),
    }
