"""JSON Lines: one file, in the order of the documents, taken up again where a run was stopped."""

import json
import random

import pytest

from reader.batch.plan import plan
from reader.batch.results import InUse, OneFile
from reader.batch.settings import Settings
from reader.batch.work import clean_document
from tests.cli.engines import PlayedEngine

NAMES = tuple(f"{number:02}.txt" for number in range(8))


@pytest.fixture
def batch(tmp_path):
    (tmp_path / "in").mkdir()
    for name in NAMES:
        (tmp_path / "in" / name).write_text(f"正 文 {name}\u2028后", encoding="utf-8")
    return Batch(tmp_path)


class Batch:
    def __init__(self, place):
        self.source, self.path = place / "in", place / "all.jsonl"
        self.part = place / "all.jsonl.part"

    def run(self, *, resume=True, stop_after=None, paths=None, made="x"):
        """The names of what was cleaned."""
        jobs = plan(paths or [self.source], None, "json").jobs
        lines = OneFile(self.path, made, resume=resume)
        cleaned = []
        try:
            for job in jobs:
                outcome = lines.known(job)
                if outcome is None:
                    if len(cleaned) == stop_after:
                        return cleaned
                    outcome = clean_document(job, Settings(lines=True, language="en"), PlayedEngine, lambda: False)
                    cleaned.append(job.name)
                lines.take(outcome)
            lines.finish()
        finally:
            lines.close()
        return cleaned

    @property
    def names(self):
        return [json.loads(line)["source"]["path"] for line in self.path.read_text("utf-8").split("\n")[:-1]]


def test_a_line_for_each_document_in_order(batch):
    assert batch.run() == list(NAMES)
    assert batch.names == list(NAMES)
    document = json.loads(batch.path.read_bytes().split(b"\n")[0])
    assert document["schema"] == "jiaodu/1"
    assert document["clean"] == "正文00.txt\u2028后"
    assert len(batch.path.read_text("utf-8").splitlines()) == len(NAMES), "no line is cut by what a text holds"
    assert {path.name for path in batch.path.parent.iterdir()} == {"in", "all.jsonl", ".all.jsonl.jiaodu-record"}


def test_a_stopped_run_is_taken_up(batch):
    whole = batch.run() and batch.path.read_bytes()
    batch.path.unlink()
    batch.path.with_name(".all.jsonl.jiaodu-record").unlink()
    assert batch.run(stop_after=3) == list(NAMES[:3])
    assert not batch.path.exists(), "the file is whole or not there"
    assert batch.run(stop_after=2) == list(NAMES[3:5])
    with batch.part.open("ab") as part:
        part.write(b'{"schema": "jiaodu/1", "torn')
    assert batch.run() == list(NAMES[5:])
    assert batch.path.read_bytes() == whole
    assert not batch.part.exists()


def test_a_finished_file_is_the_source_of_what_did_not_change(batch):
    batch.run()
    before = batch.path.read_bytes()
    assert batch.run() == []
    assert batch.path.read_bytes() == before
    (batch.source / "04.txt").write_text("改 了", encoding="utf-8")
    assert batch.run() == ["04.txt"]
    assert batch.names == list(NAMES)
    lines, old = batch.path.read_bytes().split(b"\n"), before.split(b"\n")
    assert [at for at in range(len(NAMES)) if lines[at] != old[at]] == [4]


def test_the_order_is_that_of_the_documents_however_they_came_to_be_there(batch):
    batch.run()
    paths = [batch.source / name for name in NAMES]
    random.Random(7).shuffle(paths)  # noqa: S311  (no secret)
    assert batch.run(paths=paths) == []
    assert batch.names == [path.name for path in paths]
    assert batch.run(paths=paths[:3]) == []
    assert batch.names == [path.name for path in paths[:3]]


def test_a_stopped_run_does_not_harm_the_finished_file(batch):
    batch.run()
    before = batch.path.read_bytes()
    assert batch.run(made="y", stop_after=2) == list(NAMES[:2])
    assert batch.path.read_bytes() == before
    assert batch.run(made="y") == list(NAMES[2:])


def test_without_resume_everything_is_done_again(batch):
    batch.run()
    batch.run(stop_after=2, made="y")
    assert batch.run(resume=False) == list(NAMES)
    assert batch.names == list(NAMES)


def test_a_line_that_was_tampered_with_is_made_again(batch):
    batch.run()
    text = batch.path.read_bytes()
    batch.path.write_bytes(text.replace("正文03".encode(), "正文99".encode()))
    assert batch.run() == ["03.txt"]
    assert batch.path.read_bytes() == text


def test_failed_documents_have_no_line(batch):
    (batch.source / "02.txt").write_text("raise")
    batch.run()
    assert batch.names == [name for name in NAMES if name != "02.txt"]
    assert batch.run() == ["02.txt"]


def test_two_runs_do_not_write_one_file(batch):
    first = OneFile(batch.path, "x", resume=False)
    with pytest.raises(InUse):
        OneFile(batch.path, "x", resume=False)
    first.close()
    OneFile(batch.path, "x", resume=False).close()
