"""Documents that were open before, the last first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

MOST_RECENT = 8


class Recent:
    """Kept in the settings."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def paths(self) -> list[str]:
        # A list of one comes back from an ini file as a string.
        value = self._settings.value("recent", [])
        paths = [value] if isinstance(value, str) else [str(each) for each in value] if isinstance(value, list) else []
        return [path for path in paths if path]

    @property
    def folder(self) -> Path:
        """Where the last document was."""
        paths = self.paths
        return Path(paths[0]).parent if paths else Path.home()

    def remember(self, path: Path) -> None:
        paths = [str(path), *(each for each in self.paths if each != str(path))]
        self._settings.setValue("recent", paths[:MOST_RECENT])
