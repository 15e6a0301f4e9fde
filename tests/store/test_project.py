"""A review sent to somebody else: what comes back is what was sent, and nothing else is believed."""

import json
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.review.checkpoints import Checkpoint
from reader.review.decision import Decision, Verdict
from reader.review.session import ReviewSession
from reader.store.carrying import Reason
from reader.store.journal import Journal
from reader.store.project import SCHEMA, Project, checksum, project_bytes, safe_name, save_project
from reader.store.project_reading import NotAProject, read_project
from reader.store.resume import carry_over, take_up
from reader.store.saving import NotSaved
from reader.text.analysis import Analysis
from reader.text.message import Message
from reader.text.source import MarkedHeading, Source
from reader.text.span import Span
from tests.store.test_anchoring import FURNITURE, HANDS, SPEECH, marks, reviewed
from tests.strategies import damaged

SOURCE = Source(
    SPEECH,
    SPEECH.encode("gb18030"),
    "gb18030",
    name="讲话.txt",
    headings=(MarkedHeading(Span(0, 11), 0),),
    remarks=(Message.of("{n} pictures were left out.", n=3),),
)


def review():
    session = reviewed(by_hand=HANDS)
    session.source = SOURCE
    return session


def sent(folder, session, **more):
    path = folder / "讲话.jiaodu"
    save_project(session, path, **{"with_source": True, **more})
    return read_project(path)


def fresh(source=SOURCE, analysis=None):
    return ReviewSession(source, marks(source.raw) if analysis is None else analysis)


def taken_over(project, session, analysis=None):
    result = project.placed(session.source, marks(session.raw) if analysis is None else analysis)
    return result, result.apply(session, Message("theirs"))


@pytest.mark.parametrize("with_source", [True, False])
def test_on_the_same_text_everything_holds_as_it_was(tmp_path, with_source):
    session = review()
    project = sent(tmp_path, session, with_source=with_source, reviewer="王 芳")
    assert (project.name, project.reviewer, project.fits(SOURCE)) == ("讲话.txt", "王 芳", True)
    assert project.source == (SOURCE if with_source else None)
    other = fresh(project.source or SOURCE)
    result, conflicts = taken_over(project, other)
    assert (result.lost, conflicts) == ((), ())
    assert other.decisions == session.decisions
    assert other.manual == session.manual
    assert other.cleaned.text == session.cleaned.text
    assert len(other.steps) == 1
    other.undo()
    assert other.decisions == {}


def test_findings_that_another_version_does_not_make_hold_all_the_same(tmp_path):
    session = review()
    other = fresh(SOURCE, Analysis((), (), ()))
    result, _ = taken_over(sent(tmp_path, session), other, Analysis((), (), ()))
    assert result.lost == ()
    assert other.cleaned.text == session.cleaned.text
    other.adopt(marks(SPEECH))
    assert other.cleaned.text == session.cleaned.text


@pytest.mark.parametrize("with_source", [True, False])
def test_on_a_changed_text_what_can_be_placed_is_placed(tmp_path, with_source):
    session = review()
    project = sent(tmp_path, session, with_source=with_source)
    new = Source.of_text((FURNITURE + SPEECH).replace("商虽", "商讨").replace("\n", "\r\n"))
    assert not project.fits(new)
    other = fresh(new)
    result, _ = taken_over(project, other)
    assert [(lost.quote.observed, lost.reason) for lost in result.lost] == [("商虽", Reason.OTHERWISE)]
    assert len(other.decisions) == len(session.decisions) - 1


def test_what_is_decided_here_stays_and_conflicts_are_listed(tmp_path):
    theirs = review()
    own = fresh()
    agreed, disputed = own.fixes[1], own.fixes[0]
    own.decide([agreed], theirs.decision(theirs.fix(agreed.key)).verdict, Message("mine"))
    own.keep(disputed)
    assert theirs.decision(disputed).verdict is Verdict.ACCEPTED
    before = dict(own.decisions)
    _, (conflict,) = taken_over(sent(tmp_path, theirs), own)
    assert (conflict.fix, conflict.ours, conflict.theirs) == (disputed, before[disputed.key], theirs.decision(disputed))
    assert before.items() <= own.decisions.items()
    assert own.decisions.keys() == theirs.decisions.keys()


def test_taken_over_decisions_lost_ones_and_checkpoints_are_in_the_journal(tmp_path):
    theirs = review()
    named = Checkpoint.of(theirs, "第一遍")
    theirs.undo()
    project = sent(tmp_path, theirs, checkpoints=[named])
    assert [replace(one, found={}) for one in project.checkpoints] == [replace(named, found={})]
    own = fresh()
    journal, _ = take_up(own, tmp_path / "state")
    result = project.placed(own.source, marks(SPEECH))
    lost = replace(result, lost=(_lost(theirs),))
    assert carry_over(lost, own, journal, "王芳") == ()
    for checkpoint in project.checkpoints:
        journal.keep(checkpoint, SPEECH)
    journal.close()
    again = fresh()
    journal, past = take_up(again, tmp_path / "state")
    journal.close()
    assert past.notes == ()
    assert again.decisions == theirs.decisions
    assert past.lost == (_lost(theirs),)
    (kept,) = journal.checkpoints
    assert (kept.name, kept.when, kept.progress, kept.manual) == ("第一遍", named.when, named.progress, named.manual)
    assert kept.decisions == named.decisions
    assert kept.found == named.found


