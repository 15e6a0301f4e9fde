"""What list, card, filter and summary say."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader import language
from reader.review.filters import Filter
from reader.review.session import ReviewSession
from reader.review.words import kind_name
from reader.text.fix import Kind
from reader.text.source import Source
from reader.text.span import Span
from reader.ui.drops import judge
from reader.ui.rows import row_of
from reader.ui.scopes import Alike, Record, Scope, View, next_waiting, record_of_rule, select
from reader.ui.summary import progress_line, standing_line, summary_title
from tests.builders import fix as made
from tests.ui.conftest import RAW, document_analysis, document_fixes, place
from tests.ui.test_marks import at


def test_a_row_shows_the_change_in_the_cleaned_context(session):
    row = row_of(session, at(session, "虽"), context=3)
    assert (row.before, row.old, row.new, row.after) == ("群众商", "虽", "量", "，乂快")
    assert row.sign == "◆"
    assert row.sentence == "To decide. Misread character. “虽” to “量”. 群众商虽，乂快"


def test_a_row_follows_the_alternative_chosen(session):
    fix = at(session, "虽")
    session.accept(fix, option=1)
    row = row_of(session, fix, context=2)
    assert (row.new, row.sign, row.state) == ("议", "✓", "Accepted")


@pytest.mark.parametrize(
    ("text", "new", "said"),
    [
        ("辛苦", None, "“辛苦” looks wrong"),
        ("某站水印", "", "take out “某站水印”"),
    ],
)
def test_rows_without_a_new_reading(session, text, new, said):
    row = row_of(session, at(session, text))
    assert row.new == new
    assert said in row.sentence


def test_line_ends_and_blanks_are_made_visible(session):
    row = row_of(session, at(session, "本站文档"))
    assert row.old.endswith("¶")


def test_the_record_of_a_rule_counts_what_was_asked_and_decided(session):
    asked = at(session, "虽")
    assert record_of_rule(session, asked) == Record(0, 0)
    session.accept(asked)
    session.keep(at(session, "乂"))
    session.accept(at(session, "乂", 1))
    session.keep(at(session, "某站水印"))  # applied unasked: says nothing of what is asked
    session.accept(at(session, ":"))  # of another kind
    assert record_of_rule(session, asked) == Record(3, 2)
    session.undo()
    assert record_of_rule(session, at(session, ":")) == Record(0, 0)
    session.reopen(asked)
    assert record_of_rule(session, asked) == Record(2, 1)


def test_scopes_count_everything_once(session):
    chosen = select(session, View())
    assert chosen.by_scope == {Scope.WAITING: 5, Scope.MINE: 0, Scope.AUTOMATIC: 6, Scope.ALL: 11}
    session.accept(at(session, "虽"))
    session.keep(at(session, "某站水印"))
    session.postpone(at(session, "辛苦"))
    chosen = select(session, View(Scope.MINE))
    assert chosen.by_scope == {Scope.WAITING: 4, Scope.MINE: 2, Scope.AUTOMATIC: 5, Scope.ALL: 11}
    assert [fix.kind for fix in chosen.fixes] == [Kind.OCR, Kind.WATERMARK]


def test_counts_of_kinds_say_what_choosing_the_kind_would_show(session):
    view = View(Scope.ALL).of_kind(Kind.OCR)
    chosen = select(session, view)
    assert chosen.by_kind == {Kind.BOILERPLATE: 2, Kind.OCR: 4, Kind.WATERMARK: 1, Kind.PUNCTUATION: 4}
    for kind, number in chosen.by_kind.items():
        assert len(select(session, View(Scope.ALL).of_kind(kind)).fixes) == number


def test_searching_finds_old_and_new_readings(session):
    for text in ("虽", "量"):
        found = select(session, View(Scope.ALL, Filter(text=text))).fixes
        assert at(session, "虽") in found


def test_going_on_stays_within_the_filter_and_goes_round(session):
    only_ocr = View().of_kind(Kind.OCR)
    seen, fix = [], None
    for _ in range(5):
        fix = next_waiting(session, only_ocr, fix)
        seen.append(fix.span.start)
    assert seen == [place("虽")[0], place("乂")[0], place("乂", 1)[0], place("辛苦")[0], place("虽")[0]]
    back = next_waiting(session, only_ocr, at(session, "虽"), backwards=True)
    assert back.span.start == place("辛苦")[0]


@pytest.mark.parametrize("backwards", [False, True])
def test_without_a_filter_going_on_is_what_the_session_says(session, backwards):
    for after in (None, *session.fixes):
        ours = next_waiting(session, View(), after, backwards=backwards)
        assert ours == session.next_pending(after, backwards=backwards)


def test_the_last_one_that_waits_is_its_own_next(session):
    last = at(session, "虽")
    for fix in session.pending:
        if fix != last:
            session.keep(fix)
    assert next_waiting(session, View(), last) == last
    session.keep(last)
    assert next_waiting(session, View(), last) is None


def test_groups_are_the_same_change_and_never_protected(session):
    group = Alike(session).waiting(at(session, "乂"), Filter())
    assert [fix.span.start for fix in group] == [place("乂")[0], place("乂", 1)[0]]
    assert Alike(session).waiting(at(session, ":"), Filter()) == ()
    session.accept(group[0])
    assert len(Alike(session).waiting(group[1], Filter())) == 1
    assert Alike(session).waiting(group[1], Filter(text="没有")) == ()


def test_the_summary_never_says_that_all_is_well_before_it_is(session):
    assert summary_title(session, whole=False) == "Looking for faults…"
    assert progress_line(session) == "0/5 decided"
    for fix in session.pending:
        session.keep(fix)
    assert summary_title(session, whole=True) == "Everything is decided"
    assert standing_line(session, whole=True).startswith("0 accepted, 5 kept")
    assert progress_line(session) == "5/5 decided"


@pytest.mark.parametrize(
    ("local", "remote", "text", "opens"),
    [
        (["/x/a.txt"], [], "", "a.txt"),
        ([], [], "同志们", "同志们"),
        (["/x/a.txt", "/x/b.txt"], [], "", None),
        ([], ["https://example.org/a"], "", None),
        (["/"], [], "", None),
        ([], [], "  \n", None),
    ],
)
def test_everything_dropped_gets_an_answer(local, remote, text, opens):
    dropped = judge(local, remote, text)
    if opens is None:
        assert dropped.path is None
        assert not dropped.text
        assert bool(dropped.refusal) is not bool(dropped.queue)
    else:
        assert opens in (dropped.path.name if dropped.path else dropped.text)
        assert not dropped.refusal
    assert dropped.hint


def test_every_kind_has_a_name():
    assert len({kind_name(kind) for kind in Kind}) == len(Kind)


def test_names_follow_the_language_spoken_now():
    from reader.ui.commands import commands

    english = [command.text for command in commands()]
    assert all(text.isascii() or "…" in text for text in english)
    language.use("zh_CN")
    assert len(commands()) == len(english)
    assert replace(View(), scope=Scope.ALL).scope is Scope.ALL


@given(st.integers(0, len(RAW)), st.integers(0, len(RAW)), st.sampled_from(list(Scope)))
@example(len(RAW) - 5, len(RAW), Scope.ALL)  # what is put in at the end of a section belongs to it
def test_the_number_of_a_section_is_how_many_are_shown_of_it(start, end, scope):
    put_in = made("punctuation", (len(RAW), len(RAW), "。"))
    session = ReviewSession(Source.of_text(RAW), document_analysis((*document_fixes(), put_in)))
    within = Span(min(start, end), max(start, end))
    number = select(session, View(scope)).number_in(within)
    assert len(select(session, View(scope).within(within)).fixes) == number
