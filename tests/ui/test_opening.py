"""Opening documents of many kinds: copied pages, long PDFs, what is left out, what is too long."""

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from reader.app.services import EngineServices
from reader.store.readers.watching import GivenUp, step, watched
from reader.text.message import Message
from reader.ui.drops import judge
from reader.ui.services import Refused

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]
PAGE = "<h1>春耕讲话</h1><p>同志们，大家好。</p><ol><li>要早动手</li><li>要多动手</li></ol>"


@pytest.mark.parametrize(
    ("text", "html", "taken"),
    [("同志们", "", True), ("", PAGE, True), (" ", "<p> </p>", False), ("", "", False), ("同志们", PAGE, True)],
)
def test_text_or_its_code_is_taken(text, html, taken):
    dropped = judge([], [], text, html)
    assert bool(dropped.text or dropped.html) is taken
    assert bool(dropped.refusal) is not taken


def test_a_copied_page_keeps_its_lines_and_numbers(window, qtbot):
    data = QMimeData()
    data.setHtml(PAGE)
    data.setText("春耕讲话同志们，大家好。")
    QApplication.clipboard().setMimeData(data)
    with qtbot.waitSignal(window.desk.settled):
        window.actions_by_name["paste"].trigger()
    assert window.desk.session.raw.splitlines()[:2] == ["春耕讲话", "同志们，大家好。"]
    assert "要多动手" in window.desk.session.raw
    assert window.desk.path is None


def test_pages_of_a_long_document_are_counted_while_it_is_read(window, services, qtbot, tmp_path):
    services.pages = 3
    window.open_path(tmp_path / "长.pdf")
    qtbot.waitUntil(lambda: "长.pdf" in window.message.text)
    services.page_gate.set()
    with qtbot.waitSignals([window.desk.read_on, window.desk.settled]):
        pass
    assert window.desk.session is not None


def test_a_long_reading_is_given_up(opened, services, qtbot, tmp_path):
    session, services.pages = opened.desk.session, 3
    ended = []
    read = services.read

    def watched_read(path, encoding=None, watch=None):
        try:
            return read(path, encoding, watch)
        except GivenUp:
            ended.append(path.name)
            raise

    services.read = watched_read
    opened.open_path(tmp_path / "长.pdf")
    qtbot.waitUntil(lambda: "长.pdf" in opened.message.text)
    opened.message.buttons[0].click()
    services.page_gate.set()
    qtbot.waitUntil(lambda: ended == ["长.pdf"])
    assert opened.desk.session is session
    assert opened.desk.being_read == ""


def test_only_what_is_read_inside_is_told():
    told = []
    step(1, 2)
    with watched(lambda done, total: told.append((done, total))):
        step(1, 2)
        with watched(None):
            step(2, 2)
    step(2, 2)
    assert told == [(1, 2)]


def test_what_of_a_document_was_left_out_is_said_and_stays_in_the_outline(window, services, qtbot, tmp_path):
    services.remarks = (Message("Two pictures were left out."),)
    services.format = "docx"
    with qtbot.waitSignal(window.desk.settled):
        window.open_path(tmp_path / "讲话.docx")
    assert "Two pictures were left out." in window.message.text
    first = window.review.side.outline.topLevelItem(0)
    assert first.text(0) == "⚠ Two pictures were left out."
    window.review.side.outline.itemClicked.emit(first, 0)  # leads nowhere, and does no harm
    assert window.status.encoding.text() == "Word document"


def test_the_size_of_documents_with_pictures_says_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("reader.app.services._MOST_BYTES", 10)
    for name in ("a.html", "a.txt"):
        (tmp_path / name).write_text("<html><body><p>同志们，大家好。</p></body></html>", encoding="utf-8")
    assert "同志们" in EngineServices().read(tmp_path / "a.html").raw
    with pytest.raises(Refused, match="too long"):
        EngineServices().read(tmp_path / "a.txt")
