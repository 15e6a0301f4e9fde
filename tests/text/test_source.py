"""The document as it came, the ledger's figures, and sentences with gaps."""

import pytest

from reader.text.apply import apply_fixes
from reader.text.chars import count_han, is_han
from reader.text.fix import Kind
from reader.text.ledger import Ledger
from reader.text.message import Message
from reader.text.source import Source
from tests.builders import fix

NEWLINES = [
    ("", "\n"),
    ("一", "\n"),
    ("一\n二", "\n"),
    ("一\r\n二", "\r\n"),
    ("一\r二\r三\n", "\r"),
    ("一\r\n二\n三", "\n"),
]
NEWLINES += [("一\r\n二\r\n三\n", "\r\n"), ("一\r\r\n二", "\r\n")]


@pytest.mark.parametrize(("raw", "newline"), NEWLINES)
def test_the_line_end_that_most_lines_have(raw, newline):
    assert Source.of_text(raw).newline == newline


def test_a_source_knows_its_bytes():
    source = Source.of_text("𠮷\r\n\0", name="页")
    assert source.data == b"\xf0\xa0\xae\xb7\r\n\x00"
    assert (source.encoding, source.bom, source.name, source.undecodable) == ("utf-8", b"", "页", ())
    assert source.sha256.startswith("99291dd17f7f09eb")
    assert Source("", b"", "utf-8", sha256="known").sha256 == "known"


def test_the_ledger_in_figures():
    raw = "问某网题很 大,好"
    found = [
        fix("watermark", (1, 3, "")),
        fix("spacing", (5, 6, "")),
        fix("punctuation", (7, 8, "，"), (9, 9, "。")),
        fix("manual", (0, 1, "难题")),
        fix("ocr", (2, 3, "罔")),
    ]
    ledger = Ledger.of(raw, apply_fixes(raw, found))
    assert (ledger.source, ledger.kept, ledger.removed, ledger.changed, ledger.inserted) == (9, 4, 3, 2, 1)
    assert ledger.removed_by == {Kind.WATERMARK: 2, Kind.SPACING: 1}
    assert ledger.changed_by == {Kind.PUNCTUATION: 1, Kind.MANUAL: 1}
    assert ledger.adds_up


def test_a_ledger_that_does_not_add_up_says_so():
    assert not Ledger(9, 4, 3, 1, 0, {}, {}).adds_up


def test_a_message_fills_its_gaps_in_any_language():
    message = Message.of("{count} of {total}", total=3, count=2)
    assert message == Message.of("{count} of {total}", count=2, total=3)
    assert (str(message), message.filled("共 {total} 处，第 {count} 处")) == ("2 of 3", "共 3 处，第 2 处")


@pytest.mark.parametrize(
    ("char", "han"),
    [
        ("一", True),
        ("㐀", True),
        ("𠮷", True),
        ("\ufa0e", True),
        ("〇", False),
        ("。", False),
        ("a", False),
        ("\u3fff", True),
    ],
)
def test_han(char, han):
    assert is_han(char) is han
    assert count_han(char * 3) == 3 * han
