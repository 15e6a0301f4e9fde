"""The frame: menus, tool bar, status bar; opening by drop, dialog, paste and command line; saving; leaving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QSettings, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QWheelEvent,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from reader.language import say, tr
from reader.store.project import SUFFIX as PROJECT
from reader.ui.appearance import Appearance
from reader.ui.batches import Batches
from reader.ui.bindings import Bindings
from reader.ui.carrying import Carrying
from reader.ui.chosen_keys import ChosenKeys
from reader.ui.commands import commands
from reader.ui.companions import Companions
from reader.ui.desk import Desk
from reader.ui.drops import Dropped, judge
from reader.ui.empty_page import EmptyPage
from reader.ui.export_menu import ExportMenu
from reader.ui.geometry import keep_geometry, restore_geometry
from reader.ui.hand_work import HandWork
from reader.ui.keymap import way_to
from reader.ui.looking import Looking
from reader.ui.message_bar import MessageBar
from reader.ui.projects import Projects
from reader.ui.questions import Dialogs, Parting, Questions
from reader.ui.queue_desk import QueueDesk
from reader.ui.queue_export import QueueExport
from reader.ui.queue_flow import QueueFlow, Turns
from reader.ui.queue_link import QueueLink
from reader.ui.queue_page import QueuePage
from reader.ui.queue_words import Phase
from reader.ui.recent import Recent
from reader.ui.review_view import LIST_DELAY, ReviewView
from reader.ui.rules_making import RuleMaking
from reader.ui.saving import Saving
from reader.ui.services import Reading, Services
from reader.ui.states import States
from reader.ui.status_line import StatusLine
from reader.ui.structuring import Structuring
from reader.ui.theme_menu import ThemeMenu
from reader.ui.tidings import Tidings, Ways


class MainWindow(QMainWindow):
    """One document at a time. ``services`` read, analyse and save; ``questions`` ask where something would be lost."""

    def __init__(self, services: Services, settings: QSettings, questions: Questions | None = None) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._settings = settings
        self._recent = Recent(settings)
        self._questions: Questions = questions if questions is not None else Dialogs(self)
        self._leaving = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LIST_DELAY)
        self._later.timeout.connect(self._show_state)
        self.desk = Desk(services, self)
        self.appearance = Appearance(settings, self)
        self.keys = ChosenKeys(settings, self)
        self.companions = Companions(self, settings, self.appearance, self.keys)
        self.empty = EmptyPage()
        self.review = ReviewView()
        self.looking = Looking(self.review)
        self.saving = Saving(self.desk, self.review, self._questions, settings)
        self.batches = Batches(self.review, self._questions.sure)
        self.hand_work = HandWork(self.review)
        self.structuring = Structuring(self.review)
        self.message = MessageBar()
        self.rules = RuleMaking(self, self.desk.rules, self.review, self.hand_work, self.message)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.review)
        self.queue = QueueDesk(services, self)
        self.queue_page = QueuePage(self.queue)
        self.pages.addWidget(self.queue_page)
        self.carrying = Carrying(self.desk, services, self.review, self.message, self._questions, self)
        self.projects = Projects(
            desk=self.desk,
            services=services,
            carrying=self.carrying,
            saving=self.saving,
            bar=self.message,
            questions=self._questions,
            parting=self._after_parting,
        )
        self.states = States(self.desk, self.review, self.message, self._questions, self.appearance, self)
        self.carrying.carried.connect(self.states.draw)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        # Below the texts: above them, every message would move the line that is being read.
        column.addWidget(self.message)
        self.setCentralWidget(middle)
        turns = Turns(
            show_queue=lambda: self.pages.setCurrentWidget(self.queue_page),
            show_document=self._show_document,
            open=self._open_next,
            queue_shown=lambda: self.pages.currentWidget() is self.queue_page,
        )
        self.queue_flow = QueueFlow(self.queue, self.queue_page, self.desk, self.message, settings, turns)
        self.queue_export = QueueExport(self.queue, self.message, self._questions, self.saving.signed)
        self.actions_by_name: dict[str, QAction] = {}
        self._build_commands()
        self.status = StatusLine()
        self.queue_link = QueueLink(self.queue)
        self.status.insertPermanentWidget(0, self.queue_link)
        self.setStatusBar(self.status)
        self._connect()
        ways = Ways(self._choose_file, self.open_path, self.saving.save, self.saving.save_as, self.carrying.read_again)
        self.tidings = Tidings(self.desk, self.review, self.looking, self.batches, self.message, ways)
        self._restore()
        self._name_keys()
        self._dress()
        self._show_state()

    # What it does

    def open_path(self, path: Path) -> None:
        """Open a document, unless the reader wants to stay with the one that is open; or a review of one."""
        if path.suffix.lower() == PROJECT:
            self.projects.open(path)
            return
        if path.is_dir():
            self.open_queue([path])
            return
        self._after_parting(lambda: self.desk.open_path(path))

    def open_queue(self, paths: Sequence[Path]) -> None:
        """Clean folders and files in the background, to review one after the other."""
        self.queue_flow.open(paths)
        if len(paths) == 1:
            self._recent.remember(paths[0].absolute())
            self.empty.show_recent(self._recent.paths)

    def _choose_encoding(self, readings: list[Reading]) -> None:
        session = self.desk.session
        if session is None:
            return
        # The encoding of a web page is that of its code, not of the text that was found in it.
        current = session.source.encoding if session.source.format != "html" else ""
        encoding = self._questions.encoding(readings, current)
        if encoding is not None and encoding != current:
            self.carrying.read_again(encoding)

    def open_text(self, text: str, html: str = "") -> None:
        """Review a text that came without a file, and perhaps with its code as a web page."""
        self._after_parting(lambda: self.desk.open_text(text, html))

    def take(self, dropped: Dropped) -> None:
        """Do what was decided about something dropped or pasted."""
        if dropped.path is not None:
            self.open_path(dropped.path)
        elif dropped.queue:
            self.open_queue(dropped.queue)
        elif dropped.text or dropped.html:
            self.open_text(dropped.text, dropped.html)
        else:
            self.message.tell(dropped.refusal)

    # Qt's calls

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  (Qt's name)
        dropped = _dropped(event.mimeData())
        self.empty.set_hint(dropped.hint)
        if self.pages.currentWidget() is not self.empty:
            self.status.showMessage(dropped.hint)
        # Also what cannot be opened is taken, so that the window can say why not.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802  (Qt's name)
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  (Qt's name)
        self._end_drag()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.activateWindow()
        self.take(_dropped(event.mimeData()))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  (Qt's name)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.appearance.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  (Qt's name)
        self.review.finish_editing()
        if not self._leaving and self.desk.modified:
            event.ignore()
            # Qt takes no second close() while it is busy with this one.
            self._after_parting(lambda: QTimer.singleShot(0, self, self._leave))
            return
        self._settings.setValue("review/grouped", self.looking.grouped)
        self._settings.setValue("window/side", self.review.drawer.wanted)
        keep_geometry(self, self.review.splitters, self._settings)
        self.companions.close()
        self.queue_export.finish()
        self.queue_flow.finish()
        self.desk.finish()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.review.panes.realign()

    # Building

    def _build_commands(self) -> None:
        bindings = self._bindings = Bindings(self, self._deeds(), self.review.places_for_keys)
        # Alt and a digit works everywhere; where the document is not seen, nothing in it is chosen.
        bindings.bind_digits(lambda number: self.review.choose(number) if self._document_shown else None)
        for pane in (self.review.reading.raw, self.review.reading.clean):
            bindings.offer_menu(pane, self.review.reading.point_at)
        self.actions_by_name = bindings.actions
        bindings.menus["view"].addMenu(ThemeMenu(self.appearance, self))
        self.export_menu = ExportMenu(self.saving, lambda: self.projects.hand_on(self.review), self)
        bindings.add_after("save_as", self.export_menu)

    def _deeds(self) -> dict[str, Callable[..., object]]:
        review, looking, batches = self.review, self.looking, self.batches
        return {
            "open": self._choose_file,
            "open_folder": self._choose_folder,
            "queue": self.queue_flow.toggle,
            "next_document": self.queue_flow.next,
            "previous_document": lambda: self.queue_flow.next(backwards=True),
            "reviewed": self.queue_flow.mark,
            "paste": self._paste,
            "encoding": self.desk.look_at_encodings,
            "save": self.saving.save,
            "save_as": self.saving.save_as,
            "quit": self.close,
            "undo": review.undo,
            "redo": review.redo,
            "edit": review.reading.edit,
            "furniture": self.hand_work.mark_furniture,
            "speech": self.hand_work.mark_speech,
            "heading": self.structuring.toggle_heading,
            "raise": lambda: self.structuring.move_heading(-1),
            "lower": lambda: self.structuring.move_heading(1),
            "split": self.structuring.split,
            "join": self.structuring.join,
            "find": review.texts.find_bar.open_bar,
            "search": review.side.search,
            "accept": review.accept,
            "keep": review.keep,
            "next": lambda: review.go_on(),
            "previous": lambda: review.go_on(backwards=True),
            "reopen": review.reopen,
            "postpone": review.postpone,
            "group": looking.toggle_group,
            "accept_group": batches.accept_group,
            "keep_group": batches.keep_group,
            "always": self.rules.always,
            "never": self.rules.never,
            "rules": self.rules.show_rules,
            "order": looking.toggle_order,
            "folds": looking.toggle_folds,
            "lock": looking.toggle_lock,
            "switch_pane": looking.switch_pane,
            "history": review.side.show_history,
            "unplaced": self.carrying.show_list,
            "state": self.states.name,
            "larger": lambda: self.appearance.zoom(1),
            "smaller": lambda: self.appearance.zoom(-1),
            "usual": self.appearance.usual_size,
            "keys": self.companions.show_keys,
            "settings": self.companions.show_settings,
            "side": self.review.drawer.toggle,
        }

    def _connect(self) -> None:
        desk = self.desk
        self.status.account_asked.connect(self._show_account)
        desk.opened.connect(self._on_opened)
        desk.settled.connect(self._show_state)
        desk.broken.connect(self._show_state)
        desk.advanced.connect(self._draw_account)
        desk.saved.connect(self._show_state)
        desk.touched.connect(self._on_touched)
        self.carrying.carried.connect(self._show_state)
        desk.readings.connect(self._choose_encoding)
        desk.settled.connect(self.rules.tell_notes)
        self.empty.open_clicked.connect(self._choose_file)
        self.empty.recent_clicked.connect(lambda path: self.open_path(Path(path)))
        self.review.told.connect(lambda text: self.status.showMessage(text, 6000))
        self.looking.looked.connect(self._show_state)
        self.pages.currentChanged.connect(self._on_page)
        self.queue.changed.connect(self._show_queue_state)
        self.queue_link.clicked.connect(self.queue_flow.toggle)
        self.queue_page.export_asked.connect(self.queue_export.start)
        self.review.drawer.moved.connect(self._show_state)
        self.review.side.currentChanged.connect(lambda _tab: self._draw_account())
        self.appearance.changed.connect(self._dress)
        self.keys.changed.connect(self._name_keys)

    def _restore(self) -> None:
        restore_geometry(self, self.review.splitters, self._settings)
        self.review.drawer.want(bool(self._settings.value("window/side", True, bool)))
        if self._settings.value("review/grouped", False, bool):
            self.looking.toggle_order()
        self.empty.show_recent(self._recent.paths)

    def _name_keys(self) -> None:
        self._bindings.use_keys(self.keys.keymap)
        self.review.name_keys()
        self.empty.update()

    def _dress(self) -> None:
        theme = self.appearance.theme
        self.empty.dress(theme)
        self.review.dress(theme, self.appearance.typography)
        self.queue_page.dress(theme)

    # What the desk says

    def _on_opened(self) -> None:
        session = self.desk.session
        if session is None:
            return
        self.pages.setCurrentWidget(self.review)
        self.review.show_session(session)
        if self.desk.path is not None:
            self._recent.remember(self.desk.path)
            self.empty.show_recent(self._recent.paths)
        self._show_state()
        ways = {name: way_to(name) for name in ("accept", "keep", "edit", "keys")}
        said = tr("{accept} accepts, {keep} keeps the original, {edit} edits. {keys} shows all keys.", **ways)
        self.status.showMessage(said, 15_000)

    def _on_touched(self) -> None:
        # The next key may come before the rest is drawn.
        self._show_steps()
        self._later.start()

    # What it shows

    @property
    def _document_shown(self) -> bool:
        return self.desk.session is not None and self.pages.currentWidget() is self.review

    def _show_document(self) -> None:
        """Show what is open; where nothing is, say where to drop something."""
        self.pages.setCurrentWidget(self.review if self.desk.session is not None else self.empty)

    def _on_page(self, _index: int) -> None:
        self.review.finish_editing()
        page: QWidget = self.pages.currentWidget() or self.empty
        if page is self.queue_page:
            # What is said about the document, and the buttons for it, belong to where it is seen.
            self.status.clearMessage()
            if not self.message.busy:
                self.message.hide()
        self.queue_link.want(page is not self.queue_page)
        (self.review.panes.clean if page is self.review else page).setFocus()
        self._show_state()

    def _show_state(self) -> None:
        # What cannot be seen is not decided about: behind the queue, the document answers to no key.
        session = self.desk.session if self._document_shown else None
        for command in commands():
            self.actions_by_name[command.name].setEnabled(session is not None or not command.needs_document)
        self.actions_by_name["encoding"].setEnabled(session is not None and self.desk.can_be_read_otherwise)
        self.actions_by_name["unplaced"].setEnabled(session is not None and self.carrying.has_list)
        self._show_queue_state()
        self.actions_by_name["folds"].setChecked(self.review.reading.folding)
        self.actions_by_name["lock"].setChecked(self.review.panes.locked)
        self.actions_by_name["side"].setChecked(self.review.drawer.shown)
        self.actions_by_name["order"].setChecked(self.looking.grouped)
        self.export_menu.setEnabled(session is not None)
        self.status.show_session(session)
        if session is None:
            self.setWindowModified(False)
            on_queue = self.queue.paths and self.pages.currentWidget() is self.queue_page
            several = len(self.queue.paths) > 1
            named = (self.queue.paths[0].parent if several else self.queue.paths[0]).name if on_queue else ""
            self.setWindowTitle(f"{named} — {tr('Jiaodu')}" if named else tr("Jiaodu"))
            return
        self._show_steps()
        self.setWindowTitle(f"{self.desk.name}[*] — {tr('Jiaodu')}")
        self.setWindowModified(self.desk.modified)
        self._draw_account()

    def _show_queue_state(self) -> None:
        self.actions_by_name["queue"].setEnabled(self.queue_flow.exists)
        for name in ("next_document", "previous_document", "reviewed"):
            self.actions_by_name[name].setEnabled(self.queue.phase is not Phase.NONE)

    def _show_steps(self) -> None:
        """Name what undo and redo would do."""
        session = self.desk.session
        if session is None or not self._document_shown:
            return
        undo, redo = self.actions_by_name["undo"], self.actions_by_name["redo"]
        undo.setEnabled(session.can_undo)
        redo.setEnabled(session.can_redo)
        undo.setText(_step(tr("Undo"), say(session.undo_label) if session.undo_label else ""))
        redo.setText(_step(tr("Redo"), say(session.redo_label) if session.redo_label else ""))
        undo.setIconText(tr("Undo"))
        redo.setIconText(tr("Redo"))

    def _draw_account(self) -> None:
        session = self.desk.session
        if session is not None and self.review.side.currentWidget() is self.review.side.account:
            self.review.side.account.show_session(session)

    def _show_account(self) -> None:
        if self.desk.session is not None:
            self.review.side.bring(self.review.side.account)
            self._draw_account()

    def _end_drag(self) -> None:
        self.empty.set_hint("")
        self.status.clearMessage()

    # What the reader does

    def _choose_file(self) -> None:
        folder = self.desk.path.parent if self.desk.path is not None else self._recent.folder
        path = self._questions.file_to_open(str(folder))
        if path is not None:
            self.open_path(path)

    def _choose_folder(self) -> None:
        folder = self._questions.folder(tr("Open a folder as a queue"), self._recent.folder)
        if folder is not None:
            self.open_queue([folder])

    def _open_next(self, path: Path) -> None:
        """Go on to another document of the queue; decisions that come back by themselves need no question."""
        self.review.finish_editing()
        if self.desk.remembered:
            self.desk.open_path(path)
        else:
            self._after_parting(lambda: self.desk.open_path(path))

    def _paste(self) -> None:
        clipboard = QGuiApplication.clipboard()
        self.take(_dropped(clipboard.mimeData()))

    def _after_parting(self, deed: Callable[[], object]) -> None:
        """Do what leaves the document, after asking about decisions that are not saved."""
        self.review.finish_editing()
        session = self.desk.session
        if session is None or not self.desk.modified:
            deed()
            return
        answer = self._questions.parting(self.desk.name, max(1, len(session.decisions)), self.desk.remembered)
        if answer is Parting.DISCARD:
            deed()
        elif answer is Parting.SAVE:
            self.saving.save(deed)

    def _leave(self) -> None:
        self._leaving = True
        self.close()


def _dropped(data: QMimeData) -> Dropped:
    urls = data.urls()
    local = [url.toLocalFile() for url in urls if url.isLocalFile()]
    remote = [url.toString() for url in urls if not url.isLocalFile()]
    text = data.text() if data.hasText() and not urls else ""
    return judge(local, remote, text, data.html() if data.hasHtml() and not urls else "")


def _step(verb: str, step: str) -> str:
    return f"{verb}: {step}" if step else verb
