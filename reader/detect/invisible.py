"""Characters that nobody sees: zero-width marks, soft hyphens, bidi marks, control characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.text.fix import Edit, Fix, Kind
from reader.text.message import Message
from reader.text.projection import Projection

_JOINER, _TEXT_STYLE, _EMOJI_STYLE = "\u200d", "\ufe0e", "\ufe0f"

_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters; U+000B, U+000C and U+0085 end lines
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0001\U000e0020-\U000e007f"
    "]+"
)
_PICTURE = re.compile("[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff#*0-9]")
"""Characters that a style selector or a joiner can make into an emoji."""


def invisible(seen: Projection) -> Iterator[Fix]:
    """Take out characters without width, one fix for each run of them.

    Left alone: the joiner and the style selectors inside emoji, the selectors of ideographic variants
    (U+E0100–U+E01EF), which choose a glyph, and spaces of all widths, which are for the spacing to judge.
    """
    text = seen.text
    for match in _INVISIBLE.finditer(text):
        for start, end in _runs(text, match.start(), match.end()):
            yield Fix.editing(
                (Edit(span, "") for span in seen.spans(start, end)),
                Kind.INVISIBLE,
                "zero-width",
                Message.of("Characters that print nothing stand here ({codes}).", codes=_named(text[start:end])),
                confidence=0.995,
            )


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of ``text[start:end]`` that build no emoji."""
    at = start
    for place in range(start, end):
        if _in_emoji(text, place):
            if at < place:
                yield at, place
            at = place + 1
    if at < end:
        yield at, end


def _in_emoji(text: str, place: int) -> bool:
    char = text[place]
    if char in (_EMOJI_STYLE, _TEXT_STYLE):
        return place > 0 and _PICTURE.match(text[place - 1]) is not None
    if char == _JOINER:
        before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
        return bool(after) and _PICTURE.match(after) is not None and (before == _EMOJI_STYLE or _joins(before))
    return False


def _joins(before: str) -> bool:
    return bool(before) and (before >= "\U0001f000" or "\u2600" <= before <= "\u27bf")


def _named(run: str) -> str:
    r"""The code points of a run, each once.

    >>> _named("\u200b\u200b\xad")
    'U+00AD, U+200B'
    """
    return ", ".join(f"U+{ord(char):04X}" for char in sorted(set(run))[:4])
