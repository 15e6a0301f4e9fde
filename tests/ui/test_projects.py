"""A review is handed on as one file and taken in again: with its document, beside it, or into one's own review."""

import pytest

from reader.language import say
from reader.review.checkpoints import Checkpoint
from reader.review.decision import Verdict
from reader.review.session import ReviewSession
from reader.store.project import save_project
from reader.store.project_reading import read_project
from reader.text.source import Source
from reader.ui.questions import Parting
from tests.ui.conftest import RAW, document_analysis

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


@pytest.fixture
def theirs():
    """A colleague's review: the first finding kept, the second accepted, a named state between."""
    session = ReviewSession(Source.of_text(RAW, "讲话.txt"), document_analysis())
    first, second = [fix for fix in session.pending if fix.options][:2]
    session.keep(first)
    state = Checkpoint.of(session, "一")
    session.accept(second)
    return session, first, second, state


@pytest.fixture
def sent(theirs, tmp_path):
    def write(*, with_source):
        path = tmp_path / "来信" / "讲话.jiaodu"
        path.parent.mkdir(exist_ok=True)
        save_project(theirs[0], path, with_source=with_source, checkpoints=[theirs[3]], reviewer="李四")
        return path

    return write


def carried(window, qtbot):
    qtbot.waitUntil(lambda: window.carrying.transfer is not None)
    return window.carrying.transfer


def test_a_review_is_handed_on_with_name_states_and_document(opened, answers, services, qtbot, tmp_path):
    opened.desk.session.keep(opened.desk.session.pending[0])
    answers.called = "王编辑"
    opened.states.name()
    answers.project_at = tmp_path / "给老李", True
    opened.export_menu.review.trigger()
    qtbot.waitUntil(lambda: "给老李.jiaodu" in opened.message.text)
    project = read_project(tmp_path / "给老李.jiaodu")
    assert (project.reviewer, project.name, project.source.raw) == ("王编辑", "讲话.txt", RAW)
    assert [state.name for state in project.checkpoints] == ["王编辑"]
    assert len(project.review.decisions) == 1


def test_without_a_place_or_a_name_nothing_is_written(opened, answers, qtbot, tmp_path):
    opened.export_menu.review.trigger()
    answers.project_at, answers.called = (tmp_path / "x.jiaodu", False), None
    opened.export_menu.review.trigger()
    assert not list(tmp_path.glob("*.jiaodu"))


def test_a_review_with_its_document_is_opened(window, sent, theirs, services, qtbot):
    window.open_path(sent(with_source=True))
    assert carried(window, qtbot).carried == 2
    session = window.desk.session
    assert session.cleaned.text == theirs[0].cleaned.text
    assert window.desk.name == "讲话.txt"
    assert list(services.log.named) == ["一"]
    assert say(session.undo_label) == "Decisions from 李四"


def test_a_review_without_one_takes_the_document_beside_it(window, sent, theirs, services, qtbot):
    path = sent(with_source=False)
    beside = path.with_name("讲话.txt")
    beside.write_text(RAW, encoding="utf-8")
    window.open_path(path)
    assert carried(window, qtbot).carried == 2
    assert window.desk.path == beside


def test_where_there_is_none_the_document_is_asked_for(window, sent, answers, qtbot, tmp_path):
    window.open_path(sent(with_source=False))
    qtbot.waitUntil(lambda: "讲话.txt without the document" in window.message.text)
    assert window.desk.session is None
    answers.open_at = tmp_path / "别名.txt"
    window.message.buttons[0].click()
    assert carried(window, qtbot).carried == 2
    assert window.desk.path == tmp_path / "别名.txt"


def test_a_review_is_merged_into_ones_own_and_differences_are_listed(opened, sent, theirs, services, answers, qtbot):
    session, (_, first, second, _) = opened.desk.session, theirs
    session.accept(first)
    answers.called = "一"
    opened.states.name()
    opened.open_path(sent(with_source=True))
    transfer = carried(opened, qtbot)
    assert opened.desk.session is session  # the same text: nothing is opened anew
    assert (transfer.carried, len(transfer.conflicts)) == (1, 1)
    assert session.decisions[first.key].verdict is Verdict.ACCEPTED  # one's own stays
    assert session.decisions[second.key].verdict is Verdict.ACCEPTED
    assert list(services.log.named) == ["一", "一 (李四)"]
    see, undo = opened.message.buttons
    see.click()
    dialog = opened.carrying._dialog
    assert dialog.take.isEnabled()
    dialog.close()
    undo.click()
    assert second.key not in session.decisions or session.decisions[second.key].verdict is Verdict.PENDING


def test_the_open_document_is_asked_about_first(opened, sent, answers, services, qtbot, tmp_path):
    services.raw = "别的文字"
    with qtbot.waitSignal(opened.desk.settled):
        opened.open_path(tmp_path / "二.txt")
    session = opened.desk.session
    opened.desk._saved_state = ({}, ("something",))  # as if something were not saved
    answers.part = Parting.STAY
    opened.open_path(sent(with_source=True))
    qtbot.waitUntil(lambda: any(asked[0] == "parting" for asked in answers.asked))
    assert opened.desk.session is session


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\x01", "一篇讲话".encode()])
def test_what_is_no_review_is_refused_in_words(opened, qtbot, tmp_path, content):
    path = tmp_path / "x.jiaodu"
    path.write_bytes(content)
    session = opened.desk.session
    opened.open_path(path)
    qtbot.waitUntil(lambda: opened.message.text.startswith("x.jiaodu"))
    assert opened.desk.session is session


def test_the_real_services_say_why(tmp_path):
    from reader.app.services import EngineServices
    from reader.ui.services import Refused

    path = tmp_path / "x.jiaodu"
    path.write_bytes(b"{}")
    with pytest.raises(Refused, match=r"x\.jiaodu"):
        EngineServices().read_project(path)
