"""The disk refuses, vanishes or forgets: the review goes on, the reader is told once, and nothing is lost."""

import errno
import os
import shutil
import subprocess
import threading
from contextlib import suppress

import pytest

from reader.review.session import ReviewSession
from reader.store import appender
from reader.store.appender import Appender
from reader.store.resume import discard, take_up, unfinished
from tests.store.test_journal import BARE, COMMA, SOURCE, SUSPECT, WATERMARK, WHOLE, crashed, opened, records

LONG = 30.0
"""Seconds after which a thread that does not do its part fails a test."""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(appender, "INTERVAL", 0.01)
    monkeypatch.setattr(appender, "RETRY", 0.01)


class Told(list):
    """What the reader was told, with a way to wait for it from another thread."""

    def __init__(self):
        super().__init__()
        self.news = threading.Condition()

    def __call__(self, message):
        with self.news:
            self.append("well" if message is None else str(message))
            self.news.notify_all()

    def wait(self, count):
        with self.news:
            assert self.news.wait_for(lambda: len(self) >= count, LONG), list(self)


class Disk:
    """Takes only so many bytes a write while it is ``full``, and fails to force while it is ``broken``."""

    def __init__(self, monkeypatch):
        self.full, self.broken, self.forced = None, False, 0
        self.write, self.fsync = os.write, os.fsync
        monkeypatch.setattr(os, "write", self._write)
        monkeypatch.setattr(os, "fsync", self._fsync)

    def _write(self, file, data):
        if self.full is None:
            return self.write(file, data)
        room, self.full = self.full, 0
        if not room:
            raise OSError(errno.ENOSPC, "no space")
        return self.write(file, bytes(data)[:room])

    def _fsync(self, file):
        self.forced += 1
        if self.broken:
            raise OSError(errno.EIO, "input/output error")
        return self.fsync(file)


@pytest.fixture
def disk(monkeypatch):
    return Disk(monkeypatch)


@pytest.fixture
def told():
    return Told()


def begun(folder, told):
    session = ReviewSession(SOURCE, WHOLE)
    return session, take_up(session, folder, tell=told)[0]


def kept(folder):
    """The keys of what a new session knows to be decided."""
    session, journal, past = opened(folder)
    journal.close()
    assert past.notes == ()
    return set(session.decisions)


@pytest.mark.parametrize("room", [0, 1, 25], ids="{} bytes left".format)
@pytest.mark.parametrize("first", [True, False], ids=["at the first decision", "at a later one"])
def test_a_full_disk_is_said_once_and_all_is_written_when_there_is_space(
    tmp_path, disk, told, room, first, monkeypatch
):
    monkeypatch.setattr(appender, "RETRY", LONG)
    session, journal = begun(tmp_path, told)
    if not first:
        session.keep(WATERMARK)
    before = journal.path.read_bytes() if journal.path.exists() else b""
    disk.full = room
    session.accept(SUSPECT)
    assert journal.path.read_bytes() == before  # no torn line
    session.keep(COMMA)
    assert len(told) == 1
    assert "the disk is full" in told[0]
    assert not journal.complete
    assert "商量" in session.cleaned.text
    assert journal.path.read_bytes() == before  # no torn line
    disk.full = None
    session.postpone(BARE)
    assert told[1:] == ["well"]
    assert journal.complete
    assert kept_after_crash(journal, tmp_path) == {SUSPECT.key, COMMA.key, BARE.key} | (
        set() if first else {WATERMARK.key}
    )


