"""Hostile documents: each is refused with its sentence or read for what it is, and nothing else happens."""

import re
import subprocess
import sys

import pytest

from reader.language import LANGUAGES, say, use
from reader.text.message import Message
from tests.store.hostile import archives, markup, printed, texts
from tests.store.hostile.case import TEXT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are not measured like this there")


CASES = {
    f"{module.__name__.rpartition('.')[2]}, {name}": case
    for module in (archives, markup, printed, texts)
    for name, case in module.CASES.items()
}


@pytest.mark.parametrize("name", CASES)
def test_hostile_documents(name, watched, bait, listening, tmp_path):
    case = CASES[name]
    path = tmp_path / case.name
    path.write_bytes(case.make(bait))
    before, calls = watched.asked, listening.calls
    result = watched.read(path)
    assert "error" not in result
    if case.says:
        assert case.says in result.get("en", result)
        assert path.name in result["en"]
        assert re.search("[一-鿿]{2}", result["zh"])
    else:
        assert case.reads in result.get("text", result)
        assert TEXT not in result["text"]
    assert watched.asked == before
    assert listening.calls == calls
    assert [child.name for child in tmp_path.iterdir()] == [case.name]
    assert result["megabytes"] < case.megabytes
    assert result["seconds"] < case.seconds


def test_what_is_watched_is_seen(watched, tmp_path, listening):
    """Or else all of the above would say nothing."""

    code = f"open({str(tmp_path / 'x')!r}, 'w')", f"import socket; socket.create_connection({('127.0.0.1', 9)!r})"
    for one in code:
        before = watched.asked
        environment = {"PYTHONPATH": str(watched.hook), "JIAODU_WATCHED": str(watched.folder)}
        done = subprocess.run([sys.executable, "-c", one], env=environment, capture_output=True, check=False)
        assert b"not while a hostile document" in done.stderr
        assert watched.asked.startswith(before)
        assert len(watched.asked) > len(before)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_sentence_says_nothing(language, monkeypatch):
    """Such as a review that somebody sent may hold: gettext answers with what it knows of the catalogue."""
    monkeypatch.setattr("reader.language._spoken", None)
    use(language)
    assert say(Message("")) == ""
