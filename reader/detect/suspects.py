"""Characters that a recogniser probably misread: asks the language model and says why in a sentence to check."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reader.detect.protection import protected_place
from reader.lm.suspects import DocumentCache, Evidence, Suspect, suspects_by_page
from reader.text.fix import Fix, Kind, Level, Option, Safety
from reader.text.message import Message
from reader.text.projection import Projection


class Suspects:
    """Finds suspects; remembers what it found in paragraphs, so that unchanged ones are not judged again."""

    def __init__(self) -> None:
        self._cache = DocumentCache()

    def find(self, seen: Projection, proceed: Callable[[], None]) -> Iterator[tuple[list[Fix], int]]:
        """The suspects of a reading, page by page, with the characters of its text that are done.

        Every suspect is asked about, never applied unasked. ``proceed`` is called after each page of some
        thousand characters and may raise.
        """
        spans = seen.paragraphs
        paragraphs = [span.of(seen.text) for span in spans]
        for count, suspects in suspects_by_page(paragraphs, cache=self._cache):
            proceed()
            fixes = (_fix(seen, paragraphs[s.paragraph], spans[s.paragraph].start, s) for s in suspects)
            yield [fix for fix in fixes if fix is not None], spans[count - 1].end


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
