"""Many documents: results do not depend on the number of workers, and no document stops the others."""

import pytest

from reader.batch.plan import Job, plan
from reader.batch.run import SMALL, run, workers_for
from reader.batch.work import Settings
from reader.store.export import Format
from tests.cli.engines import PlayedEngine

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


def results(folder, out, workers, form=Format.JSON):
    jobs = plan([folder], out, form.value).jobs
    outcomes = list(run(jobs, Settings(form, language="en"), workers, PlayedEngine))
    assert [outcome.job for outcome in outcomes] == list(jobs), "outcomes come in the order of the jobs"
    failures = {outcome.job.name: str(outcome.failure) for outcome in outcomes if outcome.failure}
    files = {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    return failures, files


def test_results_do_not_depend_on_the_number_of_workers(folder, tmp_path):
    alone = results(folder, tmp_path / "one", 1)
    together = results(folder, tmp_path / "three", 3)
    assert alone == together
    failures, files = alone
    assert set(failures) == {"b.txt", "d.txt"}
    assert "RuntimeError: the text asked for it" in failures["b.txt"]
    assert failures["d.txt"] == "d.txt is empty."
    assert set(files) == {"a.json", "c.json", "e.json", "f.json"}


def test_a_document_that_kills_its_process_fails_alone(folder, tmp_path):
    (folder / "c.txt").write_text("die", encoding="utf-8")
    failures, files = results(folder, tmp_path / "out", 2, Format.TXT)
    assert set(failures) == {"b.txt", "c.txt", "d.txt"}
    assert "ended early" in failures["c.txt"]
    assert {name: data.decode() for name, data in files.items()} == {
        "a.txt": "一二",
        "e.txt": "五六",
        "f.txt": "七八",
    }


@pytest.mark.parametrize("workers", [1, 2])
def test_stopping_keeps_what_is_done_and_leaves_nothing_half(folder, tmp_path, workers):
    (folder / "e.txt").write_text("slow", encoding="utf-8")
    jobs = plan([folder], tmp_path / "out", "txt").jobs
    outcomes = run(jobs, Settings(), workers, PlayedEngine)
    assert [next(outcomes).job.name for _ in range(4)] == ["a.txt", "b.txt", "c.txt", "d.txt"]
    outcomes.close()
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"a.txt", "c.txt"} <= names <= {"a.txt", "c.txt", "f.txt"}


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
