"""A field that takes one key as it is pressed, also those that mean something to other fields."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from reader.language import tr

_NO_KEYS = {
    Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_unknown, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R,
}  # fmt: skip
"""Held down, or known to the input method alone."""


def written(event: QKeyEvent) -> str:
    """The key as settings write it; empty for one that is not whole yet."""
    key = event.key()
    if key in _NO_KEYS or not key:
        return ""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    plain = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    if len(plain) == 1 and not plain.isalnum():
        # Which keys need Shift differs from keyboard to keyboard; + is + wherever it stands.
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    combination = QKeyCombination(modifiers, Qt.Key(key))
    return QKeySequence(combination).toString(QKeySequence.SequenceFormat.PortableText)


class KeyField(QLabel):
    """Has the keyboard until a key is pressed; Esc or leaving gives up."""

    pressed = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keyfield")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A letter is a key here, not the beginning of a syllable.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(tr("Press the new key"))

    def event(self, event: QEvent) -> bool:
        # Also Tab, and keys that are somebody's shortcut, come here.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._take(event)
            return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        event.accept()
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.given_up.emit()
            return
        key = written(event)
        if key:
            self.pressed.emit(key)
