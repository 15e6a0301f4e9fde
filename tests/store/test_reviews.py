"""How far reviews are, looked up in the journals without taking them up."""

from dataclasses import replace
from pathlib import Path

import pytest

from reader.review.session import ReviewSession
from reader.store.resume import take_up
from reader.store.reviews import Review, Reviews, recall
from reader.text.analysis import Analysis
from reader.text.fix import Safety
from reader.text.source import Source
from tests.builders import fix

RAW = "同志们,大家好,再见"


def session_of(raw=RAW):
    places = [at for at, char in enumerate(raw) if char == ","]
    found = tuple(fix("punctuation", (at, at + 1, "，"), safety=Safety.ASK) for at in places)
    return ReviewSession(Source.of_text(raw, "讲话.txt"), Analysis(found, (), ()))


def reviewed(folder, decide, saved=None):
    session = session_of()
    journal, _ = take_up(session, folder, path=Path("讲话.txt").absolute())
    decide(session)
    if saved is not None:
        journal.saved(saved, session.position)
    journal.close()
    return session


@pytest.mark.parametrize(
    ("count", "saved", "review", "complete"),
    [(1, False, Review(1, 2), False), (2, False, Review(2, 2), True), (1, True, Review(1, 2, saved=True), True)],
)
def test_how_far_a_review_is(tmp_path, count, saved, review, complete):
    def decide(session):
        for finding in session.fixes[:count]:
            session.accept(finding)

    session = reviewed(tmp_path, decide, tmp_path / "校订.txt" if saved else None)
    found = Reviews(tmp_path).of(session.source.sha256, session.source.encoding)
    assert found == review
    assert found.complete is complete


def test_other_bytes_another_encoding_or_no_decision_is_no_review(tmp_path):
    source = reviewed(tmp_path, lambda session: session.accept(session.fixes[0])).source
    reviews = Reviews(tmp_path)
    assert reviews.of(source.sha256, "gb18030") is None
    assert reviews.of("0" * 64, source.encoding) is None
    assert Reviews(tmp_path / "nowhere").of(source.sha256, source.encoding) is None


def test_decisions_are_recalled_without_claiming_the_document(tmp_path):
    reviewed(tmp_path, lambda session: session.accept(session.fixes[1]))
    session = session_of()
    before = sorted(path.name for path in tmp_path.iterdir())
    assert recall(session, tmp_path)
    assert session.cleaned.text == "同志们,大家好，再见"
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert not recall(session_of("另一篇,讲话"), tmp_path)
    read_otherwise = ReviewSession(replace(session.source, raw="同志们,再见"), Analysis((), (), ()))
    assert not recall(read_otherwise, tmp_path)
