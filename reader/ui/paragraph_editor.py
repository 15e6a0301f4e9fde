"""An editor that stands in the place of one paragraph of the cleaned text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from reader.language import tr
from reader.text.span import Span
from reader.ui.text_pane import TextPane
from reader.ui.theme import Theme
from reader.ui.typesetting import line_height


class ParagraphEditor(QTextEdit):
    """Own undo, input methods on. Ctrl+Return or leaving commits; Esc gives up, asking twice if something changed."""

    committed = Signal(object, str)
    """The span of the cleaned text, and the text typed for it."""
    given_up = Signal()

    def __init__(self, pane: TextPane, span: Span, text: str, theme: Theme) -> None:
        super().__init__(pane.viewport())
        self._pane, self._span, self._before = pane, span, text
        self._warned = self._over = False
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setAccessibleName(tr("Edit paragraph"))
        self.setToolTip(tr("Ctrl+Return takes the change, Esc gives it up."))
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar would take the width of a character, and every line would break elsewhere than in the pane.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        font = pane.document().defaultFont()
        self.document().setDefaultFont(font)
        self.setFont(font)
        self.setStyleSheet(f"QTextEdit {{ border: 2px solid {theme.accepted.colour}; border-radius: 4px; }}")
        self.setPlainText(text)
        self._loaded = self._read()
        form = QTextBlockFormat()
        times = pane.typography.line_height
        form.setLineHeight(line_height(font, times), QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(form)
        self.document().setModified(False)
        self.document().clearUndoRedoStacks()
        self.textChanged.connect(self.place)
        pane.scrolled.connect(self.place)
        pane.laid_out.connect(self.place)
        self.place()
        self.show()
        self.setFocus()

    def put_cursor(self, offset: int) -> None:
        """Begin typing at a place of the cleaned text."""
        cursor = self.textCursor()
        cursor.setPosition(min(max(0, offset - self._span.start), len(self.toPlainText())))
        self.setTextCursor(cursor)
        rect = self.cursorRect()
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + rect.top() - self.height() // 3)

    def place(self) -> None:
        """Stand over the paragraph, as high as the text needs and the pane allows."""
        rect: QRectF = self._pane.paragraph_rect(self._span.start)
        margin = self._pane.document().documentMargin()
        viewport = self._pane.viewport().rect()
        width = viewport.width() - 2 * margin + 8
        self.document().setTextWidth(width - 8)
        needed = round(self.document().size().height()) + 12
        height = min(max(needed, 60), viewport.height() - 8)
        top = min(max(4, round(rect.top()) - 6), max(4, viewport.height() - height - 4))
        self.setGeometry(round(margin) - 4, top, round(width), height)

    def commit(self) -> None:
        """Take the change; what an input method is still composing is taken in first."""
        if self._over:
            return
        method = QGuiApplication.inputMethod()
        method.commit()
        self._over = True
        self.committed.emit(self._span, self.typed())

    def typed(self) -> str:
        """The text as typed; blanks at line ends, which nobody types on purpose, are left out."""
        now = self._read()
        if now == self._loaded:
            # Qt may not give back what was put in (line separators): untouched means exactly as before.
            return self._before
        return "\n".join(line.rstrip(" \t") for line in now.split("\n")).strip("\n")

    def _read(self) -> str:
        # toPlainText() would turn no-break spaces into spaces.
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if _takes(event):
            self.commit()
            return
        if event.key() == Qt.Key.Key_Escape:
            if self.typed() == self._before or self._warned:
                self._over = True
                self.given_up.emit()
            else:
                self._warned = True
                self.setToolTip(tr("Press Esc again to give the change up."))
            return
        self._warned = False
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _takes(event):
            # The window's chord would decide on a finding; here it takes the change.
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  (Qt's name)
        super().focusOutEvent(event)
        leaving = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if event.reason() in leaving:
            self.commit()


def _takes(event: QKeyEvent) -> bool:
    """Whether a key takes the change: Ctrl+Return, also on the number pad."""
    chord = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chord == Qt.KeyboardModifier.ControlModifier
