"""The account of every character: kept, removed, changed, and by which kind of finding."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from reader.language import say, tr, tr_n
from reader.review.session import ReviewSession
from reader.text.fix import Kind
from reader.text.ledger import Ledger
from reader.ui.folds import removed_stretches
from reader.ui.rows import shortened, visible
from reader.ui.words import kind_name

KIND_ROLE = Qt.ItemDataRole.UserRole
PLACE_ROLE = Qt.ItemDataRole.UserRole + 1


def ledger_line(ledger: Ledger) -> str:
    """The account in one line; it must add up, and says so if it does not."""
    line = tr(
        "Source {source} = kept {kept} + removed {removed} + changed {changed}",
        source=f"{ledger.source:,}",
        kept=f"{ledger.kept:,}",
        removed=f"{ledger.removed:,}",
        changed=f"{ledger.changed:,}",
    )
    return line if ledger.adds_up else tr("{line} — does not add up", line=line)


class Account(QTreeWidget):
    """The ledger as a tree; a kind leads to its findings, a removed stretch to its place."""

    pointed = Signal(int)
    """The raw offset of a removed stretch."""
    kind_chosen = Signal(str)
    """The kind whose findings the reader wants to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setAcceptDrops(False)
        self.setColumnCount(2)
        self.setAccessibleName(tr("Account of characters"))
        self.setIndentation(14)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, self.header().ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, self.header().ResizeMode.ResizeToContents)
        self.itemActivated.connect(self._on_item)
        self.itemClicked.connect(self._on_item)

    def show_session(self, session: ReviewSession) -> None:
        """Draw the account anew."""
        self.clear()
        ledger = session.ledger
        self._top(tr("Source"), ledger.source)
        self._top(tr("Kept"), ledger.kept)
        removed = self._top(tr("Removed"), ledger.removed)
        self._kinds(removed, ledger.removed_by)
        changed = self._top(tr("Changed"), ledger.changed)
        self._kinds(changed, ledger.changed_by)
        self._top(tr("Put in (not in the source)"), ledger.inserted)
        stretches = removed_stretches(session)
        if stretches:
            places = QTreeWidgetItem([tr_n("{count} removed stretch", "{count} removed stretches", len(stretches))])
            self.addTopLevelItem(places)
            for stretch in stretches:
                text = shortened(visible(stretch.span.of(session.raw).strip()), 40)
                item = QTreeWidgetItem([text, f"{stretch.span.length:,}"])
                item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
                item.setData(0, PLACE_ROLE, stretch.span.start)
                item.setToolTip(0, say(stretch.fixes[0].reason))
                places.addChild(item)
        self.expandAll()

    def _top(self, name: str, number: int) -> QTreeWidgetItem:
        item = QTreeWidgetItem([name, f"{number:,}"])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
        self.addTopLevelItem(item)
        return item

    def _kinds(self, parent: QTreeWidgetItem, numbers: Mapping[Kind, int]) -> None:
        for kind in Kind:
            if numbers.get(kind):
                item = QTreeWidgetItem([kind_name(kind), f"{numbers[kind]:,}"])
                item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
                item.setData(0, KIND_ROLE, kind.value)
                parent.addChild(item)

    def _on_item(self, item: QTreeWidgetItem) -> None:
        kind, place = item.data(0, KIND_ROLE), item.data(0, PLACE_ROLE)
        if kind is not None:
            self.kind_chosen.emit(str(kind))
        elif place is not None:
            self.pointed.emit(int(place))
