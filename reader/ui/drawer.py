"""Where the window is narrow, what stands beside the texts opens over them, as a drawer, and closes with Esc."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

NARROW = 900
"""In fewer pixels two texts and a list leave no room for a line of twenty characters."""

SHARE, LEAST = 0.55, 330
"""How much of the width an open drawer takes, and the pixels it needs."""


class Drawer(QObject):
    """Keeps ``panel`` in ``splitter`` while there is room, else in a drawer over it.

    ``ground`` is the widget that decides about the room; ``back`` gets the keyboard when the drawer closes.
    """

    moved = Signal()
    """The panel is shown or hidden now."""

    def __init__(self, ground: QWidget, splitter: QSplitter, panel: QWidget, back: QWidget) -> None:
        super().__init__(ground)
        self._ground, self._splitter, self._panel, self._back = ground, splitter, panel, back
        self._sizes = splitter.sizes()
        self.wanted = True
        """Whether the panel stands beside the texts where there is room."""
        self.narrow = False
        self.frame = QFrame(ground)
        self.frame.setObjectName("drawer")
        self.frame.hide()
        self._column = QVBoxLayout(self.frame)
        self._column.setContentsMargins(1, 0, 0, 0)
        self._esc = QShortcut(QKeySequence(Qt.Key.Key_Escape), ground)
        self._esc.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._esc.setEnabled(False)
        self._esc.activated.connect(self.close)
        splitter.installEventFilter(self)

    @property
    def shown(self) -> bool:
        """Whether the panel is in sight, beside the texts or over them."""
        return self.frame.isVisibleTo(self._ground) if self.narrow else self.wanted

    def want(self, wanted: bool) -> None:
        """Have the panel beside the texts where there is room, or not."""
        self.wanted = wanted
        if not self.narrow:
            self._panel.setVisible(wanted)

    def toggle(self) -> None:
        """Show the panel, or hide it."""
        if self.shown:
            self.close()
        else:
            self.open()
            self._panel.setFocus()

    def open(self) -> None:
        """Show the panel."""
        if self.shown:
            return
        if self.narrow:
            self._place()
            self.frame.show()
            self.frame.raise_()
            self._esc.setEnabled(True)
        else:
            self.wanted = True
            self._panel.show()
        self.moved.emit()

    def close(self) -> None:
        """Hide the panel and go back to the text."""
        if not self.shown:
            return
        inside = self._panel.isAncestorOf(focus) if (focus := self._ground.focusWidget()) is not None else False
        self._esc.setEnabled(False)
        if self.narrow:
            self.frame.hide()
        else:
            self.wanted = False
            self._panel.hide()
        if inside:
            self._back.setFocus()
        self.moved.emit()

    def fit(self) -> None:
        """Follow the width of the ground."""
        narrow = self._ground.width() < NARROW
        if narrow is not self.narrow:
            self.narrow = narrow
            if narrow:
                self._sizes = self._splitter.sizes()
                self._column.addWidget(self._panel)
                self._panel.show()
            else:
                self.frame.hide()
                self._esc.setEnabled(False)
                self._splitter.addWidget(self._panel)
                self._panel.setVisible(self.wanted)
                self._splitter.setSizes(self._sizes)
            self.moved.emit()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        if not self.narrow:
            return
        area = self._splitter.geometry()
        width = min(area.width(), max(LEAST, round(area.width() * SHARE)))
        self.frame.setGeometry(area.right() + 1 - width, area.top(), width, area.height())
