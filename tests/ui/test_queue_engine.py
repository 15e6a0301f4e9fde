"""What the application hands to the queue, with the real engine, processes and journals."""

import threading

import pytest

from reader.app.services import EngineServices
from reader.batch.reviewed import NOTHING, recalled
from reader.review.session import ReviewSession
from reader.store.documents import read_document
from reader.store.export import Format
from reader.text.message import Message
from reader.text.rules import NO_RULES
from reader.ui.services import Refused

pytestmark = pytest.mark.gui
PAGE = "春耕讲话\n同志们,今天开会。\n困难和问题不少,大家辛苦了。\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("JIAODU_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("JIAODU_CONFIG", str(tmp_path / "config"))
    folder = tmp_path / "页"
    folder.mkdir()
    for name in ("甲.txt", "乙.txt"):
        (folder / name).write_text(f"{name}\n{PAGE}", "utf-8")
    return folder


@pytest.fixture
def services():
    return EngineServices(plugins=False)


def never():
    return False


def reviewed(services, path):
    """Review a document as the window does, and keep the first thing that was changed unasked as it was."""
    source = services.read(path)
    session = ReviewSession(source, NOTHING)
    log, _ = services.take_up(session, path, lambda _: None)
    *_, (analysis, _) = services.analyse(source.raw, session.standing, never)
    session.adopt(analysis)
    session.keep(session.cleaned.applied[0])
    log.close()
    return session.cleaned.text


def test_reviews_are_told_with_what_was_cleaned(services, folder):
    reviewed(services, folder / "甲.txt")
    plan = services.find([folder])
    services.mark([folder], read_document(folder / "乙.txt").sha256, True)
    told = [each for news in services.cleaning([folder], plan.jobs).told() for each in news if each.outcome]
    found = {plan.jobs[each.number].path.name: (each.review, each.mark) for each in told}
    assert found["甲.txt"][0] is not None
    assert found["乙.txt"] == (None, True)


def test_a_document_that_was_prepared_is_there_at_once(services, folder):
    path = folder / "甲.txt"
    reviewed(services, path)
    assert services.prepare(path, never)
    source = services.read(path)
    standing = recalled(source, NO_RULES).standing
    assert standing.rejected
    with services._turn:  # an engine at work would wait for ever
        ready = list(services.analyse(source.raw, standing, never))
    assert len(ready) == 1
    other = EngineServices(plugins=False)
    *_, (whole, _) = other.analyse(source.raw, standing, never)
    assert ready[0][0] == whole


def test_what_is_made_ahead_gives_way(services, folder):
    services._wanted.set()
    assert not services.prepare(folder / "甲.txt", never)
    services._wanted.clear()
    assert not services.prepare(folder / "甲.txt", lambda: True)
    assert not services.prepare(folder / "nowhere.txt", never)
    assert services.prepare(folder / "甲.txt", never)


def test_a_waiting_reader_is_not_kept_waiting_by_what_is_made_ahead(services, folder):
    source = services.read(folder / "乙.txt")
    with services._turn:
        reader = threading.Thread(target=lambda: list(services.analyse(source.raw, recalled(source, NO_RULES).standing,
                                                                       never)))  # fmt: skip
        reader.start()
        assert services._wanted.wait(5)
    reader.join(30)
    assert not services._wanted.is_set()


def test_a_document_is_saved_as_it_was_decided_while_nobody_has_it_open(services, folder, tmp_path):
    text = reviewed(services, folder / "甲.txt")
    plain = services.read(folder / "甲.txt").raw
    target = tmp_path / "out" / "sub" / "甲.txt"
    assert services.save_reviewed(folder / "甲.txt", target, Format.TXT, "", never) == ()
    assert target.read_text("utf-8") == text
    services.save_reviewed(folder / "乙.txt", tmp_path / "乙.txt", Format.TXT, "", never)
    assert (tmp_path / "乙.txt").read_text("utf-8") not in (text, plain)


def test_nothing_is_saved_over_an_original(services, folder):
    path = folder / "甲.txt"
    before = path.read_bytes()
    with pytest.raises(Refused) as caught:
        services.save_reviewed(path, path, Format.TXT, "", never)
    assert "original" in str(caught.value)
    assert path.read_bytes() == before


def test_a_mark_that_cannot_be_written_is_said(services, folder, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("JIAODU_STATE", str(tmp_path / "file"))
    assert isinstance(services.mark([folder], "digest", True), Message)
