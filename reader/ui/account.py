"""The account of every character: kept, removed, changed, and by which kind of finding."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from reader.language import say, tr, tr_n
from reader.review.classes import AccountClass, Fate, classes
from reader.review.session import ReviewSession
from reader.review.words import kind_name, notice_name
from reader.text.fix import Fix, Kind
from reader.text.ledger import Ledger
from reader.text.section import Notice, NoticeKind
from reader.text.span import Span
from reader.ui.folds import removed_stretches
from reader.ui.rows import shortened, visible

CLASS_ROLE = Qt.ItemDataRole.UserRole
PLACE_ROLE = Qt.ItemDataRole.UserRole + 1
NOTICE_ROLE = Qt.ItemDataRole.UserRole + 2

Classes = Mapping[AccountClass, tuple[Fix, ...]]


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
    """The ledger as a tree; a class leads to its findings, a removed stretch and a notice to their places."""

    pointed = Signal(int)
    """The raw offset of a removed stretch."""
    noticed = Signal(int)
    """The raw offset of something marked and not filled in."""
    class_chosen = Signal(object)
    """The ``AccountClass`` whose findings the reader wants to see."""

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
        found = classes(session)
        self._top(tr("Source"), ledger.source)
        kept = self._top(tr("Kept"), ledger.kept)
        self._lines(kept, found, Fate.KEPT)
        self._notices(kept, session)
        removed = self._top(tr("Removed"), ledger.removed, found.get(AccountClass(Fate.REMOVED)))
        self._kinds(removed, Fate.REMOVED, ledger.removed_by, found)
        changed = self._top(tr("Changed"), ledger.changed, found.get(AccountClass(Fate.CHANGED)))
        self._kinds(changed, Fate.CHANGED, ledger.changed_by, found)
        put_in = self._top(tr("Put in (not in the source)"), ledger.inserted, found.get(AccountClass(Fate.INSERTED)))
        self._lines(put_in, found, Fate.INSERTED)
        for item, fate in ((removed, Fate.REMOVED), (changed, Fate.CHANGED), (put_in, Fate.INSERTED)):
            if AccountClass(fate) in found:
                item.setData(0, CLASS_ROLE, AccountClass(fate))
        stretches = removed_stretches(session)
        if stretches:
            places = QTreeWidgetItem([tr_n("{count} removed stretch", "{count} removed stretches", len(stretches))])
            self.addTopLevelItem(places)
            for stretch in stretches:
                text = shortened(visible(stretch.span.of(session.raw).strip()), 40)
                item = self._under(places, text, f"{stretch.span.length:,}")
                item.setData(0, PLACE_ROLE, stretch.span.start)
                item.setToolTip(0, say(stretch.fixes[0].reason))
        self.expandAll()

    def _top(self, name: str, number: int, found: tuple[Fix, ...] | None = None) -> QTreeWidgetItem:
        item = QTreeWidgetItem([name, f"{number:,}"])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
        if found:
            item.setToolTip(0, _number(found))
        self.addTopLevelItem(item)
        return item

    def _under(self, parent: QTreeWidgetItem, name: str, number: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([name, number])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
        parent.addChild(item)
        return item

    def _kinds(self, parent: QTreeWidgetItem, fate: Fate, numbers: Mapping[Kind, int], found: Classes) -> None:
        """How many characters each kind of finding took away or changed."""
        for kind in Kind:
            if numbers.get(kind):
                item = self._under(parent, kind_name(kind), f"{numbers[kind]:,}")
                item.setData(0, CLASS_ROLE, AccountClass(fate, kind))
                item.setToolTip(0, _number(found.get(AccountClass(fate, kind), ())))

    def _lines(self, parent: QTreeWidgetItem, found: Classes, fate: Fate) -> None:
        """How many findings there are of each kind where the ledger has no characters of the source to count."""
        for kind in Kind:
            fixes = found.get(AccountClass(fate, kind))
            if fixes:
                name = kind_name(kind)
                if fate is Fate.KEPT:
                    name = tr("{kind}: kept as in the original", kind=name)
                item = self._under(parent, name, f"×{len(fixes):,}")
                item.setData(0, CLASS_ROLE, AccountClass(fate, kind))

    def _notices(self, parent: QTreeWidgetItem, session: ReviewSession) -> None:
        """What was marked and not filled in: masks, gaps, a cut-off end; each leads to its place."""
        by_kind: dict[NoticeKind, list[Notice]] = {}
        for notice in session.notices:
            by_kind.setdefault(notice.kind, []).append(notice)
        for kind, notices in by_kind.items():
            head = self._under(parent, notice_name(kind), f"×{len(notices)}")
            head.setData(0, NOTICE_ROLE, notices[0].span.start)
            for notice in notices if len(notices) > 1 else ():
                text = shortened(visible(_around(session.raw, notice.span)), 40)
                item = self._under(head, text, "")
                item.setData(0, NOTICE_ROLE, notice.span.start)
                item.setToolTip(0, say(notice.message))
            head.setToolTip(0, say(notices[0].message))

    def _on_item(self, item: QTreeWidgetItem) -> None:
        chosen, place, marked = (item.data(0, role) for role in (CLASS_ROLE, PLACE_ROLE, NOTICE_ROLE))
        if isinstance(chosen, AccountClass):
            self.class_chosen.emit(chosen)
        elif place is not None:
            self.pointed.emit(int(place))
        elif marked is not None:
            self.noticed.emit(int(marked))


def _number(found: tuple[Fix, ...]) -> str:
    return tr_n("{count} finding. A click lists it.", "{count} findings. A click lists them.", len(found))


def _around(raw: str, span: Span) -> str:
    """A few characters around a place, for it is often nothing but a row of signs."""
    return raw[max(0, span.start - 8) : span.end + 8]