def _lost(session):
    from reader.store.carrying import Lost
    from reader.store.quotes import Quote

    fix = session.fixes[0]
    return Lost(fix, session.decision(fix), Quote.of(SPEECH, fix), Reason.GONE)


def test_a_person_can_read_it(tmp_path):
    text = project_bytes(review(), with_source=False).decode()
    assert text.count("\n") > 10
    assert '"observed": "商虽"' in text
    said = json.loads(text)
    assert (said["schema"], said["name"]) == ("jiaodu-project/1", "讲话.txt")
    assert "document" not in said
    assert SPEECH not in text


def test_the_original_is_never_written_over(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"original")
    with pytest.raises(NotSaved, match="it is the original"):
        save_project(review(), path, with_source=False, source_path=path)
    assert path.read_bytes() == b"original"


@given(data=st.data())
def test_any_review_comes_back(data, tmp_path_factory):
    raw, found = data.draw(damaged())
    raw += data.draw(st.sampled_from(("", "\ud800", "\u2028", '"\\')))
    source = Source(raw, data.draw(st.binary(max_size=9)), "utf-8", undecodable=())
    session = ReviewSession(source, Analysis(found, (), ()))
    for fix in data.draw(st.lists(st.sampled_from(found), max_size=6)) if found else ():
        deed = data.draw(st.sampled_from((session.accept, session.keep, session.postpone)))
        deed(fix)
        if fix.options and data.draw(st.booleans()):
            session.add(fix, Message("Edit"))
    project = sent(tmp_path_factory.mktemp("any"), session)
    assert project.source == source
    other = ReviewSession(source, Analysis(found, (), ()))
    result, _ = taken_over(project, other, Analysis(found, (), ()))
    assert result.lost == ()
    assert (other.decisions, other.manual) == (session.decisions, session.manual)
    assert other.cleaned.text == session.cleaned.text


# Files that are not to be believed


def tampered(change, *, honest=True, **more):
    """A project with a change in its content; with ``honest`` the checksum fits it again."""
    content = json.loads(project_bytes(review(), **{"with_source": True, **more}))
    change(content)
    if honest:
        content["checksum"] = checksum(content)
    return json.dumps(content).encode()


def at(*where, to):
    def change(content):
        place = content
        for step in where[:-1]:
            place = place[step]
        place[where[-1]] = to

    return change


NONSENSE = {
    "a place behind the text": at("decisions", 0, 2, 1, to=[0, 10**6]),
    "a place before itself": at("decisions", 0, 2, 1, to=[5, 2]),
    "half a place": at("decisions", 0, 2, 1, to=[5]),
    "no place": at("decisions", 0, 2, 1, to=[]),
    "places out of order": at("decisions", 0, 2, 1, to=[20, 21, 3, 4]),
    "an option there is not": at("decisions", 0, 1, to=["accepted", 9]),
    "a verdict there is not": at("decisions", 0, 1, to=["perhaps", 0]),
    "a shape there is not": at("decisions", 0, 2, 0, to=99),
    "a kind there is not": at("shapes", 0, 0, to="magic"),
    "a confidence of a thousand": at("decisions", 0, 2, 3, to=1000),
    "decisions that are no list": at("decisions", to={}),
    "a row of numbers": at("decisions", 0, to=[1, 2, 3]),
    "true for a number": at("decisions", 0, 1, 1, to=True),
    "a quote of another place": at("decisions", 0, 3, "start", to=0),
    "a quote of another length": at("decisions", 0, 3, "observed", to="长" * 500),
    "no quote": at("decisions", 0, 3, to=None),
    "a sentence that reaches into the program": at("shapes", 0, 6, to="{n.__class__}"),
    "a sentence that fills the memory": at("shapes", 0, 6, to="{n:>999999999}"),
    "a sentence with an open gap": at("shapes", 0, 6, to="{"),
    "a text of another length": at("source", "characters", to=5),
    "a text of minus one": at("source", "characters", to=-1),
    "a digest that is none": at("source", "text_sha256", to="../../x"),
    "another text": at("document", "text", to="别的文字" * 40),
    "other bytes": at("document", "data", to="QUJD"),
    "bytes that are none": at("document", "data", to="%%%"),
    "an encoding that is a path": at("source", "encoding", to="../../evil"),
    "a format that is a path": at("source", "format", to="..\\evil"),
    "a document's digest that is a path": at("source", "sha256", to="../../../../tmp/x"),
    "a heading behind the text": at("document", "headings", to=[[0, 10**9, 1]]),
    "undecodable bytes where there are none": at("document", "undecodable", to=[[3, "ff"]]),
    "undecodable bytes behind the text": at("document", "undecodable", to=[[10**9, "ff"]]),
    "a time that is none": at("when", to="yesterday"),
    "a name that is a list": at("name", to=["a"]),
    "a checkpoint of nothing": at("checkpoints", to=[None]),
    "a change by hand of nothing": at("manual", 0, "fix", to=None),
}


