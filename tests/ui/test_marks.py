"""What is marked, on both sides, and with which look."""

import pytest

from reader.text.fix import Kind
from reader.text.span import Span
from reader.ui.display import show
from reader.ui.folds import folds, removed_stretches
from reader.ui.lines import LineKind, clean_lines, raw_lines
from reader.ui.marks import Look, MarkIndex, clean_spans, look_of
from tests.ui.conftest import RAW, place

EVERYTHING = Span(0, len(RAW))


def at(session, text, nth=0):
    start, _ = place(text, nth)
    return next(f for f in session.fixes if f.span.start == start)


@pytest.mark.parametrize(
    ("text", "deed", "look"),
    [
        ("虽", None, Look.PENDING),
        ("虽", "accept", Look.ACCEPTED),
        ("虽", "keep", Look.KEPT),
        ("辛苦", None, Look.DOUBTFUL),
        ("某站水印", None, Look.REMOVED),
        ("某站水印", "keep", Look.KEPT),
        ("某站水印", "reopen", Look.PENDING),
        (":", None, Look.PENDING),
    ],
)
def test_looks(session, text, deed, look):
    fix = at(session, text)
    if deed:
        getattr(session, deed)(fix)
    assert look_of(session, fix) is look


def test_what_the_program_did_by_itself_looks_otherwise_than_what_the_reader_did(session):
    comma = next(f for f in session.fixes if f.kind is Kind.PUNCTUATION and not f.protected)
    assert look_of(session, comma) is Look.AUTOMATIC
    session.reopen(comma)
    session.accept(comma)
    assert look_of(session, comma) is Look.ACCEPTED


def test_the_original_marks_everything_that_is_awake(session):
    marks = MarkIndex(session).raw_marks(EVERYTHING, doubtful=False)
    marked = {mark.key for mark in marks}
    assert marked == {fix.key for fix in session.fixes} | {""}
    assert [mark.look for mark in marks][-1] is Look.PENDING  # drawn last, on top


def test_only_what_touches_the_window_is_marked(session):
    start, end = place("虽")
    marks = MarkIndex(session).raw_marks(Span(start, end), doubtful=False)
    assert {mark.key for mark in marks} == {at(session, "虽").key, at(session, ",", 4).key}


def test_a_long_removal_that_began_before_the_window_is_marked_in_it(session):
    inside = place("不支持退款")[0]
    marks = MarkIndex(session).raw_marks(Span(inside, inside + 1), doubtful=False)
    assert [mark.look for mark in marks] == [Look.REMOVED]


def test_the_cleaned_text_marks_the_new_reading_where_it_stands(session):
    fix = at(session, "虽")
    session.accept(fix)
    (span,) = clean_spans(session, fix)
    assert span.of(session.cleaned.text) == "量"
    marks = MarkIndex(session).clean_marks(Span(0, len(session.cleaned.text)), doubtful=False, automatic=False)
    assert {mark.span.of(session.cleaned.text) for mark in marks if mark.look is Look.ACCEPTED} == {"量"}


def test_automatic_marks_of_the_cleaned_text_are_shown_on_demand(session):
    index, window = MarkIndex(session), Span(0, len(session.cleaned.text))
    quiet = index.clean_marks(window, doubtful=False, automatic=False)
    loud = index.clean_marks(window, doubtful=False, automatic=True)
    assert Look.AUTOMATIC not in {mark.look for mark in quiet}
    assert sum(mark.look is Look.AUTOMATIC for mark in loud) == 3
    comma = at(session, ",", 4)
    shown = index.clean_marks(window, doubtful=False, automatic=False, current=comma.key)
    assert comma.key in {mark.key for mark in shown}


def test_pointing_at_a_character_finds_the_smallest_finding_about_it(session):
    index = MarkIndex(session)
    assert index.at_raw(place("虽")[0]).key == at(session, "虽").key
    assert index.at_raw(place("虽")[1]).key == at(session, ",", 4).key
    assert index.at_raw(place("群众")[0]) is None
    clean = session.cleaned.text.index("虽")
    assert index.at_clean(clean).key == at(session, "虽").key
    assert index.at_clean(clean - 1) is None
    # Where the watermark stood nothing is left to point at.
    assert index.at_clean(session.cleaned.text.index("问题")) is None


def test_long_removals_fold_and_short_ones_do_not(session):
    folded = folds(session, frozenset())
    assert [fold.span.of(RAW)[:4] for fold in folded] == [".doc"]
    assert folded[0].label == "▸ 48 characters removed in 2 pieces · because"
    furniture = at(session, "本站文档")
    assert folds(session, frozenset({furniture.key})) == ()
    session.keep(furniture)
    assert folds(session, frozenset()) == ()


def test_neighbouring_removals_are_one_stretch(session):
    stretches = removed_stretches(session)
    assert [len(stretch.fixes) for stretch in stretches] == [2, 1]  # title junk and notice, watermark


def test_lines_of_the_cleaned_text_are_set_as_the_sections_say(session):
    shown = show(session.cleaned.text)
    kinds = [style.kind for style in clean_lines(shown, session.sections)]
    by_line = dict(zip(shown.text.split("\n"), kinds, strict=True))
    assert by_line["一、形势"] is LineKind.HEADING
    assert kinds.count(LineKind.TITLE) == 1
    assert kinds[-1] is LineKind.BODY


def test_a_heading_that_runs_on_is_a_paragraph_with_bold_words():
    from reader.text.section import Section

    shown = show("（一）从条件看，去年雨水充足。")
    (style,) = clean_lines(shown, [Section(2, "（一）从条件看", Span(0, 7), 0)])
    assert (style.kind, style.bold) == (LineKind.BODY, 7)


def test_folds_have_lines_of_their_own(session):
    shown = show(RAW, folds(session, frozenset()))
    assert [style.kind for style in raw_lines(shown)].count(LineKind.FOLD) == 1
