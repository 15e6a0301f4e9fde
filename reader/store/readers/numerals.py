"""Numbers as word processors write them before paragraphs: 一、 壹 甲 ① Ⅳ iv b 3."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"


def _counting(number: int, digits: str = "零一二三四五六七八九", units: str = "十百千", *, ten: str = "") -> str:
    """一百零五 up to 9,999; beyond, digits in a row. ``ten`` is what 10 to 19 begin with: 十 or 一十."""
    if not 0 < number < 10_000:
        return _digital(number) if number else digits[0]
    said = ""
    pending_zero = False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            if pending_zero:
                said += digits[0]
            said += digits[digit] + (units[power - 1] if power else "")
        pending_zero = bool(said) and not digit
    return ten + said[2:] if ten and 10 <= number < 20 else said


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _from(characters: str) -> Callable[[int], str]:
    """Numbers that have a character of their own each; beyond them plain digits."""
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else str(number)


def _letters(number: int) -> str:
    """A to Z, then AA to ZZ, AAA and so on, as word processors count."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 26 * 30 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    said = ""
    for value, sign in _ROMAN:
        said += sign * (number // value)
        number %= value
    return said


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def _circled(number: int) -> str:
    if 0 < number <= 20:
        return chr(ord("①") + number - 1)
    return chr(ord("㉑") + number - 21) if 20 < number <= 35 else str(number)


def _chinese(number: int) -> str:
    return _counting(number, ten="十")


def _legal(number: int) -> str:
    return _counting(number, _LEGAL, "拾佰仟")


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _from("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": lambda number: _counting(number, _LEGAL_TRADITIONAL, "拾佰仟"),
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "ideographTraditional": _from("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _from("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "none": lambda number: "",
}
"""Formats by the names that OOXML has for them (ISO/IEC 29500-1, 17.18.59 ST_NumberFormat)."""


def numeral(number: int, form: str) -> str:
    """A number in a format of OOXML; in one that Chinese documents do not use, as digits.

    >>> numeral(21, "chineseCountingThousand"), numeral(110, "chineseCounting"), numeral(10, "ideographDigital")
    ('二十一', '一百一十', '一〇')
    >>> numeral(4, "upperRoman"), numeral(28, "lowerLetter"), numeral(15, "chineseLegalSimplified")
    ('IV', 'bb', '壹拾伍')
    """
    return _FORMATS.get(form, str)(number)


def labelled(label: str) -> str:
    """A numbering mark with what stands between it and its text: nothing after a full-width mark, else a space.

    >>> labelled("一、"), labelled("①"), labelled("1.")
    ('一、', '①', '1. ')
    """
    last = label[-1:]
    return label if not last or last >= "\u2e80" or "①" <= last <= "⓿" or last.isspace() else f"{label} "
