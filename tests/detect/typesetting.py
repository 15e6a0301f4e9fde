"""Sets clean texts as prints do and loses what scraped prints lose, to see whether the line ends can be told apart."""

from random import Random

NEVER_FIRST = "，。、；：！？）》”’…"
NEVER_LAST = "（《“‘"


def lines_of(paragraph: str, width: int, *, indent: int = 0) -> list[str]:
    """The printed lines of one paragraph; no closing mark comes first in a line, no opening one last."""
    lines = []
    room = width - indent
    while len(paragraph) > room:
        cut = room
        if paragraph[cut] in NEVER_FIRST:
            if paragraph[cut - 1] in NEVER_FIRST:
                while cut < len(paragraph) and paragraph[cut] in NEVER_FIRST:
                    cut += 1
            else:
                cut -= 1
        while cut > 1 and paragraph[cut - 1] in NEVER_LAST:
            cut -= 1
        lines.append(paragraph[:cut])
        paragraph = paragraph[cut:]
        if not paragraph:
            return lines
        room = width
    return [*lines, paragraph]


def printed(clean: str, width: int, *, by: str, indent: int = 0, stray: float = 0.0, seed: int = 0) -> str:
    """``clean`` as a scraped print shows it: every printed line ended by ``by``, and a share of stray spaces.

    ``by`` is a space or a line feed. Paragraphs end no other way than lines do: that is what was lost.
    """
    chance = Random(seed)  # noqa: S311  (no secret)
    lines = [line for paragraph in clean.split("\n") for line in lines_of(paragraph, width, indent=indent)]
    text = by.join(lines)
    if not stray:
        return text
    pieces = []
    for here, after in zip(text, text[1:] + " ", strict=True):
        spoils = "\u4e00" <= here <= "\u9fff" and "\u4e00" <= after <= "\u9fff" and chance.random() < stray
        pieces.append(here + " " * spoils)
    return "".join(pieces)


def hidden_ends(clean: str, width: int, *, indent: int = 0) -> set[int]:
    """Paragraph ends that a print hides, because the last line is about full: offsets in ``clean`` without line feeds.

    What tells them is only how the next paragraph begins, so no reading can be sure of them.
    """
    hidden = set()
    at = 0
    for paragraph in clean.split("\n"):
        at += len(paragraph)
        lines = lines_of(paragraph, width, indent=indent)
        room = width - indent * (len(lines) == 1)
        if len(lines[-1]) >= room - 2:
            hidden.add(at)
    return hidden


def paragraph_ends(text: str) -> set[int]:
    """Offsets of the line feeds of ``text``, counted without them."""
    ends = set()
    at = 0
    for char in text:
        if char == "\n":
            ends.add(at)
        else:
            at += 1
    return ends
