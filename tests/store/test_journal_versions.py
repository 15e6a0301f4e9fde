"""Journals of every version are read; an old one is taken over as it is before anything new is written to it.

``data/journal-version-N.jsonl`` was written by version N and stays as it is, whatever later versions write.
"""

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from reader.review.checkpoints import return_to
from reader.review.decision import Decision, Verdict
from reader.review.headings import heading_fix
from reader.review.session import ReviewSession
from reader.store.carrying import Lost, Reason
from reader.store.journal import Journal, Past
from reader.store.journal_file import VERSION, read_journal
from reader.store.packed_text import packed, unpacked
from reader.store.quotes import Quote
from reader.text.message import Message
from reader.text.source import Source
from reader.text.span import Span
from tests.store.test_journal import BARE, COMMA, HAND, RAW, SOURCE, SUSPECT, WATERMARK, crashed, opened, records

DATA = Path(__file__).parent / "data"


def with_journal_of(version, folder):
    digest = SOURCE.sha256
    return Path(shutil.copy(DATA / f"journal-version-{version}.jsonl", folder / f"{digest[:24]}-utf-8-old.jsonl"))


def test_there_is_a_journal_of_every_version():
    found = {int(re.search(r"\d+", path.stem)[0]) for path in DATA.glob("journal-version-*.jsonl")}
    assert found == set(range(1, VERSION + 1))
    for number in found:
        assert read_journal(DATA / f"journal-version-{number}.jsonl").version == number


def test_one_of_the_second_version_is_read(tmp_path):
    with_journal_of(2, tmp_path)
    session, journal, past = opened(tmp_path)
    assert (past.past, past.notes, past.progress) == (Past.CRASHED, (), (1, 2))
    assert [step.label.text for step in session.steps] == [
        "Accept", "Both", "Edit {n}", "Heading", "Postpone", "Keep original", "Return to {name}",
    ]  # fmt: skip
    assert session.position == 7
    assert session.cleaned.text == "问某网题商虫,甲乙丙"
    assert session.manual == ()
    assert past.lost == (Lost(COMMA, Decision(Verdict.ACCEPTED), Quote.of(RAW, COMMA), Reason.GONE),)
    assert (past.saved, past.all_saved) == (Path("/texts/讲话_校订.txt"), False)
    first, theirs = journal.checkpoints
    assert (first.name, first.when) == ("第一遍", datetime.fromisoformat("2026-11-24T23:50:00.599+00:00"))
    assert first.decisions == {
        SUSPECT.key: Decision(Verdict.ACCEPTED, 1),
        WATERMARK.key: Decision(Verdict.REJECTED),
        COMMA.key: Decision(Verdict.REJECTED),
    }
    assert (theirs.name, theirs.manual, theirs.found) == ("同事的", (HAND,), {SUSPECT.key: SUSPECT})
    session.undo()
    assert session.manual == (HAND, heading_fix(Span(0, 5), 1))
    assert "子" in session.cleaned.text
    session.undo()
    assert session.decisions[SUSPECT.key] == Decision(Verdict.ACCEPTED, 1)
    journal.close()
    assert read_journal(journal_path(tmp_path)).text == RAW


def journal_path(folder):
    (path,) = folder.glob("*.jsonl")
    return path


def test_an_old_journal_is_kept_aside_before_it_is_gone_on_with(tmp_path):
    path = with_journal_of(1, tmp_path)
    before = path.read_bytes()
    session, journal, past = opened(tmp_path)
    assert path.read_bytes() == before  # nothing was decided
    stood = session.steps, session.position, session.cleaned.text
    session.keep(WATERMARK)
    journal.checkpoint(session, "晚上")
    (aside,) = tmp_path.glob("*.version-1")
    assert aside.read_bytes() == before
    assert records(path)[0]["schema"] == f"jiaodu-journal/{VERSION}"
    assert path.read_bytes().splitlines()[1 : before.count(b"\n")] == before.splitlines()[1:]
    crashed(journal)
    again, journal, past = opened(tmp_path)
    assert past.notes == ()
    assert again.decisions == session.decisions
    assert [one.name for one in journal.checkpoints] == ["晚上"]
    again.undo()
    assert (again.steps[:3], again.position, again.cleaned.text) == (stood[0][:3], stood[1], stood[2])
    again.keep(BARE)
    assert len(list(tmp_path.glob("*.version-1"))) == 1
    journal.close()


def test_a_damaged_old_journal_is_kept_as_damaged(tmp_path):
    path = with_journal_of(1, tmp_path)
    with path.open("ab") as file:
        file.write(b"torn")
    before = path.read_bytes()
    session, journal, past = opened(tmp_path)
    assert "damaged" in str(past.notes[0])
    session.keep(WATERMARK)
    journal.close()
    assert [aside.read_bytes() for aside in tmp_path.glob("*.damaged")] == [before]
    assert list(tmp_path.glob("*.version-1")) == []
    again, journal, past = opened(tmp_path)
    assert past.notes == ()
    assert again.decisions == session.decisions
    journal.close()


# Checkpoints


