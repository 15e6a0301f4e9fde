"""The line at the foot of the window: how far the review is, where every character is, how the source was read."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar, QWidget

from reader.language import tr
from reader.review.session import ReviewSession
from reader.text.source import Source
from reader.ui.account import ledger_line
from reader.ui.desk import DECODED
from reader.ui.formats import format_name
from reader.ui.summary import progress_line


class StatusLine(QStatusBar):
    """Says what a session says; passing remarks stand on the left."""

    account_asked = Signal()
    """The reader wants to see the account of characters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress, self.encoding = QLabel(), QLabel()
        self.ledger = QPushButton()
        self.ledger.setObjectName("quiet")
        self.ledger.setToolTip(tr("Where every character of the source is now. Click for the account."))
        self.ledger.clicked.connect(self.account_asked)
        for part in (self.progress, self.ledger, self.encoding):
            self.addPermanentWidget(part)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(4, 0, 10, 0)
        self.show_session(None)

    def show_session(self, session: ReviewSession | None) -> None:
        """Say how a session stands; nothing where there is none."""
        for part in (self.progress, self.ledger, self.encoding):
            part.setVisible(session is not None)
        if session is not None:
            self.progress.setText(progress_line(session))
            self.ledger.setText(ledger_line(session.ledger))
            self.encoding.setText(_reading(session.source))


def _reading(source: Source) -> str:
    """The format, and the encoding where the document has one of its own."""
    name = format_name(source.format)
    return f"{source.encoding.upper()} · {name}" if source.format in DECODED else name
