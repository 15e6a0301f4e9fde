"""A few lines that show how texts look with what is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.language import tr
from reader.text.span import Span
from reader.ui.appearance import Appearance
from reader.ui.display import show
from reader.ui.lines import LineKind, LineStyle
from reader.ui.marks import Look, Mark
from reader.ui.text_pane import TextPane

_LINES = (
    ("春耕动员讲话", LineKind.TITLE),
    ("一、抓紧农时", LineKind.HEADING),
    (
        "今年雨水来得早，地里墒情很好。请各村把种子备足，把渠道修好，己经下地的不要停。",
        LineKind.BODY,
    ),
    ("又快又好，不误一日。", LineKind.BODY),
)
_TEXT = "\n".join(line for line, _ in _LINES)
_PENDING, _ACCEPTED = _TEXT.index("己经"), _TEXT.index("又快")


class Sample(QWidget):
    """Follows ``appearance``."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.pane = TextPane(tr("Preview"))
        self.pane.setMinimumWidth(300)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        styles = [LineStyle(kind) for _, kind in _LINES]
        marks = [
            Mark(Span(_PENDING, _PENDING + 1), Look.PENDING, "pending"),
            Mark(Span(_ACCEPTED, _ACCEPTED + 1), Look.ACCEPTED, "accepted"),
        ]
        self.pane.show_text(_TEXT, show(_TEXT), styles, lambda _window: marks)
        appearance.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.pane.dress(self._appearance.theme, self._appearance.typography)
