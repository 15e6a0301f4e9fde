"""Why a decision cannot be made, and where undo and redo lead."""

import pytest

from reader.review.decision import State, Verdict
from reader.text.message import Message
from reader.ui.deciding import Travelled, refusal, travel, undoes
from tests.builders import fix
from tests.ui.conftest import document_analysis, place
from tests.ui.test_marks import at


@pytest.mark.parametrize(
    ("text", "verdict", "said"),
    [
        ("虽", Verdict.ACCEPTED, ""),
        ("虽", Verdict.REJECTED, ""),
        ("辛苦", Verdict.ACCEPTED, "No repair is known here. X keeps the original, E edits it."),
        ("辛苦", Verdict.REJECTED, ""),
    ],
)
def test_only_what_is_known_can_be_accepted(session, text, verdict, said):
    assert refusal(session, at(session, text), verdict) == said


@pytest.fixture
def asleep(session):
    """A finding inside the removed legal notice."""
    inner = fix("punctuation", (*place(","), "，"))
    session.adopt(document_analysis([*session.fixes, inner]))
    assert session.state(inner) is State.ASLEEP
    return inner


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.REJECTED])
def test_what_sleeps_is_not_decided(session, asleep, verdict):
    assert refusal(session, asleep, verdict) == "This lies inside a removed stretch. Keep the stretch first."
    session.keep(at(session, "本站文档"))
    assert refusal(session, asleep, verdict) == ""


def test_steps_are_named_and_lead_to_their_finding(session):
    first, second = at(session, "虽"), at(session, "乂")
    session.accept(first)
    session.keep(second)
    assert travel(session, back=True) == Travelled("Undone: Keep original", second)
    assert travel(session, back=True) == Travelled("Undone: Accept", first)
    assert session.cleaned.text.count("商虽") == 1
    assert travel(session, back=True) is None
    assert travel(session, back=False) == Travelled("Done again: Accept", first)
    assert "商量" in session.cleaned.text
    assert travel(session, back=False) == Travelled("Done again: Keep original", second)
    assert travel(session, back=False) is None


def test_a_finding_that_sleeps_is_not_led_to(session, asleep):
    awake = at(session, "虽")
    session.decide([asleep, awake], Verdict.REJECTED, Message("Keep both"))
    assert asleep.span.start < awake.span.start
    assert travel(session, back=True) == Travelled("Undone: Keep both", awake)
    session.redo()
    session.decide([asleep], Verdict.ACCEPTED, Message("Accept"))
    assert travel(session, back=True) == Travelled("Undone: Accept", None)


def test_only_the_whole_of_the_last_step_in_effect_is_undone(session):
    pair = [at(session, "乂"), at(session, "乂", 1)]
    keys = [each.key for each in pair]
    session.decide(pair, Verdict.ACCEPTED, Message("Accept a group"))
    step = session.steps[-1]
    assert undoes(session, step, keys)
    assert not undoes(session, step, keys[:1])
    session.keep(at(session, "虽"))
    assert not undoes(session, step, keys)
    session.undo()
    assert undoes(session, step, keys)
    session.undo()
    assert not undoes(session, step, keys)
