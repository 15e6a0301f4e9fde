"""What reports and comments say of proposals and of who made them."""

from __future__ import annotations

from reader.language import tr
from reader.text.fix import Fix, Kind

PROGRAM = "Jiaodu"
"""Who decided what no person did."""


def share(confidence: float) -> str:
    """A confidence in whole hundredths, never more than it is: 0.999 is not certain."""
    return f"{int(confidence * 100 + 1e-6)}%"


def change_name(fix: Fix, original: str) -> str:
    """What the chosen repair of a finding does, or would do, to the characters that it is about."""
    if not fix.options:
        return tr("No repair known")
    if fix.kind is Kind.HEADING:
        return tr("Mark")
    if not fix.replacement:
        return tr("Remove")
    return tr("Replace") if original else tr("Insert")
