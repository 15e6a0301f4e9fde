"""The overview of all keys, made from the table of commands and the keys in force."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from reader.language import tr
from reader.ui.commands import commands
from reader.ui.geometry import fit_on_screen
from reader.ui.keymap import Keymap, listed


def key_table(keymap: Keymap) -> list[tuple[str, str, str]]:
    """For each command what it does, by which bare keys, by which everywhere."""
    rows = []
    for command in commands():
        keys = keymap.of(command.name)
        rows.append((command.text, listed(keys.bare), listed(keys.everywhere)))
        if command.name == "keep":
            rows.append((tr("Choose an alternative"), "1 … 9", "Alt+1 … 9"))
            rows.append((tr("Hold: see the other reading in place"), "Space", ""))
    return rows


class KeyOverview(QDialog):
    """Stays beside the window while the reader works; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        self._table = QLabel()
        self._table.setTextFormat(Qt.TextFormat.RichText)
        self._table.setMargin(16)
        area = QScrollArea()
        area.setWidget(self._table)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        fit_on_screen(self, 640, 660)

    def show_keys(self, keymap: Keymap) -> None:
        """Show these keys."""
        heads = (tr("Command"), tr("In the text and the list"), tr("Everywhere"))
        space = "padding:3px 18px 3px 0"
        cells = [[f'<td style="{space}">{escape(cell)}</td>' for cell in row] for row in key_table(keymap)]
        rows = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
        head = "".join(f'<th align="left" style="{space}">{escape(each)}</th>' for each in heads)
        self._table.setText(f"<table><tr>{head}</tr>{rows}</table>")
