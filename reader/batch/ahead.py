"""Keeps the analyses of documents that somebody will want next, so that they open without waiting."""

from __future__ import annotations

import threading
from collections import deque

from reader.text.analysis import Analysis, Standing

MOST = 4
"""Documents whose analyses are kept: the next one, and a few that were made before somebody went another way."""

MOST_CHARACTERS = 1_000_000
"""Characters of all of them together; an analysis takes some fifty times the memory of its text at most."""


class Ahead:
    """The analyses made last. Every method may be called on any thread."""

    def __init__(self, most: int = MOST, most_characters: int = MOST_CHARACTERS) -> None:
        self._most, self._most_characters = most, most_characters
        self._kept: deque[tuple[str, Standing, Analysis]] = deque()
        self._lock = threading.Lock()

    def get(self, raw: str, standing: Standing) -> Analysis | None:
        """The analysis of this text under these decisions, if it is kept."""
        with self._lock:
            return next((kept for text, under, kept in self._kept if text == raw and under == standing), None)

    def put(self, raw: str, standing: Standing, analysis: Analysis) -> None:
        """Keep an analysis; the oldest make room for it, and one that is too long is not kept."""
        with self._lock:
            self._kept = deque(entry for entry in self._kept if entry[0] != raw)
            self._kept.append((raw, standing, analysis))
            while len(self._kept) > self._most or sum(len(text) for text, *_ in self._kept) > self._most_characters:
                self._kept.popleft()

    def __len__(self) -> int:
        return len(self._kept)
