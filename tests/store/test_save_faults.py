"""What can be in the way of saving, for every format: nothing is harmed, nothing is left, a sentence says why."""

import errno
import os
import socket
import stat
import subprocess
import sys
from contextlib import suppress

import pytest

from reader.language import LANGUAGES, say, use
from reader.review.session import ReviewSession
from reader.store.documents import read_document
from reader.store.export import Format, save_cleaned, suggested_name
from reader.store.project import save_project
from reader.store.saving import NotSaved, write_atomically
from reader.text.analysis import Analysis
from reader.text.source import Source
from tests.builders import fix

RAW = "关于工作的讲话\n会议 内容\n"
FIX = fix("spacing", (10, 11, ""))
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="only where there are such files")
FORMS = [*Format, "project"]


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "来源" / "讲话.txt"
    path.parent.mkdir()
    path.write_text(RAW, "utf-8")
    return path


@pytest.fixture
def session(source):
    return ReviewSession(read_document(source), Analysis((FIX,), (), ()))


@pytest.fixture(params=FORMS)
def save(request, session):
    """Saves the session at a path, in each format."""

    def saved(path, source_path=None):
        if request.param == "project":
            save_project(session, path, with_source=True, source_path=source_path)
        else:
            save_cleaned(session, path, format=request.param, source_path=source_path)

    return saved


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "结果"
    folder.mkdir()
    return folder


def refused(save, path, *more):
    with pytest.raises(NotSaved) as caught:
        save(path, *more)
    said = []
    for language in LANGUAGES:
        use(language)
        said.append(say(caught.value.message))
    use("en")
    assert path.name in said[0]
    return said[0]


def names(folder):
    return sorted(child.name for child in folder.iterdir())


def test_a_folder_that_vanished(save, place):
    place.rmdir()
    assert "is gone" in refused(save, place / "a.out")


def test_a_file_where_the_folder_was(save, place):
    place.rmdir()
    place.write_bytes(b"other")
    assert "is gone" in refused(save, place / "a.out")
    assert place.read_bytes() == b"other"


def test_a_folder_of_that_name(save, place):
    (place / "a.out").mkdir()
    assert "there is a folder of that name" in refused(save, place / "a.out")
    assert names(place) == ["a.out"]


@pytest.mark.parametrize("name", ["文" * 300, "a" * 256 + ".txt"])
def test_a_name_that_is_too_long(save, place, name):
    assert "too long" in refused(save, place / name)
    assert names(place) == []


def test_a_path_that_is_too_long(save, place):
    assert "too long" in refused(save, place.joinpath(*["b" * 200] * 30, "a.out"))


@pytest.mark.parametrize("name", ["a\0b.txt", "\0"])
def test_a_name_that_no_file_can_have(save, place, name):
    refused(save, place / name)
    assert names(place) == []


@POSIX
@pytest.mark.parametrize(
    "name", ['<>:"|?*.txt', "a\nb.txt", "CON", " .txt ", "…．txt", "-rf", "a\\b.txt", "\udcff.txt"]
)
def test_a_name_that_other_systems_cannot_have(save, place, name):
    save(place / name)
    assert names(place) == [name]


@POSIX
def test_a_pipe(save, place):
    path = place / "a.out"
    os.mkfifo(path)
    assert "a device or a pipe" in refused(save, path)
    assert names(place) == ["a.out"]
    assert path.is_fifo()


@POSIX
def test_a_socket(save, place, monkeypatch):
    monkeypatch.chdir(place)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("a.out")
        refused(save, place / "a.out")
        assert (place / "a.out").is_socket()


@POSIX
@pytest.mark.parametrize("linked", [False, True])
def test_a_device(save, place, linked):
    """Replacing it would take the device from the whole system, where whoever saves may do that."""
    device = place / "device"
    try:
        os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except OSError:
        pytest.skip("only root may make devices, and nobody else may replace them")
    path = place / "a.out"
    if linked:
        path.symlink_to(device)
    else:
        device.rename(path)
    refused(save, path)
    assert path.is_char_device()
    assert names(place) == (["a.out", "device"] if linked else ["a.out"])


@POSIX
def test_a_pipe_in_place_of_an_empty_original(place):
    """To compare it with the original would wait for somebody to write into it."""
    os.mkfifo(place / "a.out")
    empty = ReviewSession(Source.of_text(""), Analysis((), (), ()))
    with pytest.raises(NotSaved, match="a device or a pipe"):
        save_cleaned(empty, place / "a.out", format=Format.JSON)


@POSIX
def test_links_in_a_circle(save, place):
    (place / "a").symlink_to(place / "b")
    (place / "b").symlink_to(place / "a")
    refused(save, place / "a")
    assert names(place) == ["a", "b"]


@POSIX
def test_a_link_to_nothing_is_filled(save, place):
    (place / "a.out").symlink_to(place / "real")
    save(place / "a.out")
    assert names(place) == ["a.out", "real"]
    assert (place / "a.out").is_symlink()


