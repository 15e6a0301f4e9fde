"""The settings: how texts and window look, which language is spoken, which keys do what. In force at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSettings, QSignalBlocker
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from reader.language import tr
from reader.ui.appearance import INTERFACE_SIZES, Appearance, Interface
from reader.ui.chosen_keys import ChosenKeys
from reader.ui.geometry import fit_on_screen
from reader.ui.sample import Sample
from reader.ui.saving import AUTHOR_KEY
from reader.ui.shortcuts_page import ShortcutsPage
from reader.ui.typography import BOUNDS

LANGUAGE_KEY = "language"
"""Where the settings keep the language; empty for the system's."""


class SettingsDialog(QDialog):
    """Stays beside the window, so that what changes is seen there too."""

    def __init__(
        self, settings: QSettings, appearance: Appearance, keys: ChosenKeys, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self._settings, self._appearance = settings, appearance
        self.sample = Sample(appearance)
        self.theme = self._combo(tr("Colours"), appearance.choices())
        self.family = self._families(tr("Font of the texts"), tr("The best that is there"))
        self.letters = self._number(tr("Size of the letters"), *BOUNDS["size"], 0.5, tr(" pt"))
        self.height_of_lines = self._number(tr("Height of lines"), *BOUNDS["line_height"], 0.1, tr(" ×"))
        self.measure = QSpinBox()
        self.measure.setRange(*(int(bound) for bound in BOUNDS["measure"]))
        self.measure.setSuffix(tr(" characters"))
        self.indent = QCheckBox(tr("Paragraphs begin two characters further in"))
        self.interface_family = self._families(tr("Font of the window"), tr("As the system"))
        self.interface_size = self._number(
            tr("Size of the window's letters"), INTERFACE_SIZES[0] - 0.5, INTERFACE_SIZES[1], 0.5, tr(" pt")
        )
        self.interface_size.setSpecialValueText(tr("As the system"))
        languages = [("", tr("As the system")), ("zh_CN", "中文"), ("en", "English")]
        self.language = self._combo(tr("Language"), languages)
        self.language_note = QLabel(tr("At the next start."))
        self.language_note.setObjectName("faint")
        self.author = QLineEdit(str(settings.value(AUTHOR_KEY, "") or ""))
        self.author.setAccessibleName(tr("Your name"))
        self.author.setPlaceholderText(tr("In tracked changes, reports and reviews"))
        self.author.setToolTip(tr("In tracked changes, reports and reviews"))
        self.author.editingFinished.connect(self._on_author)
        self.pages = QTabWidget()
        self.pages.addTab(self._looks_page(), tr("Appearance"))
        self.shortcuts = ShortcutsPage(keys)
        self.pages.addTab(self.shortcuts, tr("Keyboard"))
        buttons = QDialogButtonBox()
        done = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        done.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.pages, 1)
        column.addWidget(buttons)
        appearance.changed.connect(self._draw)
        self._draw()
        self._connect()
        fit_on_screen(self, 760, 600)

    def _looks_page(self) -> QWidget:
        texts, window = QGroupBox(tr("The texts")), QGroupBox(tr("The window"))
        form = QFormLayout(texts)
        form.addRow(tr("Font"), self.family)
        form.addRow(tr("Size"), self.letters)
        form.addRow(tr("Height of lines"), self.height_of_lines)
        form.addRow(tr("Longest line"), self.measure)
        form.addRow(self.indent)
        form = QFormLayout(window)
        form.addRow(tr("Colours"), self.theme)
        form.addRow(tr("Font"), self.interface_family)
        form.addRow(tr("Size"), self.interface_size)
        form.addRow(tr("Your name"), self.author)
        form.addRow(tr("Language"), self.language)
        form.addRow("", self.language_note)
        reset = QPushButton(tr("Everything as it came"))
        reset.setAutoDefault(False)
        reset.clicked.connect(self._reset)
        left = QVBoxLayout()
        left.addWidget(texts)
        left.addWidget(window)
        left.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(reset)
        row.addStretch(1)
        left.addLayout(row)
        page = QWidget()
        layout = QHBoxLayout(page)
        layout.addLayout(left)
        layout.addWidget(self.sample, 1)
        return page

    def _connect(self) -> None:
        for combo in (self.theme, self.family, self.interface_family, self.language):
            combo.currentIndexChanged.connect(self._on_change)
        for number in (self.letters, self.height_of_lines, self.measure, self.interface_size):
            # Or what is half typed would be taken for the number, and be written anew under the cursor.
            number.setKeyboardTracking(False)
            number.valueChanged.connect(self._on_change)
        self.indent.toggled.connect(self._on_change)

    def _on_change(self) -> None:
        """Take over everything that stands in the fields; what is as before changes nothing."""
        appearance = self._appearance
        self._settings.setValue(LANGUAGE_KEY, self.language.currentData())
        typography = replace(
            appearance.typography,
            family=self.family.currentData(),
            size=self.letters.value(),
            line_height=round(self.height_of_lines.value(), 2),
            measure=self.measure.value(),
            indent=self.indent.isChecked(),
        )
        size = self.interface_size.value()
        interface = Interface(self.interface_family.currentData(), size if size >= INTERFACE_SIZES[0] else 0.0)
        theme = self.theme.currentData()
        appearance.choose(theme)
        appearance.set_interface(interface)
        appearance.set_typography(typography)

    def _on_author(self) -> None:
        self._settings.setValue(AUTHOR_KEY, self.author.text().strip())

    def _reset(self) -> None:
        self._settings.setValue(LANGUAGE_KEY, "")
        self._appearance.reset()
        self._draw()

    def _draw(self) -> None:
        """Show what is in force."""
        appearance, typography = self._appearance, self._appearance.typography
        fields = (
            self.theme, self.family, self.letters, self.height_of_lines, self.measure, self.indent,
            self.interface_family, self.interface_size, self.language,
        )  # fmt: skip
        blockers = [QSignalBlocker(each) for each in fields]
        _show(self.theme, appearance.choice)
        _show(self.family, typography.family)
        self.letters.setValue(typography.size)
        self.height_of_lines.setValue(typography.line_height)
        self.measure.setValue(typography.measure)
        self.indent.setChecked(typography.indent)
        _show(self.interface_family, appearance.interface.family)
        self.interface_size.setValue(appearance.interface.size or self.interface_size.minimum())
        _show(self.language, str(self._settings.value(LANGUAGE_KEY, "") or ""))
        del blockers

    def _combo(self, name: str, choices: list[tuple[str, str]]) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        for value, text in choices:
            combo.addItem(text, value)
        return combo

    def _families(self, name: str, automatic: str) -> QComboBox:
        """The installed families that have Chinese characters."""
        families = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
        public = [family for family in families if not QFontDatabase.isPrivateFamily(family)]
        combo = self._combo(name, [("", automatic), *((family, family) for family in public)])
        combo.setMinimumContentsLength(14)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return combo

    def _number(self, name: str, lowest: float, highest: float, step: float, unit: str) -> QDoubleSpinBox:
        number = QDoubleSpinBox()
        number.setAccessibleName(name)
        number.setRange(lowest, highest)
        number.setSingleStep(step)
        number.setDecimals(1)
        number.setSuffix(unit)
        return number


def _show(combo: QComboBox, value: str) -> None:
    """Choose ``value``; one that is not there (a font of another computer) stays chosen all the same."""
    at = combo.findData(value)
    if at < 0:
        combo.addItem(value, value)
        at = combo.count() - 1
    combo.setCurrentIndex(at)
