"""The menu of all formats."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from reader.language import say, tr
from reader.store.export import Format
from reader.ui.formats import TEXTS
from reader.ui.saving import Saving


class ExportMenu(QMenu):
    """One entry for each format: those of the text, then those of the decisions."""

    def __init__(self, saving: Saving, hand_on: Callable[[], object], parent: QWidget) -> None:
        super().__init__(tr("Export as"), parent)
        self.forms: dict[Format, QAction] = {}
        for form in (*TEXTS, Format.TRACKED, Format.REPORT, Format.CSV, Format.JSON):
            if form not in TEXTS and self.actions()[-1] is self.forms.get(TEXTS[-1]):
                self.addSeparator()
            action = self.addAction(say(form.label) + "…")
            action.triggered.connect(lambda _checked=False, form=form: saving.export(form))
            self.forms[form] = action
        self.addSeparator()
        self.review = self.addAction(tr("Review for a colleague (.jiaodu)…"))
        self.review.triggered.connect(lambda _checked=False: hand_on())
