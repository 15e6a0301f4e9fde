"""How long a review takes on its way to the disk and to a changed text: ``pytest tests/benchmarks --benchmark-only``.

What we want: a batch of 20,000 findings written down in less than a second, and decisions placed in a changed text of
a million characters in a few seconds, whatever the texts are like.
"""

import random

import pytest

from reader.review.decision import Verdict
from reader.review.session import ReviewSession
from reader.store.alignment import Alignment, Folded
from reader.store.anchoring import reanchor
from reader.store.carrying import Review
from reader.store.journal_file import read_journal
from reader.store.resume import take_up
from reader.text.analysis import Analysis
from reader.text.fix import Edit, Fix, Kind, Option, Safety
from reader.text.message import Message
from reader.text.source import Source
from reader.text.span import Span

FINDINGS = 20_000
CHARACTERS = 1_000_000


def suspect(at):
    said = (("量", 0.9312), ("问", 0.05), ("大", 0.011))
    made = tuple(Option(text, confidence, (Edit(Span(at, at + 1), text),)) for text, confidence in said)
    reason = Message.of("{good} stands {n} times in the training text, {bad} never.", good="商量", bad="商虽", n=at)
    return Fix((Span(at, at + 1),), Kind.OCR, "suspect", made, Safety.ASK, 0.9312, reason)


def letters(count, kinds, seed=1):
    chance = random.Random(seed)  # noqa: S311  (no secret)
    return "".join(chr(0x4E00 + chance.randrange(kinds)) for _ in range(count))


def test_a_batch_is_written_down(benchmark, tmp_path):
    raw = letters(5 * FINDINGS, 2_000)
    analysis = Analysis(tuple(map(suspect, range(0, 5 * FINDINGS, 5))), (), ())

    def reviewed():
        session = ReviewSession(Source.of_text(raw, "a.txt"), analysis)
        journal, _ = take_up(session, tmp_path)
        return (session, journal), {}

    def batch(session, journal):
        session.decide(session.fixes, Verdict.REJECTED, Message("All"))
        benchmark.extra_info["bytes"] = journal.path.stat().st_size
        journal.discard()
        journal.close()

    benchmark.pedantic(batch, setup=reviewed, rounds=3)


def test_a_journal_with_a_batch_is_read(benchmark, tmp_path):
    raw = letters(5 * FINDINGS, 2_000)
    session = ReviewSession(Source.of_text(raw), Analysis(tuple(map(suspect, range(0, 5 * FINDINGS, 5))), (), ()))
    journal, _ = take_up(session, tmp_path)
    session.decide(session.fixes, Verdict.REJECTED, Message("All"))
    path = journal.path
    journal.close()
    assert len(benchmark(read_journal, path).history.found) == FINDINGS


CHANGED = {
    "one character in twenty": lambda raw, chance: "".join(c if chance.random() > 0.05 else "变" for c in raw),
    "nothing in common": lambda raw, _: letters(len(raw), 2_000, seed=2),
    "two letters only": lambda raw, _: letters(len(raw), 2, seed=3),
    "one line again and again": lambda raw, _: raw[:100] * (len(raw) // 100),
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_two_texts_are_laid_side_by_side(benchmark, change):
    raw = letters(CHARACTERS, 2_000)
    new = change(raw, random.Random(4))  # noqa: S311  (no secret)
    benchmark.pedantic(lambda: Alignment.of(Folded.of(raw), Folded.of(new)), rounds=2)


def test_decisions_are_placed_in_a_long_text(benchmark):
    raw = letters(CHARACTERS, 2_000)
    new = "新的一段\n" + CHANGED["one character in twenty"](raw, random.Random(4))  # noqa: S311  (no secret)
    session = ReviewSession(Source.of_text(raw), Analysis(tuple(map(suspect, range(0, CHARACTERS, 50))), (), ()))
    session.decide(session.fixes, Verdict.REJECTED, Message("All"))
    found = Analysis(tuple(map(suspect, range(5, CHARACTERS, 50))), (), ())
    review, source = Review.of(session), Source.of_text(new)
    result = benchmark.pedantic(lambda: reanchor(review, source, found), rounds=2)
    assert len(result.carried) > 0.9 * FINDINGS
