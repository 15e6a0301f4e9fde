"""A text without its white space, for looking at words that line ends and spaces cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Squeezed:
    """The text without white space and without what is hidden, and where each of its characters stands."""

    text: str
    places: NDArray[np.int64]

    @classmethod
    def of(cls, text: str, hidden: NDArray[np.bool_]) -> Squeezed:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        blank = (codes <= 0x20) | (codes == 0x3000) | (codes == 0xA0) | (codes == 0x85)
        places = np.flatnonzero(~blank & ~hidden)
        kept = codes[places].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        return cls(kept, places)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text the stretch ``start`` to ``end`` (not empty) stands."""
        return int(self.places[start]), int(self.places[end - 1]) + 1
