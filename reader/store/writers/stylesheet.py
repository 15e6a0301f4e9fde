"""Fonts, named styles and settings of Word files, as GB/T 9704—2012 wants official documents to look.

GB/T 9704—2012 党政机关公文格式, with what each number becomes here:

5.1, 5.2.1  A4; margins 37 mm above, 28 mm at the binding; type area 156 mm × 225 mm, so 35 mm below and 26 mm outside
5.2.2       body type 仿宋 of size 3 (16 pt)
5.2.3       22 lines a page, 28 characters a line: 225 mm / 22 = 28.99 pt a line, 156 mm / 28 = 15.79 pt a character
7.3.1       title 小标宋 of size 2 (22 pt), centred
7.3.2       addressee one line below the title, flush left
7.3.3       body: first line of a paragraph indented by two characters; 一、 黑体, （一） 楷体, 1. and （1） 仿宋
7.3.4       enclosures one line below the body, indented by two characters
7.3.5       signature and date on the right
7.5         page number 宋体 of size 4 (14 pt) between dashes, 7 mm below the type area, on the outer side, one
            character from the edge

Two things are custom rather than norm: headings of the third level are bold, so that they can be told from the body,
and lines between title and body (who spoke, when) are set in 楷体 and centred.

Where a font is missing Word looks for the alternative names in the font table. The parts follow the order of elements
in ECMA-376, which Word insists on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.store.writers.wordml import part

LINE = 579
"""Twips a line: 225 mm are 12,755.9 twips, and 22 lines of 579 are the most that fit."""

CHARACTER = 315.8
"""Twips a character: 156 mm are 8,844.1 twips for 28 characters."""

_SIZE = 16
"""Points of the body type (size 3)."""

_CLOSER = '<w:spacing w:val="-5"/>'
"""28 characters of 16 points are wider than 156 mm. So each stands a quarter of a point closer to the next: 28 fit into
the 442.2 points, and 29 do not. A grid of characters (``linesAndChars`` with a negative ``charSpace``) does the same in
Word, but LibreOffice gives a character that is wider than its cell a second cell: 18 a line. Closer letters give 28 in
both, so the grid is one of lines only."""

_TWO = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'

SONG, TITLE_SONG, HEI, KAI, FANG = "宋体", "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"


@dataclass(frozen=True, slots=True)
class _Font:
    """A font by its usual name, what else may stand in for it (best first), and its kind."""

    name: str
    others: tuple[str, ...]
    family: str = "roman"
    charset: str = "86"


PLAIN_FONTS = (
    _Font("Times New Roman", (), charset="00"),
    _Font(SONG, ("SimSun", "Songti SC", "Noto Serif CJK SC"), "auto"),
)
OFFICIAL_FONTS = (
    *PLAIN_FONTS,
    _Font(TITLE_SONG, ("FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", SONG), "auto"),
    _Font(HEI, ("SimHei", "Heiti SC", "Noto Sans CJK SC"), "modern"),
    _Font(KAI, ("楷体", "KaiTi", "STKaiti", "Kaiti SC"), "modern"),
    _Font(FANG, ("仿宋", "FangSong", "STFangsong"), "modern"),
)


def fonts_part(fonts: Iterable[_Font]) -> bytes:
    """The part ``fontTable``."""
    return part("fonts", "".join(map(_font, fonts)))


def _font(font: _Font) -> str:
    others = f'<w:altName w:val="{",".join(font.others)}"/>' if font.others else ""
    pitch = "default" if font.charset == "86" else "variable"
    kind = f'<w:charset w:val="{font.charset}"/><w:family w:val="{font.family}"/><w:pitch w:val="{pitch}"/>'
    return f'<w:font w:name="{font.name}">{others}{kind}</w:font>'


def _typeface(eastern: str, latin: str = "Times New Roman") -> str:
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{eastern}" w:hAnsi="{latin}" w:cs="{latin}"/>'


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


_LANGUAGE = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
_BREAKING = '<w:widowControl w:val="0"/><w:kinsoku/><w:wordWrap/><w:overflowPunct/>'
"""Every page has its 22 lines; no line begins with a closing mark, and one may hang over the edge instead."""


def _defaults(eastern: str, points: float, spacing: str, jc: str, pitch: str = "") -> str:
    """What holds where no style says otherwise."""
    letters = f"<w:rPr>{_typeface(eastern)}{pitch}{_size(points)}{_LANGUAGE}</w:rPr>"
    paragraphs = f'<w:pPr>{_BREAKING}{spacing}<w:jc w:val="{jc}"/></w:pPr>'
    said = f"<w:rPrDefault>{letters}</w:rPrDefault><w:pPrDefault>{paragraphs}</w:pPrDefault>"
    return f"<w:docDefaults>{said}</w:docDefaults>"


def _style(
    name: str,
    identity: str,
    paragraph: str = "",
    letters: str = "",
    *,
    kind: str = "paragraph",
    based_on: str = "",
    following: str = "",
    link: str = "",
    default: bool = False,
    own: bool = False,
    quick: bool = True,
) -> str:
    attributes = f'w:type="{kind}"' + (' w:default="1"' if default else "") + (' w:customStyle="1"' if own else "")
    links = (("basedOn", based_on), ("next", following), ("link", link))
    said = "".join(f'<w:{tag} w:val="{value}"/>' for tag, value in links if value)
    said += "<w:qFormat/>" if quick else ""
    said += f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    said += f"<w:rPr>{letters}</w:rPr>" if letters else ""
    return f'<w:style {attributes} w:styleId="{identity}"><w:name w:val="{name}"/>{said}</w:style>'


_COMMENT_STYLES = _style(
    "annotation text", "CommentText", '<w:jc w:val="left"/>', based_on="Normal", quick=False
) + _style("annotation reference", "CommentReference", "", _size(10.5), kind="character", quick=False)

_LETTERS = _style("Default Paragraph Font", "DefaultParagraphFont", kind="character", default=True, quick=False)

PLAIN_STYLES = (
    _defaults(SONG, 12, '<w:spacing w:line="360" w:lineRule="auto"/>', "left")
    + _style("Normal", "Normal", default=True)
    + _LETTERS
    + _COMMENT_STYLES
)
"""For a text that others go on reviewing: 宋体 of 12 points, a line and a half apart."""


def styles_part(styles: str) -> bytes:
    """The part ``styles``."""
    return part("styles", styles)


_BOLD = "<w:b/><w:bCs/>"
_HEADINGS = (
    (1, _typeface(HEI)),
    (2, _typeface(KAI)),
    (3, _typeface(FANG) + _BOLD),
    (4, _typeface(FANG)),
    (5, _typeface(FANG)),
    (6, _typeface(FANG)),
)


def _heading(level: int, letters: str) -> str:
    paragraph = f'<w:keepNext/>{_TWO}<w:outlineLvl w:val="{level - 1}"/>'
    whole, leading = f"Heading{level}", f"Heading{level}Char"
    return _style(f"heading {level}", whole, paragraph, letters, following="Normal", link=leading) + _style(
        f"标题 {level} 字符", leading, "", letters, kind="character", link=whole, own=True, quick=False
    )


_UNSPACED = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
"""No space between Chinese and digits: where signature and date stand is counted in characters."""

_BLANK_AFTER = f'<w:spacing w:after="{LINE}"/>'

OFFICIAL_STYLES = (
    _defaults(FANG, _SIZE, f'<w:spacing w:line="{LINE}" w:lineRule="exact"/>', "both", _CLOSER)
    + _style("Normal", "Normal", _TWO, default=True)
    + _LETTERS
    + _style(
        "Title",
        "Title",
        # LibreOffice would give large letters two lines of the grid.
        f'<w:keepNext/><w:snapToGrid w:val="0"/>{_BLANK_AFTER}<w:jc w:val="center"/>',
        _typeface(TITLE_SONG) + _size(22),
        following="Normal",
    )
    + "".join(_heading(level, letters) for level, letters in _HEADINGS)
    + _style(
        "题下标示",
        "UnderTitle",
        f'<w:keepNext/>{_BLANK_AFTER}<w:jc w:val="center"/>',
        _typeface(KAI),
        following="Normal",
        own=True,
    )
    + _style("主送机关", "Addressee", '<w:jc w:val="left"/>', following="Normal", own=True)
    + _style("附件说明", "Enclosure", f'<w:spacing w:before="{LINE}"/>{_TWO}<w:jc w:val="left"/>', own=True)
    + _style("署名", "IssuedBy", f'<w:keepNext/>{_UNSPACED}<w:jc w:val="right"/>', following="DateOfIssue", own=True)
    + _style("成文日期", "DateOfIssue", f'{_UNSPACED}<w:jc w:val="right"/>', own=True)
    + _style(
        "footer",
        "Footer",
        '<w:spacing w:line="240" w:lineRule="auto"/>',
        f'{_typeface(SONG, SONG)}<w:spacing w:val="0"/>{_size(14)}',
        quick=False,
    )
)
"""For an official document. Body text is the default style; the others do not build on it, for they have no indent."""

OFFICIAL_SETTINGS = (
    '<w:zoom w:percent="100"/><w:mirrorMargins/><w:defaultTabStop w:val="632"/><w:autoHyphenation w:val="0"/>'
    "<w:evenAndOddHeaders/>"
    '<w:drawingGridHorizontalSpacing w:val="158"/><w:drawingGridVerticalSpacing w:val="579"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)
"""Odd and even pages differ in the footer; the wide margin is at the binding."""

OFFICIAL_PAGE = (
    '<w:sectPr><w:footerReference w:type="even" r:id="footer2"/><w:footerReference w:type="default" r:id="footer1"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1417" w:gutter="0"/>'
    f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
)
"""Twips: 37, 26, 35 and 28 mm. The footer's lower edge is 25 mm above the page's, its dashes 7 mm below the text."""


def footer_part(*, odd: bool) -> bytes:
    """The page number between dashes on the outer side, one character from the edge."""
    side, indent = ("right", "right") if odd else ("left", "left")
    paragraph = f'<w:pStyle w:val="Footer"/><w:ind w:{indent}Chars="100" w:{indent}="280"/><w:jc w:val="{side}"/>'
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    before, after = (f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in ("— ", " —"))
    return part("ftr", f"<w:p><w:pPr>{paragraph}</w:pPr>{before}{number}{after}</w:p>")
