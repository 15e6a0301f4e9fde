"""The system's dialog for saving, with a line for each format; the name follows the format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from reader.language import tr
from reader.store.export import Format
from reader.ui.formats import TEXTS, filter_of


def label(dialog: QFileDialog) -> None:
    """Name what Qt's own translation leaves in English."""
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, tr("Folder:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, tr("Format:"))


class SaveDialog(QFileDialog):
    """Asks before it replaces a file."""

    def __init__(self, suggest: Callable[[Format], Path], form: Format, parent: QWidget | None = None) -> None:
        super().__init__(parent, tr("Save the cleaned text") if form in TEXTS else tr("Save what was decided"))
        self._suggest, self._form = suggest, form
        self._forms = {filter_of(each): each for each in Format}
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        label(self)
        self.setNameFilters(list(self._forms))
        self.selectNameFilter(filter_of(form))
        self.setDefaultSuffix(form.suffix)
        place = suggest(form)
        self.setDirectory(str(place.parent))
        self.selectFile(place.name)
        self.filterSelected.connect(self._on_filter)

    @property
    def chosen(self) -> tuple[Path, Format] | None:
        """The file and the format as they are chosen now."""
        files = self.selectedFiles()
        return (Path(files[0]), self._forms.get(self.selectedNameFilter(), self._form)) if files else None

    def _on_filter(self, line: str) -> None:
        """Another format: the name that was suggested becomes the one for it, one that was typed keeps its stem."""
        before, self._form = self._form, self._forms.get(line, self._form)
        self.setDefaultSuffix(self._form.suffix)
        files = self.selectedFiles()
        name = Path(files[0]) if files else Path()
        # Qt's own dialog has changed the suffix already, the system's has not.
        if name.stem in ("", self._suggest(before).stem):
            self._put(self._suggest(self._form).name)
        elif name.suffix.lower() in (f".{before.suffix}", f".{self._form.suffix}"):
            self._put(f"{name.stem}.{self._form.suffix}")

    def _put(self, name: str) -> None:
        self.selectFile(name)
        # In Qt's own dialog that does nothing while the name is being typed.
        field = self.findChild(QLineEdit)
        if field is not None:
            field.setText(name)
