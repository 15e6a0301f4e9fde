"""When Python looks for garbage: never amid the work, for with a book open one look takes half a second.

Most objects go by themselves; only those that refer to each other in a ring need looking for, and a document that was
replaced is the ring that matters. Young objects are looked through as ever.
"""

from __future__ import annotations

import gc

_NEVER = 1_000_000_000


def only_when_told() -> None:
    """No more full collections but those of ``collect``."""
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, _NEVER)


def collect() -> None:
    """Free what is left of a document that another has taken the place of."""
    gc.collect()
