"""Questions about the number of characters stand where they belong in the text as scraped, and change only that."""

from reader.detect.slips import slip_fix
from reader.lm.hypotheses import Slip
from reader.lm.slips import Slipped
from reader.pipeline import Engine
from reader.text.apply import apply_fixes
from reader.text.fix import Fix, Kind, Level, Safety
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.span import Span

RAW = "要完 性文件，女\n口实报告，破坏性地震应和急预案。"
JOINED = "要完性文件，女口实报告，破坏性地震应和急预案。"


def seen():
    """The text with the print's line ends taken out."""
    ends = [Fix.replacing(Span(at, at + 1), "", Kind.SPACING, "line-end", Message("x")) for at in (2, 8)]
    return Projection.of(RAW, ends)


def asked(slip, start, end, proposed, level="sure"):
    return slip_fix(seen(), JOINED, 0, Slipped(slip, 0, start, end, proposed, 0.9, level, 12.0))


def test_a_character_left_out_at_a_line_end_goes_after_it():
    fix = asked(Slip.DROPPED, 2, 2, "善")
    assert [(edit.span, edit.replacement) for edit in fix.edits] == [(Span(3, 3), "善")]
    assert apply_fixes(RAW, [fix]).text.startswith("要完 善性文件")


def test_halves_on_two_lines_become_one_and_the_line_end_stays():
    fix = asked(Slip.SPLIT, 6, 8, "如")
    assert apply_fixes(RAW, [fix]).text == RAW.replace("女\n口", "如\n")


def test_a_character_too_many_goes():
    at = JOINED.index("和")
    fix = asked(Slip.INSERTED, at, at + 1, "", "doubtful")
    assert apply_fixes(RAW, [fix]).text == RAW.replace("和", "")
    assert fix.level is Level.DOUBTFUL


def test_all_are_asked_and_say_why():
    at = JOINED.index("和")
    fixes = [asked(Slip.DROPPED, 2, 2, "善"), asked(Slip.SPLIT, 6, 8, "如"), asked(Slip.MERGED, 1, 2, "宀元"),
             asked(Slip.INSERTED, at, at + 1, ""), asked(Slip.STRAY, at, at + 2, "吸")]
    assert {fix.safety for fix in fixes} == {Safety.ASK}
    assert {fix.kind for fix in fixes} == {Kind.OCR}
    assert len({fix.rule for fix in fixes}) == len(fixes)
    assert all(JOINED[1] in str(fix.reason) or "应和" in str(fix.reason) or "女口" in str(fix.reason) for fix in fixes)


def test_in_quotations_and_beside_numbers_they_are_no_part_of_a_batch():
    text = "第3个女口字，“女口字”，女口字"
    places = [at for at in range(len(text)) if text[at] == "女"]
    fixes = [slip_fix(Projection.of(text), text, 0, Slipped(Slip.SPLIT, 0, at, at + 2, "如", 0.9, "sure", 9.0))
             for at in places]
    assert [fix.protected for fix in fixes] == [False, True, False]


def test_nothing_is_asked_where_a_fix_wrote_the_place():
    written = Projection.of("要女口实", [Fix.replacing(Span(1, 2), "女女", Kind.PUNCTUATION, "test", Message("x"))])
    slip = Slipped(Slip.DROPPED, 0, 2, 2, "善", 0.9, "sure", 9.0)
    assert slip_fix(written, written.text, 0, slip) is None


def test_the_engine_asks_once_for_a_place():
    raw = "在全县干部会议上的讲话\n同志们：\n各单位要切实转变亻乍风，深入基层，发现问题要女口实向县委报告。"
    analysis = Engine().analyse(raw)
    halves = [fix for fix in analysis.fixes if fix.rule == "split-character"]
    assert [fix.replacement for fix in halves] == ["作", "如"]
    places = [at for fix in analysis.fixes if fix.kind is Kind.OCR for span in fix.spans
              for at in range(span.start, span.end)]
    assert len(places) == len(set(places))
    again = Engine()
    assert again.analyse(raw).fixes == again.analyse(raw).fixes == analysis.fixes
