"""Which findings a filter lets through."""

import pytest

from reader.review.decision import State
from reader.review.filters import Filter
from reader.review.session import ReviewSession
from reader.text.analysis import Analysis
from reader.text.fix import Kind, Level
from reader.text.source import Source
from reader.text.span import Span
from tests.builders import fix, options

#      0123456789
RAW = "问某网题商虽,甲乙丙"
NAMED = {
    "watermark": fix("watermark", (1, 3, ""), confidence=0.99),
    "hidden": options("ocr", 2, 3, "罔", confidence=0.5),
    "suspect": options("ocr", 5, 6, "量", "虫", confidence=0.9),
    "comma": fix("punctuation", (6, 7, "，"), confidence=0.8),
    "break": fix("break", (7, 7, "\n"), confidence=0.7),
    "doubtful": options("ocr", 7, 8, "申", confidence=0.3, level=Level.DOUBTFUL),
    "split": fix("variant", (0, 1, "門"), (3, 4, "題"), confidence=0.6),
}
NAMES = {one.key: name for name, one in NAMED.items()}
SURE = ["split", "watermark", "hidden", "suspect", "comma", "break"]

CASES = [
    ("all that is shown by default", Filter(), SURE),
    ("the doubtful too", Filter(doubtful=True), [*SURE, "doubtful"]),
    ("one kind", Filter(kinds=frozenset({Kind.OCR})), ["hidden", "suspect"]),
    ("two kinds", Filter(kinds=frozenset({Kind.BREAK, Kind.WATERMARK})), ["watermark", "break"]),
    ("waiting", Filter(states=frozenset({State.PENDING})), ["suspect"]),
    ("asleep", Filter(states=frozenset({State.ASLEEP})), ["hidden"]),
    ("at least so sure", Filter(least_confidence=0.8), ["watermark", "suspect", "comma"]),
    ("in the original", Filter(text="网"), ["watermark", "hidden"]),
    ("in the original, across what is hidden", Filter(text="问题"), ["split"]),
    ("in the proposal", Filter(text="，"), ["comma"]),
    ("in the second proposal", Filter(text="虫"), ["suspect"]),
    ("nowhere", Filter(text="龍"), []),
    ("within a stretch", Filter(within=Span(2, 6)), ["hidden", "suspect"]),
    ("at its end only what is put in there", Filter(within=Span(6, 7), doubtful=True), ["comma", "break"]),
    ("from its start", Filter(within=Span(7, 10), doubtful=True), ["break", "doubtful"]),
    ("within a place", Filter(within=Span(7, 7), doubtful=True), ["break"]),
    (
        "all at once",
        Filter(frozenset({Kind.OCR}), frozenset({State.PENDING}), 0.2, True, Span(6, 9), "甲"),
        ["doubtful"],
    ),
]


@pytest.fixture
def session():
    return ReviewSession(Source.of_text(RAW), Analysis(tuple(NAMED.values()), (), ()))


@pytest.mark.parametrize(("wanted", "names"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_select(session, wanted, names):
    assert [NAMES[one.key] for one in wanted.select(session)] == names


def test_a_state_is_that_of_the_moment(session):
    waiting = Filter(states=frozenset({State.PENDING}))
    session.keep(NAMED["suspect"])
    session.keep(NAMED["watermark"])
    assert [NAMES[one.key] for one in waiting.select(session)] == ["hidden"]
