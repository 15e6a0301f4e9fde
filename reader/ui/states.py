"""Names the state of a review, compares with a named one, and returns to it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from reader.language import tr
from reader.review.checkpoints import Checkpoint, Comparison, compare, return_to
from reader.review.session import ReviewSession
from reader.ui.appearance import Appearance
from reader.ui.comparing import Ends, page
from reader.ui.desk import Desk
from reader.ui.message_bar import Deed, MessageBar
from reader.ui.questions import Questions
from reader.ui.review_view import ReviewView
from reader.ui.workers import Cancelled, Worker


@dataclass(frozen=True)
class _Compared:
    session: ReviewSession
    state: Checkpoint
    comparison: Comparison


class ComparisonWindow(QDialog):
    """Stays beside the window, so that what is clicked is seen there."""

    def __init__(self, review: ReviewView, parent: QWidget) -> None:
        super().__init__(parent)
        self._review = review
        self.setWindowTitle(tr("Compare"))
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(tr("Compare"))
        self.page.anchorClicked.connect(self._on_link)
        buttons = QDialogButtonBox()
        self.back = buttons.addButton(tr("Return to it"), QDialogButtonBox.ButtonRole.ActionRole)
        self.back.setAutoDefault(False)
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.page, 1)
        column.addWidget(buttons)
        self.resize(720, 560)

    def _on_link(self, link: QUrl) -> None:
        self._review.go_to(unquote(link.toString()))


class States(QObject):
    """What the panel of named states and its command ask for."""

    def __init__(
        self,
        desk: Desk,
        review: ReviewView,
        bar: MessageBar,
        questions: Questions,
        appearance: Appearance,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk, self._review, self._bar, self._questions = desk, review, bar, questions
        self._appearance, self._window = appearance, parent
        self.panel = review.side.history.states
        self.comparison: ComparisonWindow | None = None
        self._shown: Checkpoint | None = None
        self._worker = Worker(self)
        self._worker.produced.connect(self._on_compared)
        self._worker.failed.connect(
            lambda error: bar.tell(tr("The states could not be compared: {error}", error=str(error)))
        )
        self.panel.name_asked.connect(self.name)
        self.panel.compare_asked.connect(self.compare)
        self.panel.return_asked.connect(self.go_back)
        desk.opened.connect(self._on_opened)

    def name(self) -> None:
        """Give what holds now a name."""
        session, log = self._desk.session, self._desk.log
        if session is None or log is None:
            return
        self._review.finish_editing()
        taken = {state.name for state in log.checkpoints}
        number = next(n for n in range(1, len(taken) + 2) if tr("State {number}", number=n) not in taken)
        name = self._questions.name(tr("What should this state be called?"), tr("State {number}", number=number))
        if not name:
            return
        if name in taken:
            question = tr("There is a state called {name}. Shall this one take its place?", name=name)
            if not self._questions.sure(question, tr("Replace"), tr("Leave it as it is")):
                return
        log.checkpoint(session, name)
        self.draw()
        said = tr("This state is called {name}. It is in the history, to compare with and to return to.", name=name)
        if not log.recording:
            said += " " + tr("It is not written down in this window, and goes with it.")
        self._bar.tell(said, (tr("History"), self._review.side.show_history), passing=log.recording)

    def compare(self, state: Checkpoint) -> None:
        """Show what differs between a named state and now."""
        session = self._desk.session
        if session is None:
            return
        self._review.finish_editing()
        # Decisions may go on meanwhile: an account of this moment.
        now = copy.copy(session)

        def work(_cancelled: Cancelled) -> Iterator[_Compared]:
            yield _Compared(session, state, compare(now, state))

        self._worker.start(work)

    def go_back(self, state: Checkpoint) -> None:
        """Make hold again what held then, as one step that undo takes back."""
        session = self._desk.session
        if session is None:
            return
        self._review.finish_editing()
        before = session.position
        return_to(state, session)
        deeds: list[Deed] = []
        if session.position > before:
            step = session.steps[session.position - 1]
            deeds.append((tr("Undo"), lambda: self._review.take_back(step)))
        self._bar.tell(tr("It stands again as in {name}.", name=state.name), *deeds, passing=True)

    def draw(self) -> None:
        """List the states as they are known now."""
        log = self._desk.log
        self.panel.show_states(log.checkpoints if log is not None else ())

    def close(self) -> None:
        if self.comparison is not None:
            self.comparison.close()

    def _on_opened(self) -> None:
        self._worker.cancel()
        self.close()
        self.draw()

    def _on_compared(self, compared: object) -> None:
        if not isinstance(compared, _Compared) or compared.session is not self._desk.session:
            return
        self._shown = compared.state
        if self.comparison is None:
            self.comparison = ComparisonWindow(self._review, self._window)
            self.comparison.back.clicked.connect(self._go_back_to_shown)
        ends = Ends(compared.state.name, tr("now"))
        theme = self._appearance.theme
        self.comparison.page.setHtml(page(compared.comparison, ends, compared.session.raw, theme))
        self.comparison.show()
        self.comparison.activateWindow()

    def _go_back_to_shown(self) -> None:
        if self._shown is not None:
            self.close()
            self.go_back(self._shown)
