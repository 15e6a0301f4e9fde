"""The record of a run: what it says is done is done, whatever happened to it or to the files."""

import json
import os
import shutil
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.batch.outcome import digest
from reader.batch.plan import plan
from reader.batch.record import Record
from reader.batch.results import InFolder
from reader.batch.settings import Accept, Settings, fingerprint
from reader.batch.work import clean_document
from reader.store.export import Format
from tests.cli.engines import PlayedEngine

NAMES = ("a.txt", "b.txt", "sub/c.txt")


@pytest.fixture
def batch(tmp_path):
    for name in NAMES:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"正 文 {name}", encoding="utf-8")
    return Batch(tmp_path)


class Batch:
    """Three documents that are cleaned as often as one likes."""

    def __init__(self, place):
        self.source, self.out = place / "in", place / "out"

    def run(self, *, resume=True, made="x"):
        """The names of what was cleaned, and the outcomes of what was known."""
        jobs = plan([self.source], self.out, "txt").jobs
        kept = InFolder(self.out, made, jobs, resume=resume)
        cleaned, known = [], []
        for job in jobs:
            outcome = kept.known(job)
            if outcome is None:
                outcome = clean_document(job, Settings(Format.TXT), PlayedEngine, lambda: False)
                cleaned.append(job.name)
            else:
                known.append(outcome)
            kept.take(outcome)
        kept.finish()
        kept.close()
        return cleaned, known

    @property
    def record(self):
        return self.out / ".jiaodu-record"


def test_what_is_done_and_unchanged_is_left_out(batch):
    assert batch.run(resume=False)[0] == list(NAMES)
    cleaned, known = batch.run()
    assert not cleaned
    assert [outcome.job.name for outcome in known] == list(NAMES)
    assert known[0].facts.applied == {"spacing": 2}
    assert not any(outcome.notes for outcome in known)
    assert batch.run(resume=False)[0] == list(NAMES), "only where it is asked for"


def change(path):
    path.write_text("另 文", encoding="utf-8")


def same_size(path):
    text = path.read_text("utf-8")
    path.write_text(text.replace("正", "反"), encoding="utf-8")
    os.utime(path, ns=(1, 1))


def touch(path):
    os.utime(path, ns=(1, 1))


@pytest.mark.parametrize(
    ("what", "again"), [(change, True), (same_size, True), (touch, False), (lambda path: path.unlink(), None)]
)
def test_a_changed_document_is_done_again_a_touched_one_is_not(batch, what, again):
    batch.run()
    what(batch.source / "b.txt")
    cleaned, _ = batch.run()
    assert cleaned == (["b.txt"] if again else [])
    if again is False:
        before = batch.record.read_bytes()
        batch.run()
        assert batch.record.read_bytes() == before, "the new time is remembered"


def test_a_missing_result_is_made_again_and_a_changed_one_is_left(batch):
    batch.run()
    (batch.out / "a.txt").unlink()
    (batch.out / "b.txt").write_text("corrected by hand", encoding="utf-8")
    cleaned, known = batch.run()
    assert cleaned == ["a.txt"]
    assert (batch.out / "b.txt").read_text("utf-8") == "corrected by hand"
    assert [bool(outcome.notes) for outcome in known] == [True, False]
    assert "left as it is" in str(known[0].notes[0])


def test_other_settings_are_done_again(batch):
    batch.run(made="x")
    assert batch.run(made="y")[0] == list(NAMES)
    assert not batch.run(made="y")[0]


@pytest.mark.parametrize(
    "other",
    [
        {"format": Format.MD}, {"encoding": "utf-8"}, {"read_as": "big5"}, {"language": "zh_CN"}, {"lines": True},
        {"accept": Accept.SURE}, {"threshold": 0.5}, {"suspects": False}, {"doubtful": False},
    ],
)  # fmt: skip
def test_every_setting_that_changes_results_is_in_the_fingerprint(other):
    assert fingerprint(replace(Settings(), **other), "1") != fingerprint(Settings(), "1")


