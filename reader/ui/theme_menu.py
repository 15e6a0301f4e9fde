"""The menu of themes; the one in force is ticked, however it was chosen."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from reader.language import tr
from reader.ui.appearance import Appearance


class ThemeMenu(QMenu):
    """Shows and changes the choice of ``appearance``."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(tr("Colours"), parent)
        self._appearance = appearance
        self._choices: dict[str, QAction] = {}
        group = QActionGroup(self)
        for name, title in appearance.choices():
            choice = self._choices[name] = QAction(title, self)
            choice.setCheckable(True)
            choice.triggered.connect(lambda _checked=False, name=name: appearance.choose(name))
            group.addAction(choice)
            self.addAction(choice)
        appearance.changed.connect(self._tick)
        self._tick()

    def _tick(self) -> None:
        for name, choice in self._choices.items():
            choice.setChecked(name == self._appearance.choice)
