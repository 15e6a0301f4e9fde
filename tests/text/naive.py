"""The rules of composing fixes said a second time, slowly: one slot for every character and every place between two.

Shares no arithmetic with ``reader.text``: no bisection, no shifts, no maps. The laws compare the two.
"""

from collections import Counter
from dataclasses import dataclass, field

from reader.text.fix import Edit, Fix, Kind, Layer

REMOVALS = {Kind.MARKUP, Kind.BOILERPLATE, Kind.WATERMARK, Kind.DUPLICATE}


@dataclass
class Piece:
    """One kept character, or all that one edit wrote: from where in the raw text, and what it reads."""

    raw_start: int
    raw_end: int
    text: str
    kept: bool
    kind: Kind | None = None


@dataclass
class Naive:
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    applied: set[str] = field(default_factory=set)
    asleep: set[str] = field(default_factory=set)
    set_aside: set[str] = field(default_factory=set)

    def fate(self, fix: Fix) -> str:
        """What became of the fix; it must be in one class only."""
        classes = {"applied": self.applied, "asleep": self.asleep, "set_aside": self.set_aside}
        (fate,) = [name for name, keys in classes.items() if fix.key in keys]
        return fate


def in_order_of_strength(found: list[Fix]) -> list[Fix]:
    """By hand; then removals, the longest first; then layer by layer, safest, surest, first in the text."""

    def strength(fix: Fix) -> tuple:
        size = sum(edit.span.end - edit.span.start for edit in fix.edits)
        if fix.kind is Kind.MANUAL:
            group = (0, 0)
        elif fix.kind in REMOVALS:
            group = (1, -size)
        else:
            group = (2, list(Layer).index(fix.kind.layer))
        places = [(edit.span.start, edit.span.end, edit.replacement) for edit in fix.edits]
        return (*group, -int(fix.safety), -fix.confidence, places, fix.key)

    return sorted(found, key=strength)


def collide(a: Edit, b: Edit) -> bool:
    """Whether two edits want one character, or one inserts into the middle of what the other replaces."""
    mine = set(range(a.span.start, a.span.end))
    yours = set(range(b.span.start, b.span.end))
    if mine and yours:
        return bool(mine & yours)
    if mine:
        return a.span.start < b.span.start < a.span.end
    if yours:
        return b.span.start < a.span.start < b.span.end
    return False


def hides(removal: Fix, edit: Edit) -> bool:
    """Whether the place of ``edit`` is gone while ``removal`` is applied."""
    if removal.kind not in REMOVALS:
        return False
    for gone in removal.edits:
        if gone.replacement:
            continue
        taken = set(range(gone.span.start, gone.span.end))
        wanted = set(range(edit.span.start, edit.span.end))
        if wanted and wanted <= taken:
            return True
        if not wanted and edit.span.start - 1 in taken and edit.span.start in taken:
            return True
    return False


def naive_apply(raw: str, found: list[Fix]) -> Naive:
    result = Naive()
    strong: list[Fix] = []
    for fix in in_order_of_strength([fix for fix in found if fix.edits]):
        if not any(collide(edit, other) for edit in fix.edits for rival in strong for other in rival.edits):
            strong.append(fix)
            result.applied.add(fix.key)
        elif all(any(hides(rival, edit) for rival in strong) for edit in fix.edits):
            result.asleep.add(fix.key)
        else:
            result.set_aside.add(fix.key)

    for at in range(len(raw) + 1):
        # At one place: marks before paragraph breaks, then layer by layer; only then what begins with a character.
        written = []
        for fix in strong:
            breaks = any("\n" in edit.replacement for edit in fix.edits)
            turn = (breaks, list(Layer).index(fix.kind.layer), fix.key)
            for n, edit in enumerate(fix.edits):
                if edit.span.start == edit.span.end == at:
                    written.append((turn, n, edit, fix.kind))
        for _, _, edit, kind in sorted(written, key=lambda entry: entry[:2]):
            result.pieces.append(Piece(at, at, edit.replacement, False, kind))
        owners = [(f, e) for f in strong for e in f.edits if e.span.start <= at < e.span.end]
        assert len(owners) < 2
        for fix, edit in owners:
            if edit.span.start == at:
                result.pieces.append(Piece(at, edit.span.end, edit.replacement, False, fix.kind))
        if not owners and at < len(raw):
            result.pieces.append(Piece(at, at + 1, raw[at], True))
    result.text = "".join(piece.text for piece in result.pieces)
    return result


def clean_places(naive: Naive, raw_length: int) -> tuple[list[int], list[int]]:
    """For every raw place, where it is in the cleaned text if it stays with what is before, or after, it."""
    before, after = [0] * (raw_length + 1), [0] * (raw_length + 1)
    for place in range(raw_length + 1):
        at = 0
        left = right = None
        for piece in naive.pieces:
            end = at + len(piece.text)
            if piece.raw_start < place < piece.raw_end:
                left, right = at, end
                break
            if piece.raw_end < place or (piece.raw_end == place and piece.raw_start < place):
                left = right = end
            elif piece.raw_start == piece.raw_end == place:
                left = at if left is None else left
                right = end
            at = end
        before[place], after[place] = left or 0, right or 0
    return before, after


def raw_places(naive: Naive, raw_length: int) -> tuple[list[int], list[int]]:
    """The same from the cleaned text to the raw one."""
    length = len(naive.text)
    before, after = [0] * (length + 1), [raw_length] * (length + 1)
    at = 0
    for piece in naive.pieces:
        end = at + len(piece.text)
        for place in range(at, end):
            after[place] = piece.raw_start if place == at else piece.raw_end
        for place in range(at + 1, end + 1):
            before[place] = piece.raw_end if place == end else piece.raw_start
        at = end
    return before, after


def naive_ledger(naive: Naive) -> tuple[int, Counter, Counter, int]:
    """Characters kept, removed by kind, changed by kind, and written where nothing was."""
    kept = sum(piece.kept for piece in naive.pieces)
    removed: Counter = Counter()
    changed: Counter = Counter()
    inserted = 0
    for piece in naive.pieces:
        if piece.kept:
            continue
        size = piece.raw_end - piece.raw_start
        if size:
            (changed if piece.text else removed)[piece.kind] += size
        else:
            inserted += len(piece.text)
    return kept, removed, changed, inserted
