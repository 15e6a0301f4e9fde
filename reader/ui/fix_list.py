"""The list of findings: one a row, before and after in context, drawn from the session."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reader.language import tr
from reader.review.session import ReviewSession
from reader.text.fix import Fix
from reader.ui.marks import look_of
from reader.ui.order import Heading, Item
from reader.ui.rows import Row, row_of
from reader.ui.theme import LIGHT, Theme

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
FIX_ROLE = Qt.ItemDataRole.UserRole + 1
HEADING_ROLE = Qt.ItemDataRole.UserRole + 2


class FixModel(QAbstractListModel):
    """The findings that are shown, headings among them. Rows are made when they are asked for, and never kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: ReviewSession | None = None
        self._items: Sequence[Item] = ()
        self._rows: dict[str, int] = {}

    def set_items(self, session: ReviewSession, items: Sequence[Item]) -> None:
        """Show these findings of a session; says no more than that rows changed where the findings are the same."""
        old = self._items
        if session is self._session and len(items) == len(old) and all(map(_same, items, old)):
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self._session, self._items = session, items
        self._rows = {item.key: number for number, item in enumerate(items) if isinstance(item, Fix)}
        self.endResetModel()

    def row_of_key(self, key: str) -> int | None:
        return self._rows.get(key)

    def following(self, key: str) -> str | None:
        """The key of the finding listed after ``key``."""
        row = self._rows.get(key)
        if row is None:
            return None
        return next((item.key for item in self._items[row + 1 : row + 3] if isinstance(item, Fix)), None)

    def fix_at(self, row: int) -> Fix | None:
        """The finding of a row; None where that is a heading or there is none."""
        item = self.item_at(row)
        return item if isinstance(item, Fix) else None

    def item_at(self, row: int) -> Item | None:
        return self._items[row] if 0 <= row < len(self._items) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        # The arrow keys pass headings by.
        heading = isinstance(self.item_at(index.row()), Heading)
        return Qt.ItemFlag.NoItemFlags if heading else super().flags(index)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802  (Qt's own signature)
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        fix = self.item_at(index.row())
        if fix is None or self._session is None:
            return None
        if isinstance(fix, Heading):
            said = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            return fix if role == HEADING_ROLE else f"{fix.text} ×{fix.number}" if said else None
        if role == FIX_ROLE:
            return fix
        if role in (ROW_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            try:
                row = row_of(self._session, fix)
            except KeyError:
                # No longer found, and the list is about to follow.
                return None
            return row if role == ROW_ROLE else row.sentence
        return None

    def colours(self, fix: Fix, theme: Theme) -> tuple[str | None, str]:
        """Background and line of the finding's mark."""
        if self._session is None:
            return None, theme.text
        ink = theme.ink(look_of(self._session, fix))
        return ink.back, ink.colour


class FixDelegate(QStyledItemDelegate):
    """Draws a row: sign, kind and certainty above, the change in its context below."""

    def __init__(self, model: FixModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.theme = LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802  (Qt's name)
        metrics = QFontMetricsF(_font(option, 0))
        return QSize(200, round(metrics.height() * 2.5 + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        heading = index.data(HEADING_ROLE)
        if isinstance(heading, Heading):
            self._paint_heading(painter, option, heading)
            return
        row, fix = index.data(ROW_ROLE), index.data(FIX_ROLE)
        if not isinstance(row, Row) or not isinstance(fix, Fix):
            return
        painter.save()
        try:
            self._paint_row(painter, option, row, fix)
        finally:
            # A painter left as it is takes the whole program down with the next row.
            painter.restore()

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, fix: Fix) -> None:
        theme = self.theme
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, QColor(theme.selection))
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), QColor(theme.frame))
        painter.setPen(QColor(theme.border))
        painter.drawLine(QPointF(rect.left() + 8, rect.bottom()), QPointF(rect.right() - 8, rect.bottom()))
        back, colour = self._model.colours(fix, theme)
        small, normal = _font(option, -1.5), _font(option, 0.5)
        line = QFontMetricsF(small).height()
        head = QRectF(rect.left() + 10, rect.top() + 5, rect.width() - 20, line)
        painter.setFont(small)
        painter.setPen(QColor(colour))
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{row.sign}  {row.kind}")
        painter.setPen(QColor(theme.faint))
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _note(row))
        body = QRectF(head.left(), head.bottom() + 2, head.width(), rect.bottom() - head.bottom() - 6)
        self._paint_change(painter, body, normal, row, back)

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, heading: Heading) -> None:
        theme, rect = self.theme, QRectF(option.rect)
        painter.save()
        painter.fillRect(rect, QColor(theme.window))
        font = _font(option, 0.5)
        font.setBold(True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        number = f"×{heading.number}"
        room = rect.adjusted(10, 0, -10, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme.faint))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | middle, number)
        painter.setPen(QColor(theme.text))
        width = room.width() - metrics.horizontalAdvance(number) - 8
        said = metrics.elidedText(heading.text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, said)
        painter.setPen(QColor(theme.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _paint_change(self, painter: QPainter, body: QRectF, font: QFont, row: Row, back: str | None) -> None:
        theme = self.theme
        metrics = QFontMetricsF(font)
        struck, bold = QFont(font), QFont(font)
        struck.setStrikeOut(bool(row.new is not None))
        bold.setBold(True)
        change: list[tuple[str, QFont, str, str | None]] = []
        if row.old:
            change.append((row.old, struck, theme.faint if row.new is not None else theme.pending.colour, None))
        if row.new:
            change += [(" → ", font, theme.faint, None)] if row.old else []
            change.append((row.new, bold, theme.text, back))
        width = sum(QFontMetricsF(face).horizontalAdvance(text) for text, face, _, _ in change)
        room = max(0.0, body.width() - width - 8) / 2
        before = metrics.elidedText(row.before, Qt.TextElideMode.ElideLeft, room)
        after = metrics.elidedText(row.after, Qt.TextElideMode.ElideRight, room)
        x = body.left()
        pieces = [(before, font, theme.faint, None), *change, (after, font, theme.faint, None)]
        for text, face, colour, behind in pieces:
            advance = QFontMetricsF(face).horizontalAdvance(text)
            place = QRectF(x, body.top(), min(advance, body.right() - x), body.height())
            if not text:
                continue
            if place.width() <= 0:
                break
            if behind is not None:
                painter.fillRect(place.adjusted(-1, 2, 1, -2), QColor(behind))
            painter.setFont(face)
            painter.setPen(QColor(colour))
            said = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, place.width() + 1)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
            x += advance + (1 if face is not font else 0)


def _same(a: Item, b: Item) -> bool:
    return a is b or (isinstance(a, Heading) and a == b)


def _note(row: Row) -> str:
    if row.postponed:
        return tr("Postponed")
    if row.new is None:
        return tr("No repair known")
    return row.state if row.by_reader else row.confidence


def _font(option: QStyleOptionViewItem, larger: float) -> QFont:
    font = QFont(option.font)
    font.setPointSizeF(max(7.0, font.pointSizeF() + larger))
    return font


class FixList(QListView):
    """The list itself; the arrow keys walk through every row shown."""

    chosen = Signal(str)
    """The key of the finding the reader went to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Findings"))
        self.setAcceptDrops(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        # Rows sought by typing would catch the keys that decide.
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.fixes = FixModel(self)
        self.setModel(self.fixes)
        self._delegate = FixDelegate(self.fixes, self)
        self.setItemDelegate(self._delegate)
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._on_current)

    def dress(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self.viewport().update()

    def list_items(self, session: ReviewSession, items: Sequence[Item], current: str) -> None:
        """Show these findings and headings, with ``current`` selected if it is among them."""
        self._quiet = True
        try:
            self.fixes.set_items(session, items)
        finally:
            self._quiet = False
        self.select(current)

    def select(self, current: str) -> None:
        """Select the finding with this key if it is listed."""
        self._quiet = True
        try:
            row = self.fixes.row_of_key(current)
            if row is None:
                self.selectionModel().clear()
            else:
                index = self.fixes.index(row)
                self.setCurrentIndex(index)
                if row and self.fixes.fix_at(row - 1) is None:
                    # Of the first of a group the heading is seen too.
                    self.scrollTo(self.fixes.index(row - 1))
                self.scrollTo(index)
        finally:
            self._quiet = False

    def keyboardSearch(self, search: str) -> None:  # noqa: N802  (Qt's name)
        """Nothing: letters are keys of the review."""

    def _on_current(self, index: QModelIndex) -> None:
        fix = self.fixes.fix_at(index.row())
        if fix is not None and not self._quiet:
            self.chosen.emit(fix.key)
