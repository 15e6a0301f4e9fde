"""The services that the program hands to its window, with the real engine and real files."""

import pytest

from reader import app
from reader.app import EngineServices
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
    monkeypatch.setattr(app, "MOST_CHARACTERS", most)
    monkeypatch.setattr(app, "_MOST_BYTES", 4 * most)
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
