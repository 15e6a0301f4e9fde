"""The command line as a person or a script meets it: what it writes, what it says, how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from reader import cli
from reader.batch.run import run

ROOT = Path(__file__).resolve().parents[2]


pytestmark = pytest.mark.usefixtures("played")


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "页.txt"
    path.write_bytes("会 议\r\n内 容\r\n".encode("gb18030"))
    return path


def no_window(files):
    raise AssertionError(f"a window was opened for {files}")


def jiaodu(*arguments):
    try:
        return cli.main([str(argument) for argument in arguments], no_window)
    except SystemExit as ended:
        return ended.code


def test_one_file_goes_to_standard_output_as_utf8(page, capfdbinary):
    assert jiaodu("clean", page) == 0
    out, err = capfdbinary.readouterr()
    assert out.decode("utf-8") == "会议\r\n内容\r\n"
    assert err == b""


def test_json_follows_the_contract(page, tmp_path, capsys):
    assert jiaodu("clean", page, "--format", "json", "--out", tmp_path / "out") == 0
    document = json.loads((tmp_path / "out" / "页.json").read_text("utf-8"))
    assert document["schema"] == "jiaodu/1"
    assert document["source"]["path"] == "页.txt"
    assert document["source"]["encoding"] == "gb18030"
    raw = page.read_bytes().decode("gb18030")
    at, parts = 0, []
    for row in document["fixes"]:
        assert row["decision"] == "accepted"
        parts += [raw[at : row["start"]], row["replacement"]]
        at = row["end"]
    assert "".join(parts) + raw[at:] == document["clean"] == "会议\r\n内容\r\n"
    assert "1 document cleaned into" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("form", "options", "expected"),
    [
        ("txt", [], "会议\r\n内容\r\n".encode("gb18030")),
        ("txt", ["--encoding", "utf-8"], "会议\r\n内容\r\n".encode()),
        ("md", [], "会议\r\n\r\n内容\r\n".encode("gb18030")),
    ],
)
def test_text_comes_in_the_encoding_asked_for(page, tmp_path, form, options, expected):
    assert jiaodu("clean", page, "--format", form, "--out", tmp_path / "out", *options) == 0
    assert (tmp_path / "out" / f"页.{form}").read_bytes() == expected


def test_html_is_one_file(page, tmp_path):
    assert jiaodu("clean", page, "--format", "html", "--out", tmp_path / "out") == 0
    text = (tmp_path / "out" / "页.html").read_text("utf-8")
    assert "<p>会议</p>\n<p>内容</p>" in text


def test_failing_files_are_named_and_the_others_written(page, tmp_path, capsys):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "bad.txt").write_text("raise")
    out = tmp_path / "out"
    status = jiaodu("clean", tmp_path / "gone.txt", tmp_path / "empty.txt", tmp_path / "bad.txt", page, "--out", out)
    said = capsys.readouterr().err
    assert status == 1
    assert (out / "页.txt").exists()
    assert f"{tmp_path / 'gone.txt'}: There is no file gone.txt" in said
    assert f"{tmp_path / 'empty.txt'}: empty.txt is empty." in said
    assert f"{tmp_path / 'bad.txt'}: The program failed on this file (RuntimeError: the text asked for it)" in said
    assert "Traceback" not in said
    assert "3 failed." in said


def test_verbose_tells_what_was_done_and_where_it_failed(page, tmp_path, capsys):
    (tmp_path / "bad.txt").write_text("raise")
    jiaodu("clean", page, tmp_path / "bad.txt", "--out", tmp_path / "out", "-v")
    said = capsys.readouterr().err
    assert f"{page}: 10 characters, 2 fixes applied, 0 to decide → {tmp_path / 'out' / '页.txt'}" in said
    assert "Traceback" in said


def test_quiet_says_only_what_failed(page, tmp_path, capsys):
    assert jiaodu("clean", page, "--out", tmp_path / "out", "--quiet") == 0
    assert capsys.readouterr().err == ""
    assert jiaodu("clean", tmp_path / "gone.txt", "-q") == 1
    assert "There is no file" in capsys.readouterr().err


def test_it_speaks_the_language_asked_for(tmp_path, capsys):
    assert jiaodu("clean", tmp_path / "gone.txt", "--language", "zh_CN") == 1
    assert "没有" in capsys.readouterr().err
    assert jiaodu("clean", tmp_path / "gone.txt", "--language=en") == 1
    assert "There is no file" in capsys.readouterr().err


def test_an_engine_that_cannot_be_made_is_told_like_any_failure(page, monkeypatch, capsys):
    def missing():
        raise FileNotFoundError("no resources here")

    monkeypatch.setattr("reader.batch.run.run", partial(run, make_engine=missing))
    assert jiaodu("clean", page) == 1
    assert "The program failed on this file (FileNotFoundError: no resources here)" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["clean"],
        ["clean", "a.txt", "--format", "docx2"],
        ["clean", "a.txt", "--jobs", "0"],
        ["clean", "a.txt", "--jobs", "many"],
        ["clean", "a.txt", "b.txt"],
        ["clean", ""],
        ["clean", "a.txt", "--out", ""],
        ["clean", str(ROOT / "tests")],
        ["clean", "a.txt", "--out", __file__],
        ["clean", "a.txt", "--for", "json"],
        ["--no-such-option"],
    ],
)
def test_wrong_usage_is_status_2_and_says_why(arguments, capsys):
    assert jiaodu(*arguments) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["clean", "--help"], ["--version"]])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_help_and_version(arguments, language, capsys):
    assert jiaodu(*arguments, "--language", language) == 0
    out = capsys.readouterr().out
    assert "jiaodu" in out
    if "--version" not in arguments:
        assert ("显示" in out) == (language == "zh_CN")


def test_files_open_a_window():
    opened = []
    assert cli.main(["a.txt", "b.txt"], lambda files: opened.append(files) or 7) == 7
    assert cli.main([], lambda files: opened.append(files) or 0) == 0
    assert opened == [["a.txt", "b.txt"], []]


def test_another_encoding_can_be_chosen_for_reading(page, capfdbinary):
    assert jiaodu("clean", page, "--read-as", "big5") == 0
    assert "会议" not in capfdbinary.readouterr().out.decode("utf-8")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_a_redirection_is_said(page, unbuffered):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no always-full device")
    command = [sys.executable, "-m", "reader", "clean", str(page)]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, env=environment, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "No space left on device" in done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_who_has_seen_enough_is_no_error(tmp_path, unbuffered):
    path = tmp_path / "page.txt"
    path.write_text("会议内容。\n" * 40_000, encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM, "clean", str(path)]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, cwd=ROOT, env=environment) as process:
        assert process.stdout.read(3)
        process.stdout.close()
        said = process.stderr.read()
    assert said == b""
    assert process.returncode == 141


PROGRAM = (
    "import sys; from functools import partial; import reader.batch.run as b; from reader.__main__ import main;"
    "from tests.cli.engines import PlayedEngine; b.run = partial(b.run, make_engine=PlayedEngine)\n"
    "if __name__ == '__main__': sys.exit(main())"
)
"""The command as it is installed, with the played engine."""


@pytest.fixture
def slow_batch(tmp_path):
    """A batch of two workers that has written its first result and would need minutes for the others."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name, text in {"a.txt": "一 二", "b.txt": "slow", "c.txt": "slow", "d.txt": "slow"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    script = tmp_path / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(script), "clean", str(folder), "--out", str(out), "--jobs", "2", "--language", "en"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, start_new_session=True) as process:
        assert soon((out / "a.txt").exists)
        time.sleep(0.3)  # the others are being cleaned
        yield process, out
        process.kill()


