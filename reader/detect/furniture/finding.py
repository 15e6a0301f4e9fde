"""One stretch that does not belong to the speech, before it becomes a fix."""

from __future__ import annotations

from dataclasses import dataclass

from reader.text.fix import Fix, Kind, Safety
from reader.text.message import Message
from reader.text.projection import Projection

SURE = 0.97
"""From this confidence on a removal is made without asking."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What to take out of the text that the detector saw: ``start`` and ``end`` are places there.

    ``replacement`` is what must stay between the halves: nothing, or a line end where they must not be joined.
    """

    start: int
    end: int
    kind: Kind
    rule: str
    reason: Message
    confidence: float
    replacement: str = ""

    @property
    def length(self) -> int:
        return self.end - self.start

    def fix(self, seen: Projection) -> Fix | None:
        """The finding as a decision over the raw text; none where nothing would change."""
        edits = seen.edits(self.start, self.end, self.replacement)
        if not edits:
            return None
        safety = Safety.AUTO if self.confidence >= SURE else Safety.ASK
        return Fix.editing(edits, self.kind, self.rule, self.reason, safety=safety, confidence=self.confidence)
