"""Exact examples of a journal: what comes back after reopening, and what is said when something is wrong."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reader.review.decision import Decision, Verdict
from reader.review.session import ReviewSession
from reader.store.encodings import decode
from reader.store.journal import Journal, Past, journal_folder
from reader.store.journal_lines import line, parse
from reader.store.resume import discard, replay, take_up, unfinished
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.source import Source
from tests.builders import fix, options

#      0123456789
RAW = "问某网题商虽,甲乙丙"
WATERMARK = fix("watermark", (1, 3, ""))
SUSPECT = options("ocr", 5, 6, "量", "虫")
COMMA = fix("punctuation", (6, 7, "，"))
BARE = options("ocr", 8, 9)
HAND = fix("manual", (4, 5, "商"), (7, 8, "子"))
FOUND = (WATERMARK, SUSPECT, COMMA, BARE)
WHOLE = Analysis(FOUND, (), ())
NOTHING = Analysis((), (), ())
SOURCE = Source.of_text(RAW, "讲话.txt")
OLD_JOURNAL = Path(__file__).parent / "data" / "journal-version-1.jsonl"


def opened(folder, analysis=WHOLE, source=SOURCE, **more):
    session = ReviewSession(source, analysis)
    return session, *take_up(session, folder, **more)


def decided(folder, **more):
    """A journal with two steps, of which one was taken back, as a crash leaves it."""
    session, journal, _ = opened(folder, **more)
    session.accept(SUSPECT, 1)
    session.keep(COMMA)
    session.undo()
    return crashed(journal)


def crashed(journal):
    """What is on the disk when the program ends here; the lock goes with it."""
    path, copy = journal.path, journal.path.read_bytes()
    journal.close()
    path.write_bytes(copy)
    return path


def records(path):
    return [record for record, _ in parse(path.read_bytes())]


def test_everything_comes_back_undone_steps_included(tmp_path):
    first, journal, past = opened(tmp_path)
    assert (past.past, past.steps, past.notes) == (Past.NOTHING, (), ())
    first.accept(SUSPECT, 1)
    first.add(HAND, Message.of("Edit {n}", n=3))
    first.postpone(BARE)
    first.keep(COMMA)
    first.undo()
    assert journal.close()

    second, journal, past = opened(tmp_path)
    assert (past.past, past.position, past.progress) == (Past.CLOSED, 3, first.progress)
    assert second.decisions == first.decisions
    assert second.decision(BARE).postponed
    assert (second.cleaned.text, second.manual) == (first.cleaned.text, (HAND,))
    assert (second.undo_label, second.redo_label) == (Message("Postpone"), Message("Keep original"))
    second.redo()
    assert "," in second.cleaned.text
    for _ in range(4):
        second.undo()
    assert (second.decisions, second.can_undo) == ({}, False)
    journal.close()


def test_decisions_wait_for_the_findings_they_are_about(tmp_path):
    decided(tmp_path)
    session, journal, _ = opened(tmp_path, NOTHING)
    assert session.decisions == {SUSPECT.key: Decision(Verdict.ACCEPTED, 1)}
    assert "商虫" in session.cleaned.text  # at once, for the journal knows the finding
    session.adopt(Analysis((WATERMARK,), (), ()))
    assert "商虫" in session.cleaned.text
    session.adopt(WHOLE)
    assert session.orphans == ()
    assert session.cleaned.text == "问题商虫，甲乙丙"
    session.redo()
    assert session.cleaned.text == "问题商虫,甲乙丙"
    journal.close()


def test_an_option_means_the_same_where_a_newer_analysis_numbers_otherwise(tmp_path):
    decided(tmp_path)
    more = options("ocr", 5, 6, "量", "童", "虫")
    session, journal, _ = opened(tmp_path, Analysis((WATERMARK, more, COMMA), (), ()))
    assert "商虫" in session.cleaned.text
    session.accept(more, 2)
    journal.close()
    again, journal, _ = opened(tmp_path, NOTHING)
    assert "商童" in again.cleaned.text
    journal.close()


def test_what_is_no_longer_found_is_carried_as_it_was_known_last(tmp_path):
    session, journal, _ = opened(tmp_path)
    session.accept(SUSPECT)
    session.adopt(Analysis((replace(SUSPECT, confidence=0.4),), (), ()))
    session.adopt(NOTHING)
    journal.close()
    again, journal, _ = opened(tmp_path, NOTHING)
    assert again.orphans == session.orphans
    assert again.orphans[0].confidence == 0.4
    journal.close()


def test_a_decision_is_written_with_its_place_in_words(tmp_path):
    session, journal, _ = opened(tmp_path)
    session.accept(SUSPECT)
    header, opening, decision = records(journal.path)
    given = (header["schema"], header["sha256"], header["characters"], header["encoding"], header["text"])
    assert given == ("jiaodu-journal/2", SOURCE.sha256, 10, "utf-8", RAW)
    assert [opening["do"], decision["do"], decision["label"]] == ["opened", "decide", ["Accept", {}]]
    ((key, said, finding, quote),) = decision["decisions"]
    assert (key, said) == (SUSPECT.key, ["accepted", 0])
    assert finding == [0, [5, 6], [["量", 0.9], ["虫", 0.9]], 0.9]
    assert decision["shapes"] == [["ocr", "test", "ask", "sure", False, 0, "because"]]
    assert quote == {"start": 5, "end": 6, "observed": "虽", "before": "问某网题商", "after": ",甲乙丙"}
    assert decision["progress"] == [1, 2]
    session.keep(SUSPECT)
    assert records(journal.path)[-1]["decisions"] == [[SUSPECT.key, ["rejected", 0]]]  # said once
    journal.close()


def test_each_deed_is_one_write(tmp_path, monkeypatch):
    import os

    session, journal, _ = opened(tmp_path)
    written, write = [], os.write
    monkeypatch.setattr(os, "write", lambda file, data: written.append(bytes(data)) or write(file, data))
    session.accept(SUSPECT)
    session.decide((WATERMARK, COMMA), Verdict.REJECTED, Message("two"))
    session.undo()
    assert [data.count(b"\n") for data in written] == [3, 1, 1]
    monkeypatch.undo()
    journal.close()


def test_nothing_is_written_where_nothing_is_decided(tmp_path):
    _, journal, _ = opened(tmp_path)
    journal.close()
    assert list(tmp_path.glob("*.jsonl")) == []
    path = decided(tmp_path)
    _, journal, _ = opened(tmp_path)
    journal.close()
    before = path.read_bytes()
    assert records(path)[-1]["do"] == "closed"  # or it would be offered for ever
    _, journal, _ = opened(tmp_path)
    journal.close()
    assert path.read_bytes() == before


def test_a_new_decision_after_undo_forgets_what_could_be_redone(tmp_path):
    decided(tmp_path)
    session, journal, _ = opened(tmp_path)
    session.keep(BARE)
    journal.close()
    again, journal, _ = opened(tmp_path)
    assert [step.label.text for step in again.steps] == ["Accept", "Keep original"]
    assert set(again.decisions) == {SUSPECT.key, BARE.key}
    assert not again.can_redo
    journal.close()


def test_a_change_by_hand_instead_of_findings_and_what_is_taken_back_come_back(tmp_path):
    first, journal, _ = opened(tmp_path)
    first.accept(SUSPECT, 1)
    first.add(HAND, Message("Edit"), instead_of=[SUSPECT, COMMA])
    first.reverse(first.steps[0], Message("Take back"))
    first.reverse(first.steps[1], Message("Take back"), [COMMA.key])
    first.reverse(first.steps[1], Message("Take back"))
    first.undo()
    journal.close()
    second, journal, past = opened(tmp_path)
    assert past.notes == ()
    assert (second.steps, second.position, second.manual) == (first.steps, first.position, first.manual)
    assert second.cleaned.text == first.cleaned.text
    assert second.decisions == first.decisions
    second.redo()
    first.redo()
    assert second.cleaned.text == first.cleaned.text
    journal.close()


def test_a_change_by_hand_that_is_undone_is_gone_after_reopening_too(tmp_path):
    session, journal, _ = opened(tmp_path)
    session.add(HAND, Message("Edit"))
    journal.close()
    session, journal, _ = opened(tmp_path)
    session.keep(HAND)
    journal.close()
    session, journal, _ = opened(tmp_path)
    assert session.decision(HAND).verdict is Verdict.REJECTED
    session.undo()
    assert "子" in session.cleaned.text
    session.undo()
    assert session.fixes == FOUND
    assert session.orphans == ()
    journal.close()


def test_listeners_that_decide_too_are_written_in_order(tmp_path):
    session = ReviewSession(SOURCE, WHOLE)
    # Connected before the journal: its step is done when the journal hears of the first.
    session.changed.connect(lambda event: session.keep(COMMA) if SUSPECT.key in event.keys else None)
    journal, _ = take_up(session, tmp_path)
    session.accept(SUSPECT)
    session.undo()
    journal.close()
    again, journal, _ = opened(tmp_path)
    assert (again.steps, again.position) == (session.steps, 1)
    journal.close()


def test_a_second_window_is_told_and_writes_nothing(tmp_path):
    session, journal, _ = opened(tmp_path)
    session.accept(SUSPECT)
    other, second, past = opened(tmp_path)
    assert past.past is Past.ELSEWHERE
    assert "讲话.txt is open in another window" in str(past.notes[0])
    assert not second.recording
    assert second.path is None
    before = journal.path.read_bytes()
    other.keep(COMMA)
    second.saved(tmp_path / "a.txt")
    assert second.close()
    assert journal.path.read_bytes() == before
    journal.close()
    _, third, past = opened(tmp_path)
    assert (past.past, third.recording) == (Past.CLOSED, True)
    third.close()


def test_the_same_bytes_in_another_encoding_are_another_document(tmp_path):
    data = "商虽".encode("gb18030")
    for encoding in ("gb18030", "big5"):
        source = decode(data, encoding, "a.txt")
        session, journal, past = opened(tmp_path, Analysis((), (), ()), source)
        assert past.past is Past.NOTHING
        session.add(fix("manual", (0, 1, encoding)), Message("Edit"))
        journal.close()
    session, journal, _ = opened(tmp_path, NOTHING, decode(data, "gb18030", "b.txt"))
    assert session.cleaned.text == "gb18030虽"
    journal.close()


def test_a_reading_of_other_length_does_not_get_the_decisions(tmp_path):
    path = decided(tmp_path)
    other = Source("问题", SOURCE.data, "utf-8", name="讲话.txt")
    session, journal, past = opened(tmp_path, NOTHING, other)
    assert past.past is Past.NOTHING
    session.add(HAND_SHORT, Message("Edit"))
    assert journal.path != path
    journal.close()
    assert opened_text(tmp_path) == "问题商虫，甲乙丙"
    assert opened_text(tmp_path, other, NOTHING) == "一题"


HAND_SHORT = fix("manual", (0, 1, "一"))


def opened_text(folder, source=SOURCE, analysis=WHOLE):
    session, journal, _ = opened(folder, analysis, source)
    journal.close()
    return session.cleaned.text


def test_replay_needs_a_session_without_decisions(tmp_path):
    decided(tmp_path)
    journal, past = Journal.open(SOURCE, tmp_path)
    session = ReviewSession(SOURCE, WHOLE)
    session.keep(BARE)
    with pytest.raises(ValueError, match="step 1 of 2, 1 done here"):
        replay(past, session)
    # Without replay what was decided before is out of effect, and what is decided now holds.
    journal.follow(session)
    journal.close()
    assert set(opened(tmp_path)[0].decisions) == {BARE.key}


# Saving and the offer after a crash


SAVED = {
    "nothing after it": (lambda session, save: save(), True),
    "a decision after it": (lambda session, save: (save(), session.keep(COMMA)), False),
    "a decision while it was written": (lambda session, save: (session.keep(COMMA), save(1)), False),
    "a decision after it, taken back": (lambda session, save: (save(), session.keep(COMMA), session.undo()), True),
    "taken back": (lambda session, save: (save(), session.undo()), False),
    "taken back and done again": (lambda session, save: (save(), session.undo(), session.redo()), True),
    "taken back and decided otherwise": (lambda session, save: (save(), session.undo(), session.keep(BARE)), False),
    "not at all": (lambda session, save: None, False),
}


@pytest.mark.parametrize(("deeds", "all_saved"), SAVED.values(), ids=SAVED)
def test_what_was_saved_where(tmp_path, deeds, all_saved):
    target = tmp_path / "讲话_校订.txt"
    session, journal, _ = opened(tmp_path)
    session.accept(SUSPECT)
    deeds(session, lambda *position: journal.saved(target, *position))
    journal.close()
    _, journal, past = opened(tmp_path)
    assert (past.saved, past.all_saved) == (target if deeds is not SAVED["not at all"][0] else None, all_saved)
    journal.close()


def test_what_ended_with_the_program_is_offered(tmp_path):
    file = tmp_path / "讲话.txt"
    file.write_bytes(SOURCE.data)
    folder = tmp_path / "state"
    decided(folder, path=file)
    (entry,) = unfinished(folder)
    assert (entry.name, entry.document, entry.text, entry.encoding) == ("讲话.txt", file, None, "utf-8")
    assert (entry.done, entry.total, entry.saved, entry.unchanged) == (1, 2, None, True)
    file.write_bytes(b"other")
    assert not unfinished(folder)[0].unchanged
    file.unlink()
    assert not unfinished(folder)[0].unchanged

    session, journal, _ = opened(folder, path=file)
    assert unfinished(folder) == []  # open now
    session.keep(BARE)
    journal.close()
    assert unfinished(folder) == []  # closed


def test_a_pasted_text_is_kept_with_its_decisions(tmp_path):
    decided(tmp_path, source=Source.of_text(RAW))
    (entry,) = unfinished(tmp_path)
    assert (entry.document, entry.text, entry.unchanged) == (None, RAW, True)


def test_the_latest_is_offered_first_and_what_was_not_decided_never(tmp_path):
    for name in ("一", "二"):
        decided(tmp_path, source=Source.of_text(RAW + name, name))
    _, journal, _ = opened(tmp_path, source=Source.of_text(RAW + "三", "三"))
    journal.saved(tmp_path / "x")
    crashed(journal)
    assert [entry.name for entry in unfinished(tmp_path)] == ["二", "一"]
    assert unfinished(tmp_path / "nowhere") == []


def test_giving_up_is_remembered(tmp_path):
    path = decided(tmp_path)
    before = path.read_bytes()
    (entry,) = unfinished(tmp_path)
    assert discard(entry) is None
    assert unfinished(tmp_path) == []
    assert path.read_bytes().startswith(before)  # nothing is deleted
    session, journal, past = opened(tmp_path)
    assert (past.past, session.decisions, session.steps) == (Past.NOTHING, {}, ())
    session.keep(BARE)
    journal.close()
    session, journal, _ = opened(tmp_path)
    assert set(session.decisions) == {BARE.key}
    journal.close()


def test_starting_afresh_while_the_document_is_open(tmp_path):
    decided(tmp_path)
    old, journal, _ = opened(tmp_path)
    journal.discard()
    old.keep(COMMA)  # nobody listens any more
    new = ReviewSession(SOURCE, WHOLE)
    journal.follow(new)
    new.keep(BARE)
    journal.close()
    session, journal, _ = opened(tmp_path)
    assert set(session.decisions) == {BARE.key}
    journal.close()


def test_what_is_open_again_is_not_given_up(tmp_path):
    decided(tmp_path)
    (entry,) = unfinished(tmp_path)
    session, journal, _ = opened(tmp_path)
    assert discard(entry) is None
    journal.close()
    assert opened_text(tmp_path) == session.cleaned.text == "问题商虫，甲乙丙"


# Damage and versions


def test_a_flipped_byte_is_noticed_and_nothing_is_deleted(tmp_path):
    path = decided(tmp_path)
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    second_step = sum(map(len, lines[:3]))
    path.write_bytes(whole[: second_step + 9] + b"!" + whole[second_step + 10 :])
    damaged = path.read_bytes()
    session, journal, past = opened(tmp_path)
    assert "damaged" in str(past.notes[0])
    assert (past.past, len(past.steps)) == (Past.CRASHED, 1)
    assert list(tmp_path.glob("*.damaged")) == []
    session.keep(BARE)
    (aside,) = tmp_path.glob("*.damaged")
    assert aside.read_bytes() == damaged
    assert path.read_bytes().startswith(whole[:second_step])
    journal.close()
    assert set(opened(tmp_path)[0].decisions) == {SUSPECT.key, BARE.key}


def test_a_journal_without_a_good_beginning_is_put_aside(tmp_path):
    path = decided(tmp_path)
    path.write_bytes(b"\0" * 100)
    session, journal, past = opened(tmp_path)
    assert past.past is Past.NOTHING
    assert "cannot be read" in str(past.notes[0])
    session.keep(BARE)
    journal.close()
    (aside,) = tmp_path.glob("*.damaged")
    assert aside.read_bytes() == b"\0" * 100
    assert set(opened(tmp_path)[0].decisions) == {BARE.key}


@pytest.mark.parametrize("lines", [(0, 1, 3, 4), (0, 1, 2, 2, 3, 4), (0, 1, 3, 2, 4)], ids=["lost", "twice", "swapped"])
def test_whole_lines_in_another_order_are_noticed(tmp_path, lines):
    path = decided(tmp_path)
    written = path.read_bytes().splitlines(keepends=True)
    assert len(written) == 5
    path.write_bytes(b"".join(written[number] for number in lines))
    session, journal, past = opened(tmp_path)
    assert "damaged" in str(past.notes[0])
    assert len(session.steps) == (1 if lines[2] == 2 else 0)
    journal.close()


SENSELESS = {
    "a record of no known kind": {"do": "dance"},
    "a step there is not": {"do": "undo", "to": 7},
    "an option there is not": {
        "do": "decide",
        "label": ["x", {}],
        "decisions": [{"key": SUSPECT.key, "verdict": "accepted", "option": 5, "postponed": False}],
    },
    "a verdict there is not": {
        "do": "decide",
        "label": ["x", {}],
        "decisions": [{"key": SUSPECT.key, "verdict": "perhaps", "option": 0, "postponed": False}],
    },
    "a place behind the text": {
        "do": "finding",
        "key": "k",
        "finding": {"kind": "ocr", "spans": [[0, 99]]},
    },
    "no label": {"do": "decide", "decisions": []},
    "a change by hand of nothing": {"do": "add", "label": ["x", {}], "decisions": [], "fix": None},
}


@pytest.mark.parametrize("record", SENSELESS.values(), ids=SENSELESS)
def test_a_whole_record_that_makes_no_sense_ends_the_reading(tmp_path, record):
    path = decided(tmp_path)
    number = len(records(path))
    with path.open("ab") as file:
        file.write(line(number, {"at": "2026-01-01T00:00:00+00:00", **record}))
        file.write(line(number + 1, {"at": "2026-01-01T00:00:00+00:00", "do": "undo", "to": 0}))
    session, journal, past = opened(tmp_path)
    assert "damaged" in str(past.notes[0])
    assert session.decisions == {SUSPECT.key: Decision(Verdict.ACCEPTED, 1)}
    journal.close()


def test_a_journal_of_the_first_version_is_read(tmp_path):
    """The file was written by the first version and stays as it is, whatever later versions write."""
    digest = records(OLD_JOURNAL)[0]["sha256"]
    shutil.copy(OLD_JOURNAL, tmp_path / f"{digest[:24]}-utf-8-old.jsonl")
    session, journal, past = opened(tmp_path)
    assert (past.past, past.notes, past.progress) == (Past.CRASHED, (), (1, 2))
    assert session.cleaned.text == "问题商虫，子乙丙"
    assert session.decision(BARE).postponed
    assert [step.label for step in session.steps] == [
        Message("Accept"),
        Message.of("Edit {n}", n=3),
        Message("Postpone"),
        Message("Keep original"),
    ]
    assert session.position == 3
    journal.close()


@pytest.mark.parametrize("whole", [True, False], ids=["lines as we know them", "lines of another form"])
def test_a_journal_of_a_later_version_is_left_alone(tmp_path, whole):
    path = decided(tmp_path)
    header = {**records(path)[0], "schema": "jiaodu-journal/3"}
    del header["n"], header["crc"]
    path.write_bytes(line(0, header) if whole else json.dumps(header).encode() + b"\nwhatever\n")
    before = path.read_bytes()
    assert unfinished(tmp_path) == []
    session, journal, past = opened(tmp_path)
    assert past.past is Past.NOTHING
    assert "newer version" in str(past.notes[0])
    session.keep(BARE)
    assert journal.path != path
    journal.close()
    assert path.read_bytes() == before
    again, journal, _ = opened(tmp_path)
    assert set(again.decisions) == {BARE.key}
    journal.close()


def test_where_journals_lie(monkeypatch, tmp_path):
    monkeypatch.setenv("JIAODU_STATE", str(tmp_path))
    assert journal_folder() == tmp_path / "journals"
    decided(None)
    assert len(unfinished()) == 1
    assert opened(None)[2].past is Past.CRASHED
    monkeypatch.delenv("JIAODU_STATE")
    assert journal_folder().parts[-2:] == ("jiaodu", "journals")


NAMES = ["", "a/b\\c:*?.txt", "讲话" * 60 + ".txt", "CON", "..", "\ud800.txt"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_a_document_makes_a_name_for_its_journal(tmp_path, name):
    source = Source.of_text(RAW, name)
    session, journal, _ = opened(tmp_path, source=source, path=Path("x") / name if name else None)
    session.keep(BARE)
    assert journal.path.parent == tmp_path
    assert len(journal.path.name.encode()) < 200
    journal.close()
    assert len(opened(tmp_path, source=source)[0].decisions) == 1
