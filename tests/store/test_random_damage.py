"""Journals and projects that were damaged anyhow: read up to the damage, never a crash, never another decision."""

import json
import random
import tempfile
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.review.decision import Verdict
from reader.store.journal_file import TooNew, read_journal
from reader.store.journal_lines import line, parse
from reader.store.project import project_bytes
from reader.store.project_reading import NotAProject, read_project
from reader.store.resume import discard, previous, unfinished
from reader.text.message import Message
from reader.text.source import Source
from tests.store.test_journal import BARE, COMMA, HAND, SOURCE, SUSPECT, WATERMARK, crashed, opened
from tests.store.test_project import review


@pytest.fixture(scope="module", autouse=True)
def _unforced():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        yield


@dataclass(frozen=True)
class Written:
    """A journal and where the review stood after each of its lines: decisions, changes by hand, position."""

    name: str
    data: bytes
    stands: tuple


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    session, journal, _ = opened(tmp_path_factory.mktemp("written"))
    deeds = [
        lambda: session.accept(SUSPECT, 1),
        lambda: session.decide([COMMA, BARE], Verdict.REJECTED, Message("two")),
        session.undo,
        lambda: session.add(HAND, Message("Edit")),
        lambda: journal.checkpoint(session, "甲"),
        session.undo,
        session.redo,
        lambda: session.keep(WATERMARK),
        lambda: journal.saved(Path("/a/b.txt")),
        lambda: session.postpone(BARE),
        lambda: session.reopen(SUSPECT),
    ]
    stands = {0: ({}, (), 0)}
    for deed in deeds:
        deed()
        stands[journal.path.stat().st_size] = (session.decisions, session.manual, session.position)
    path = crashed(journal)
    return Written(path.name, path.read_bytes(), tuple(stands.items()))


def stand_at(written, end):
    return [stand for at, stand in written.stands if at <= end][-1]


def flipped(data, rng):
    made = bytearray(data)
    for _ in range(rng.choice((1, 2, 10, 100))):
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return bytes(made)


def without(data, rng):
    at, length = rng.randrange(len(data)), rng.choice((1, 2, 50, 512, 4096))
    return data[:at] + data[at + length :]


def zeroed(data, rng):
    """As file systems leave pieces that were never written."""
    at, length = rng.randrange(len(data)), rng.choice((1, 50, 512))
    return data[:at] + bytes(len(data[at : at + length])) + data[at + length :]


def put_in(data, rng):
    at = rng.randrange(len(data) + 1)
    noise = rng.choice((b"\n", b"\0" * 512, b"{}\n", bytes(rng.randrange(256) for _ in range(30)), data[:200], data))
    return data[:at] + noise + data[at:]


def reordered(data, rng):
    rows = data.splitlines(keepends=True)
    match rng.randrange(4):
        case 0:
            rng.shuffle(rows)
        case 1:
            rows.insert(rng.randrange(len(rows) + 1), rng.choice(rows))
        case 2:
            rows.pop(rng.randrange(len(rows)))
        case _:
            at = rng.randrange(len(rows))
            rows[at], rows[-1] = rows[-1], rows[at]
    return b"".join(rows)


def cut(data, rng):
    return data[: rng.randrange(len(data) + 1)]


WAYS = (flipped, without, zeroed, put_in, reordered, cut)
SEEDS = st.integers(0, 2**32)


def by_lines(data):
    return data.splitlines(keepends=True)


@given(ways=st.lists(st.sampled_from(WAYS), min_size=1, max_size=3), seed=SEEDS)
def test_a_damaged_journal_is_read_up_to_the_damage(written, ways, seed):
    rng, changed = random.Random(seed), written.data  # noqa: S311
    for way in ways:
        changed = way(changed, rng) if changed else changed
    same = 0
    for ours, theirs in zip(by_lines(written.data), by_lines(changed), strict=False):
        if ours != theirs or not theirs.endswith(b"\n"):
            break
        same += len(theirs)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / written.name
        path.write_bytes(changed)
        try:
            contents = read_journal(path)
        except TooNew:  # the number of the version was hit
            assert same == 0
            return
        assert contents.good + contents.rest == changed
        assert contents.good == written.data[:same]
        decisions, manual, position = stand_at(written, same)
        session, journal, past = opened(Path(folder))
        assert (session.decisions, session.manual, session.position) == (decisions, manual, position)
        assert bool(past.notes) == bool(contents.rest)
        session.accept(COMMA)
        journal.close()
        again, journal, past = opened(Path(folder))
        assert (past.notes, again.decisions) == ((), session.decisions)
        journal.close()
        if contents.rest:
            assert [aside.read_bytes() for aside in Path(folder).glob("*.damaged")] == [changed]


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 2**70, 10**400, "", "x", "\ud800", "a" * 2000]),
    st.sampled_from(["2026-01-01T00:00:00", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00"]),
    st.integers(-3, 12),
    st.floats(allow_nan=False),
    st.lists(st.one_of(st.integers(-1, 9), st.text(max_size=3), st.none()), max_size=4),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=3),
)


