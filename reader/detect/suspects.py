"""Characters that a recogniser misread, put in or left out: asks the language model and says why, to be checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from reader.detect.protection import protected_place
from reader.detect.slips import slip_fix
from reader.lm.slips import Slipped, find_slips
from reader.lm.suspects import DocumentCache, Evidence, Suspect, suspects_by_page
from reader.text.fix import Fix, Kind, Level, Option, Safety
from reader.text.message import Message
from reader.text.projection import Projection

_AROUND = 50_000
"""Characters on either side of a page in which repetitions count, so that the time grows with the length only."""


class Suspects:
    """Finds suspects; remembers what it found in paragraphs, so that unchanged ones are not judged again."""

    def __init__(self) -> None:
        self._cache = DocumentCache()
        self._slips: dict[tuple[str, ...], tuple[list[Slipped], list[Suspect]]] = {}

    def find(self, seen: Projection, proceed: Callable[[], None]) -> Iterator[tuple[list[Fix], int]]:
        """The suspects of a reading, page by page, with the characters of its text that are done.

        Every suspect is asked about, never applied unasked. A place where the number of characters is probably wrong
        is no suspect besides. ``proceed`` is called after each page of some thousand characters and may raise.
        """
        spans = seen.paragraphs
        paragraphs = [span.of(seen.text) for span in spans]
        known, self._slips = self._slips, {}
        first = 0
        for count, suspects in suspects_by_page(paragraphs, cache=self._cache):
            proceed()
            page, starts = tuple(paragraphs[first:count]), [span.start for span in spans[first:count]]
            on_page = [replace(suspect, paragraph=suspect.paragraph - first) for suspect in suspects]
            around = seen.text[max(0, starts[0] - _AROUND) : spans[count - 1].end + _AROUND]
            slips, misread = self._slips[page] = known.get(page) or find_slips(page, on_page, around)
            fixes = [_fix(seen, page[suspect.paragraph], starts[suspect.paragraph], suspect) for suspect in misread]
            fixes += [slip_fix(seen, page[slip.paragraph], starts[slip.paragraph], slip) for slip in slips]
            yield [fix for fix in fixes if fix is not None], spans[count - 1].end
            first = count


def _fix(seen: Projection, paragraph: str, offset: int, suspect: Suspect) -> Fix | None:
    start, end = offset + suspect.start, offset + suspect.end
    options = tuple(
        Option(text, round(min(1.0, share), 4), edits)
        for text, share in suspect.candidates
        if (edits := seen.edits(start, end, text))
    )
    spans = seen.spans(start, end)
    if any(span.length == 0 for span in spans):
        return None
    return Fix(
        spans,
        Kind.OCR,
        "suspect",
        options,
        Safety.ASK if options else Safety.SHOW,
        round(min(1.0, suspect.confidence), 4),
        _reason(suspect.evidence),
        Level.SURE if suspect.level == "sure" else Level.DOUBTFUL,
        protected_place(paragraph, suspect.start, suspect.end),
    )


def _reason(facts: Evidence) -> Message:
    values: dict[str, str | int | float] = {
        "proposed": facts.proposed_context, "count": facts.proposed_count,
        "observed": facts.observed_context, "seen": facts.observed_count,
        "here": facts.proposed_in_document,
    }  # fmt: skip
    alike = facts.look_alike or facts.confused
    if facts.proposed_in_document and alike:
        return Message.of(
            "“{proposed}” stands {here} times in this text and about {count} times in the training text, “{observed}” "
            "about {seen} times there; recognisers confuse the two characters.",
            **values,
        )
    if facts.proposed_in_document:
        return Message.of(
            "“{proposed}” stands {here} times in this text and about {count} times in the training text, “{observed}” "
            "about {seen} times there.",
            **values,
        )
    del values["here"]
    if alike:
        return Message.of(
            "“{proposed}” stands about {count} times in the training text, “{observed}” about {seen} times; "
            "recognisers confuse the two characters.",
            **values,
        )
    return Message.of(
        "“{proposed}” stands about {count} times in the training text, “{observed}” about {seen} times.", **values
    )
