"""The symbols of the language model: characters, and classes for what the model does not tell apart.

A text is read as a sequence of symbols. White space is left out, a run of digits or of Latin letters is one symbol,
half-width punctuation counts as its full-width form, a line end is the boundary. Training and reading use this
same function, so both see the same symbols.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

UNKNOWN, BOUNDARY, DIGITS, LATIN = range(4)
FIRST_CHARACTER = 4
SYMBOL_BITS = 14
MAX_SYMBOLS = 1 << SYMBOL_BITS

_SKIPPED = 0xFFFF
_WIDE = dict(zip(",;:?!()．～", "，；：？！（）.~", strict=True))
_SPACES = ("\t\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
           "\u202f\u205f\u3000\ufeff")

Symbols = NDArray[np.uint16]
Positions = NDArray[np.int64]


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text as an array (lone surrogates are kept as they are)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The characters that the model knows, in the order of their symbols."""

    characters: str

    def __post_init__(self) -> None:
        if len(self.characters) + FIRST_CHARACTER > MAX_SYMBOLS:
            raise ValueError(f"{len(self.characters)} characters do not fit into {MAX_SYMBOLS} symbols")

    def __len__(self) -> int:
        return len(self.characters) + FIRST_CHARACTER

    @cached_property
    def _symbol_of(self) -> NDArray[np.uint16]:
        table = np.zeros(0x10000, dtype=np.uint16)
        table[code_points(self.characters)] = np.arange(FIRST_CHARACTER, len(self), dtype=np.uint16)
        for narrow, wide in _WIDE.items():
            table[ord(narrow)] = table[ord(wide)]
        for first, last, symbol in (("0", "9", DIGITS), ("０", "９", DIGITS), ("A", "Z", LATIN), ("a", "z", LATIN),
                                    ("Ａ", "Ｚ", LATIN), ("ａ", "ｚ", LATIN)):
            table[ord(first):ord(last) + 1] = symbol
        table[[ord(ch) for ch in _SPACES]] = _SKIPPED
        table[ord("\n")] = BOUNDARY
        return table

    def symbols_of(self, characters: str) -> Symbols:
        """The symbol of each character, one by one, without leaving anything out."""
        points = code_points(characters)
        symbols = self._symbol_of[np.minimum(points, 0xFFFF)]
        symbols[points > 0xFFFE] = UNKNOWN
        return symbols

    def encode(self, text: str) -> tuple[Symbols, Positions]:
        """The symbols of a text and, for each, the code point where it starts."""
        symbols = self.symbols_of(text)
        kept = symbols != _SKIPPED
        places = np.flatnonzero(kept)
        symbols = symbols[places]
        run = (symbols == DIGITS) | (symbols == LATIN)
        repeated = np.zeros(len(symbols), dtype=bool)
        repeated[1:] = run[1:] & (symbols[1:] == symbols[:-1])
        return symbols[~repeated], places[~repeated]

    def character(self, symbol: int) -> str:
        """The character of a symbol; empty for the classes."""
        return self.characters[symbol - FIRST_CHARACTER] if symbol >= FIRST_CHARACTER else ""

    @classmethod
    def of(cls, characters: Iterable[str]) -> Vocabulary:
        """A vocabulary of the given characters, in their order, classes and doubles left out."""
        unique = dict.fromkeys(ch for ch in characters if len(ch) == 1 and 0x20 < ord(ch) < 0xFFFF)
        blank = cls("")
        return cls("".join(ch for ch in unique if ch not in _WIDE and not blank.symbols_of(ch)[0]))
