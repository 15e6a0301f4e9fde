"""Original and cleaned text side by side, scrolling together by content."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSplitter, QSplitterHandle, QVBoxLayout, QWidget

from reader.language import tr
from reader.text.offsets import OffsetMap
from reader.ui.text_pane import TextPane
from reader.ui.theme import LIGHT, Theme
from reader.ui.tie import counterpart, line_of_sight
from reader.ui.typography import Typography

BRIDGE_WIDTH = 22


class Bridge(QSplitterHandle):
    """The strip between the panes: draws a line from the current finding on one side to the other."""

    def __init__(self, pair: PanePair) -> None:
        super().__init__(Qt.Orientation.Horizontal, pair)
        self._pair = pair

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        theme, ends = self._pair.theme, self._pair.current_heights()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.window))
        if ends is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.frame), 1.5))
            left, right = (self.mapFromGlobal(point).y() for point in ends)
            width = self.width()
            path = QPainterPath(QPointF(0, left))
            path.cubicTo(QPointF(width / 2, left), QPointF(width / 2, right), QPointF(width, right))
            painter.drawPath(path)
        painter.end()


class PanePair(QSplitter):
    """Two panes; ``raw`` shows the original and ``clean`` the cleaned text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = LIGHT
        self.raw = TextPane(tr("Original"))
        self.clean = TextPane(tr("Cleaned text"))
        self._offsets = OffsetMap(0, ())
        self._spots: tuple[QRectF, QRectF] | None = None
        self._following = False
        self._locked = True
        self._lead = self.clean
        self.setHandleWidth(BRIDGE_WIDTH)
        self.setChildrenCollapsible(False)
        self.headings: list[QLabel] = []
        for pane, title in ((self.raw, tr("Original (never changed)")), (self.clean, tr("Cleaned text"))):
            column = QWidget()
            layout = QVBoxLayout(column)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
            heading = QLabel(title)
            heading.setObjectName("heading")
            self.headings.append(heading)
            layout.addWidget(heading)
            layout.addWidget(pane)
            self.addWidget(column)
            pane.installEventFilter(self)
        self.setSizes([500, 500])
        self.raw.scrolled.connect(self._on_raw_scrolled)
        self.clean.scrolled.connect(self._on_clean_scrolled)

    def createHandle(self) -> QSplitterHandle:  # noqa: N802  (Qt's name)
        return Bridge(self)

    @property
    def locked(self) -> bool:
        """Whether the panes scroll together."""
        return self._locked

    def set_locked(self, locked: bool) -> None:
        self._locked = locked
        if locked:
            self._follow(self._lead)

    def bring_alone(self, pane: TextPane, value: float) -> None:
        """Scroll one pane only; they scroll together again from where each is then."""
        locked, self._locked = self._locked, False
        pane.scroll_to(value)
        self._locked = locked

    @property
    def offsets(self) -> OffsetMap:
        """How the shown texts line up."""
        return self._offsets

    def set_offsets(self, offsets: OffsetMap) -> None:
        """How the shown texts line up now."""
        self._offsets = offsets

    def dress(self, theme: Theme, typography: Typography) -> None:
        self.theme = theme
        self.raw.dress(theme, typography)
        self.clean.dress(theme, typography)

    def bring(self, pane: TextPane, value: float) -> None:
        """Scroll ``pane`` to ``value`` and the other one with it."""
        self._lead = pane
        if round(value) == pane.verticalScrollBar().value():
            self._follow(pane)
        pane.scroll_to(value)

    def realign(self) -> None:
        """Put the pane that the reader did not scroll last in its place again."""
        self._follow(self._lead)

    def set_spots(self, spots: tuple[QRectF, QRectF] | None) -> None:
        """Where the current finding stands in either viewport; None where there is none."""
        self._spots = spots
        self.handle(1).update()

    def current_heights(self) -> tuple[QPointF, QPointF] | None:
        """The ends of the bridge's line on the screen, or None where one side is out of sight."""
        if self._spots is None:
            return None
        ends = []
        for pane, rect in ((self.raw, self._spots[0]), (self.clean, self._spots[1])):
            viewport = pane.viewport()
            middle = rect.center()
            if (rect.isNull() and rect.topLeft().isNull()) or not 0 <= middle.y() <= viewport.height():
                return None
            ends.append(viewport.mapToGlobal(middle))
        return ends[0], ends[1]

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, TextPane):
            self._lead = watched
        return False

    def _on_raw_scrolled(self) -> None:
        self._follow(self.raw)

    def _on_clean_scrolled(self) -> None:
        self._follow(self.clean)

    def _follow(self, leader: TextPane) -> None:
        if self._following or not self._locked:
            self.handle(1).update()
            return
        self._following = True
        try:
            self._lead = leader
            follower = self.clean if leader is self.raw else self.raw
            bar, other = leader.verticalScrollBar(), follower.verticalScrollBar()
            if bar.maximum() > bar.minimum() and bar.value() in (bar.minimum(), bar.maximum()):
                # The very ends belong together, margins and all.
                other.setValue(other.minimum() if bar.value() == bar.minimum() else other.maximum())
                return
            page = leader.viewport().height()
            sight = line_of_sight(bar.value(), bar.maximum(), page)
            place = leader.offset_at(bar.value() + sight)
            target = counterpart(place, self._offsets, to_clean=leader is self.raw)
            share = sight / page if page else 0.0
            follower.scroll_to(follower.y_of(target) - share * follower.viewport().height())
        finally:
            self._following = False
        self.handle(1).update()
