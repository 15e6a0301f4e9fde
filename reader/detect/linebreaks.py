"""Tells the print's line ends, paragraph ends and stray spaces apart, and puts the paragraphs back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.detect.gaps import Gap, Role, Verdict, gaps
from reader.detect.glued import places
from reader.detect.likelystarts import likely_starts
from reader.detect.lineforms import form_ends
from reader.detect.plain import plain_roles, stretches_without_lines
from reader.detect.printwidth import PrintWidth, print_width
from reader.detect.sentences import Sentences
from reader.detect.wrapped import wrapped_roles
from reader.text.chars import HAN
from reader.text.fix import Edit, Fix, Kind, Safety
from reader.text.message import Message
from reader.text.projection import Projection
from reader.text.span import Span


def line_breaks(seen: Projection, newline: str = "\n") -> Iterator[Fix]:
    """Join what the print's line ends and stray spaces cut apart, and end paragraphs where they ended.

    ``newline`` is what a paragraph end is written as. Left alone: an ideographic space inside a line (it pads
    two-character names in lists), spaces between Latin words, and the space after 第一条 at the start of a line.
    """
    found = list(gaps(seen.text))
    inner = [gap for gap in found if not gap.at_edge and not gap.sets_off_mark]
    width = print_width(seen.text, inner)
    verdicts = plain_roles(inner, seen.text) if width is None else wrapped_roles(inner, width, Sentences(seen.text))
    for gap in found:
        if gap.at_edge:
            yield from _rewrite(seen, gap, "", "edge", Message("White space at the edge of the text."), 0.999)
    verdicts = [
        _CERTAIN if _changes_language(gap) or _precedes_bullet(gap) else said
        for gap, said in zip(inner, verdicts, strict=True)
    ]
    for gap, verdict in zip(inner, verdicts, strict=True):
        yield from _fix(seen, gap, verdict, width, newline)
    if width is None:
        ended = [gap for gap, verdict in zip(inner, verdicts, strict=True) if verdict.role is Role.PARAGRAPH]
        for place, trust, rule in _lost_ends(seen.text, ended):
            yield _insert(seen, place, newline, rule, trust)


def _lost_ends(text: str, ended: Sequence[Gap]) -> Iterator[tuple[int, float, str]]:
    """Paragraph ends that left no white space behind: the place, the confidence and the rule's name.

    ``ended`` are the gaps that end a paragraph. Lines of a telling form and marks come first; then all sentences of
    the text are judged together by what is known.
    """
    written = {gap.start for gap in ended}
    taken = {gap.end for gap in ended}
    forms = {place for left, right in stretches_without_lines(text) for place in form_ends(text, left, right)}
    forms |= {place for gap in ended if (place := _heading_behind_sentence(gap)) is not None}
    forms -= taken | written
    yield from ((place, 0.9, "line-form") for place in sorted(forms))
    known = taken | forms
    for place, trust, rule in places(_HALF_WIDTH_COMMA.sub("，", text), sorted(known)):
        if place not in written:
            known.add(place)
            yield place, trust, rule
    yield from ((place, trust, "likely-start") for place, trust in likely_starts(text, sorted(known)))


def _heading_behind_sentence(gap: Gap) -> int | None:
    """Where the words between a sentence end and a line end begin, if they are so few and unmarked that they are a
    heading that lost the line end before it: 再也不敢。⟨把账算清⟩ with a space behind that was a line end.
    """
    if gap.has_line_end or gap.ends_sentence or gap.ends_clause or gap.ends_with_colon:
        return None
    match = _UNMARKED.search(gap.text, max(0, gap.start - _LONGEST_HEADING - 2), gap.start)
    return None if match is None else match.end()


_LONGEST_HEADING = 16
_UNMARKED = re.compile(rf"[。！？][”’）]?(?=[{HAN}]{{2,{_LONGEST_HEADING}}}\Z)")
_HALF_WIDTH_COMMA = re.compile(rf"(?<=[{HAN}]),")
"""Those greeted are told apart by commas of either width."""

_CERTAIN = Verdict(Role.PARAGRAPH, 0.98)
_BULLET_LINE = re.compile(rf"[nluvqØü?？•][ \t\u3000]+[{HAN}“（]")
_LATIN_SENTENCE = re.compile(r"[A-Z][A-Za-z']*(?: [A-Za-z']+){3}")


def _changes_language(gap: Gap) -> bool:
    """Whether a line end stands between a Chinese sentence and an English one: no print's line goes on over it."""
    if not gap.has_line_end or not gap.ends_sentence:
        return False
    return _LATIN_SENTENCE.match(gap.text, gap.end) is not None