def test_checkpoints_come_back_with_what_held(tmp_path):
    session, journal, _ = opened(tmp_path)
    session.accept(SUSPECT, 1)
    session.add(HAND, Message("Edit"))
    made = journal.checkpoint(session, "第一遍")
    text = session.cleaned.text
    session.undo()
    session.undo()
    session.keep(COMMA)  # the steps up to the checkpoint are gone
    journal.checkpoint(session, "第二遍")
    journal.close()
    again, journal, past = opened(tmp_path)
    first, second = journal.checkpoints
    assert (first.name, first.decisions, first.manual, first.found, first.progress) == (
        made.name, made.decisions, made.manual, made.found, made.progress,
    )  # fmt: skip
    assert second.decisions == {COMMA.key: Decision(Verdict.REJECTED)}
    return_to(first, again)
    assert again.cleaned.text == text
    later = again.decisions
    journal.close()
    third, journal, past = opened(tmp_path)
    assert past.notes == ()
    assert (third.cleaned.text, third.decisions, third.manual) == (text, later, (HAND,))
    third.undo()
    assert third.decisions == {COMMA.key: Decision(Verdict.REJECTED)}
    journal.close()


def test_a_return_that_takes_changes_by_hand_out_comes_back(tmp_path):
    session, journal, _ = opened(tmp_path)
    before = journal.checkpoint(session, "a")
    session.add(HAND, Message("Edit"))
    session.add(heading_fix(Span(0, 5), 1), Message("Heading"))
    session.keep(SUSPECT)
    both = session.manual
    return_to(before, session)
    crashed(journal)
    again, journal, past = opened(tmp_path)
    assert past.notes == ()
    assert (again.manual, again.decisions, again.cleaned.text) == ((), session.decisions, session.cleaned.text)
    again.undo()
    assert again.manual == both
    journal.close()


def test_a_name_that_is_given_again_means_the_later_state(tmp_path):
    session, journal, _ = opened(tmp_path)
    journal.checkpoint(session, "a")
    session.accept(SUSPECT)
    journal.checkpoint(session, "b")
    journal.checkpoint(session, "a")
    journal.close()
    _, journal, _ = opened(tmp_path)
    assert [(one.name, len(one.decisions)) for one in journal.checkpoints] == [("b", 1), ("a", 1)]
    journal.close()


def test_a_checkpoint_before_any_decision_is_kept(tmp_path):
    session, journal, _ = opened(tmp_path)
    journal.checkpoint(session, "早上")
    journal.close()
    _, journal, _ = opened(tmp_path)
    assert [one.name for one in journal.checkpoints] == ["早上"]
    journal.discard()
    assert journal.checkpoints == ()
    journal.close()
    _, journal, past = opened(tmp_path)
    assert (journal.checkpoints, past.past) == ((), Past.NOTHING)
    journal.close()


def test_in_a_second_window_a_name_holds_while_it_is_open(tmp_path):
    session, journal, _ = opened(tmp_path)
    session.accept(SUSPECT)
    other, second, _ = opened(tmp_path)
    second.checkpoint(other, "a")
    assert [one.name for one in second.checkpoints] == ["a"]
    second.close()
    journal.close()
    assert read_journal(journal_path(tmp_path)).history.checkpoints == {}


# What a line takes


def test_a_batch_says_once_what_its_findings_have_in_common(tmp_path):
    raw = "我们要商虽发展的间题。" * 400
    from tests.builders import options

    found = tuple(options("ocr", at, at + 1, "量", "问") for at in range(0, len(raw), 2))
    from reader.text.analysis import Analysis

    session, journal, _ = opened(tmp_path, Analysis(found, (), ()), Source.of_text(raw, "a.txt"))
    session.decide(session.fixes, Verdict.REJECTED, Message("All"))
    batch = max(journal.path.read_bytes().splitlines(), key=len)
    assert len(batch) < 110 * len(found)
    assert batch.count(b"because") == 1
    journal.close()
    again, journal, _ = opened(tmp_path, Analysis((), (), ()), Source.of_text(raw, "a.txt"))
    assert again.decisions == session.decisions
    assert [again.fix(fix.key) for fix in found] == list(found)
    journal.close()
    assert read_journal(journal_path(tmp_path)).text == raw


TEXTS = ["", "短", "长" * 5_000, "\ud800" * 3_000, "a\0\r\n" * 900, "𠮷" * 2_500]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_text_comes_back_as_it_was(text):
    assert unpacked(packed(text), len(text)) == text
    assert unpacked(packed(text), len(text) + 1) is None


def test_a_packed_text_that_grows_without_end_is_stopped():
    bomb = packed("\0" * 50_000_000)
    assert len(bomb["zlib"]) < 400_000
    assert unpacked(bomb, 1_000) is None
    for nothing in (None, 7, {}, {"zlib": 3}, {"zlib": "%"}, {"zlib": "QUJD"}):
        assert unpacked(nothing, 3) is None


def test_a_journal_whose_text_was_exchanged_gives_no_text(tmp_path):
    session, journal, _ = opened(tmp_path)
    session.accept(SUSPECT)
    contents = read_journal(crashed(journal))
    contents.header["text"] = RAW[::-1]
    assert contents.text is None


def test_what_could_not_be_placed_is_forgotten_with_the_rest(tmp_path):
    session = ReviewSession(SOURCE, opened(tmp_path)[0]._analysis)
    journal, _ = Journal.open(SOURCE, tmp_path / "other")
    journal.follow(session)
    journal.carried([Lost(COMMA, Decision(Verdict.ACCEPTED), None, Reason.SEVERAL)], "旧稿.txt")
    session.keep(BARE)
    journal.close()
    _, journal, past = opened(tmp_path / "other")
    assert [(one.fix, one.quote, one.reason) for one in past.lost] == [(COMMA, None, Reason.SEVERAL)]
    journal.discard()
    journal.close()
    _, journal, past = opened(tmp_path / "other")
    assert past.lost == ()
    journal.close()
