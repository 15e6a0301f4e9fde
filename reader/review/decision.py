"""A reader's decision about one finding, and the state the finding is in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, which option is meant when it is accepted, whose it is, and whether it was put off for later."""

    verdict: Verdict
    option: int = 0
    by_reader: bool = True
    postponed: bool = False


class State(StrEnum):
    """What a finding does to the text right now."""

    PENDING = "pending"
    """Nobody has decided; the text reads as in the original."""
    ACCEPTED = "accepted"
    """In the cleaned text."""
    KEPT = "kept"
    """The original was kept on purpose."""
    ASLEEP = "asleep"
    """Lies inside a stretch that is removed; wakes when the stretch comes back."""
    SET_ASIDE = "set_aside"
    """Accepted, but a stronger accepted fix wants the same characters."""
