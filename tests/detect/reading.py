"""Runs chosen detectors over a raw text, one on top of the other, as the pipeline does for the whole."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reader.detect.linebreaks import line_breaks
from reader.detect.losses import lost_words
from reader.detect.lost_stops import lost_stops
from reader.detect.masks import masked_words
from reader.detect.misread_marks import misread
from reader.detect.punctuation import half_width
from reader.pipeline import Engine
from reader.structure.outline import outline
from reader.text.analysis import applies_by_itself
from reader.text.apply import apply_fixes
from reader.text.fix import Fix, Safety
from reader.text.projection import Projection
from reader.text.section import Notice, Section


@dataclass(frozen=True)
class Reading:
    """What came of a raw text: the text with all applied that applies by itself, and what was found."""

    text: str
    fixes: tuple[Fix, ...]
    sections: tuple[Section, ...]
    notices: tuple[Notice, ...]

    @property
    def asked(self) -> list[str]:
        """The rules of what is only asked about, suspects left out."""
        return [fix.rule for fix in self.fixes if fix.safety is Safety.ASK and fix.rule != "suspect"]


Detector = Callable[[Projection, Sequence[Fix]], Iterable[Fix]]

DETECTORS: dict[str, Detector] = {
    "breaks": lambda seen, _: line_breaks(seen),
    "punctuation": lambda seen, _: half_width(seen),
    "marks": lambda seen, _: misread(seen),
    "stops": lambda seen, found: lost_stops(seen, [fix for fix in found if fix.rule in ("line-end", "wrap")]),
}


def read(raw: str, detectors: Sequence[str]) -> Reading:
    """The reading of ``raw`` by these detectors; ``["engine"]`` is the whole pipeline, removals included."""
    if list(detectors) == ["engine"]:
        analysis = Engine().analyse(raw)
        text = apply_fixes(raw, filter(applies_by_itself, analysis.fixes)).text
        return Reading(text, analysis.fixes, analysis.sections, analysis.notices)
    found: list[Fix] = []
    for name in detectors:
        found += DETECTORS[name](_view(raw, found), found)
    seen = _view(raw, found)
    sections, faults = outline(seen)
    return Reading(seen.text, tuple(found), sections, (*masked_words(seen), *lost_words(seen), *faults))


def _view(raw: str, found: Sequence[Fix]) -> Projection:
    return Projection.of(raw, filter(applies_by_itself, found))
