"""Decides, in place of a reader, what a run may apply: nothing, what is safe, or also what is sure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from reader.batch.delicate import is_delicate
from reader.batch.settings import Accept, Settings
from reader.review.decision import Decision, Verdict
from reader.review.session import ReviewSession, Step
from reader.text.analysis import Analysis, Standing, applies_by_itself
from reader.text.fix import Fix, Layer, Level
from reader.text.message import Message
from reader.text.source import Source

Analyse = Callable[[Standing], Analysis]
"""Analyses the text of the source under these decisions."""

_ROUNDS = 4
"""Analyses at most: each may find more that is sure, once less stands in the way."""


def reviewed(source: Source, analyse: Analyse, settings: Settings) -> ReviewSession:
    """A review in which everything that ``settings`` accept is accepted, and nothing else.

    These decisions are the program's: no reader made them, and the record of the review says so.
    """
    analysis = _listed(analyse(Standing(rules=settings.rules)), settings)
    if settings.accept is Accept.NONE:
        return _decided(source, analysis, {fix.key for fix in analysis.fixes if applies_by_itself(fix)}, _PENDING)
    session = ReviewSession(source, analysis, analysis.rules)
    if settings.accept is Accept.SAFE:
        return session
    accepted: set[str] = set()
    refused: set[str] = set()
    for _ in range(_ROUNDS):
        more = {fix.key for fix in _sure(session, settings.threshold)} - accepted - refused
        if not more:
            break
        accepted |= more
        session = _decided(source, analysis, accepted, _ACCEPTED)
        while clash := _clashing(session, accepted):
            refused |= clash
            accepted -= clash
            session = _decided(source, analysis, accepted, _ACCEPTED)
        if session.stale:
            # Without a removal that was a question so far, the later layers may find other things.
            analysis = _listed(analyse(session.standing), settings)
            accepted &= {fix.key for fix in analysis.fixes}
            session = _decided(source, analysis, accepted, _ACCEPTED)
    return session


_ACCEPTED = Decision(Verdict.ACCEPTED, by_reader=False)
_PENDING = Decision(Verdict.PENDING, by_reader=False)


def _decided(source: Source, analysis: Analysis, keys: Collection[str], decision: Decision) -> ReviewSession:
    session = ReviewSession(source, analysis, analysis.rules)
    news = {fix.key: replace(decision, option=fix.chosen) for fix in analysis.fixes if fix.key in keys}
    if news:
        session.resume((), [Step(news, dict.fromkeys(news), label=Message("Settings of the batch"))], 1)
    return session


def _listed(analysis: Analysis, settings: Settings) -> Analysis:
    if settings.doubtful:
        return analysis
    shown = tuple(fix for fix in analysis.fixes if fix.level is Level.SURE or applies_by_itself(fix))
    return replace(analysis, fixes=shown)


def _sure(session: ReviewSession, threshold: float) -> Iterator[Fix]:
    """The pending findings that may be applied without asking."""
    for fix in session.pending:
        if fix.protected or not fix.options or fix.options[fix.chosen].confidence < threshold:
            continue
        if fix.layer is not Layer.CHARACTER or not is_delicate(fix, session.cleaned):
            yield fix


def _clashing(session: ReviewSession, accepted: Collection[str]) -> set[str]:
    """Those of the accepted findings that want the characters of another one: which is right, a reader must say."""
    pairs = session.cleaned.set_aside
    return {fix.key for pair in pairs for fix in pair if fix.key in accepted}
