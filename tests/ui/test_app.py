"""The services that the program hands to its window, with the real engine and real files."""

import pytest

from reader.app.services import EngineServices
from reader.review.session import ReviewSession
from reader.text.analysis import Analysis, Standing
from reader.text.source import Source
from reader.ui.services import Refused

pytestmark = pytest.mark.gui


def test_a_file_is_read_and_a_bad_one_refused_in_words(tmp_path):
    services = EngineServices()
    good, empty = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_bytes("同志们，大家好。".encode("gb18030"))
    empty.write_bytes(b"")
    assert services.read(good).raw == "同志们，大家好。"
    assert services.read(good, "gb18030").encoding.lower() == "gb18030"
    for bad in (empty, tmp_path, tmp_path / "missing.txt"):
        with pytest.raises(Refused) as refused:
            services.read(bad)
        assert str(refused.value.message)


@pytest.mark.parametrize(("characters", "most"), [(1000, 999), (5000, 1000)])
def test_texts_too_long_for_a_window_are_sent_to_the_command_line(tmp_path, monkeypatch, characters, most):
    monkeypatch.setattr("reader.app.services.MOST_CHARACTERS", most)
    monkeypatch.setattr("reader.app.services._MOST_BYTES", 4 * most)
    file = tmp_path / "long.txt"
    file.write_text("字" * characters, encoding="utf-8")
    with pytest.raises(Refused, match=r"jiaodu clean long\.txt"):
        EngineServices().read(file)


def test_analyses_come_one_after_the_other_and_end_when_told():
    services = EngineServices()
    raw = "要同群众商虽,乂快乂好地播种。" * 20
    found = list(services.analyse(raw, Standing(), lambda: False))
    assert found[-1][1].done == found[-1][1].total
    assert found[-1][0].fixes
    assert list(services.analyse(raw, Standing(), lambda: True)) == []
    # The turn was given back.
    assert list(services.analyse(raw, Standing(), lambda: False))


def test_saving_never_goes_over_the_source_unless_told(tmp_path):
    services, page = EngineServices(), tmp_path / "a.txt"
    page.write_text("一,二", encoding="utf-8")
    session = ReviewSession(services.read(page), Analysis((), (), ()))
    assert services.suggested_name(page) == tmp_path / "a_校订.txt"
    with pytest.raises(Refused):
        services.save(session, page, source=page)
    services.save(session, tmp_path / "a_校订.txt", source=page)
    assert (tmp_path / "a_校订.txt").read_text(encoding="utf-8") == "一,二"
    services.save(session, page, source=page, over_source=True)


def test_a_folder_that_is_gone_is_said(tmp_path):
    session = ReviewSession(Source.of_text("一"), Analysis((), (), ()))
    with pytest.raises(Refused) as refused:
        EngineServices().save(session, tmp_path / "gone" / "a.txt")
    assert "gone" in str(refused.value.message)


def test_decisions_come_back_with_the_real_journal(tmp_path, monkeypatch):
    monkeypatch.setenv("JIAODU_STATE", str(tmp_path / "state"))
    services, page = EngineServices(), tmp_path / "a.txt"
    page.write_text("要同群众商虽,乂快乂好地播种。" * 3, encoding="utf-8")
    source = services.read(page)
    session = ReviewSession(source, Analysis((), (), ()))
    log, earlier = services.take_up(session, page, lambda _: None)
    assert not earlier.decided
    session.adopt(list(services.analyse(source.raw, Standing(), lambda: False))[-1][0])
    session.accept(session.pending[0])
    text = session.cleaned.text
    assert services.unfinished() == []  # it is open here
    log.close()

    again = ReviewSession(source, Analysis((), (), ()))
    log, earlier = services.take_up(again, page, lambda _: None)
    assert earlier.decided
    assert not earlier.crashed
    again.adopt(list(services.analyse(source.raw, again.standing, lambda: False))[-1][0])
    assert again.cleaned.text == text
    log.close()


@pytest.mark.parametrize(
    ("kind", "encoding"), [("docx", "utf-8"), ("txt", "gb18030"), ("txt", "utf-8"), ("pdf", "made-up")]
)
def test_a_review_of_an_enclosed_document_goes_on_after_a_crash(tmp_path, monkeypatch, kind, encoding):
    """There is no file to open again: the text is in the journal, under what the document was."""
    monkeypatch.setenv("JIAODU_STATE", str(tmp_path / "state"))
    services, raw = EngineServices(), "要同群众商虽,乂快乂好地播种。" * 3
    data = b"PK\x03\x04 pictures" if kind in ("docx", "pdf") else raw.encode(encoding)
    source = Source(raw, data, encoding, format=kind, name=f"讲话.{kind}")
    session = ReviewSession(source, Analysis((), (), ()))
    log, _ = services.take_up(session, None, lambda _: None)
    session.adopt(list(services.analyse(raw, Standing(), lambda: False))[-1][0])
    session.accept(session.pending[0])
    log._unfollow()
    log._appender.close()  # the program ends without closing the review
    log._lock.release()
    (entry,) = services.unfinished()
    assert entry.document is None
    assert entry.source.data == data or kind in ("docx", "pdf")
    again = ReviewSession(entry.source, Analysis((), (), ()))
    log, earlier = services.take_up(again, None, lambda _: None)
    assert earlier.crashed
    assert again.decisions == session.decisions
    log.close()
