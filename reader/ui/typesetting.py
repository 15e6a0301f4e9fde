"""How the lines of a document are set: letters, line height, indents, margins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from reader.ui.lines import LineKind, LineStyle
from reader.ui.theme import PLAIN_FONTS, Theme
from reader.ui.typography import Typography

MANY_LINES = 200
"""So many new lines are set in one stroke: line by line would take seconds for a book."""

_LARGER = {LineKind.TITLE: 1.3, LineKind.HEADING: 1.12, LineKind.FOLD: 0.75}
"""Size of the letters, as a multiple of that of the paragraphs."""


def reading_font(typography: Typography) -> QFont:
    """The font of paragraphs."""
    font = QFont()
    font.setFamilies(list(typography.families))
    font.setPointSizeF(typography.size)
    return font


def line_height(font: QFont, times: float) -> float:
    """``times`` the size of a character, in the percentage that Qt wants: of the font's own line height."""
    metrics = QFontMetricsF(font)
    return 100 * times * metrics.horizontalAdvance("国") / metrics.height()


def set_lines(
    document: QTextDocument, styles: list[LineStyle], lines: Iterable[int], theme: Theme, typography: Typography
) -> None:
    """Set the ``lines`` with these numbers, in rising order; ``styles`` has one entry for each line of the document."""
    numbers = list(lines)
    if not numbers:
        return
    formats = {kind: _formats(kind, theme, typography) for kind in {styles[number].kind for number in numbers}}
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    first, last = numbers[0], numbers[-1]
    if last - first >= MANY_LINES and len(numbers) == last - first + 1:
        # Lines set alike mostly share one object; to compare those costs nothing.
        usual = Counter(id(styles[number]) for number in numbers).most_common(1)[0][0]
        style = next(styles[number] for number in numbers if id(styles[number]) == usual)
        if not style.bold:
            cursor.setPosition(document.findBlockByNumber(first).position())
            end = document.findBlockByNumber(last)
            cursor.setPosition(end.position() + end.length() - 1, QTextCursor.MoveMode.KeepAnchor)
            _set(cursor, *formats[style.kind])
            numbers = [number for number in numbers if styles[number] is not style]
    for number in numbers:
        style, block = styles[number], document.findBlockByNumber(number)
        form, letters = formats[style.kind]
        start, length = block.position(), block.length()
        cursor.setPosition(start)
        cursor.setPosition(start + length - 1, QTextCursor.MoveMode.KeepAnchor)
        _set(cursor, form, letters)
        if style.bold:
            bold = QTextCharFormat(letters)
            bold.setFontWeight(QFont.Weight.Bold)
            cursor.setPosition(start)
            cursor.setPosition(start + min(style.bold, length - 1), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(bold)
    cursor.endEditBlock()


def changed_lines(old: list[LineStyle], new: list[LineStyle], first: int, last: int) -> list[int]:
    """Which lines to set anew: ``first`` to ``last``, whose text changed, and those set otherwise than before.

    Lines before ``first`` keep their number, those after ``last`` are the last ones of ``old``.
    """
    if not old:
        return list(range(len(new)))
    shift = len(new) - len(old)
    head = [n for n, (a, b) in enumerate(zip(old[:first], new[:first], strict=False)) if a is not b and a != b]
    after = last + 1
    pairs = zip(old[after - shift :], new[after:], strict=False)
    tail = [after + n for n, (a, b) in enumerate(pairs) if a is not b and a != b]
    return [*head, *range(first, after), *tail]


def _set(cursor: QTextCursor, form: QTextBlockFormat, letters: QTextCharFormat) -> None:
    cursor.setBlockFormat(form)
    cursor.setBlockCharFormat(letters)
    cursor.setCharFormat(letters)


def _formats(kind: LineKind, theme: Theme, typography: Typography) -> tuple[QTextBlockFormat, QTextCharFormat]:
    """How lines of this kind are set, and their letters."""
    font = QFont()
    font.setFamilies(list(PLAIN_FONTS if kind is LineKind.FOLD else typography.families))
    font.setPointSizeF(typography.size * _LARGER.get(kind, 1.0))
    em = QFontMetricsF(font).horizontalAdvance("国")
    form = QTextBlockFormat()
    form.setLineHeight(
        line_height(font, typography.line_height), QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    )
    letters = QTextCharFormat()
    letters.setFontFamilies(font.families())
    letters.setFontPointSize(font.pointSizeF())
    if typography.indent and kind in (LineKind.BODY, LineKind.HEADING, LineKind.SUBHEADING):
        form.setTextIndent(2 * em)
    if kind is not LineKind.PLAIN:
        form.setBottomMargin(em * (0.8 if kind is LineKind.TITLE else 0.3))
    if kind in (LineKind.TITLE, LineKind.HEADING):
        letters.setFontWeight(QFont.Weight.Bold)
    if kind is LineKind.TITLE:
        form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    elif kind is LineKind.HEADING:
        form.setTopMargin(em * 0.8)
    elif kind in (LineKind.SUBHEADING, LineKind.FOLD):
        form.setTopMargin(em * 0.3)
    if kind is LineKind.FOLD:
        form.setBackground(QColor(theme.removed.back or theme.window))
        letters.setForeground(QColor(theme.removed.colour))
    return form, letters
