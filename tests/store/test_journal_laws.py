"""Laws of the journal: whatever a reader does, what is on the disk is where the reader stands."""

import tempfile
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from reader.review.checkpoints import return_to
from reader.review.decision import Verdict
from reader.review.session import ReviewSession
from reader.store.findings import Shapes, finding_of, fix_data, fix_of, message_data, message_of
from reader.store.journal import Past
from reader.store.journal_file import read_journal
from reader.store.journal_lines import line, parse
from reader.store.resume import take_up
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.source import Source
from tests.review.test_simulated_user import Reviewing
from tests.store.test_journal import BARE, COMMA, HAND, NOTHING, SUSPECT, WATERMARK, crashed, opened
from tests.strategies import damaged, fixes


@pytest.fixture(scope="module", autouse=True)
def _unforced():
    """Nothing is forced to the disk here: it takes most of the time and changes nothing that these laws say."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        yield


class Resuming(Reviewing):
    """The simulated user of the review, whose program crashes or is closed now and then.

    The account knows nothing of that: it goes on as if the session had never ended, and all its invariants must hold.
    """

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.journal = None

    def teardown(self):
        if self.journal is not None:
            self.journal.close()
        self.folder.cleanup()

    @initialize(crowd=damaged(most=7))
    def open(self, crowd):
        super().open(crowd)
        self.journal, _ = take_up(self.session, Path(self.folder.name))

    @rule(how=st.sampled_from(("crash", "close")), analysed=st.sampled_from(("whole", "later")))
    def open_again(self, how, analysed):
        pages = self.account.pages
        if how == "crash" and self.journal.path.exists():
            crashed(self.journal)
        else:
            self.journal.close()
        whole = Analysis(tuple(self.account.analysed.values()), (), (), self.analysis_basis)
        self.session = ReviewSession(Source.of_text(self.raw), whole if analysed == "whole" else NOTHING)
        self.journal, past = take_up(self.session, Path(self.folder.name))
        if analysed == "later":
            self.session.adopt(whole)
        assert past.notes == ()
        assert (past.past is Past.NOTHING) == (len(pages) == 1)
        assert not (past.past is Past.CRASHED and how == "close")
        # What only forgotten steps decided need not be carried on.
        decided = {key for page in pages for key in page.noted}
        self.account.carried = {key: fix for key, fix in self.account.carried.items() if key in decided}
        self.events.clear()
        self.session.changed.connect(self.events.append)


TestResuming = Resuming.TestCase
# Half as many as of the reviews without a journal, whose laws are the same.
TestResuming.settings = settings(max_examples=settings.default.max_examples // 2)


@given(st.data())
def test_named_states_and_returns_to_them_come_back(data):
    """Deeds of every kind, and now and then another window: what is read is what was done."""
    raw, found = data.draw(damaged())
    whole = Analysis(found, (), ())
    with tempfile.TemporaryDirectory() as folder:
        session = ReviewSession(Source.of_text(raw), whole)
        journal, _ = take_up(session, Path(folder))
        for deed in data.draw(st.lists(st.sampled_from(("keep", "add", "undo", "redo", "name", "return", "open")))):
            fix = data.draw(st.sampled_from(found)) if found else None
            match deed:
                case "keep" if fix is not None:
                    session.keep(fix)
                case "add" if fix is not None and fix.options:
                    session.add(fix, Message("Edit"))
                case "undo" | "redo":
                    session.undo() if deed == "undo" else session.redo()
                case "name":
                    journal.checkpoint(session, data.draw(st.sampled_from("甲乙")))
                case "return" if journal.checkpoints:
                    return_to(data.draw(st.sampled_from(journal.checkpoints)), session)
                case "open":
                    before, named = session, journal.checkpoints
                    journal.close()
                    session = ReviewSession(Source.of_text(raw), whole)
                    journal, past = take_up(session, Path(folder))
                    assert past.notes == ()
                    assert (session.steps, session.position) == (before.steps, before.position)
                    assert session.cleaned.text == before.cleaned.text
                    said = [(one.name, one.decisions, one.manual, one.progress) for one in journal.checkpoints]
                    assert said == [(one.name, one.decisions, one.manual, one.progress) for one in named]
        journal.close()


@given(st.data())
def test_findings_and_messages_come_back_as_they_were(data):
    raw, _ = data.draw(damaged())
    fix = data.draw(fixes(raw))
    shapes = Shapes()
    shapes.row(fix.choosing(0))
    row = shapes.row(fix)
    for again in (fix_of(fix_data(fix), len(raw)), finding_of(row, shapes.rows, len(raw))):
        assert again == fix
        assert again.key == fix.key
    values = st.one_of(st.integers(), st.floats(allow_nan=False), st.text())
    message = Message.of("{a} {b}", **data.draw(st.fixed_dictionaries({"a": values, "b": values})))
    assert message_of(message_data(message)) == message


@given(st.lists(st.dictionaries(st.text(), st.one_of(st.text(st.characters()), st.integers(), st.booleans()))))
def test_lines_come_back_as_they_were(records):
    records = [{key: value for key, value in one.items() if key not in ("n", "crc")} for one in records]
    data = b"".join(map(line, count(), records))
    assert data.count(b"\n") == len(records)
    read = [{key: value for key, value in one.items() if key not in ("n", "crc")} for one, _ in parse(data)]
    assert read == records


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory):
    """The name and bytes of a journal, and where the review stood after each of its lines."""
    session, journal, _ = opened(tmp_path_factory.mktemp("reviewed"))
    deeds = [
        lambda: session.accept(SUSPECT, 1),
        lambda: session.decide([COMMA, BARE], Verdict.REJECTED, Message("two")),
        session.undo,
        lambda: session.add(HAND, Message("Edit")),
        session.undo,
        session.redo,
        lambda: journal.saved(Path("/a/b.txt")),
        lambda: session.postpone(BARE),
    ]
    stands = [(0, "问题商虽，甲乙丙", {}, 0)]
    for deed in deeds:
        deed()
        stands.append((journal.path.stat().st_size, session.cleaned.text, session.decisions, session.position))
    path = crashed(journal)
    return path.name, path.read_bytes(), stands


def closed(folder, deed=lambda _: None):
    session, journal, past = opened(folder)
    deed(session)
    journal.close()
    return session, past


def test_cut_at_any_byte_a_journal_recovers_what_stands_before(tmp_path, reviewed):
    name, data, stands = reviewed
    path = tmp_path / name
    ends = [end for end, *_ in stands]
    for cut in range(len(data) + 1):
        assert max([end for _, end in parse(data[:cut])], default=0) == data.rfind(b"\n", 0, cut) + 1
        at_an_end = any(abs(cut - end) < 3 for end in ends)
        if cut % 11 and not at_an_end:
            continue  # the same lines again, only longer to read
        path.write_bytes(data[:cut])
        contents = read_journal(path)
        assert contents.good == data[: data.rfind(b"\n", 0, cut) + 1]
        assert contents.good + contents.rest == data[:cut]
        _, text, decisions, position = [stand for stand in stands if stand[0] <= cut][-1]
        assert contents.history.position == position
        if at_an_end:
            session, past = closed(tmp_path)
            assert (session.cleaned.text, session.decisions) == (text, decisions)
            assert bool(past.notes) == bool(contents.rest)
            session, _ = closed(tmp_path, lambda session: session.keep(WATERMARK))
            assert session.decisions.keys() == decisions.keys() | {WATERMARK.key}
            assert closed(tmp_path)[0].decisions == session.decisions


@given(where=st.integers(0, 10**6), flip=st.integers(1, 255))
def test_a_changed_byte_anywhere_is_noticed(reviewed, where, flip):
    name, data, _ = reviewed
    where %= len(data)
    changed = data[:where] + bytes([data[where] ^ flip]) + data[where + 1 :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(changed)
        contents = read_journal(path)
        line_start = data.rfind(b"\n", 0, where) + 1
        assert (contents.good, contents.rest) == (data[:line_start], changed[line_start:])
        session, journal, past = opened(Path(folder))
        assert past.notes
        session.keep(WATERMARK)
        journal.close()
        assert [aside.read_bytes() for aside in Path(folder).glob("*.damaged")] == [changed]
        assert read_journal(path).rest == b""
