"""A document that is another one now: the review of the version before is found, and goes on."""

import pytest

from reader.review.session import ReviewSession
from reader.store.documents import read_document
from reader.store.resume import carry_over, previous, take_up
from reader.text.message import Message
from reader.text.source import Source
from tests.store.test_anchoring import FURNITURE, HANDS, SPEECH, marks


def reviewed(path, state, text=SPEECH, encoding="utf-8"):
    """A file and its review, closed."""
    path.write_bytes(text.encode(encoding))
    source = read_document(path)
    session = ReviewSession(source, marks(source.raw))
    journal, _ = take_up(session, state, path=path)
    for fix in session.fixes:
        session.keep(fix)
    for fix in HANDS if text == SPEECH else ():
        session.add(fix, Message("Edit"))
    journal.close()
    return session


def opened(path, state):
    source = read_document(path)
    session = ReviewSession(source, marks(source.raw))
    journal, past = take_up(session, state, path=path)
    return session, journal, past


def test_scraped_again_the_decisions_go_on_and_the_list_of_lost_ones_stays(tmp_path):
    path, state = tmp_path / "讲话.txt", tmp_path / "state"
    old = reviewed(path, state)
    path.write_text(FURNITURE + SPEECH.replace("商虽", "讨论"), "utf-8")
    session, journal, past = opened(path, state)
    assert past.steps == ()
    found = previous(session.source, path, state)
    assert (found.document, found.progress) == (path, old.progress)
    placed = found.placed(session.source, marks(session.raw))
    assert carry_over(placed, session, journal, path.name) == ()
    assert len(session.decisions) == len(old.decisions) - 1
    assert str(session.undo_label) == "Decisions from 讲话.txt"
    journal.close()
    again, journal, past = opened(path, state)
    assert again.decisions == session.decisions
    assert again.manual == session.manual
    assert [lost.quote.observed for lost in past.lost] == ["商虽"]
    journal.close()
    # What was reviewed is not a version before itself.
    assert previous(again.source, path, state).review.raw == SPEECH


CHANGES = {
    "another encoding": ("讲话.txt", SPEECH.encode("gb18030")),
    "other line ends": ("讲话.txt", SPEECH.replace("\n", "\r\n").encode()),
    "another ending": ("讲话.md", SPEECH.replace("\n", "\n\n").encode()),
}


@pytest.mark.parametrize(("name", "data"), CHANGES.values(), ids=CHANGES)
def test_the_same_wording_in_other_bytes_keeps_everything(tmp_path, name, data):
    state = tmp_path / "state"
    old = reviewed(tmp_path / "讲话.txt", state)
    path = tmp_path / name
    path.write_bytes(data)
    session, journal, past = opened(path, state)
    assert past.steps == ()
    placed = previous(session.source, path, state).placed(session.source, marks(session.raw))
    assert placed.lost == ()
    assert len(placed.carried) == len(old.decisions)
    journal.close()


def test_the_latest_of_the_same_file_goes_before_one_of_the_same_name(tmp_path):
    state = tmp_path / "state"
    reviewed(tmp_path / "讲话.txt", state, SPEECH + "一\n")
    reviewed(tmp_path / "讲话.txt", state, SPEECH + "二\n")
    reviewed(tmp_path / "讲话.md", state, SPEECH + "三\n")
    reviewed(tmp_path / "讲话稿.txt", state, SPEECH + "四\n")
    new = Source.of_text(SPEECH)
    assert previous(new, tmp_path / "讲话.txt", state).review.raw.endswith("二\n")
    assert previous(new, tmp_path / "讲话.html", state).review.raw.endswith("三\n")
    assert previous(new, tmp_path / "别的.txt", state) is None
    assert previous(new, tmp_path / "讲话.txt", tmp_path / "nowhere") is None


def test_a_review_in_which_nothing_holds_is_none(tmp_path):
    path, state = tmp_path / "a.txt", tmp_path / "state"
    path.write_text(SPEECH, "utf-8")
    session, journal, _ = opened(path, state)
    session.keep(session.fixes[0])
    session.undo()
    journal.close()
    assert previous(Source.of_text("x"), path, state) is None


def test_a_journal_that_cannot_be_read_hides_no_other(tmp_path):
    path, state = tmp_path / "a.txt", tmp_path / "state"
    reviewed(path, state)
    (state / "0-damaged.jsonl").write_bytes(b"\0" * 50)
    (journal,) = (path for path in state.glob("*.jsonl") if "damaged" not in path.name)
    newer = journal.read_bytes().replace(b"jiaodu-journal/2", b"jiaodu-journal/9")
    (state / "1-newer.jsonl").write_bytes(newer)
    assert previous(Source.of_text("x"), path, state).journal == journal