@POSIX
def test_a_link_into_a_folder_that_is_gone(save, place):
    (place / "a.out").symlink_to(place / "gone" / "real")
    refused(save, place / "a.out")
    assert names(place) == ["a.out"]


def test_the_original_by_any_way(save, source, place):
    before = source.read_bytes()
    ways = [source, source.parent / ".." / source.parent.name / source.name]
    if sys.platform != "win32":
        (place / "hard").hardlink_to(source)
        (place / "soft").symlink_to(source)
        (place / "folder").symlink_to(source.parent)
        ways += [place / "hard", place / "soft", place / "folder" / source.name]
    for way in ways:
        assert "it is the original" in refused(save, way, source)
    assert source.read_bytes() == before
    assert names(source.parent) == [source.name]


def test_the_original_in_other_case(save, source):
    """One file on some systems and two on others: the original stays as it is on either."""
    other = source.with_suffix(".TXT")
    before = source.read_bytes()
    if other.exists():
        assert "it is the original" in refused(save, other, source)
    else:
        save(other, source)
        assert other.exists()
    assert source.read_bytes() == before


@pytest.mark.parametrize("form", Format)
def test_the_original_by_a_hard_link_that_nobody_told_of(session, source, place, form):
    """Only the bytes say that it is the original."""
    with suppress(OSError):
        (place / "hard").hardlink_to(source)
    if not (place / "hard").exists():
        pytest.skip("no hard links here")
    with pytest.raises(NotSaved, match="it is the original"):
        save_cleaned(session, place / "hard", format=form)
    assert source.read_text("utf-8") == RAW


def test_a_file_that_was_replaced_while_it_was_open(save, source, place):
    """Whatever lies under the name of the original now is somebody's, and what is saved is what was read."""
    source.unlink()
    source.write_bytes(b"other")
    assert "it is the original" in refused(save, source, source)
    save(place / "a.out", source)
    assert source.read_bytes() == b"other"
    assert names(place) == ["a.out"]


def test_a_file_that_was_taken_away_while_it_was_open(save, source, place):
    source.unlink()
    save(place / "a.out", source)
    assert names(place) == ["a.out"]


@POSIX
def test_permissions_that_changed_between_opening_and_saving(save, place, monkeypatch):
    path = place / "a.out"
    path.write_bytes(b"before")
    path.chmod(0o444)
    if os.geteuid() == 0:
        monkeypatch.setattr("reader.store.saving.os.access", lambda *_: False)  # root may write everywhere
    assert "write-protected" in refused(save, path)
    assert path.read_bytes() == b"before"
    assert names(place) == ["a.out"]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EPERM, errno.EDQUOT, errno.ENOSPC, errno.EIO])
def test_a_folder_that_refuses(save, place, monkeypatch, number):
    path = place / "a.out"
    path.write_bytes(b"before")

    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("reader.store.saving.tempfile.mkstemp", refuse)
    refused(save, path)
    assert path.read_bytes() == b"before"


def fill(folder):
    with suppress(OSError), (folder / "ballast").open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 512)


def test_a_real_disk_that_is_full(save, small_disk):
    folder, _ = small_disk
    path = folder / "a.out"
    path.write_bytes(b"before")
    fill(folder)
    assert "the disk is full" in refused(save, path)
    assert path.read_bytes() == b"before"
    (folder / "ballast").unlink()
    save(path)
    assert path.stat().st_size > len(RAW)
    assert names(folder) == ["a.out"]


def test_a_real_disk_that_is_read_only(save, small_disk):
    folder, mounted = small_disk
    path = folder / "a.out"
    path.write_bytes(b"before")
    assert mounted("-o", "remount,ro")
    assert "write-protected" in refused(save, path)
    assert "write-protected" in refused(save, folder / "new.out")
    assert path.read_bytes() == b"before"
    assert mounted("-o", "remount,rw")
    save(path)


def test_a_real_disk_that_is_taken_out(save, small_disk):
    folder, _ = small_disk
    (folder / "sub").mkdir()
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    assert "is gone" in refused(save, folder / "sub" / "a.out")


@pytest.mark.parametrize("form", Format)
def test_suggested_names_of_awkward_originals_can_be_saved(form, place):
    for name in ("长" * 84 + ".txt", "a" * 251 + ".txt", ".txt", "..txt", "a.b.c", "\udcff\udcfe.txt", " ", "-"):
        path = suggested_name(place / name, form)
        assert path.parent == place
        save_cleaned(ReviewSession(Source.of_text(RAW), Analysis((), (), ())), path, format=form)


def test_what_is_written_in_one_step_is_never_seen_half(place, monkeypatch):
    """Whoever looks at any moment sees the old file or the new one."""
    path = place / "a.out"
    path.write_bytes(b"before")
    seen = set()
    for name in ("fsync", "fdopen"):
        real = getattr(os, name)

        def looked(*given, real=real, **more):
            seen.add(path.read_bytes())
            return real(*given, **more)

        monkeypatch.setattr(os, name, looked)
    write_atomically(path, b"after" * 10_000)
    assert seen == {b"before", b"after" * 10_000}
