"""Says what happens to a document, and offers what can be done about it: the sentences of the message bar."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from reader.language import say, tr, tr_n
from reader.review.session import Step
from reader.text.analysis import Progress
from reader.text.fix import Fix
from reader.text.message import Message
from reader.text.section import Notice, NoticeKind
from reader.text.source import Source
from reader.ui.batches import Batches
from reader.ui.desk import Desk
from reader.ui.formats import OPENED_BY_PROGRAMS
from reader.ui.looking import Looking
from reader.ui.message_bar import Deed, MessageBar
from reader.ui.review_view import ReviewView
from reader.ui.services import Unfinished
from reader.ui.words import moment

SAMPLE = 8
"""So many findings of a large group are offered for a check afterwards."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What the window does when a button of a message asks for it."""

    choose: Callable[[], object]
    open: Callable[[Path], object]
    save: Callable[[], object]
    save_as: Callable[[], object]
    read_again: Callable[[], object]


class Tidings(QObject):
    """Listens to the desk and the review, and speaks by the message bar."""

    def __init__(
        self, desk: Desk, review: ReviewView, looking: Looking, batches: Batches, bar: MessageBar, ways: Ways
    ) -> None:
        super().__init__(bar)
        self._desk, self._review, self._bar = desk, review, bar
        self._looking, self._batches = looking, batches
        self._choose, self._open, self._save, self._save_as = ways.choose, ways.open, ways.save, ways.save_as
        self._read_again = ways.read_again
        self._told: tuple[Notice, ...] = ()
        self._greeted = False
        self._batch: tuple[Step, str] | None = None
        desk.touched.connect(self._on_touched)
        desk.reading.connect(self._on_reading)
        desk.read_on.connect(self._on_read_on)
        desk.opened.connect(self._on_opened)
        desk.advanced.connect(self._on_advanced)
        desk.settled.connect(self._on_settled)
        desk.refused.connect(self._on_refused)
        desk.broken.connect(self._on_broken)
        desk.saved.connect(self._on_saved)
        desk.not_saved.connect(self._on_not_saved)
        desk.unfinished.connect(self._on_unfinished)
        desk.unwritten.connect(self._on_unwritten)
        desk.changed_on_disk.connect(self._on_changed_on_disk)
        batches.done.connect(self._on_batch)

    def _on_opened(self) -> None:
        self._bar.end_progress()
        self._bar.hide()
        self._told, self._greeted, self._batch = (), False, None

    def _on_reading(self, name: str) -> None:
        self._bar.tell_progress(tr("Reading {name}…", name=name), 0, 0, self.cancel)

    def _on_read_on(self, done: int, total: int) -> None:
        name = self._desk.being_read
        if name and total > 1:
            self._bar.tell_progress(tr("Reading {name}…", name=name), done, total, self.cancel)

    def _on_advanced(self, progress: object) -> None:
        if not isinstance(progress, Progress):
            return
        # What was just done, and how it is undone, is worth more than that its findings are on their way.
        if progress.done < progress.total and (self._bar.busy or not self._bar.text):
            text = tr("Looking for faults in {name}…", name=self._desk.name)
            self._bar.tell_progress(text, progress.done, progress.total, self.cancel)

    def _on_settled(self) -> None:
        self._bar.end_progress()
        self._review.set_whole(True)
        if not self._greeted:
            self._greeted = True
            self._tell_earlier()
        self._tell_notices()

    def _on_refused(self, sentence: str) -> None:
        self._bar.end_progress()
        self._bar.tell(sentence, (tr("Open another…"), self._choose))

    def _on_broken(self, sentence: str) -> None:
        self._bar.end_progress()
        self._review.set_whole(True)
        self._bar.tell(sentence)

    def _on_unfinished(self, entries: list[Unfinished]) -> None:
        """Offer the review that ended with the program last; the others are offered when this one is settled."""
        entry, *others = entries
        said = tr(
            "Not closed last time: {name}, {when}, {done} of {total} decided.",
            name=entry.name or tr("Pasted text"),
            when=moment(entry.when),
            done=entry.done,
            total=entry.total,
        )
        if not entry.unchanged:
            said += " " + tr("The file is another one now: the decisions stay with the old one.")

        def give_up() -> None:
            why_not = self._desk.give_up(entry)
            self._bar.hide()
            if why_not:
                self._bar.tell(why_not)
            elif others:
                self._on_unfinished(others)

        deeds: list[Deed] = [(tr("Go on"), lambda: self._desk.go_on(entry))]
        saved = entry.saved
        if saved is not None:
            deeds.append((tr("Look at the saved text"), lambda: self._show_saved(saved)))
        self._bar.tell(said, *deeds, (tr("Give up those decisions"), give_up))

    def _show_saved(self, path: Path) -> None:
        """Have the system's program show what was saved; the offer stays."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._bar.tell(tr("No program could show it. The saved text is at {path}", path=str(path)))

    def _on_unwritten(self, why: str) -> None:
        if why:
            self._bar.tell(why, (tr("Save"), self._save))
        else:
            self._bar.tell(tr("All decisions are written down again."), passing=True)

    def _tell_earlier(self) -> None:
        """Say that decisions of an earlier review are back."""
        session, earlier = self._desk.session, self._desk.earlier
        said = [say(note) for note in earlier.notes]
        deeds: list[Deed] = []
        if session is not None and earlier.decided:
            done, total = session.progress
            when = moment(earlier.when) if earlier.when is not None else ""
            so_far: dict[str, str | int] = {"when": when, "done": done, "total": total}
            said.insert(0, tr("Your decisions of {when} are back: {done} of {total} decided.", **so_far))
            deeds.append((tr("Start afresh"), self._desk.start_afresh))
            saved = earlier.saved
            if earlier.crashed and saved is not None and saved.is_file():
                deeds.append((tr("Look at the saved text"), lambda: self._show_saved(saved)))
        if said:
            self._bar.tell(" ".join(said), *deeds)

    def _on_changed_on_disk(self) -> None:
        path = self._desk.path
        if path is not None:
            if not path.exists():
                self._bar.tell(tr("{name} was moved or deleted. Here it is as it was opened.", name=path.name))
                return
            self._bar.tell(
                tr("{name} was changed by another program. Here it is as it was opened.", name=path.name),
                (tr("Read again and carry the decisions over"), self._read_again),
                (tr("Leave it as it is"), self._bar.hide),
            )

    def _on_batch(self, said: str, group: tuple[Fix, ...]) -> None:
        session = self._desk.session
        if session is None:
            return
        step = session.steps[session.position - 1]
        # Also when more was decided meanwhile, the button takes this group back and nothing else.
        deeds: list[Deed] = [(tr("Undo"), lambda: self._review.take_back(step))]
        if len(group) > SAMPLE:
            # Drawn by chance, or the reader would check the beginning of the text only.
            sample = tuple(sorted(random.sample(group, SAMPLE), key=lambda fix: fix.span))
            deeds.append((tr("Check {number} of them", number=SAMPLE), lambda: self._looking.check(sample)))
        self._bar.tell(said, *deeds, passing=True)
        self._batch = step, said

    def _on_touched(self) -> None:
        """A group that was undone has nothing more to say."""
        session = self._desk.session
        if session is None or self._batch is None:
            return
        step, said = self._batch
        if all(step is not other for other in session.steps[: session.position]):
            self._batch = None
            if self._bar.text == said:
                self._bar.hide()

    def _on_saved(self, path: str, note: str) -> None:
        session = self._desk.session
        waiting = len(session.pending) if session is not None else 0
        said = tr("Saved: {path}", path=path)
        if waiting:
            said += "  " + tr_n(
                "{count} finding is not decided and was written as in the original.",
                "{count} findings are not decided and were written as in the original.",
                waiting,
            )
        if note:
            said += "  " + note
        place = Path(path)
        deeds: list[Deed] = [(tr("Open its folder"), lambda: self._show_saved(place.parent))]
        if place.suffix.lower() in OPENED_BY_PROGRAMS:
            deeds.insert(0, (tr("Open it"), lambda: self._show_saved(place)))
        self._bar.tell(said, *deeds, passing=not note)

    def _on_not_saved(self, sentence: str) -> None:
        self._bar.tell(sentence, (tr("Save as…"), self._save_as))

    def _tell_notices(self) -> None:
        """Say once what the reader must know about the whole: what is missing, what looks wrong."""
        session = self._desk.session
        if session is None or session.notices == self._told or self._bar.text:
            return
        self._told = session.notices
        doubts, remarks = self._desk.about_encoding, session.source.remarks
        if doubts:
            self._tell_encoding(session.source, doubts)
            return
        weighty = (NoticeKind.NOT_A_SPEECH, NoticeKind.ENCODING, NoticeKind.SEVERAL_TEXTS)
        notices = sorted(session.notices, key=lambda notice: notice.kind not in weighty)
        messages = [*(notice.message for notice in notices), *remarks]
        if not messages:
            return
        # What is said of many places in the same words is said once.
        sentences = Counter(map(say, messages))
        three = [f"{sentence} ×{times}" if times > 1 else sentence for sentence, times in list(sentences.items())[:3]]
        said = "  ·  ".join(three)
        if len(sentences) > 3:
            said += "  " + tr_n("and {count} more", "and {count} more", len(sentences) - 3)
        deeds: list[Deed] = []
        if notices:
            first = notices[0]
            deeds.append((tr("Show"), lambda: self._show_notice(first.span.start)))
            if first.kind is NoticeKind.NOT_A_SPEECH and session.ledger.removed:
                deeds.append((tr("Bring all back"), self._batches.restore_all))
        self._bar.tell(f"⚠ {said}", *deeds)

    def _tell_encoding(self, source: Source, doubts: tuple[Message, ...]) -> None:
        """Say that the bytes were not read for certain, and how else they could be read."""
        deeds: list[Deed] = []
        if source.undecodable:
            place = source.undecodable[0][0]
            deeds.append((tr("Show"), lambda: self._show_notice(place)))
        if self._desk.can_be_read_otherwise:
            deeds.append((tr("Read in another encoding…"), self._desk.look_at_encodings))
        self._bar.tell("⚠ " + " ".join(say(doubt) for doubt in doubts), *deeds)

    def _show_notice(self, raw_offset: int) -> None:
        self._review.side.bring(self._review.side.outline)
        self._review.go_to_place(raw_offset)

    def cancel(self) -> None:
        self._desk.cancel()
        self._bar.end_progress()
        if self._desk.session is not None:
            self._review.set_whole(True)
            self._bar.tell(tr("Stopped. Only part of the text was looked through."), passing=True)
