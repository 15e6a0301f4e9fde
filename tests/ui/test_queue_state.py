"""The queue without a window: states, order, what comes next, how quickly, and what it says of itself."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import language
from reader.batch.attention import attention
from reader.batch.outcome import Facts, Outcome, Stamp
from reader.batch.plan import Job
from reader.store.reviews import Review
from reader.text.message import Message
from reader.ui.queue_state import Entry, Order, Pace, Queue, State
from reader.ui.queue_words import Phase, duration_left, headline

WHOLE, PART = Review(3, 3), Review(1, 3)


def outcome(name="页.txt", *, pending=0, notices=None, failure=None, unchanged=False, characters=1000, removed=0):
    job = Job(Path(name), name)
    if failure is not None:
        return Outcome(job, Message(failure))
    facts = Facts(
        characters, characters - removed, removed, 0, 0, "utf-8", "txt",
        pending={"ocr": pending} if pending else {}, notices=notices or {},
    )  # fmt: skip
    return Outcome(job, facts=facts, source=Stamp(1, 1, f"digest of {name}"), unchanged=unchanged)


def queue_of(*outcomes):
    queue = Queue()
    queue.add((each.job.path, each.job.name, 100) for each in outcomes)
    for number, each in enumerate(outcomes):
        queue.take(number, each)
    return queue


@pytest.fixture(autouse=True)
def english():
    language.use("en")


@pytest.mark.parametrize(
    ("cleaned", "review", "mark", "state"),
    [
        (outcome(), None, None, State.DONE),
        (outcome(pending=3), None, None, State.EYES),
        (outcome(notices={"gap": 1}), None, None, State.EYES),
        # The points round to nothing, and still something waits.
        (outcome(pending=1, characters=100_000), None, None, State.EYES),
        (outcome(pending=3), PART, None, State.EYES),
        (outcome(pending=3), WHOLE, None, State.REVIEWED),
        (outcome(pending=3), Review(1, 3, saved=True), None, State.REVIEWED),
        (outcome(pending=3), None, True, State.REVIEWED),
        (outcome(pending=3), WHOLE, False, State.EYES),
        (outcome(), WHOLE, False, State.DONE),
        (outcome(failure="It is empty."), WHOLE, None, State.FAILED),
    ],
)
def test_the_state_of_a_document(cleaned, review, mark, state):
    queue = Queue()
    queue.add([(cleaned.job.path, cleaned.job.name, 100)])
    assert queue.entries[0].state is State.WAITING
    queue.begin(0)
    assert queue.entries[0].state is State.CLEANING
    queue.take(0, cleaned, review, mark)
    assert queue.entries[0].state is state
    assert +queue.counts == {state: 1}


def test_what_is_left_to_decide_is_said_by_the_review_where_there_is_one():
    queue = queue_of(outcome(pending=7))
    assert queue.entries[0].pending == 7
    queue.reviewed(0, PART)
    assert queue.entries[0].pending == 2


def test_what_the_reader_did_meanwhile_goes_before_what_was_known_before():
    queue = Queue()
    queue.add([(Path("页.txt"), "页.txt", 100)])
    queue.reviewed(0, WHOLE)
    queue.take(0, outcome(pending=3), PART)
    assert queue.entries[0].state is State.REVIEWED


def test_what_needs_eyes_most_stands_first_and_what_is_reviewed_last():
    queue = queue_of(
        outcome("一"), outcome("二", pending=1), outcome("三", failure="no"),
        outcome("四", notices={"not_a_speech": 1}), outcome("五", pending=9),
    )  # fmt: skip
    queue.add([(Path("六"), "六", 1)])
    queue.reviewed(4, Review(9, 9))
    names = [queue.entries[number].name for number in queue.listed(Order.EYES_FIRST)]
    assert names == ["三", "四", "二", "六", "一", "五"]


def test_numbers_in_names_are_sorted_as_numbers():
    names = ["第10页.txt", "第2页.txt", "附件.txt", "2019/b.txt", "2019/a.txt", "10.txt", "9.txt"]
    queue = queue_of(*map(outcome, names))
    listed = [queue.entries[number].name for number in queue.listed(Order.NAME)]
    assert listed == ["9.txt", "10.txt", "2019/a.txt", "2019/b.txt", "第2页.txt", "第10页.txt", "附件.txt"]


@pytest.mark.parametrize(
    ("states", "text", "names"),
    [
        ((), "", {"春.txt", "秋.txt", "Winter.TXT"}),
        ((State.EYES,), "", {"秋.txt"}),
        ((), "winter", {"Winter.TXT"}),
        ((), "春 txt", {"春.txt"}),
        ((State.DONE,), "秋", set()),
    ],
)
def test_the_filter(states, text, names):
    queue = queue_of(outcome("春.txt"), outcome("秋.txt", pending=2), outcome("Winter.TXT"))
    assert {queue.entries[number].name for number in queue.listed(Order.NAME, states, text)} == names


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", "gap", "masked"]), st.booleans()), max_size=12),
    st.sampled_from(Order),
)
def test_counts_and_lists_always_add_up(shapes, order):
    queue = queue_of(
        *(
            outcome(f"{at}", pending=pending, notices={kind: 1} if kind else {}, failure="no" if broken else None)
            for at, (pending, kind, broken) in enumerate(shapes)
        )
    )
    assert sum(queue.counts.values()) == len(queue.entries) == len(shapes)
    assert sorted(queue.listed(order)) == list(range(len(shapes)))
    by_state = [number for state in State for number in queue.listed(order, [state])]
    assert sorted(by_state) == list(range(len(shapes)))
    assert queue.left_bytes == 0
    for state in State:
        assert queue.counts[state] == len(queue.listed(order, [state]))


@given(st.lists(st.booleans(), min_size=1, max_size=10), st.data())
def test_next_goes_round_all_that_need_eyes_and_back_again(eyes, data):
    queue = queue_of(*(outcome(f"{at}", pending=int(each)) for at, each in enumerate(eyes)))
    ring = queue.listed(data.draw(st.sampled_from(Order)))
    wanted = {number for number, each in enumerate(eyes) if each}
    start = data.draw(st.sampled_from(ring))
    seen, at = set(), start
    for _ in ring:
        number = queue.next_for_eyes(ring, at)
        if number is None:
            break
        assert number != at
        back = queue.next_for_eyes(ring, number, backwards=True)
        assert back == at or at not in wanted
        seen.add(number)
        at = number
    assert seen | {start} == wanted | {start}
    if not wanted - {start}:
        assert queue.next_for_eyes(ring, start) is None


def test_a_document_that_the_filter_hides_has_a_next_one_too():
    queue = queue_of(outcome("一", pending=1), outcome("二", pending=2))
    assert queue.next_for_eyes([1], 0) == 1
    assert queue.next_for_eyes([0, 1], None) == 0
    assert queue.next_for_eyes([], None) is None


def test_a_stopped_queue_has_nothing_at_work():
    queue = queue_of(outcome("一"))
    queue.add([(Path("二"), "二", 50), (Path("三"), "三", 50)])
    queue.begin(1)
    assert queue.open == 2
    queue.halt()
    assert queue.counts[State.CLEANING] == 0
    assert queue.counts[State.WAITING] == queue.open == 2


def test_the_pace_knows_no_pauses_and_does_not_count_what_was_known():
    queue, pace = Queue(), Pace()
    queue.add((Path(f"{at}"), f"{at}", 100) for at in range(5))
    assert pace.rate(queue) is pace.left(queue) is None
    pace.run(0.0, going=True)
    queue.take(0, outcome("0", unchanged=True))
    pace.run(2.0, going=False)
    queue.take(1, outcome("1"))
    pace.run(100.0, going=True)
    queue.take(2, outcome("2"))
    pace.run(102.0, going=True)
    assert pace.rate(queue) == pytest.approx(0.5)
    assert pace.left(queue) == pytest.approx(4.0)


def test_a_document_that_is_cleaned_twice_counts_once():
    queue = queue_of(outcome("一"))
    queue.take(0, outcome("一", pending=1))
    assert queue.left_bytes == 0
    assert queue.cleaned == 1
    assert queue.entries[0].points == attention(outcome("一", pending=1))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "about 1 second left"),
        (40, "about 40 seconds left"),
        (150, "about 2 minutes left"),
        (5 * 3600, "about 5 hours left"),
    ],
)
def test_the_time_that_is_left(seconds, said):
    assert duration_left(seconds) == said


@pytest.mark.parametrize(
    ("queue", "phase", "part"),
    [
        (Queue(), Phase.NONE, ""),
        (Queue(), Phase.OVER, "no documents here"),
        (Queue(), Phase.LOOKING, "0 so far"),
        (queue_of(outcome(pending=2)), Phase.OVER, "1 document needs eyes. F9"),
        (queue_of(outcome("一", pending=2), outcome("二", pending=2)), Phase.OVER, "2 documents need eyes. F9"),
        (queue_of(outcome()), Phase.OVER, "none needs eyes"),
        (queue_of(outcome("一", failure="x"), outcome("二", failure="x")), Phase.OVER, "None of the 2 documents"),
        (queue_of(outcome("一", failure="x"), outcome("二")), Phase.OVER, "1 could not be cleaned"),
        (queue_of(outcome()), Phase.PAUSED, "Paused: 1 of 1"),
        (queue_of(outcome()), Phase.STOPPED, "What is done is kept"),
    ],
)
def test_what_a_queue_says(queue, phase, part):
    assert part in headline(queue, phase, Pace())


def test_all_reviewed_is_said():
    queue = queue_of(outcome(pending=2))
    queue.say_done(0, True)
    assert "exported" in headline(queue, Phase.OVER, Pace())


def test_while_it_cleans_it_says_how_quickly():
    queue = queue_of(outcome("一"))
    queue.add([(Path("二"), "二", 300)])
    said = headline(queue, Phase.CLEANING, Pace(10.0))
    assert said == "Cleaning: 1 of 2  ·  6 a minute  ·  about 30 seconds left"


def test_a_place_that_cannot_be_searched_is_listed_with_its_sentence():
    queue = Queue()
    queue.refuse(Path("closed"), "It cannot be searched.")
    assert queue.entries == [Entry(Path("closed"), "closed", failure="It cannot be searched.")]
    assert queue.counts[State.FAILED] == 1
