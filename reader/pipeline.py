"""Runs the detectors layer by layer over one raw text, each on the text as the layers above it leave it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from reader.detect.invisible import invisible
from reader.detect.linebreaks import line_breaks
from reader.detect.losses import lost_words
from reader.detect.lost_stops import lost_stops
from reader.detect.masks import masked_words
from reader.detect.misread_marks import misread_marks
from reader.detect.punctuation import half_width
from reader.detect.removal import removals
from reader.detect.suspects import Suspects
from reader.structure.outline import outline
from reader.text.analysis import Analysis, Progress, Standing, basis_of
from reader.text.apply import apply_fixes
from reader.text.chars import count_han
from reader.text.fix import Fix
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.section import Notice, NoticeKind
from reader.text.span import Span


class Cancelled(Exception):  # noqa: N818  (not an error: somebody asked for it)
    """The analysis was stopped before its end because the caller said so."""


def never() -> bool:
    """For analyses that nobody cancels."""
    return False


_LEAST_SPEECH = 0.05
"""Below this share of the Chinese characters left, the page is probably no speech, or was judged wrongly."""

_STEP = 4_000
"""Characters of paragraphs between two partial results; some tenths of a second of work on one core."""

_MOST_PARTIAL = 20
"""Partial results of one analysis at most: each goes over the whole text, so more would cost more than the search."""


class Engine:
    """Analyses raw texts; keeps what it learned about paragraphs, so that a second analysis of a text is quick.

    One engine serves one thread at a time.
    """

    def __init__(self, *, suspects: bool = True) -> None:
        """Without ``suspects`` nothing is asked that takes the language model to ask: misread characters and marks, and
        lost stops. What is applied unasked is the same, and many pages take a fraction of the time.
        """
        self._asks = suspects
        self._suspects = Suspects()

    def analyse(
        self, raw: str, standing: Standing = Standing(), *, cancelled: Callable[[], bool] = never  # noqa: B008
    ) -> Analysis:
        """The whole analysis of ``raw`` under the reader's decisions so far.

        :raises Cancelled: if ``cancelled`` answers true before the end
        """
        *_, (whole, _) = self._results(raw, standing, cancelled, partial=False)
        return whole

    def stream(
        self, raw: str, standing: Standing = Standing(), *, cancelled: Callable[[], bool] = never  # noqa: B008
    ) -> Iterator[tuple[Analysis, Progress]]:
        """Ever more complete analyses of ``raw``: first all but the suspects, then the suspects page by page.

        :raises Cancelled: if ``cancelled`` answers true in between
        """
        return self._results(raw, standing, cancelled, partial=True)

    def _results(
        self, raw: str, standing: Standing, cancelled: Callable[[], bool], *, partial: bool
    ) -> Iterator[tuple[Analysis, Progress]]:
        """The whole analysis at last, and on the way there ``partial`` ones, if wanted: each has its price."""

        def proceed() -> None:
            if cancelled():
                raise Cancelled

        newline = _newline(raw)
        found: list[Fix] = []
        notices: list[Notice] = []

        found += invisible(Projection.of(raw))
        proceed()
        gone, missing = removals(_view(raw, found, standing))
        found += gone
        notices += missing
        proceed()
        found += line_breaks(_view(raw, found, standing), newline)
        proceed()
        found += half_width(_view(raw, found, standing))
        speech = _view(raw, found, standing)
        marks = list(misread_marks(speech)) if self._asks else []
        found += marks
        if self._asks:
            found += lost_stops(speech, (fix for fix in found if fix.rule in ("line-end", "wrap")))
        notices += masked_words(speech)
        notices += lost_words(speech)
        notices += _doubts_about_speech(raw, speech)
        proceed()
        total = len(speech.text)
        if partial:
            yield _analysis(raw, found, notices, standing), Progress(0, max(1, total))

        suspected: list[Fix] = []
        last_shown = 0
        asked = {span for fix in marks for span in fix.spans}
        for fixes, done in self._suspects.find(speech, proceed) if self._asks else ():
            # 丶 is a character to Unicode and a misread mark on the page: one question is enough.
            suspected += (fix for fix in fixes if asked.isdisjoint(fix.spans))
            if partial and done - last_shown >= max(_STEP, total // _MOST_PARTIAL) and done < total:
                last_shown = done
                yield _analysis(raw, [*found, *suspected], notices, standing), Progress(done, total)
            proceed()
        yield _analysis(raw, [*found, *suspected], notices, standing), Progress(max(1, total), max(1, total))


def _view(raw: str, found: Iterable[Fix], standing: Standing) -> Projection:
    """The raw text with those findings applied that hold under the reader's decisions."""
    return Projection.of(raw, standing.holding(found))


def _analysis(raw: str, found: Iterable[Fix], notices: Iterable[Notice], standing: Standing) -> Analysis:
    fixes = tuple(sorted({fix.key: fix for fix in found}.values(), key=lambda fix: (fix.span, fix.key)))
    cleaned = apply_fixes(raw, standing.holding(fixes))
    sections, faults = outline(Projection(raw, cleaned.text, cleaned.offsets))
    return Analysis(fixes, sections, _once([*notices, *faults]), basis_of(cleaned.applied))


def _once(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """In text order; a text is cut off once, however many signs there are of it."""
    kept: list[Notice] = []
    for notice in sorted(notices, key=lambda notice: (notice.span, notice.kind)):
        if notice.kind is NoticeKind.TRUNCATED and any(other.kind is notice.kind for other in kept):
            continue
        kept.append(notice)
    return tuple(kept)


def _doubts_about_speech(raw: str, speech: Projection) -> Iterator[Notice]:
    before, after = count_han(raw), count_han(speech.text)
    if after < 40 or after < _LEAST_SPEECH * before:
        message = Message.of(
            "Only {kept} Chinese characters of {source} are left. This may be no speech, or was judged wrongly.",
            kept=after, source=before,
        )
        yield Notice(NoticeKind.NOT_A_SPEECH, Span(0, len(raw)), message)


def _newline(raw: str) -> str:
    """The line end that the text has most of, to end restored paragraphs with."""
    crlf = raw.count("\r\n")
    lf, cr = raw.count("\n") - crlf, raw.count("\r") - crlf
    if lf >= crlf and lf >= cr:
        return "\n"
    return "\r\n" if crlf >= cr else "\r"
