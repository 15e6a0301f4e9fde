"""Lays a long document out in small steps.

Qt lays out what is not on the screen bit by bit, but doubles the bit each time, up to 200,000 characters: a tenth of a
second during which no key is answered (``QTextDocumentLayoutPrivate::layoutStep``).
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, QTimerEvent
from PySide6.QtGui import QTextDocument

STEP = 24_000
"""UTF-16 units to lay out at once: about 10 ms."""

_LAYOUT_INTERVAL = 10
"""Milliseconds between two of Qt's own steps; its other timer, which announces the document's size, has 0."""


class GentleLayout(QObject):
    """Stands between a document's layout and its timer. A child of the layout, so that it goes with it."""

    def __init__(self, document: QTextDocument) -> None:
        layout = document.documentLayout()
        super().__init__(layout)
        self._document, self._layout = document, layout
        self._done = 0
        self._over = False
        document.contentsChange.connect(self._on_change)
        layout.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if isinstance(event, QTimerEvent) and self._is_layout_timer(event):
            return self._step()
        return False

    def _step(self) -> bool:
        """Lay out a little more; whether Qt need not do a step of its own."""
        if self._over:
            # And it runs on: the letters or the width are others, and everything is laid out anew.
            self._done, self._over = 0, False
        if self._done >= self._document.characterCount():
            # Qt ends its timer itself when everything is laid out. If it runs all the same, one step is its own.
            self._over = True
            return False
        self._done += STEP
        block = self._document.findBlock(min(self._done, self._document.characterCount() - 1))
        # Asking where a block is makes Qt lay out everything before it.
        self._layout.blockBoundingRect(block)
        return True

    def _is_layout_timer(self, event: QTimerEvent) -> bool:
        dispatcher = QAbstractEventDispatcher.instance()
        timers = dispatcher.registeredTimers(self._layout) if dispatcher is not None else []
        return any(timer.timerId == event.timerId() and timer.interval == _LAYOUT_INTERVAL for timer in timers)

    def _on_change(self, place: int, _removed: int, _added: int) -> None:
        # Qt lays out anew from the place of a change.
        self._done = min(self._done, place)
