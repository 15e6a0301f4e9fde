"""Both texts, and below them the line in which the reader types what to find in them."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.language import tr
from reader.ui.find_bar import FindBar
from reader.ui.reading import Reading


class Texts(QWidget):
    """Finds in the texts what is typed, and says how often it is there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading = Reading()
        self.find_bar = FindBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.reading, 1)
        column.addWidget(self.find_bar)
        self.find_bar.sought.connect(lambda text, back: self._find(text, backwards=back))
        self.find_bar.typed.connect(lambda text: self._find(text, here=True))
        self.find_bar.closed.connect(self.reading.clean.setFocus)

    def _find(self, text: str, *, backwards: bool = False, here: bool = False) -> None:
        if not text:
            self.find_bar.tell("")
            return
        number, total, removed = self.reading.find_words(text, backwards=backwards, here=here)
        if not total:
            self.find_bar.tell(tr("Not found"))
        elif removed:
            self.find_bar.tell(tr("{number} of {total}, only in what was removed", number=number, total=total))
        else:
            self.find_bar.tell(tr("{number} of {total}", number=number, total=total))
