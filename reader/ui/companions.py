"""The windows that stand beside the main one; each is made when it is asked for first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QWidget

from reader.ui.appearance import Appearance
from reader.ui.chosen_keys import ChosenKeys
from reader.ui.key_overview import KeyOverview

if TYPE_CHECKING:
    from reader.ui.settings_dialog import SettingsDialog


class Companions(QObject):
    """Key overview and settings, for ``window``."""

    def __init__(self, window: QWidget, settings: QSettings, appearance: Appearance, keys: ChosenKeys) -> None:
        super().__init__(window)
        self._window, self._settings, self._appearance, self._chosen = window, settings, appearance, keys
        self.overview: KeyOverview | None = None
        self.settings: SettingsDialog | None = None
        keys.changed.connect(self._follow)

    def show_keys(self) -> None:
        """All keys, to be looked at while working."""
        if self.overview is None:
            self.overview = KeyOverview(self._window)
        self._follow()
        self.overview.show()
        self.overview.activateWindow()

    def show_settings(self) -> None:
        """Everything the reader can choose about the window."""
        if self.settings is None:
            from reader.ui.settings_dialog import SettingsDialog  # looks through all fonts: not when the program starts

            self.settings = SettingsDialog(self._settings, self._appearance, self._chosen, self._window)
        self.settings.show()
        self.settings.activateWindow()

    def close(self) -> None:
        """Close what is open: the program ends."""
        for companion in (self.overview, self.settings):
            if companion is not None:
                companion.close()

    def _follow(self) -> None:
        if self.overview is not None:
            self.overview.show_keys(self._chosen.keymap)
