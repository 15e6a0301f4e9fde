"""A program is killed in the middle of a review, again and again: nothing is lost, the journal is always readable."""

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader.review.session import ReviewSession
from reader.store.journal_file import read_journal
from reader.store.resume import unfinished
from tests.store import reviewing_child
from tests.store.reviewing_child import digest, source, whole

ROOT = Path(__file__).resolve().parents[2]
A_LIFE = 20
"""Kills of one journal before another one is begun, or reading it would take longer and longer."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills with a POSIX signal")


@dataclass
class Tally:
    kills: int = 0
    deeds: int = 0
    torn: int = 0
    unsaid: int = 0
    """Deeds that were on the disk before the program could say that it had done them."""
    after_closing: int = 0


def test_killed_twenty_times_nothing_is_lost(tmp_path):
    tally = killings(tmp_path, 20, seed=1)
    assert tally.deeds > 20


@pytest.mark.long
def test_killed_a_thousand_times_nothing_is_lost(tmp_path):
    tally = killings(tmp_path, 1_000, seed=int(time.time()))
    print(tally)
    assert tally.deeds > 10_000


def killings(folder, times, seed):
    """Kill reviews at random moments and look at the journal after each, before anybody else does."""
    chance = random.Random(seed)  # noqa: S311  (nothing secret)
    tally = Tally()
    before = None
    for turn in range(times):
        place = folder / str(turn // A_LIFE)
        if turn % A_LIFE == 0:
            before = None
        said = killed(place, chance.randrange(10**9), chance.random() * 0.2)
        path = next(place.glob("*.jsonl"), None)
        opened = said[0][2:]
        # The new window stands where the last one was killed.
        assert before is None or opened == before
        assert said[0][0] in ("opened", "mended")
        tally.kills += 1
        tally.deeds += sum(what == "did" for what, *_ in said)
        if path is None:
            # Nothing was decided yet: the first deeds may be undo and redo, which do nothing then.
            assert {lines for _, lines, *_ in said} == {0}
            assert before is None
            continue
        contents = read_journal(path)
        # Everything that was said to be done before the kill is there: not only what is older than a second.
        _, lines, *stand = said[-1]
        assert contents.lines >= lines
        assert standing(path, lines) == tuple(stand)
        before = standing(path, contents.lines)
        tally.unsaid += contents.lines > lines
        tally.torn += bool(contents.rest)
        tally.after_closing += contents.closed
        assert bool(unfinished(place)) == (not contents.closed and before[0] > 0)
    return tally


def killed(folder, seed, patience):
    """What a reviewing program said until it was killed, so many seconds after it began."""
    command = [sys.executable, reviewing_child.__file__, str(folder), str(seed)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as child:
        first = child.stdout.readline()
        time.sleep(patience)
        child.kill()
        rest = child.stdout.read()
    assert child.returncode == -9
    # The kill may tear the last line that it said.
    whole_lines = [line.split() for line in (first + rest).decode().splitlines(keepends=True) if line.endswith("\n")]
    return [(what, int(lines), int(steps), int(at), text) for what, lines, steps, at, text in whole_lines]


def standing(path, lines):
    """Where a review stands by the first so many lines of its journal: steps, steps that hold, digest of the text."""
    part = path.with_suffix(".part")
    part.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:lines]))
    history = read_journal(part).history
    part.unlink()
    session = ReviewSession(source(), whole())
    session.resume(history.found.values(), history.steps, history.position)
    return len(session.steps), session.position, digest(session)