def _precedes_bullet(gap: Gap) -> bool:
    """Whether a line end stands before an item with a bullet, or with the letter that is left of one."""
    if not gap.has_line_end or not (gap.ends_sentence or gap.ends_with_colon or gap.ends_clause):
        return False
    return _BULLET_LINE.match(gap.text, gap.end) is not None


def _fix(seen: Projection, gap: Gap, verdict: Verdict, width: PrintWidth | None, newline: str) -> Iterator[Fix]:
    trust = verdict.confidence
    if verdict.role is Role.KEEP:
        return
    if verdict.role is Role.PARAGRAPH:
        if not gap.has_line_end:
            why = Message("A paragraph ends here: the printed line stops short after a sentence, or a heading follows.")
            yield from _rewrite(seen, gap, newline, "paragraph", why, trust)
        else:
            why = Message("Blank lines and indents stand for nothing but the paragraph end.")
            yield from _rewrite(seen, gap, newline, "blank", why, 0.999)
        return
    joint = " " if gap.between_words else ""
    if verdict.role is Role.STRAY:
        why = Message("A stray gap inside a sentence; Chinese is written without spaces.")
        safety = Safety.AUTO
        if not verdict.unasked:
            why = Message("The line ends amid a sentence, or its last mark was a stop: then keep the line end.")
            safety = Safety.ASK
        yield from _rewrite(seen, gap, joint, "stray", why, trust, safety)
    elif width is None:
        why = Message("The site broke the line after every sentence; these two read as one paragraph.")
        yield from _rewrite(seen, gap, joint, "sentence-line", why, trust)
    elif gap.has_line_end:
        why = Message.of("The print's line ended here; lines are {width} characters wide.", width=round(width.width))
        yield from _rewrite(seen, gap, joint, "wrap", why, trust)
    else:
        why = Message.of(
            "A space left by the print's line end; lines are {width} characters wide.", width=round(width.width)
        )
        yield from _rewrite(seen, gap, joint, "line-end", why, trust)


def _rewrite(
    seen: Projection, gap: Gap, text: str, rule: str, why: Message, trust: float, safety: Safety = Safety.AUTO
) -> Iterator[Fix]:
    edits = _edits(seen, gap, text)
    if edits:
        joins_lines = gap.has_line_end and not gap.at_edge and rule != "blank"
        kind = Kind.BREAK if joins_lines or rule == "paragraph" else Kind.SPACING
        yield Fix.editing(edits, kind, rule, why, safety=safety, confidence=trust)


def _edits(seen: Projection, gap: Gap, text: str) -> tuple[Edit, ...]:
    """The edits that leave ``text`` of a gap; what an earlier fix wrote there stays, and stands for the whole gap."""
    pieces = list(seen.offsets.raw_pieces(Span(gap.start, gap.end)))
    if all(unchanged for _, unchanged in pieces):
        edits = seen.edits(gap.start, gap.end, text)
        return tuple(edit for edit in edits if edit.span.of(seen.raw) != edit.replacement)
    return tuple(Edit(piece, "") for piece, unchanged in pieces if unchanged)


def _insert(seen: Projection, place: int, newline: str, rule: str, trust: float) -> Fix:
    if rule == "line-form":
        why = Message("A line ends here: a title, heading, greeting or date runs into the next line.")
    elif rule == "heading-mark":
        why = Message("A paragraph ends here, for a numbered heading or item follows.")
    else:
        why = Message("A paragraph probably ends here: the next sentence begins as paragraphs do.")
    at = seen.place(place)
    return Fix.editing([Edit(Span(at, at), newline)], Kind.BREAK, rule, why, confidence=trust)
