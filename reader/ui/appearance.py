"""What is in force of theme, letters and interface font: the reader's choice, else the system's."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from reader.language import tr
from reader.ui.theme import DARK, LIGHT, PLAIN_FONTS, READING_SIZE, THEMES, Theme, style_sheet
from reader.ui.typography import Typography

SYSTEM = "system"
INTERFACE_SIZES = (7.0, 20.0)
"""Points: smallest and largest letters of menus, lists and buttons."""

_KEYS = {"size": "letters"}
"""Where a value is kept under another name than ``reading/…``: as it was called when it was the only one."""


@dataclass(frozen=True, slots=True)
class Interface:
    """The font of menus, lists and buttons; an empty family or a size of 0 is the system's."""

    family: str = ""
    size: float = 0.0


class Appearance(QObject):
    """Keeps the choice in the settings and announces changes."""

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.choice = str(settings.value("theme", SYSTEM))
        keys = {field.name: _KEYS.get(field.name, f"reading/{field.name}") for field in fields(Typography)}
        self.typography = Typography.of({name: settings.value(key) for name, key in keys.items()})
        family = str(settings.value("interface/family", "") or "")
        self.interface = Interface(family, _interface_size(settings.value("interface/size")))
        self._system_font = QFont(QApplication.font())
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_scheme)
        if self.interface != Interface():
            self._put_on_font()
        self._put_on()

    @staticmethod
    def choices() -> list[tuple[str, str]]:
        """Names of themes and what they are called."""
        return [
            (SYSTEM, tr("As the system")),
            ("light", tr("Light")),
            ("dark", tr("Dark")),
            ("sepia", tr("Sepia")),
        ]

    @property
    def theme(self) -> Theme:
        chosen = THEMES.get(self.choice)
        if chosen is not None:
            return chosen
        hints = QGuiApplication.styleHints()
        return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT

    @property
    def system_size(self) -> float:
        """Points of the system's own interface font."""
        return self._system_font.pointSizeF()

    def choose(self, name: str) -> None:
        """Take a theme by name, or ``system``."""
        if name != self.choice:
            self.choice = name
            self._settings.setValue("theme", name)
            self._put_on()
            self.changed.emit()

    def set_typography(self, typography: Typography) -> None:
        """Set the texts like this from now on."""
        typography = typography.within_bounds()
        if typography == self.typography:
            return
        for field in fields(Typography):
            value = getattr(typography, field.name)
            if value != getattr(self.typography, field.name):
                self._settings.setValue(_KEYS.get(field.name, f"reading/{field.name}"), value)
        self.typography = typography
        self.changed.emit()

    def set_interface(self, interface: Interface) -> None:
        """Write menus, lists and buttons like this from now on."""
        interface = Interface(interface.family, _interface_size(interface.size))
        if interface == self.interface:
            return
        self.interface = interface
        self._settings.setValue("interface/family", interface.family)
        self._settings.setValue("interface/size", interface.size)
        self._put_on_font()
        self.changed.emit()

    def reset(self) -> None:
        """Everything as it is without a choice of the reader's."""
        self.choose(SYSTEM)
        self.set_interface(Interface())
        self.set_typography(Typography())

    def zoom(self, steps: int) -> None:
        """Larger letters, or smaller ones for a negative number."""
        self.set_typography(replace(self.typography, size=self.typography.size + steps))

    def usual_size(self) -> None:
        self.set_typography(replace(self.typography, size=READING_SIZE))

    def _on_scheme(self) -> None:
        if self.choice == SYSTEM:
            self._put_on()
            self.changed.emit()

    def _put_on_font(self) -> None:
        font = QFont(self._system_font)
        if self.interface.family:
            font.setFamilies([self.interface.family, *PLAIN_FONTS])
        if self.interface.size:
            font.setPointSizeF(self.interface.size)
        QApplication.setFont(font)

    def _put_on(self) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        theme = self.theme
        palette = QPalette()
        roles = QPalette.ColorRole
        for role, colour in (
            (roles.Window, theme.window), (roles.WindowText, theme.text), (roles.Base, theme.paper),
            (roles.AlternateBase, theme.panel), (roles.Text, theme.text), (roles.Button, theme.panel),
            (roles.ButtonText, theme.text), (roles.Highlight, theme.selection), (roles.HighlightedText, theme.text),
            (roles.ToolTipBase, theme.panel), (roles.ToolTipText, theme.text), (roles.PlaceholderText, theme.faint),
            (roles.Link, theme.good), (roles.Mid, theme.border), (roles.Dark, theme.border),
        ):  # fmt: skip
            palette.setColor(role, QColor(colour))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
        app.setPalette(palette)
        app.setStyleSheet(style_sheet(theme))


def _interface_size(value: object) -> float:
    """Points within INTERFACE_SIZES, or 0 for the system's."""
    try:
        number = float(str(value))
    except ValueError:
        return 0.0
    smallest, largest = INTERFACE_SIZES
    return min(largest, max(smallest, number)) if 0 < number < float("inf") else 0.0
