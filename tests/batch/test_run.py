"""Many documents: results do not depend on the number of processes, and no document stops the others."""

import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest

from reader.batch import crew as crews
from reader.batch.crew import Crew, NoProcesses
from reader.batch.outcome import Outcome
from reader.batch.plan import Job, plan
from reader.batch.run import SMALL, run, workers_for
from reader.batch.settings import Settings
from reader.batch.work import clean_document
from reader.store.export import Format
from tests.cli.engines import Exploding, PlayedEngine

FILES = {
    "a.txt": "一 二",
    "b.txt": "please raise",
    "c.txt": "三 四",
    "d.txt": "",
    "e.txt": "五 六",
    "f.txt": "七 八",
}


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    for name, text in FILES.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def results(paths, out, workers, form=Format.JSON, **settings):
    jobs = plan(paths, out, form.suffix).jobs
    outcomes = list(run(jobs, Settings(form, language="en", **settings), workers, PlayedEngine))
    assert [outcome.job for outcome in outcomes] == list(jobs), "outcomes come in the order of the jobs"
    failures = {outcome.job.name: str(outcome.failure) for outcome in outcomes if outcome.failure}
    files = {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    return failures, files


def test_results_do_not_depend_on_the_number_of_workers_or_the_order_of_paths(folder, tmp_path):
    alone = results([folder], tmp_path / "one", 1)
    failures, files = alone
    assert set(failures) == {"b.txt", "d.txt"}
    assert "RuntimeError: the text asked for it" in failures["b.txt"]
    assert failures["d.txt"] == "d.txt is empty."
    assert set(files) == {"a.json", "c.json", "e.json", "f.json"}
    for workers in (2, 4):
        paths = [folder / name for name in FILES]
        random.Random(workers).shuffle(paths)  # noqa: S311  (no secret)
        assert results(paths, tmp_path / str(workers), workers) == alone


def test_every_document_gets_an_engine_that_has_seen_no_other(folder, tmp_path):
    (folder / "f.txt").write_text("a second text", encoding="utf-8")
    failures, _ = results([folder], tmp_path / "out", 1)
    assert set(failures) == {"b.txt", "d.txt"}


def test_a_document_that_kills_its_process_fails_alone(folder, tmp_path):
    (folder / "c.txt").write_text("die", encoding="utf-8")
    failures, files = results([folder], tmp_path / "out", 2, Format.TXT)
    assert set(failures) == {"b.txt", "c.txt", "d.txt"}
    assert "ended early" in failures["c.txt"]
    assert {name: data.decode() for name, data in files.items()} == {
        "a.txt": "一二",
        "e.txt": "五六",
        "f.txt": "七八",
    }


def test_a_document_whose_process_was_killed_gets_another(folder, tmp_path):
    (folder / "c.txt").write_text(f"once: {tmp_path / 'mark'}", encoding="utf-8")
    failures, files = results([folder], tmp_path / "out", 2, Format.TXT)
    assert (tmp_path / "mark").exists()
    assert set(failures) == {"b.txt", "d.txt"}
    assert "c.txt" in files


def test_what_a_dead_process_left_half_written_is_taken_away(folder, tmp_path):
    out = tmp_path / "out"
    (folder / "c.txt").write_text(f"torn: {out / '.jiaodu-x.tmp'}", encoding="utf-8")
    failures, files = results([folder], out, 2, Format.TXT)
    assert set(failures) == {"b.txt", "c.txt", "d.txt"}
    assert set(files) == {"a.txt", "e.txt", "f.txt"}


def test_too_little_memory_is_said_and_the_process_goes(folder, tmp_path):
    (folder / "c.txt").write_text("memory", encoding="utf-8")
    failures, files = results([folder], tmp_path / "out", 1, Format.TXT)
    assert "The memory is too small for this file" in failures["c.txt"]
    assert set(files) == {"a.txt", "e.txt", "f.txt"}


def test_a_document_that_takes_too_long_is_given_up(folder, tmp_path):
    (folder / "c.txt").write_text("slow", encoding="utf-8")
    failures, files = results([folder], tmp_path / "out", 2, Format.TXT, timeout=0.4)
    assert failures["c.txt"].startswith("This file was given up after")
    assert set(files) == {"a.txt", "e.txt", "f.txt"}


def test_a_document_whose_process_does_not_listen_is_given_up(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(crews, "_GRACE", 0.3)
    (folder / "c.txt").write_text("deaf", encoding="utf-8")
    begun = time.monotonic()
    failures, files = results([folder], tmp_path / "out", 2, Format.TXT, timeout=0.4)
    assert failures["c.txt"].startswith("This file was given up after")
    assert set(files) == {"a.txt", "e.txt", "f.txt"}
    assert time.monotonic() - begun < 50, "it was waited for"


@pytest.mark.parametrize("workers", [1, 2])
def test_stopping_keeps_what_is_done_and_leaves_nothing_half(folder, tmp_path, workers):
    (folder / "e.txt").write_text("slow", encoding="utf-8")
    jobs = plan([folder], tmp_path / "out", "txt").jobs
    outcomes = run(jobs, Settings(), workers, PlayedEngine)
    assert [next(outcomes).job.name for _ in range(4)] == ["a.txt", "b.txt", "c.txt", "d.txt"]
    outcomes.close()
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"a.txt", "c.txt"} <= names <= {"a.txt", "c.txt", "f.txt"}


def test_processes_that_cannot_start_end_the_run(folder, tmp_path):
    jobs = plan([folder], tmp_path / "out", "txt").jobs
    with pytest.raises(NoProcesses):
        list(run(jobs, Settings(), 2, Exploding()))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system does not list processes as files")
def test_killing_processes_at_random_loses_nothing(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    for number in range(600):
        (place / f"{number:03}.txt").write_text(f"第 {number} 份", encoding="utf-8")
    jobs = plan([place], tmp_path / "out", "txt").jobs
    over = threading.Event()
    killed = []

    def killer():
        mine = os.getpid()
        while not over.wait(1.0):
            children = Path(f"/proc/{mine}/task/{mine}/children").read_text().split()
            workers = [int(child) for child in children if b"spawn_main" in _command(child)]
            if workers:
                killed.append(random.choice(workers))  # noqa: S311  (no secret)
                os.kill(killed[-1], signal.SIGKILL)

    thread = threading.Thread(target=killer)
    thread.start()
    outcomes = []
    try:
        for outcome in run(jobs, Settings(Format.TXT), 2, PlayedEngine):
            outcomes.append(outcome)
            time.sleep(0.005)
    finally:
        over.set()
        thread.join()
    assert killed
    # A document may be hit twice; it is named then, and only then it has no result.
    for outcome in outcomes:
        assert outcome.job.target.exists() == (outcome.failure is None)
        if outcome.failure is None:
            assert outcome.job.target.read_text("utf-8") == outcome.job.path.read_text("utf-8").replace(" ", "")
    assert sum(outcome.failure is not None for outcome in outcomes) < len(killed)


def _command(process):
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def test_what_is_known_is_not_cleaned_again(folder, tmp_path):
    jobs = plan([folder], tmp_path / "out", "txt").jobs

    def known(job):
        return Outcome(job, unchanged=True) if job.name in ("a.txt", "b.txt", "f.txt") else None

    outcomes = list(run(jobs, Settings(Format.TXT), 2, PlayedEngine, known=known))
    assert [outcome.unchanged for outcome in outcomes] == [True, True, False, False, False, True]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"c.txt", "e.txt"}


def test_a_system_without_room_for_more_processes_uses_those_that_it_has(folder, tmp_path, monkeypatch):
    real = Crew._started
    started = []

    def full(self):
        if len(started) >= most:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        started.append(real(self))
        return started[-1]

    monkeypatch.setattr(Crew, "_started", full)
    jobs = plan([folder], tmp_path / "out", "txt").jobs
    most = 1
    assert len(list(run(jobs, Settings(), 3, PlayedEngine))) == len(FILES)
    most = 0
    with pytest.raises(NoProcesses):
        list(run(jobs, Settings(), 3, PlayedEngine))


def test_no_process_is_started_for_nothing(folder, tmp_path, monkeypatch):
    def refuse(self):
        raise AssertionError("a process was started")

    monkeypatch.setattr(Crew, "_started", refuse)
    jobs = plan([folder], tmp_path / "out", "txt").jobs
    assert len(list(run(jobs, Settings(), 2, PlayedEngine, known=lambda job: Outcome(job, unchanged=True)))) == 6
    assert [o.failure for o in run(jobs[:1], Settings(Format.TXT), 2, PlayedEngine)] == [None]


def test_facts_say_what_was_done(tmp_path):
    page = tmp_path / "页.txt"
    page.write_bytes("会 议…内 容".encode("gb18030"))
    outcome = clean_document(Job(page, "页.txt"), Settings(Format.TXT), PlayedEngine, lambda: False)
    facts = outcome.facts
    assert (facts.characters, facts.kept, facts.removed, facts.changed, facts.inserted) == (7, 5, 2, 0, 0)
    assert (facts.encoding, facts.format, facts.applied, facts.pending) == ("gb18030", "txt", {"spacing": 2}, {})
    assert facts.notices["gap"] == 1
    assert outcome.source.size == page.stat().st_size
    assert outcome.written == len(outcome.data) == 10


def test_small_work_does_not_pay_for_processes(tmp_path):
    (tmp_path / "small.txt").write_bytes(b"x")
    (tmp_path / "large.txt").write_bytes(b"x" * 2 * SMALL)
    small, large = Job(tmp_path / "small.txt", ""), Job(tmp_path / "large.txt", "")
    assert workers_for([]) == 1
    assert workers_for([small] * 5) == 1
    assert workers_for([large]) == 1, "one document is cleaned by one process"
    assert workers_for([Job(tmp_path / "missing", "")]) == 1
    assert workers_for([large, large], 1) == 1
    assert workers_for([small, small], 8) == 2


def test_large_work_uses_the_cores(tmp_path, monkeypatch):
    monkeypatch.setattr("reader.batch.run._cores", lambda: 4)
    (tmp_path / "large.txt").write_bytes(b"x" * 10 * SMALL)
    assert workers_for([Job(tmp_path / "large.txt", "")] * 10) == 4