def test_a_torn_line_that_could_not_be_taken_back_is_taken_back_later(tmp_path, disk, told, monkeypatch):
    session, journal = begun(tmp_path, told)
    session.keep(WATERMARK)
    before = journal.path.read_bytes()
    disk.full = 9

    def refused(_file, _size):
        raise OSError(errno.EIO, "input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "ftruncate", refused)
        session.accept(SUSPECT)
        assert len(journal.path.read_bytes()) == len(before) + 9
    disk.full = None
    session.keep(COMMA)
    assert kept_after_crash(journal, tmp_path) == {WATERMARK.key, SUSPECT.key, COMMA.key}


def kept_after_crash(journal, folder):
    crashed(journal)
    return kept(folder)


def test_a_disk_that_refused_is_asked_again_without_another_decision(tmp_path, disk, told):
    session, journal = begun(tmp_path, told)
    disk.full = 0
    session.accept(SUSPECT)
    told.wait(1)
    disk.full = None
    told.wait(2)
    assert told[1] == "well"
    assert journal.complete
    assert kept_after_crash(journal, tmp_path) == {SUSPECT.key}


def test_closing_says_whether_all_is_there(tmp_path, disk, told):
    session, journal = begun(tmp_path, told)
    session.accept(SUSPECT)
    disk.full = 0
    session.keep(COMMA)
    assert journal.close() is False
    disk.full = None
    assert kept(tmp_path) == {SUSPECT.key}
    assert len(told) == 1


def test_a_folder_that_cannot_be_made(tmp_path, told):
    folder = tmp_path / "state" / "journals"
    folder.parent.write_bytes(b"in the way")
    session, journal = begun(folder, told)
    session.accept(SUSPECT)
    assert "cannot be written down in" in told[0]
    assert session.cleaned.text == "问题商量，甲乙丙"
    folder.parent.unlink()
    told.wait(2)
    assert kept_after_crash(journal, folder) == {SUSPECT.key}


@pytest.mark.skipif(os.name == "nt", reason="Windows takes away no file that is open")
@pytest.mark.parametrize("what", ["folder", "file", "replaced", "emptied"])
def test_what_was_taken_away_is_written_anew(tmp_path, told, what):
    folder = tmp_path / "journals"
    session, journal = begun(folder, told)
    session.accept(SUSPECT)
    if what == "folder":
        shutil.rmtree(folder)
    elif what == "file":
        journal.path.unlink()
    elif what == "emptied":
        os.truncate(journal.path, 10)
    else:
        journal.path.unlink()
        journal.path.write_bytes(b"something else " * 500)
    session.keep(COMMA)
    assert [record.get("do") for record in records(journal.path)] == [None, "opened", "decide", "decide"]
    assert told == []
    assert kept_after_crash(journal, folder) == {SUSPECT.key, COMMA.key}


def test_a_disk_that_forgets_gets_the_whole_again(tmp_path, disk, told):
    session, journal = begun(tmp_path, told)
    session.accept(SUSPECT)
    disk.broken = True
    session.keep(COMMA)
    told.wait(1)
    assert "input/output error" in told[0]
    before = journal.path.stat().st_ino
    disk.broken = False
    told.wait(2)
    assert told[1] == "well"
    assert journal.path.stat().st_ino != before
    assert kept_after_crash(journal, tmp_path) == {SUSPECT.key, COMMA.key}


def test_the_disk_is_forced_without_being_asked_but_not_for_every_line(tmp_path, disk, monkeypatch):
    forced = threading.Event()
    monkeypatch.setattr(appender, "INTERVAL", LONG)
    force = disk._fsync
    monkeypatch.setattr(os, "fsync", lambda file: (force(file), forced.set())[0])
    file = Appender(tmp_path / "a", lambda _: None)
    file.append(b"first\n")
    assert forced.wait(LONG)
    for _ in range(100):
        file.append(b"more\n")
    assert disk.forced <= 2  # the file and its folder
    assert file.close()
    assert 2 <= disk.forced <= 3
    assert (tmp_path / "a").read_bytes() == b"first\n" + b"more\n" * 100


def test_giving_up_on_a_full_disk_is_said(tmp_path, disk):
    session, journal = begun(tmp_path, lambda _: None)
    session.accept(SUSPECT)
    crashed(journal)
    (entry,) = unfinished(tmp_path)
    disk.full = 0
    assert "the disk is full" in str(discard(entry))
    disk.full = None
    assert unfinished(tmp_path) == [entry]
    assert kept(tmp_path) == {SUSPECT.key}


def test_a_damaged_journal_is_not_touched_while_its_copy_cannot_be_made(tmp_path, disk, told, monkeypatch):
    session, journal = begun(tmp_path, told)
    session.accept(SUSPECT)
    path = crashed(journal)
    path.write_bytes(path.read_bytes() + b"torn")
    damaged = path.read_bytes()
    session, journal = begun(tmp_path, told)
    disk.broken = True
    session.keep(COMMA)
    told.wait(1)
    assert path.read_bytes() == damaged
    disk.broken = False
    told.wait(2)
    journal.close()
    assert [aside.read_bytes() for aside in tmp_path.glob("*.damaged")] == [damaged]
    assert kept(tmp_path) == {SUSPECT.key, COMMA.key}


# Rights and disks that change while somebody reviews


REFUSALS = [errno.EACCES, errno.EROFS, errno.EIO, errno.ENOENT, errno.ESTALE]


@pytest.mark.skipif(os.name == "nt", reason="Windows takes away no file that is open")
@pytest.mark.parametrize("number", REFUSALS, ids=errno.errorcode.get)
def test_a_folder_that_may_no_longer_be_written_to_is_said_at_once(tmp_path, told, monkeypatch, number):
    monkeypatch.setattr(appender, "RETRY", LONG)
    session, journal = begun(tmp_path, told)
    session.accept(SUSPECT)
    journal.path.unlink()  # the handle is of no use any more: the file has to be opened again

    def refused(*_args, **_more):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refused)
        patch.setattr("reader.store.saving._replace", refused)
        session.keep(COMMA)
        assert len(told) == 1
        assert str(tmp_path) in told[0]
        assert os.strerror(number) in told[0]
        session.keep(WATERMARK)
        assert len(told) == 1  # once
        assert not journal.complete
        assert session.decision(COMMA).by_reader
    session.postpone(BARE)
    assert told[1:] == ["well"]
    assert kept_after_crash(journal, tmp_path) == {key.key for key in (SUSPECT, COMMA, WATERMARK, BARE)}


