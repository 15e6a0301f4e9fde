"""Many documents on the command line: lists, patterns, JSON Lines, going on where a run was stopped, summaries."""

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reader import cli
from reader.cli.screen import Bar
from tests.cli.test_cli import PROGRAM, ROOT, soon

pytestmark = pytest.mark.usefixtures("played")

TEXTS = {"a.txt": "一 二", "b.txt": "三 四…", "sub/c.txt": "五 六", "sub/d.md": "七 八"}


@pytest.fixture
def folder(tmp_path):
    for name, text in TEXTS.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "in"


def jiaodu(*arguments):
    try:
        return cli.main(["clean", *map(str, arguments)], lambda files: pytest.fail("a window was opened"))
    except SystemExit as ended:
        return ended.code


def results(out):
    return {
        path.relative_to(out).as_posix(): path.read_text("utf-8")
        for path in out.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


ALL = {"a.txt": "一二", "b.txt": "三四…", "sub/c.txt": "五六", "sub/d.txt": "七八"}


def given(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("options", "data"),
    [
        (["-"], b"a.txt\nb.txt\nsub\n"),
        (["--files-from", "-"], b"a.txt\r\nb.txt\r\n\r\nsub/c.txt\r\nsub/d.md"),
        (["-", "-0"], b"a.txt\0b.txt\0sub\0"),
        (["-", "a.txt"], b"b.txt\nsub\n./a.txt\n"),
        (["-"], "\ufeffa.txt\nb.txt\nsub\n".encode()),
        (["-"], "a.txt\r\nb.txt\r\nsub\r\n".encode("utf-16")),
    ],
)
def test_lists_of_paths(folder, tmp_path, monkeypatch, options, data):
    monkeypatch.chdir(folder)
    given(monkeypatch, data)
    assert jiaodu(*options, "--out", tmp_path / "out") == 0
    assert results(tmp_path / "out") == ALL


def test_a_list_in_a_file_and_one_that_is_not_there(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    (tmp_path / "list").write_bytes(b"a.txt\nnone.txt\n")
    assert jiaodu("--files-from", tmp_path / "list", "--out", tmp_path / "out") == 1
    assert results(tmp_path / "out") == {"a.txt": "一二"}
    assert "There is no file none.txt" in capsys.readouterr().err
    assert jiaodu("--files-from", tmp_path / "gone", "--out", tmp_path / "out") == 2
    assert "The list" in capsys.readouterr().err


def test_an_empty_list_is_said(tmp_path, monkeypatch, capsys):
    given(monkeypatch, b"\n")
    assert jiaodu("-", "--out", tmp_path / "out") == 1
    assert "names no files" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--include", "*.md"], {"sub/d.txt"}),
        (["--include", "sub/*"], {"sub/c.txt", "sub/d.txt"}),
        (["--exclude", "sub", "--exclude", "b*"], {"a.txt"}),
        (["--no-recursive"], {"a.txt", "b.txt"}),
    ],
)
def test_patterns(folder, tmp_path, options, wanted):
    assert jiaodu(folder, "--out", tmp_path / "out", *options) == 0
    assert set(results(tmp_path / "out")) == wanted


def lines(text):
    return {json.loads(line)["source"]["path"]: json.loads(line)["clean"] for line in text.splitlines()}


def test_json_lines_on_standard_output(folder, capfdbinary):
    assert jiaodu(folder, "--format", "jsonl", "--jobs", 2) == 0
    out, err = capfdbinary.readouterr()
    assert list(lines(out.decode()).items()) == [
        ("a.txt", "一二"),
        ("b.txt", "三四…"),
        ("sub/c.txt", "五六"),
        ("sub/d.md", "七八"),
    ]
    assert err == b""


def test_json_lines_in_a_file_and_resumed(folder, tmp_path, capsys):
    out = tmp_path / "new" / "all.jsonl"
    assert jiaodu(folder, "--format", "jsonl", "--out", out) == 0
    first = out.read_bytes()
    assert list(lines(first.decode())) == ["a.txt", "b.txt", "sub/c.txt", "sub/d.md"]
    (folder / "b.txt").write_text("又 三", encoding="utf-8")
    assert jiaodu(folder, "--format", "jsonl", "--out", out, "--resume") == 0
    assert "3 documents were done before." in capsys.readouterr().err
    assert lines(out.read_text("utf-8"))["b.txt"] == "又三"


def test_resuming_does_only_what_is_new_or_other(folder, tmp_path, capsys):
    out = tmp_path / "out"
    command = [folder, "--out", out, "--resume"]
    assert jiaodu(*command) == 0
    (folder / "e.txt").write_text("九 十", encoding="utf-8")
    capsys.readouterr()
    assert jiaodu(*command, "-v") == 0
    said = capsys.readouterr().err
    assert "1 document cleaned into" in said
    assert "4 documents were done before." in said
    assert said.count("done before →") == 4
    assert jiaodu(*command, "--accept", "none") == 0
    assert "5 documents cleaned into" in capsys.readouterr().err
    assert results(out)["a.txt"] == "一 二"