@given(data=st.data())
def test_a_journal_that_somebody_wrote_is_no_danger(written, data):
    """Its sums and numbers fit, but what it says does not: read as far as it makes sense, and shown without a crash."""
    records = [json.loads(json.dumps(record)) for record, _ in parse(written.data)]
    for _ in range(data.draw(st.integers(1, 3))):
        record = data.draw(st.sampled_from(records))
        place, last = record, data.draw(st.sampled_from(sorted(record)))
        while data.draw(st.booleans()) and isinstance(place[last], dict | list) and place[last]:
            place = place[last]
            last = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        place[last] = data.draw(VALUES)
    rows = [{name: value for name, value in record.items() if name not in ("n", "crc")} for record in records]
    changed = b"".join(map(line, count(), rows))
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder) / written.name
        path.write_bytes(changed)
        with suppress(TooNew):
            contents = read_journal(path)
            assert contents.good + contents.rest == changed
        (Path(folder) / f"other-{written.name}").write_bytes(written.data)
        for entry in unfinished(Path(folder)):
            assert entry.source is None or entry.source.raw
        previous(Source.of_text("另一个文本", "讲话.txt"), Path("/x/讲话.txt"), Path(folder))
        session, journal, past = opened(Path(folder))
        stack.callback(journal.close)
        assert all(str(note) for note in past.notes)
        assert session.ledger
        assert {fix.key for fix in session.fixes} >= {fix.key for fix in (WATERMARK, SUSPECT, COMMA, BARE)}
        for fix in session.fixes:
            session.state(fix)
            assert all(0 <= span.start <= span.end <= len(SOURCE.raw) for span in fix.spans)
        session.keep(COMMA)
        while session.can_undo:
            session.undo()
        assert session.cleaned.text == opened(Path(folder) / "new")[0].cleaned.text
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / written.name).write_bytes(changed)
        for entry in unfinished(Path(folder)):
            discard(entry)
        assert unfinished(Path(folder)) == []


TIMES = ["2026-01-01T00:00:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2026-01-01T00:00:00+00:00"]


@pytest.mark.parametrize("when", TIMES)
def test_odd_times_can_be_compared(written, tmp_path, when):
    rows = [
        {name: value for name, value in record.items() if name not in ("n", "crc")} for record, _ in parse(written.data)
    ]
    odd = [{**row, "at": when} for row in rows]
    (tmp_path / written.name).write_bytes(written.data)
    for name, sha in (("a", "0" * 64), ("b", "1" * 64)):
        header = {**odd[0], "sha256": sha, "path": f"/x/{name}/讲话.txt"}
        (tmp_path / f"{sha[:24]}-utf-8-{name}.jsonl").write_bytes(b"".join(map(line, count(), [header, *odd[1:]])))
    assert len(unfinished(tmp_path)) >= 1
    previous(Source.of_text("另", "讲话.txt"), Path("/x/a/讲话.txt"), tmp_path)
    previous(Source.of_text("另", "讲话.txt"), Path("/x/b/讲话.txt"), tmp_path)
    for entry in unfinished(tmp_path):
        assert entry.when.astimezone()


@pytest.fixture(scope="module")
def project():
    return project_bytes(review(), with_source=True)


@given(ways=st.lists(st.sampled_from(WAYS), min_size=1, max_size=3), seed=SEEDS)
def test_a_damaged_project_is_refused_or_the_same(project, ways, seed):
    rng, changed = random.Random(seed), project  # noqa: S311
    for way in ways:
        changed = way(changed, rng) if changed else changed
    with tempfile.TemporaryDirectory() as folder:
        whole, path = Path(folder) / "whole.jiaodu", Path(folder) / "x.jiaodu"
        whole.write_bytes(project)
        path.write_bytes(changed)
        try:
            found = read_project(path)
        except NotAProject:
            return
        wanted = read_project(whole)
        assert (found.review, found.checkpoints, found.source) == (wanted.review, wanted.checkpoints, wanted.source)
