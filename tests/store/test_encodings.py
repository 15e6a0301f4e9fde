"""Bytes to text and back: the right encoding, and nothing lost even where there is none."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.review.decision import Verdict
from reader.review.session import ReviewSession
from reader.store.encodings import ENCODINGS, decode, encoding_notices, guess, to_bytes
from reader.store.export import Format, cleaned_bytes
from reader.text.analysis import Analysis
from reader.text.fix import Fix, Kind
from reader.text.message import Message
from reader.text.source import Source
from reader.text.span import Span
from tests.strategies import damaged

SPEECH = (
    "同志们：今天召开这次会议，主要是总结去年的工作，研究部署今年的任务。\r\n"
    "一、充分认识优化发展环境的重要意义\r\n"
    "刚才，几位同志的发言都很好，我完全赞成。下面，我再讲三点意见。\r\n"
)
TRADITIONAL = (
    "各位同仁：今天召開這次會議，主要是總結去年的工作，研究部署今年的任務。\n"
    "剛才，幾位同仁的發言都很好，我完全贊成。下面，我再講三點意見。\n"
)
BOMS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "gb18030": b"\x84\x31\x95\x33"}


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", SPEECH),
        ("gb18030", SPEECH),
        ("utf-16-le", SPEECH),
        ("utf-16-be", SPEECH),
        ("big5", TRADITIONAL),
        ("gb18030", TRADITIONAL),
        ("utf-8", "plain English"),
        ("utf-16-le", "plain English\r\n"),
        ("utf-16-be", "plain English\r\n"),
        ("gb18030", "会议"),
        ("gb18030", "x" * 100_000 + "\n" + SPEECH),
        ("big5", "x" * 100_000 + TRADITIONAL),
        ("gb18030", SPEECH * 3_000),
    ],
)
def test_the_encoding_is_found(encoding, text):
    source = decode(text.encode(encoding))
    assert (source.encoding, source.raw, source.bom) == (encoding, text, b"")
    assert encoding_notices(source) == ()


@pytest.mark.parametrize("encoding", BOMS)
def test_a_byte_order_mark_settles_it(encoding):
    data = BOMS[encoding] + "a会".encode(encoding)
    source = decode(data)
    assert (source.encoding, source.raw, source.bom) == (encoding, "a会", BOMS[encoding])
    assert to_bytes(source, "a议") == BOMS[encoding] + "a议".encode(encoding)


def test_a_damaged_text_is_still_read_in_its_encoding():
    for encoding in ("utf-8", "gb18030"):
        data = SPEECH.encode(encoding)
        broken = data[:50] + b"\xff\xff" + data[50:-1] + b"\xe4"
        source = decode(broken)
        assert source.encoding == encoding
        assert source.raw.count("\ufffd") == len(source.undecodable) > 0
        assert "我完全赞成" in source.raw
        (notice,) = encoding_notices(source)
        assert notice.message.filled().startswith(f"Read as {encoding.upper()}; at {len(source.undecodable)} places")


def test_a_genuine_replacement_character_is_no_undecodable_one():
    source = decode("会\ufffd议".encode() + b"\xff", "utf-8")
    assert source.raw == "会\ufffd议\ufffd"
    assert source.undecodable == ((3, b"\xff"),)


def test_other_languages_are_left_to_a_general_detector():
    text = "Все люди рождаются свободными и равными в своем достоинстве и правах. " * 3
    source = decode(text.encode("koi8-r"))
    assert source.raw == text
    assert len(encoding_notices(source)) == 1


def test_a_guess_that_reads_badly_is_said():
    source = decode("".join(map(chr, range(0x9F00, 0x9F60))).encode("gb18030"))
    (notice,) = encoding_notices(source)
    assert "guess" in notice.message.filled()


def test_the_reader_can_choose_another_encoding():
    source = decode(SPEECH.encode("gb18030"), "big5")
    assert source.encoding == "big5"
    assert decode(source.data, "gb18030").raw == SPEECH
    with pytest.raises(LookupError):
        decode(b"abc", "no-such-encoding")


@given(st.binary(max_size=200), st.sampled_from([None, *ENCODINGS, "cp950", "shift_jis", "latin-1"]))
@example(b"\x00\xd8", "utf-16-le")
@example(b"\xed\xa0\x80", "utf-8")
@example(b"\xff\xfe\x00", None)
@example(b"\xa1\xfe", "big5")
def test_any_bytes_come_back_when_nothing_is_changed(data, encoding):
    source = decode(data, encoding)
    session = ReviewSession(source, Analysis((), (), ()))
    assert cleaned_bytes(session, Format.TXT)[0] == data
    assert not any("\ud800" <= char <= "\udfff" for char in source.raw)
    for place, lost in source.undecodable:
        assert source.raw[place] == "\ufffd"
        assert lost


@given(st.binary(max_size=60), st.binary(min_size=1, max_size=60))
def test_undecodable_bytes_survive_a_change_beside_them(before, after):
    source = decode(before + b"\n" + after, "utf-8")
    at = source.raw.rindex("\n")
    fix = Fix.replacing(Span(at, at + 1), "改", Kind.BREAK, "rule", Message("because"))
    session = ReviewSession(source, Analysis((fix,), (), ()))
    left, _, right = source.data.rpartition(b"\n")
    assert cleaned_bytes(session, Format.TXT)[0] == source.bom + left.removeprefix(source.bom) + "改".encode() + right


@given(damaged(), st.sampled_from([name for name in ENCODINGS if name != "big5"]), st.booleans())
def test_reject_all_gives_the_bytes_back(found, encoding, marked):
    raw, fixes = found
    data = (BOMS.get(encoding, b"") if marked else b"") + raw.encode(encoding, "ignore")
    source = decode(data, encoding)
    session = ReviewSession(source, Analysis(tuple(f for f in fixes if f.span.end <= len(source.raw)), (), ()))
    session.decide(session.fixes, Verdict.REJECTED, Message("all"))
    assert cleaned_bytes(session, Format.TXT) == (data, encoding, ())


@given(damaged(), st.sampled_from(["utf-8", "utf-16-le", "gb18030"]))
def test_what_is_saved_reads_as_what_was_decided(found, encoding):
    raw, fixes = found
    raw = raw.replace("\r", "\v")  # line ends of two kinds are tried below
    source = decode(raw.encode(encoding), encoding)
    session = ReviewSession(source, Analysis(fixes, (), ()))
    data, used, notes = cleaned_bytes(session, Format.TXT)
    assert (used, notes) == (encoding, ())
    assert data.decode(encoding) == session.cleaned.text


def test_line_ends_that_fixes_put_in_are_those_of_the_source():
    source = decode("甲乙\r\n丙".encode())
    fix = Fix.replacing(Span(1, 1), "\n", Kind.BREAK, "rule", Message("because"))
    session = ReviewSession(source, Analysis((fix,), (), ()))
    assert cleaned_bytes(session, Format.TXT)[0] == "甲\r\n乙\r\n丙".encode()
    already = Fix.replacing(Span(1, 1), "\r\n", Kind.BREAK, "rule", Message("because"))
    session = ReviewSession(source, Analysis((already,), (), ()))
    assert cleaned_bytes(session, Format.TXT)[0] == "甲\r\n乙\r\n丙".encode()


def test_characters_that_the_encoding_lacks_mean_utf8_and_are_said():
    source = decode("會議".encode("big5"), "big5")
    fix = Fix.replacing(Span(0, 1), "会", Kind.VARIANT, "rule", Message("because"))
    session = ReviewSession(source, Analysis((fix,), (), ()))
    data, used, (note,) = cleaned_bytes(session, Format.TXT)
    assert (data.decode(), used) == ("会議", "utf-8")
    assert "BIG5" in note.filled()


def test_lone_surrogates_of_a_paste_are_replaced_and_said():
    session = ReviewSession(Source.of_text("文\ud800字 "), Analysis((), (), ()))
    fix = Fix.replacing(Span(3, 4), "", Kind.SPACING, "rule", Message("because"))
    session = ReviewSession(session.source, Analysis((fix,), (), ()))
    for form in (Format.TXT, Format.MD, Format.HTML):
        data, used, (note,) = cleaned_bytes(session, form)
        assert "文\ufffd字" in data.decode()
        assert used == "utf-8"
        assert note.filled().startswith("1 ")


def test_a_sample_decides_as_well_as_the_whole_text():
    assert guess(SPEECH.encode("gb18030") * 50_000) == "gb18030"
