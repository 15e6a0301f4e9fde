"""The overview of all keys, made from the table of commands."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from reader.language import tr
from reader.ui.commands import key_table


class KeyOverview(QDialog):
    """Stays beside the window while the reader works; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        heads = (tr("Command"), tr("In the text and the list"), tr("Everywhere"))
        space = "padding:3px 18px 3px 0"
        cells = [[f'<td style="{space}">{escape(cell)}</td>' for cell in row] for row in key_table()]
        rows = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
        head = "".join(f'<th align="left" style="{space}">{escape(each)}</th>' for each in heads)
        table = QLabel(f"<table><tr>{head}</tr>{rows}</table>")
        table.setTextFormat(Qt.TextFormat.RichText)
        table.setMargin(16)
        area = QScrollArea()
        area.setWidget(table)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.resize(640, 660)
