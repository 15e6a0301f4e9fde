"""One line above the panes that says what happened and what can be done; never a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from reader.language import tr

LONG_ENOUGH = 12_000
"""Milliseconds that a line stays which asks for nothing."""

Deed = tuple[str, Callable[[], object]]
"""The words on a button and what it does."""


class MessageBar(QFrame):
    """Shows one message at a time, the newest, with at most a few deeds to choose from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._progress = QProgressBar()
        self._progress.setFixedWidth(160)
        self._progress.setTextVisible(False)
        self._deeds = QHBoxLayout()
        self._close = QPushButton("×")
        self._close.setObjectName("quiet")
        self._close.setAccessibleName(tr("Close message"))
        self._close.setFixedWidth(28)
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 6, 5)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._progress)
        layout.addLayout(self._deeds)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._busy = False
        self.hide()

    @property
    def text(self) -> str:
        """What is said now; empty if nothing is."""
        return "" if self.isHidden() else self._text.text()

    @property
    def busy(self) -> bool:
        """Whether it says that something is going on."""
        return self._busy and not self.isHidden()

    @property
    def buttons(self) -> list[QPushButton]:
        items = [self._deeds.itemAt(number) for number in range(self._deeds.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def tell(self, text: str, *deeds: Deed, passing: bool = False) -> None:
        """Say ``text``; a ``passing`` line goes away by itself."""
        self._timer.stop()
        self._busy = False
        self._put(text, deeds)
        self._progress.hide()
        self._close.show()
        if passing:
            self._timer.start(LONG_ENOUGH)

    def tell_progress(self, text: str, done: int, total: int, cancel: Callable[[], object]) -> None:
        """Say that something is going on; ``total`` 0 where nobody knows how long it takes."""
        self._timer.stop()
        if self._busy and not self.isHidden():
            self._text.setText(text)
        else:
            self._put(text, ((tr("Cancel"), cancel),))
        self._busy = True
        self._close.hide()
        self._progress.show()
        self._progress.setRange(0, max(0, total))
        self._progress.setValue(done)

    def end_progress(self) -> None:
        """What was going on is over; any other message stays."""
        if self._busy:
            self._busy = False
            self.hide()

    def _put(self, text: str, deeds: tuple[Deed, ...]) -> None:
        while self._deeds.count():
            item = self._deeds.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._text.setText(text)
        for words, deed in deeds:
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
            self._deeds.addWidget(button)
        self.show()