def soon(holds):
    until = time.monotonic() + 60
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("ending", ["SIGINT", "SIGTERM"])
def test_an_interrupt_keeps_what_is_done(slow_batch, ending):
    process, out = slow_batch
    if ending == "SIGINT":
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: every process of the group
    else:
        process.terminate()
    said = process.stderr.read().decode()
    assert process.wait() == 130, said
    assert "Stopped: 1 of 4 documents are done." in said
    assert "Traceback" not in said
    assert [path.name for path in sorted(out.iterdir())] == [".jiaodu-record", "a.txt"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system does not list processes as files")
def test_workers_end_with_the_program_even_when_it_is_killed(slow_batch):
    process, out = slow_batch
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) >= 2
    process.kill()
    assert soon(lambda: not any(Path(f"/proc/{child}").exists() for child in children))
    assert [path.name for path in sorted(out.iterdir())] == [".jiaodu-record", "a.txt"]


def test_the_real_engine_cleans_from_any_folder(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("关于开好会议的讲话\n同志们：今天开会,主要讲三点意见。\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C"}
    command = [sys.executable, "-m", "reader", "clean", str(page), "--format", "json", "--out", str(tmp_path / "out")]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    document = json.loads((tmp_path / "out" / "page.json").read_text("utf-8"))
    assert "今天开会，主要讲三点意见。" in document["clean"]
