"""Saves the text where and as what the reader wants, and hands out copies in other formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings

from reader.language import tr
from reader.store.export import Format
from reader.ui.desk import Desk
from reader.ui.formats import TEXTS
from reader.ui.questions import Questions
from reader.ui.review_view import ReviewView

AUTHOR_KEY = "author"
"""Where the settings keep the name under which tracked changes and reviews are signed."""

_FORM_KEY = "save/format"


class Saving(QObject):
    """What the commands of the file menu do; ``desk`` writes."""

    def __init__(self, desk: Desk, review: ReviewView, questions: Questions, settings: QSettings) -> None:
        super().__init__(desk)
        self._desk, self._review, self._questions, self._settings = desk, review, questions, settings
        self._then: Callable[[], object] | None = None
        desk.saved.connect(self._on_saved)
        desk.not_saved.connect(self._forget)

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save beside the source, then do ``then``; a pasted text has no such place, so that is asked for."""
        self._then = then
        desk = self._desk
        if desk.session is None or desk.saving:
            return
        self._review.finish_editing()
        if desk.path is None and desk.target is None:
            self._ask()
            return
        place, form = desk.suggestion(), desk.form
        if desk.target is None and place.exists():
            # From an earlier time, perhaps worked on since: that may not vanish without a word.
            question = tr("{name} is there already. Replace it?", name=place.name)
            if not self._questions.sure(question, tr("Replace"), tr("Save elsewhere")):
                self._ask()
                return
        desk.save(place, form, author=self.author)

    def save_as(self) -> None:
        """Save where and as what the reader says."""
        self._then = None
        if self._desk.session is not None and not self._desk.saving:
            self._review.finish_editing()
            self._ask()

    def export(self, form: Format) -> None:
        """Save in a format that is chosen already."""
        self._then = None
        if self._desk.session is not None and not self._desk.saving:
            self._review.finish_editing()
            self._ask(form)

    @property
    def author(self) -> str:
        """The reader's name as it was told; empty where none was."""
        return str(self._settings.value(AUTHOR_KEY, "") or "")

    def signed(self) -> str | None:
        """The reader's name, asked for the first time; None if the reader wants to stop there."""
        if self._settings.contains(AUTHOR_KEY):
            return self.author
        question = tr("Under which name should your changes be shown? It can be changed in the settings later.")
        name = self._questions.name(question, "")
        if name is None:
            return None
        self._settings.setValue(AUTHOR_KEY, name.strip())
        return name.strip()

    def _ask(self, chosen: Format | None = None) -> None:
        desk = self._desk
        form = chosen or self._last
        answer = self._questions.file_to_save(desk.suggestion, form)
        if answer is None:
            self._then = None
            return
        path, form = answer
        author: str | None = self.author
        if form is Format.TRACKED:
            author = self.signed()
            if author is None:
                self._then = None
                return
        if form in TEXTS and chosen is None:
            self._settings.setValue(_FORM_KEY, form.value)
        over = form in TEXTS and desk.path is not None and _same(path, desk.path)
        if over:
            question = tr("{name} is the original. Shall the cleaned text take its place?", name=path.name)
            if not self._questions.sure(question, tr("Replace the original"), tr("Save elsewhere")):
                self._ask(chosen)
                return
        desk.save(path, form, over_source=over, author=author or "")

    @property
    def _last(self) -> Format:
        """As what the text was saved last, now or another time."""
        if self._desk.target is not None and self._desk.form is not None:
            return self._desk.form
        kept = str(self._settings.value(_FORM_KEY, "") or "")
        return Format(kept) if kept in {each.value for each in TEXTS} else Format.of(self._desk.suggestion())

    def _on_saved(self) -> None:
        then, self._then = self._then, None
        # A report is no text: what comes next would lose the decisions.
        if then is not None and not self._desk.modified:
            then()

    def _forget(self) -> None:
        self._then = None


def _same(a: Path, b: Path) -> bool:
    try:
        return a.samefile(b)
    except OSError:
        return a.absolute() == b
