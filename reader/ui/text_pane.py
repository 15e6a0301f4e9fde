"""A read-only pane that shows a text with marks, and knows where every character of it stands on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from reader.text.span import Span
from reader.ui.display import Shown, common_edges, show
from reader.ui.gentle_layout import GentleLayout
from reader.ui.lines import LineStyle
from reader.ui.marks import Mark
from reader.ui.positions import units
from reader.ui.theme import LIGHT, Line, Theme
from reader.ui.typesetting import changed_lines, reading_font, set_lines
from reader.ui.typography import Typography

MARK_DELAY = 30
"""Milliseconds after scrolling before marks are set anew; they reach one screen beyond the viewport meanwhile."""

LARGE_CHANGE = 20_000
"""A change of more characters is made on a new document, which Qt then lays out step by step."""

MARGIN = 12
"""Pixels between the text and the edge of its column."""

Marks = Callable[[Span], list[Mark]]


_UNDERLINES = {
    Line.WAVE: QTextCharFormat.UnderlineStyle.WaveUnderline,
    Line.DOTS: QTextCharFormat.UnderlineStyle.DotLine,
    Line.SOLID: QTextCharFormat.UnderlineStyle.SingleUnderline,
    Line.DASHES: QTextCharFormat.UnderlineStyle.DashUnderline,
    Line.DASH_DOTS: QTextCharFormat.UnderlineStyle.DashDotDotLine,
}


class TextPane(QTextEdit):
    """Shows one text. Says in offsets of that text (code points) what the reader points at."""

    pointed = Signal(int)
    """The offset of the character under a click."""
    fold_pointed = Signal(int)
    """The offset where a fold begins that was clicked."""
    entered = Signal(int)
    """The offset under a double click."""
    scrolled = Signal()
    laid_out = Signal()
    """The lines stand elsewhere now: the width, the text or the size of the letters changed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        # Both text widgets take dropped files as text to insert, even read-only; the window must get them.
        self.setAcceptDrops(False)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTabChangesFocus(True)
        self.setMouseTracking(True)
        self.tip: Callable[[int], str] = lambda _offset: ""
        self.shown = show("")
        self._text = ""
        self._styles: list[LineStyle] = []
        self._marks: Marks = lambda _window: []
        self._current = ""
        self._carets: list[tuple[int, str]] = []
        self._frames: list[tuple[int, int]] = []
        self._theme = LIGHT
        self.typography = Typography()
        self._margin = 0
        self._holding = 0
        self._due = False
        self._anew: QTextDocument | None = None
        self.document().setDocumentMargin(MARGIN)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MARK_DELAY)
        self._timer.timeout.connect(self.draw_marks)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.dress(LIGHT, self.typography)

    # What it shows

    def show_text(self, text: str, shown: Shown, styles: list[LineStyle], marks: Marks) -> None:
        """Show another text, changing only what differs, so that the reader's place stays.

        ``styles`` has one entry per line of ``shown.text``; ``marks`` answers which marks touch a stretch of ``text``.
        """
        old, new = self.shown.text, shown.text
        head, tail = common_edges(old, new)
        size = max(len(old), len(new)) - head - tail
        if size > LARGE_CHANGE:
            self._show_anew(text, shown, styles)
        else:
            self._text, self.shown = text, shown
            cursor = QTextCursor(self.document())
            cursor.beginEditBlock()
            first, last = 0, -1
            if size:
                start = units(old[:head])
                cursor.setPosition(start)
                cursor.setPosition(start + units(old[head : len(old) - tail]), QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(new[head : len(new) - tail])
                first, last = new.count("\n", 0, head), new.count("\n", 0, len(new) - tail)
            lines = changed_lines(self._styles, styles, first, last)
            set_lines(self.document(), styles, lines, self._theme, self.typography)
            cursor.endEditBlock()
        self._styles = styles
        if size:
            # What is painted over the text stands elsewhere now, even where the text under it does not.
            self.viewport().update()
            self.laid_out.emit()
        self.set_marks(marks)

    def set_marks(self, marks: Marks) -> None:
        """Show other marks on the same text."""
        self._marks = marks
        self.draw_marks()

    def _show_anew(self, text: str, shown: Shown, styles: list[LineStyle]) -> None:
        bar = self.verticalScrollBar()
        place = self.offset_at(bar.value()) if bar.value() else 0.0
        self.setExtraSelections([])
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(MARGIN)
        document.setDefaultFont(reading_font(self.typography))
        QTextCursor(document).insertText(shown.text)
        set_lines(document, styles, range(len(styles)), self._theme, self.typography)
        self.setDocument(document)
        # Not before: a document that has no layout yet takes its text at once.
        GentleLayout(document)
        # The widget deletes the document it was born with, and no other.
        if self._anew is not None:
            self._anew.deleteLater()
        self._anew = document
        self._text, self.shown = text, shown
        if place:
            self.scroll_to(self.y_of(min(place, len(text))))

    def dress(self, theme: Theme, typography: Typography) -> None:
        """Put on a theme's mark colours, and set the text anew; paper and ink come with the style sheet."""
        bar = self.verticalScrollBar()
        place = self.offset_at(bar.value()) if bar.value() else 0.0
        self._theme, self.typography = theme, typography
        font = reading_font(typography)
        self.document().setDefaultFont(font)
        self.setFont(font)
        self._set_measure()
        set_lines(self.document(), self._styles, range(len(self._styles)), theme, typography)
        if place:
            self.scroll_to(self.y_of(place))
        self.laid_out.emit()
        self.draw_marks()

    def set_current(self, key: str) -> None:
        """Which finding's marks are drawn as the current one."""
        self._current = key
        self.draw_marks()

    # Where things stand

    def offset_at(self, y: float) -> float:
        """The offset at height ``y`` of the document; its fraction says how far down the character's line that is."""
        layout = self.document().documentLayout()
        unit = layout.hitTest(QPointF(self.document().documentMargin() + 1, y), Qt.HitTestAccuracy.FuzzyHit)
        block = self.document().findBlock(max(0, unit))
        top, height, first, count = self._line(block, unit - block.position())
        inside = min(1.0, max(0.0, (y - top) / height)) if height else 0.0
        start = self.shown.positions.to_offset(block.position() + first)
        end = self.shown.positions.to_offset(block.position() + first + count)
        return start + inside * max(0, end - start)

    def y_of(self, place: float) -> float:
        """The height in the document of a place as ``offset_at`` gives it."""
        unit = self.shown.positions.to_unit(min(int(place), len(self._text)))
        block = self.document().findBlock(unit)
        top, height, first, count = self._line(block, unit - block.position())
        inside = (unit - block.position() - first + place - int(place)) / count if count else 0.0
        return top + height * min(1.0, max(0.0, inside))

    def extent(self, span: Span) -> tuple[float, float]:
        """Top and bottom, in the document, of the lines that ``span`` is on."""
        start, end = self.shown.positions.to_units(span)
        tops = []
        for unit in (start, max(start, end - 1)):
            block = self.document().findBlock(unit)
            top, height, _, _ = self._line(block, unit - block.position())
            tops += [top, top + height]
        return min(tops), max(tops)

    def rect_of(self, span: Span) -> QRectF:
        """The first line's part of ``span``, in the viewport."""
        start, end = self.shown.positions.to_units(span)
        rects = self._rects(start, end)
        return rects[0] if rects else QRectF()

    def paragraph_rect(self, offset: int) -> QRectF:
        """The paragraph at ``offset``, in the viewport."""
        block = self.document().findBlock(self.shown.positions.to_unit(offset))
        rect = self.document().documentLayout().blockBoundingRect(block)
        return rect.translated(0, -self.verticalScrollBar().value())

    def offset_under(self, point: QPointF) -> int:
        """The offset of the character under a point of the viewport."""
        cursor = self.cursorForPosition(point.toPoint())
        unit = cursor.position()
        # Qt gives the gap nearest to the point; right of its middle that is the gap behind the character.
        if unit > 0 and self.cursorRect(cursor).left() > point.x() and not cursor.atBlockStart():
            unit -= 1
        return self.shown.positions.to_offset(unit)

    def fold_under(self, point: QPointF) -> bool:
        """Whether the line under a point of the viewport stands for a fold."""
        return self.cursorForPosition(point.toPoint()).blockNumber() in self.shown.folded

    def point_out(self, span: Span) -> None:
        """Select a stretch of the text, as a reader would with the mouse."""
        start, end = self.shown.positions.to_units(span)
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    @property
    def selected(self) -> Span:
        """The stretch of the text that is selected; empty where nothing is."""
        cursor, positions = self.textCursor(), self.shown.positions
        start, end = positions.to_offset(cursor.selectionStart()), positions.to_offset(cursor.selectionEnd())
        return Span(start, max(start, end))

    def unselect(self) -> None:
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def scroll_to(self, value: float) -> None:
        self.verticalScrollBar().setValue(round(value))

    def span_near(self, beyond: float = 1.0) -> Span:
        """The stretch of the text in the viewport and ``beyond`` screens around it."""
        height = self.viewport().height()
        top = self.verticalScrollBar().value()
        layout = self.document().documentLayout()
        first = layout.hitTest(QPointF(0, top - height * beyond), Qt.HitTestAccuracy.FuzzyHit)
        last = layout.hitTest(QPointF(1e6, top + height * (1 + beyond)), Qt.HitTestAccuracy.FuzzyHit)
        positions = self.shown.positions
        start = positions.to_offset(max(0, first))
        return Span(start, max(start, positions.to_offset(max(0, last))))

    # Marks

    def draw_marks(self) -> None:
        """Set the marks near the viewport. All of them at once would cost seconds in a long paragraph."""
        self._timer.stop()
        if self._holding:
            self._due = True
            return
        selections: list[QTextEdit.ExtraSelection] = []
        self._update_overlay()
        self._carets, self._frames = [], []
        positions = self.shown.positions
        for mark in self._marks(self.span_near()) if self._text else []:
            current = bool(mark.key) and mark.key == self._current
            ink = self._theme.ink(mark.look)
            start, end = positions.to_units(mark.span)
            if positions.inside_other(mark.span):
                continue
            if not mark.span.length:
                if current or mark.look.value in ("pending", "doubtful"):
                    self._carets.append((start, self._theme.frame if current else ink.colour))
                continue
            form = QTextCharFormat()
            if current:
                form.setBackground(QColor(self._theme.current))
                self._frames.append((start, end))
            elif ink.back is not None:
                form.setBackground(QColor(ink.back))
            if ink.line is Line.STRIKE:
                form.setFontStrikeOut(True)
                form.setForeground(QColor(self._theme.text if current else ink.colour))
            else:
                form.setUnderlineStyle(_UNDERLINES[ink.line])
                form.setUnderlineColor(QColor(ink.colour))
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format = form
            selections.append(selection)
        # Qt paints those that are other ones, and no more.
        self.setExtraSelections(selections)
        self._update_overlay()

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Set marks only once, at the end, however often that is asked for meanwhile."""
        self._holding += 1
        try:
            yield
        finally:
            self._holding -= 1
            if self._due and not self._holding:
                self._due = False
                self.draw_marks()

    # Qt's calls

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        super().paintEvent(event)
        if not (self._carets or self._frames):
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for unit, colour in self._carets:
            rect = self._caret(unit)
            painter.setPen(QPen(QColor(colour), 2.5))
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
            painter.drawLine(rect.topLeft() + QPointF(-3, 0), rect.topLeft() + QPointF(3, 0))
            painter.drawLine(rect.bottomLeft() + QPointF(-3, 0), rect.bottomLeft() + QPointF(3, 0))
        painter.setPen(QPen(QColor(self._theme.frame), 1.6))
        for start, end in self._frames:
            for rect in self._rects(start, end):
                painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 0), 3, 3)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        super().resizeEvent(event)
        self._set_measure()
        self._timer.start()
        self.laid_out.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  (Qt's name)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # Qt would change the size of this pane's letters only; the window zooms both.
            event.ignore()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        bar = self.verticalScrollBar()
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and not event.modifiers():
            step = bar.pageStep() * (1 if event.key() == Qt.Key.Key_PageDown else -1)
            bar.setValue(bar.value() + step)
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            bar.setValue(bar.minimum() if event.key() == Qt.Key.Key_Home else bar.maximum())
            return
        super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802  (Qt's name)
        """What is copied is the text itself, not how it is shown: no breaks of the screen, no labels of folds."""
        data = QMimeData()
        data.setText(self.selected.of(self._text))
        return data

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        super().mouseReleaseEvent(event)
        cursor = self.textCursor()
        if event.button() == Qt.MouseButton.LeftButton and not cursor.hasSelection():
            place = event.position()
            signal = self.fold_pointed if self.fold_under(place) else self.pointed
            signal.emit(self.offset_under(place))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        if event.button() == Qt.MouseButton.LeftButton:
            self.entered.emit(self.offset_under(event.position()))
            return
        super().mouseDoubleClickEvent(event)

    def viewportEvent(self, event: object) -> bool:  # noqa: N802  (Qt's name)
        if isinstance(event, QHelpEvent):
            tip = self.tip(self.offset_under(QPointF(event.pos())))
            if tip:
                QToolTip.showText(event.globalPos(), tip, self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)  # type: ignore[arg-type]  # narrowed on purpose: events come in many classes

    # Inside

    def _on_scrolled(self) -> None:
        self._timer.start()
        self.scrolled.emit()

    def _line(self, block: QTextBlock, unit: int) -> tuple[float, float, int, int]:
        """Top and height in the document, first unit and length of the line of ``block`` that ``unit`` is on."""
        rect = self.document().documentLayout().blockBoundingRect(block)
        layout = block.layout()
        line = layout.lineForTextPosition(min(max(unit, 0), max(0, block.length() - 1)))
        if not line.isValid():
            return rect.top(), rect.height(), 0, max(1, block.length() - 1)
        # The layout stands below the block's top margin.
        return layout.position().y() + line.y(), line.height(), line.textStart(), line.textLength()

    def _update_overlay(self) -> None:
        """Let what stands under carets and frames be painted again."""
        rects = [self._caret(unit).adjusted(-5, -2, 5, 2) for unit, _ in self._carets]
        rects += [rect.adjusted(-4, -3, 4, 3) for start, end in self._frames for rect in self._rects(start, end)]
        for rect in rects:
            self.viewport().update(rect.toAlignedRect())

    def _caret(self, unit: int) -> QRectF:
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(unit, max(0, self.document().characterCount() - 1)))
        return QRectF(self.cursorRect(cursor))

    def _rects(self, start: int, end: int) -> list[QRectF]:
        """One rectangle a line, in the viewport, tight around the letters; lines off the viewport are left out."""
        rects: list[QRectF] = []
        document = self.document()
        shift = -self.verticalScrollBar().value()
        height = self.viewport().height()
        block = document.findBlock(start)
        while block.isValid() and block.position() < max(end, start + 1):
            layout = block.layout()
            origin = layout.position()
            if origin.y() + shift > height:
                break
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                first = max(start - block.position(), line.textStart())
                last = min(end - block.position(), line.textStart() + line.textLength())
                top = origin.y() + line.y() + shift
                if last < first or (last == first and end > start) or top + line.height() < 0 or top > height:
                    continue
                left, right = _x(line.cursorToX(first)), _x(line.cursorToX(last))
                rects.append(QRectF(origin.x() + left, top, right - left, line.height()))
            block = block.next()
        return rects

    def _set_measure(self) -> None:
        """Centre a column of no more characters than the measure.

        By margins of the viewport, not of the document: Qt lays a document out step by step if its width changes, and
        all at once if its frame does.
        """
        em = QFontMetricsF(self.document().defaultFont()).horizontalAdvance("国")
        width = self.contentsRect().width() - self.verticalScrollBar().width()
        spare = width - em * self.typography.measure - 2 * self.document().documentMargin()
        margin = max(0, round(spare / 2))
        if margin != self._margin:
            self._margin = margin
            self.setViewportMargins(margin, 0, margin, 0)


def _x(answer: object) -> float:
    """The place alone: ``cursorToX`` gives it together with the place in the text."""
    return float(answer[0]) if isinstance(answer, tuple) else float(answer)  # type: ignore[arg-type]
