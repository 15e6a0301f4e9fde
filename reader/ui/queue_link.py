"""On the line at the foot of the window: how far the queue is, and the way back to it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from reader.language import tr
from reader.ui.keymap import way_to
from reader.ui.queue_desk import QueueDesk
from reader.ui.queue_state import State
from reader.ui.queue_words import Phase


class QueueLink(QPushButton):
    """Seen while there is a queue and a document of it, or another one, is shown."""

    def __init__(self, desk: QueueDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName("quiet")
        self.setFocusPolicy(self.focusPolicy().NoFocus)
        desk.changed.connect(self.draw)
        self._wanted = False
        self.draw()

    def want(self, wanted: bool) -> None:
        """Whether the queue itself is not seen."""
        self._wanted = wanted
        self.draw()

    def draw(self) -> None:
        counts = self._desk.queue.counts
        self.setVisible(self._wanted and self._desk.phase is not Phase.NONE)
        eyes, reviewed = counts[State.EYES], counts[State.REVIEWED]
        said = tr("Queue: {eyes} need eyes, {reviewed} reviewed", eyes=eyes, reviewed=reviewed)
        if self._desk.queue.open:
            said += tr(", {count} to be cleaned", count=self._desk.queue.open)
        self.setText(said)
        ways = {name: way_to(name) for name in ("queue", "next_document")}
        self.setToolTip(tr("{queue} shows the queue, {next_document} opens the next document that needs eyes.", **ways))