@pytest.mark.parametrize(("call", "said"), [("write", 2), ("fstat", 0)])
def test_a_handle_that_went_stale_is_given_up(tmp_path, told, monkeypatch, call, said):
    """A network folder that was away for a moment: the file is there again, but not by the handle from before."""
    monkeypatch.setattr(appender, "RETRY", LONG)
    session, journal = begun(tmp_path, told)
    session.accept(SUSPECT)
    stale, real = journal._appender._file, getattr(os, call)

    def answer(file, *more):
        if file == stale:
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
        return real(file, *more)

    # A new handle may have the number of the one that was closed.
    close = os.close
    with monkeypatch.context() as patch:
        patch.setattr(os, call, answer)
        patch.setattr(os, "close", lambda file: None if file == stale else close(file))
        session.keep(COMMA)
        session.keep(WATERMARK)
        assert journal.complete
    close(stale)
    assert (len(told), told[1:]) == (said, ["well"][: said - 1 if said else 0])
    assert kept_after_crash(journal, tmp_path) == {SUSPECT.key, COMMA.key, WATERMARK.key}


def test_a_real_disk_that_is_full(small_disk, told, monkeypatch):
    monkeypatch.setattr(appender, "RETRY", LONG)
    place, _ = small_disk
    session, journal = begun(place / "journals", told)
    session.accept(SUSPECT)
    ballast = place / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 512)
    # The last page of the journal has some room left.
    while not told:
        session.postpone(BARE)
    assert "the disk is full" in told[0]
    session.keep(COMMA)
    before = journal.path.read_bytes()
    assert before.endswith(b"\n")
    ballast.unlink()
    session.keep(WATERMARK)
    assert told[1:] == ["well"]
    assert journal.path.read_bytes().startswith(before)
    assert {SUSPECT.key, COMMA.key, WATERMARK.key} <= kept_after_crash(journal, place / "journals")


def test_a_real_disk_that_is_read_only_until_later(small_disk, told):
    place, mounted = small_disk
    assert mounted("-o", "remount,ro")
    session, journal = begun(place / "journals", told)
    session.accept(SUSPECT)
    assert os.strerror(errno.EROFS) in told[0]
    assert mounted("-o", "remount,rw")
    told.wait(2)
    assert told[1] == "well"
    assert kept_after_crash(journal, place / "journals") == {SUSPECT.key}


def test_a_real_disk_that_is_taken_out(small_disk, told):
    place, _ = small_disk
    session, journal = begun(place / "journals", told)
    session.accept(SUSPECT)
    subprocess.run(["umount", "--lazy", str(place)], check=True)
    session.keep(COMMA)
    assert told == []
    assert kept_after_crash(journal, place / "journals") == {SUSPECT.key, COMMA.key}
