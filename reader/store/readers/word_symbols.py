"""Characters of symbol fonts as Unicode: Word writes them as code points of the private area with a font's name."""

from __future__ import annotations

_SYMBOL = {
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    0xA3: "≤", 0xA5: "∞", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…",
    0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD6: "√", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
"""The Symbol font, after Adobe's encoding of it; digits and most marks stand where ASCII has them."""

_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x74: "◆", 0x75: "◆", 0x76: "❖",
    0x77: "◆", 0x9F: "•", 0xA1: "○", 0xA2: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB2: "◇", 0xD8: "➢", 0xDC: "➲",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
    **{0x81 + at: char for at, char in enumerate("①②③④⑤⑥⑦⑧⑨⑩")},
    **{0x8C + at: char for at, char in enumerate("❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
"""Of the Wingdings font what stands in office documents: marks of lists, arrows, ticks, numbers."""

_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}


def symbol(code: int, font: str) -> str:
    """The character at a code point of a symbol font; as it is where the font or the character is not known."""
    table = _FONTS.get(font.lower())
    plain = code - 0xF000 if 0xF020 <= code <= 0xF0FF else code
    if table and plain in table:
        return table[plain]
    if font.lower() == "symbol" and 0x20 <= plain < 0x7F:
        return chr(plain)
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else "\ufffd"


def bullet(text: str, font: str) -> str:
    """The mark of an unnumbered list; a plain dot for what only its font could show."""
    shown = "".join(symbol(ord(char), font) for char in text)
    return "•" if any(0xE000 <= ord(char) <= 0xF8FF for char in shown) else shown
