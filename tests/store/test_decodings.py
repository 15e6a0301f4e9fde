"""How a document reads in each encoding: the right one comes first, and nothing is said twice."""

import pytest

from reader.store.decodings import LINES, WIDTH, doubts, readings
from reader.store.encodings import decode
from reader.store.readers import read
from reader.text.source import Source

TEXT = "春耕讲话\n同志们，今年的雨水来得早，各村要把种子备足，不误农时。\nsecond line\n大家辛苦了。\n" * 3
TRADITIONAL = "春耕講話\n同志們，今年的雨水來得早，各村要把種子備足，不誤農時。\n大家辛苦了。\n" * 3
PAGE = f"<html><head><title>讲话</title></head><body><p>{TEXT[:60]}</p><p>大家辛苦了。</p></body></html>"


@pytest.mark.parametrize("right", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("wrong", ["utf-8", "gb18030", "big5", "utf-16-le"])
def test_the_right_encoding_comes_first_whatever_was_taken(right, wrong):
    text = TRADITIONAL if right == "big5" else TEXT
    source = decode(text.encode(right), wrong)
    first, *others = readings(source)
    assert first.encoding == right
    assert first.lines[0] == text.splitlines()[0]
    assert not first.undecodable
    assert all(other.plausibility <= first.plausibility for other in others)


def test_readings_that_are_alike_are_shown_once_and_the_one_in_use_stays():
    plain = decode(b"nothing but ASCII\nto read here\n")
    ascii_like = [reading.encoding for reading in readings(plain) if reading.lines[0] == "nothing but ASCII"]
    assert ascii_like == ["utf-8"]
    in_gb = decode(b"nothing but ASCII\nto read here\n", "gb18030")
    assert "gb18030" in [reading.encoding for reading in readings(in_gb)]


def test_lines_are_telling_and_short():
    source = decode(("ascii only\n" * 20 + "长" * 300 + "\n短\n另一行\n再一行\n").encode("gb18030"))
    first = readings(source)[0]
    assert len(first.lines) == LINES
    assert first.lines[1:] == ("短", "另一行")
    assert len(first.lines[0]) == WIDTH


def test_signs_that_cannot_be_shown_are_no_trouble():
    source = decode(b"\x00\x01\x02\xff\xfe\x1b[31m" * 40, "utf-8")
    assert all(line.isprintable() for reading in readings(source) for line in reading.lines)


def test_a_character_that_is_cut_off_counts_for_nothing():
    source = decode(("长" * 200_000).encode("utf-8"))
    first = readings(source)[0]
    assert (first.encoding, first.undecodable) == ("utf-8", 0)


def test_web_pages_are_read_as_pages_and_office_documents_say_it_themselves():
    page = read("html", PAGE.encode("gb18030"), "a.html", "big5")
    first = readings(page)[0]
    assert first.encoding == "gb18030"
    assert first.lines[0].startswith("春耕讲话同志们")
    assert readings(Source(TEXT, b"PK", "utf-8", format="docx")) == ()


def test_doubts_are_those_of_the_bytes_and_of_a_page_about_its_code():
    assert doubts(decode(TEXT.encode("utf-8"))) == ()
    (said,) = doubts(decode(TEXT.encode("utf-8") + b"\xff", "utf-8"))
    assert "1" in str(said)
    page = read("html", PAGE.replace("</p>", "").encode("utf-8") + b"\xff</p>", "a.html", "utf-8")
    assert len(doubts(page)) == 1
