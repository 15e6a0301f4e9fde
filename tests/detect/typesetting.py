"""Sets clean texts as prints do and loses what scraped prints lose, to see whether the line ends can be told apart."""

from random import Random

NEVER_FIRST = "，。、；：！？）》”’…"
NEVER_LAST = "（《“‘"


def lines_of(paragraph: str, width: int, *, indent: int = 0) -> list[str]:
    """The printed lines of one paragraph; a closing mark hangs or pulls its character over, as typesetting rules say."""
    lines = []
    room = width - indent
    while len(paragraph) > room:
        cut = room
        if paragraph[cut] in NEVER_FIRST and paragraph[cut - 1] not in NEVER_FIRST:
            cut -= 1
        while paragraph[cut - 1] in NEVER_LAST or paragraph[cut] in NEVER_FIRST:
            cut += 1 if paragraph[cut] in NEVER_FIRST else -1
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
