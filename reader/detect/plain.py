"""Texts without a print behind them: lines are paragraphs, or sentences, or the whole text lost its lines."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from reader.detect.gaps import Gap, Role, Verdict
from reader.detect.lineforms import ADDRESSED
from reader.detect.paragraphmodel import start_log_odds
from reader.detect.spacedends import line_end_probabilities
from reader.text.chars import ends_sentence, is_han
from reader.text.numbering import System

LONG_LINE = 400
"""Lines beyond this many characters are whole texts that lost their paragraphs; paragraphs of speeches are shorter
in 97 of 100 cases, and the longer ones come through, for they are broken only at marks and likely starts."""

_LONGEST_PARAGRAPH = 1500
_LONGEST_OF_SEVERAL = 1200
_LEAST_PARAGRAPH = 40
_PROPER_PARAGRAPHS = 4

_LEAST_SPACED_END = 0.5

_OPENS_LINE = "，。、；：！？）》”’,;:!?)"
_NEVER_LAST = "，、（《“‘,("


def plain_roles(found: Sequence[Gap], text: str) -> list[Verdict]:
    """The role of every gap of a text that shows no line width."""
    if _one_sentence_a_line(found, text):
        return list(_sentence_lines(found, text))
    lost = stretches_without_lines(text)
    spaced_ends = line_end_probabilities(
        [gap for gap in found if not gap.ends_sentence and any(a <= gap.start < b for a, b in lost)]
    )
    line_ends = iter(_line_end_roles([gap for gap in found if gap.has_line_end]))
    verdicts = []
    for gap in found:
        if gap.has_line_end:
            verdicts.append(next(line_ends))
        else:
            in_long_line = any(a <= gap.start < b for a, b in lost)
            said = _space_role(gap, in_long_line=in_long_line)
            ended = spaced_ends.get(gap.start, 0.0)
            if said.role is Role.STRAY and ended >= _LEAST_SPACED_END:
                said = Verdict(Role.PARAGRAPH, min(0.97, round(ended, 2)))
            verdicts.append(said)
    return verdicts


def stretches_without_lines(text: str) -> list[tuple[int, int]]:
    """From where to where the text runs on without a line end for longer than a paragraph does.

    Where other lines are proper paragraphs a long line is taken for one too, until it is longer than any is; so are
    several long lines of one text, for a text that lost its lines is one line.
    """
    stretches = []
    at = 0
    lines = text.split("\n")
    proper = proper_paragraphs(lines)
    long_ones = [len(line) for line in lines if len(line) > LONG_LINE]
    several = len(long_ones) > 1 and max(long_ones) <= _LONGEST_OF_SEVERAL
    longest = _LONGEST_PARAGRAPH if proper >= _PROPER_PARAGRAPHS or several else LONG_LINE
    for line in lines:
        if len(line) > longest:
            stretches.append((at, at + len(line)))
        at += len(line) + 1
    return stretches


def proper_paragraphs(lines: Iterable[str]) -> int:
    """How many of the lines of a text are as long as paragraphs are, and end with a sentence."""
    return sum(_LEAST_PARAGRAPH <= len(line) <= LONG_LINE and ends_sentence(line) for line in lines)


_BREAKS_ANYWHERE = 0.2
"""Share of the line ends that stand inside sentences from which on a text is one that breaks its lines anywhere."""

_ASKED = Verdict(Role.STRAY, 0.6, unasked=False)
_OPENS_NO_LINE = "，。；：！？）》”’,;:!?)"
"""As ``_OPENS_LINE``, without the mark that recognisers make of specks and bullets."""


def _line_end_roles(line_ends: Sequence[Gap]) -> list[Verdict]:
    """Line ends amid sentences are joined; asked about where the other lines of the text are whole.

    There the comma before the line end may be a misread stop, and the mark after it a speck: what was kept apart
    by a print's line width is not joined when the cleaned text is cleaned again.
    """
    starts = [0, *(gap.end for gap in line_ends)]
    verdicts = [_line_end_role(gap, gap.start - start) for gap, start in zip(line_ends, starts, strict=False)]
    broken = sum(verdict.role is Role.STRAY for verdict in verdicts)
    if broken >= _BREAKS_ANYWHERE * len(verdicts):
        return verdicts
    return [
        _ASKED if verdict.role is Role.STRAY and not _cuts_word(gap) else verdict
        for gap, verdict in zip(line_ends, verdicts, strict=True)
    ]


def _cuts_word(gap: Gap) -> bool:
    """Whether no line can have ended here, whatever the marks were: after a character and before a closing mark, or
    before a word that links break off.
    """
    return bool(gap.before) and is_han(gap.before) and (gap.between_han or gap.after in _OPENS_NO_LINE)


def _line_end_role(gap: Gap, line_length: int) -> Verdict:
    # A mark after a whole sentence is a speck at the start of a paragraph and not the middle of a sentence.
    if gap.after and gap.after in _OPENS_LINE and not gap.ends_sentence:
        return Verdict(Role.STRAY, 0.95)
    if (
        gap.before
        and gap.before in _NEVER_LAST
        and not gap.indents
        and line_length > 12
        and gap.next_mark is None
        and ADDRESSED.match(gap.text, gap.end) is None
    ):
        return Verdict(Role.STRAY, 0.9)
    if _breaks_link_word_off(gap, line_length):
        return Verdict(Role.STRAY, 0.9)
    return Verdict(Role.PARAGRAPH, 0.97)


_LINK_WORD = re.compile(r"(?:讲话|发言|报告|总结|规划|致辞)(?=[，。、；：的中里时后])")
_LEADS_ON = re.compile(r"[作的上致做]$|表态$|动员$|重要$|典型$|经验$|总结$|就职$|述职$|工作$|主旨$|交流$")
_LEAST_BEFORE = 8
"""Characters of a line whose link word broke off."""


def _breaks_link_word_off(gap: Gap, line_length: int) -> bool:
    """Whether a line end stands right before 讲话, 发言 or such a word amid a sentence: programs that write links break
    the line there. A line that is the word alone (讲话) is a label or a signature.
    """
    if line_length < _LEAST_BEFORE or gap.indents or not gap.has_line_end or not gap.between_han:
        return False
    before = gap.text[max(0, gap.start - 2) : gap.start]
    return _LINK_WORD.match(gap.text, gap.end) is not None and _LEADS_ON.search(before) is not None


def _space_role(gap: Gap, *, in_long_line: bool) -> Verdict:
    if "\u3000" in gap.space:
        if gap.indents and (gap.ends_sentence or gap.next_mark is not None):
            return Verdict(Role.PARAGRAPH, 0.97)
        return Verdict(Role.KEEP, 1.0)
    if gap.next_mark is not None and gap.next_mark.system is not System.DIGIT and (in_long_line or gap.ends_sentence):
        return Verdict(Role.PARAGRAPH, 0.97)
    if in_long_line and (gap.ends_sentence or gap.ends_with_colon):
        return Verdict(Role.PARAGRAPH, 0.9)
    if gap.between_words or gap.beside_mask:
        return Verdict(Role.KEEP, 1.0)
    if len(gap.space) > 1 and not gap.between_han:
        return Verdict(Role.KEEP, 1.0)
    return Verdict(Role.STRAY, 0.97)


# One sentence a line

LEAST_PROBABILITY = 0.5
"""Of a paragraph start between two sentences where nothing else tells."""

_LEAST_WITH_LINE_END = 0.4
"""The same where the site broke the line after every sentence: in doubt the line end that is there stays."""

_LEAST_LINES = 12
_LEAST_SHARE = 0.8


def _one_sentence_a_line(found: Sequence[Gap], text: str) -> bool:
    """Whether nearly every line that ends a sentence is just one sentence: some sites break lines at every stop."""
    ends = [gap for gap in found if gap.has_line_end and gap.ends_sentence]
    if len(ends) < _LEAST_LINES:
        return False
    inside = sum(char in "。！" for char in text) - sum(gap.before in "。！" for gap in ends if gap.before)
    lines = sum(1 for gap in found if gap.has_line_end)
    if sum(gap.has_line_end and gap.next_mark is not None for gap in found) > 0.3 * lines:
        return False  # the articles of a law and the items of a list are single sentences by right
    return len(ends) >= 0.6 * lines and inside <= (1 - _LEAST_SHARE) * len(ends)


def _sentence_lines(found: Sequence[Gap], text: str) -> Iterator[Verdict]:
    """Join sentences that belong to one paragraph by the model; never across a heading mark or a line of its own."""
    feeds = [gap for gap in found if gap.has_line_end]
    edges = [0, *(place for gap in feeds for place in (gap.start, gap.end)), len(text)]
    lines = [text[start:stop].strip() for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    # A line of its own (heading, greeting, date) and what follows it stay apart.
    open_ends = [
        gap.ends_sentence and gap.next_mark is None and ends_sentence(following)
        for gap, following in zip(feeds, lines[1:], strict=True)
    ]
    odds = start_log_odds(lines, [True, *(not goes_on for goes_on in open_ends)])
    probabilities = [
        1 / (1 + math.exp(-said)) if goes_on else 1.0 for said, goes_on in zip(odds[1:], open_ends, strict=True)
    ]
    judged = iter(probabilities)
    for gap in found:
        if not gap.has_line_end:
            yield _space_role(gap, in_long_line=False)
            continue
        probability = next(judged)
        if probability < _LEAST_WITH_LINE_END:
            yield Verdict(Role.WRAP, round(1 - probability, 2))
        else:
            yield Verdict(Role.PARAGRAPH, round(probability, 2))
