"""The keys in force, kept in the settings."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Signal

from reader.ui import keymap
from reader.ui.keymap import Keymap


class ChosenKeys(QObject):
    """One map for the whole window; announces another one."""

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.keymap = Keymap.read(str(settings.value("keys", "") or ""))
        keymap.use(self.keymap)

    def choose(self, chosen: Keymap) -> None:
        """Answer to these keys from now on."""
        if chosen == self.keymap:
            return
        self.keymap = chosen
        self._settings.setValue("keys", chosen.written())
        keymap.use(chosen)
        self.changed.emit()
