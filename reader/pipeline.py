"""Runs the detectors layer by layer over one raw text, each on the text as the layers above it leave it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

from reader.detect.damage import marks, missing_and_changed, outside
from reader.detect.invisible import invisible
from reader.detect.linebreaks import line_breaks
from reader.detect.lost_stops import lost_stops
from reader.detect.misread_marks import misread
from reader.detect.mojibake import mojibake
from reader.detect.removal import removals
from reader.detect.rules import removals_under_rules, reported, under_changes
from reader.detect.script import Script, script_notices, variant_forms
from reader.detect.suspects import Suspects
from reader.detect.turned_words import turned_words
from reader.plugins.running import Plugins
from reader.structure.outline import outline
from reader.text.analysis import Analysis, Progress, Standing, basis_of
from reader.text.apply import apply_fixes
from reader.text.chars import count_han
from reader.text.fix import Fix, Kind, Layer, Level
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.section import Notice, NoticeKind
from reader.text.span import Span

Made = TypeVar("Made")


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

    def __init__(self, *, suspects: bool = True, plugins: Plugins | None = None) -> None:
        """Without ``suspects`` nothing is asked that takes the language model to ask: misread characters and marks, and
        lost stops. What is applied unasked is the same, and many pages take a fraction of the time. ``plugins`` are
        asked at their layers, after the detectors of these.
        """
        self._asks = suspects
        self._suspects = Suspects()
        self._plugins = plugins
        self._stages = _Stages()

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

        stages, rules = self._stages, standing.rules
        script = Script.of(raw)
        # From here on detectors read a traditional page in simplified characters, one for one.
        raw = script.simple
        stages.begin(raw)
        newline = _newline(raw)
        found: list[Fix] = []
        notices: list[Notice] = []

        def others(layer: Layer, seen: Projection) -> list[Fix]:
            """What plug-ins find at a layer, without what the program found itself."""
            plugins = self._plugins
            if plugins is None:
                return []
            fixes, told = stages.made(f"plugins {layer.name}", seen, lambda: plugins.find(layer, seen, proceed))
            notices.extend(told)
            known = {fix.key for fix in found}
            return [fix for fix in fixes if fix.key not in known]

        if self._plugins is not None:
            self._plugins.begin(raw)
        untouched = stages.view("raw", [])
        found += stages.made("invisible", untouched, lambda: list(invisible(untouched)))
        found += others(Layer.INVISIBLE, untouched)
        proceed()
        seen = stages.view("removals", standing.holding(found))
        gone, missing = stages.made("removals", seen, lambda: removals(seen))
        found += removals_under_rules([*gone, *others(Layer.REMOVAL, seen)], seen, rules)
        notices += missing
        proceed()
        printed = stages.view("breaks", standing.holding(found))
        broken = stages.made("mojibake", printed, lambda: list(mojibake(printed)))
        notices += broken
        found += outside(stages.made("breaks", printed, lambda: list(line_breaks(printed, newline))), broken)
        found += others(Layer.SPACING, printed)
        proceed()
        lines = stages.view("marks", standing.holding(found))
        written = stages.made("marks", lines, lambda: [*marks(lines, asks=self._asks), *variant_forms(lines, script)])
        narrow = [*outside(written, broken), *others(Layer.PUNCTUATION, lines)]
        found += under_changes(reported(narrow, lines, rules), lines, rules, Layer.PUNCTUATION)
        speech = stages.view("speech", standing.holding(found))
        small = stages.made("misread", speech, lambda: misread(speech)) if self._asks else []
        turned = stages.made("turned", speech, lambda: list(turned_words(speech))) if self._asks else []
        taken = outside([*small, *map(script.as_printed, turned)], broken)
        places = [*taken, *others(Layer.CHARACTER, speech)]
        if self._asks:
            ends = [fix for fix in found if fix.rule in ("line-end", "wrap")]
            places += stages.made("stops", speech, lambda: list(lost_stops(speech, ends)))
        notices += stages.made("missing", speech, lambda: missing_and_changed(speech))
        notices += [*script_notices(script), *_doubts_about_speech(raw, speech)]
        if self._plugins is not None:
            notices += self._plugins.failures
        proceed()
        total = len(speech.text)
        # What is judged anew stays in the list until then: a finding must not vanish only to come back.
        before, judged = stages.pages_before(speech)
        partial = partial and not judged

        def so_far(suspected: list[Fix], done: int) -> Analysis:
            place = speech.place(done)
            to_come = (fix for fix in before if fix.span.start >= place and not judged)
            characters = reported([*places, *suspected, *to_come], speech, rules)
            every = under_changes([*found, *characters], speech, rules, Layer.CHARACTER)
            return _analysis(raw, every, notices, standing)

        if partial:
            yield so_far([], 0), Progress(0, max(1, total))

        suspected: list[Fix] = []
        last_shown = 0
        forms = (fix for fix in narrow if fix.kind is Kind.VARIANT and fix.level is Level.SURE)
        asked = {span for fix in (*taken, *forms) for span in fix.spans}
        asked |= {edit.span for fix in turned for edit in fix.edits}
        for fixes, done in stages.pages(speech, self._suspects.find(speech, proceed)) if self._asks else ():
            # 丶 is a character to Unicode and a misread mark on the page, 戰 a variant: one question is enough.
            judged_here = outside((fix for fix in fixes if asked.isdisjoint(fix.spans)), broken)
            suspected += map(script.as_printed, judged_here)
            if partial and done - last_shown >= max(_STEP, total // _MOST_PARTIAL) and done < total:
                last_shown = done
                yield so_far(suspected, done), Progress(done, total)
            proceed()
        yield so_far(suspected, total), Progress(max(1, total), max(1, total))


class _Stages:
    """What each stage found in the text that was analysed last, with the reading that it found it in.

    Detectors are pure functions of a reading, and a decision or a rule mostly leaves the earlier readings as they are.
    """

    def __init__(self) -> None:
        self._raw = ""
        self._views: dict[str, tuple[list[Fix], Projection]] = {}
        self._made: dict[str, tuple[object, object]] = {}

    def begin(self, raw: str) -> None:
        """Forget another text."""
        if raw != self._raw:
            self._raw, self._views, self._made = raw, {}, {}

    def view(self, name: str, holding: list[Fix]) -> Projection:
        """The raw text with these fixes applied; a reading that is at hand if one has the same fixes.

        The last reading of that name is often the same as before, and a layer without findings leaves the next one
        the same reading.
        """
        at_hand = (seen for applied, seen in self._views.values() if applied == holding)
        seen = next(at_hand, None) or Projection.of(self._raw, holding)
        self._views[name] = holding, seen
        return seen

    def made(self, name: str, seen: object, make: Callable[[], Made]) -> Made:
        """What ``make`` finds in ``seen``, or found in it the last time."""
        before = self._made.get(name)
        if before is None or before[0] is not seen:
            before = self._made[name] = seen, make()
        return cast("Made", before[1])

    def pages_before(self, seen: Projection) -> tuple[list[Fix], bool]:
        """What ``pages`` came to the last time, and whether in this very reading."""
        before = self._made.get("pages")
        return (cast("list[Fix]", before[1]), before[0] is seen) if before is not None else ([], False)

    def pages(self, seen: Projection, pages: Iterator[tuple[list[Fix], int]]) -> Iterator[tuple[list[Fix], int]]:
        """``pages`` of findings with the characters done; in one go where all of them were gone through before."""
        before, judged = self.pages_before(seen)
        if judged:
            yield before, len(seen.text)
            return
        every: list[Fix] = []
        for fixes, done in pages:
            every += fixes
            yield fixes, done
        self._made["pages"] = seen, every


def _analysis(raw: str, found: Iterable[Fix], notices: Iterable[Notice], standing: Standing) -> Analysis:
    fixes = tuple(sorted({fix.key: fix for fix in found}.values(), key=_in_text_order))
    cleaned = apply_fixes(raw, standing.holding(fixes))
    sections, faults = outline(Projection(raw, cleaned.text, cleaned.offsets))
    return Analysis(fixes, sections, _once([*notices, *faults]), basis_of(cleaned.applied), standing.rules)


def _in_text_order(fix: Fix) -> tuple[int, int, str]:
    span = fix.span
    return span.start, span.end, fix.key


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
