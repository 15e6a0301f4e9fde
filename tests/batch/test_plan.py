"""Which documents are cleaned and what their results are called."""

import os
from itertools import permutations

import pytest

from reader.batch.plan import plan


def touch(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("文")


def targets(made, out):
    return {job.name: job.target.relative_to(out).as_posix() for job in made.jobs}


def test_a_folder_is_searched_and_its_folders_are_kept(tmp_path):
    touch(tmp_path / "in", "b.txt", "a.txt", "sub/a.txt", "sub/deep/c.md", "page.jpg", ".hidden.txt", ".git/x.txt")
    made = plan([tmp_path / "in"], tmp_path / "out", "json")
    assert targets(made, tmp_path / "out") == {
        "a.txt": "a.json",
        "b.txt": "b.json",
        "sub/a.txt": "sub/a.json",
        "sub/deep/c.md": "sub/deep/c.json",
    }
    assert [job.name for job in made.jobs] == sorted(job.name for job in made.jobs)
    assert not made.refused
    assert not made.notes


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path):
    touch(tmp_path, "page.jpg", "README", ".hidden.txt")
    made = plan([tmp_path / "page.jpg", tmp_path / "README", tmp_path / ".hidden.txt"], tmp_path / "out", "txt")
    assert set(targets(made, tmp_path / "out").values()) == {"page.txt", "README.txt", ".hidden.txt"}


def test_files_of_one_name_do_not_overwrite_each_other(tmp_path):
    touch(tmp_path, "a/x.txt", "b/x.txt", "c/X.txt", "a/x.md")
    paths = [tmp_path / name for name in ("a/x.txt", "b/x.txt", "c/X.txt", "a/x.md")]
    made = plan(paths, tmp_path / "out", "json")
    names = [job.target.name for job in made.jobs]
    assert names == ["x.txt.json", "x.txt-2.json", "X.txt-3.json", "x.json"]
    assert len({name.casefold() for name in names}) == 4
    assert len(made.notes) == 3


def test_composed_and_decomposed_names_are_one_name(tmp_path):
    touch(tmp_path, "a/\u00e9.txt", "b/e\u0301.txt")
    made = plan([tmp_path / "a/\u00e9.txt", tmp_path / "b/e\u0301.txt"], tmp_path / "out", "txt")
    assert made.jobs[1].target.name == "e\u0301.txt.txt"


def test_several_folders_keep_their_own_names(tmp_path):
    touch(tmp_path, "one/x.txt", "two/x.txt")
    made = plan([tmp_path / "one", tmp_path / "two"], tmp_path / "out", "json")
    assert targets(made, tmp_path / "out") == {"one/x.txt": "one/x.json", "two/x.txt": "two/x.json"}


def test_a_document_named_twice_is_cleaned_once(tmp_path):
    touch(tmp_path, "in/x.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "in/x.txt")
    made = plan([tmp_path / "in/x.txt", tmp_path / "in", tmp_path / "link.txt"], tmp_path / "out", "json")
    assert [job.name for job in made.jobs] == ["x.txt"]


def test_results_of_an_earlier_run_are_not_cleaned_again(tmp_path):
    touch(tmp_path, "in/x.txt", "in/out/x.txt")
    made = plan([tmp_path / "in"], tmp_path / "in" / "out", "txt")
    assert [job.name for job in made.jobs] == ["x.txt"]


def test_no_result_goes_over_an_original(tmp_path):
    touch(tmp_path, "x.txt", "x.md")
    made = plan([tmp_path / "x.txt"], tmp_path, "txt")
    assert not made.jobs
    assert "over one of the originals" in str(made.refused[0].message)
    made = plan([tmp_path / "x.md", tmp_path / "x.txt"], tmp_path, "txt")
    assert [job.target.name for job in made.jobs] == ["x.txt.txt"]
    assert [refusal.path.name for refusal in made.refused] == ["x.md"]


def test_a_missing_file_is_left_to_the_reading(tmp_path):
    made = plan([tmp_path / "nothing.txt", tmp_path / ("长" * 300)], tmp_path / "out", "txt")
    assert len(made.jobs) == 2


def test_a_folder_without_texts_is_said(tmp_path):
    touch(tmp_path, "in/page.jpg")
    made = plan([tmp_path / "in"], tmp_path / "out", "txt")
    assert not made.jobs
    assert "has no text files" in str(made.refused[0].message)


def test_a_closed_folder_is_said(tmp_path, monkeypatch):
    touch(tmp_path, "in/a.txt", "in/closed/b.txt")
    real = os.scandir

    def scandir(path):
        if os.fspath(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    made = plan([tmp_path / "in"], tmp_path / "out", "txt")
    assert [job.name for job in made.jobs] == ["a.txt"]
    assert [refusal.path.name for refusal in made.refused] == ["closed"]


@pytest.mark.parametrize("loop", ["in/loop"])
def test_a_loop_of_links_ends(tmp_path, loop):
    touch(tmp_path, "in/a.txt")
    (tmp_path / loop).symlink_to(tmp_path / "in")
    assert len(plan([tmp_path / "in"], tmp_path / "out", "txt").jobs) == 1


def test_names_do_not_depend_on_the_order_of_the_arguments(tmp_path):
    touch(tmp_path, "a/x.txt", "b/x.txt", "c/X.txt", "a/x.md")
    (tmp_path / "link.txt").symlink_to(tmp_path / "b/x.txt")
    paths = [tmp_path / name for name in ("a/x.txt", "b/x.txt", "c/X.txt", "a/x.md", "link.txt")]
    made = {
        frozenset((job.path.resolve(), job.name, job.target) for job in plan(order, tmp_path / "out", "json").jobs)
        for order in permutations(paths)
    }
    assert len(made) == 1
    assert len(*made) == 4


def test_jobs_come_in_the_order_of_the_arguments(tmp_path):
    touch(tmp_path, "b.txt", "a.txt", "in/z.txt", "in/y.txt")
    made = plan([tmp_path / "b.txt", tmp_path / "in", tmp_path / "a.txt"], tmp_path / "out", "txt")
    assert [job.name for job in made.jobs] == ["b.txt", "y.txt", "z.txt", "a.txt"]


def test_without_targets_documents_of_one_name_are_called_by_their_paths(tmp_path):
    touch(tmp_path, "a/x.txt", "b/x.txt", "b/y.txt")
    made = plan([tmp_path / "a/x.txt", tmp_path / "b/x.txt", tmp_path / "b/y.txt"], None, "json")
    assert [job.name for job in made.jobs] == [
        (tmp_path / "a/x.txt").as_posix(),
        (tmp_path / "b/x.txt").as_posix(),
        "y.txt",
    ]
    assert {job.target for job in made.jobs} == {None}


def test_what_the_run_writes_never_goes_over_an_original(tmp_path):
    touch(tmp_path, "x.txt", "y.txt")
    made = plan([tmp_path / "x.txt", tmp_path / "y.txt"], tmp_path / "out", "txt", keep_clear=[tmp_path / "y.txt"])
    assert not made.jobs
    assert [refusal.path.name for refusal in made.refused] == ["y.txt"]
    assert "over one of the originals" in str(made.refused[0].message)
