"""Accounts for every character of the source: kept, removed or changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from reader.text.apply import Cleaned
from reader.text.fix import Kind


@dataclass(frozen=True, slots=True)
class Ledger:
    """Characters of the raw text by what became of them; ``source == kept + removed + changed`` always holds.

    ``inserted`` counts characters of the cleaned text that stand where nothing stood before; they are not part of the
    source. ``removed_by`` and ``changed_by`` split the two classes by the kind of fix.
    """

    source: int
    kept: int
    removed: int
    changed: int
    inserted: int
    removed_by: Mapping[Kind, int]
    changed_by: Mapping[Kind, int]

    @classmethod
    def of(cls, raw: str, cleaned: Cleaned) -> Ledger:
        removed: Counter[Kind] = Counter()
        changed: Counter[Kind] = Counter()
        inserted = 0
        for fix in cleaned.applied:
            for edit in fix.edits:
                if not edit.replacement:
                    removed[fix.kind] += edit.span.length
                elif edit.span.length:
                    changed[fix.kind] += edit.span.length
                else:
                    inserted += len(edit.replacement)
        gone, other = removed.total(), changed.total()
        # What stands unchanged is counted on the text itself, not as the rest: a miscount must show, not cancel out.
        kept = 0
        at = 0
        for raw_span, _ in cleaned.offsets.pairs:
            kept += raw_span.start - at
            at = raw_span.end
        kept += len(raw) - at
        return cls(len(raw), kept, gone, other, inserted, dict(removed), dict(changed))

    @property
    def adds_up(self) -> bool:
        return self.source == self.kept + self.removed + self.changed
