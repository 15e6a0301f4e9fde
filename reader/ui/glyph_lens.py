"""The character as it is and as it would be, large, with code point and pronunciation."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.ui.pronunciation import pronunciations
from reader.ui.theme import LIGHT, PLAIN_FONTS, READING_FONTS, Theme
from reader.ui.workers import Cancelled, Worker

LENS, SMALL_LENS = QSize(232, 126), QSize(172, 98)
FOOT = 34
"""Pixels for two lines of small letters: the code point and the pronunciation."""


class GlyphLens(QWidget):
    """Shows both in two kinds of type: at 13 points nobody sees 己 and 已."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pair = ("", "")
        self._sounds: dict[str, str] | None = None
        self._theme = LIGHT
        self._loader = Worker(self)
        self._loader.produced.connect(self._on_loaded)
        self.setFixedSize(LENS)

    def dress(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_pair(self, old: str, new: str) -> None:
        self._pair = (old, new)
        if self._sounds is None:
            # The first time this takes as long as several decisions: the lens is drawn without and once more with it.
            if not self._loader.busy:
                self._loader.start(_load)
        else:
            self._sounds = {char: _sound(char) for char in self._pair}
        self._say()
        self.update()

    @property
    def sounds(self) -> tuple[str, str]:
        """The pronunciations of the old and the new character; empty where they are not known (yet)."""
        sounds = self._sounds or {}
        return sounds.get(self._pair[0], ""), sounds.get(self._pair[1], "")

    def _on_loaded(self) -> None:
        self._sounds = {char: _sound(char) for char in self._pair}
        self._say()
        self.update()

    def _say(self) -> None:
        """What is drawn, in words: for the tool tip and for those who do not see it."""
        parts = [
            " ".join(part for part in (char, f"U+{ord(char):04X}", sound) if part)
            for char, sound in zip(self._pair, self.sounds, strict=True)
            if char
        ]
        said = " → ".join(parts)
        if said != self.toolTip():
            self.setAccessibleName(said)
            self.setToolTip(said)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        painter = QPainter(self)
        theme = self._theme
        column = self.width() / 4
        small = QFont(self.font())
        small.setPointSizeF(min(9.0, max(6.5, small.pointSizeF() - 2.5)))
        for number, (char, families) in enumerate(
            (char, families) for char in self._pair for families in (READING_FONTS, PLAIN_FONTS)
        ):
            place = QRectF(number * column + 1, 2, column - 2, self.height() - FOOT - 4)
            new = number >= 2
            if new and self._pair[1]:
                painter.fillRect(place, QColor(theme.accepted.back or theme.panel))
            large = QFont()
            large.setFamilies(list(families))
            large.setPixelSize(round(column - 8))
            painter.setFont(large)
            painter.setPen(QColor(theme.text if new else theme.faint))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, char or "?")
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        top = self.height() - FOOT
        for number, (char, sound) in enumerate(zip(self._pair, self.sounds, strict=True)):
            place = QRectF(number * 2 * column, top, 2 * column, FOOT / 2)
            painter.setPen(QColor(theme.text))
            elided = metrics.elidedText(sound, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, elided)
            painter.setPen(QColor(theme.faint))
            code = f"U+{ord(char):04X}" if char else ""
            painter.drawText(place.translated(0, FOOT / 2), Qt.AlignmentFlag.AlignCenter, code)
        painter.setPen(QColor(theme.border))
        painter.drawLine(QPointF(2 * column, 4), QPointF(2 * column, top - 2))
        painter.end()


def _load(_cancelled: Cancelled) -> Iterator[bool]:
    pronunciations("一")
    yield True


def _sound(char: str) -> str:
    return " / ".join(pronunciations(char))
