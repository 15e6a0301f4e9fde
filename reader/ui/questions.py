"""Questions that must be answered before something can go on; few, and never with "OK" where a verb fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from reader.language import tr, tr_n
from reader.store.export import Format
from reader.ui.encoding_chooser import EncodingChooser
from reader.ui.formats import kinds_to_open, settled
from reader.ui.save_dialog import SaveDialog, label
from reader.ui.services import Reading

HOLD = 200
"""Milliseconds in which a question takes no answer: keys that were meant for the review may still be on their way."""


class Parting(Enum):
    """What to do with decisions that are not saved."""

    SAVE = "save"
    DISCARD = "discard"
    STAY = "stay"


class Questions(Protocol):
    """Asked by the window; tests answer without one."""

    def parting(self, name: str, decisions: int, remembered: bool) -> Parting:
        """A document with unsaved decisions is about to be left; ``remembered`` ones come back when it is opened."""

    def sure(self, question: str, verb: str, otherwise: str) -> bool:
        """Whether to do something large; ``otherwise`` says what not doing it means, and is what Enter does."""

    def encoding(self, readings: Sequence[Reading], current: str) -> str | None:
        """In which encoding to read the document, by what it reads like in each; ``current`` is the one in use."""

    def file_to_open(self, folder: str) -> Path | None:
        """Which document to open."""

    def folder(self, title: str, folder: Path) -> Path | None:
        """Which folder; at first ``folder`` is shown."""

    def file_to_save(self, suggest: Callable[[Format], Path], form: Format) -> tuple[Path, Format] | None:
        """Where to save and as what, at first as ``form``; the reader has agreed to replacing what is there.

        ``suggest`` says where something of a format would go.
        """

    def project_to_save(self, suggestion: Path) -> tuple[Path, bool] | None:
        """Where to save a review, and whether with its document."""

    def list_to_save(self, suggestion: Path) -> Path | None:
        """Where to save a table; the reader has agreed to replacing what is there."""

    def name(self, question: str, value: str) -> str | None:
        """What somebody is called, or something; ``value`` is what it is called so far. None for not saying it."""


class Dialogs:
    """Asks by Qt's dialogs."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def parting(self, name: str, decisions: int, remembered: bool) -> Parting:
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(tr("The cleaned text of {name} is not saved.", name=name))
        if remembered:
            box.setInformativeText(tr("Your decisions are kept and come back when you open it again."))
        else:
            box.setInformativeText(
                tr_n("{count} decision would be lost.", "{count} decisions would be lost.", decisions)
            )
        save = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(tr("Leave without saving"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(tr("Keep working"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(stay)
        _hold(save, discard, stay)
        box.exec()
        clicked = box.clickedButton()
        if clicked is save:
            return Parting.SAVE
        return Parting.DISCARD if clicked is discard else Parting.STAY

    def sure(self, question: str, verb: str, otherwise: str) -> bool:
        box = QMessageBox(self._parent)
        box.setText(question)
        go = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(otherwise, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        _hold(go, stay)
        box.exec()
        return box.clickedButton() is go

    def encoding(self, readings: Sequence[Reading], current: str) -> str | None:
        chooser = EncodingChooser(readings, current, self._parent)
        chosen = chooser.encoding if chooser.exec() == QDialog.DialogCode.Accepted else None
        chooser.deleteLater()
        return chosen

    def file_to_open(self, folder: str) -> Path | None:
        dialog = QFileDialog(self._parent, tr("Open a document"), folder, kinds_to_open())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        label(dialog)
        files = dialog.selectedFiles() if dialog.exec() == QDialog.DialogCode.Accepted else []
        dialog.deleteLater()
        return Path(files[0]) if files else None

    def folder(self, title: str, folder: Path) -> Path | None:
        dialog = QFileDialog(self._parent, title, str(folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        label(dialog)
        folders = dialog.selectedFiles() if dialog.exec() == QDialog.DialogCode.Accepted else []
        dialog.deleteLater()
        return Path(folders[0]) if folders else None

    def file_to_save(self, suggest: Callable[[Format], Path], form: Format) -> tuple[Path, Format] | None:
        dialog = SaveDialog(suggest, form, self._parent)
        chosen = dialog.chosen if dialog.exec() == QDialog.DialogCode.Accepted else None
        dialog.deleteLater()
        if chosen is None:
            return None
        path, form = settled(*chosen)
        if path != chosen[0] and path.exists():
            # Qt asked about the name that was typed, and not about the one with its suffix.
            question = tr("{name} is there already. Replace it?", name=path.name)
            if not self.sure(question, tr("Replace"), tr("Save elsewhere")):
                return self.file_to_save(suggest, form)
        return path, form

    def project_to_save(self, suggestion: Path) -> tuple[Path, bool] | None:
        complete = tr("Review with the document ({pattern})", pattern="*.jiaodu")
        bare = tr("Review without the document ({pattern})", pattern="*.jiaodu")
        answer = self._place(tr("Hand on the review"), suggestion, (complete, bare))
        return None if answer is None else (answer[0], answer[1] != bare)

    def list_to_save(self, suggestion: Path) -> Path | None:
        answer = self._place(tr("Keep the list"), suggestion, (tr("Table ({pattern})", pattern="*.csv"),))
        return None if answer is None else answer[0]

    def _place(self, title: str, suggestion: Path, kinds: Sequence[str]) -> tuple[Path, str] | None:
        """A file to be written, and the line of ``kinds`` that was chosen."""
        dialog = QFileDialog(self._parent, title, str(suggestion.parent), ";;".join(kinds))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suggestion.suffix.lstrip("."))
        dialog.selectFile(suggestion.name)
        label(dialog)
        files = dialog.selectedFiles() if dialog.exec() == QDialog.DialogCode.Accepted else []
        kind = dialog.selectedNameFilter()
        dialog.deleteLater()
        return (Path(files[0]), kind) if files else None

    def name(self, question: str, value: str) -> str | None:
        name, told = QInputDialog.getText(self._parent, tr("Jiaodu"), question, QLineEdit.EchoMode.Normal, value)
        return name.strip() if told else None


def _hold(*buttons: QAbstractButton) -> None:
    for button in buttons:
        button.setEnabled(False)
        QTimer.singleShot(HOLD, button, lambda button=button: button.setEnabled(True))
