"""The way through the findings: what is shown, what belongs together, what is next."""

from dataclasses import replace

import pytest

from reader.review.filters import Filter
from reader.text.fix import Kind
from reader.ui.course import Course
from reader.ui.scopes import Scope, View
from tests.ui.conftest import document_analysis
from tests.ui.test_marks import at


@pytest.fixture
def course(session):
    course = Course()
    course.begin(session)
    return course


def gone_through(course, *, backwards=False):
    """Where going on leads, until it comes round."""
    fixes = []
    fix = course.next_waiting(None, backwards=backwards)
    while fix is not None and fix not in fixes:
        fixes.append(fix)
        fix = course.next_waiting(fix, backwards=backwards)
    return fixes


def test_without_a_document_there_is_nowhere_to_go(session):
    course = Course()
    fix = session.fixes[0]
    assert course.next_waiting(None) is None
    assert course.group(fix) == course.waiting(fix) == ()
    assert course.arranged(session.fixes) == []


def test_the_order_is_that_of_the_text_or_groups_first(course, session):
    assert gone_through(course) == list(session.pending)
    course.look(course.view_by_order(grouped=True))
    pair = [at(session, "乂"), at(session, "乂", 1)]
    others = [fix for fix in session.pending if fix not in pair]
    assert gone_through(course) == [*pair, *others]
    assert gone_through(course, backwards=True) == [*reversed(others), *reversed(pair)]


def test_only_a_group_is_gone_through_and_the_view_before_comes_back(course, session):
    before = View(Scope.ALL, Filter(text="乂"))
    course.look(before)
    course.keep_for_later()
    course.look(course.view_of_group(at(session, "乂", 1)))
    assert gone_through(course) == [at(session, "乂"), at(session, "乂", 1)]
    assert course.view.scope is Scope.ALL
    assert course.view.filter == Filter()
    assert course.earlier == before


@pytest.mark.parametrize("grouped", [True, False])
def test_an_order_chosen_inside_a_group_stays_when_all_are_listed_again(course, session, grouped):
    course.look(View(grouped=not grouped))
    course.keep_for_later()
    course.look(course.view_of_group(at(session, "乂")))
    course.look(course.view_by_order(grouped=grouped))
    assert course.view.alike
    assert course.earlier == View(grouped=grouped)


def test_a_sample_is_shown_with_what_is_doubtful_in_it(course, session):
    sample = session.fixes[1:3]
    course.look(course.view_of_sample(sample))
    assert course.view.alike == {fix.key for fix in sample}
    assert course.view.filter.doubtful
    assert course.view.scope is Scope.ALL


def test_another_document_keeps_the_order_and_drops_the_filter(course, session):
    course.look(replace(View(Scope.MINE, grouped=True).of_kind(Kind.OCR), alike=frozenset({"a"})))
    course.begin(session)
    assert course.view == View(grouped=True)


def test_a_group_waits_as_far_as_the_filter_shows_it(course, session):
    first, second = at(session, "乂"), at(session, "乂", 1)
    assert course.waiting(first) == (first, second)
    session.keep(first)
    assert course.waiting(second) == (second,)
    assert course.group(second) == (first, second)
    course.look(View().of_kind(Kind.PUNCTUATION))
    assert course.waiting(second) == ()


def test_groups_follow_findings_that_are_others_now(course, session):
    first, second = at(session, "乂"), at(session, "乂", 1)
    assert course.group(first) == (first, second)
    session.adopt(document_analysis([fix for fix in session.fixes if fix != second]))
    course.renew()
    assert course.group(first) == (first,)
