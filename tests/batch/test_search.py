"""Which files of a folder are wanted, and what documents of lists are called."""

import os
from pathlib import Path, PurePosixPath

import pytest

from reader.batch.search import Patterns, Refusal, documents

FILES = (
    "2018.txt", "2019-a.txt", "2019-b.md", "notes.log", "speeches/2019.txt", "speeches/deep/one.txt", "drafts/x.txt",
    "a.txt/inner.txt", "picture.jpg",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    for name in FILES:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("文")
    return tmp_path / "in"


def names(*args):
    return {str(found.name) for found in documents(*args) if not isinstance(found, Refusal)}


TEXTS = set(FILES) - {"notes.log", "picture.jpg"}


@pytest.mark.parametrize(
    ("patterns", "wanted"),
    [
        (Patterns(), TEXTS),
        (Patterns(recursive=False), {"2018.txt", "2019-a.txt", "2019-b.md"}),
        (Patterns(include=("2019*",)), {"2019-a.txt", "2019-b.md", "speeches/2019.txt"}),
        (Patterns(include=("2018*", "one.*")), {"2018.txt", "speeches/deep/one.txt"}),
        (Patterns(include=("speeches/*.txt",)), {"speeches/2019.txt", "speeches/deep/one.txt"}),
        (Patterns(include=("*.log",)), {"notes.log"}),
        (Patterns(include=("*",)), TEXTS),
        (Patterns(exclude=("drafts", "speeches/deep/")), TEXTS - {"drafts/x.txt", "speeches/deep/one.txt"}),
        (Patterns(exclude=("*.txt",)), {"2019-b.md"}),
        (Patterns(include=("2019*",), exclude=("speeches",)), {"2019-a.txt", "2019-b.md"}),
        (Patterns(include=("201[89].txt",)), {"2018.txt", "speeches/2019.txt"}),
    ],
)  # fmt: skip
def test_patterns(folder, patterns, wanted):
    assert names([folder], (), patterns) == wanted


def test_patterns_that_fit_nothing_are_said(folder):
    (finding,) = documents([folder], (), Patterns(include=("nothing*",)))
    assert "that the patterns fit" in str(finding.message)


def test_named_and_listed_files_are_taken_whatever_the_patterns_say(folder):
    strict = Patterns(include=("nothing*",), exclude=("*",))
    assert names([folder / "notes.log"], [folder / "picture.jpg"], strict) >= {"notes.log"}
    assert len(names([folder / "notes.log"], [folder / "picture.jpg"], strict)) == 2


def test_listed_documents_keep_their_folders(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert names([], [Path("speeches/2019.txt"), Path("./2018.txt"), Path("drafts/../2019-a.txt")]) == {
        "speeches/2019.txt",
        "2018.txt",
        "2019-a.txt",
    }
    monkeypatch.chdir(folder / "drafts")
    (found,) = documents([], [Path("../2018.txt")])
    assert found.name == PurePosixPath(*(folder / "2018.txt").absolute().parts[1:])


def test_listed_folders_are_searched(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert names([], [Path("speeches")]) == {"speeches/2019.txt", "speeches/deep/one.txt"}
    assert names([], [Path()]) == TEXTS


def test_files_that_the_run_writes_are_no_documents(folder):
    made = names([folder], (), Patterns(), [folder / "2018.txt", folder / "speeches"])
    assert made == TEXTS - {"2018.txt", "speeches/2019.txt", "speeches/deep/one.txt"}


def test_links_to_nothing_are_left_to_the_reading(folder):
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    assert "gone.txt" in names([folder])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_pipes_are_left_to_the_reading(folder):
    os.mkfifo(folder / "pipe.txt")
    assert "pipe.txt" in names([folder])
