"""A plug-in for Jiaodu: years in Chinese numerals are written with the character 〇, and pages show other circles."""

import re
from collections.abc import Iterator

from reader import Fix, Kind, Layer, Message, Notice, NoticeKind, Projection, Safety

layer = Layer.PUNCTUATION
"""Where widths and forms of characters are put right: what the site put around and into the text is gone by then."""

YEAR = re.compile(r"(?<![一二三四五六七八九〇○O])[一二][一二三四五六七八九〇○O]{3}(?=年)")
MASKED = re.compile(r"(?<=二〇)[×XＸ*＊]{2}(?=年)")


def find(seen: Projection) -> Iterator[Fix | Notice]:
    """Circles in years become 〇; a year whose end is masked is pointed at and never filled in."""
    for year in YEAR.finditer(seen.text):
        wanted = re.sub("[○O]", "〇", year[0])
        edits = seen.edits(*year.span(), wanted)
        if edits:
            reason = Message.of("A zero in Chinese numerals is written 〇.")
            yield Fix.editing(edits, Kind.VARIANT, "zero", reason, safety=Safety.AUTO, confidence=0.98)
    for masked in MASKED.finditer(seen.text):
        for span in seen.spans(*masked.span()):
            yield Notice(NoticeKind.MASKED, span, Message.of("The end of a year is masked."))
