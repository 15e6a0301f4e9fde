"""The outline: title and headings, with what is missing or doubtful at its place among them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMenu, QTreeWidget, QTreeWidgetItem, QWidget

from reader.language import say, tr
from reader.review.session import ReviewSession
from reader.ui.theme import LIGHT, Theme

PLACE_ROLE = Qt.ItemDataRole.UserRole
NOWHERE = -1
"""Instead of a place: what is said about the document as a whole."""


class Outline(QTreeWidget):
    """Headings of the cleaned text as they read now, and the notices."""

    pointed = Signal(int)
    """The raw offset of the heading or notice the reader went to."""
    section_chosen = Signal(int)
    """The raw offset of the heading whose findings the reader wants to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setAcceptDrops(False)
        self.setAccessibleName(tr("Outline"))
        self.setWordWrap(True)
        self.setIndentation(16)
        self._theme = LIGHT
        self._drawn: list[tuple[int, int, str, bool]] = []
        self._places: list[tuple[int, QTreeWidgetItem]] = []
        self.itemActivated.connect(self._on_item)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.itemClicked.connect(self._on_item)

    def dress(self, theme: Theme) -> None:
        """Notices have a colour of the theme, so they are drawn anew."""
        self._theme = theme
        self._drawn = []

    def show_session(self, session: ReviewSession) -> None:
        """Draw the outline, if it is another one now; headings and notices in the order of the text."""
        entries = [(section.raw_span.start, section.level, section.title, False) for section in session.sections]
        entries += [(notice.span.start, -1, say(notice.message), True) for notice in session.notices]
        entries += [(NOWHERE, -1, say(remark), True) for remark in session.source.remarks]
        entries.sort(key=lambda entry: entry[0])
        if entries == self._drawn and self.topLevelItemCount():
            return
        self._drawn = entries
        self.clear()
        self._places = []
        above: list[tuple[int, QTreeWidgetItem]] = []
        for place, level, title, is_notice in entries:
            item = QTreeWidgetItem(["⚠ " + title if is_notice else title])
            if place != NOWHERE:
                item.setData(0, PLACE_ROLE, place)
            item.setToolTip(0, title)
            if is_notice:
                item.setForeground(0, QColor(self._theme.warn))
                parent = above[-1][1] if above else None
            else:
                while above and above[-1][0] >= level:
                    above.pop()
                parent = above[-1][1] if above else None
                above.append((level, item))
                font = item.font(0)
                font.setBold(level <= 1)
                item.setFont(0, font)
                self._places.append((place, item))
            if parent is None:
                self.addTopLevelItem(item)
            else:
                parent.addChild(item)
        if not entries:
            self.addTopLevelItem(QTreeWidgetItem([tr("No headings were found.")]))
        self.expandAll()

    def show_place(self, raw_offset: int) -> None:
        """Point at the section that a place of the raw text is in."""
        at = None
        for place, item in self._places:
            if place <= raw_offset:
                at = item
        if at is not None and at is not self.currentItem():
            self.setCurrentItem(at)

    def menu_of(self, item: QTreeWidgetItem) -> QMenu | None:
        """What can be done with a heading; it goes when it closes. None for what is no heading."""
        place = next((place for place, other in self._places if other is item), None)
        if place is None:
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Show the findings of this section")).triggered.connect(
            lambda: self.section_chosen.emit(place)
        )
        menu.addAction(tr("Go to it")).triggered.connect(lambda: self.pointed.emit(place))
        return menu

    def _on_menu(self, point: QPoint) -> None:
        # The key that opens menus is about the current item, wherever the mouse may be.
        item = self.itemAt(point) or self.currentItem()
        menu = self.menu_of(item) if item is not None else None
        if menu is not None:
            menu.popup(self.viewport().mapToGlobal(point))

    def _on_item(self, item: QTreeWidgetItem) -> None:
        place = item.data(0, PLACE_ROLE)
        if place is not None:
            self.pointed.emit(int(place))
