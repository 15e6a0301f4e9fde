"""Saving is all or nothing: after every failure the old file is whole and nothing is left lying about."""

import errno
import os
import pickle
import stat
import tempfile

import pytest

from reader.review.session import ReviewSession
from reader.store import saving
from reader.store.documents import read_document
from reader.store.export import Format, save_cleaned, suggested_name
from reader.store.saving import NotSaved, write_atomically
from reader.text.analysis import Analysis
from reader.text.fix import Fix, Kind
from reader.text.message import Message
from reader.text.span import Span

OLD, NEW = b"old", b"new content"


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "folder" / "页.txt"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def unharmed(path):
    return path.read_bytes() == OLD and [child.name for child in path.parent.iterdir()] == [path.name]


def refusal(path):
    with pytest.raises(NotSaved) as caught:
        write_atomically(path, NEW)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  (as it comes back from a worker process)
    assert again.message == caught.value.message
    return str(caught.value)


def test_it_replaces(target):
    write_atomically(target, NEW)
    assert target.read_bytes() == NEW
    assert len(list(target.parent.iterdir())) == 1


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    write_atomically(tmp_path / "new", NEW)
    (tmp_path / "plain").write_bytes(NEW)
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_permissions_stay(target):
    target.chmod(0o640)
    write_atomically(target, NEW)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_link_keeps_pointing(target, tmp_path):
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    write_atomically(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW


@pytest.mark.parametrize(
    ("step", "number", "sentence"),
    [
        ("write", errno.ENOSPC, "disk is full"),
        ("fsync", errno.ENOSPC, "disk is full"),
        ("fsync", errno.EIO, "Input/output error"),
        ("write", errno.EFBIG, "too large for this disk"),
        ("mkstemp", errno.EROFS, "write-protected"),
        ("mkstemp", errno.EACCES, "write-protected"),
        ("replace", errno.EACCES, "another program has it open"),
        ("chmod", errno.EPERM, "write-protected"),
    ],
)
def test_every_step_can_fail_and_nothing_is_harmed(target, monkeypatch, step, number, sentence):
    def fail(*args, **kwargs):
        raise OSError(number, os.strerror(number))

    if step == "write":
        real = os.fdopen

        def opened(*args, **kwargs):
            file = real(*args, **kwargs)
            monkeypatch.setattr(saving.os, "fdopen", real)
            return _Failing(file, fail)

        monkeypatch.setattr(saving.os, "fdopen", opened)
    elif step == "fsync":
        monkeypatch.setattr(saving.os, "fsync", fail)
    elif step == "mkstemp":
        monkeypatch.setattr(tempfile, "mkstemp", fail)
    else:
        monkeypatch.setattr(f"pathlib.Path.{step}", fail)
    said = refusal(target)
    assert sentence in said
    assert "页.txt was not saved" in said
    assert unharmed(target)


class _Failing:
    """A file on a disk that takes half of what is written."""

    def __init__(self, file, fail):
        self._file, self._fail = file, fail

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def write(self, data):
        self._file.write(data[: len(data) // 2])
        self._file.flush()
        self._fail()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no always-full device")  # noqa: PTH110
def test_a_full_disk_as_the_system_reports_it(tmp_path):
    with open("/dev/full", "wb", buffering=0) as file, pytest.raises(OSError) as caught:  # noqa: PTH123, PT011
        file.write(NEW)
    assert "disk is full" in str(saving.saving_failure(caught.value, tmp_path / "a"))


def test_an_interrupt_leaves_nothing_behind(target, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(saving.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(target, NEW)
    assert unharmed(target)


def test_a_folder_in_the_way(target):
    assert "there is a folder of that name" in refusal(target.parent)
    assert unharmed(target)


def test_a_vanished_folder(tmp_path):
    assert "is gone" in refusal(tmp_path / "gone" / "a.txt")


def test_a_name_that_is_too_long(tmp_path):
    assert "too long" in refusal(tmp_path / ("长" * 300))


def test_a_link_that_leads_to_itself(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "a")
    assert "was not saved" in refusal(tmp_path / "a")


def test_a_write_protected_file_is_left_alone(target, monkeypatch):
    target.chmod(0o444)
    if os.geteuid() == 0:
        monkeypatch.setattr(saving.os, "access", lambda *_: False)  # root may write everywhere
    assert "write-protected" in refusal(target)
    assert unharmed(target)


def test_a_read_only_folder(target, monkeypatch):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere; the system's answer is played above")
    target.parent.chmod(0o555)
    try:
        assert "write-protected" in refusal(target)
    finally:
        target.parent.chmod(0o755)
    assert unharmed(target)


@pytest.fixture
def review(tmp_path):
    path = tmp_path / "讲话.txt"
    path.write_bytes("会议 内容\n".encode())
    source = read_document(path)
    fix = Fix.replacing(Span(2, 3), "", Kind.SPACING, "rule", Message("because"))
    return path, ReviewSession(source, Analysis((fix,), (), ()))


def test_the_original_is_never_overwritten_unasked(review, tmp_path):
    path, session = review
    before = path.read_bytes()
    copy = tmp_path / "copy.txt"
    copy.write_bytes(before)
    link = tmp_path / "link.txt"
    link.symlink_to(path)
    for place, source_path in [(path, path), (path, None), (link, None), (link, path), (copy, None)]:
        with pytest.raises(NotSaved, match="it is the original"):
            save_cleaned(session, place, source_path=source_path)
    assert path.read_bytes() == before


def test_not_even_when_it_changed_meanwhile(review):
    path, session = review
    path.write_bytes(b"somebody else's work")
    with pytest.raises(NotSaved, match="it is the original"):
        save_cleaned(session, path, source_path=path)
    assert path.read_bytes() == b"somebody else's work"


def test_the_original_is_overwritten_when_asked(review):
    path, session = review
    saved = save_cleaned(session, path, source_path=path, overwrite_source=True)
    assert saved.path == path
    assert path.read_bytes() == "会议内容\n".encode()


def test_saving_twice_is_fine(review, tmp_path):
    _, session = review
    for _ in range(2):
        save_cleaned(session, tmp_path / "out.txt")
    session.keep(session.fixes[0])
    for _ in range(2):
        save_cleaned(session, tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_bytes() == session.source.data


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.txt", "txt"), ("a.MD", "md"), ("a.markdown", "md"), ("a.htm", "html"), ("a.json", "json"), ("a", "txt")],
)
def test_the_name_decides_the_format(name, form, tmp_path):
    assert Format.of(tmp_path / name) is Format(form)


def test_the_suggested_name(tmp_path):
    assert suggested_name(tmp_path / "讲话.txt") == tmp_path / "讲话_校订.txt"
    assert suggested_name(tmp_path / "讲话.md") == tmp_path / "讲话_校订.md"
    assert suggested_name(tmp_path / "page.html") == tmp_path / "page_校订.txt"
    longest = tmp_path / ("长" * 83 + ".txt")
    longest.write_text("fits")
    suggested_name(longest).write_text("fits too")
