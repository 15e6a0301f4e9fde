"""How long the core takes: ``pytest tests/benchmarks --benchmark-only``. Nothing here fails for being slow.

What we want: from a decision to the cleaned text in less than 10 ms with 2,000 findings, so that a held-down key never
waits; and time in proportion to the number of fixes.
"""

import random
from itertools import cycle

import pytest

from reader.review.decision import Verdict
from reader.review.session import ReviewSession
from reader.text.analysis import Analysis
from reader.text.apply import apply_fixes
from reader.text.fix import Kind, Safety
from reader.text.ledger import Ledger
from reader.text.message import Message
from reader.text.offsets import Side
from reader.text.projection import Projection
from reader.text.source import Source
from reader.text.span import Span
from tests.builders import fix

CHARACTERS = 1_000_000


def scattered(count, length, *, seed=1):
    """Fixes of five kinds all over a text, as a long scraped book has them; one in twenty lies in a removed stretch."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    step = length // count
    found = []
    for n in range(count):
        at = n * step + chance.randrange(step // 2)
        kind = chance.choice((Kind.OCR, Kind.OCR, Kind.SPACING, Kind.PUNCTUATION, Kind.BREAK, Kind.WATERMARK))
        if kind is Kind.BREAK:
            found.append(fix(kind, (at, at, "\n")))
        elif kind is Kind.WATERMARK:
            found.append(fix(kind, (at, at + step // 4, "")))
            if n % 3 == 0:
                found.append(fix(Kind.OCR, (at + 1, at + 2, "字"), safety=Safety.ASK))
        else:
            safety = Safety.ASK if kind is Kind.OCR else Safety.AUTO
            found.append(fix(kind, (at, at + 1, "" if kind is Kind.SPACING else "字"), safety=safety))
    return found


@pytest.mark.parametrize("count", [2_500, 20_000])
def test_apply(benchmark, count):
    raw, found = "文" * CHARACTERS, scattered(count, CHARACTERS)
    cleaned = benchmark(apply_fixes, raw, found)
    assert len(cleaned.applied) + len(cleaned.asleep) + len(cleaned.set_aside) == len(found)


@pytest.mark.parametrize("count", [2_500, 20_000])
def test_apply_for_the_first_time(benchmark, count):
    """With keys and precedence still to be worked out, as after an analysis."""
    raw = "文" * CHARACTERS
    benchmark.pedantic(apply_fixes, setup=lambda: ((raw, scattered(count, CHARACTERS)), {}), rounds=5)


@pytest.mark.parametrize("count", [2_500, 20_000])
def test_apply_where_everything_collides(benchmark, count):
    raw = "文" * CHARACTERS
    step = CHARACTERS // count
    found = [fix("ocr", (n * step, n * step + 2 * step - 1, "字"), confidence=n % 7 / 7) for n in range(count - 1)]
    cleaned = benchmark(apply_fixes, raw, found)
    assert cleaned.set_aside


@pytest.mark.parametrize("count", [500, 2_000, 8_000])
def test_one_decision(benchmark, count):
    raw, found = "文" * 100_000, scattered(count, 100_000)
    session = ReviewSession(Source.of_text(raw), Analysis(tuple(found), (), ()))
    asked = [one for one in found if one.safety is Safety.ASK]
    turns = ((one, verdict) for verdict in cycle((Verdict.ACCEPTED, Verdict.REJECTED)) for one in asked)
    label = Message("one")

    def decide():
        one, verdict = next(turns)
        session.decide([one], verdict, label)
        return session.cleaned.text

    benchmark(decide)
    assert session.can_undo


def test_undo_and_redo(benchmark):
    raw, found = "文" * 100_000, scattered(2_000, 100_000)
    session = ReviewSession(Source.of_text(raw), Analysis(tuple(found), (), ()))
    session.decide(found, Verdict.REJECTED, Message("all"))

    def back_and_forth():
        session.undo()
        return session.redo()

    assert benchmark(back_and_forth)


def test_what_a_status_bar_asks_after_each_decision(benchmark):
    raw, found = "文" * 100_000, scattered(2_000, 100_000)
    session = ReviewSession(Source.of_text(raw), Analysis(tuple(found), (), ()))

    def ask():
        return session.progress, session.ledger, session.next_pending(found[1_000]), session.stale

    assert benchmark(ask)[1].adds_up


def test_ledger(benchmark):
    raw, found = "文" * CHARACTERS, scattered(20_000, CHARACTERS)
    cleaned = apply_fixes(raw, found)
    assert benchmark(Ledger.of, raw, cleaned).adds_up


@pytest.mark.parametrize("count", [2_500, 20_000])
def test_a_thousand_places(benchmark, count):
    cleaned = apply_fixes("文" * CHARACTERS, scattered(count, CHARACTERS))
    places = range(0, len(cleaned.text), len(cleaned.text) // 1_000)

    def look_up():
        return sum(cleaned.offsets.to_clean(cleaned.offsets.to_raw(at, Side.AFTER), Side.BEFORE) for at in places)

    assert benchmark(look_up)


@pytest.mark.parametrize("count", [2_500, 20_000])
def test_a_thousand_stretches_seen_through_fixes(benchmark, count):
    seen = Projection.of("文" * CHARACTERS, scattered(count, CHARACTERS))
    stretches = [Span(at, at + 12) for at in range(0, len(seen.text) - 12, len(seen.text) // 1_000)]
    assert benchmark(lambda: [seen.edits(span.start, span.end, "字" * 12) for span in stretches])
