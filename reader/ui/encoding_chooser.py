"""Chooses the encoding by what the text would read like."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reader.language import tr, tr_n
from reader.ui.geometry import fit_on_screen
from reader.ui.services import Reading


class EncodingChooser(QDialog):
    """One entry for each encoding, the most plausible first; Enter takes one, Esc none."""

    def __init__(self, readings: Sequence[Reading], current: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Read in another encoding"))
        self._readings = readings
        said = QLabel(tr("This is how the text begins in each encoding. The most plausible one comes first."))
        said.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Encodings"))
        # A misread line is a wall of signs: its beginning is enough.
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setSpacing(4)
        self.list.setAlternatingRowColors(True)
        for reading in readings:
            item = QListWidgetItem("\n".join((_head(reading, current), *reading.lines)))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _item: self.accept())
        buttons = QDialogButtonBox()
        self.take = buttons.addButton(tr("Read so"), QDialogButtonBox.ButtonRole.AcceptRole)
        stay = buttons.addButton(tr("Leave it as it is"), QDialogButtonBox.ButtonRole.RejectRole)
        self.take.setDefault(True)
        stay.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(said)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
        fit_on_screen(self, 640, 560)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def encoding(self) -> str | None:
        """The one that is chosen now."""
        row = self.list.currentRow()
        return self._readings[row].encoding if 0 <= row < len(self._readings) else None


def _head(reading: Reading, current: str) -> str:
    parts = [f"▸ {reading.encoding.upper()}"]
    if reading.encoding == current:
        parts.append(tr("in use now"))
    if reading.undecodable:
        number = reading.undecodable
        parts.append(tr_n("{count} place that fits no character", "{count} places that fit no character", number))
    return " · ".join(parts)
