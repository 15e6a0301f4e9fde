"""What stands twice: the title above the text and again in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.detect.furniture.finding import Finding
from reader.detect.furniture.lines import Line
from reader.detect.furniture.title import Title, copies
from reader.text.fix import Kind
from reader.text.message import Message

_SHORT = 8
"""A title of fewer characters may be the subject of the first sentence: 政府工作报告指出…"""

_OPENERS = "（(《“‘「『一二三四五六七八九十1234567890—-第同各尊亲女老"

_FIRST_PIECE = Message.of("The number that the site gave to the first piece of the text.")


def title_copies(text: str, lines: Sequence[Line], title: Title, last_row: int) -> Iterator[Finding]:
    """The other copies of the title, up to line number ``last_row``: alone on a line, or glued to the first sentence.

    The copy above the text stays: it is where a reader looks for it.
    """
    for row, start, end in copies(lines, title):
        if row > last_row:
            break
        line = lines[row]
        reason = Message.of("The title stands here again.")
        if end >= line.end:
            mark = text[line.start : start].strip()
            if not mark or mark.endswith("、"):
                yield Finding(line.whole_start, line.whole_end, Kind.DUPLICATE, "title_repeated", reason, 0.985)
            else:
                yield Finding(start, end, Kind.DUPLICATE, "title_repeated", reason, 0.98)
            continue
        if start > line.start:
            yield Finding(line.start, start, Kind.BOILERPLATE, "splitter_number", _FIRST_PIECE, 0.98)
        set_off = text[end - 1].isspace() or text[end] in _OPENERS
        sure = set_off and (len(title.squeezed) >= 6) or len(title.squeezed) > _SHORT
        yield Finding(start, end, Kind.DUPLICATE, "title_repeated", reason, 0.98 if sure else 0.7)
