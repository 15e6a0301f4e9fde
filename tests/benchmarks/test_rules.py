"""How long a rule takes to hold in the open document: ``pytest tests/benchmarks/test_rules.py --benchmark-only``.

From stating it to the findings in the session, as the window does it, under 0.2 s is wanted on a page and on 100,000
characters. Rules about furniture change what is read: the first result then shows the removal, and the pages that read
otherwise are judged anew after it. Slowness fails nothing here.
"""

from itertools import cycle
from pathlib import Path

import pytest

from reader.detect.rules import reported, under_changes
from reader.pipeline import Engine
from reader.review.rules import Places
from reader.review.session import ReviewSession
from reader.text.fix import Layer
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.rules import Rule, RuleKind, Rules
from reader.text.source import Source
from tests.detect.typesetting import printed

CLEAN = (Path(__file__).resolve().parents[1] / "samples" / "river_cleaning.txt").read_text("utf-8").strip()
SIZES = {"page": 2_500, "100,000 characters": 100_000}
STATED = {
    "change": Rule(RuleKind.CHANGE, "河道", "河流"),
    "change unasked": Rule(RuleKind.CHANGE, "河道", "河流", unasked=True),
    "word": Rule(RuleKind.WORD, "河道"),
    "never": Rule(RuleKind.NEVER, "河", "何"),
    "furniture": Rule(RuleKind.FURNITURE, "河道", unasked=True),
}


def misread(length):
    """A printed text with a fault in every hundredth character, so that there is much to be judged."""
    text = printed("\n".join([CLEAN] * (length // len(CLEAN) + 1)), 26, by=" ")[:length]
    return "".join("乂" if at % 100 == 50 and char not in " \n" else char for at, char in enumerate(text))


@pytest.fixture(scope="module", params=SIZES)
def opened(request):
    session = ReviewSession(Source.of_text(misread(SIZES[request.param])), Engine().analyse(""))
    engine = Engine()
    session.adopt(engine.analyse(session.raw, session.standing))
    return engine, session


@pytest.mark.parametrize("name", STATED)
def test_stating_a_rule_until_its_findings_are_there(benchmark, opened, name):
    engine, session = opened
    turn = cycle([True, False])

    def state():
        if next(turn):
            session.change_rules(Message("rule"), [STATED[name]])
        else:
            session.undo()
        session.adopt(session.prepared(next(engine.stream(session.raw, session.standing))[0]))

    benchmark.extra_info["findings"] = len(session.fixes)
    benchmark.pedantic(state, rounds=8, warmup_rounds=2)
    while session.can_undo:
        session.undo()


@pytest.mark.parametrize("number", [10, 1_000])
def test_many_rules_on_a_long_text(benchmark, number):
    kinds = cycle([RuleKind.WORD, RuleKind.CHANGE])
    words = (CLEAN[at : at + 3] for at in cycle(range(len(CLEAN) - 3)))
    made = {}
    for kind, word in zip(kinds, words, strict=False):
        if word.strip() == word and "\n" not in word:
            rule = Rule(kind, word, "某某" if kind is RuleKind.CHANGE else "")
            made[rule.key] = rule
        if len(made) == number or len(made) > len(CLEAN) // 2:
            break
    rules, seen = Rules.of(made.values()), Projection.of(misread(100_000))
    benchmark.extra_info["rules"] = len(made)
    benchmark.pedantic(
        lambda: under_changes(reported((), seen, rules), seen, rules, Layer.CHARACTER), rounds=3, warmup_rounds=1
    )


def test_counting_the_places_of_a_rule(benchmark):
    session = ReviewSession(Source.of_text(misread(100_000)), Engine(suspects=False).analyse(""))
    places = Places(session)
    benchmark(lambda: places.count(STATED["word"]))