def refused(folder, data):
    path = folder / "x.jiaodu"
    path.write_bytes(data)
    with pytest.raises(NotAProject) as caught:
        read_project(path)
    return str(caught.value)


@pytest.mark.parametrize("change", NONSENSE.values(), ids=NONSENSE)
def test_what_makes_no_sense_is_refused(tmp_path, change):
    assert "no sense" in refused(tmp_path, tampered(change))


def test_what_was_changed_on_the_way_is_refused(tmp_path):
    assert "changed or damaged" in refused(tmp_path, tampered(at("decisions", 0, 1, 0, to="rejected"), honest=False))
    assert "changed or damaged" in refused(tmp_path, tampered(at("checksum", to=None), honest=False))


OTHER_FILES = {
    "nothing": b"",
    "a text": "讲话".encode(),
    "other bytes": bytes(range(256)),
    "another kind of JSON": b'{"schema": "jiaodu/1"}',
    "a list": b"[]",
    "a number": b"1" * 9_000,
    "no end": b'{"schema": "jiaodu-project/1"',
    "deep": b'{"schema": "jiaodu-project/1", "a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "not a number": b'{"schema": "jiaodu-project/1", "a": NaN}',
}


@pytest.mark.parametrize("data", OTHER_FILES.values(), ids=OTHER_FILES)
def test_another_file_is_refused(tmp_path, data):
    assert "is not a review of this program" in refused(tmp_path, data)


def test_what_is_too_large_is_refused_before_it_takes_memory(tmp_path):
    path = tmp_path / "x.jiaodu"
    with path.open("wb") as file:
        file.truncate(70_000_000)
    tracemalloc.start()
    with pytest.raises(NotAProject, match="too large"):
        read_project(path)
    path.write_bytes(b'{"a":[' + b"[]," * 10_000_000 + b"[]]}")
    with pytest.raises(NotAProject, match="too large"):
        read_project(path)
    assert tracemalloc.get_traced_memory()[1] < 200_000_000
    tracemalloc.stop()


def test_one_of_a_later_version_says_so(tmp_path):
    assert "newer version" in refused(tmp_path, tampered(at("schema", to=f"{SCHEMA}/2")))


def test_a_file_that_cannot_be_read_says_so(tmp_path):
    with pytest.raises(NotAProject, match="cannot be read"):
        read_project(tmp_path / "nowhere.jiaodu")
    with pytest.raises(NotAProject, match="cannot be read"):
        read_project(tmp_path)


NAMES = {
    "../../etc/passwd": "passwd",
    "C:\\Windows\\system.ini": "system.ini",
    "/absolute/a.txt": "a.txt",
    "..": "",
    "a\0b\n.txt": "ab.txt",
    "讲话 一.txt": "讲话 一.txt",
    "x" * 500 + ".txt": "x" * 116 + ".txt",
}


@pytest.mark.parametrize(("name", "safe"), NAMES.items())
def test_a_name_leads_nowhere(tmp_path, name, safe):
    assert safe_name(name) == safe
    path = tmp_path / "x.jiaodu"
    path.write_bytes(tampered(at("name", to=name)))
    project = read_project(path)
    assert (project.name, project.source.name) == (safe, safe)
    # Also where it becomes part of the name of a journal.
    session = fresh(project.source)
    journal, _ = Journal.open(session.source, tmp_path / "state")
    journal.follow(session)
    session.keep(session.fixes[0])
    assert journal.path.parent == tmp_path / "state"
    journal.close()


@given(data=st.data())
def test_no_change_of_the_content_gets_through_as_anything_but_a_project(data, tmp_path_factory):
    """A random value in a random place: either refused, or what is read can be shown and decided on."""
    content = json.loads(project_bytes(review(), with_source=data.draw(st.booleans())))
    place, last = content, data.draw(st.sampled_from(sorted(content)))
    while data.draw(st.booleans()) and place[last] and isinstance(place[last], dict | list):
        place = place[last]
        last = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    values = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=9))
    nested = st.one_of(st.lists(values, max_size=4), st.dictionaries(st.text(max_size=3), values))
    place[last] = data.draw(st.one_of(values, nested))
    content["checksum"] = checksum(content)
    path = tmp_path_factory.mktemp("changed") / "x.jiaodu"
    path.write_text(json.dumps(content), "utf-8")
    try:
        project = read_project(path)
    except NotAProject:
        return
    assert isinstance(project, Project)
    session = fresh()
    result, _ = taken_over(project, session)
    assert all(str(entry.fix.reason) and str(entry.reason.sentence) for entry in result.lost)
    assert session.ledger
    other = fresh(Source.of_text(FURNITURE + SPEECH))
    taken_over(project, other)
    assert all(isinstance(decision, Decision) for decision in other.decisions.values())