def test_nothing_is_accepted_where_nothing_shall_be(folder, tmp_path):
    assert jiaodu(folder, "--out", tmp_path / "out", "--accept", "none") == 0
    assert results(tmp_path / "out")["b.txt"] == TEXTS["b.txt"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--out", "o"], "Name a file or a folder"),
        (["a.txt", "--out", "o", "--threshold", "0.5"], "--accept sure"),
        (["a.txt", "--resume"], "--out"),
        (["-"], "--out FOLDER"),
        (["a.txt", "--format", "jsonl", "--out", str(ROOT)], "one file"),
        (["a.txt", "--summary", "x.pdf"], ".csv or .html"),
        (["a.txt", "--accept", "all"], "--accept"),
        (["a.txt", "--threshold", "1.5"], "between 0 and 1"),
        (["a.txt", "--timeout=-1"], "0 or more"),
        (["a.txt", "--timeout", "nan"], "0 or more"),
    ],
)
def test_wrong_usage(arguments, why, capsys):
    assert jiaodu(*arguments) == 2
    assert why in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--summary", "--out"])
def test_nothing_is_written_over_an_original(folder, tmp_path, capsys, option):
    original = folder / "page.html"
    original.write_text("<p>文</p>", encoding="utf-8")
    if option == "--out":
        status = jiaodu(original, folder / "a.txt", "--format", "jsonl", "--out", original)
    else:
        status = jiaodu(original, folder / "a.txt", "--out", tmp_path / "out", "--summary", original)
    assert status == 1
    assert "over one of the originals" in capsys.readouterr().err
    assert original.read_text("utf-8") == "<p>文</p>"
    assert not (tmp_path / "out").exists()


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def test_a_summary_tells_of_every_document(folder, tmp_path):
    (folder / "bad.txt").write_text("raise", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    sums = tmp_path / "sums.csv"
    assert jiaodu(folder, tmp_path / "in" / "none.txt", "--out", tmp_path / "out", "--summary", sums, "--jobs", 2) == 1
    *rows, last = table(sums)
    assert [Path(row["path"]).name for row in rows] == [
        "bad.txt", "empty.txt", "none.txt", "b.txt", "a.txt", "c.txt", "d.md",
    ]  # fmt: skip
    assert "the text asked for it" in rows[0]["failure"]
    assert rows[3]["notice_gap"] == "1"
    assert float(rows[3]["attention"]) >= 10
    assert rows[4]["applied_spacing"] == "1"
    assert (last["characters"], last["removed"]) == ("13", "4")
    assert "7 documents, 3 of them failed" in last["path"]
    assert jiaodu(folder, "--out", tmp_path / "out", "--summary", sums, "--resume") == 1
    assert [row["unchanged"] for row in table(sums)] == ["0", "0", "1", "1", "1", "1", "4"]


def test_a_summary_in_the_folder_is_no_document(folder, tmp_path):
    sums = folder / "sums.html"
    for _ in range(2):
        assert jiaodu(folder, "--out", folder / "out", "--summary", sums, "--format", "txt") == 0
    assert set(results(folder / "out")) == set(ALL)


def test_a_run_that_is_killed_is_taken_up(tmp_path):
    place, out = tmp_path / "in", tmp_path / "out"
    place.mkdir()
    for number in range(40):
        (place / f"{number:02}.txt").write_text(f"第 {number} 份", encoding="utf-8")
    (place / "40.txt").write_text("slow", encoding="utf-8")
    script = tmp_path / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(script), "clean", str(place), "--out", str(out), "--jobs", "2", "--language", "en"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment) as process:
        assert soon((out / "39.txt").exists)
        time.sleep(0.3)
        process.kill()
    (place / "40.txt").write_text("快 了", encoding="utf-8")
    done = subprocess.run([*command, "--resume"], capture_output=True, env=environment, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 document cleaned into" in done.stderr
    assert "40 documents were done before" in done.stderr
    assert results(out) == {f"{n:02}.txt": f"第{n}份" for n in range(40)} | {"40.txt": "快了"}


def test_a_run_that_is_interrupted_says_how_to_go_on_and_writes_its_summary(tmp_path):
    place, out = tmp_path / "in", tmp_path / "all.jsonl"
    place.mkdir()
    for name, text in {"a.txt": "一 二", "b.txt": "slow"}.items():
        (place / name).write_text(text, encoding="utf-8")
    script = tmp_path / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(script), "clean", str(place), "--out", str(out), "--format", "jsonl"]
    command += ["--language", "en", "--summary", str(tmp_path / "sums.csv")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, text=True) as process:
        part = tmp_path / "all.jsonl.part"
        assert soon(lambda: part.exists() and part.stat().st_size)
        time.sleep(0.3)
        process.terminate()
        said = process.stderr.read()
    assert process.returncode == 130, said
    assert "Stopped: 1 of 2 documents are done." in said
    assert "--resume" in said
    assert "Traceback" not in said
    assert not out.exists()
    assert lines(part.read_text("utf-8")) == {"a.txt": "一二"}
    assert len(table(tmp_path / "sums.csv")) == 2


def test_an_interrupt_before_the_first_document(folder, tmp_path, monkeypatch):
    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("reader.batch.plan.plan", interrupted)
    assert jiaodu(folder, "--out", tmp_path / "out") == 130


def test_the_bar_says_how_far_and_how_quick(monkeypatch):
    clock = iter([0.0, 2.0])
    monkeypatch.setattr("reader.cli.screen.time.monotonic", lambda: next(clock))
    bar = Bar(3, 100, shown=False)
    bar.step(50, 4000)
    bar.step(10, 999, cleaned=False)
    assert bar.line() == "2 of 3 documents, 0.5 a second, 2,000 characters a second"
