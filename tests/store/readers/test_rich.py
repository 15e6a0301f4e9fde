"""What stands in rich text and what is read of it, case by case."""
# ruff: noqa: E501  (in tables of examples a case reads best on one line)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.readers import Refused, read

HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fswiss\fcharset0 Arial;}"
    r"{\f2\fnil\fcharset2 Symbol;}{\f3\fnil\fcharset136 PMingLiU;}{\f4\fnil\fcharset2 Wingdings;}}"
    r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2\outlinelevel1 \'b6\'fe\'bc\'b6;}{\s3 Title;}}"
    r"{\info{\title \'cc\'e2}}\f0 "
)


def read_back(body, head=HEAD):
    return read("rtf", (head + body + "}").encode("latin-1"), "speech.rtf")


def rtf(text, encoding="gb18030"):
    """Text as bytes of a code page."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


TEXT = {
    "bytes of the code page": (rtf("同志们：") + r"\par " + rtf("今天开会。") + r"\par", ["同志们：", "今天开会。"]),
    "second bytes that are signs": (rtf("誠璡乗") + r"\par", ["誠璡乗"]),
    "beyond the old code page": (rtf("㐂〇") + r"\par", ["㐂〇"]),
    "Unicode with a byte to skip": (r"\uc1\u20250 ?\u-30719?x\par", ["会" + chr(65536 - 30719) + "x"]),
    "Unicode with two bytes to skip": (r"\uc2\u20250" + rtf("会") + r"\u-30719" + rtf("议") + r"x\par", ["会" + chr(65536 - 30719) + "x"]),
    "Unicode without any": (r"\uc0\u20250 x{\uc1\u20250 ?}\u20250 y\par", ["会x会会y"]),
    "Unicode beyond the first plane": (r"\uc1\u-10187?\u-9083?\par", ["\U0001d485"]),
    "half a character": (r"\uc1\u-10187?x\par", ["\ufffdx"]),
    "fonts have code pages": (r"{\f3 " + rtf("會議", "big5") + r"}{\f1 caf\'e9}" + rtf("会") + r"\par", ["會議café会"]),
    "Chinese said to be in a western font": (r"{\f1 " + rtf("会议") + r"}\par", ["会议"]),
    "a character in two groups": (r"{\b \'bb}{\b \'e1}\par", ["会"]),
    "symbols": (r"{\f2 \'b7}{\f4 \'fc}\par", ["•√"]),
    "line ends, tabs and marks": (r"a\line b\tab c\emdash d\~e\_f\{g\}\\\par", ["a", "b\tc—d\u00a0e-f{g}\\"]),
    "line ends of the file are none": ("a\r\nb\nc\\par", ["abc"]),
    "an escaped line end is one": ("a\\\nb\\par", ["a", "b"]),
    "pages end lines inside": (r"a\page b\par\page c\par", ["a", "b", "c"]),
    "fields show results": (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt " + rtf("链") + r"}}\par", ["链"]),
    "what is marked as optional": (r"a{\*\unknown b{c}}d\par", ["ad"]),
    "pictures": (r"a{\pict\pngblip 89504e47}{\*\shppict{\pict 00}}{\nonshppict{\pict 00}}b\par", ["ab"]),
    "raw bytes": ("a{\\pict\\bin5 }}{{\\}b\\par", ["ab"]),
    "hidden and deleted": (r"a{\v b}{\deleted c}d\v e\v0 f\par", ["adf"]),
    "numbers of lists": (
        r"{\listtext\pard\plain " + rtf("一、") + r"\tab}" + rtf("形势") + r"\par{\pntext\f2\'b7\tab}x\par{\listtext 1.\tab}y\par",
        ["一、形势", "• x", "1. y"],
    ),
    "a table": (r"\trowd\cellx1\cellx2\intbl a\cell b\cell\row\trowd\cellx1\intbl c\cell\intbl d\par e\cell\row\pard f\par",
                ["a\tb", "c\td e", "f"]),
    "notes": (r"a\chftn{\footnote\pard\plain\chftn  n\par m}b\chftn{\footnote o}\par", ["a〔1〕b〔2〕", "〔1〕n", "m", "〔2〕o"]),
    "a text box": (r"a{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt b\par c\par}}{\shprslt{\*\do b}}}d\par", ["ad", "b", "c"]),
    "headers": (r"{\header h\par}a\par", ["a"]),
    "no end": (r"a\par b", ["a", "b"]),
    "text after the end": (r"a\par}b\par", ["a"]),
}  # fmt: skip


@pytest.mark.parametrize("case", TEXT)
def test_text(case):
    body, expected = TEXT[case]
    assert read_back(body).raw.split("\n") == expected


def test_headings_by_style_name_and_outline_level():
    body = (
        r"\pard\s3 T\par\pard\s1 A\par\pard\s2 B\par\pard\s0 text\par\pard\outlinelevel2 C\par\pard\outlinelevel9 x\par"
    )
    source = read_back(body)
    assert [(h.span.of(source.raw), h.level) for h in source.headings] == [("T", 0), ("A", 1), ("B", 2), ("C", 3)]


def test_what_is_left_out_is_said():
    source = read_back(r"{\footer " + rtf("县政府办公室") + r"\par}a{\v b}{\deleted c}{\pict 00}{\*\annotation d}\par")
    said = " ".join(str(remark) for remark in source.remarks)
    assert all(word in said for word in ("hidden", "tracked", "Pictures", "Comments", "县政府办公室"))
    assert source.raw == "a"


def test_other_code_pages():
    assert read_back(rtf("會議", "big5") + r"\par", r"{\rtf1\ansi\ansicpg950 ").raw == "會議"
    assert read_back(r"\'8e\par", r"{\rtf1\mac ").raw == "é"
    assert read_back(r"\'e9\par", r"{\rtf1\ansi\ansicpg77777 ").raw == "é"


def test_nesting_is_bounded():
    with pytest.raises(Refused, match="nested deeper"):
        read("rtf", b"{\\rtf1" + b"{" * 100_000, "x.rtf")
    with pytest.raises(Refused, match="pictures but no text"):
        read_back(r"{\pict 00}")


def escaped(text):
    units = text.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    return "".join(f"\\u{number}?" for number in numbers)


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co")), max_size=30)


@given(st.lists(texts, min_size=1, max_size=8).filter(lambda lines: any(line.strip() for line in lines)))
def test_any_paragraphs_come_back(paragraphs):
    body = "".join(escaped(text) + "\\par\n" for text in paragraphs)
    assert read_back(body).raw.split("\n") == paragraphs


WORDS = (
    "{",
    "}",
    r"\par ",
    r"\'b",
    r"\'bb",
    r"\u20250",
    r"\uc9",
    r"\*",
    r"\cell",
    r"\row",
    r"\v",
    r"\footnote",
    r"\shptxt",
    r"\listtext",
    r"\bin3 ",
    "\\",
    "x",
    r"\f1",
    r"\fonttbl",
)


@given(st.lists(st.sampled_from(WORDS)))
def test_no_order_of_words_is_too_much(words):
    try:
        source = read_back("x" + "".join(words))
    except Refused:
        return
    assert source.raw