def test_version_and_tables_are_in_the_fingerprint_and_time_is_not(monkeypatch, tmp_path):
    made = fingerprint(Settings(), "1")
    assert fingerprint(Settings(), "2") != made
    assert fingerprint(Settings(timeout=5), "1") == made
    other = tmp_path / "manifest.json"
    other.write_text("{}")
    monkeypatch.setattr("reader.batch.settings.resource_path", lambda name: other)
    assert fingerprint(Settings(), "1") != made


def test_failed_documents_are_tried_again(batch):
    (batch.source / "b.txt").write_text("raise")
    batch.run()
    assert batch.run()[0] == ["b.txt"]


def test_lines_that_tell_of_old_runs_are_dropped_in_the_end(batch):
    for made in "abcdefgh":
        batch.run(made=made)
    assert batch.record.read_bytes().count(b"\n") <= 4 * len(NAMES)
    assert not batch.run(made="h")[0]


@pytest.mark.parametrize("fault", [b"{", b"[]\n", b"null\n", b'{"name": 1}\n', b"\xff\xfe\n", b"[" * 5000 + b"\n"])
def test_lines_that_make_no_sense_are_passed_over(batch, fault):
    batch.run()
    batch.record.write_bytes(fault + b"\n" + batch.record.read_bytes())
    assert not batch.run()[0]


@pytest.mark.parametrize(
    "damage", [{"schema": 2}, {"facts": None}, {"facts": {}}, {"source": [1]}, {"written": "x"}, {"target": "b.txt"}]
)
def test_a_line_of_another_form_counts_as_none(batch, damage):
    batch.run()
    first, *others = batch.record.read_text("utf-8").splitlines()
    lines = [json.dumps(json.loads(first) | damage), *others]
    batch.record.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert batch.run()[0] == ["a.txt"]


@settings(max_examples=40)
@given(share=st.integers(0, 2_000).map(lambda number: number / 2_000))
def test_a_record_cut_anywhere_never_claims_what_is_not_so(share, tmp_path_factory):
    place = tmp_path_factory.mktemp("cut")
    (place / "in").mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (place / "in" / name).write_text(f"正 文 {name}", encoding="utf-8")
    batch = Batch(place)
    batch.run()
    whole = batch.record.read_bytes()
    cut = round(share * len(whole))
    batch.record.write_bytes(whole[:cut])
    cleaned, _ = batch.run()
    # A whole line counts even if its line end is cut off.
    assert len(cleaned) in (3 - whole[:cut].count(b"\n"), 3 - whole[: cut + 1].count(b"\n"))
    assert not batch.run()[0], "what was added after the cut is read"
    shutil.rmtree(place)


def test_a_record_that_cannot_be_written_is_said_once_and_stops_nothing(batch, monkeypatch):
    def full(self, outcome):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Record, "add", full)
    jobs = plan([batch.source], batch.out, "txt").jobs
    kept = InFolder(batch.out, "x", jobs, resume=False)
    said = [kept.take(clean_document(job, Settings(), PlayedEngine, lambda: False)) for job in jobs]
    kept.close()
    assert [bool(message) for message in said] == [True, False, False]
    assert "No space left on device" in str(said[0])
    assert (batch.out / "sub/c.txt").exists()


def test_half_written_files_of_killed_runs_are_swept_away(batch):
    batch.run()
    old, young = batch.out / ".jiaodu-old.tmp", batch.out / ".jiaodu-young.tmp"
    old.write_text("half")
    young.write_text("half")
    os.utime(old, (1, 1))
    batch.run()
    assert not old.exists()
    assert young.exists(), "somebody may be writing it"
    now = time.time()
    os.utime(young, (now - 30, now - 30))
    batch.run()
    assert not young.exists(), "it was there from the beginning to the end, and nobody wrote"


def test_the_sum_of_a_line_is_its_own():
    assert digest(b"a") != digest(b"b")
    assert digest(b"a") == digest(b"a")
