"""Cleaning for somebody who looks on: what is told, pausing, stopping, and what is remembered."""

import multiprocessing
import threading
import time

import pytest

from reader.batch.ahead import Ahead
from reader.batch.background import Background, Marks, documents, queue_folder
from reader.batch.settings import Settings
from reader.store.export import Format
from reader.text.analysis import Analysis, Standing
from tests.cli.engines import PlayedEngine

SETTINGS = Settings(suspects=False, plugins=False)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("JIAODU_STATE", str(tmp_path / "state"))
    folder = tmp_path / "页"
    (folder / "sub").mkdir(parents=True)
    for number in range(4):
        (folder / f"{number}.txt").write_text(f"春耕讲话\n同志们,这是第{number}页,大家辛苦了。\n", "utf-8")
    (folder / "empty.txt").touch()
    (folder / "sub" / "5.txt").write_text("秋收讲话\n同志们，大家好。\n", "utf-8")
    return folder


def background(folder, **options):
    return Background(documents([folder]).jobs, SETTINGS, queue_folder([folder]), **options)


def told(work):
    return [each for news in work.told() for each in news]


def test_every_document_is_told_of_and_known_the_next_time(folder):
    first = told(background(folder, workers=2))
    done = {each.number: each.outcome for each in first if each.outcome is not None}
    assert sorted(done) == list(range(6))
    assert [done[number].failure is not None for number in sorted(done)].count(True) == 1
    assert all(not outcome.data for outcome in done.values())
    (folder / "1.txt").write_text("完全不同的一页。\n", "utf-8")
    again = {each.number: each.outcome for each in told(background(folder)) if each.outcome is not None}
    anew = [outcome.job.path.name for outcome in again.values() if not outcome.unchanged]
    # What failed is tried again.
    assert sorted(anew) == ["1.txt", "empty.txt"]


def test_some_documents_of_a_folder_are_known_to_the_queue_of_the_folder(folder):
    paths = [folder / "0.txt", folder / "sub" / "5.txt"]
    told(Background(documents(paths).jobs, SETTINGS, queue_folder(paths)))
    known = [each.outcome.job.path.name for each in told(background(folder)) if each.outcome and each.outcome.unchanged]
    assert known == ["0.txt", "5.txt"]


def test_a_pause_begins_nothing_and_an_end_of_it_goes_on(folder):
    work, came = background(folder, workers=1), []
    work.pause()
    thread = threading.Thread(target=lambda: [came.extend(news) for news in work.told()])
    thread.start()
    time.sleep(0.5)
    assert not came
    assert thread.is_alive()
    work.go_on()
    thread.join(60)
    assert len([each for each in came if each.outcome is not None]) == 6


def test_a_stopped_queue_ends_and_keeps_what_is_done(folder):
    work, came = background(folder, workers=1), []
    for news in work.told():
        came += [each for each in news if each.outcome is not None]
        if came:
            work.stop()
    assert 0 < len(came) < 6
    again = [each.outcome for each in told(background(folder)) if each.outcome is not None]
    assert sum(outcome.unchanged for outcome in again) == sum(each.outcome.facts is not None for each in came)


@pytest.mark.parametrize("text", ["slow", "deaf"])
def test_stopping_waits_for_no_document(folder, text):
    """One listens and could go on for half a minute, the other does not listen."""
    (folder / "0.txt").write_text(text, "utf-8")
    work = background(folder, workers=1, make_engine=PlayedEngine)
    timer = threading.Timer(1.5, work.stop)
    timer.start()
    begun = time.monotonic()
    came = told(work)
    assert [each.outcome for each in came] == [None]
    assert time.monotonic() - begun < 25, "it was waited for"
    assert not multiprocessing.active_children()


def test_a_document_that_ends_its_process_fails_alone(folder):
    (folder / "1.txt").write_text("die", "utf-8")
    outcomes = [each.outcome for each in told(background(folder, make_engine=PlayedEngine)) if each.outcome]
    assert {outcome.job.path.name for outcome in outcomes if outcome.failure} == {"1.txt", "empty.txt"}
    assert len(outcomes) == 6


def test_a_queue_that_is_stopped_before_it_began_does_nothing(folder):
    work = background(folder)
    work.stop()
    assert told(work) == []


def test_what_was_saved_beside_its_document_is_no_document(folder):
    names = ("0_校订.txt", "0_校订.docx", "0_修订.docx", "0_校订报告.html", "0_校订明细.csv")
    for name in names:
        (folder / name).write_text("春耕讲话", "utf-8")
    assert not {job.path.name for job in documents([folder]).jobs} & set(names)


def test_results_keep_their_folders(folder, tmp_path):
    plan = documents([folder], tmp_path / "out", Format.DOCX)
    assert tmp_path / "out" / "sub" / "5.docx" in {job.target for job in plan.jobs}


def test_marks_are_remembered_and_a_torn_line_harms_nothing(tmp_path):
    marks = Marks(tmp_path / "a")
    marks.put("one", True)
    marks.put("two", True)
    marks.put("one", False)
    with (tmp_path / "a" / "marks.jsonl").open("a") as file:
        file.write('["thr')
    again = Marks(tmp_path / "a")
    assert [again.of(digest) for digest in ("one", "two", "thr")] == [False, True, None]


def test_what_is_kept_ahead_is_bounded():
    ahead, analysis = Ahead(2, 10), Analysis((), (), ())
    for raw in ("一", "二", "三"):
        ahead.put(raw, Standing(), analysis)
    assert [ahead.get(raw, Standing()) for raw in ("一", "二", "三")] == [None, analysis, analysis]
    ahead.put("四" * 9, Standing(), analysis)
    assert len(ahead) == 2
    ahead.put("五" * 11, Standing(), analysis)
    assert len(ahead) == 0


def test_what_is_kept_ahead_holds_for_the_same_decisions_only():
    ahead, analysis = Ahead(), Analysis((), (), ())
    ahead.put("一", Standing(), analysis)
    assert ahead.get("一", Standing(rejected=frozenset({"key"}))) is None
