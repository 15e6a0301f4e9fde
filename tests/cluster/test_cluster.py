"""Documents on a cluster of two workers on this machine: the results of one machine, whatever happens to them."""

import json
import os
import signal
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import reader
from reader.batch.plan import Job
from reader.batch.run import run as run_here
from reader.batch.settings import Settings
from reader.store.export import Format

distributed = pytest.importorskip("distributed", reason="needs the extra jiaodu[dask]")

from reader import cluster  # noqa: E402
from reader.cluster import running  # noqa: E402
from reader.cluster.task import clean_packed, line_of  # noqa: E402

pytestmark = pytest.mark.slow

QUICK = Settings(Format.JSON, lines=True, suspects=False, language="en")
PAGE = (
    "关于做好第{n}项工作的讲话\n同志们：\n今天开会,主要讲三点意见。第一，要提高认识；第二，要落实责任；第三，要加强检查，"
    "务求取得实效。\n本文档由会员上传，下载文档请登录账号\n"
)


@pytest.fixture(scope="module")
def local():
    """Two workers and their address."""
    with running.local_cluster(2) as here:
        yield here


@pytest.fixture
def pages(tmp_path):
    for n in range(12):
        (tmp_path / f"{n:02}.txt").write_text(PAGE.format(n=n), encoding="utf-8")
    (tmp_path / "03.txt").write_bytes(b"")
    (tmp_path / "05.txt").unlink()
    (tmp_path / "07.txt").write_bytes(bytes(range(256)) * 40)
    return [tmp_path / f"{n:02}.txt" for n in range(12)]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1_000)


def test_the_results_are_those_of_one_machine_in_the_order_of_the_documents(local, pages):
    expected = [line_of(outcome) for outcome in run_here([Job(path, path.name) for path in pages], QUICK, 1)]
    lines = list(cluster.lines(pages, QUICK, address=local.scheduler_address))
    assert lines == expected
    failed = {record["source"]["path"]: record["failure"] for record in map(json.loads, lines) if "failure" in record}
    assert sorted(failed) == ["03.txt", "05.txt", "07.txt"]
    assert failed["03.txt"] == "03.txt is empty."


def test_without_an_address_this_machine_is_the_cluster(pages):
    records = list(cluster.clean([*pages[:3], ("a text", PAGE)], QUICK, workers=1))
    assert [record["source"]["path"] for record in records] == ["00.txt", "01.txt", "02.txt", "a text"]
    assert records[3] == reader.clean(PAGE, suspects=False, name="a text").to_dict()


def test_texts_travel_and_fail_alone(local):
    documents = [("good", PAGE), ("empty", ""), ("half", "\ud800" + PAGE), ("last", PAGE)]
    records = list(cluster.clean(documents, QUICK, address=local.scheduler_address))
    assert [("failure" in record, record["source"]["path"]) for record in records] == [
        (False, "good"), (True, "empty"), (False, "half"), (False, "last")
    ]  # fmt: skip
    assert records[0]["clean"] == records[3]["clean"] == reader.clean(PAGE, suspects=False).text


def test_results_can_be_files_that_the_workers_write(local, pages, tmp_path):
    jobs = [Job(path, path.name, tmp_path / "out" / path.name) for path in pages[:3]]
    settings = replace(QUICK, format=Format.TXT, lines=False)
    outcomes = list(cluster.run(jobs, settings, address=local.scheduler_address))
    assert [outcome.failure for outcome in outcomes] == [None] * 3
    assert (tmp_path / "out" / "02.txt").read_text("utf-8").startswith("关于做好第2项工作的讲话\n")


def test_what_is_known_is_not_cleaned_again(local, pages):
    jobs = [Job(path, path.name) for path in pages]
    first = list(cluster.run(jobs, QUICK, address=local.scheduler_address))
    known = {outcome.job: replace(outcome, unchanged=True) for outcome in first[::2]}
    again = list(cluster.run(jobs, QUICK, address=local.scheduler_address, known=known.get))
    assert [outcome.job for outcome in again] == jobs
    assert [outcome.unchanged for outcome in again] == [True, False] * 6
    assert [outcome.data for outcome in again] == [outcome.data for outcome in first]


def test_a_worker_that_is_killed_costs_no_document(local, pages):
    with distributed.Client(local.scheduler_address, set_as_default=False) as client:
        pids = list(client.run(os.getpid).values())
    documents = [(f"{n}", PAGE.format(n=n) * 20) for n in range(40)]
    records = []
    for record in cluster.clean(documents, QUICK, address=local.scheduler_address):
        records.append(record)
        if len(records) == 5:
            os.kill(pids[0], signal.SIGKILL)
    assert [record["source"]["path"] for record in records] == [name for name, _ in documents]
    assert not [record for record in records if "failure" in record]


def deadly(jobs, settings, made):
    if any(job.name == "deadly" for job in jobs):
        os._exit(3)
    return clean_packed(jobs, settings, made)


def test_a_document_that_kills_its_workers_is_the_only_one_that_fails(monkeypatch):
    from distributed.protocol.pickle import cloudpickle

    module = sys.modules[__name__]
    cloudpickle.register_pickle_by_value(module)
    monkeypatch.setattr(running, "clean_packed", deadly)
    monkeypatch.setattr(running, "BATCH", 100_000)
    documents = [("first", PAGE), ("deadly", PAGE), ("last", PAGE)]
    try:
        records = list(cluster.clean(documents, QUICK, workers=2))
    finally:
        cloudpickle.unregister_pickle_by_value(module)
    assert ["failure" in record for record in records] == [False, True, False]
    assert "ended early" in records[1]["failure"]


def test_a_worker_with_another_program_is_told(local, monkeypatch):
    monkeypatch.setattr(running, "made_with", lambda _: "other tables")
    (record,) = cluster.clean([("page", PAGE)], QUICK, address=local.scheduler_address)
    assert "another version" in record["failure"]


def test_pdfs_are_read_by_workers_too(local, tmp_path):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(tmp_path / "page.pdf"))
    canvas.setFont("STSong-Light", 12)
    for number, line in enumerate(["关于开好会议的讲话", "同志们：", "今天开会，主要讲三点意见。"]):
        canvas.drawString(72, 720 - 20 * number, line)
    canvas.save()
    (record,) = cluster.clean([tmp_path / "page.pdf"], QUICK, address=local.scheduler_address)
    assert "今天开会" in record["clean"]


def test_stopping_early_leaves_the_cluster_to_others(local):
    documents = [(f"{n}", PAGE.format(n=n)) for n in range(60)]
    with closing(cluster.lines(documents, QUICK, address=local.scheduler_address)) as lines:
        next(lines)
    assert len(list(cluster.clean(documents[:2], QUICK, address=local.scheduler_address))) == 2


def test_where_there_is_no_scheduler(monkeypatch):
    monkeypatch.setattr(running, "_WAIT", 1)
    with pytest.raises(cluster.NoCluster, match="The cluster cannot be used"):
        list(cluster.clean([("page", PAGE)], address="tcp://127.0.0.1:9"))


def test_a_bag_of_documents():
    from dask import bag

    documents = [(f"{n}", PAGE.format(n=n)) for n in range(4)] + [("empty", "")]
    cleaned = cluster.clean_bag(bag.from_sequence(documents, npartitions=2), QUICK)
    assert cleaned.npartitions == 2
    lines = cleaned.compute(scheduler="synchronous")
    assert lines == list(cluster.lines(documents, QUICK, workers=1))


def test_a_data_frame_of_texts():
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frames = pytest.importorskip("dask.dataframe")
    texts = pandas.DataFrame({"body": [PAGE, None, ""], "year": [2001, 2002, 2003]}, index=["a", "b", "c"])
    cleaned = cluster.clean_frame(frames.from_pandas(texts, npartitions=2), "body", QUICK)
    assert list(cleaned.columns) == ["body", "year", "clean", "json", "failure"]
    done = cleaned.compute(scheduler="synchronous")
    assert done.loc["a", "clean"] == reader.clean(PAGE, suspects=False).text
    assert json.loads(done.loc["a", "json"])["source"]["path"] == "a"
    assert done["failure"].tolist() == ["", "", "c is empty."]
    assert list(done["year"]) == [2001, 2002, 2003]
    with pytest.raises(KeyError):
        cluster.clean_frame(frames.from_pandas(texts, npartitions=1), "text")


def test_the_rest_of_the_program_does_without_dask():
    import subprocess

    program = (
        "import sys; sys.modules['dask'] = sys.modules['distributed'] = None\n"
        f"import reader; from reader.cluster import NoCluster; print(reader.clean({PAGE!r}, suspects=False).raw[:2])"
    )
    root = Path(reader.__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.stdout == "关于\n", done.stderr


def test_the_command_line_hands_documents_to_a_cluster(local, pages, tmp_path, monkeypatch, capsys):
    from reader.__main__ import main

    monkeypatch.chdir(tmp_path)
    names = [path.name for path in pages]
    wanted = ["--format", "jsonl", "--no-suspects", "--language", "en", "--no-plugins"]
    here = main(["clean", *names, *wanted, "--out", "here.jsonl"])
    there = main(["clean", *names, *wanted, "--out", "there.jsonl", "--cluster", local.scheduler_address])
    assert (here, there) == (1, 1)
    assert Path("there.jsonl").read_bytes() == Path("here.jsonl").read_bytes()
    files = ["--no-suspects", "--language", "en", "--out", "out", "--cluster", "local", "--jobs", "1"]
    assert main(["clean", *names[:2], *files]) == 0
    assert sorted(path.name for path in Path("out").glob("*.txt")) == names[:2]
    capsys.readouterr()
    assert main(["clean", *names[:2], *files, "--resume"]) == 0
    assert "2" in capsys.readouterr().err


def test_the_command_line_says_what_a_cluster_lacks(pages, monkeypatch, capsys):
    from reader.__main__ import main
    from reader.cli import clean

    monkeypatch.setattr(running, "_WAIT", 1)
    there = ["clean", str(pages[0]), "--language", "en", "--cluster", "tcp://127.0.0.1:9"]
    assert main(there) == 1
    assert "The cluster cannot be used" in capsys.readouterr().err
    monkeypatch.setattr(clean, "_has_dask", lambda: False)
    assert main(there) == 2
    assert "jiaodu[dask]" in capsys.readouterr().err
